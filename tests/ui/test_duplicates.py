"""The window of possible duplicates: side by side, merged, kept apart, undone."""

from pathlib import Path

import pytest
from textual.widgets import Static

from paperview.shelf import Shelf
from paperview.ui.dialogs.duplicates import DuplicatesScreen
from paperview.ui.widgets.paper_detail import PaperDetail
from tests.ui.corpora import FIVE
from tests.ui.support import SINGLE, Reader
from tests.ui.test_shelf import reading

TWICE = f"""{FIVE}
Tides in very narrow bays
Cy Okafor

The moon pulls the water. In narrow bays it rises high.

doi: 10.1000/tides
Created: 2023-02-04

Window panes and bees
Ada Lund

Bees see windows.

arXiv:2210.00001
Created: 2022-10-01

Window panes and bees
A. Lund

doi: 10.1000/panes
Created: 2023-02-01
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "shelf.db"


def said(reader: Reader) -> str:
    return str(reader.top.query_one("#found", Static).visual)


async def begin(reader: Reader, pairs: int) -> None:
    await reader.press("D")
    await reader.until(lambda: isinstance(reader.top, DuplicatesScreen))
    await reader.until(lambda: f"{pairs} pair" in said(reader) and "found" in said(reader))


async def test_pairs_are_shown_side_by_side_and_settled(path: Path) -> None:
    async with reading(path, TWICE) as reader:
        await reader.press("enter")
        await begin(reader, 2)
        one, other = reader.top.query(PaperDetail)
        assert "authors  Cy Okafor" in reader.text
        await reader.pilot.press("j")
        await reader.until(lambda: "Window panes" in one._page.content.plain)
        assert "authors  Ada Lund" in one._page.content.plain
        assert "authors  A. Lund" in other._page.content.plain
        assert "DOI  10.1000/panes" in other._page.content.plain
        assert "same title, preprint and journal" in said(reader)
        await reader.pilot.press("m")
        await reader.told("merged: 2 papers")
        await reader.until(lambda: "1 done here" in said(reader))
        await reader.pilot.press("n")
        await reader.told("kept apart: 2 papers")
        await reader.until(lambda: "2 done here" in said(reader))
        await reader.pilot.press("u")
        await reader.told("undone: kept apart")
        await reader.until(lambda: "1 done here" in said(reader) and "Tides" in reader.text)
        await reader.pilot.press("enter")
        await reader.until(lambda: reader.has_no_window)
        await reader.until(lambda: len(reader.ids) == 2)
        assert len(reader.screen.marks) == 2
        tides = [reader.screen.store[number] for number in reader.screen.results.numbers]
    async with reading(path, TWICE) as reader:
        await reader.press("enter")
        await begin(reader, 1)
        papers = reader.screen.store
        panes = [paper for paper in papers if paper.title == "Window panes and bees"]
    assert Shelf(path).are_merged(*panes)
    assert not Shelf(path).are_merged(*tides)


async def test_it_works_where_there_is_little_room_and_nothing_to_show(path: Path) -> None:
    async with reading(path, TWICE) as reader:
        await reader.resize(*SINGLE)
        await reader.press("enter")
        await begin(reader, 2)
        assert "Tides in narrow bays" in reader.text
        await reader.pilot.press("escape")
        await reader.until(lambda: reader.has_no_window)
    async with reading(path, FIVE) as reader:
        await reader.press("enter")
        await begin(reader, 0)
        await reader.pilot.press("m", "n", "o", "enter", "ctrl+d")
        assert "None." in reader.text
        assert "esc close" in reader.text
        assert "merge" not in reader.text
