"""How many papers saved filters find, and how many of them are unread."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from paperview.index.results import Query
from paperview.index.searcher import Searcher
from paperview.index.sorting import Ranking
from paperview.index.storage.index import Index
from paperview.library.shelved import ShelvedPapers
from paperview.library.store.store import Store
from paperview.shelf.shelf import Shelf


class Count(NamedTuple):
    """How many papers a filter finds, without those that nearly match."""

    papers: int
    unread: int


class FilterCounts:
    """Counts what filters find in an index. Not to be shared between threads."""

    def __init__(self, index: Index, store: Store, shelf: Shelf) -> None:
        shelved = ShelvedPapers(store, shelf)
        self._index = index
        self._searcher = Searcher(index, shelved.find)
        read = np.unique(np.array(shelved.numbers(lambda state: state.is_read), np.int64))
        read = read[read < index.count]
        self._read = read[index.found[read]]
        """The papers that are read, ascending."""

    def count(self, query: Query) -> Count:
        """Count what a query finds; it takes as long as an answer to a keystroke."""
        if not query.clauses:
            return Count(self._index.searched, self._index.searched - len(self._read))
        numbers = self._searcher.search(query).numbers
        read = numbers.count_among(self._read) if isinstance(numbers, Ranking) else 0
        return Count(len(numbers), len(numbers) - read)
