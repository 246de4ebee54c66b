"""Postings: some papers at a time are inverted, then the runs are sorted together.

A posting is one number, so that only numbers are sorted. From the top, it has 24 bits of the term,
16 of the paper, 15 of the fields that hold it, 8 of its weight.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from paperview.index import scoring
from paperview.index.fields import EVERY_FIELD

END_OF_TEXT = -1
"""Mark in a token stream: stands after each text, such as one author's name."""
TITLE_MARK = -2
"""Mark in a token stream: -2 - code stands before the texts of the field with that code."""

FieldSets = NDArray[np.unsignedinteger[Any]]
FIELD_SET: Final = np.min_scalar_type(int(EVERY_FIELD))
"""How sets of fields are stored: a byte each for up to eight fields, two for more."""

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


@dataclass(frozen=True, slots=True)
class Postings:
    """The postings of all terms, in the order of the terms and of the papers."""

    starts: NDArray[np.uint32]
    """Per term and one more: where its postings begin."""
    papers: NDArray[np.uint16]
    """The paper, counted from the segment's first."""
    fields: FieldSets
    """The fields that hold the term."""
    weights: NDArray[np.uint8]


def slice_indices(starts: NDArray[np.uint32], chosen: NDArray[np.int64]) -> _Integers:
    """Return all indices in some of the slices that `starts` cuts, slice after slice."""
    begins = starts[chosen].astype(np.int64)
    lengths = starts[chosen + 1].astype(np.int64) - begins
    ends = np.cumsum(lengths)
    indices = np.arange(int(ends[-1]) if len(ends) else 0)
    indices += np.repeat(begins - (ends - lengths), lengths)
    return indices


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
