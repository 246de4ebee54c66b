"""Words some slips away from a token.

A slip is a letter too many, missing or wrong, or two neighbours swapped: the optimal string
alignment distance, which rapidfuzz measures. A token may mean a word's beginning too. So the words
stand as a tree of their beginnings, each there once however many words have it, and what can't
come near the token any more is left out with all that it begins; of millions of words some hundred
beginnings remain to be measured.

A beginning is left out when more of its letters than slips are forgiven are *foreign*: not among
the token's letters at that place, nor as many places to the left or right of it as there are slips.
For a letter that is no slip itself stands in the token, moved by one place for each slip before it
at most. For the same reason it is left out when it lacks more than so many letters of the token, of
those that must have come by then.

Words with signs in them are not forgiven any: ids, DOIs, categories, and terms such as `c++`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

_Numbers = NDArray[np.int64]

_LAID_OUT = 20
"""Letters of the beginnings that are laid out; few words are so long."""
_OTHER = 255
"""What stands for all letters with larger codes."""
_IS_SIGN = np.isin(np.arange(_OTHER + 1), [ord(sign) for sign in "./+#*&"])


@dataclass(frozen=True, slots=True)
class FuzzyTerms:
    """Words that a token means when slips are forgiven."""

    numbers: _Numbers
    """Which words, as numbers of the dictionary, ascending."""
    slips: NDArray[np.uint8]
    """How many slips away each is."""
    ends: NDArray[np.int32]
    """How many of its letters the token means: all of them, or its beginning."""


NO_FUZZY_TERMS = FuzzyTerms(np.zeros(0, np.int64), np.zeros(0, np.uint8), np.zeros(0, np.int32))


@dataclass(frozen=True, slots=True)
class _Level:
    """All different beginnings of one length, in the order of the words."""

    first: NDArray[np.int32]
    """Per beginning: the place of the first word that has it."""
    end: NDArray[np.int32]
    """Per beginning: the place after the last such word."""
    letters: NDArray[np.uint8]
    """Per beginning: its last letter."""
    longer: NDArray[np.int32]
    """Per beginning and one more: where in the next level those begin that go on from it."""


@dataclass(frozen=True, slots=True)
class _Near:
    """Words that have beginnings of one length that are near enough to the token."""

    length: int
    places: _Numbers
    distances: NDArray[np.uint8]


class PrefixTrie:
    """The different beginnings of sorted words."""

    def __init__(
        self,
        codes: NDArray[np.uint32],
        starts: NDArray[np.uint32],
        numbers: NDArray[np.int32],
        levels: Sequence[_Level],
    ) -> None:
        """Take the words as the codes of their letters, one word after the other.

        Args:
            codes: the letters of all words, with a blank after each word.
            starts: per word, in their order, and one more: where it begins.
            numbers: the words that may be meant with slips, ascending; they have places here.
            levels: their beginnings of 1, 2, 3 ... letters.
        """
        self._codes = codes
        self._starts = starts
        self._numbers = numbers
        self._levels = levels

    @classmethod
    def build(cls, codes: NDArray[np.uint32], starts: NDArray[np.uint32]) -> Self:
        """Lay the beginnings of words out."""
        numbers = _forgiven(codes, starts)
        begins = starts[numbers].astype(np.int64)
        lengths = starts[numbers + 1] - begins - 1
        is_new = np.zeros(len(numbers), np.bool_)
        is_new[:1] = True
        ranges, all_letters = [], []
        for place in range(_LAID_OUT):
            is_long_enough = np.flatnonzero(lengths > place)
            letters = np.zeros(len(numbers), np.uint32)
            letters[is_long_enough] = codes[begins[is_long_enough] + place]
            is_new[1:] |= letters[1:] != letters[:-1]
            runs = np.flatnonzero(is_new).astype(np.int32)
            ends = np.append(runs[1:], np.int32(len(letters)))
            is_beginning = lengths[runs] > place
            ranges.append((runs[is_beginning], ends[is_beginning]))
            all_letters.append(np.minimum(letters[ranges[-1][0]], _OTHER).astype(np.uint8))
        nothing = np.zeros(0, np.int32)
        following = [*(first for first, _ in ranges[1:]), nothing]
        levels = [
            _Level(first, end, letters, _longer(first, next_first))
            for (first, end), letters, next_first in zip(
                ranges, all_letters, following, strict=True
            )
        ]
        return cls(codes, starts, numbers, levels)

    def arrays(self) -> dict[str, NDArray[np.generic]]:
        """Return what was laid out, for storing."""
        levels = self._levels
        return {
            "forgiven": self._numbers,
            "level_sizes": np.array([len(level.first) for level in levels], np.int64),
            "level_first": np.concatenate([level.first for level in levels]),
            "level_end": np.concatenate([level.end for level in levels]),
            "level_letters": np.concatenate([level.letters for level in levels]),
            "level_longer": np.concatenate([level.longer for level in levels]),
        }

    @classmethod
    def of(
        cls,
        codes: NDArray[np.uint32],
        starts: NDArray[np.uint32],
        arrays: Mapping[str, NDArray[Any]],
    ) -> Self:
        """Take what was stored."""
        levels = []
        low = 0
        for place, size in enumerate(arrays["level_sizes"].tolist()):
            some = slice(low, low + size)
            first, end = arrays["level_first"][some], arrays["level_end"][some]
            longer = arrays["level_longer"][low + place : low + place + size + 1]
            levels.append(_Level(first, end, arrays["level_letters"][some], longer))
            low += size
        return cls(codes, starts, arrays["forgiven"], levels)

    def search(
        self, token: str, most: int, early: int = 0, words: _Numbers | None = None
    ) -> FuzzyTerms:
        """Return the words that are, whole or in their beginning, at most some slips from a token.

        Each word's nearest beginning counts; of equally near ones the whole word, or else the one
        whose length is closest to the token's.

        Args:
            token: the token.
            most: how many slips are forgiven.
            early: in how many of the first letters one slip alone is.
            words: words that are looked at in any case, ascending.
        """
        near = list(self._near(token, most, early))
        if words is not None:
            near += self._near_among(words, token, most)
        if not near:
            return NO_FUZZY_TERMS
        places = np.concatenate([some.places for some in near])
        distances = np.concatenate([some.distances for some in near])
        lengths = np.repeat([some.length for some in near], [len(some.places) for some in near])
        words = self._numbers[places].astype(np.int64)
        is_part = self._starts[words + 1] - self._starts[words] - 1 != lengths
        order = np.lexsort((np.abs(lengths - len(token)), is_part, distances, words))
        is_best = np.append(True, np.diff(words[order]) > 0)
        best = order[is_best]
        return FuzzyTerms(words[best], distances[best], lengths[best].astype(np.int32))

    def _near(self, token: str, most: int, early: int) -> Iterator[_Near]:
        for length, first, end in self._likely(token, most, early):
            distances = self._distances(token, first, length, most)
            is_near = np.flatnonzero(distances <= most)
            if len(is_near):
                places, which = _spread(first[is_near], end[is_near])
                yield _Near(length, places, distances[is_near][which])

    def _near_among(self, words: _Numbers, token: str, most: int) -> Iterator[_Near]:
        """Give those of some words that have a beginning that is near enough."""
        wanted = words.astype(np.int32)  # numpy would widen all the others
        places = np.minimum(np.searchsorted(self._numbers, wanted), len(self._numbers) - 1)
        places = places[self._numbers[places] == wanted]
        codes = np.minimum([ord(char) for char in token], _OTHER)
        for length in range(max(1, len(token) - most), len(token) + most + 1):
            numbers = self._numbers[places]
            places = places[self._starts[numbers + 1] - self._starts[numbers] > length]
            letters = np.minimum(self._letters(places, length), _OTHER)
            foreign = np.zeros(len(places), np.uint8)
            for place in range(length):
                foreign += _is_foreign(codes, place, most)[letters[:, place]]
            likely = places[foreign <= most]
            distances = self._distances(token, likely.astype(np.int32), length, most)
            is_near = distances <= most
            if is_near.any():
                yield _Near(length, likely[is_near], distances[is_near])

    def _letters(self, places: _Numbers | NDArray[np.int32], length: int) -> NDArray[np.uint32]:
        """Return the codes of some words' first letters, words x letters."""
        begins = self._starts[self._numbers[places]].astype(np.int64)
        letters: NDArray[np.uint32] = self._codes[begins[:, None] + np.arange(length)]
        return letters

    def _likely(
        self, token: str, most: int, early: int
    ) -> Iterator[tuple[int, NDArray[np.int32], NDArray[np.int32]]]:
        """Give the beginnings worth measuring, by length: the first word and the end of each."""
        codes = np.minimum([ord(char) for char in token], _OTHER)
        mask = np.bitwise_or.reduce(_BITS[codes])
        left = np.arange(len(self._levels[0].first))
        foreign = np.zeros(len(left), np.uint8)
        strange = foreign.copy()  # foreign if one slip alone is forgiven
        masks = np.zeros(len(left), np.uint32)
        for place, level in enumerate(self._levels[: len(token) + most]):
            letters = level.letters[left]
            foreign += _is_foreign(codes, place, most)[letters]
            masks |= _BITS[letters]
            due = np.bitwise_or.reduce(_BITS[codes[: max(0, place + 1 - most)]])
            is_near = (foreign <= most) & (np.bitwise_count(due & ~masks) <= most)
            if place < early:
                strange += _is_foreign(codes, place, 1)[letters]
                is_near &= strange <= 1
            near = np.flatnonzero(is_near)
            if place < early:
                strange = strange[near]
            left, foreign, masks = left[near], foreign[near], masks[near]
            if place + 1 >= len(token) - most:
                likely = left[np.bitwise_count(mask & ~masks) <= most]
                yield place + 1, level.first[likely], level.end[likely]
            if place + 1 < len(self._levels):
                left, which = _spread(level.longer[left], level.longer[left + 1])
                foreign, masks = foreign[which], masks[which]
                strange = strange[which] if place + 1 < early else strange
        if len(token) + most > len(self._levels):
            yield from self._likely_longer(token, most, left)

    def _likely_longer(
        self, token: str, most: int, left: _Numbers
    ) -> Iterator[tuple[int, NDArray[np.int32], NDArray[np.int32]]]:
        """Give the beginnings that are not laid out, each word's for itself, so few they are."""
        last = self._levels[-1]
        places, _ = _spread(last.first[left], last.end[left])
        for length in range(len(self._levels) + 1, len(token) + most + 1):
            numbers = self._numbers[places]
            places = places[self._starts[numbers + 1] - self._starts[numbers] > length]
            if length >= len(token) - most:
                first = places.astype(np.int32)
                yield length, first, first + np.int32(1)

    def _distances(
        self, token: str, words: NDArray[np.int32], length: int, most: int
    ) -> NDArray[np.uint8]:
        """Measure the beginnings, of some length, of the words at some places."""
        joined = self._letters(words, length).tobytes().decode("utf-32-le", "surrogatepass")
        texts = [joined[i : i + length] for i in range(0, len(joined), length)]
        distances: NDArray[np.uint8] = cdist(
            [token], texts, scorer=OSA.distance, score_cutoff=most, dtype=np.uint8
        ).reshape(-1)
        return distances


