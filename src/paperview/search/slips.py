"""Words some slips away from a token.

A slip is a letter too many, missing or wrong, or two neighbours swapped: the optimal string
alignment distance, which rapidfuzz measures. A token may mean a word's beginning too, so all
different beginnings of the lengths that may be near are looked at, each once however many words
have it. A test of their letters, as masks of bits, leaves some hundreds of them to be measured.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

_Numbers = NDArray[np.int64]
_Masks = NDArray[np.uint64]

_LETTER_BITS = 39
"""The remainders that letters' codes leave: different ones for each of a to z and 0 to 9."""
_PREPARED = 12
"""Letters of the beginnings that are laid out at once; longer ones when a token needs them."""


@dataclass(frozen=True, slots=True)
class Slips:
    """Words that a token means when slips are forgiven."""

    numbers: _Numbers
    """Which words, as numbers of the vocabulary, ascending."""
    slips: NDArray[np.uint8]
    """How many slips away each is."""
    ends: NDArray[np.int32]
    """How many of its letters the token means: all of them, or its beginning."""


@dataclass(frozen=True, slots=True)
class _Level:
    """All different beginnings of one length, in the order of the words."""

    first: _Numbers
    """Per beginning: the first word that has it."""
    end: _Numbers
    """Per beginning: the number after the last such word."""
    masks: _Masks
    """Per beginning: which letters it has."""


@dataclass(frozen=True, slots=True)
class _Found:
    """Beginnings of one length that are near enough to the token."""

    length: int
    first: _Numbers
    end: _Numbers
    distances: NDArray[np.uint8]


class Beginnings:
    """All different beginnings of sorted words, by their lengths."""

    def __init__(
        self, codes: NDArray[np.uint32], starts: NDArray[np.int64], lengths: NDArray[np.int32]
    ) -> None:
        """Take the words as the codes of their letters, one word after the other.

        Args:
            codes: the letters of all words, with whatever lies between two of them.
            starts: per word, in their order: where it begins.
            lengths: per word: its letters.
        """
        self._codes = codes
        self._starts = starts
        self._lengths = lengths
        self._is_new = np.zeros(len(lengths), np.bool_)
        self._is_new[:1] = True
        self._masks = np.zeros(len(lengths), np.uint64)
        self._levels: list[_Level] = []
        self._level(_PREPARED)

    def _level(self, length: int) -> _Level:
        while len(self._levels) < length:
            self._lay_out()
        return self._levels[length - 1]

    def _lay_out(self) -> None:
        """Lay out the beginnings that are one letter longer than those laid out so far."""
        place = len(self._levels)
        is_long_enough = self._lengths > place
        letters = np.zeros(len(self._lengths), np.uint32)
        letters[is_long_enough] = self._codes[self._starts[is_long_enough] + place]
        self._is_new[1:] |= letters[1:] != letters[:-1]
        self._masks[is_long_enough] |= _bits(letters[is_long_enough])
        runs = np.flatnonzero(self._is_new)
        ends = np.append(runs[1:], len(letters))
        is_beginning = is_long_enough[runs]
        first = runs[is_beginning]
        self._levels.append(_Level(first, ends[is_beginning], self._masks[first]))

    def slips(self, token: str, most: int) -> Slips:
        """Return the words that are, whole or in their beginning, at most some slips from a token.

        Each word's nearest beginning counts; of equally near ones the whole word, or else the one
        whose length is closest to the token's.
        """
        best = np.full(len(self._lengths), most + 1, np.uint8)
        ends = np.zeros(len(self._lengths), np.int32)
        found = list(self._near(token, most))
        for some in found:
            words, distances = _spread(some)
            better = distances < best[words]
            best[words[better]] = distances[better]
            ends[words[better]] = some.length
        for some in found:
            whole = (self._lengths[some.first] == some.length) & (
                some.distances == best[some.first]
            )
            ends[some.first[whole]] = some.length
        numbers = np.flatnonzero(best <= most)
        return Slips(numbers, best[numbers], ends[numbers])

    def _near(self, token: str, most: int) -> Iterator[_Found]:
        """Give the beginnings that are near enough, those of the token's own length first."""
        codes = np.array([ord(char) for char in token], np.uint32)
        mask = np.bitwise_or.reduce(_bits(codes))
        for length in sorted(
            range(max(1, len(token) - most), len(token) + most + 1),
            key=lambda length: abs(length - len(token)),
        ):
            level = self._level(length)
            # Each slip adds or takes away one letter at most, or does both.
            lacking = np.bitwise_count(mask & ~level.masks)
            others = np.bitwise_count(level.masks & ~mask)
            likely = np.flatnonzero((lacking <= most) & (others <= most))
            texts = [self._text(first, length) for first in level.first[likely].tolist()]
            if not texts:
                continue
            distances = cdist(
                [token], texts, scorer=OSA.distance, score_cutoff=most, dtype=np.uint8
            )[0]
            is_near = np.flatnonzero(distances <= most)
            some = likely[is_near]
            yield _Found(length, level.first[some], level.end[some], distances[is_near])

    def _text(self, number: int, length: int) -> str:
        """Return the beginning of a word."""
        start = self._starts[number]
        return self._codes[start : start + length].tobytes().decode("utf-32-le", "surrogatepass")


def _bits(codes: NDArray[np.uint32]) -> _Masks:
    return np.left_shift(np.uint64(1), (codes % _LETTER_BITS).astype(np.uint64))


def _spread(found: _Found) -> tuple[_Numbers, NDArray[np.uint8]]:
    """Return all words that have some beginnings, and how far away the beginning of each is."""
    counts = found.end - found.first
    offsets = found.first - (np.cumsum(counts) - counts)
    words = np.arange(int(counts.sum())) + np.repeat(offsets, counts)
    return words, np.repeat(found.distances, counts)
