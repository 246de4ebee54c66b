"""Conversations with the line mode in this process, as whole transcripts."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from paperview import library, system
from paperview.line_mode import papers as papers_module
from paperview.line_mode.lines import PROMPT
from paperview.line_mode.mode import LineMode
from paperview.settings.settings import Given, Settings
from paperview.settings.table import Setting
from paperview.sources.request import Request
from paperview.system import streams
from paperview.text.ascii import use_ascii

Converse = Callable[..., str]

PAPERS = """\
@article{one,
  title = {Graph networks for traffic},
  author = {Ann One and Bob Two and Cy Three},
  year = 2020,
  eprint = {2001.00001}, eprinttype = {arxiv},
  abstract = {We forecast traffic, as others do (arXiv:2003.00003). Code: https://example.org/code.}
}
@article{two,
  title = {Federated learning on phones},
  author = {Di Four},
  year = 2021,
  doi = {10.1145/3530190},
  abstract = {Many phones learn $\\alpha$ together.}
}
@article{three,
  title = {A survey of graph learning},
  author = {Eve Five and Fay Six},
  year = 2022,
  eprint = {2003.00003}, eprinttype = {arxiv}
}
"""


class _Typed:
    """Lines as if typed at a terminal that shows them behind the prompt."""

    def __init__(self, text: str, before: Mapping[str, Callable[[], object]]) -> None:
        self._lines = io.StringIO(text)
        self._before = before

    def isatty(self) -> bool:
        return True

    def readline(self) -> str:
        line = self._lines.readline()
        if line:
            self._before.get(line.strip(), lambda: None)()
            sys.stdout.write(f"{PROMPT}{line}")
        return line


@pytest.fixture
def bibliography(tmp_path: Path) -> Path:
    path = tmp_path / "three.bib"
    path.write_text(PAPERS)
    return path


@pytest.fixture
def converse(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Converse:
    """Type lines, and return what is on the terminal in the end.

    `before` has what happens before a line is typed.
    """
    monkeypatch.setattr(papers_module, "_PATIENCE", 60)
    monkeypatch.setattr(papers_module, "_MOMENT", 60)
    monkeypatch.setattr(streams, "has_signs", lambda _: True)

    def conversed(
        *lines: str,
        files: tuple[Path, ...] = (),
        width: int = 80,
        is_typed: bool = True,
        settings: Sequence[tuple[Setting[Any], object]] = (),
        before: Mapping[str, Callable[[], object]] = MappingProxyType({}),
    ) -> str:
        text = "".join(f"{line}\n" for line in lines)
        monkeypatch.setattr(streams, "columns", lambda: width)
        monkeypatch.setattr(sys, "stdin", _Typed(text, before) if is_typed else io.StringIO(text))
        request = Request(list(map(str, files)))
        given = [Given(setting, value, "a test") for setting, value in settings]
        memory = library.usual_memory(Settings(given))
        mode = LineMode(request, request.open(), memory)
        try:
            mode.run()
        finally:
            assert mode.close() is None
            use_ascii(False)
        return capsys.readouterr().out

    return conversed


@pytest.fixture
def clipboard(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Take what is copied, as a clipboard would."""
    copied: list[str] = []

    def copy(text: str, write_to_terminal: object) -> system.Outcome:
        assert write_to_terminal is None
        copied.append(text)
        return system.Outcome(system.Way.TOOL, True, "copied with xclip")

    monkeypatch.setattr(system, "copy", copy)
    return copied
