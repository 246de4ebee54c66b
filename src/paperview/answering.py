"""Answering queries off the event loop: one thread, and always the newest query."""

from __future__ import annotations

from collections.abc import Callable
from threading import Condition, Thread
from typing import TYPE_CHECKING

from paperview.search.query import EVERYTHING, Query
from paperview.search.results import Results, newest_first
from paperview.sorting import Order, Sorter
from paperview.store import Store

if TYPE_CHECKING:
    from paperview.search.index import Index
    from paperview.search.searcher import Searcher

Question = tuple[Query, Order]


class Answerer:
    """Answers the newest question asked, over the newest index; older questions are dropped.

    The thread is a daemon: it computes and holds nothing, so that quitting need not wait for it.
    """

    def __init__(
        self,
        store: Store,
        deliver: Callable[[Question, Results], object],
        failed: Callable[[Exception], object],
    ) -> None:
        """Take the store and what is called, in the thread, with each answer or with a failure."""
        self._store = store
        self._deliver = deliver
        self._failed = failed
        self._changed = Condition()
        self._question: Question = (EVERYTHING, Order.BEST)
        self._index: Index | None = None
        self._is_due = False
        Thread(target=self._answer_until_failed, name="answerer", daemon=True).start()

    def ask(self, question: Question) -> None:
        """Ask; an earlier question that is not yet answered is forgotten."""
        with self._changed:
            self._question = question
            self._is_due = True
            self._changed.notify()

    def use(self, index: Index) -> None:
        """Answer from this index from now on, the last question again at once."""
        with self._changed:
            self._index = index
            self._is_due = True
            self._changed.notify()

    @property
    def has_index(self) -> bool:
        """Whether queries can be answered, if only about a part of the papers."""
        return self._index is not None

    def _answer_until_failed(self) -> None:
        try:
            self._run()
        except Exception as error:
            self._failed(error)

    def _run(self) -> None:
        sorter = Sorter(self._store)
        searcher: Searcher | None = None
        while True:
            with self._changed:
                self._changed.wait_for(self._can_answer)
                self._is_due = False
                question, index = self._question, self._index
            query, order = question
            if not query.clauses or index is None:
                results = newest_first(self._store, query)
            else:
                if searcher is None or searcher.index is not index:
                    # Not sooner: it brings numpy, which the first screen must not wait for.
                    from paperview.search.searcher import Searcher  # noqa: PLC0415

                    searcher = Searcher(index)
                results = searcher.search(query)
            results = sorter.sort(results, order)
            with self._changed:
                is_newest = question == self._question
            if is_newest:
                self._deliver(question, results)

    def _can_answer(self) -> bool:
        """Whether there is something to answer; all papers in order need no index."""
        return self._is_due and (self._index is not None or not self._question[0].clauses)