_BITS: NDArray[np.uint32] = np.left_shift(
    np.uint32(1), np.arange(_OTHER + 1, dtype=np.uint32) & np.uint32(31)
)
"""Per letter: its bit in a mask; different ones for each of a to z."""


def _is_foreign(codes: NDArray[np.int64], place: int, most: int) -> NDArray[np.uint8]:
    """Return per letter 1 where the token has it not at a place nor some places around it."""
    is_foreign = np.ones(_OTHER + 1, np.uint8)
    is_foreign[codes[max(0, place - most) : place + most + 1]] = 0
    return is_foreign


def _forgiven(codes: NDArray[np.uint32], starts: NDArray[np.uint32]) -> NDArray[np.int32]:
    """Return the words that may be meant with slips."""
    signs = np.flatnonzero(_IS_SIGN[np.minimum(codes, _OTHER)])
    signed = np.searchsorted(starts, signs.astype(np.uint32), side="right") - 1
    return np.delete(np.arange(len(starts) - 1, dtype=np.int32), signed)


def _longer(first: NDArray[np.int32], next_first: NDArray[np.int32]) -> NDArray[np.int32]:
    longer = np.searchsorted(next_first, first)
    return np.append(longer, len(next_first)).astype(np.int32)


def _spread(first: NDArray[np.int32], end: NDArray[np.int32]) -> tuple[_Numbers, _Numbers]:
    """Return all numbers in some ranges, and which range each is from."""
    counts = (end - first).astype(np.int64)
    which = np.repeat(np.arange(len(counts)), counts)
    return np.arange(len(which)) + (first - (np.cumsum(counts) - counts))[which], which
