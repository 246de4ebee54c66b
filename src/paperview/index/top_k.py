"""The papers found, in order: the first of them at once, all of them when they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from paperview.index import scoring
from paperview.index.storage.index import Index

Numbers = NDArray[np.int64]

_FIRST = 1000
"""Papers that are put in order at once: more than anybody scrolls through before the rest are."""
_ALL_AT_ONCE = 20_000
"""Papers up to which all are put in order at once: that takes no longer than choosing the first."""

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
        """Take papers and put the first of them in order.

        Args:
            index: says how old papers are.
            papers: the papers, ascending.
            scores: per paper: how good it is.
            promote: looks closer at the best papers, `rank.CLOSE_PAPERS` of them.
            as_typed: per paper of the index: whether it is found without forgiving a slip; None
                where all papers found are.
        """
        self.as_typed = as_typed
        self._index = index
        self._papers = papers
        self._steps = scoring.steps(scores)
        self._lock = Lock()
        self._is_whole = len(papers) <= _ALL_AT_ONCE
        best = np.arange(len(papers)) if self._is_whole else self._best()
        order = best[np.lexsort((index.ranks[papers[best]], self._steps[best]))]
        if promote is not None:
            # Ascending, so that what is looked up for them lies in a row.
            some = np.sort(order[: scoring.CLOSE_PAPERS])
            again = scoring.steps(scores[some] * promote(papers[some]))
            closest = np.lexsort((index.ranks[papers[some]], again))
            order[: scoring.CLOSE_PAPERS] = some[closest]
        self._ordered = papers[order]

    def _best(self) -> Numbers:
        """Return the places of the first papers, in no order."""
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

    def __getitem__(self, place: int) -> int:
        if place < 0:
            place += len(self)
        if not 0 <= place < len(self):
            raise IndexError(place)
        return int(self.up_to(place + 1)[place])

    def __iter__(self) -> Iterator[int]:
        return iter(self.up_to(len(self)).tolist())

    def index_of(self, number: int) -> int | None:
        """Return the place of a paper, None where it was not found."""
        near = int(np.searchsorted(self._papers, number))
        if near == len(self._papers) or self._papers[near] != number:
            return None
        for ordered in (self._ordered, self.up_to(len(self))):
            places = np.flatnonzero(ordered == number)
            if len(places):
                return int(places[0])
        return None

    def up_to(self, count: int) -> Numbers:
        """Return at least so many papers in order; all of them are put in order if need be."""
        if count > len(self._ordered):
            self.complete()
        return self._ordered

    def complete(self) -> None:
        """Put all papers in order."""
        with self._lock:
            if self._is_whole:
                return
            # One number each: steps above, ranks below.
            keys = self._steps.astype(np.uint64) << np.uint64(32) | self._index.ranks[self._papers]
            ordered = self._papers[np.argsort(keys)]
            # What was promoted stays in front.
            first = self._ordered
            is_first = np.zeros(self._index.count, np.bool_)
            is_first[first] = True
            self._ordered = np.concatenate([first, ordered[~is_first[ordered]]])
            self._is_whole = True
