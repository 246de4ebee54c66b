"""A segment: the inverted index of some papers in a row, and what builds it.

Segments are built one by one, each with terms of its own, so that several processes can build them;
a shard gives their terms common numbers.

The terms that begin with `e` have more postings than there are papers, and so have the terms that
contain `ion`. Going through them would take too long for a keystroke. For such tokens a segment has
dense rows: their value in each paper, a byte each.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from paperview.index import scoring
from paperview.index.fields import ANYWHERE, SCHEMA, Field, code_of
from paperview.index.storage.postings import (
    END_OF_TEXT,
    FIELD_SET,
    TITLE_MARK,
    FieldSets,
    Postings,
    PostingsRun,
    invert,
    join_postings,
    join_streams,
    slice_indices,
)
from paperview.index.storage.term_dictionary import TermDictionary
from paperview.model.analysis import words
from paperview.model.dates import day_number
from paperview.model.names import surname
from paperview.model.paper import Paper

_DENSE_FROM = 1.5
"""Postings per paper from which on a token has a dense row."""


def is_in(fields: FieldSets, wanted: Field) -> NDArray[np.bool_]:
    """Return which postings have one of some fields."""
    are_in: NDArray[np.bool_] = (fields & int(wanted)) != 0
    return are_in


@dataclass(frozen=True, slots=True)
class DenseRows:
    """The values of the most frequent tokens in each paper of a segment."""

    rows: Mapping[str, int]
    """Per token: its row."""
    values: NDArray[np.uint8]
    """Tokens x papers: quality x weight of the best term, as `scoring.values` gives them.

    They are for words without a field.
    """

    def row(self, token: str) -> NDArray[np.uint8] | None:
        """Return a token's value per paper; None where it has no dense row."""
        row = self.rows.get(token)
        return None if row is None else self.values[row]

    def arrays(self, name: str) -> dict[str, NDArray[np.generic]]:
        """Return the arrays to store under a name."""
        tokens = " ".join(self.rows).encode("utf-8", "surrogatepass")
        return {name: self.values, f"{name}_tokens": np.frombuffer(tokens, np.uint8)}

    @classmethod
    def of(cls, arrays: Mapping[str, NDArray[Any]], name: str) -> Self:
        """Return what was stored under a name."""
        tokens = arrays[f"{name}_tokens"].tobytes().decode("utf-8", "surrogatepass").split(" ")
        rows = {token: row for row, token in enumerate(tokens) if token}
        return cls(rows, arrays[name])


NO_DENSE_ROWS = DenseRows({}, np.zeros((0, 0), np.uint8))


def _dense_prefixes(dictionary: TermDictionary, postings: Postings, count: int) -> DenseRows:
    """Work out the dense rows of prefixes in a segment of `count` papers."""
    rows: dict[str, NDArray[np.uint8]] = {}
    stack = [""]
    while stack:
        prefix = stack.pop()
        for low, high in _next_letters(dictionary, prefix):
            held = slice(int(postings.starts[low]), int(postings.starts[high]))
            if held.stop - held.start > _DENSE_FROM * count:
                token = dictionary[low][: len(prefix) + 1]
                quality = scoring.prefix_quality(len(token), dictionary.lengths[low:high])
                lengths = postings.starts[low + 1 : high + 1] - postings.starts[low:high]
                values = scoring.values(np.repeat(quality, lengths), postings.weights[held])
                values *= is_in(postings.fields[held], ANYWHERE)
                rows[token] = _best(values, postings.papers[held], count)
                stack.append(token)
    return _dense_rows(rows, count)


def _next_letters(dictionary: TermDictionary, prefix: str) -> Iterator[tuple[int, int]]:
    """Give the ranges of terms that go on with the same letter after a prefix."""
    low, high = dictionary.prefix_range(prefix)
    while low < high:
        token = dictionary[low][: len(prefix) + 1]
        end = dictionary.prefix_range(token)[1]
        if token != prefix:
            yield low, end
            low = end
        else:
            low += 1


def _dense_trigrams(dictionary: TermDictionary, postings: Postings, count: int) -> DenseRows:
    """Work out the dense rows of trigrams, the shortest substrings."""
    rows: dict[str, NDArray[np.uint8]] = {}
    counts = (postings.starts[1:] - postings.starts[:-1]).astype(np.int64)
    for token in dictionary.frequent_trigrams(counts, int(_DENSE_FROM * count)):
        chosen = slice_indices(postings.starts, dictionary.with_substring(token))
        values = scoring.values(np.uint8(scoring.SUBSTRING_STEPS), postings.weights[chosen])
        values *= is_in(postings.fields[chosen], ANYWHERE)
        rows[token] = _best(values, postings.papers[chosen], count)
    return _dense_rows(rows, count)


def _best(values: NDArray[np.uint8], papers: NDArray[np.uint16], count: int) -> NDArray[np.uint8]:
    row = np.zeros(count, np.uint8)
    np.maximum.at(row, papers, values)
    return row


