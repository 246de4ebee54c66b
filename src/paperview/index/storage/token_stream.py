"""The token stream: the terms of all papers of a segment in reading order, and marks between them.

A token takes one byte to four. Marks and the most frequent terms have the smallest codes, and a
code is written with seven bits a byte, the highest first; only its last byte is below 128
(variable-byte coding: Manning, Raghavan, Schütze: Introduction to Information Retrieval, 2008,
section 5.3). So a phrase can be searched as bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from paperview.index.storage.packing import Numbers, ranges

END_OF_TEXT: Final = -1
"""Mark: stands after each text, such as one author's name."""
TITLE_MARK: Final = -2
"""Mark: -2 - code stands before the texts of the field with that code."""

Tokens = NDArray[np.int32]
"""Terms as their local numbers, and marks below 0."""

Codes = NDArray[np.uint8]
"""Tokens in bytes."""


class Part(NamedTuple):
    """The coded tokens of some papers."""

    codes: Codes
    begins: Numbers
    """Per paper: where it begins there."""


MOST_FIELDS: Final = 15
_MARKS = MOST_FIELDS + 1
"""Marks have the first codes, so that each is one byte: mark -1 has code 0."""
_FREQUENT = 1 << 14
"""Codes of one or two bytes."""
_BITS = 7
_MORE = 1 << _BITS
"""Set in all bytes of a code but the last."""
_LONGEST = 4


