"""Large files that change while they are open: they take their time, and the old papers stay."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from threading import Event, Thread

import pytest

from paperview.index.query.parser import parse
from paperview.index.results import NumberList, Order, Query, Results
from paperview.index.searcher import Searcher
from paperview.library import cache
from paperview.library.load_state import Growth
from paperview.library.session import Answered, CacheFailed, Session
from paperview.library.store.fingerprint import Fingerprint, find_again
from paperview.library.store.store import Store
from paperview.model.paper import UNREADABLE, Paper
from paperview.sources.problem import Problem
from paperview.sources.request import Request
from paperview.sources.source import TextSource
from paperview.ui.reload import Reload
from tests.library.workers.support import lines
from tests.ui.changes import reloaded
from tests.ui.corpora import number, numbered
from tests.ui.support import DEADLINE_S, name, reading_files

pytestmark = pytest.mark.usefixtures("impatient", "shared_workers")

COUNT = 300


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "papers.json"
    path.write_bytes(lines(COUNT))
    return path


def replace(path: Path, text: bytes) -> None:
    new = path.with_name("new")
    new.write_bytes(text)
    new.replace(path)


def overwrite(path: Path, text: bytes) -> None:
    with path.open("r+b") as file:
        file.write(text)
        file.truncate()


@pytest.mark.parametrize("change", [replace, overwrite], ids=["replaced", "overwritten"])
async def test_papers_that_stay_in_their_file(change: object, path: Path) -> None:
    async with reading_files(path, watch=True) as reader:
        await reader.press("enter", "j", "space", *"jjj", "space")
        current, chosen = reader.current, {one.identity for one in reader.screen.chosen()}
        assert callable(change)
        change(path, lines(200, first=1000) + path.read_bytes())
        await reloaded(reader, 500)
        assert reader.current == current
        assert reader.title("session").endswith("2 marked")
        assert {one.identity for one in reader.screen.chosen()} == chosen
        await reader.until(lambda: any(entry.facts["papers"] == 500 for entry in cache.entries()))
        await reader.ask("1501.01100")
        assert "arXiv:1501.01100" in reader.page


async def test_very_many_marks_stay_on_their_papers(path: Path) -> None:
    path.write_bytes(lines(1500))
    async with reading_files(path, watch=True) as reader:
        await reader.press("enter", "j")
        unmarked = reader.current
        await reader.press("A", "space", "k")
        replace(path, lines(20, first=3000) + path.read_bytes())
        await reloaded(reader, 1520)
        assert reader.title("session").endswith("1,499 marked")
        chosen = {name(one) for one in reader.screen.chosen()}
        assert len(chosen) == 1499
        assert unmarked not in chosen


async def test_a_change_while_it_is_still_read(path: Path) -> None:
    async with reading_files(path, until_loaded=False) as reader:
        first = reader.screen.session
        replace(path, lines(400))
        await reader.press("f5")
        await reader.until(
            lambda: (
                reader.screen.session is not first
                or getattr(reader.screen.reloading.reload, "session", None)
            )
        )
        replace(path, lines(500))
        await reader.until(lambda: "changed" in reader.title("news"))
        await reader.press("f5")
        await reloaded(reader, 500)
        await reader.ask("1501.00450")
        assert "arXiv:1501.00450" in reader.page


async def test_a_file_from_the_cache_that_is_cut_off_keeps_its_place(path: Path) -> None:
    for _ in range(2):
        async with reading_files(path) as reader:
            await reader.until(lambda: reader.screen.session.is_over)
    async with reading_files(path) as reader:
        overwrite(path, b"")
        await reader.until(lambda: "changed" in reader.title("news"))
        await reader.press("f5")
        assert "is empty" in await reader.told("not reloaded: ")
        assert len(reader.screen.results) == COUNT
        overwrite(path, lines(COUNT + 1))
        await reader.press("f5")
        await reloaded(reader, COUNT + 1)


# --- a session that is shown before all of it is read


class Gates:
    """Hold papers up while they are read: the first two, and from the 41st on."""

    def __init__(self) -> None:
        self.steps = {3: Event(), 41: Event()}
        self.are_shut = False

    def records(self, source: TextSource) -> Iterator[Paper | Problem]:
        for place, record in enumerate(source.format.reader().read(source.data, source.name), 1):
            if self.are_shut and place in self.steps:
                assert self.steps[place].wait(DEADLINE_S)
            yield record


@pytest.fixture
def gates(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gates]:
    gates = Gates()

    def records(source: TextSource) -> Iterator[Paper | Problem]:
        return gates.records(source)

    monkeypatch.setattr("paperview.library.loader.BATCH", 20)
    monkeypatch.setattr("paperview.library.loader.FIRST_INDEX", 10)
    monkeypatch.setattr(TextSource, "records", records)
    yield gates
    for step in gates.steps.values():
        step.set()


@pytest.fixture
def sixty(tmp_path: Path) -> Path:
    path = tmp_path / "refs.txt"
    path.write_text(numbered(60))
    return path


async def test_after_a_while_what_there_is_is_shown_and_marks_come_back(
    sixty: Path, gates: Gates, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("paperview.ui.reload.PATIENCE", 0)
    async with reading_files(sixty) as reader:
        await reader.press("enter", *"jj", "space", "G", "space", *["k"] * 40)
        assert reader.current == number(20)
        gates.are_shut = True
        sixty.write_text(numbered(60, start=2))
        await reader.press("f5")
        await reader.until(
            lambda: reader.screen.reloading.reload and reader.screen.reloading.reload.session
        )
        assert reader.title("session") == "60 papers · refs.txt · 2 marked"
        gates.steps[3].set()
        await reader.until(lambda: "so far" in reader.title("session"))
        assert reader.current == number(20)
        assert reader.title("session").endswith("1 marked")
        gates.steps[41].set()
        await reloaded(reader, 60)
        assert reader.current == number(20)
        await reader.until(lambda: reader.title("session").endswith("2 marked"))


async def test_what_the_cache_has_wrong_of_the_new_papers_is_made_anew(
    sixty: Path, gates: Gates
) -> None:
    async with reading_files(sixty) as reader:
        gates.are_shut = True
        sixty.write_text(numbered(70))
        await reader.press("f5")
        await reader.until(lambda: getattr(reader.screen.reloading.reload, "session", None))
        first = reader.screen.reloading.reload
        assert first
        assert first.session
        reader.screen.report(CacheFailed(first.session))
        await reader.until(lambda: reader.screen.reloading.reload is not first)
        for step in gates.steps.values():
            step.set()
        await reloaded(reader, 70)
        assert reader.screen.session is not first.session
        assert await reader.told("reloaded: 70 papers")
        await reader.until(lambda: first.session and first.session._is_closed)


async def test_the_order_and_the_answer_are_those_of_the_question(
    sixty: Path, gates: Gates
) -> None:
    async with reading_files(sixty) as reader:
        await reader.ask("study")
        await reader.press("enter", "s", "s")
        gates.are_shut = True
        sixty.write_text(numbered(50))
        await reader.press("f5")
        gates.steps[3].set()
        await reader.until(lambda: reader.title("news") == "reloading …")
        await reader.press("s")
        assert reader.title("order") == "by title"
        gates.steps[41].set()
        await reloaded(reader, 50)
        assert reader.title("order") == "by title"
        assert reader.said("#count").startswith("50 of 50")


async def test_one_may_move_on_until_the_last_moment(
    sixty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_looking, may_go_on = Event(), Event()

    def find_slowly(store: Store, wanted: Iterable[Fingerprint]) -> dict[Fingerprint, int]:
        found = find_again(store, wanted)
        is_looking.set()
        assert may_go_on.wait(DEADLINE_S)
        return found

    monkeypatch.setattr("paperview.ui.reload.find_again", find_slowly)
    async with reading_files(sixty) as reader:
        await reader.press("enter", "j")
        sixty.write_text(numbered(70, start=2))
        await reader.press("f5")
        await reader.until(is_looking.is_set)
        await reader.press("j", "space", "j")
        may_go_on.set()
        await reloaded(reader, 70)
        assert reader.current == number(5)
        assert reader.title("session").endswith("1 marked")


def test_an_answer_to_an_older_question_is_not_shown() -> None:
    old, new = (parse("bees"), Order.BEST), (parse("tides"), Order.BEST)
    session = Session([TextSource("refs.txt", numbered(1).encode())], lambda _event: None)
    reload = Reload(Request(), [], lambda _event: None, old)
    reload.hurry()
    answer = Results(query=old[0], numbers=NumberList([0]), searched=1)
    reload.take(Answered(session, old, answer))
    assert reload.to_show is answer
    reload.ask(new)
    assert reload.to_show is None
    reload.take(Answered(session, old, answer))
    assert reload.to_show is None


async def test_a_paper_to_go_to_is_gone_to_in_the_new_papers(
    sixty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_over = Event()
    search = Searcher.search

    def search_late(searcher: Searcher, query: Query) -> Results:
        if searcher.index.searched == 60:
            assert is_over.wait(DEADLINE_S)
        return search(searcher, query)

    monkeypatch.setattr(Searcher, "search", search_late)
    async with reading_files(sixty) as reader:
        await reader.press("down")
        reader.screen.listing.go_to(7, "study")
        sixty.write_text(f"{numbered(9, start=61)}\n{numbered(60)}")
        await reader.press("f5")
        await reader.until(lambda: "69 papers" in reader.title("session"))
        is_over.set()
        assert reader.current == number(8)


def test_a_session_whose_papers_are_exported_is_closed_when_that_is_done(path: Path) -> None:
    session = Session(Request([str(path)]).open().sources, lambda _: None)
    closing = Thread(target=session.close_unused)
    with session.used():
        closing.start()
        closing.join(0.05)
        assert closing.is_alive()
        assert session.store[50] is not UNREADABLE
    closing.join(DEADLINE_S)
    assert session.store[60] is UNREADABLE


def test_a_closed_session_reports_nothing_more() -> None:
    told: list[object] = []
    session = Session([TextSource("refs.txt", numbered(3).encode())], told.append)
    session.close()

    def steps() -> Iterator[Growth]:
        raise OSError("closed already")
        yield

    session._steps = steps()
    session._load()
    assert told == []
