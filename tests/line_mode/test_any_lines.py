"""Whatever is typed, the line mode answers with text, and goes on."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from paperview.line_mode.language import LETTERS
from paperview.text.sanitize import clean
from tests.line_mode.conftest import Converse

_NUMBERS = st.sampled_from(["", "1", "2", "3", "1-", "2-3", "1,3", "7", "0", "."])
_LETTERS = st.sampled_from([one.letter for one in LETTERS if one.letter != "q"])
_TEXTS = st.sampled_from(
    ["", " x", " out.bib", " 2", ' "a b" -c', " newest", " doi", "\x1b[A", "论"]
)
_COMMANDS = st.builds("{}{}{}".format, _NUMBERS, _LETTERS, _TEXTS)
_QUERIES = st.sampled_from(["graph", "/", "fedrated lern", "is:starred", "tag:x", "graph zzz", "("])
_LINES = st.lists(_COMMANDS | _QUERIES | st.text(max_size=8), min_size=20, max_size=40)


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_LINES, st.booleans())
def test_no_line_ends_the_line_mode_and_each_answer_is_text(
    converse: Converse,
    bibliography: Path,
    monkeypatch: pytest.MonkeyPatch,
    lines: list[str],
    is_typed: bool,
) -> None:
    monkeypatch.chdir(bibliography.parent)
    monkeypatch.setenv("EDITOR", "true")
    typed = [line.replace("\n", " ") for line in lines if line.strip() != "q"]
    out = converse(*typed, "", "=", files=(bibliography,), is_typed=is_typed)
    printed = [line for line in out.split("\n") if not line.startswith("> ")]
    assert [clean(line) for line in printed] == printed
    assert "papers in three.bib" in out.partition("> =")[2] or not is_typed
    assert bibliography.read_text().count("@article") == 3