@dataclass(frozen=True, slots=True)
class TokenStream:
    """The token stream of a segment."""

    codes: Codes
    starts: NDArray[np.uint32]
    """Per paper and one more: where its codes begin."""
    frequent: Tokens
    """The tokens of the first codes; the other codes are term numbers, from this one's length."""

    @classmethod
    def pack(cls, tokens: Tokens, starts: NDArray[Any], terms: int) -> Self:
        """Pack tokens.

        Args:
            tokens: the tokens.
            starts: per paper and one more: where its tokens begin.
            terms: how many different terms there are.
        """
        counts = np.bincount(tokens[tokens >= 0], minlength=terms)
        best = np.argsort(-counts, kind="stable")[: _FREQUENT - _MARKS]
        frequent = np.append(-1 - np.arange(_MARKS), best).astype(np.int32)
        code_of = np.arange(terms, dtype=np.int32) + np.int32(len(frequent))
        code_of[best] = np.arange(_MARKS, len(frequent))
        codes = -1 - tokens
        is_term = tokens >= 0
        codes[is_term] = code_of[tokens[is_term]]
        lengths = np.ones(len(codes), np.uint8)
        for i in range(1, _LONGEST):
            lengths += codes >= 1 << _BITS * i
        ends = np.append(0, np.cumsum(lengths, dtype=np.int64))
        packed = np.empty(int(ends[-1]), np.uint8)
        packed[ends[1:] - 1] = codes & _MORE - 1
        for i in range(1, _LONGEST):
            longer = np.flatnonzero(lengths > i)
            packed[ends[longer + 1] - 1 - i] = codes[longer] >> _BITS * i | _MORE
        return cls(packed, ends[starts].astype(np.uint32), frequent)

    def encoded(self, token: int) -> list[int]:
        """Return the bytes of a token."""
        code = -1 - token
        if token >= 0:
            found = np.flatnonzero(self.frequent == token)
            code = int(found[0]) if len(found) else token + len(self.frequent)
        encoded = [code % _MORE]
        while code := code >> _BITS:
            encoded.insert(0, code % _MORE | _MORE)
        return encoded

    def part(self, low: int, high: int) -> Part:
        """Return the part of the papers from `low` to before `high`."""
        starts = self.starts[low : high + 1].astype(np.int64)
        return Part(self.codes[starts[0] : starts[-1]], starts[:-1] - starts[0])

    def chosen(self, papers: Numbers) -> Part:
        """Return the part of some papers."""
        starts = self.starts[papers].astype(np.int64)
        lengths = self.starts[papers + 1] - starts
        return Part(self.codes[ranges(starts, lengths)], lengths.cumsum() - lengths)

    def tokens(self, papers: Numbers) -> tuple[Tokens, Numbers]:
        """Return the tokens of some papers, and where each paper begins there."""
        codes, begins = self.chosen(papers)
        ends = (codes < _MORE).nonzero()[0]
        values = codes[ends].astype(np.int32)
        # The byte before an end is of the same code, unless it is an end itself.
        before = codes[ends - 1]
        values += (np.maximum(before, _MORE) - np.uint8(_MORE)).astype(np.int32) << _BITS
        longer = (before >= _MORE).nonzero()[0]
        for i in range(2, _LONGEST):
            byte = codes[ends[longer] - i]
            is_longer = byte >= _MORE
            longer = longer[is_longer]
            values[longer] += (byte[is_longer] & np.int32(_MORE - 1)) << _BITS * i
        return self._tokens(values), ends.searchsorted(begins)

    def tokens_at(self, codes: Codes, offsets: Numbers) -> tuple[Tokens, Numbers]:
        """Return the tokens whose codes begin at some offsets, and where the next ones begin.

        Behind the last code there is the mark -1.
        """
        ends = np.array(offsets)
        values = np.zeros(len(ends), np.int32)
        left = np.flatnonzero(ends < len(codes))
        while len(left):
            byte = codes[ends[left]]
            values[left] = values[left] << _BITS | byte & np.int32(_MORE - 1)
            ends[left] += 1
            left = left[byte >= _MORE]
        return self._tokens(values), ends

    def _tokens(self, values: NDArray[np.int32]) -> Tokens:
        """Return the tokens with some codes."""
        tokens = self.frequent.take(values, mode="clip")
        rare = (values >= len(self.frequent)).nonzero()[0]
        tokens[rare] = values[rare] - len(self.frequent)
        return tokens

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return the arrays to store."""
        return {
            "stream": self.codes,
            "stream_frequent": self.frequent,
            "stream_starts": self.starts,
        }

    @classmethod
    def of(cls, arrays: Mapping[str, NDArray[Any]]) -> Self:
        """Return what was stored."""
        return cls(arrays["stream"], arrays["stream_starts"], arrays["stream_frequent"])


def fields_at(codes: Codes, offsets: Numbers) -> Numbers:
    """Return the field codes of the tokens whose codes begin at some offsets."""
    # Subtracted in bytes, so that 0 becomes 255.
    marks = np.flatnonzero(codes - np.uint8(1) < MOST_FIELDS)
    # The last byte of a longer code may look like a mark.
    marks = marks[(marks == 0) | (codes[marks - 1] < _MORE)]
    fields: Numbers = codes[marks[marks.searchsorted(offsets) - 1]].astype(np.int64) - 1
    return fields


def are_at(codes: Codes, offsets: Numbers, wanted: list[int]) -> NDArray[np.bool_]:
    """Return at which offsets some bytes stand; the first of them begins a code."""
    left = np.flatnonzero(offsets < len(codes))
    for i, byte in enumerate(wanted):
        at = np.minimum(offsets[left] + i, len(codes) - 1)
        left = left[codes[at] == byte]
    are_there = np.zeros(len(offsets), np.bool_)
    are_there[left] = True
    return are_there


def token_offsets(codes: Codes) -> Numbers:
    """Return all offsets at which a code begins."""
    return np.append(0, np.flatnonzero(codes < _MORE) + 1)[:-1]


def offsets_of(codes: Codes, wanted: list[int]) -> Numbers:
    """Return all offsets at which some bytes stand; the first of them begins a code."""
    offsets = np.flatnonzero(codes[: max(0, len(codes) - len(wanted) + 1)] == wanted[0])
    for i, byte in enumerate(wanted[1:], 1):
        offsets = offsets[codes[offsets + i] == byte]
    begins: Numbers = offsets[(offsets == 0) | (codes[offsets - 1] < _MORE)]
    return begins
