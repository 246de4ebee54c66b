"""Files that have changed are reloaded on a key, and all stays in its place."""

import gc
import weakref
from pathlib import Path
from threading import Event

import pytest

from paperview.index.results import Query, Results
from paperview.index.searcher import Searcher
from paperview.sources.request import Request
from paperview.sources.source import JsonlSource, Opened
from tests.ui.changes import Gate, counted, noticed, reloaded, rewrite, rows_of
from tests.ui.corpora import number, numbered
from tests.ui.support import DEADLINE_S, reading_files

pytestmark = pytest.mark.usefixtures("impatient")


async def test_everything_stays_in_its_place(refs: Path) -> None:
    async with reading_files(refs, size=(90, 14)) as reader:
        await reader.ask("study")
        await reader.press("enter", "s", "s")
        await reader.until(lambda: reader.title("order") == "oldest first")
        await reader.listed([number(n) for n in range(30, 10, -1)])
        await reader.press("g", "j", "space", *"jjjjj", "space", *"jjjjjj", *"kkk", "a", "r")
        assert reader.current == number(19)
        rows, view = rows_of(reader), reader.screen.reading.view
        chosen = [paper.identity for paper in reader.screen.chosen()]
        rewrite(refs, numbered(10), numbered(15, start=16), numbered(2, start=12))
        await noticed(reader)
        await reader.press("R")
        await reloaded(reader, 27)
        assert reader.current == number(19)
        assert reader.title("session").endswith("2 marked")
        assert {paper.identity for paper in reader.screen.chosen()} == set(chosen)
        assert rows_of(reader)[:6] == rows[:6]
        assert reader.bar.text == "study"
        assert reader.title("order") == "oldest first"
        assert reader.focus == "list"
        assert reader.screen.reading.view == view


async def test_the_detail_stays_where_it_was_scrolled(refs: Path) -> None:
    async with reading_files(refs, size=(60, 12)) as reader:
        await reader.press("enter", "j", "enter", "j", "j", "l")
        seen = reader.lines(reader.detail)
        assert reader.detail.scroll_offset.y > 0
        rewrite(refs, numbered(30))
        await noticed(reader, "changed · f5")
        await reader.press("f5")
        await reloaded(reader, 30)
        assert reader.current == number(12)
        assert reader.lines(reader.detail) == seen
        assert reader.focus == "detail"


async def test_where_the_paper_is_gone_the_cursor_stays_in_its_place(refs: Path) -> None:
    async with reading_files(refs) as reader:
        await reader.press(*["down"] * 5)
        rewrite(refs, numbered(5, start=11), numbered(14, start=17))
        await reader.press("f5")
        await reloaded(reader, 19)
        assert reader.current == number(17)
        rewrite(refs, numbered(3, start=11))
        await reader.press("f5")
        await reloaded(reader, 3)
        assert reader.current == number(13)


async def test_one_goes_back_to_where_a_link_was_followed(refs: Path) -> None:
    refs.write_text(
        f"A note\n\nCompare arXiv:{number(25)}.\n\narXiv:{number(99)}\n\n{numbered(30)}"
    )
    async with reading_files(refs) as reader:
        await reader.press("enter", "G")
        assert reader.current == number(99)
        await reader.press("enter", "h", "enter")
        await reader.until(lambda: reader.current == number(25))
        rewrite(refs, numbered(40), refs.read_text())
        await reader.press("f5")
        await reloaded(reader, 41)
        await reader.press("b")
        await reader.until(lambda: reader.current == number(99))


async def test_marks_come_back_with_their_papers(refs: Path) -> None:
    """A file may be seen half-written, once: what was marked is not forgotten for that."""
    async with reading_files(refs, watch=True) as reader:
        await reader.press("enter", "space", "space", "space")
        rewrite(refs, numbered(10, start=13))
        await reloaded(reader, 10)
        assert reader.title("session").endswith("1 marked")
        rewrite(refs, numbered(30))
        await reloaded(reader, 30)
        assert reader.title("session").endswith("3 marked")
        assert [str(paper.arxiv_id) for paper in reader.screen.chosen()] == [
            number(n) for n in (11, 12, 13)
        ]
        assert reader.current == number(14)
        await reader.press("k", "space")
        rewrite(refs, numbered(31))
        await reloaded(reader, 31)
        assert reader.title("session").endswith("2 marked")
        rewrite(refs, numbered(5, start=12))
        await reloaded(reader, 5)
        assert reader.title("session").endswith("1 marked")
        await reader.press("escape")
        rewrite(refs, numbered(32))
        await reloaded(reader, 32)
        assert "marked" not in reader.title("session")


