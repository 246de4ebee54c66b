"""The session on the page about the line mode goes as it is written there."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests import examples
from tests.conftest import ROOT
from tests.line_mode.conftest import Converse


@pytest.mark.usefixtures("clipboard")
def test_the_session_on_the_page_goes_as_written(
    converse: Converse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(ROOT / "docs" / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path / "examples")
    blocks = examples.blocks(ROOT / "docs" / "line-mode.md")
    (session,) = [block.text for block in blocks if block.language == "console"]
    call, _, transcript = session.partition("\n")
    assert call == "$ paperview --plain mine.bib"
    typed = [line.removeprefix("> ") for line in transcript.split("\n") if line.startswith("> ")]
    assert len(typed) > 10
    assert converse(*typed, files=(Path("mine.bib"),)) == transcript
