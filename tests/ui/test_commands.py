"""The palette: every action of the screen that has a key, and the themes."""

from textual.widgets import Input

from paperview.keys import table as keys
from paperview.ui.dialogs.menus import ChoiceList, Palette
from paperview.ui.dialogs.windows import HelpScreen
from paperview.ui.theme import LIGHT
from tests.ui.corpora import BEES, FIVE
from tests.ui.support import Reader, reading, source


async def type_command(reader: Reader, text: str) -> list[str]:
    """Type into the palette that is open, and return what it offers."""
    assert isinstance(reader.top, Palette)
    reader.top.query_one(Input).value = text
    await reader.pilot.pause()
    return [line for line in reader.lines(reader.top.query_one(ChoiceList)) if line]


async def choose(reader: Reader, text: str) -> None:
    """Choose the first command that a text finds."""
    await type_command(reader, text)
    await reader.press("enter")


async def test_a_command_does_what_its_key_does(copied: list[str]) -> None:
    async with reading(source(FIVE)) as reader:
        for way, focus in ((("f2",), "filter"), (("enter", "ctrl+p"), "list"), (("f2",), "list")):
            await reader.press(*way)
            await choose(reader, "Copy the arXiv id")
            await reader.until(lambda: copied)
            assert copied == [BEES]
            await reader.told(BEES)
            assert reader.has_no_window
            assert reader.focus == focus
            copied.clear()


async def test_a_command_may_open_a_window() -> None:
    async with reading(source(FIVE)) as reader:
        await reader.press("f2")
        await choose(reader, "Help")
        await reader.until(lambda: isinstance(reader.top, HelpScreen))


async def test_all_commands_are_offered_with_their_keys() -> None:
    async with reading(source(FIVE), size=(90, 80)) as reader:
        await reader.press("f2")
        offered = await type_command(reader, "")
        for key in keys.KEYS:
            if key.action != "palette":
                assert any(key.name in line for line in offered), key
        assert any(line.split()[-2:] == ["y", "ctrl+y"] for line in offered)
        await reader.press("escape")
        assert reader.has_no_window


async def test_a_part_of_the_name_is_enough() -> None:
    async with reading(source(FIVE)) as reader:
        await reader.press("f2")
        for text, first in [
            ("sort", "Sort"),
            ("paper", "Read the paper"),  # the first of those that have the word
            ("arxiv", "Copy the arXiv id"),
            ("bibtex", "Copy something else"),
            ("copy id", "Copy the arXiv id"),
            ("relaod", "Reload the files"),
        ]:
            assert first in (await type_command(reader, text))[0]


async def test_a_theme_is_chosen_by_its_name() -> None:
    async with reading(source(FIVE)) as reader:
        await reader.press("f2")
        await choose(reader, "theme")
        await reader.until(lambda: "theme" in reader.text and LIGHT.name in reader.text)
        await choose(reader, "light")
        await reader.until(lambda: reader.app.theme == LIGHT.name)
        assert reader.has_no_window


async def test_nothing_found_is_said_and_no_key_fails_there(copied: list[str]) -> None:
    async with reading(source(FIVE), size=(60, 12)) as reader:
        await reader.press("f2")
        assert "No such command." in (await type_command(reader, "zzzzzz"))[0]
        keys = ["pagedown", "pageup", "up", "down", "ctrl+home", "ctrl+end", "enter", "tab"]
        await reader.press(*keys, "backspace", "pagedown")
        assert isinstance(reader.top, Palette)
        await reader.press("escape", "escape", "escape")
        assert reader.has_no_window
        assert copied == []


async def test_no_key_fails_in_a_tiny_palette() -> None:
    async with reading(source(FIVE)) as reader:
        for size in ((1, 1), (5, 2), (30, 5), (500, 3)):
            await reader.press("f2")
            await reader.resize(*size)
            await reader.press("pagedown", "pageup", "s", "pagedown", "end", "escape")
            await reader.resize(90, 20)
            assert reader.has_no_window


async def test_a_window_closes_once_however_often_it_is_asked_to() -> None:
    async with reading(source(FIVE)) as reader:
        for opening, closing in (
            (("f2",), ("escape", "escape", "f2", "escape")),
            (("f2", "s", "o"), ("enter", "enter", "enter")),
            (("f1",), ("escape", "q", "enter", "escape")),
            (("enter", "Y"), ("i", "i", "escape", "escape")),
        ):
            await reader.press(*opening)
            await reader.burst(*closing)
            await reader.until(lambda: reader.app.screen_stack[0] is reader.screen)
            await reader.press("escape", "escape")
            assert reader.has_no_window


async def test_a_click_chooses_a_command() -> None:
    async with reading(source(FIVE), size=(90, 60)) as reader:
        await reader.press("f2")
        await reader.click(reader.top.query_one(ChoiceList), "Help")
        await reader.until(lambda: isinstance(reader.top, HelpScreen))
