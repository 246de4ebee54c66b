"""Fuzzy matching: the terms within an edit distance of a token.

An edit inserts, deletes or replaces a letter, or swaps two neighbours: the optimal string alignment
distance, which rapidfuzz measures. A token may also mean the prefix of a term. So the terms are
stored as a trie of their prefixes, and a prefix that is too far from the token is pruned with
everything below it. Of millions of terms, some hundred prefixes remain to be measured.

With k edits allowed, a letter of a prefix is *foreign* if the token does not have it within k
positions. A letter that is not edited is in the token, moved by at most one position for each edit.
So a prefix is pruned if it has more than k foreign letters. For the same reason it is pruned if it
lacks more than k of the token's letters that must have come by then.

Terms with signs in them are never matched with edits: ids, DOIs, categories, and terms such as
`c++`.
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

_DEPTH = 20
"""Letters of the longest prefixes in the trie; few terms are so long."""
_OTHER = 255
"""The code that stands for all letters with larger ones."""
_IS_SIGN = np.isin(np.arange(_OTHER + 1), [ord(sign) for sign in "./+#*&"])


@dataclass(frozen=True, slots=True)
class FuzzyTerms:
    """Terms within an edit distance of a token, whole or in a prefix."""

    numbers: _Numbers
    """The terms, ascending."""
    edits: NDArray[np.uint8]
    """Per term: its edit distance."""
    ends: NDArray[np.int32]
    """Per term: how many of its letters the token means, all or a prefix."""


NO_FUZZY_TERMS = FuzzyTerms(np.zeros(0, np.int64), np.zeros(0, np.uint8), np.zeros(0, np.int32))


@dataclass(frozen=True, slots=True)
class _Level:
    """All different prefixes of one length, in the order of the terms."""

    first: NDArray[np.int32]
    """Per prefix: the row of the first term that has it."""
    end: NDArray[np.int32]
    """Per prefix: the row after the last such term."""
    letters: NDArray[np.uint8]
    """Per prefix: its last letter."""
    children: NDArray[np.int32]
    """Per prefix and one more: where in the next level its children begin."""


@dataclass(frozen=True, slots=True)
class _Near:
    """Terms with a prefix of some length that is near enough to the token."""

    length: int
    rows: _Numbers
    distances: NDArray[np.uint8]


class PrefixTrie:
    """The different prefixes of sorted terms. A row is the position of a term in it."""

    def __init__(
        self,
        codes: NDArray[np.uint32],
        starts: NDArray[np.uint32],
        numbers: NDArray[np.int32],
        levels: Sequence[_Level],
    ) -> None:
        """Set the terms, given as the codes of their letters.

        Args:
            codes: the letters of all terms, with a blank after each term.
            starts: per term, where it begins, and the end of the last one.
            numbers: per row: the number of the term. Terms with signs have no row.
            levels: the prefixes of 1, 2, 3 ... letters.
        """
        self._codes = codes
        self._starts = starts
        self._numbers = numbers
        self._levels = levels

    @classmethod
    def build(cls, codes: NDArray[np.uint32], starts: NDArray[np.uint32]) -> Self:
        """Build the trie of some terms."""
        numbers = _without_signs(codes, starts)
        begins = starts[numbers].astype(np.int64)
        lengths = starts[numbers + 1] - begins - 1
        is_new = np.zeros(len(numbers), np.bool_)
        is_new[:1] = True
        ranges, all_letters = [], []
        for depth in range(_DEPTH):
            is_long_enough = np.flatnonzero(lengths > depth)
            letters = np.zeros(len(numbers), np.uint32)
            letters[is_long_enough] = codes[begins[is_long_enough] + depth]
            is_new[1:] |= letters[1:] != letters[:-1]
            runs = np.flatnonzero(is_new).astype(np.int32)
            ends = np.append(runs[1:], np.int32(len(letters)))
            is_prefix = lengths[runs] > depth
            ranges.append((runs[is_prefix], ends[is_prefix]))
            all_letters.append(np.minimum(letters[ranges[-1][0]], _OTHER).astype(np.uint8))
        nothing = np.zeros(0, np.int32)
        following = [*(first for first, _ in ranges[1:]), nothing]
        levels = [
            _Level(first, end, letters, _children(first, next_first))
            for (first, end), letters, next_first in zip(
                ranges, all_letters, following, strict=True
            )
        ]
        return cls(codes, starts, numbers, levels)

    def arrays(self) -> dict[str, NDArray[np.generic]]:
        """Return the arrays to store."""
        levels = self._levels
        return {
            "trie_numbers": self._numbers,
            "trie_sizes": np.array([len(level.first) for level in levels], np.int64),
            "trie_first": np.concatenate([level.first for level in levels]),
            "trie_end": np.concatenate([level.end for level in levels]),
            "trie_letters": np.concatenate([level.letters for level in levels]),
            "trie_children": np.concatenate([level.children for level in levels]),
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
        for depth, size in enumerate(arrays["trie_sizes"].tolist()):
            level = slice(low, low + size)
            first, end = arrays["trie_first"][level], arrays["trie_end"][level]
            children = arrays["trie_children"][low + depth : low + depth + size + 1]
            levels.append(_Level(first, end, arrays["trie_letters"][level], children))
            low += size
        return cls(codes, starts, arrays["trie_numbers"], levels)

    def search(
        self,
        token: str,
        max_edits: int,
        one_edit_within: int = 0,
        candidates: _Numbers | None = None,
    ) -> FuzzyTerms:
        """Return the terms that are, whole or in a prefix, within some edits of a token.

        Each term's nearest prefix counts; of equally near ones the whole term, or else the one
        whose length is closest to the token's.

        Args:
            token: the token.
            max_edits: how many edits are allowed.
            one_edit_within: the number of first letters that may contain only one edit.
            candidates: terms that are looked at in any case, ascending.
        """
        near = list(self._walk(token, max_edits, one_edit_within))
        if candidates is not None:
            near += self._near_among(candidates, token, max_edits)
        if not near:
            return NO_FUZZY_TERMS
        rows = np.concatenate([found.rows for found in near])
        distances = np.concatenate([found.distances for found in near])
        lengths = np.repeat([found.length for found in near], [len(found.rows) for found in near])
        terms = self._numbers[rows].astype(np.int64)
        is_prefix = self._starts[terms + 1] - self._starts[terms] - 1 != lengths
        order = np.lexsort((np.abs(lengths - len(token)), is_prefix, distances, terms))
        is_best = np.append(True, np.diff(terms[order]) > 0)
        best = order[is_best]
        return FuzzyTerms(terms[best], distances[best], lengths[best].astype(np.int32))

    def _walk(self, token: str, max_edits: int, one_edit_within: int) -> Iterator[_Near]:
        """Find near terms by walking down the trie."""
        for length, first, end in self._likely(token, max_edits, one_edit_within):
            distances = self._distances(token, first, length, max_edits)
            is_near = np.flatnonzero(distances <= max_edits)
            if len(is_near):
                rows, which = _spread(first[is_near], end[is_near])
                yield _Near(length, rows, distances[is_near][which])

    def _near_among(self, candidates: _Numbers, token: str, max_edits: int) -> Iterator[_Near]:
        """Find near terms among some candidates."""
        wanted = candidates.astype(np.int32)  # numpy would widen all the others
        rows = np.minimum(np.searchsorted(self._numbers, wanted), len(self._numbers) - 1)
        rows = rows[self._numbers[rows] == wanted]
        codes = np.minimum([ord(char) for char in token], _OTHER)
        for length in range(max(1, len(token) - max_edits), len(token) + max_edits + 1):
            numbers = self._numbers[rows]
            rows = rows[self._starts[numbers + 1] - self._starts[numbers] > length]
            letters = np.minimum(self._letters(rows, length), _OTHER)
            foreign = np.zeros(len(rows), np.uint8)
            for position in range(length):
                foreign += _is_foreign(codes, position, max_edits)[letters[:, position]]
            likely = rows[foreign <= max_edits]
            distances = self._distances(token, likely.astype(np.int32), length, max_edits)
            is_near = distances <= max_edits
            if is_near.any():
                yield _Near(length, likely[is_near], distances[is_near])

    def _letters(self, rows: _Numbers | NDArray[np.int32], length: int) -> NDArray[np.uint32]:
        """Return the codes of some terms' first letters, terms x letters."""
        begins = self._starts[self._numbers[rows]].astype(np.int64)
        letters: NDArray[np.uint32] = self._codes[begins[:, None] + np.arange(length)]
        return letters

    def _likely(
        self, token: str, max_edits: int, one_edit_within: int
    ) -> Iterator[tuple[int, NDArray[np.int32], NDArray[np.int32]]]:
        """Give the prefixes worth measuring: length, first rows, rows after the last."""
        codes = np.minimum([ord(char) for char in token], _OTHER)
        mask = np.bitwise_or.reduce(_BITS[codes])
        nodes = np.arange(len(self._levels[0].first))
        foreign = np.zeros(len(nodes), np.uint8)
        foreign_to_one = foreign.copy()  # foreign if one edit alone is allowed
        masks = np.zeros(len(nodes), np.uint32)
        for depth, level in enumerate(self._levels[: len(token) + max_edits]):
            letters = level.letters[nodes]
            foreign += _is_foreign(codes, depth, max_edits)[letters]
            masks |= _BITS[letters]
            due = np.bitwise_or.reduce(_BITS[codes[: max(0, depth + 1 - max_edits)]])
            is_near = (foreign <= max_edits) & (np.bitwise_count(due & ~masks) <= max_edits)
            if depth < one_edit_within:
                foreign_to_one += _is_foreign(codes, depth, 1)[letters]
                is_near &= foreign_to_one <= 1
            near = np.flatnonzero(is_near)
            if depth < one_edit_within:
                foreign_to_one = foreign_to_one[near]
            nodes, foreign, masks = nodes[near], foreign[near], masks[near]
            if depth + 1 >= len(token) - max_edits:
                likely = nodes[np.bitwise_count(mask & ~masks) <= max_edits]
                yield depth + 1, level.first[likely], level.end[likely]
            if depth + 1 < len(self._levels):
                nodes, which = _spread(level.children[nodes], level.children[nodes + 1])
                foreign, masks = foreign[which], masks[which]
                if depth + 1 < one_edit_within:
                    foreign_to_one = foreign_to_one[which]
        if len(token) + max_edits > len(self._levels):
            yield from self._likely_longer(token, max_edits, nodes)

    def _likely_longer(
        self, token: str, max_edits: int, leaves: _Numbers
    ) -> Iterator[tuple[int, NDArray[np.int32], NDArray[np.int32]]]:
        """Give the prefixes that are longer than the trie is deep, each term by itself."""
        last = self._levels[-1]
        rows, _ = _spread(last.first[leaves], last.end[leaves])
        for length in range(len(self._levels) + 1, len(token) + max_edits + 1):
            numbers = self._numbers[rows]
            rows = rows[self._starts[numbers + 1] - self._starts[numbers] > length]
            if length >= len(token) - max_edits:
                first = rows.astype(np.int32)
                yield length, first, first + np.int32(1)

    def _distances(
        self, token: str, rows: NDArray[np.int32], length: int, max_edits: int
    ) -> NDArray[np.uint8]:
        """Measure the prefixes of one length of some terms."""
        joined = self._letters(rows, length).tobytes().decode("utf-32-le", "surrogatepass")
        texts = [joined[i : i + length] for i in range(0, len(joined), length)]
        distances: NDArray[np.uint8] = cdist(
            [token], texts, scorer=OSA.distance, score_cutoff=max_edits, dtype=np.uint8
        ).reshape(-1)
        return distances


