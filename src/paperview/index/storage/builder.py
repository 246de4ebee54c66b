"""The builder of a segment: some papers at a time are inverted, then the runs are joined."""

from __future__ import annotations

import itertools
import struct
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from paperview.index import scoring
from paperview.index.fields import SCHEMA
from paperview.index.storage.dense_rows import dense_prefixes, dense_trigrams
from paperview.index.storage.postings import FIELD_SET, FieldSets, PostingArrays, Postings
from paperview.index.storage.segment import Segment
from paperview.index.storage.term_dictionary import TermDictionary
from paperview.index.storage.token_stream import END_OF_TEXT, MOST_FIELDS, TITLE_MARK, TokenStream
from paperview.model.analysis import MARK, split, words
from paperview.model.dates import day_number
from paperview.model.names import surname
from paperview.model.paper import Paper
from paperview.tex import to_text

_RUN = 250
"""Papers inverted at once: some milliseconds' work, in arrays that fit into the cache."""
_TERMS_AT_ONCE = 1 << 15
"""Terms sorted, or looked up, in one call: no call keeps other threads waiting for long."""

_WHOLE_TERM = TITLE_MARK - MOST_FIELDS
"""Mark in the stream of a run, where a term stands that is not to be split."""
_END, _WHOLE, _NONE = MARK, f"{MARK}w", f"{MARK}n"
_FIELDS = tuple(f"{MARK}{code}" for code in range(len(SCHEMA)))
_NUMBER = struct.Struct("=i")
_MARKS = {
    _END: _NUMBER.pack(END_OF_TEXT),
    _WHOLE: _NUMBER.pack(_WHOLE_TERM),
    _NONE: _NUMBER.pack(-1),
    **{mark: _NUMBER.pack(TITLE_MARK - code) for code, mark in enumerate(_FIELDS)},
}
"""The words between texts that are to be split, and what they become in a stream."""


@dataclass(frozen=True, slots=True)
class PostingsRun:
    """The postings of some papers in a row, with terms numbered in the order they were met."""

    stream: NDArray[np.int32]
    """The token stream: the terms in reading order, and the marks between them."""
    lengths: NDArray[np.int64]
    """Per paper: the length of its token stream."""
    terms: NDArray[np.int32]
    """The terms, ascending."""
    counts: NDArray[np.int64]
    """Per term: the number of its postings, which are all those of a term next to each other."""
    papers: NDArray[np.uint16]
    fields: FieldSets
    weights: NDArray[np.uint8]


class TermNumbers(defaultdict[str, bytes]):
    """Terms numbered in the order in which they are first looked up; and the marks.

    The numbers are bytes, which are joined to an array in a quarter of the time that integers take.
    """

    def __init__(self) -> None:
        super().__init__(map(_NUMBER.pack, itertools.count()).__next__, _MARKS)

    def of(self, terms: Iterable[str]) -> NDArray[np.int32]:
        """Return the numbers of some terms."""
        return np.frombuffer(bytearray().join(map(self.__getitem__, terms)), np.int32)

    def terms(self) -> list[str]:
        """Return the terms by their numbers."""
        return list(self)[len(_MARKS) :]


class SegmentBuilder:
    """Builds a segment of papers that it takes one by one, at most `MOST_PAPERS`."""

    def __init__(self, first: int) -> None:
        """Take the number of the first paper."""
        self._first = first
        self._term_numbers = TermNumbers()
        self._runs: list[PostingsRun] = []
        self._texts: list[str] = []
        """The texts of the next run, with marks between them."""
        self._whole_terms: list[str] = []
        """The terms that stand where it has `_WHOLE`."""
        self._first_authors: list[str] = []
        """Per paper of the next run; empty for none."""
        self._dates = array("i")
        self._present = array("H")
        self._surnames: list[NDArray[np.int32]] = []

    def __len__(self) -> int:
        return len(self._dates)

    def add(self, paper: Paper) -> None:
        """Add the next paper."""
        add_text = self._texts.append
        present = 0
        for code, entry in enumerate(SCHEMA):
            texts = entry.texts(paper)
            if not texts:
                continue
            present |= 1 << code
            add_text(_FIELDS[code])
            for number, text in enumerate(texts):
                if number:
                    add_text(_END)
                if isinstance(text, str):
                    add_text(text)
                else:
                    self._whole_terms += text
                    self._texts += [_WHOLE] * len(text)
        if present:
            add_text(_END)
        self._first_authors.append(paper.authors[0] if paper.authors else "")
        self._dates.append(day_number(paper.date))
        self._present.append(present)
        if len(self._first_authors) == _RUN:
            self._end_run()

    def _end_run(self) -> None:
        count = len(self._first_authors)
        if not count:
            return
        stream = self._term_numbers.of(split(" ".join(self._texts)))
        stream[stream == _WHOLE_TERM] = self._term_numbers.of(self._whole_terms)
        present = np.array(self._present[-count:], np.uint16)
        self._runs.append(invert(stream, np.bitwise_count(present), len(self) - count))
        surnames = [word for name in self._first_authors for word in _surname(name)]
        self._surnames.append(self._term_numbers.of(surnames))
        self._texts, self._whole_terms, self._first_authors = [], [], []

    def build(self) -> tuple[TermDictionary, Segment]:
        """Return the segment of all papers added, and its dictionary."""
        self._end_run()
        sorted_terms = self._sorted_terms()
        numbering = self._numbering(sorted_terms)
        surnames = np.concatenate([np.empty(0, np.int32), *self._surnames]).reshape(-1, 2)
        known = surnames >= 0
        surnames[known] = numbering[surnames[known]]
        dictionary = TermDictionary.of(sorted_terms)
        postings = join_postings(self._runs, numbering)
        count = len(self)
        return dictionary, Segment(
            first=self._first,
            postings=Postings.pack(postings, count),
            stream=TokenStream.pack(*join_streams(self._runs, numbering), len(numbering)),
            dates=np.array(self._dates, np.int32),
            present=np.array(self._present, FIELD_SET),
            surnames=surnames,
            prefix_rows=dense_prefixes(dictionary, postings, count),
            substring_rows=dense_trigrams(dictionary, postings, count),
        )

    def _sorted_terms(self) -> list[str]:
        runs = [sorted(block) for block in _blocks(self._term_numbers.terms())] or [[]]
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
            met = self._term_numbers.of(block)
            numbering[met] = np.arange(start, start + len(block))
            start += len(block)
        return numbering


