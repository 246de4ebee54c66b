"""Vim's numbers and motions in the list and the detail."""

from textual.events import AppBlur, Paste

from tests.ui.corpora import number, numbered
from tests.ui.support import SMALL, Reader, reading, source

LONG = f"Long\nEva Berg\n\n{'All about it. ' * 400}\n\narXiv:2301.00009\nCreated: 2024-01-09\n"
SIZES = [(120, 36), SMALL, (40, 15)]


def at(reader: Reader) -> int:
    """Return the row of the cursor, from 1."""
    assert reader.current == number(reader.papers.cursor + 1)
    return reader.papers.cursor + 1


async def test_numbers_before_keys_of_the_list() -> None:
    async with reading(source(numbered(90))) as reader:
        for size in SIZES:
            await reader.resize(*size)
            await reader.press("enter")
            page = reader.papers.size.height // reader.papers.lines_per_row - 1
            for typed, row in [
                ("5j", 6),
                ("2k", 4),
                ("10n", 14),
                ("12N", 2),
                ("12gg", 12),
                ("gg", 1),
                ("5G", 5),
                ("G", 90),
                ("7g", 7),
                ("999999999j", 90),
                ("3H", None),
                ("5gk", 4),
            ]:
                await reader.press(*typed)
                assert row is None or at(reader) == row, typed
            await reader.press("g", "3", "ctrl+f")
            assert at(reader) == min(1 + 3 * page, 90)
            await reader.press("2", "ctrl+b")
            assert at(reader) == 1 + page
            await reader.press("2", "ctrl+u", "4", "down", "3", "up")
            assert at(reader) == 1 + page - 2 * (page // 2) + 1
            assert not reader.toasts
            await reader.press(*"gg", "slash")


async def test_the_papers_in_sight() -> None:
    async with reading(source(numbered(90))) as reader:
        for size in SIZES:
            await reader.resize(*size)
            await reader.press("enter", *"40Gzt")
            height = reader.papers.size.height
            rows = height // reader.papers.lines_per_row
            for typed, row in [
                ("H", 40),
                ("L", 40 + rows - 1),
                ("M", 40 + (rows - 1) // 2),
                ("3H", 42),
                ("2L", 40 + rows - 2),
                ("99H", 40 + rows - 1),
            ]:
                await reader.press(*typed)
                assert at(reader) == row, typed
            room = height - reader.papers.lines_per_row
            for typed, line in [("zt", 0), ("zb", room), ("20zz", room // 2)]:
                await reader.press(*typed)
                shown = [i for i, text in enumerate(reader.lines(reader.papers)) if text[:1] == "▌"]
                assert shown[0] == line, typed
            assert at(reader) == 20
            await reader.press(*"gg", "slash")


async def test_numbers_before_keys_of_the_detail() -> None:
    async with reading(source(LONG), size=SMALL) as reader:
        await reader.press("enter", "enter", *"7j")
        page = reader.detail.scrollable_content_region.height
        assert reader.detail.scroll_offset.y == 7
        await reader.press("3", "ctrl+d")
        assert reader.detail.scroll_offset.y == 7 + 3 * (page // 2)
        await reader.press("2", "k", *"5G")
        assert reader.detail.scroll_offset.y == 4
        await reader.press("2", "space", "ctrl+f", "3", "ctrl+b")
        assert reader.detail.scroll_offset.y == 4
        await reader.press("G", *"3gg")
        assert reader.detail.scroll_offset.y == 2
        await reader.press("g", "H", "L")
        assert reader.detail.scroll_offset.y == 0


async def test_several_are_marked_at_once() -> None:
    async with reading(source(numbered(30))) as reader:
        await reader.press("enter", "j", "space", "g", "5", "space")
        assert reader.title("session").endswith("5 marked")
        assert at(reader) == 6
        await reader.press("g", "5", "space")
        assert "marked" not in reader.title("session")
        await reader.press("3", "shift+down", "9", "9", "9", "space")
        assert at(reader) == 30
        assert reader.title("session").endswith("25 marked")


async def test_what_is_pending_is_shown_and_leaks_nowhere() -> None:
    async with reading(source(numbered(30))) as reader:
        await reader.press("enter", "1", "2")
        assert reader.said("KeyLine").startswith("12 then  j down  k up")
        await reader.press("escape")
        assert reader.said("KeyLine").startswith("/ filter")
        await reader.press("1", "z")
        assert reader.said("KeyLine").startswith("1z then  z middle  t top  b bottom")
        await reader.press("t", "j", "5", "slash")
        assert reader.focus == "filter"
        assert await reader.told("/ takes no number")
        await reader.press("5", "down")
        assert reader.bar.text == "5"
        await reader.press("ctrl+u", "enter", "g", "2")
        await reader.pilot.click(reader.papers, offset=(5, 3))
        clicked = at(reader)
        await reader.press("j")
        assert at(reader) == clicked + 1
        await reader.press("g", "3")
        await reader.click(reader.hints, "down")
        assert at(reader) == 4
        assert reader.said("KeyLine").startswith("/ filter")
        await reader.press("5", "tab", "j", "shift+tab", "j")
        assert at(reader) == 5
        await reader.press("7")
        reader.app.post_message(Paste("study"))
        await reader.answered("study")
        assert not reader.said("KeyLine").startswith("7")
        await reader.press("enter", "7")
        reader.app.post_message(AppBlur())  # nothing has the focus
        await reader.until(lambda: reader.screen.focused is None)
        await reader.click(reader.hints, "down")
        assert at(reader) == 1
