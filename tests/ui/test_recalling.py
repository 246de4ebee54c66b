"""Earlier queries come back: those that led to something, in this run and the next."""

from pathlib import Path

import pytest
from textual.widgets import Input

from paperview.library import usual_memory
from paperview.library.history import History, state_file
from paperview.settings import Settings
from paperview.sources.request import Request
from paperview.sources.source import Opened
from paperview.ui.app import PaperviewApp, run_reader
from tests.ui.corpora import BEES, FIVE, KNOTS, TIDES
from tests.ui.support import Reader, reading, source


async def wrote(reader: Reader, *queries: str) -> None:
    """Type queries one after the other and leave the bar with each."""
    for query in queries:
        await reader.ask(query)
        await reader.press("enter", "slash", "escape")


async def seen(reader: Reader, *steps: str) -> list[str]:
    """Return what stands in the bar after each of some keys."""
    found = []
    for key in steps:
        await reader.press(key)
        found.append(reader.bar.text)
    return found


@pytest.mark.parametrize(("older", "newer"), [("ctrl+up", "ctrl+down"), ("ctrl+r", "ctrl+down")])
async def test_earlier_queries_come_back_and_then_what_was_typed(older: str, newer: str) -> None:
    async with reading(source(FIVE)) as reader:
        await wrote(reader, "bees", "tides", "knots")
        assert await seen(reader, *[older] * 4) == ["knots", "tides", "bees", "bees"]
        await reader.answered("bees")
        assert reader.ids[0] == BEES
        assert await seen(reader, *[newer] * 4) == ["tides", "knots", "", ""]


async def test_only_queries_that_begin_as_typed_come_back() -> None:
    async with reading(source(FIVE)) as reader:
        await wrote(reader, "bees", "tides", "bays")
        await reader.write("b")
        assert await seen(reader, "ctrl+up", "ctrl+up", "ctrl+up") == ["bays", "bees", "bees"]
        assert reader.screen.query_one(Input).cursor_at_end
        assert await seen(reader, *["ctrl+down"] * 3) == ["bays", "b", "b"]
        await reader.press("backspace")
        await reader.write("z")
        assert await seen(reader, "ctrl+up") == ["z"]


async def test_back_in_the_bar_all_earlier_queries_come_back() -> None:
    """What stands there is selected, and would be gone with the next letter."""
    async with reading(source(FIVE)) as reader:
        await wrote(reader, "bees", "tides")
        await reader.ask("knots")
        await reader.press("enter", "slash")
        assert await seen(reader, "ctrl+up", "ctrl+down") == ["tides", "knots"]


async def test_from_the_list_too() -> None:
    async with reading(source(FIVE)) as reader:
        await wrote(reader, "bees", "tides")
        await reader.ask("knots")
        await reader.press("enter")
        assert await seen(reader, "ctrl+up", "ctrl+r") == ["tides", "bees"]
        assert reader.focus == "list"


@pytest.mark.parametrize("steps", [["enter"], ["tab"], ["ctrl+y"], ["f2"]])
async def test_a_query_that_led_to_something_is_remembered(steps: list[str]) -> None:
    async with reading(source(FIVE)) as reader:
        await reader.ask("knots")
        await reader.press(*steps)
        if steps == ["f2"]:
            await reader.pilot.press(*"openabs")
            await reader.until(lambda: "Open the abs page" in reader.text)
            await reader.press("enter")
            await reader.until(lambda: reader.has_no_window)
        reader.bar.text = ""
        reader.bar.focus_query()
        await reader.until(lambda: reader.focus == "filter")
        assert await seen(reader, "ctrl+up") == ["knots"]


async def test_a_click_on_a_paper_remembers_the_query() -> None:
    async with reading(source(FIVE)) as reader:
        await reader.ask("okafor")
        await reader.click(reader.papers, "Knots")
        await reader.press("escape")
        await reader.answered("")
        assert await seen(reader, "ctrl+up") == ["okafor"]


@pytest.mark.parametrize("query", ["zzyzx", "  ", "?!"])
async def test_a_query_that_led_nowhere_is_not_remembered(query: str) -> None:
    async with reading(source(FIVE)) as reader:
        await wrote(reader, "bees")
        if query == "?!":
            reader.bar.text = query
            await reader.until(lambda: reader.said("#note").startswith("no letters"))
        else:
            await reader.ask(query)
        await reader.press("enter", "y")
        reader.bar.text = ""
        assert await seen(reader, "ctrl+up") == ["bees"]


async def test_a_query_that_was_only_passed_on_the_way_is_not_remembered() -> None:
    async with reading(source(FIVE)) as reader:
        await reader.write("bees")
        await reader.press("escape", "f1", "escape")
        await reader.write("knots")
        await reader.press("enter")
        assert await seen(reader, "ctrl+up", "ctrl+up") == ["knots", "knots"]


async def test_where_a_link_leads_is_no_query_of_ones_own() -> None:
    async with reading(source(FIVE)) as reader:
        await reader.ask("dance")
        await reader.click(reader.detail, TIDES)
        await reader.answered(f"arXiv:{TIDES}")
        await reader.press("y", "escape", "escape")
        await reader.answered("")
        assert await seen(reader, "ctrl+up", "ctrl+up") == ["dance", "dance"]


async def test_the_palette_has_it() -> None:
    async with reading(source(FIVE)) as reader:
        await wrote(reader, "bees")
        await reader.press("f2")
        await reader.pilot.press(*"earlierq")
        await reader.until(lambda: "Earlier query" in reader.text)
        await reader.press("enter")
        await reader.until(lambda: reader.bar.text == "bees")


async def test_the_reader_keeps_queries_and_nothing_is_read_before_they_are_wanted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The program as it is started, except that a test drives it."""
    apps: list[PaperviewApp] = []

    def run(app: PaperviewApp) -> None:
        apps.append(app)

    monkeypatch.setattr(PaperviewApp, "run", run)
    for _ in range(2):
        run_reader(Request([]), Opened([source(FIVE)], []), usual_memory(Settings()))
    async with apps[0].run_test() as pilot:
        reader = Reader(pilot)
        await reader.mounted()
        await reader.loaded()
        await reader.write("knots")
        assert not state_file().parent.exists()
        await reader.press("enter")
        assert state_file().read_text() == "knots\n"
        state_file().write_text("bees\nauthor:ito\n")
    async with apps[1].run_test() as pilot:
        reader = Reader(pilot)
        await reader.mounted()
        await reader.loaded()
        assert await seen(reader, "ctrl+up", "ctrl+up") == ["author:ito", "bees"]
        await reader.press("ctrl+down")
        await reader.answered("author:ito")
        assert reader.ids == [KNOTS]


async def test_other_apps_keep_nothing(tmp_path: Path) -> None:
    """So that no test or picture of the reader adds to what its user typed."""
    file = tmp_path / "history"
    async with reading(source(FIVE)) as reader:
        await wrote(reader, "bees")
        assert not state_file().exists()
        assert History(lambda: file).recall("", "", -1) == ""
