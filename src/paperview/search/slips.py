"""Words some slips away from a token, found by walking down the tree of all beginnings.

A slip is a letter too many, missing or wrong, or two neighbours swapped: the optimal string
alignment distance. Words with one beginning share its distances, so each different beginning is
looked at once, those of one length all together, and nothing below a beginning that is already too
far away is looked at. What that costs hardly depends on how many words there are: of 200,000 words
with 550,000 beginnings, one slip looks at about 5,000 of them and two at 30,000.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_Places = NDArray[np.int64]
_Kept = NDArray[np.int32]
_Distances = NDArray[np.uint8]

_PREPARED = 12
"""Letters of the beginnings that are laid out at once; longer ones when a token needs them."""


@dataclass(frozen=True, slots=True)
class Slips:
    """Words that a token means when slips are forgiven."""

    numbers: _Places
    """Which words, as numbers of the vocabulary, ascending."""
    slips: NDArray[np.uint8]
    """How many slips away each is."""
    ends: NDArray[np.int32]
    """How many of its letters the token means: all of them, or its beginning."""


@dataclass(frozen=True, slots=True)
class _Level:
    """All different beginnings of one length, in the order of the words."""

    first: _Kept
    """Per beginning: the first word that has it."""
    end: _Kept
    """Per beginning: the number after the last such word."""
    letters: NDArray[np.uint32]
    """Per beginning: the code of its last letter."""
    low: _Kept
    """Per beginning one letter shorter: the first of this level that continues it."""
    high: _Kept
    """Per beginning one letter shorter: the place after the last that continues it."""


@dataclass(frozen=True, slots=True)
class _Found:
    """Beginnings of one length that are near enough to the token."""

    length: int
    first: _Kept
    end: _Kept
    distances: _Distances


class PrefixTree:
    """All different beginnings of sorted words, level by level."""

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
        root, nothing = np.zeros(1, np.int32), np.zeros(0, np.int32)
        end = np.array([len(lengths)], np.int32)
        self._levels = [_Level(root, end, np.zeros(1, np.uint32), nothing, nothing)]
        while len(self._levels) <= _PREPARED:
            self._lay_out()

    def _level(self, length: int) -> _Level:
        while len(self._levels) <= length:
            self._lay_out()
        return self._levels[length]

    def _lay_out(self) -> None:
        """Lay out the beginnings that are one letter longer than those laid out so far."""
        length, shorter = len(self._levels), self._levels[-1]
        is_long_enough = self._lengths >= length
        letters = np.zeros(len(self._lengths), np.uint32)
        letters[is_long_enough] = self._codes[self._starts[is_long_enough] + (length - 1)]
        self._is_new[1:] |= letters[1:] != letters[:-1]
        runs = np.flatnonzero(self._is_new).astype(np.int32)
        ends = np.append(runs[1:], np.int32(len(letters)))
        is_beginning = is_long_enough[runs]
        first, end = runs[is_beginning], ends[is_beginning]
        low = np.searchsorted(first, shorter.first).astype(np.int32)
        high = np.searchsorted(first, shorter.end).astype(np.int32)
        self._levels.append(_Level(first, end, letters[first], low, high))

    def slips(self, token: str, most: int) -> Slips:
        """Return the words that are, whole or in their beginning, at most some slips from a token.

        Each word's nearest beginning counts; of equally near ones the whole word, or else the one
        whose length is closest to the token's.
        """
        best = np.full(len(self._lengths), most + 1, np.uint8)
        ends = np.zeros(len(self._lengths), np.int32)
        found = sorted(self._walk(token, most), key=lambda some: abs(some.length - len(token)))
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

    def _walk(self, token: str, most: int) -> Iterator[_Found]:
        """Go down the tree, and give the beginnings of each length that are near enough.

        Of the table of distances between the beginnings of the token and of a word, only the band
        where the lengths differ by at most `most` can hold small ones. Row r of `near` is, for
        every beginning of the present length still under way, its distance from the token's
        first length - most + r letters; `nearer` is the same for beginnings one letter shorter.
        """
        codes = [ord(char) for char in token]
        band = range(2 * most + 1)
        too_far = np.uint8(most + 1)
        places = np.zeros(1, np.int64)
        letters = np.zeros(1, np.uint32)
        near = np.array([[abs(row - most)] for row in band], np.uint8)
        near[:most] = too_far
        nearer = np.full_like(near, too_far)
        for length in range(1, len(token) + most + 1):
            level = self._level(length)
            children, parents = _children(level, places)
            if not len(children):
                return
            letter, letter_before = level.letters[children], letters[parents]
            above, above_twice = near[:, parents], nearer[:, parents]
            now = np.full((len(band), len(children)), too_far)
            for row in band:
                place = length - most + row  # in the token
                if place == 0:
                    now[row] = min(length, most + 1)
                if not 0 < place <= len(token):
                    continue
                distance = above[row] + (letter != codes[place - 1])
                if row + 1 < len(band):
                    np.minimum(distance, above[row + 1] + 1, out=distance)
                if row > 0:
                    np.minimum(distance, now[row - 1] + 1, out=distance)
                if place > 1 and length > 1:
                    swapped = (letter == codes[place - 2]) & (letter_before == codes[place - 1])
                    np.minimum(distance, above_twice[row] + 1, out=distance, where=swapped)
                np.minimum(distance, too_far, out=now[row])
            row = len(token) - length + most
            if row < len(band):
                is_near = np.flatnonzero(now[row] <= most)
                some = children[is_near]
                yield _Found(length, level.first[some], level.end[some], now[row][is_near])
            alive = np.flatnonzero(now.min(axis=0) <= most)
            places, letters = children[alive], letter[alive]
            near, nearer = now[:, alive], above[:, alive]


def _children(level: _Level, parents: _Places) -> tuple[_Places, _Places]:
    """Return the beginnings of a level that continue some shorter ones.

    Args:
        level: the level.
        parents: places in the level before it.

    Returns:
        The places in the level, and for each which of `parents` it continues.
    """
    low = level.low[parents]
    counts = level.high[parents] - low
    whose = np.repeat(np.arange(len(parents)), counts)
    offsets = low - (np.cumsum(counts) - counts)
    return np.arange(len(whose)) + offsets[whose], whose


def _spread(found: _Found) -> tuple[_Places, _Distances]:
    """Return all words that have some beginnings, and how far away the beginning of each is."""
    counts = found.end - found.first
    offsets = found.first - (np.cumsum(counts) - counts)
    words = np.arange(int(counts.sum())) + np.repeat(offsets, counts)
    return words, np.repeat(found.distances, counts)
