"""The palette: every action of the screen that has a key."""

import pytest
from textual.command import CommandPalette
from textual.widgets import Input

from paperview.ui import keys
from paperview.ui.screens.help import HelpScreen
from tests.ui.piles import BEES, PILE
from tests.ui.support import Reader, reading, source


async def seen(reader: Reader, text: str) -> None:
    await reader.until(lambda: text in reader.text)
    await reader.pilot.pause()


async def choose(reader: Reader, command: str) -> None:
    """Choose a command from the palette that is open, by typing its name."""
    await reader.until(lambda: isinstance(reader.top, CommandPalette))
    reader.top.query_one(Input).value = command
    await seen(reader, f"  {command}")
    await reader.press("enter")


@pytest.mark.parametrize("way", [("f2",), ("enter", "ctrl+p")])
async def test_a_command_does_what_its_key_does(way: tuple[str, ...], copied: list[str]) -> None:
    async with reading(source(PILE)) as reader:
        await reader.press(*way)
        await choose(reader, "Copy the arXiv id")
        await reader.told(BEES)
        assert copied == [BEES]
        assert reader.has_no_window


async def test_a_command_may_open_a_window() -> None:
    async with reading(source(PILE)) as reader:
        await reader.press("f2")
        await choose(reader, "Help")
        await reader.until(lambda: isinstance(reader.top, HelpScreen))


async def test_all_commands_are_offered_with_their_keys() -> None:
    async with reading(source(PILE), size=(90, 80)) as reader:
        await reader.press("f2")
        await reader.until(lambda: isinstance(reader.top, CommandPalette))
        for binding in keys.READER:
            await seen(reader, binding.description)
        await reader.press("escape")
        await reader.until(lambda: reader.has_no_window)
