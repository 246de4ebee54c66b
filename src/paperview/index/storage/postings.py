"""Postings: worked out for some papers at a time, then sorted together.

A posting is one number, so that sorting numbers is all there is to do: from the top, 24 bits of the
term, 16 of the paper, 15 of the fields that hold it, 8 of its weight.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from paperview.index import scoring
from paperview.index.fields import ANYWHERE

END_OF_TEXT = -1
"""In a stream: stands after each text, such as one author's name."""
TITLE_MARK = -2
"""In a stream: -2 - code stands before the texts of the field with that code."""

FieldSets = NDArray[np.unsignedinteger[Any]]
FIELD_SET: Final = np.min_scalar_type(int(ANYWHERE))
"""How sets of fields are stored: a byte each for up to eight fields, two for more."""

_Integers = NDArray[np.int64]

MOST_FIELDS = 15
_WORD_SHIFT, _PAPER_SHIFT, _FIELDS_SHIFT = 39, 23, 8
_BELOW_WORD = (1 << _WORD_SHIFT) - 1
_PAPER_BITS = (1 << (_WORD_SHIFT - _PAPER_SHIFT)) - 1
_FIELDS_BITS = (1 << (_PAPER_SHIFT - _FIELDS_SHIFT)) - 1
_WEIGHT_BITS = (1 << _FIELDS_SHIFT) - 1
_AT_ONCE = 1 << 16
"""Postings taken apart at once: what fits into the processor's cache."""


@dataclass(frozen=True, slots=True)
class PostingsRun:
    """Some papers in a row, their words numbered in the order they were met."""

    stream: NDArray[np.int32]
    """The words in reading order, and the marks between them."""
    lengths: _Integers
    """Per paper: how much of the stream is its."""
    postings: _Integers


@dataclass(frozen=True, slots=True)
class Postings:
    """The postings of all words, in the order of the words and of the papers."""

    starts: NDArray[np.uint32]
    """Per word and one more: where its postings begin."""
    papers: NDArray[np.uint16]
    """The paper, counted from the segment's first."""
    fields: FieldSets
    """The fields that hold the word."""
    weights: NDArray[np.uint8]


def slice_indices(starts: NDArray[np.uint32], chosen: NDArray[np.int64]) -> _Integers:
    """Return all places in some of the slices that `starts` cuts, slice after slice."""
    begins = starts[chosen].astype(np.int64)
    lengths = starts[chosen + 1].astype(np.int64) - begins
    ends = np.cumsum(lengths)
    places = np.arange(int(ends[-1]) if len(ends) else 0)
    places += np.repeat(begins - (ends - lengths), lengths)
    return places


def piece(streams: Sequence[array[int]], first_paper: int) -> PostingsRun:
    """Work out the postings of some papers.

    Args:
        streams: per paper its words in reading order, marks between them.
        first_paper: the number of the first of them.
    """
    stream = np.frombuffer(b"".join(streams), np.int32)
    lengths = np.fromiter(map(len, streams), np.int64, len(streams))
    paper, word, code = _occurrences(stream, lengths)
    # One sort puts the words in order, in each word the papers, in each paper the fields.
    code_bits = scoring.CODE_BITS
    key = np.sort(word << 32 | paper << code_bits | code)
    if not len(key):
        return PostingsRun(stream, lengths, key)
    codes = 1 << code_bits
    code, paper_and_field, word_and_paper = key & codes - 1, key & 0xFFFF_FFFF, key >> code_bits
    field_lengths = np.bincount(paper_and_field, minlength=codes * len(streams))
    field_lengths = field_lengths.reshape(-1, codes)
    each = scoring.occurrence_weights(field_lengths).reshape(-1)
    first = np.flatnonzero(np.append(True, word_and_paper[1:] != word_and_paper[:-1]))
    weights = scoring.weights(np.add.reduceat(each[paper_and_field], first))
    fields = np.bitwise_or.reduceat(1 << code, first)
    key = key[first]
    word, paper = key >> 32, ((key & 0xFFFF_FFFF) >> code_bits) + first_paper
    postings = word << _WORD_SHIFT | paper << _PAPER_SHIFT | fields << _FIELDS_SHIFT | weights
    return PostingsRun(stream, lengths, postings)


def _occurrences(
    stream: NDArray[np.int32], lengths: _Integers
) -> tuple[_Integers, _Integers, _Integers]:
    """Return the paper (from 0), word and field code of each word of a stream."""
    is_word = stream >= 0
    paper = np.repeat(np.arange(len(lengths)), lengths)[is_word]
    begins = np.flatnonzero(stream <= TITLE_MARK)
    # A stream begins with a mark, unless it is empty, so that every word has a field.
    code = np.repeat(TITLE_MARK - stream[begins], np.diff(np.append(begins, len(stream))))
    return paper, stream[is_word].astype(np.int64), code[is_word].astype(np.int64)


def join_postings(pieces: Sequence[PostingsRun], numbering: NDArray[np.int32]) -> Postings:
    """Sort the postings of all pieces.

    Args:
        pieces: the pieces.
        numbering: per word, in the order they were met, its number among the sorted words.
    """
    count = sum(len(some.postings) for some in pieces)
    keys = np.empty(count, np.int64)
    start = 0
    for some in pieces:
        word = numbering[some.postings >> _WORD_SHIFT].astype(np.int64)
        end = start + len(word)
        keys[start:end] = word << _WORD_SHIFT | some.postings & _BELOW_WORD
        start = end
    keys.sort()
    starts = np.searchsorted(keys, np.arange(len(numbering) + 1) << _WORD_SHIFT)
    papers, weights = np.empty(count, np.uint16), np.empty(count, np.uint8)
    fields = np.empty(count, FIELD_SET)
    for start in range(0, count, _AT_ONCE):
        some_keys, place = keys[start : start + _AT_ONCE], slice(start, start + _AT_ONCE)
        papers[place] = some_keys >> _PAPER_SHIFT & _PAPER_BITS
        fields[place] = some_keys >> _FIELDS_SHIFT & _FIELDS_BITS
        weights[place] = some_keys & _WEIGHT_BITS
    return Postings(starts.astype(np.uint32), papers, fields, weights)


def join_streams(
    pieces: Sequence[PostingsRun], numbering: NDArray[np.int32]
) -> tuple[NDArray[np.int32], NDArray[np.uint32]]:
    """Join the streams of all pieces; return it, and per paper and one more where it begins."""
    stream = np.empty(sum(len(some.stream) for some in pieces), np.int32)
    start = 0
    for some in pieces:
        end = start + len(some.stream)
        stream[start:end] = some.stream
        np.take(numbering, some.stream, out=stream[start:end], mode="clip")
        np.copyto(stream[start:end], some.stream, where=some.stream < 0)
        start = end
    lengths = np.concatenate([[0], *(some.lengths for some in pieces)])
    return stream, np.cumsum(lengths).astype(np.uint32)