async def test_old_papers_are_shown_until_the_new_ones_are_there(refs: Path, gate: Gate) -> None:
    async with reading_files(refs) as reader:
        gate.close()
        rewrite(refs, numbered(30))
        await reader.press("f5")
        await noticed(reader, "reloading …")
        assert len(reader.ids) == 20
        await reader.press("enter", "j", "space")
        assert reader.title("session") == "20 papers · refs.txt · 1 marked"
        counts = counted(reader)
        gate.is_open.set()
        await reloaded(reader, 30)
        assert counts == {30}, "nothing less is shown in between"
        assert reader.title("session") == "30 papers · refs.txt · 1 marked"
        assert reader.current == number(13)


async def test_what_is_typed_while_reloading_is_answered_from_both(refs: Path, gate: Gate) -> None:
    async with reading_files(refs) as reader:
        gate.close()
        rewrite(refs, numbered(30))
        await reader.write("study")
        await reader.press("f5")
        await noticed(reader, "reloading …")
        await reader.ask("study 15")
        assert reader.ids[0] == number(15)
        await reader.ask("study 5")
        gate.is_open.set()
        await reloaded(reader, 30)
        assert reader.bar.text == "study 5"
        assert reader.ids[0] == number(5)
        assert reader.said("#count").startswith("1 of 30")
        assert reader.focus == "filter"


async def test_an_answer_about_a_part_is_not_shown(
    refs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("paperview.library.loader.BATCH", 20)
    monkeypatch.setattr("paperview.library.loader.FIRST_INDEX", 10)
    is_over = Event()
    search = Searcher.search

    def search_late(searcher: Searcher, query: Query) -> Results:
        if searcher.index.searched == 90:
            assert is_over.wait(DEADLINE_S)
        return search(searcher, query)

    monkeypatch.setattr(Searcher, "search", search_late)
    async with reading_files(refs) as reader:
        await reader.ask("study")
        counts = counted(reader)
        rewrite(refs, numbered(90))
        await reader.press("f5")
        await reader.until(lambda: getattr(reader.screen.reloading.reload, "session", None))
        reload = reader.screen.reloading.reload
        await reader.until(lambda: reload and reload.session and reload.session.is_over)
        await reader.settled()
        is_over.set()
        await reloaded(reader, 90)
        assert counts == {90}


async def test_a_file_that_goes_at_the_last_moment_takes_no_papers_away(
    refs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with reading_files(refs) as reader:
        gone = JsonlSource("refs.json", refs.with_name("refs.json"))
        monkeypatch.setattr(Request, "open", lambda _request: Opened([gone], []))
        await reader.press("f5")
        assert "refs.json: can't be read" in await reader.told("not reloaded: ")
        assert len(reader.ids) == 20


async def test_two_quick_changes(refs: Path, gate: Gate) -> None:
    async with reading_files(refs) as reader:
        gate.close()
        rewrite(refs, numbered(30))
        await noticed(reader)
        await reader.press("f5")
        assert gate.is_reached.wait(DEADLINE_S)
        rewrite(refs, numbered(40))
        await reader.until(
            lambda: reader.screen.reloading.reload and reader.screen.reloading.reload.is_outdated
        )
        gate.is_open.set()
        await reader.until(lambda: "30 papers" in reader.title("session"))
        await noticed(reader)
        await reader.press("f5")
        await reloaded(reader, 40)


async def test_nothing_of_the_old_papers_is_left(refs: Path) -> None:
    async with reading_files(refs, watch=True) as reader:
        await reader.ask("study")
        old = weakref.ref(reader.screen.store)
        gc.collect()
        gc.disable()
        rewrite(refs, numbered(30))
        await reloaded(reader, 30)
        await reader.until(lambda: old() is None)
        gc.enable()