_BITS: NDArray[np.uint32] = np.left_shift(
    np.uint32(1), np.arange(_OTHER + 1, dtype=np.uint32) & np.uint32(31)
)
"""Per letter: its bit in a mask; different ones for each of a to z."""


def _is_foreign(codes: NDArray[np.int64], position: int, max_edits: int) -> NDArray[np.uint8]:
    """Return per letter 1 where the token does not have it within some positions, else 0."""
    is_foreign = np.ones(_OTHER + 1, np.uint8)
    is_foreign[codes[max(0, position - max_edits) : position + max_edits + 1]] = 0
    return is_foreign


def _without_signs(codes: NDArray[np.uint32], starts: NDArray[np.uint32]) -> NDArray[np.int32]:
    """Return the terms that have no sign in them."""
    signs = np.flatnonzero(_IS_SIGN[np.minimum(codes, _OTHER)])
    signed = np.searchsorted(starts, signs.astype(np.uint32), side="right") - 1
    return np.delete(np.arange(len(starts) - 1, dtype=np.int32), signed)


def _children(first: NDArray[np.int32], next_first: NDArray[np.int32]) -> NDArray[np.int32]:
    children = np.searchsorted(next_first, first)
    return np.append(children, len(next_first)).astype(np.int32)


def _spread(first: NDArray[np.int32], end: NDArray[np.int32]) -> tuple[_Numbers, _Numbers]:
    """Return all numbers in some ranges, and which range each is from."""
    counts = (end - first).astype(np.int64)
    which = np.repeat(np.arange(len(counts)), counts)
    return np.arange(len(which)) + (first - (np.cumsum(counts) - counts))[which], which
