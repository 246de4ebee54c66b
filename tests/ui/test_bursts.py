"""Keys that arrive together, over a slow line or from a quick hand: each finds its own pane."""

import asyncio
from collections.abc import Sequence
from threading import Event
from typing import Any

import pytest

from paperview import index as search
from paperview.index.results import Query, Results
from paperview.index.searcher import Searcher
from paperview.ui.app import PaperviewApp
from paperview.ui.screen import ReaderScreen
from tests.ui.corpora import BEES, FIVE, TIDES
from tests.ui.support import DEADLINE_S, SINGLE, SMALL, reading, source


@pytest.mark.parametrize("size", [SMALL, SINGLE])
async def test_letters_behind_a_slash_are_typed(size: tuple[int, int]) -> None:
    async with reading(source(FIVE), size=size) as reader:
        await reader.press("enter")
        await reader.burst("slash", *"qy")
        assert reader.bar.text == "qy"
        assert reader.focus == "filter"


@pytest.mark.parametrize("size", [SMALL, SINGLE])
async def test_letters_behind_enter_are_keys_of_the_list(size: tuple[int, int]) -> None:
    async with reading(source(FIVE), size=size) as reader:
        await reader.burst("enter", "j", "enter", "n", "escape", "k")
        assert reader.focus == "list"
        assert reader.current == TIDES
        assert reader.bar.text == ""


async def test_what_is_copied_is_under_the_cursor(copied: list[str]) -> None:
    async with reading(source(FIVE)) as reader:
        await reader.burst("down", "ctrl+y")
        await reader.told(TIDES)
        await reader.burst("escape", "k", "y")
        await reader.told(BEES)
        assert copied == [TIDES, BEES]


async def test_a_key_acts_on_the_answer_to_what_was_typed_before_it(
    copied: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    may_answer, search, press = Event(), Searcher.search, PaperviewApp.press

    def slowly(searcher: Searcher, query: Query) -> Results:
        may_answer.wait(DEADLINE_S)
        return search(searcher, query)

    async def press_and_answer(app: PaperviewApp, key: str) -> bool:
        asyncio.get_running_loop().call_soon(may_answer.set)
        return await press(app, key)

    async with reading(source(FIVE)) as reader:
        monkeypatch.setattr(Searcher, "search", slowly)
        monkeypatch.setattr(PaperviewApp, "press", press_and_answer)
        await reader.burst(*"tides", "ctrl+y")
        await reader.told("copied")
        assert copied == [TIDES]


async def test_tab_takes_the_completion_of_what_was_typed_before_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    may_answer, completions, press = Event(), search.completions, PaperviewApp.press

    def slowly(text: str, *sources: Any) -> Sequence[str]:  # noqa: ANN401 - passed on
        may_answer.wait(DEADLINE_S)
        return completions(text, *sources)

    async def press_and_answer(app: PaperviewApp, key: str) -> bool:
        asyncio.get_running_loop().call_soon(may_answer.set)
        return await press(app, key)

    async with reading(source(FIVE)) as reader:
        await reader.write("author:")
        monkeypatch.setattr(search, "completions", slowly)
        monkeypatch.setattr(PaperviewApp, "press", press_and_answer)
        await reader.burst(*"lun", "tab")
        await reader.answered("author:lund ")
        assert reader.focus == "filter"


async def test_quitting_waits_for_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    has_ended, search = Event(), Searcher.search

    def slowly(searcher: Searcher, query: Query) -> Results:
        has_ended.wait(DEADLINE_S)
        return search(searcher, query)

    async def never(_: ReaderScreen) -> None:
        raise AssertionError("it waits")

    async with reading(source(FIVE)) as reader:
        monkeypatch.setattr(Searcher, "search", slowly)
        monkeypatch.setattr(ReaderScreen, "answered", never)
        await reader.pilot.press(*"tides", "ctrl+q")
        assert reader.screen.is_awaited
        has_ended.set()
        assert reader.app._exit


async def test_editing_keys_keep_their_turn() -> None:
    async with reading(source(FIVE)) as reader:
        await reader.burst(*"bex", "backspace", *"es", "home", "delete")
        assert reader.bar.text == "ees"
        await reader.burst(*"xy", "escape")
        await reader.answered("")
        assert reader.bar.text == ""
        assert reader.focus == "filter"


async def test_a_choice_behind_the_menu_that_it_opens(copied: list[str]) -> None:
    async with reading(source(FIVE)) as reader:
        await reader.press("enter")
        await reader.burst("Y", "t", "j")
        await reader.told("How bees dance")
        assert copied == ["How bees dance"]
        assert reader.current == TIDES


@pytest.mark.parametrize(
    "window", [["Y", "escape"], ["question_mark", "q"], ["f2", *"zoom", "enter"]]
)
async def test_letters_behind_a_window_that_closes_are_typed(window: list[str]) -> None:
    async with reading(source(FIVE)) as reader:
        await reader.press("enter")
        await reader.burst(*window, "slash", *"qy")
        await reader.until(lambda: reader.bar.text == "qy")
        assert reader.has_no_window


async def test_windows_open_and_close() -> None:
    async with reading(source(FIVE)) as reader:
        await reader.press("enter")
        await reader.burst("question_mark", "q", "exclamation_mark", "escape", "j")
        await reader.until(lambda: reader.has_no_window)
        assert reader.current == TIDES
