"""Settings as they are seen in the reader."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from paperview.index.results import Order
from paperview.library.memory import Memory
from paperview.model.paper import Paper
from paperview.settings import Settings, table
from paperview.sources.request import Request
from paperview.sources.source import Opened
from paperview.ui.app import PaperviewApp
from paperview.ui.dialogs.windows import HelpScreen
from paperview.ui.render.look import Look
from paperview.ui.render.page import View, page
from tests.settings.support import chosen
from tests.settings.test_table import OTHER
from tests.ui.corpora import FIVE
from tests.ui.support import WIDE, Reader, running, source


@asynccontextmanager
async def reading(settings: Settings) -> AsyncIterator[Reader]:
    app = PaperviewApp(Request(["five.txt"]), Opened([source(FIVE)], []), memory=Memory(settings))
    async with running(app, WIDE, until_loaded=True) as reader:
        yield reader


async def test_the_look_of_the_list_and_of_the_detail_is_as_set() -> None:
    looks = {
        one.name.replace(".", "__"): one.kind.read(one.kind.parse(OTHER[one.name]))
        for one in (
            *(table.LIST_COLUMNS, table.LIST_AUTHORS, table.PAGE_AUTHORS),
            *(table.DATES, table.LIST_ORDER),
        )
    }
    async with reading(chosen(**looks)) as reader:
        await reader.until(lambda: reader.text.splitlines()[0].rstrip().endswith("by title"))
        assert "Ada Lund et…  Jan 2023  How bees dance" in reader.text
        titles = ["How bees", "Knots", "On O", "Tides", "Window"]
        assert sorted(titles, key=reader.text.index) == titles
        assert "2301.00001 · Ada Lund et a…" in reader.text
        assert "5 Jan 2023 · 3 pages" in reader.text


def test_the_detail_names_as_many_authors_as_are_set() -> None:
    paper = Paper(title="We.", authors=("Ann", "Bob", "Cy", "Di"))
    shown = page(paper, (), View(look=Look(page_authors=2))).content.plain
    assert "Ann, Bob  … 2 more of 4 (a)" in shown
    shown = page(paper, (), View(look=Look(page_authors=2, authors_keys=("ctrl+a",)))).content.plain
    assert "2 more of 4 (^a)" in shown
    assert "Di" in page(paper, (), View()).content.plain


async def test_the_user_comes_back_from_another_order_at_the_start(
    refs: Path, tmp_path: Path
) -> None:
    for is_second in (False, True):
        memory = Memory(chosen(list__order="title"), shelf=lambda: tmp_path / "shelf.db")
        request = Request([str(refs)])
        app = PaperviewApp(request, request.open(), memory=memory)
        async with running(app, WIDE, until_loaded=True) as reader:
            await reader.until(lambda: reader.screen.desk.shelf)
            await reader.until(lambda: reader.screen.question[1] is Order.TITLE)
            assert reader.bar.text == ("study" if is_second else "")
            await reader.ask("study")
        reader.screen.desk.wait()


async def test_what_is_wrong_with_the_settings_is_told_at_the_start() -> None:
    async with reading(Settings(problems=["mine.toml:3: no", "mine.toml:4: neither"])) as reader:
        said = await reader.told("settings: mine.toml:3: no; 1 more")
        assert "paperview config shows all" in said


async def test_keys_do_what_they_are_set_to_and_nothing_else() -> None:
    keys = {"keys__star": ("f9",), "keys__down": ("d",), "keys__sort": (), "keys__help": ("x",)}
    async with reading(chosen(**keys)) as reader:
        await reader.press("f9")  # while typing, too
        await reader.told("there is no shelf")
        await reader.press("enter", "d", "d", "j", "s")
        assert reader.papers.cursor == 2
        assert reader.screen.question[1] is Order.BEST
        await reader.press("x")
        await reader.until(lambda: isinstance(reader.top, HelpScreen))
        assert "d k" in reader.text
