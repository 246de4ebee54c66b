"""The term dictionary: which terms does a token mean?

A token means a term as it is, a prefix of one, a substring of one, or a term within an edit
distance. Prefixes are ranges of the sorted terms; substrings are found through a trigram index, and
fuzzy terms through a prefix trie.
"""

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

_LAST = "\U0010ffff"
_BLANK = np.uint32(ord(" "))
_SPREAD = 41
"""Spreads three letters over 16 bits: no two trigrams of small Latin letters fall together."""
_TRIGRAMS = 1 << 16
_COMMON = 50_000
"""Offsets of a trigram from which on looking at each takes longer than it saves."""


class TermDictionary:
    """All different terms of some papers, folded and sorted, known by number.

    The terms are kept as the codes of their letters in one array, not as strings one by one. An
    offset is an index into that array.
    """

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        """Take what `arrays` gave."""
        self._codes: NDArray[np.uint32] = arrays["codes"]
        self._starts: NDArray[np.uint32] = arrays["term_starts"]
        self._trigram_starts: NDArray[np.uint32] = arrays["trigram_starts"]
        self._trigram_offsets: NDArray[np.uint32] = arrays["trigram_offsets"]
        self._trie = PrefixTrie.of(self._codes, self._starts, arrays)

    @classmethod
    def of(cls, terms: Sequence[str]) -> Self:
        """Make the dictionary of terms that are sorted and without repetition."""
        lengths = np.fromiter(map(len, terms), np.int64, len(terms))
        starts = np.concatenate([[0], np.cumsum(lengths + 1)]).astype(np.uint32)
        # A blank after each term keeps a substring from being found across two.
        joined = " ".join([*terms, ""]).encode("utf-32-le", "surrogatepass")
        codes = np.frombuffer(joined, np.uint32)
        trigrams = _trigrams(codes)
        counts = np.bincount(trigrams, minlength=_TRIGRAMS)
        return cls(
            {
                "codes": codes,
                "term_starts": starts,
                "trigram_starts": np.concatenate([[0], np.cumsum(counts)]).astype(np.uint32),
                "trigram_offsets": np.argsort(trigrams, kind="stable").astype(np.uint32),
                **PrefixTrie.build(codes, starts).arrays(),
            }
        )

    def arrays(self) -> dict[str, NDArray[np.generic]]:
        """Return the arrays to store."""
        return {
            "codes": self._codes,
            "term_starts": self._starts,
            "trigram_starts": self._trigram_starts,
            "trigram_offsets": self._trigram_offsets,
            **self._trie.arrays(),
        }

    @cached_property
    def lengths(self) -> NDArray[np.int32]:
        """Per term: its letters."""
        return (np.diff(self._starts.view(np.int32)) - 1).astype(np.int32)

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __getitem__(self, number: int) -> str:
        codes = self._codes[self._starts[number] : self._starts[number + 1] - np.uint32(1)]
        return codes.tobytes().decode("utf-32-le", "surrogatepass")

    def terms(self, numbers: Numbers) -> list[str]:
        """Return some terms."""
        codes = self._codes[slice_indices(self._starts, numbers)]
        return codes.tobytes().decode("utf-32-le", "surrogatepass").split(" ")[:-1]

    def __iter__(self) -> Iterator[str]:
        joined = self._codes.tobytes().decode("utf-32-le", "surrogatepass")
        return iter(joined.split(" ")[:-1])

    def find(self, term: str) -> int | None:
        """Return the number of a term, or None where the dictionary lacks it."""
        number = self._insertion_point(term)
        return number if number < len(self) and self[number] == term else None

    def prefix_range(self, prefix: str) -> tuple[int, int]:
        """Return the range of terms that begin with a prefix: first number, number after last."""
        return self._insertion_point(prefix), self._insertion_point(prefix + _LAST)

    def _insertion_point(self, text: str) -> int:
        return bisect_left(range(len(self)), text, key=self.__getitem__)

    def with_substring(self, text: str) -> Numbers:
        """Return the terms that hold a text, of three letters or more, anywhere, ascending."""
        numbers = self._terms_at(self._offsets(text))
        # They ascend: a term that holds the text twice stands next to itself.
        return numbers[np.diff(numbers, prepend=-1) > 0]

    def after_slash(self, token: str) -> Numbers:
        """Return the terms that go on with a token after their first slash, ascending."""
        offsets = self._offsets(token)
        offsets = offsets[self._codes[offsets - 1] == ord("/")]
        numbers = self._terms_at(offsets)
        begins = self._starts[numbers].astype(np.int64)
        is_first = [
            not (self._codes[begin : offset - 1] == ord("/")).any()
            for begin, offset in zip(begins.tolist(), offsets.tolist(), strict=True)
        ]
        return numbers[np.array(is_first, np.bool_)]

    def splits(self, token: str) -> Iterator[tuple[int, int]]:
        """Give the pairs of terms, of three letters or more, that make up a token.

        A term of two letters may stand before a number: `su2`.
        """
        low, high = 0, len(self)
        for end in range(2, len(token)):
            low = bisect_left(range(high), token[:end], low, key=self.__getitem__)
            if low == high or not self[low].startswith(token[:end]):
                return
            rest = token[end:]
            is_number = token[end - 1].isalpha() and rest.isdecimal()
            is_long_enough = is_number or (end >= SUBSTRING_FROM and len(rest) >= SUBSTRING_FROM)
            if is_long_enough and self[low] == token[:end]:
                number = self.find(rest)
                if number is not None:
                    yield low, number

    def _terms_at(self, offsets: Numbers) -> Numbers:
        """Return the terms to which the letters at some offsets belong."""
        return np.searchsorted(self._starts, offsets.astype(np.uint32), side="right") - 1

    def _offsets(self, text: str) -> Numbers:
        """Return the offsets at which a text, of three letters or more, begins."""
        codes = np.array([ord(char) for char in text], np.uint32)
        shift, low, high = self._rarest_trigram(text)
        offsets = self._trigram_offsets[low:high].astype(np.int64) - shift
        offsets = offsets[(offsets >= 0) & (offsets + len(codes) <= len(self._codes))]
        for i, code in enumerate(codes):
            offsets = offsets[self._codes[offsets + i] == code]
        return offsets

    def frequent_trigrams(self, counts: Numbers, least: int) -> list[str]:
        """Return the trigrams whose terms have more than some postings together.

        Args:
            counts: per term: its postings.
            least: how many postings are not yet enough.
        """
        by_letter = np.repeat(counts, self.lengths + 1)
        sums = np.concatenate([[0], np.cumsum(by_letter[self._trigram_offsets])])
        totals = sums[self._trigram_starts[1:]] - sums[self._trigram_starts[:-1]]
        found = []
        for trigram in np.flatnonzero(totals > least).tolist():
            offset = int(self._trigram_offsets[self._trigram_starts[trigram]])
            codes = self._codes[offset : offset + 3]
            if not (codes == _BLANK).any():
                found.append(codes.tobytes().decode("utf-32-le", "surrogatepass"))
        return found

    def fuzzy(self, token: str, max_edits: int) -> FuzzyTerms:
        """Return the terms that are, whole or in a prefix, within some edits of a token.

        Terms that begin with the token itself are among them, with 0 edits.

        Two edits in a long token are looked for in two ways, which takes a fraction of the time: if
        both are in the first half, the second half stands in the term as it is; else the first
        half has one at most.
        """
        half = len(token) // 2
        # A swap may reach over the middle by a letter.
        rest = token[half + 1 :]
        if max_edits != 2 or len(rest) < SUBSTRING_FROM or self._count(rest) > _COMMON:
            return self._trie.search(token, max_edits)
        offsets = self._offsets(rest)
        # In a term that begins as far before as in the token, or up to two letters nearer or
        # farther.
        begins = offsets[:, None] - np.arange(half + 1 - max_edits, half + 2 + max_edits)
        is_begin = self._codes[np.maximum(begins - 1, 0)] == _BLANK
        is_begin |= begins == 0
        candidates = np.unique(self._terms_at(begins[is_begin & (begins >= 0)]))
        return self._trie.search(token, max_edits, half - 1, candidates)

    def _count(self, text: str) -> int:
        """Return at how many offsets at most a text, of three letters or more, stands."""
        _, low, high = self._rarest_trigram(text)
        return high - low

    def _rarest_trigram(self, text: str) -> tuple[int, int, int]:
        """Return where in a text its rarest trigram is, and the range of that one's offsets."""
        trigrams = _trigrams(np.array([ord(char) for char in text], np.uint32)).astype(np.int64)
        lows, highs = self._trigram_starts[trigrams], self._trigram_starts[trigrams + 1]
        shift = int(np.argmin(highs - lows))
        return shift, int(lows[shift]), int(highs[shift])


def _trigrams(codes: NDArray[np.uint32]) -> NDArray[np.uint16]:
    """Return per letter a number for it and the two that follow."""
    letters = codes.astype(np.uint16)
    return (letters[:-2] * _SPREAD + letters[1:-1]) * _SPREAD + letters[2:]
