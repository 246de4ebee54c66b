"""The index: the words of the store, arranged so that a query needs no paper."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from paperview.paper import Paper
from paperview.search.fold import fold, words
from paperview.search.pieces import (
    TEXT_ENDS,
    TITLE_BEGINS,
    Piece,
    Postings,
    join_postings,
    join_streams,
    piece,
)
from paperview.search.vocabulary import Numbers, Vocabulary


@dataclass(frozen=True)
class Index:
    """Which papers hold which words, for the papers from 0 to `count`.

    The postings of a word are the papers that hold it, ascending; those of all words lie one after
    the other in the order of the vocabulary, so that the words with one beginning have one slice.
    """

    count: int
    """How many papers are indexed."""
    vocabulary: Vocabulary
    postings: Postings
    stream: NDArray[np.int32]
    """The words of all papers in reading order, as vocabulary numbers, with marks below 0."""
    stream_starts: Numbers
    """Per paper and one more: where its words begin in the stream."""
    dates: NDArray[np.int32]
    """Per paper: the day it was created as the number YYYYMMDD, 0 if not known."""
    present: NDArray[np.uint8]
    """Per paper: the fields that are not missing, as bits of `Field`."""

    @cached_property
    def newest_first(self) -> Numbers:
        """All papers, the newest first; of one day, in the order they were read."""
        return np.argsort(-self.dates, kind="stable")

    def places(self, numbers: Numbers) -> Numbers:
        """Return the places of the postings of some words, word after word."""
        return _in_slices(self.postings.starts, numbers)

    def holders(self, number: int) -> NDArray[np.uint32]:
        """Return the papers that hold a word, ascending."""
        starts = self.postings.starts
        return self.postings.papers[starts[number] : starts[number + 1]]

    def streams(self, papers: Numbers) -> tuple[NDArray[np.int32], Numbers]:
        """Return the words of some papers in reading order, and where each paper begins there."""
        lengths = self.stream_starts[papers + 1] - self.stream_starts[papers]
        return self.stream[_in_slices(self.stream_starts, papers)], np.cumsum(lengths) - lengths


def _in_slices(starts: Numbers, chosen: Numbers) -> Numbers:
    """Return all places in some of the slices that `starts` cuts, slice after slice."""
    lengths = starts[chosen + 1] - starts[chosen]
    ends = np.cumsum(lengths)
    places = np.arange(int(ends[-1]) if len(ends) else 0)
    places += np.repeat(starts[chosen] - (ends - lengths), lengths)
    return places


class _WordNumbers(dict[str, int]):
    """Words numbered in the order they are met: looking one up gives it its number."""

    def __missing__(self, word: str) -> int:
        number = self[word] = len(self)
        return number


_PIECE = 1000  # papers: some milliseconds' work
_WORDS_AT_ONCE = 1 << 15
"""Words sorted, or looked up, in one call: no call keeps other threads waiting for long."""


class IndexBuilder:
    """Takes in papers one by one and builds an index of all of them whenever asked."""

    def __init__(self) -> None:
        self._word_numbers = _WordNumbers()
        self._sorted: list[str] = []
        self._pieces: list[Piece] = []
        self._streams: list[array[int]] = []
        self._dates = array("i")
        self._present = array("B")

    def __len__(self) -> int:
        return len(self._dates)

    def add(self, paper: Paper) -> None:
        """Take in the next paper."""
        stream, present = self._read(paper)
        created = paper.created
        self._streams.append(stream)
        self._dates.append(
            created.year * 10000 + created.month * 100 + created.day if created else 0
        )
        self._present.append(present)
        if len(self._streams) == _PIECE:
            self._end_piece()

    def _read(self, paper: Paper) -> tuple[array[int], int]:
        number_of = self._word_numbers.__getitem__
        stream = array("i")
        present = 0
        for code, texts in enumerate(_texts(paper)):
            if not texts:
                continue
            present |= 1 << code
            stream.append(TITLE_BEGINS - code)
            for text in texts:
                stream.extend(map(number_of, text))
                stream.append(TEXT_ENDS)
        return stream, present

    def _end_piece(self) -> None:
        if self._streams:
            self._pieces.append(piece(self._streams, len(self) - len(self._streams)))
            self._streams = []

    def build(self) -> Index:
        """Return the index of all papers taken in so far."""
        self._end_piece()
        numbering = self._number()
        stream, stream_starts = join_streams(self._pieces, numbering)
        return Index(
            count=len(self),
            vocabulary=Vocabulary(self._sorted),
            postings=join_postings(self._pieces, numbering),
            stream=stream,
            stream_starts=stream_starts,
            dates=np.array(self._dates, np.int32),
            present=np.array(self._present, np.uint8),
        )

    def _number(self) -> NDArray[np.int32]:
        """Sort the words; return the place of each there, in the order they were met."""
        new = list(islice(self._word_numbers, len(self._sorted), None))
        runs = [self._sorted, *(sorted(some) for some in _some_at_once(new))]
        while len(runs) > 1:
            # Sorting two sorted runs is merging them. The shortest first: like with like.
            runs.sort(key=len, reverse=True)
            runs.append(sorted(runs.pop() + runs.pop()))
        self._sorted = runs[0]
        numbering = np.empty(len(self._sorted), np.int32)
        start = 0
        for some in _some_at_once(self._sorted):
            met = np.fromiter(map(self._word_numbers.__getitem__, some), np.int64, len(some))
            numbering[met] = np.arange(start, start + len(some))
            start += len(some)
        return numbering


def _some_at_once(words: Sequence[str]) -> Iterator[Sequence[str]]:
    return (words[i : i + _WORDS_AT_ONCE] for i in range(0, len(words), _WORDS_AT_ONCE))


def _texts(paper: Paper) -> tuple[list[list[str]], ...]:
    """Return the words of a paper's texts, by field in the order of the bits of `Field`."""
    return (
        [words(paper.title)] if paper.title else [],
        [words(name) for name in paper.authors],
        [words(paper.abstract)] if paper.abstract else [],
        [words(paper.comments)] if paper.comments else [],
        [[paper.arxiv_id.base]] if paper.arxiv_id else [],
        [[fold(paper.doi.name)]] if paper.doi else [],
        [[fold(name)] for name in paper.categories],
    )


def build(papers: Iterable[Paper]) -> Index:
    """Index papers."""
    builder = IndexBuilder()
    for paper in papers:
        builder.add(paper)
    return builder.build()


_FIRST_STEP = 8000  # papers
_STEP_FACTOR = 4


def build_in_steps(papers: Sequence[Paper]) -> Iterator[Index]:
    """Index papers and give an index whenever four times as many are in, the last one of all.

    Together the indexes before the last cost about a third of it.
    """
    builder = IndexBuilder()
    due = _FIRST_STEP
    for number in range(len(papers)):
        builder.add(papers[number])
        if number + 1 == due < len(papers):
            yield builder.build()
            due *= _STEP_FACTOR
    yield builder.build()
