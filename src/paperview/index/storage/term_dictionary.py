"""Which words of the dictionary does a token mean: the whole word, a beginning, a part, a slip."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from paperview.index.matching.rules import SUBSTRING_FROM
from paperview.index.storage.fuzzy import FuzzyTerms, PrefixTrie
from paperview.index.storage.postings import slice_indices

Numbers = NDArray[np.int64]

_AFTER_ALL = "\U0010ffff"
_BLANK = np.uint32(ord(" "))
_SPREAD = 41
"""Spreads three letters over 16 bits: no two trigrams of small Latin letters fall together."""
_TRIGRAMS = 1 << 16
_COMMON = 50_000
"""Places of three letters from which on looking at each takes longer than it saves."""


class TermDictionary:
    """All different words of some papers, folded and sorted, known by number.

    The words are kept as the codes of their letters in one array, not as strings one by one.
    """

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        """Take what `arrays` gave."""
        self._codes: NDArray[np.uint32] = arrays["codes"]
        self._starts: NDArray[np.uint32] = arrays["term_starts"]
        self._trigram_starts: NDArray[np.uint32] = arrays["trigram_starts"]
        self._trigram_places: NDArray[np.uint32] = arrays["trigram_places"]
        self._trie = PrefixTrie.of(self._codes, self._starts, arrays)

    @classmethod
    def of(cls, words: Sequence[str]) -> Self:
        """Lay out words, sorted and without repetition."""
        lengths = np.fromiter(map(len, words), np.int64, len(words))
        starts = np.concatenate([[0], np.cumsum(lengths + 1)]).astype(np.uint32)
        # A blank after each word keeps a part from being found across two.
        joined = " ".join([*words, ""]).encode("utf-32-le", "surrogatepass")
        codes = np.frombuffer(joined, np.uint32)
        trigrams = _trigrams(codes)
        counts = np.bincount(trigrams, minlength=_TRIGRAMS)
        return cls(
            {
                "codes": codes,
                "term_starts": starts,
                "trigram_starts": np.concatenate([[0], np.cumsum(counts)]).astype(np.uint32),
                "trigram_places": np.argsort(trigrams, kind="stable").astype(np.uint32),
                **PrefixTrie.build(codes, starts).arrays(),
            }
        )

    def arrays(self) -> dict[str, NDArray[np.generic]]:
        """Return what it consists of, for storing."""
        return {
            "codes": self._codes,
            "term_starts": self._starts,
            "trigram_starts": self._trigram_starts,
            "trigram_places": self._trigram_places,
            **self._trie.arrays(),
        }

    @cached_property
    def lengths(self) -> NDArray[np.int32]:
        """Per word: its letters."""
        return (np.diff(self._starts.view(np.int32)) - 1).astype(np.int32)

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __getitem__(self, number: int) -> str:
        codes = self._codes[self._starts[number] : self._starts[number + 1] - np.uint32(1)]
        return codes.tobytes().decode("utf-32-le", "surrogatepass")

    def terms(self, numbers: Numbers) -> list[str]:
        """Return some words."""
        codes = self._codes[slice_indices(self._starts, numbers)]
        return codes.tobytes().decode("utf-32-le", "surrogatepass").split(" ")[:-1]

    def __iter__(self) -> Iterator[str]:
        joined = self._codes.tobytes().decode("utf-32-le", "surrogatepass")
        return iter(joined.split(" ")[:-1])

    def find(self, word: str) -> int | None:
        """Return the number of a word, or None where the dictionary lacks it."""
        number = self._place(word)
        return number if number < len(self) and self[number] == word else None

    def prefix_range(self, token: str) -> tuple[int, int]:
        """Return the range of words that begin with a token: first number, number after last."""
        return self._place(token), self._place(token + _AFTER_ALL)

    def _place(self, text: str) -> int:
        return bisect_left(range(len(self)), text, key=self.__getitem__)

    def with_substring(self, token: str) -> Numbers:
        """Return the words that hold a token, of three letters or more, anywhere, ascending."""
        numbers = self._words_at(self._places(token))
        # They ascend: a word that holds the token twice stands next to itself.
        return numbers[np.diff(numbers, prepend=-1) > 0]

    def after_slash(self, token: str) -> Numbers:
        """Return the words that begin with a token behind their first slash, ascending."""
        places = self._places(token)
        places = places[self._codes[places - 1] == ord("/")]
        numbers = self._words_at(places)
        begins = self._starts[numbers].astype(np.int64)
        is_first = [
            not (self._codes[begin : place - 1] == ord("/")).any()
            for begin, place in zip(begins.tolist(), places.tolist(), strict=True)
        ]
        return numbers[np.array(is_first, np.bool_)]

    def splits(self, token: str) -> Iterator[tuple[int, int]]:
        """Return the pairs of words, of three letters or more, that a token is made of.

        A word of two letters may be in front of a number: `su2`.
        """
        low, high = 0, len(self)
        for end in range(2, len(token)):
            low = bisect_left(range(high), token[:end], low, key=self.__getitem__)
            if low == high or not self[low].startswith(token[:end]):
                return
            behind = token[end:]
            is_number = token[end - 1].isalpha() and behind.isdecimal()
            is_long_enough = is_number or (end >= SUBSTRING_FROM and len(behind) >= SUBSTRING_FROM)
            if is_long_enough and self[low] == token[:end]:
                number = self.find(behind)
                if number is not None:
                    yield low, number

    def _words_at(self, places: Numbers) -> Numbers:
        """Return the words to which the letters at some places belong."""
        return np.searchsorted(self._starts, places.astype(np.uint32), side="right") - 1

    def _places(self, token: str) -> Numbers:
        """Return the places of the letters where a token, of three letters or more, begins."""
        codes = np.array([ord(char) for char in token], np.uint32)
        offset, low, high = self._rarest(token)
        places = self._trigram_places[low:high].astype(np.int64) - offset
        places = places[(places >= 0) & (places + len(codes) <= len(self._codes))]
        for i, code in enumerate(codes):
            places = places[self._codes[places + i] == code]
        return places

    def frequent_trigrams(self, counts: Numbers, least: int) -> list[str]:
        """Return the three letters that words with more than some postings together hold.

        Args:
            counts: per word: its postings.
            least: how many postings are not yet enough.
        """
        of_letters = np.repeat(counts, self.lengths + 1)
        sums = np.concatenate([[0], np.cumsum(of_letters[self._trigram_places])])
        totals = sums[self._trigram_starts[1:]] - sums[self._trigram_starts[:-1]]
        found = []
        for trigram in np.flatnonzero(totals > least).tolist():
            place = int(self._trigram_places[self._trigram_starts[trigram]])
            codes = self._codes[place : place + 3]
            if not (codes == _BLANK).any():
                found.append(codes.tobytes().decode("utf-32-le", "surrogatepass"))
        return found

    def fuzzy(self, token: str, most: int) -> FuzzyTerms:
        """Return the words that are, whole or in their beginning, at most some slips from a token.

        Words that begin with the token itself are among them, with 0 slips.

        Two slips in a long token are looked for in two ways, which takes a fraction of the time: if
        both are in the first half, the second half stands in the word as it is; else the first
        half has one at most.
        """
        half = len(token) // 2
        # A swap may reach over the middle by a letter.
        behind = token[half + 1 :]
        if most != 2 or len(behind) < SUBSTRING_FROM or self._count(behind) > _COMMON:
            return self._trie.search(token, most)
        places = self._places(behind)
        # In a word that begins as far before as in the token, or two letters nearer or farther.
        begins = places[:, None] - np.arange(half + 1 - most, half + 2 + most)
        is_begin = self._codes[np.maximum(begins - 1, 0)] == _BLANK
        is_begin |= begins == 0
        words = np.unique(self._words_at(begins[is_begin & (begins >= 0)]))
        return self._trie.search(token, most, half - 1, words)

    def _count(self, token: str) -> int:
        """Return in how many places at most a token, of three letters or more, is."""
        _, low, high = self._rarest(token)
        return high - low

    def _rarest(self, token: str) -> tuple[int, int, int]:
        """Return which three letters of a token are the rarest, and where their places are."""
        trigrams = _trigrams(np.array([ord(char) for char in token], np.uint32)).astype(np.int64)
        lows, highs = self._trigram_starts[trigrams], self._trigram_starts[trigrams + 1]
        offset = int(np.argmin(highs - lows))
        return offset, int(lows[offset]), int(highs[offset])


def _trigrams(codes: NDArray[np.uint32]) -> NDArray[np.uint16]:
    """Return per letter a number for it and the two that follow."""
    letters = codes.astype(np.uint16)
    return (letters[:-2] * _SPREAD + letters[1:-1]) * _SPREAD + letters[2:]
