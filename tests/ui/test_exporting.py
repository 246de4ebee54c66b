"""The window that exports papers to a file or to the clipboard."""

from __future__ import annotations

from pathlib import Path

import pytest

from paperview.exports import FILES
from paperview.ui.dialogs.exporting import ExportWindow, ScopeLine
from paperview.ui.dialogs.menus import ChoiceList
from tests.ui.corpora import FIVE
from tests.ui.support import Reader, reading, source


async def asked(reader: Reader) -> ChoiceList:
    """Open the window and return its list of forms."""
    await reader.press("E")
    assert isinstance(reader.top, ExportWindow)
    return reader.top.query_one(ChoiceList)


async def choose(reader: Reader, form: str) -> None:
    """Put the cursor on a form."""
    choices = reader.top.query_one(ChoiceList)
    names = [export.name for export in FILES]
    await reader.press("home", *["down"] * names.index(form))
    assert choices.number == names.index(form)


async def test_a_file_is_written_then_added_to_then_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = Path("refs.bib")
    async with reading(source(FIVE)) as reader:
        await reader.press("enter", "space", "space")
        await asked(reader)
        assert "2 marked papers" in str(reader.top.query_one(ScopeLine).render())
        await choose(reader, "BibTeX")
        await reader.press("tab", *path.name, "enter")
        await reader.told("2 papers written to refs.bib")
        before = path.read_text()

        await asked(reader)  # which remembers form and file
        await reader.press("f3", "enter")
        await reader.until(lambda: "refs.bib is there" in reader.text)
        await reader.press("enter")
        await reader.told("refs.bib: 3 appended, 2 were there")
        assert path.read_text().startswith(before)

        await asked(reader)
        await reader.press("enter")
        await reader.until(lambda: "refs.bib is there" in reader.text)
        await reader.press("down", "enter")
        await reader.told("2 papers written to refs.bib")
        assert path.read_text() == before

        await asked(reader)
        await reader.press("enter")
        await reader.until(lambda: "refs.bib is there" in reader.text)
        await reader.press("escape")
        assert reader.has_no_window
        assert path.read_text() == before


async def test_to_the_clipboard_at_any_size(copied: list[str]) -> None:
    async with reading(source(FIVE)) as reader:
        await reader.press("enter")
        for width, height in ((120, 36), (40, 15), (20, 6)):
            await reader.resize(width, height)
            await asked(reader)
            assert width < 40 or "enter exports · tab file · esc" in reader.text
            await choose(reader, "RIS")
            await reader.press("tab", *["backspace"] * 20, "f3", "enter")
            await reader.told("RIS of 5 papers")
        assert len(copied) == 3
        assert copied[0].count("TY  - ") == 5
        await reader.resize(80, 24)
        await reader.ask('"how bees dance"')
        await reader.press("enter")
        await asked(reader)
        await reader.until(lambda: "this paper  (f3: the only result)" in reader.text)
        await reader.press("escape")
        assert reader.has_no_window
