"""Queries are answered in a thread, always the newest first."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from queue import Queue
from threading import Event

import pytest

from paperview.index import searcher
from paperview.index.query.parser import parse
from paperview.index.results import Order, Query, Results
from paperview.index.storage.index import Index, build
from paperview.library.search_thread import Question, SearchThread
from paperview.library.store.store import Store
from paperview.model.paper import ArxivId, Paper

PATIENCE = 30.0
"""Seconds after which what was expected counts as not happening."""


class Desk:
    """A search thread whose answers come in here; it can be held up in the middle of a search."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.store = Store()
        for number, title in enumerate(("zebra", "horse", "zebra zebra"), 1):
            self.store.add(Paper(arxiv_id=ArxivId(f"2304.0000{number}"), title=title))
        self.answers: Queue[tuple[Question, Results]] = Queue()
        self.searched: Queue[str] = Queue()
        self.failures: Queue[Exception] = Queue()
        self.may_go_on = Event()
        self.may_go_on.set()
        search = searcher.Searcher.search

        def held_up(searching: searcher.Searcher, query: Query) -> Results:
            self.searched.put(query.text)
            assert self.may_go_on.wait(PATIENCE)
            return search(searching, query)

        monkeypatch.setattr(searcher.Searcher, "search", held_up)
        self.search_thread = SearchThread(
            lambda *answer: self.answers.put(answer), self.failures.put
        )

    def index(self, count: int = 3) -> Index:
        return build(self.store[number] for number in range(count))

    def ask(self, text: str, order: Order = Order.BEST) -> None:
        self.search_thread.ask((parse(text), order))

    def next_answer(self) -> tuple[str, list[int]]:
        (query, _), results = self.answers.get(timeout=PATIENCE)
        assert results.query == query
        return query.text, list(results.numbers)


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    desk = Desk(monkeypatch)
    yield desk
    desk.may_go_on.set()


def test_a_question_is_answered_in_its_order(desk: Desk) -> None:
    desk.search_thread.use(desk.index())
    desk.ask("horse")
    assert desk.next_answer() == ("horse", [1])
    desk.ask("", Order.TITLE)
    assert desk.next_answer() == ("", [1, 0, 2])


def test_a_question_asked_before_the_index_is_there_waits_for_it(desk: Desk) -> None:
    desk.ask("horse")
    desk.ask("zebra")
    assert desk.searched.empty()
    desk.search_thread.use(desk.index())
    assert desk.next_answer()[0] == "zebra"
    assert desk.searched.get_nowait() == "zebra"


def test_while_one_question_is_worked_on_only_the_newest_other_is_kept(desk: Desk) -> None:
    desk.search_thread.use(desk.index())
    desk.may_go_on.clear()
    desk.ask("z")
    assert desk.searched.get(timeout=PATIENCE) == "z"
    desk.ask("ze")
    desk.ask("horse")
    desk.may_go_on.set()
    assert desk.next_answer() == ("horse", [1])
    assert desk.searched.get(timeout=PATIENCE) == "horse"
    assert (desk.searched.empty(), desk.answers.empty()) == (True, True)


def test_a_new_index_answers_the_last_question_again(desk: Desk) -> None:
    desk.search_thread.use(desk.index(count=1))
    desk.ask("zebra")
    assert desk.next_answer() == ("zebra", [0])
    desk.search_thread.use(desk.index(count=3))
    text, numbers = desk.next_answer()
    assert (text, sorted(numbers)) == ("zebra", [0, 2])


def test_asking_the_same_again_is_answered_again(desk: Desk) -> None:
    desk.search_thread.use(desk.index())
    for _ in range(2):
        desk.ask("horse")
        assert desk.next_answer() == ("horse", [1])


def test_the_answer_is_given_in_another_thread_and_asking_never_waits(desk: Desk) -> None:
    desk.search_thread.use(desk.index())
    desk.may_go_on.clear()
    for text in ("z", "ze", "zeb"):
        desk.ask(text)  # returns although no search can end
    desk.may_go_on.set()
    while desk.next_answer()[0] != "zeb":
        pass


def test_a_failure_is_told(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_searching: searcher.Searcher, _query: Query) -> Results:
        raise ArithmeticError("no such number")

    monkeypatch.setattr(searcher.Searcher, "search", fail)
    desk.search_thread.use(desk.index())
    desk.ask("zebra")
    assert str(desk.failures.get(timeout=PATIENCE)) == "no such number"


def test_all_papers_in_any_order_are_answered_too(desk: Desk) -> None:
    desk.search_thread.use(desk.index())
    desk.ask("", Order.OLDEST)
    assert desk.next_answer() == ("", [0, 1, 2])
    desk.ask("", Order.TITLE)
    assert desk.next_answer() == ("", [1, 0, 2])


def test_the_newest_papers_are_no_question(desk: Desk) -> None:
    desk.ask("horse")
    desk.ask("")
    desk.search_thread.use(desk.index())
    desk.ask("zebra")
    assert desk.next_answer()[0] == "zebra"
    assert desk.searched.get_nowait() == "zebra"
    assert desk.searched.empty()


@pytest.mark.parametrize("is_searching", [False, True])
def test_closed_it_answers_nothing_more_and_its_thread_ends(desk: Desk, is_searching: bool) -> None:
    before = set(threading.enumerate())
    answers: Queue[object] = Queue()
    search_thread = SearchThread(lambda *answer: answers.put(answer), answers.put)
    (thread,) = set(threading.enumerate()) - before
    if is_searching:
        desk.may_go_on.clear()
        search_thread.use(desk.index())
        search_thread.ask((parse("horse"), Order.BEST))
        assert desk.searched.get(timeout=PATIENCE) == "horse"
    search_thread.close()
    desk.may_go_on.set()
    thread.join(PATIENCE)
    assert not thread.is_alive()
    assert answers.empty()


def test_an_index_that_comes_after_the_closing_is_not_searched(desk: Desk) -> None:
    before = set(threading.enumerate())
    search_thread = SearchThread(lambda *_: None, desk.failures.put)
    (thread,) = set(threading.enumerate()) - before
    desk.may_go_on.clear()
    search_thread.use(desk.index())
    search_thread.ask((parse("horse"), Order.BEST))
    assert desk.searched.get(timeout=PATIENCE) == "horse"
    search_thread.close()
    search_thread.use(desk.index())
    desk.may_go_on.set()
    thread.join(PATIENCE)
    assert not thread.is_alive()
    assert desk.searched.empty()
    assert search_thread.index is None
