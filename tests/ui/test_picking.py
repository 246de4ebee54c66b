"""The reader as a picker: what its own keys do, and what is picked in the end."""

from asyncio import timeout
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from paperview.commands.exit_codes import FOUND, INTERRUPTED, NOTHING
from paperview.commands.pick import Wish
from paperview.sources.request import Request
from paperview.ui.app import PaperviewApp
from paperview.ui.picking import Picking
from tests.library.workers.support import lines
from tests.ui.corpora import FIVE, TIDES, number, numbered
from tests.ui.support import LIMIT_S, SMALL, Reader, name, stop_again_and_again


class Picker(Reader):
    """A reader in which papers are picked."""

    picking: Picking

    async def end(self, *keys: str) -> tuple[int, list[str]]:
        """Press keys, the last of which ends it; return the code and the papers picked."""
        await self.press(*keys[:-1])
        await self.pilot.press(*keys[-1:])
        return await self.ended()

    async def ended(self) -> tuple[int, list[str]]:
        while self.app.is_running:
            await self.pilot.pause(0.002)
        picked = self.picking.picked
        return picked.code, [name(paper) for paper in picked.papers]


@asynccontextmanager
async def picking(
    file: Path, query: str = "", *, several: bool = True, printed: str = "ids"
) -> AsyncIterator[Picker]:
    request, own = Request([str(file)]), Picking(Wish(query, several, printed))
    app = PaperviewApp(request, request.open(), picking=own)
    async with timeout(LIMIT_S), app.run_test(size=SMALL) as pilot:
        picker = Picker(pilot)
        picker.picking = own
        await picker.mounted()
        await picker.loaded()
        yield picker
    assert all(paper.title for paper in own.picked.papers), "they are read until it is closed"
    own.close()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "refs.txt"
    path.write_text(numbered(12))
    return path


async def test_enter_picks_the_paper_under_the_cursor_from_the_bar_and_from_the_list(
    file: Path,
) -> None:
    async with picking(file) as picker:
        assert "paperview pick · enter prints ids" in picker.title("name")
        assert picker.key_line.startswith("enter pick  tab mark  ^o read  esc cancel")
        await picker.write("study")
        assert await picker.end("down", "enter") == (FOUND, [number(2)])
    async with picking(file) as picker:
        await picker.press("ctrl+o")
        assert picker.focus == "detail"
        assert picker.key_line.startswith("enter pick  esc list")
        await picker.press("escape", "j")
        assert picker.focus == "list"
        assert await picker.end("enter") == (FOUND, [number(2)])


async def test_marked_papers_are_picked_wherever_they_are(file: Path) -> None:
    async with picking(file) as picker:
        await picker.press("down", "tab", "tab", "shift+tab")
        assert picker.current == number(3)
        await picker.press("shift+tab")
        assert "2 marked" in picker.title("session")
        await picker.press("ctrl+o", "escape", "G", "space")  # in the list
        await picker.ask("7")
        wanted = [number(n) for n in (2, 4, 12)]
        assert await picker.end("enter") == (FOUND, wanted)


async def test_numbers_before_its_keys(file: Path) -> None:
    async with picking(file) as picker:
        await picker.press("ctrl+o", "escape", *"3j2", "tab", "2", "shift+tab", "5", "escape")
        assert picker.app.is_running
        assert picker.current == number(4)
        assert await picker.end("enter") == (FOUND, [number(n) for n in (4, 5, 6)])


async def test_where_one_paper_is_picked_nothing_is_marked(file: Path) -> None:
    async with picking(file, "study 5", several=False, printed="BibTeX") as picker:
        await picker.answered("study 5")
        assert "enter prints BibTeX" in picker.title("name")
        assert "mark" not in picker.key_line
        await picker.press("tab")
        assert picker.focus == "list"
        await picker.press("space")
        assert "no marks" in await picker.told("only one paper")
        await picker.pilot.click(picker.papers, offset=(9, 2), shift=True)
        await picker.press("question_mark")
        assert "pick the marked papers" in picker.text
        await picker.press("escape")
        assert picker.has_no_window
        assert await picker.end("g", "enter") == (FOUND, [number(5)])


@pytest.mark.parametrize(
    "keys",
    [["b", "escape"], ["tab", "ctrl+o", "escape", "V", "escape", "escape"], ["ctrl+c"]],
    ids=["bar", "list", "ctrl+c"],
)
async def test_without_a_choice_nothing_is_picked(keys: list[str], file: Path) -> None:
    async with picking(file) as picker:
        assert await picker.end(*keys) == (INTERRUPTED, [])


async def test_enter_waits_for_the_answer_to_what_was_typed(file: Path) -> None:
    async with picking(file) as picker:
        await picker.burst(*"study 11", "enter")
        assert await picker.ended() == (FOUND, [number(11)])
    async with picking(file) as picker:
        await picker.burst(*"zebra", "enter")
        assert await picker.ended() == (NOTHING, [])


async def test_enter_keeps_its_turn_on_a_machine_that_stops_again_and_again(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with picking(file) as picker:
        stop_again_and_again(monkeypatch)
        await picker.burst(*"study 11", "enter")
        assert await picker.ended() == (FOUND, [number(11)])


async def test_the_mouse_picks_with_a_double_click_and_on_the_key_line(file: Path) -> None:
    async with picking(file) as picker:
        await picker.pilot.click(picker.papers, offset=(9, 3), times=2)
        assert await picker.ended() == (FOUND, [number(3)])
    async with picking(file) as picker:
        await picker.pilot.click(picker.hints, offset=picker.place_of(picker.hints, "enter pick"))
        assert await picker.ended() == (FOUND, [number(1)])


async def test_enter_follows_the_link_that_is_chosen(tmp_path: Path) -> None:
    path = tmp_path / "five.txt"
    path.write_text(FIVE)
    async with picking(path) as picker:
        await picker.press("ctrl+o", "l")
        while "2212" not in picker.chosen_link:
            await picker.press("l")
        await picker.press("enter")
        await picker.until(lambda: picker.current == TIDES)
        assert await picker.end("enter") == (FOUND, [TIDES])


async def test_papers_are_read_from_their_file_after_the_screen_is_closed(tmp_path: Path) -> None:
    path = tmp_path / "many.json"
    path.write_bytes(lines(1200))
    async with picking(path) as picker:
        await picker.press("ctrl+o", "escape", "A")
        code, found = await picker.end("enter")
        assert (code, len({*found})) == (FOUND, 1200)
