"""Answering queries off the event loop: one thread, and always the newest query."""

from __future__ import annotations

from collections.abc import Callable
from threading import Condition, Thread
from typing import TYPE_CHECKING

from paperview import index as search
from paperview.index.results import EVERYTHING, Order, Query

if TYPE_CHECKING:
    from paperview.index.answering import ShelfLookup
    from paperview.index.results import Results
    from paperview.index.storage.index import Index

Question = tuple[Query, Order]

_IDLE = 0.3
"""Seconds without another question after which all results are put in order, not the first alone:
longer than between two keystrokes."""

NEWEST_PAPERS: Question = (EVERYTHING, Order.BEST)
"""The question without a query: all papers are in this order anyway."""


class SearchThread:
    """Answers the newest question asked, over the newest index; older questions are dropped.

    The thread is a daemon: it computes and holds nothing, so that quitting need not wait for it.
    """

    def __init__(
        self,
        deliver: Callable[[Question, Results], object],
        failed: Callable[[Exception], object],
    ) -> None:
        """Take what is called, in the thread, with each answer or with a failure."""
        self._deliver = deliver
        self._failed = failed
        self._changed = Condition()
        self._question = NEWEST_PAPERS
        self._index: Index | None = None
        self._on_shelf: ShelfLookup | None = None
        self._is_due = False
        self._is_closed = False
        Thread(target=self._answer_until_failed, name="search", daemon=True).start()

    def ask(self, question: Question) -> None:
        """Ask; an earlier question that is not yet answered is forgotten."""
        with self._changed:
            self._question = question
            self._is_due = True
            self._changed.notify()

    def use(self, index: Index) -> None:
        """Answer from this index from now on, the last question again at once."""
        with self._changed:
            if self._is_closed:  # while the index was still being built
                return
            self._index = index
            self._is_due = True
            self._changed.notify()

    def use_shelf(self, on_shelf: ShelfLookup) -> None:
        """Look up there from now on what is on the shelf, for the last question again at once."""
        with self._changed:
            self._on_shelf = on_shelf
            self._is_due = True
            self._changed.notify()

    def close(self) -> None:
        """Answer nothing any more; the thread ends, and nothing of the index is held."""
        with self._changed:
            self._is_closed = True
            self._index = self._on_shelf = None
            # The callbacks' owner refers to this object: without the cycle both are freed at once.
            self._deliver = self._failed = _tell_nobody
            self._changed.notify()

    @property
    def index(self) -> Index | None:
        """The index that is searched; None before there is one."""
        return self._index

    def _answer_until_failed(self) -> None:
        try:
            self._run()
        except Exception as error:
            self._failed(error)

    def _run(self) -> None:
        with self._changed:
            self._changed.wait_for(self._has_to_do)
        searcher: search.Searcher | None = None
        shelf_used: ShelfLookup | None = None
        while True:
            with self._changed:
                self._changed.wait_for(self._has_to_do)
                self._is_due = False
                question, index, on_shelf = self._question, self._index, self._on_shelf
            if index is None:
                return
            if searcher is None or searcher.index is not index or shelf_used is not on_shelf:
                searcher, sorter = search.Searcher(index, on_shelf), search.Sorter(index)
                shelf_used = on_shelf
            query, order = question
            results = sorter.sort(searcher.search(query), order)
            with self._changed:
                is_newest = question == self._question
            if is_newest:
                self._deliver(question, results)
            for numbers in (results.numbers, *(some.numbers for some in results.groups)):
                if isinstance(numbers, search.Ranking) and not self._is_asked_within(_IDLE):
                    numbers.complete()

    def _is_asked_within(self, seconds: float) -> bool:
        """Return whether there is something to answer, now or within some seconds."""
        with self._changed:
            return self._changed.wait_for(self._has_to_do, seconds)

    def _has_to_do(self) -> bool:
        can_answer = self._index is not None and self._question != NEWEST_PAPERS
        return self._is_closed or (self._is_due and can_answer)


def _tell_nobody(*_: object) -> None:
    """Ignore an answer."""