def _dense_rows(rows: Mapping[str, NDArray[np.uint8]], count: int) -> DenseRows:
    values = np.stack(list(rows.values())) if rows else np.zeros((0, count), np.uint8)
    return DenseRows({token: row for row, token in enumerate(rows)}, values)


MOST_PAPERS = 1 << 16
"""Papers in a segment, at most: two bytes name one, and their scores fit the processor's cache."""
Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class Segment:
    """The inverted index of the papers from `first` on.

    The postings of a term are the papers that hold it, ascending; those of all terms lie one after
    the other in the order of the terms, so that the terms with one prefix have one slice. Terms
    have local numbers here.
    """

    first: int
    """The number of its first paper."""
    postings: Postings
    stream: NDArray[np.int32]
    """The token stream: the terms of all papers in reading order, with marks below 0."""
    stream_starts: NDArray[np.uint32]
    """Per paper and one more: where its terms begin in the stream."""
    dates: NDArray[np.int32]
    """Per paper: the day it was created as the number YYYYMMDD, 0 if not known."""
    present: FieldSets
    """Per paper: the fields that are not missing, as bits of `Field`."""
    surnames: NDArray[np.int32]
    """Papers x 2: the first terms of the first author's surname, -1 for none."""
    prefix_rows: DenseRows
    substring_rows: DenseRows
    ordinals: NDArray[np.int32] | None = None
    """Per local number, ascending: the term's number in the shard; None where they are the same."""

    def __len__(self) -> int:
        return len(self.dates)

    @cached_property
    def _elsewhere(self) -> NDArray[np.int64]:
        """Postings in none of the fields that words without a field are looked for in, ascending.

        They are few, so that most terms need no look at the fields of their postings.
        """
        return np.flatnonzero(~is_in(self.postings.fields, ANYWHERE))

    def elsewhere_in(self, postings: slice) -> NDArray[np.int64]:
        """Return which of some postings words without a field are not looked for in."""
        elsewhere = self._elsewhere
        return elsewhere[slice(*elsewhere.searchsorted((postings.start, postings.stop)))]

    def are_all_anywhere(self, low: NDArray[np.uint32], high: NDArray[np.uint32]) -> bool:
        """Return whether words without a field are looked for in all postings of some ranges.

        Args:
            low: the first posting of each range.
            high: the posting after the last of each range.
        """
        elsewhere = self._elsewhere
        return bool(np.all(elsewhere.searchsorted(low) == elsewhere.searchsorted(high)))

    def local_range(self, low: int, high: int) -> tuple[int, int]:
        """Return the range of local numbers for those of the shard from `low` to before `high`."""
        if self.ordinals is None:
            return low, high
        start, end = np.searchsorted(self.ordinals, np.array((low, high), np.int32))
        return int(start), int(end)

    def local(self, number: int) -> int | None:
        """Return the local number of a term of the shard, None where the segment lacks it."""
        start, end = self.local_range(number, number + 1)
        return start if start < end else None

    def in_shard(self, local: Numbers | NDArray[np.int32]) -> NDArray[np.int32]:
        """Return the shard's numbers of some local ones; marks stay."""
        if self.ordinals is None:
            return local.astype(np.int32, copy=False)
        return np.where(local < 0, local, self.ordinals.take(local, mode="clip")).astype(np.int32)

    def postings_of(self, local: Numbers) -> Numbers:
        """Return the indices of the postings of some local terms, term after term."""
        return slice_indices(self.postings.starts, local)

    def papers_with(self, local: int) -> NDArray[np.uint16]:
        """Return the papers, counted from its first, that hold a local term, ascending."""
        starts = self.postings.starts
        return self.postings.papers[starts[local] : starts[local + 1]]

    def streams(self, papers: Numbers) -> tuple[NDArray[np.int32], Numbers]:
        """Return the token stream of some papers, and where each paper begins there."""
        starts = self.stream_starts.astype(np.int64)
        lengths = starts[papers + 1] - starts[papers]
        return self.stream[slice_indices(self.stream_starts, papers)], np.cumsum(lengths) - lengths

    def arrays(self) -> dict[str, NDArray[np.generic]]:
        """Return the arrays to store, without the ordinals."""
        postings = self.postings
        return {
            "starts": postings.starts,
            "papers": postings.papers,
            "fields": postings.fields,
            "weights": postings.weights,
            "stream": self.stream,
            "stream_starts": self.stream_starts,
            "dates": self.dates,
            "present": self.present,
            "surnames": self.surnames,
            **self.prefix_rows.arrays("dense_prefixes"),
            **self.substring_rows.arrays("dense_trigrams"),
        }

    @classmethod
    def of(
        cls,
        first: int,
        arrays: Mapping[str, NDArray[Any]],
        ordinals: NDArray[np.int32] | None = None,
    ) -> Self:
        """Return what was stored.

        Args:
            first: the number of its first paper.
            arrays: what `arrays` gave.
            ordinals: the ordinals of its terms in the shard, unless they are its own.
        """
        return cls(
            first=first,
            postings=Postings(
                arrays["starts"], arrays["papers"], arrays["fields"], arrays["weights"]
            ),
            stream=arrays["stream"],
            stream_starts=arrays["stream_starts"],
            dates=arrays["dates"],
            present=arrays["present"],
            surnames=arrays["surnames"],
            prefix_rows=DenseRows.of(arrays, "dense_prefixes"),
            substring_rows=DenseRows.of(arrays, "dense_trigrams"),
            ordinals=ordinals,
        )


