"""Whatever stands in a settings file, the program starts and tells each problem in a line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperview.settings import Settings, reading, table
from paperview.text.sanitize import clean

_SAMPLES = (
    *("[cache]", "[[keys]]", "[keys", "limit = 1", "watch = true", "star = 'x'", '"""', "'''"),
    *("a.b.c = {d = [1, {e = 2}]}", "[", "]", "notes = [", "x = 1e999", "watch = nan", "= 1"),
    *("theme = 1979-05-27T07:32:00Z", "keys = 5", "cache = []", "\x00", "\ufeff", "\r"),
)
_LINES = st.lists(st.one_of(st.text(max_size=20), st.sampled_from(_SAMPLES)), max_size=8)


@given(lines=_LINES)
def test_no_text_stops_the_program(
    lines: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.getbasetemp() / "settings.toml"
    path.write_bytes("\n".join(lines).encode(errors="replace"))
    problems: list[str] = []
    settings = Settings(reading.read_file(path, problems))
    assert problems == list(map(clean, problems))
    for one in table.SETTINGS:
        assert one.kind.read(one.kind.plain(settings[one])) == settings[one]
