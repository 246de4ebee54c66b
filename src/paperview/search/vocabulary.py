"""Which words of the vocabulary does a token mean: the whole word, a beginning, a part, a slip."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

Numbers = NDArray[np.int64]

_AFTER_ALL = "\U0010ffff"
_LETTER_BITS = 64


@dataclass(frozen=True, slots=True)
class Slips:
    """Words that a token means when slips are forgiven."""

    numbers: Numbers
    """Which words, as numbers of the vocabulary."""
    slips: NDArray[np.uint8]
    """How many slips away each is."""
    ends: NDArray[np.uint8]
    """How many of its letters the token means: all of them, or its beginning."""


class Vocabulary:
    """All different words of the store, folded and sorted, known by number."""

    def __init__(self, words: list[str]) -> None:
        """Take the words, sorted and without repetition."""
        self.words = words
        self._joined = "\n" + "\n".join(words) + "\n"
        codes = np.frombuffer(self._joined.encode("utf-32-le", "surrogatepass"), np.uint32)
        self._starts = np.flatnonzero(codes == ord("\n"))[:-1] + 1
        self.lengths = np.diff(np.append(self._starts, len(codes))) - 1
        """Per word: its letters."""
        self._bits = np.left_shift(np.uint64(1), (codes % _LETTER_BITS).astype(np.uint64))
        self._bits[codes == ord("\n")] = 0
        self._place = np.arange(len(codes)) - np.repeat(
            np.append(0, self._starts), np.diff(np.append(np.append(0, self._starts), len(codes)))
        )
        self._masks: dict[int, NDArray[np.uint64]] = {}

    def __len__(self) -> int:
        return len(self.words)

    def whole(self, word: str) -> int | None:
        """Return the number of a word, or None where the vocabulary lacks it."""
        number = bisect_left(self.words, word)
        return number if number < len(self.words) and self.words[number] == word else None

    def beginning(self, token: str) -> tuple[int, int]:
        """Return the range of words that begin with a token: first number, number after last."""
        return bisect_left(self.words, token), bisect_left(self.words, token + _AFTER_ALL)

    def parts(self, token: str) -> Numbers:
        """Return the words that hold a token anywhere, ascending."""
        positions = []
        position = self._joined.find(token)
        while position >= 0:
            positions.append(position)
            position = self._joined.find(token, position + 1)
        return np.unique(np.searchsorted(self._starts, positions, side="right") - 1)

    def slips(self, token: str, most: int) -> Slips:
        """Return the words that are, whole or in their beginning, at most some slips from a token.

        A slip is a letter too many, missing or wrong, or two neighbours swapped (the optimal
        string alignment distance). Words that hold the token itself are among them, with 0.
        """
        numbers = self._near(token, most)
        words = [self.words[number] for number in numbers]
        best = np.full(len(words), most + 1, np.uint8)
        ends = np.zeros(len(words), np.uint8)
        # The length of the token first: of equally good beginnings that one is shown.
        for length in sorted(
            range(max(1, len(token) - most), len(token) + most + 1),
            key=lambda length: abs(length - len(token)),
        ):
            beginnings = list(dict.fromkeys(word[:length] for word in words))
            if not beginnings:
                break
            place = {beginning: i for i, beginning in enumerate(beginnings)}
            distances = cdist(
                [token], beginnings, scorer=OSA.distance, score_cutoff=most, dtype=np.uint8
            )[0][[place[word[:length]] for word in words]]
            better = distances < best
            best[better] = distances[better]
            ends[better] = length
        found = best <= most
        ends = np.minimum(ends, self.lengths[numbers]).astype(np.uint8)
        return Slips(numbers[found], best[found], ends[found])

    def _near(self, token: str, most: int) -> Numbers:
        """Return the words whose letters allow a beginning with at most some slips.

        The longest beginning may lack at most that many of the token's letters, and the shortest
        may have at most that many others. Letters share 64 bits, so that the test lets some words
        too many through, and none too few.
        """
        mask = np.uint64(0)
        for char in token:
            mask |= np.uint64(1) << np.uint64(ord(char) % _LETTER_BITS)
        lacking = np.bitwise_count(~self._letters(len(token) + most) & mask)
        others = np.bitwise_count(self._letters(max(1, len(token) - most)) & ~mask)
        long_enough = self.lengths >= len(token) - most
        return np.flatnonzero((lacking <= most) & (others <= most) & long_enough)

    def _letters(self, length: int) -> NDArray[np.uint64]:
        """Return per word which letters its beginning of some length has, as a mask of bits."""
        masks = self._masks.get(length)
        if masks is None:
            bits = np.where(self._place < length, self._bits, np.uint64(0))
            masks = np.bitwise_or.reduceat(bits, self._starts) if self.words else bits[:0]
            self._masks[length] = masks
        return masks