class _TermNumbers(dict[str, int]):
    """Terms numbered in the order in which they are first looked up."""

    def __missing__(self, term: str) -> int:
        number = self[term] = len(self)
        return number


_RUN = 1000
"""Papers inverted at once: some milliseconds' work."""
_TERMS_AT_ONCE = 1 << 15
"""Terms sorted, or looked up, in one call: no call keeps other threads waiting for long."""


_AUTHORS = code_of(Field.AUTHORS)


class SegmentBuilder:
    """Builds a segment of papers that it takes one by one, at most `MOST_PAPERS`."""

    def __init__(self, first: int) -> None:
        """Take the number of the first paper."""
        self._first = first
        self._term_numbers = _TermNumbers()
        self._runs: list[PostingsRun] = []
        self._streams: list[array[int]] = []
        self._dates = array("i")
        self._present = array("H")
        self._surnames = array("i")

    def __len__(self) -> int:
        return len(self._dates)

    def add(self, paper: Paper) -> None:
        """Add the next paper."""
        texts = [entry.terms(paper) for entry in SCHEMA]
        stream, present = self._read(texts)
        self._streams.append(stream)
        self._dates.append(day_number(paper.created))
        self._present.append(present)
        self._surnames.extend(
            self._surname(paper.authors[0], texts[_AUTHORS][0]) if texts[_AUTHORS] else (-1, -1)
        )
        if len(self._streams) == _RUN:
            self._end_run()

    def _read(self, texts: Sequence[Sequence[Sequence[str]]]) -> tuple[array[int], int]:
        number_of = self._term_numbers.__getitem__
        stream = array("i")
        present = 0
        for code, field_texts in enumerate(texts):
            if not field_texts:
                continue
            present |= 1 << code
            stream.append(TITLE_MARK - code)
            for text in field_texts:
                stream.extend(map(number_of, text))
                stream.append(END_OF_TEXT)
        return stream, present

    def _surname(self, name: str, name_words: Sequence[str]) -> tuple[int, int]:
        last = words(surname(name))
        if not name_words or not set(last) <= set(name_words):  # an accent parted by a blank
            last = list(name_words[-1:])
        numbers = [self._term_numbers[word] for word in last[:2]]
        return (*numbers, -1, -1)[0], (*numbers, -1, -1)[1]

    def _end_run(self) -> None:
        if self._streams:
            self._runs.append(invert(self._streams, len(self) - len(self._streams)))
            self._streams = []

    def build(self) -> tuple[TermDictionary, Segment]:
        """Return the segment of all papers added, and its dictionary."""
        self._end_run()
        sorted_terms = self._sorted_terms()
        numbering = self._numbering(sorted_terms)
        stream, stream_starts = join_streams(self._runs, numbering)
        surnames = np.array(self._surnames, np.int32).reshape(-1, 2)
        known = surnames >= 0
        surnames[known] = numbering[surnames[known]]
        dictionary = TermDictionary.of(sorted_terms)
        segment = Segment(
            first=self._first,
            postings=join_postings(self._runs, numbering),
            stream=stream,
            stream_starts=stream_starts,
            dates=np.array(self._dates, np.int32),
            present=np.array(self._present, FIELD_SET),
            surnames=surnames,
            prefix_rows=NO_DENSE_ROWS,
            substring_rows=NO_DENSE_ROWS,
        )
        count = len(self)
        return dictionary, replace(
            segment,
            prefix_rows=_dense_prefixes(dictionary, segment.postings, count),
            substring_rows=_dense_trigrams(dictionary, segment.postings, count),
        )

    def _sorted_terms(self) -> list[str]:
        runs = [sorted(block) for block in _blocks(list(self._term_numbers))] or [[]]
        while len(runs) > 1:
            # Sorting two sorted runs is merging them. The shortest first: like with like.
            runs.sort(key=len, reverse=True)
            runs.append(sorted(runs.pop() + runs.pop()))
        return runs[0]

    def _numbering(self, sorted_terms: Sequence[str]) -> NDArray[np.int32]:
        """Return per term, in the order they were met, its number among the sorted ones."""
        numbering = np.empty(len(sorted_terms), np.int32)
        start = 0
        for block in _blocks(sorted_terms):
            met = np.fromiter(map(self._term_numbers.__getitem__, block), np.int64, len(block))
            numbering[met] = np.arange(start, start + len(block))
            start += len(block)
        return numbering


def _blocks(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    return (texts[i : i + _TERMS_AT_ONCE] for i in range(0, len(texts), _TERMS_AT_ONCE))
