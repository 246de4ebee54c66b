"""The builder of a segment: some papers at a time are inverted, then the runs are sorted together.

A posting is one number here, so that only numbers are sorted. From the top, it has 24 bits of the
term, 16 of the paper, 15 of the fields that hold it, 8 of its weight.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from paperview.index import scoring
from paperview.index.fields import SCHEMA, Field, code_of
from paperview.index.storage.dense_rows import NO_DENSE_ROWS, dense_prefixes, dense_trigrams
from paperview.index.storage.postings import END_OF_TEXT, FIELD_SET, TITLE_MARK, Postings
from paperview.index.storage.segment import Segment
from paperview.index.storage.term_dictionary import TermDictionary
from paperview.model.analysis import words
from paperview.model.dates import day_number
from paperview.model.names import surname
from paperview.model.paper import Paper

_Integers = NDArray[np.int64]

MOST_FIELDS = 15
_TERM_SHIFT, _PAPER_SHIFT, _FIELDS_SHIFT = 39, 23, 8
_BELOW_TERM = (1 << _TERM_SHIFT) - 1
_PAPER_BITS = (1 << (_TERM_SHIFT - _PAPER_SHIFT)) - 1
_FIELDS_BITS = (1 << (_PAPER_SHIFT - _FIELDS_SHIFT)) - 1
_WEIGHT_BITS = (1 << _FIELDS_SHIFT) - 1
_AT_ONCE = 1 << 16
"""Postings unpacked at once: what fits into the processor's cache."""


@dataclass(frozen=True, slots=True)
class PostingsRun:
    """The postings of some papers in a row, with terms numbered in the order they were met."""

    stream: NDArray[np.int32]
    """The token stream: the terms in reading order, and the marks between them."""
    lengths: _Integers
    """Per paper: the length of its token stream."""
    postings: _Integers


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
            prefix_rows=dense_prefixes(dictionary, segment.postings, count),
            substring_rows=dense_trigrams(dictionary, segment.postings, count),
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


def invert(streams: Sequence[array[int]], first_paper: int) -> PostingsRun:
    """Invert some papers.

    Args:
        streams: per paper its token stream.
        first_paper: the number of the first of them.
    """
    stream = np.frombuffer(b"".join(streams), np.int32)
    lengths = np.fromiter(map(len, streams), np.int64, len(streams))
    paper, term, code = _occurrences(stream, lengths)
    # One sort puts the terms in order, in each term the papers, in each paper the fields.
    code_bits = scoring.CODE_BITS
    key = np.sort(term << 32 | paper << code_bits | code)
    if not len(key):
        return PostingsRun(stream, lengths, key)
    codes = 1 << code_bits
    code, paper_and_field, term_and_paper = key & codes - 1, key & 0xFFFF_FFFF, key >> code_bits
    field_lengths = np.bincount(paper_and_field, minlength=codes * len(streams))
    field_lengths = field_lengths.reshape(-1, codes)
    each = scoring.occurrence_weights(field_lengths).reshape(-1)
    first = np.flatnonzero(np.append(True, term_and_paper[1:] != term_and_paper[:-1]))
    weights = scoring.weights(np.add.reduceat(each[paper_and_field], first))
    fields = np.bitwise_or.reduceat(1 << code, first)
    key = key[first]
    term, paper = key >> 32, ((key & 0xFFFF_FFFF) >> code_bits) + first_paper
    postings = term << _TERM_SHIFT | paper << _PAPER_SHIFT | fields << _FIELDS_SHIFT | weights
    return PostingsRun(stream, lengths, postings)


def _occurrences(
    stream: NDArray[np.int32], lengths: _Integers
) -> tuple[_Integers, _Integers, _Integers]:
    """Return the paper (from 0), number and field code of each term in a token stream."""
    is_term = stream >= 0
    paper = np.repeat(np.arange(len(lengths)), lengths)[is_term]
    begins = np.flatnonzero(stream <= TITLE_MARK)
    # A stream begins with a mark, unless it is empty, so that every term has a field.
    code = np.repeat(TITLE_MARK - stream[begins], np.diff(np.append(begins, len(stream))))
    return paper, stream[is_term].astype(np.int64), code[is_term].astype(np.int64)


def join_postings(runs: Sequence[PostingsRun], numbering: NDArray[np.int32]) -> Postings:
    """Sort the postings of all runs.

    Args:
        runs: the runs.
        numbering: per term, in the order they were met, its number among the sorted terms.
    """
    count = sum(len(run.postings) for run in runs)
    keys = np.empty(count, np.int64)
    start = 0
    for run in runs:
        term = numbering[run.postings >> _TERM_SHIFT].astype(np.int64)
        end = start + len(term)
        keys[start:end] = term << _TERM_SHIFT | run.postings & _BELOW_TERM
        start = end
    keys.sort()
    starts = np.searchsorted(keys, np.arange(len(numbering) + 1) << _TERM_SHIFT)
    papers, weights = np.empty(count, np.uint16), np.empty(count, np.uint8)
    fields = np.empty(count, FIELD_SET)
    for start in range(0, count, _AT_ONCE):
        block = slice(start, start + _AT_ONCE)
        some_keys = keys[block]
        papers[block] = some_keys >> _PAPER_SHIFT & _PAPER_BITS
        fields[block] = some_keys >> _FIELDS_SHIFT & _FIELDS_BITS
        weights[block] = some_keys & _WEIGHT_BITS
    return Postings(starts.astype(np.uint32), papers, fields, weights)


def join_streams(
    runs: Sequence[PostingsRun], numbering: NDArray[np.int32]
) -> tuple[NDArray[np.int32], NDArray[np.uint32]]:
    """Join the token streams; return them, and per paper and one more where its own begins."""
    stream = np.empty(sum(len(run.stream) for run in runs), np.int32)
    start = 0
    for run in runs:
        end = start + len(run.stream)
        stream[start:end] = run.stream
        np.take(numbering, run.stream, out=stream[start:end], mode="clip")
        np.copyto(stream[start:end], run.stream, where=run.stream < 0)
        start = end
    lengths = np.concatenate([[0], *(run.lengths for run in runs)])
    return stream, np.cumsum(lengths).astype(np.uint32)
