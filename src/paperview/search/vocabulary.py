"""Which words of the vocabulary does a token mean: the whole word, a beginning, a part, a slip."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from paperview.search.slips import PrefixTree, Slips

Numbers = NDArray[np.int64]

_AFTER_ALL = "\U0010ffff"


class Vocabulary:
    """All different words of the store, folded and sorted, known by number.

    The words are kept as one string, which is searched for parts, and not one by one.
    """

    def __init__(self, words: Sequence[str]) -> None:
        """Take the words, sorted and without repetition."""
        self.lengths = np.fromiter(map(len, words), np.int32, len(words))
        """Per word: its letters."""
        self._joined = "\n".join(words)
        ends = np.cumsum(self.lengths + 1)
        self._starts = ends - (self.lengths + 1)
        codes = np.frombuffer(self._joined.encode("utf-32-le", "surrogatepass"), np.uint32)
        self._tree = PrefixTree(codes, self._starts, self.lengths)

    def __len__(self) -> int:
        return len(self.lengths)

    def __getitem__(self, number: int) -> str:
        start = int(self._starts[number])
        return self._joined[start : start + int(self.lengths[number])]

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
        """Return the words that hold a token anywhere, ascending."""
        places = []
        place = self._joined.find(token)
        while place >= 0:
            places.append(place)
            place = self._joined.find(token, place + 1)
        numbers = np.searchsorted(self._starts, np.array(places, np.int64), side="right") - 1
        # Sorted already: a word that holds the token twice is left out as its own neighbour.
        return numbers[np.append(True, numbers[1:] != numbers[:-1])] if places else numbers

    def slips(self, token: str, most: int) -> Slips:
        """Return the words that are, whole or in their beginning, at most some slips from a token.

        Words that hold the token itself are among them, with 0 slips.
        """
        return self._tree.slips(token, most)
