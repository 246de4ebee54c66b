"""The index: the words of the store, arranged so that a query needs no paper."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from paperview.paper import Paper
from paperview.search import rank
from paperview.search.fold import fold, words
from paperview.search.vocabulary import Numbers, Vocabulary

_BREAK = 0  # in a stream: between two authors
# In a stream: words from 1 on; -1 - code where the field with that code begins.


@dataclass(frozen=True)
class Index:
    """Which papers hold which words, for the papers from 0 to `count`.

    The postings of a word are the papers that hold it, ascending; those of all words lie one after
    the other in the order of the vocabulary, so that the words with one beginning have one slice.
    """

    count: int
    """How many papers are indexed."""
    vocabulary: Vocabulary
    starts: Numbers
    """Per word and one more: where its postings begin."""
    papers: NDArray[np.uint32]
    """Per posting: the paper."""
    fields: NDArray[np.uint8]
    """Per posting: the fields that hold the word, as bits of `Field`."""
    weights: NDArray[np.float32]
    """Per posting: how much the word says about the paper, from 0 to 1 (see `rank.weights`)."""
    stream: NDArray[np.int32]
    """The words of all papers in reading order, as vocabulary numbers.

    -2 - code stands where the field with that code begins, -1 between two authors.
    """
    stream_starts: Numbers
    """Per paper and one more: where its words begin in the stream."""
    dates: NDArray[np.int32]
    """Per paper: the day it was created as the number YYYYMMDD, 0 if not known."""
    present: NDArray[np.uint8]
    """Per paper: the fields that are not missing, as bits of `Field`."""

    @cached_property
    def recency(self) -> Numbers:
        """Per paper: how many are newer. Of one day, the one read first counts as newer."""
        order = np.lexsort((np.arange(self.count), -self.dates))
        ranks = np.empty(self.count, np.int64)
        ranks[order] = np.arange(self.count)
        return ranks

    def postings(self, numbers: Numbers) -> Numbers:
        """Return the places of the postings of some words, word after word."""
        lengths = self.starts[numbers + 1] - self.starts[numbers]
        ends = np.cumsum(lengths)
        total = int(ends[-1]) if len(ends) else 0
        gaps: Numbers = np.repeat(self.starts[numbers] - (ends - lengths), lengths)
        return np.arange(total) + gaps

    def streams(self, papers: Numbers) -> tuple[NDArray[np.int32], Numbers]:
        """Return the words of some papers in reading order, and where each paper begins there."""
        lengths = self.stream_starts[papers + 1] - self.stream_starts[papers]
        ends = np.cumsum(lengths)
        total = int(ends[-1]) if len(ends) else 0
        places = np.arange(total) + np.repeat(
            self.stream_starts[papers] - (ends - lengths), lengths
        )
        return self.stream[places], ends - lengths


class _WordNumbers(dict[str, int]):
    """Words numbered from 1 in the order they are met: looking one up gives it its number."""

    def __missing__(self, word: str) -> int:
        number = self[word] = len(self) + 1
        return number


class IndexBuilder:
    """Takes in papers one by one and builds an index of all of them whenever asked."""

    def __init__(self) -> None:
        self._word_numbers = _WordNumbers()
        self._sorted: list[str] = []
        self._streams: list[array[int]] = []
        self._dates: list[int] = []
        self._present: list[int] = []

    def __len__(self) -> int:
        return len(self._streams)

    def add(self, paper: Paper) -> None:
        """Take in the next paper."""
        stream, present = self._read(paper)
        created = paper.created
        date = created.year * 10000 + created.month * 100 + created.day if created else 0
        self._streams.append(stream)
        self._dates.append(date)
        self._present.append(present)

    def _read(self, paper: Paper) -> tuple[array[int], int]:
        number_of = self._word_numbers.__getitem__
        stream = array("i")
        present = 0
        for code, texts in enumerate(_texts(paper)):
            if not texts:
                continue
            present |= 1 << code
            stream.append(-1 - code)
            for text in texts:
                stream.extend(map(number_of, text))
                stream.append(_BREAK)
        return stream, present

    def build(self) -> Index:
        """Return the index of all papers taken in so far."""
        count = len(self._streams)
        vocabulary, new_number = self._vocabulary()
        stream = np.frombuffer(b"".join(self._streams), np.int32)
        lengths = np.fromiter(map(len, self._streams), np.int64, count)
        stream_starts = np.concatenate(([0], np.cumsum(lengths)))
        is_word = stream > 0
        paper = np.repeat(np.arange(count, dtype=np.int64), lengths)[is_word]
        begins = stream < 0
        code = np.maximum.accumulate(np.where(begins, np.arange(len(stream)), 0))
        code = (-1 - stream[code])[is_word].astype(np.int64) if len(stream) else code
        word = new_number[stream[is_word]]
        # One sort puts the words in order, in each word the papers, in each paper the fields.
        keys = np.sort((word * max(count, 1) + paper) << 3 | code)
        pairs, fields, weights = rank.weights(keys, count)
        word, papers = np.divmod(pairs, max(count, 1))
        starts = np.searchsorted(word, np.arange(len(vocabulary) + 1))
        renumbered = np.where(is_word, new_number[np.maximum(stream, 0)], np.minimum(stream, 0) - 1)
        return Index(
            count=count,
            vocabulary=vocabulary,
            starts=starts,
            papers=papers.astype(np.uint32),
            fields=fields,
            weights=weights,
            stream=renumbered.astype(np.int32),
            stream_starts=stream_starts,
            dates=np.array(self._dates, np.int32),
            present=np.array(self._present, np.uint8),
        )

    def _vocabulary(self) -> tuple[Vocabulary, Numbers]:
        """Return the vocabulary, and per number of `_word_numbers` the word's place in it."""
        new = list(self._word_numbers)[len(self._sorted) :]
        # Sorting the new ones first leaves two runs, which the sort then merges: no long stop.
        self._sorted += sorted(new)
        self._sorted.sort()
        new_number = np.zeros(len(self._word_numbers) + 1, np.int64)
        old = np.fromiter(map(self._word_numbers.__getitem__, self._sorted), np.int64)
        new_number[old] = np.arange(len(old))
        return Vocabulary(list(self._sorted)), new_number


