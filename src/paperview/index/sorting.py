"""The order of results: the best first, or sorted by what the index knows of the papers."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterator, Sequence
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from paperview.index import scoring
from paperview.index.results import NumberList, Order, PaperNumbers, Results
from paperview.index.storage.index import Index
from paperview.index.storage.packing import Numbers
from paperview.index.storage.segment import Segment
from paperview.index.storage.token_stream import TITLE_MARK

_FIRST = 1000
"""Papers that are sorted at once: more than anybody scrolls through before the rest are sorted."""
_SORTED_AT_ONCE = 20_000
"""Papers up to which all are sorted at once: that takes no longer than choosing the first."""

Promote = Callable[[Numbers], NDArray[np.float32]]
"""Gives papers, ascending, a factor each for their scores."""


class Ranking:
    """Papers in falling order of their scores, equal ones newest first. Safe between threads."""

    def __init__(
        self,
        index: Index,
        papers: Numbers,
        scores: NDArray[np.float32],
        promote: Promote | None = None,
        as_typed: NDArray[np.bool_] | None = None,
    ) -> None:
        """Take papers and sort the first of them.

        Args:
            index: says how old papers are.
            papers: the papers, ascending.
            scores: per paper: how good it is.
            promote: looks closer at the best papers, `scoring.CLOSE_PAPERS` of them.
            as_typed: per paper of the index: whether it is found without a typo; None
                where all papers found are.
        """
        self.as_typed = as_typed
        self._index = index
        self._papers = papers
        self._steps = scoring.steps(scores)
        self._lock = Lock()
        self._is_whole = len(papers) <= _SORTED_AT_ONCE
        best = np.arange(len(papers)) if self._is_whole else self._best()
        order = best[np.lexsort((index.ranks[papers[best]], self._steps[best]))]
        if promote is not None:
            # Ascending, so that what is looked up for them lies in a row.
            best = np.sort(order[: scoring.CLOSE_PAPERS])
            again = scoring.steps(scores[best] * promote(papers[best]))
            closest = np.lexsort((index.ranks[papers[best]], again))
            order[: scoring.CLOSE_PAPERS] = best[closest]
        self._ordered = papers[order]

    def _best(self) -> Numbers:
        """Return the indices of the first papers, in no order."""
        last = np.partition(self._steps, _FIRST)[_FIRST]
        better = np.flatnonzero(self._steps < last)
        equal = np.flatnonzero(self._steps == last)
        left = _FIRST - len(better)
        if len(equal) > left:
            ranks = self._index.ranks[self._papers[equal]]
            equal = equal[np.argpartition(ranks, left)[:left]]
        return np.concatenate([better, equal])

    def __len__(self) -> int:
        return len(self._papers)

    def __getitem__(self, index: int) -> int:
        if index < 0:
            index += len(self)
        if not 0 <= index < len(self):
            raise IndexError(index)
        return int(self.up_to(index + 1)[index])

    def __iter__(self) -> Iterator[int]:
        return iter(self.up_to(len(self)).tolist())

    def rows(self, first: int, end: int) -> Numbers:
        """Return the papers from one index to before another."""
        return self.up_to(end)[first:end]

    def count_among(self, papers: Numbers) -> int:
        """Return how many of some papers, ascending, are found."""
        return len(np.intersect1d(self._papers, papers, assume_unique=True))

    def index_of(self, number: int) -> int | None:
        """Return the index of a paper, None where it was not found."""
        near = int(np.searchsorted(self._papers, number))
        if near == len(self._papers) or self._papers[near] != number:
            return None
        for ordered in (self._ordered, self.up_to(len(self))):
            indices = np.flatnonzero(ordered == number)
            if len(indices):
                return int(indices[0])
        return None

    def up_to(self, count: int) -> Numbers:
        """Return at least so many papers in order; sort all of them if need be."""
        if count > len(self._ordered):
            self.complete()
        return self._ordered

    def complete(self) -> None:
        """Sort all papers."""
        with self._lock:
            if self._is_whole:
                return
            # One number each: steps above, ranks below.
            keys = self._steps.astype(np.uint64) << np.uint64(32) | self._index.ranks[self._papers]
            ordered = self._papers[np.argsort(keys)]
            # Promoted papers stay in front.
            first = self._ordered
            is_first = np.zeros(self._index.count, np.bool_)
            is_first[first] = True
            self._ordered = np.concatenate([first, ordered[~is_first[ordered]]])
            self._is_whole = True


_Keys = NDArray[np.int64]

_LAST = np.iinfo(np.int32).max
"""The key of papers that lack what is sorted by."""
_AT_ONCE = 4
"""Terms of titles compared at once; few papers have more in common."""


class Sorter:
    """Sorts results in the order that a reader asks for.

    The sort keys of an index's papers are computed once, as numbers. Sorting results then only
    compares numbers.
    """

    def __init__(self, index: Index) -> None:
        self.index = index
        self._keys: dict[Order, _Keys | NDArray[np.int32]] = {}

    def sort(self, results: Results, order: Order) -> Results:
        """Return results in an order; equal papers keep theirs, missing fields come last.

        Papers found only with a typo stay behind those found as typed, and each group of papers
        that nearly match stays where it is.
        """
        if order is Order.BEST:
            return results
        return results.with_lists(lambda numbers: self._sorted(numbers, order))

    def _sorted(self, found: PaperNumbers, order: Order) -> NumberList:
        keys = self._keys.get(order)
        if keys is None:
            keys = self._keys[order] = _KEYS[order](self.index)
        unordered = (
            found.up_to(len(found)) if isinstance(found, Ranking) else np.fromiter(found, np.int64)
        )
        ordered = unordered[np.argsort(keys[unordered], kind="stable")].astype(np.uint32)
        if isinstance(found, Ranking) and found.as_typed is not None:
            ordered = ordered[np.argsort(~found.as_typed[ordered], kind="stable")]
        ranks = np.zeros(self.index.count, np.uint32)
        ranks[ordered] = np.arange(len(ordered))
        return NumberList(array("I", ordered.tobytes()), array("I", ranks.tobytes()))


def _oldest(index: Index) -> NDArray[np.int32]:
    return np.where(index.dates > 0, index.dates, _LAST).astype(np.int32)


def _titles(index: Index) -> _Keys:
    """Return numbers that order the papers as their titles' words do."""
    common = _common_numbers(index)
    keys: _Keys = np.full(index.count, _LAST, np.int64)
    has_title = (index.present & 1) != 0
    keys[has_title] = 0
    tied = np.flatnonzero(has_title)
    column = 0
    while len(tied):
        columns = _title_words(index, common, tied, column)
        order = np.lexsort((*columns.T[::-1], keys[tied]))
        tied, columns = tied[order], columns[order]
        before = keys[tied]
        is_new = np.append(True, (before[1:] != before[:-1]) | (columns[1:] != columns[:-1]).any(1))
        is_other = np.append(True, before[1:] != before[:-1])
        # Papers that were equal so far get consecutive numbers from the one that they had.
        rows = np.arange(len(tied))
        group, start = (
            np.maximum.accumulate(rows * is_new),
            np.maximum.accumulate(rows * is_other),
        )
        keys[tied] = before + group - start
        counts = np.bincount(group, minlength=len(tied))[group]
        tied = tied[(counts > 1) & (columns[:, -1] >= 0)]
        column += _AT_ONCE
    return keys


