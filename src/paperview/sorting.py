"""Orders that a reader may ask for instead of the best match first."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum
from typing import TYPE_CHECKING

from paperview.paper import surname
from paperview.search.fold import words

if TYPE_CHECKING:
    from paperview.paper import Paper
    from paperview.search.results import Results
    from paperview.store import Store


class Order(Enum):
    """How results are ordered; the value is what the header says."""

    BEST = "best match first"
    """Without a query: newest first."""
    NEWEST = "newest first"
    OLDEST = "oldest first"
    TITLE = "by title"
    AUTHOR = "by first author"

    @property
    def following(self) -> Order:
        """The order that comes next when they are gone through."""
        orders = list(Order)
        return orders[(orders.index(self) + 1) % len(orders)]


class Sorter:
    """Puts results into the order that a reader asks for.

    An order of the whole store is worked out once and kept while the store takes in no more
    records: sorting the results is then a matter of comparing ranks.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._ranks: dict[Order, list[int]] = {}
        self._records = 0

    def sort(self, results: Results, order: Order) -> Results:
        """Return results in an order; equal papers keep theirs, missing fields come last."""
        if order is Order.BEST:
            return results
        records = len(self._store) + self._store.duplicates
        if records != self._records:
            self._records = records
            self._ranks.clear()
        ranks = self._ranks.get(order)
        if ranks is None:
            ranks = self._ranks[order] = _ranks(self._store, order)
        numbers = [int(number) for number in results.numbers]
        return replace(results, numbers=sorted(numbers, key=ranks.__getitem__))


def _ranks(store: Store, order: Order) -> list[int]:
    """Return per paper the rank of its key; equal keys have equal ranks."""
    keys = [_key(store[number], order) for number in range(len(store))]
    rank_of = {key: rank for rank, key in enumerate(sorted(set(keys)))}
    return [rank_of[key] for key in keys]


def _key(paper: Paper, order: Order) -> tuple[bool, str | int]:
    if order is Order.TITLE:
        title = " ".join(words(paper.title or ""))
        return not title, title
    if order is Order.AUTHOR:
        name = " ".join(words(surname(paper.authors[0]))) if paper.authors else ""
        return not name, name
    day = paper.created.toordinal() if paper.created else 0
    return not day, day if order is Order.OLDEST else -day
