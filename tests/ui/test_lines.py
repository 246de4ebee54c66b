"""Clicks on the key line."""

import pytest

from paperview.ui.screens.copy_menu import CopyMenu
from paperview.ui.screens.help import HelpScreen
from tests.ui.piles import BEES, PILE, TIDES
from tests.ui.support import Reader, reading, source


async def click(reader: Reader, hint: str) -> None:
    await reader.click(reader.hints, hint)


async def test_hints_can_be_clicked_while_typing(copied: list[str]) -> None:
    async with reading(source(PILE)) as reader:
        await reader.ask("tides")
        await click(reader, "copy id")
        await reader.told(TIDES)
        await click(reader, "esc clear")
        await reader.answered("")
        await click(reader, "help")
        assert isinstance(reader.top, HelpScreen)
        await reader.press("escape")
        await click(reader, "enter list")
        assert reader.focus == "list"
        assert copied == [TIDES]


async def test_hints_can_be_clicked_in_the_list(copied: list[str], opened: list[str]) -> None:
    async with reading(source(PILE), size=(120, 20)) as reader:
        await reader.press("enter")
        await click(reader, "y copy")
        await reader.told(BEES)
        await click(reader, "open")
        await reader.told("/abs/")
        await click(reader, "pdf")
        await reader.told("/pdf/")
        await click(reader, "mark")
        assert "1 marked" in reader.said("#pile")
        await click(reader, "Y copy…")
        await reader.until(lambda: isinstance(reader.top, CopyMenu))
        await reader.press("escape")
        await click(reader, "sort")
        await reader.until(lambda: reader.said("#order") == "oldest first")
        await click(reader, "palette")
        await reader.until(lambda: not reader.has_no_window)
        await reader.press("escape")
        await reader.until(lambda: reader.has_no_window)
        await click(reader, "filter")
        assert reader.focus == "filter"
        assert copied == [BEES]
        assert len(opened) == 2


async def test_hints_can_be_clicked_while_reading() -> None:
    async with reading(source(PILE), size=(120, 20)) as reader:
        await reader.press("enter", "enter")
        await click(reader, "next")
        assert reader.current == TIDES
        await click(reader, "previous")
        assert reader.current == BEES
        await click(reader, "source")
        assert reader.screen.view.raw
        await click(reader, "authors")
        assert reader.screen.view.all_authors
        await click(reader, "links")
        assert reader.detail._chosen == 0
        await click(reader, "zoom")
        assert reader.detail.region.width == 120
        await click(reader, "esc list")
        assert reader.focus == "list"


@pytest.mark.parametrize("steps", [0, 1])
async def test_quit_can_be_clicked(steps: int) -> None:
    async with reading(source(PILE), size=(120, 20)) as reader:
        await reader.press(*["enter"] * steps)
        await reader.pilot.click(reader.hints, offset=reader.place_of(reader.hints, "quit"))
        await reader.pilot.pause()
        assert not reader.app.is_running
        assert reader.app.return_code == 0
