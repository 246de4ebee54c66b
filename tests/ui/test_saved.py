"""Saved filters: named in the bar, listed with their counts, chosen, renamed, ordered, deleted."""

from pathlib import Path

import pytest

from paperview.shelf import Shelf
from paperview.ui.dialogs.menus import ChoiceList
from paperview.ui.dialogs.saved import NameScreen, SavedScreen
from tests.ui.corpora import BEES, KNOTS, TIDES
from tests.ui.support import SINGLE, Reader
from tests.ui.test_shelf import reading


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "shelf.db"


async def save(reader: Reader, query: str, name: str) -> None:
    await reader.ask(query)
    await reader.press("ctrl+s")
    await reader.until(lambda: isinstance(reader.top, NameScreen))
    await reader.pilot.press(*name, "enter")
    await reader.told(f"filter saved: {name}")


def rows(reader: Reader) -> list[str]:
    """Return the lines of the window, without needless blanks."""
    if not isinstance(reader.top, SavedScreen):
        return []
    lines = reader.lines(reader.top.query_one(ChoiceList))
    return [" ".join(line.removeprefix("▌").split()) for line in lines]


async def test_saved_filters_are_counted_chosen_and_kept_in_order(path: Path) -> None:
    async with reading(path) as reader:
        await reader.press("f3")
        await reader.until(lambda: "None yet: s saves the filter." in reader.text)
        assert "s save" in reader.text
        assert "delete" not in reader.text
        await reader.pilot.press("escape")
        await reader.until(lambda: reader.has_no_window)
        await reader.press("ctrl+s")
        await reader.told("the filter is empty")
        await save(reader, "bees", "my bees")
        await save(reader, "author:okafor", "cy")
        await save(reader, "is:unread", "left")
        await reader.ask("")
        await reader.press("enter", "j", "m")
        await reader.told("marked read: Tides")
        await reader.press("S")
        want = [
            "my bees bees 2 · 2 unread",
            "cy author:okafor 2 · 1 unread",
            "left is:unread 4 · 4 unread",
        ]
        await reader.until(lambda: rows(reader) == want)
        await reader.pilot.press("J")
        await reader.until(lambda: rows(reader) == [want[1], want[0], want[2]])
        await reader.pilot.press("r", *"new name", "enter")
        await reader.until(lambda: rows(reader)[1:2] == ["new name bees 2 · 2 unread"])
        await reader.pilot.press("d")
        await reader.until(lambda: rows(reader) == [want[1], want[2]])
        await reader.pilot.press("u", "u")
        await reader.until(lambda: rows(reader) == [want[1], want[0], want[2]])
        await reader.pilot.press("g", "enter")
        await reader.until(lambda: reader.has_no_window)
        await reader.answered("author:okafor")
        assert reader.ids == [TIDES, KNOTS]
    names = [one.name for one in Shelf(path).filters()]
    assert names == ["cy", "my bees", "left"]


async def test_a_name_that_is_taken_and_a_narrow_screen(path: Path) -> None:
    async with reading(path) as reader:
        await reader.resize(*SINGLE)
        await save(reader, "tides", "sea")
        await reader.ask("bees")
        await reader.press("f3")
        await reader.until(lambda: rows(reader) == ["sea tides 1 · 1 unread"])
        await reader.pilot.press("s", *"sea")
        await reader.until(lambda: "replaces the one" in reader.text)
        await reader.pilot.press("enter")
        await reader.until(lambda: rows(reader) == ["sea bees 2 · 2 unread"])
        await reader.pilot.press("enter")
        await reader.answered("bees")
        assert reader.ids[0] == BEES
