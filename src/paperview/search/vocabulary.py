"""Which words of the vocabulary does a token mean: the whole word, a beginning, a part, a slip."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from paperview.search.slips import Beginnings, Slips

Numbers = NDArray[np.int64]

_AFTER_ALL = "\U0010ffff"
_SPREAD = 41
"""Spreads three letters over 16 bits: no two triples of small Latin letters fall together."""
_AT_ONCE = 1 << 16
"""Letters looked through at once for a part: what fits into the processor's cache."""


class Vocabulary:
    """All different words of the store, folded and sorted, known by number.

    The words are kept as the codes of their letters in one array, not as strings one by one.
    """

    def __init__(self, words: Sequence[str]) -> None:
        """Take the words, sorted and without repetition."""
        self.lengths = np.fromiter(map(len, words), np.int32, len(words))
        """Per word: its letters."""
        self._starts = np.cumsum(self.lengths + 1) - (self.lengths + 1)
        # A blank after each word keeps a part from being found across two.
        joined = " ".join([*words, ""]).encode("utf-32-le", "surrogatepass")
        self._codes = np.frombuffer(joined, np.uint32)
        self._triples = _triples(self._codes)
        self._beginnings = Beginnings(self._codes, self._starts, self.lengths)

    def __len__(self) -> int:
        return len(self.lengths)

    def __getitem__(self, number: int) -> str:
        start = self._starts[number]
        codes = self._codes[start : start + self.lengths[number]]
        return codes.tobytes().decode("utf-32-le", "surrogatepass")

    def __iter__(self) -> Iterator[str]:
        return map(self.__getitem__, range(len(self)))

    def whole(self, word: str) -> int | None:
        """Return the number of a word, or None where the vocabulary lacks it."""
        number = self._place(word)
        return number if number < len(self) and self[number] == word else None

    def beginning(self, token: str) -> tuple[int, int]:
        """Return the range of words that begin with a token: first number, number after last."""
        return self._place(token), self._place(token + _AFTER_ALL)

    def _place(self, text: str) -> int:
        return bisect_left(range(len(self)), text, key=self.__getitem__)

    def parts(self, token: str) -> Numbers:
        """Return the words that hold a token, of three letters or more, anywhere, ascending."""
        codes = np.array([ord(char) for char in token], np.uint32)
        triple = _triples(codes)[0]
        # Where its last letters have room too.
        room = self._triples[: max(len(self._codes) - len(codes) + 1, 0)]
        places = np.concatenate(
            [
                np.flatnonzero(room[start : start + _AT_ONCE] == triple) + start
                for start in range(0, len(room) or 1, _AT_ONCE)
            ]
        )
        for i, code in enumerate(codes):
            places = places[self._codes[places + i] == code]
        numbers = np.searchsorted(self._starts, places, side="right") - 1
        # They ascend: a word that holds the token twice stands next to itself.
        return numbers[np.diff(numbers, prepend=-1) > 0]

    def slips(self, token: str, most: int) -> Slips:
        """Return the words that are, whole or in their beginning, at most some slips from a token.

        Words that hold the token itself are among them, with 0 slips.
        """
        return self._beginnings.slips(token, most)


def _triples(codes: NDArray[np.uint32]) -> NDArray[np.uint16]:
    """Return per letter a number for it and the two that follow."""
    letters = codes.astype(np.uint16)
    return (letters[:-2] * _SPREAD + letters[1:-1]) * _SPREAD + letters[2:]