def _title_words(
    index: Index, common: Sequence[NDArray[np.int32]], papers: _Keys, begin: int
) -> NDArray[np.int32]:
    """Return terms of titles from the one numbered `begin`, papers x terms; -1 behind the end."""
    columns = np.full((len(papers), _AT_ONCE), -1, np.int32)
    for segment, words in zip(index.segments, common, strict=True):
        if not len(words):
            continue
        which = np.flatnonzero((papers >= segment.first) & (papers < segment.first + len(segment)))
        stream = segment.stream
        # A stream that begins with a title has a mark, the words, and a mark.
        begins = stream.starts[papers[which] - segment.first].astype(np.int64)
        marks, following = stream.tokens_at(stream.codes, begins)
        is_left = marks == TITLE_MARK
        for i in range(begin + _AT_ONCE):
            word, following = stream.tokens_at(stream.codes, following)
            is_left &= word >= 0
            if i >= begin:
                columns[which, i - begin] = np.where(is_left, words.take(word, mode="clip"), -1)
    return columns


def _surnames(index: Index) -> _Keys:
    """Return numbers that order the papers as their first authors' surnames do."""
    last = np.iinfo(np.int64).max
    keys: _Keys = np.full(index.count, last)
    for segment, words in zip(index.segments, _common_numbers(index), strict=True):
        if not len(words):
            continue
        first, second = segment.surnames.T
        both = words.take(first, mode="clip").astype(np.int64) << 32
        both += np.where(second < 0, 0, words.take(second, mode="clip").astype(np.int64) + 1)
        keys[segment.first : segment.first + len(segment)] = np.where(first < 0, last, both)
    return keys


def _common_numbers(index: Index) -> list[NDArray[np.int32]]:
    """Return per segment, per local term, a number that orders it among all terms."""
    if len(index.shards) <= 1:
        return [_own_numbers(segment) for segment in index.segments]
    words = sorted(set[str]().union(*(shard.dictionary for shard in index.shards)))
    number_of = {word: number for number, word in enumerate(words)}
    common = []
    for shard in index.shards:
        numbers = np.fromiter(map(number_of.__getitem__, shard.dictionary), np.int32)
        common += [numbers[_own_numbers(segment)] for segment in shard.segments]
    return common


def _own_numbers(segment: Segment) -> NDArray[np.int32]:
    return segment.ordinals_of(0, segment.postings.terms).astype(np.int32)


_KEYS: dict[Order, Callable[[Index], _Keys | NDArray[np.int32]]] = {
    Order.NEWEST: lambda index: -index.dates,
    Order.OLDEST: _oldest,
    Order.TITLE: _titles,
    Order.AUTHOR: _surnames,
}
"""Per order: numbers that put the papers of an index into it."""


def many_newest_first(dates: array[int], hidden: Collection[int]) -> Results:
    """Return all papers, newest first; see `paperview.index.results.newest_first`."""
    order = np.argsort(-np.frombuffer(dates, np.int32), kind="stable").astype(np.uint32)
    ranks = np.zeros(len(order), np.uint32)
    if hidden:
        order = order[~np.isin(order, np.fromiter(hidden, np.uint32))]
    ranks[order] = np.arange(len(order), dtype=np.uint32)
    numbers = NumberList(array("I", order.tobytes()), array("I", ranks.tobytes()))
    return Results(numbers=numbers, searched=len(numbers))