def _texts(paper: Paper) -> tuple[list[list[str]], ...]:
    """Return the words of a paper's texts, by field in the order of the bits of `Field`."""
    return (
        [words(paper.title)] if paper.title else [],
        [words(name) for name in paper.authors],
        [words(paper.abstract)] if paper.abstract else [],
        [words(paper.comments)] if paper.comments else [],
        [[paper.arxiv_id.base]] if paper.arxiv_id else [],
        [[paper.doi.key]] if paper.doi else [],
        [[fold(name)] for name in paper.categories],
    )


class Papers(Protocol):
    """Papers by number, as the store has them."""

    def __len__(self) -> int: ...
    def __getitem__(self, number: int, /) -> Paper: ...


def build(papers: Iterable[Paper]) -> Index:
    """Index papers."""
    builder = IndexBuilder()
    for paper in papers:
        builder.add(paper)
    return builder.build()


FIRST_STEP = 2000
"""Papers in the first of the indexes that are built while a pile is read."""
_STEP_FACTOR = 4


def build_in_steps(papers: Papers) -> Iterator[Index]:
    """Index papers and give an index whenever four times as many are in, the last one of all.

    Together the indexes before the last cost about a third of it.
    """
    builder = IndexBuilder()
    due = FIRST_STEP
    for number in range(len(papers)):
        builder.add(papers[number])
        if number + 1 == due < len(papers):
            yield builder.build()
            due *= _STEP_FACTOR
    yield builder.build()