def _surname(name: str) -> list[str]:
    """Return the first two words of a surname, or `_NONE` in their place."""
    last = words(surname(name))
    if not (name.isascii() and name is to_text(name)) and not set(last) <= set(words(name)):
        last = words(name)[-1:]  # an accent parted by a blank
    return [*last, _NONE, _NONE][:2]


def _blocks(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    return (texts[i : i + _TERMS_AT_ONCE] for i in range(0, len(texts), _TERMS_AT_ONCE))


def invert(
    stream: NDArray[np.int32], fields_of: NDArray[np.uint8], first_paper: int
) -> PostingsRun:
    """Invert some papers.

    Args:
        stream: their token streams, one after the other.
        fields_of: per paper: how many fields it has.
        first_paper: the number of the first of them.
    """
    begins = np.flatnonzero(stream <= TITLE_MARK)
    begins_and_end = np.append(begins, len(stream))
    # Papers are numbered from 0 here; each field of a paper has one number.
    codes = 1 << scoring.CODE_BITS
    paper_and_field = np.repeat(np.arange(len(fields_of), dtype=np.int32) * codes, fields_of)
    paper_and_field += TITLE_MARK - stream[begins]
    paper_and_field = np.repeat(paper_and_field, np.diff(begins_and_end))
    is_term = stream >= 0
    term, paper_and_field = stream[is_term], paper_and_field[is_term]
    field_lengths = np.bincount(paper_and_field, minlength=codes * len(fields_of))
    each = scoring.occurrence_weights(field_lengths.reshape(-1, codes)).reshape(-1)
    # In the order of the terms; those of each term stay in the order of papers and fields.
    order = _order(term)
    term, paper_and_field = term[order], paper_and_field[order]
    paper, code = paper_and_field >> scoring.CODE_BITS, paper_and_field & codes - 1
    first = np.flatnonzero(_changes(term) | _changes(paper))
    weights = scoring.weights(np.add.reduceat(each[paper_and_field], first))
    fields = np.bitwise_or.reduceat((1 << code).astype(FIELD_SET), first)
    term, paper = term[first], paper[first] + first_paper
    starts = np.flatnonzero(_changes(term))
    return PostingsRun(
        stream=stream,
        lengths=np.diff(begins_and_end[np.append(0, np.cumsum(fields_of, dtype=np.int64))]),
        terms=term[starts],
        counts=np.diff(np.append(starts, len(term))),
        papers=paper.astype(np.uint16),
        fields=fields,
        weights=weights,
    )


def _order(numbers: NDArray[np.int32]) -> NDArray[np.int64]:
    """Return the order of numbers from 0, stable.

    numpy sorts numbers of two bytes by counting, in a tenth of the time of longer ones.
    """
    order = np.argsort(numbers.astype(np.uint16), kind="stable")
    upper_half = (numbers >> 16).astype(np.uint16)
    return order[np.argsort(upper_half[order], kind="stable")]


def _changes(numbers: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Return which numbers differ from the one before; the first one does."""
    return np.append(len(numbers) > 0, numbers[1:] != numbers[:-1])


def join_postings(runs: Sequence[PostingsRun], numbering: NDArray[np.int32]) -> PostingArrays:
    """Join the postings of all runs: in the order of the terms, and of the papers.

    Args:
        runs: the runs.
        numbering: per term, in the order they were met, its number among the sorted terms.
    """
    starts = np.zeros(len(numbering) + 1, np.int64)
    for run in runs:
        starts[numbering[run.terms] + 1] += run.counts
    np.cumsum(starts, out=starts)
    count = int(starts[-1])
    papers, weights = np.empty(count, np.uint16), np.empty(count, np.uint8)
    fields = np.empty(count, FIELD_SET)
    free = starts[:-1].copy()  # per term: where its next posting goes
    for run in runs:
        terms = numbering[run.terms]
        before = np.cumsum(run.counts) - run.counts
        indexes = np.repeat(free[terms] - before, run.counts)
        indexes += np.arange(len(indexes))
        papers[indexes] = run.papers
        fields[indexes] = run.fields
        weights[indexes] = run.weights
        free[terms] += run.counts
    return PostingArrays(starts.astype(np.uint32), papers, fields, weights)


def join_streams(
    runs: Sequence[PostingsRun], numbering: NDArray[np.int32]
) -> tuple[NDArray[np.int32], NDArray[np.uint32]]:
    """Join the token streams; return them, and per paper and one more where its own begins."""
    stream = np.empty(sum(len(run.stream) for run in runs), np.int32)
    start = 0
    for run in runs:
        end = start + len(run.stream)
        stream[start:end] = run.stream
        if len(numbering):  # else there are marks alone
            np.take(numbering, run.stream, out=stream[start:end], mode="clip")
        np.copyto(stream[start:end], run.stream, where=run.stream < 0)
        start = end
    lengths = np.concatenate([[0], *(run.lengths for run in runs)])
    return stream, np.cumsum(lengths).astype(np.uint32)
