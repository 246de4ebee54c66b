"""What settings change, by file, variable and option, where a command shows it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from paperview.cli import run
from paperview.settings import Setting, settings_file, table
from tests.settings.support import written

PAPER = (
    '{"id": "0704.0001", "title": "On Bees", "authors": "Ann One and Bo Two", "abstract": "We.", '
    '"categories": "q-bio", '
    '"versions": [{"version": "v1", "created": "Mon, 2 Apr 2007 19:18:42 GMT"}]}\n'
)
CITED = ("search", "bees", "--format", "bibtex")
EFFECTS: list[tuple[Setting[Any], str, tuple[str, ...], str]] = [
    (table.SHELF, "/mine/shelf.db", ("shelf", "path"), "/mine/shelf.db"),
    (table.CACHE_LIMIT, "7K", ("cache",), "of 7.0 kB at most"),
    (table.CITATION_KEY, "{Author}:{yy}", CITED, "{One:07,"),
]
"""A setting, another value, a call, and what is printed only with that value."""


@pytest.mark.parametrize("way", ["file", "variable", "option"])
@pytest.mark.parametrize(("setting", "value", "call", "printed"), EFFECTS)
def test_a_setting_changes_what_is_printed_whichever_way_it_is_set(  # noqa: PLR0913, PLR0917 - pytest's
    way: str,
    setting: Setting[Any],
    value: str,
    call: tuple[str, ...],
    printed: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    paper = tmp_path / "paper.jsonl"
    paper.write_text(PAPER)
    if call is CITED:
        call = (*call, "--", str(paper))
    run(call)
    assert printed not in capsys.readouterr().out
    if way == "file":
        written(f'{setting.name} = "{value}"')
    elif way == "variable":
        monkeypatch.setenv(setting.variable, value)
    else:
        call = (call[0], "--set", f"{setting.name}={value}", *call[1:])
    run(call)
    assert printed in capsys.readouterr().out
    assert not settings_file().exists() or way == "file"
