"""Moving about with the keyboard: the list while typing, the list itself, the detail, the panes."""

import pytest

from tests.ui.corpora import BEES, FIVE, GLASS, TIDES, number, numbered
from tests.ui.support import SINGLE, SMALL, WIDE, reading, source, stop_again_and_again

LONG = "\n".join(
    f"Long\nEva Berg\n\n{'All about it. ' * 400}\n\narXiv:2301.0000{n}\nCreated: 2024-01-0{n}\n"
    for n in (9, 8)
)


async def test_the_list_moves_while_typing() -> None:
    async with reading(source(numbered(60))) as reader:
        assert reader.current == number(1)
        for keys, place in [
            (("down", "ctrl+n", "ctrl+j"), 4),
            (("up", "ctrl+p"), 2),
            (("ctrl+k", "up"), 1),
        ]:
            await reader.press(*keys)
            assert reader.current == number(place)
            assert reader.focus == "filter"
        rows = reader.papers.size.height - 1
        await reader.press("pagedown")
        assert reader.current == number(1 + rows)
        await reader.press("pagedown", "pagedown", "pagedown", "pagedown")
        assert reader.current == number(60)
        await reader.press("down")
        assert reader.current == number(60)
        assert any("Study 60" in line for line in reader.lines(reader.papers))
        await reader.press("pageup")
        assert reader.current == number(60 - rows)
        assert reader.bar.text == ""


async def test_moves_before_the_answer_count_in_the_answer() -> None:
    async with reading(source(numbered(60))) as reader:
        await reader.press("down", "down")
        await reader.burst(*"study", "down", "down", "down", "up")
        await reader.answered("study")
        assert reader.current == number(3)
        await reader.burst(" ", "1", "up")
        await reader.answered("study 1")
        assert reader.current == number(1)


async def test_moves_keep_their_turn_on_a_machine_that_stops_again_and_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with reading(source(numbered(60))) as reader:
        stop_again_and_again(monkeypatch)
        await reader.burst(*"study", "down", "down", "down", "up")
        await reader.answered("study")
        assert reader.current == number(3)


async def test_letters_that_move_the_list_are_typed_in_the_bar() -> None:
    async with reading(source(FIVE)) as reader:
        await reader.press(*"jkgG?nNqsyYzopab!")
        assert reader.bar.text == "jkgG?nNqsyYzopab!"
        assert reader.focus == "filter"


async def test_keys_in_the_list() -> None:
    async with reading(source(numbered(60))) as reader:
        await reader.press("enter")
        assert reader.focus == "list"
        rows = reader.papers.size.height - 1
        for key, place in [
            ("j", 2),
            ("down", 3),
            ("k", 2),
            ("up", 1),
            ("k", 1),
            ("G", 60),
            ("g", 1),
            ("end", 60),
            ("home", 1),
            ("ctrl+d", 1 + rows // 2),
            ("ctrl+u", 1),
            ("pagedown", 1 + rows),
            ("pageup", 1),
            ("n", 2),
            ("N", 1),
        ]:
            await reader.press(key)
            assert reader.current == number(place), key
        assert reader.detail.border_title == f"arXiv:{number(1)}"


async def test_who_goes_into_the_detail_reads_the_paper_at_the_cursor(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with reading(source(FIVE)) as reader:
        monkeypatch.setattr("paperview.ui.reading._DELAY", 60)
        first = reader.lines(reader.detail)
        await reader.pilot.press("enter", "down")
        assert reader.lines(reader.detail) == first
        await reader.press("enter")
        assert reader.lines(reader.detail) != first
        assert str(reader.current) in reader.said("PaperDetail")


async def test_the_cursor_stays_in_sight() -> None:
    async with reading(source(numbered(60)), size=WIDE) as reader:
        await reader.press("enter")
        for keys in (("G",), ("g",), ("ctrl+d",) * 3, ("k",) * 20, ("pagedown",) * 2):
            await reader.press(*keys)
            marked = [line for line in reader.lines(reader.papers) if line.startswith("▌")]
            place = int(str(reader.current).partition(".")[2])
            assert f"Study {place}" in marked[0]
            assert number(place) in marked[1]


@pytest.mark.parametrize("size", [SMALL, SINGLE])
async def test_enter_leads_on_slash_leads_back_and_tab_goes_round(size: tuple[int, int]) -> None:
    async with reading(source(FIVE), size=size) as reader:
        for key, pane in [
            ("enter", "list"),
            ("enter", "detail"),
            ("slash", "filter"),
            ("enter", "list"),
            ("slash", "filter"),
            ("tab", "list"),
            ("tab", "detail"),
            ("tab", "filter"),
            ("shift+tab", "detail"),
            ("shift+tab", "list"),
            ("shift+tab", "filter"),
            ("shift+tab", "detail"),
            ("escape", "list"),
        ]:
            await reader.press(key)
            assert reader.focus == pane, key
            assert reader.screen.focused is not None
            assert reader.screen.focused.region.area, f"{pane} has the focus and is not to be seen"


async def test_n_goes_to_the_next_paper_while_reading() -> None:
    async with reading(source(FIVE)) as reader:
        await reader.press("enter", "enter", "n")
        assert reader.focus == "detail"
        assert reader.detail.border_title == f"arXiv:{TIDES}"
        assert "Tides in narrow bays" in reader.lines(reader.detail)[0]
        await reader.press("n", "n", "N")
        assert reader.current == GLASS
        await reader.press("N", "N", "N")
        assert reader.current == BEES


async def test_keys_scroll_the_detail() -> None:
    async with reading(source(LONG)) as reader:
        await reader.press("enter", "enter")
        half = reader.detail.size.height // 2
        end = reader.detail.max_scroll_y
        assert end > 4 * half
        for key, line in [
            ("j", 1),
            ("down", 2),
            ("k", 1),
            ("up", 0),
            ("ctrl+d", half),
            ("ctrl+d", 2 * half),
            ("ctrl+u", half),
            ("G", end),
            ("g", 0),
            ("end", end),
            ("home", 0),
            ("space", reader.detail.size.height),
        ]:
            await reader.press(key)
            assert reader.detail.scroll_offset.y == line, key
        assert reader.current == "2301.00009"
        await reader.press("n")
        assert reader.current == "2301.00008"
        assert reader.detail.scroll_offset.y == 0


async def test_the_key_line_tells_of_the_pane() -> None:
    async with reading(source(FIVE)) as reader:
        assert "enter list" in reader.key_line
        await reader.press("enter")
        assert reader.key_line.startswith("/ filter")
        await reader.press("enter")
        assert "t tags" in reader.key_line
        await reader.press("slash")
        assert "enter list" in reader.key_line
