"""Fuzzy matching: the terms within an edit distance of a token.

An edit inserts, deletes or replaces a letter, or swaps two neighbours: the optimal string alignment
distance, which rapidfuzz measures. A token may also mean the prefix of a term. So the terms are
walked through as a trie of their prefixes, and a prefix that is too far from the token is pruned
with everything below it. Some hundred prefixes of millions of terms remain to be measured.

With k edits allowed, a letter of a prefix is *foreign* if the token does not have it within k
positions. A letter that is not edited is in the token, moved by at most one position for each edit.
So a prefix is pruned if it has more than k foreign letters. For the same reason it is pruned if it
lacks more than k of the token's letters that must have come by then.

Terms with signs in them are never matched with edits: ids, DOIs, categories, and terms such as
`c++`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import accumulate, zip_longest
from operator import or_
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from paperview.index.storage.packing import (
    BLANK,
    LARGE,
    Ascending,
    Letters,
    Numbers,
    expect_bounds,
    narrowed,
    term_lengths,
)

_DEPTH = 20
"""Letters of the longest prefixes in the trie; few terms have so many in common."""
_IS_SIGN = np.isin(np.arange(LARGE + 1), [ord(sign) for sign in "./+#*&"])


@dataclass(frozen=True, slots=True)
class FuzzyTerms:
    """Terms within an edit distance of a token, whole or in a prefix."""

    numbers: Numbers
    """The terms, ascending."""
    edits: NDArray[np.uint8]
    """Per term: its edit distance."""
    ends: NDArray[np.int32]
    """Per term: how many of its letters the token means, all or a prefix."""


NO_FUZZY_TERMS = FuzzyTerms(np.zeros(0, np.int64), np.zeros(0, np.uint8), np.zeros(0, np.int32))


@dataclass(frozen=True, slots=True)
class _Level:
    """The prefixes of one length that two terms or more have, in the order of the terms."""

    letters: NDArray[np.uint8]
    """Per prefix: its last letter."""
    children: NDArray[np.int32]
    """Per prefix and one more: where in the next level its children begin."""
    unique_starts: NDArray[np.int32]
    """Per prefix and one more: where in `unique` its terms begin."""
    unique: NDArray[np.uint32]
    """The offsets of the terms that alone go on with their next letter."""
    unique_letters: NDArray[np.uint8]
    """Their next letters: most of these terms are pruned at once."""


_NO_ROWS = np.zeros(0, np.int32)
_NO_NUMBERS = np.zeros(0, np.int64)
_COLUMNS: Final = tuple(field.name for field in fields(_Level))


@dataclass(frozen=True, slots=True)
class _Near:
    """Terms with a prefix of some length that is near enough to the token."""

    length: int
    terms: Numbers
    distances: NDArray[np.uint8]


class PrefixTrie:
    """The prefixes that sorted terms have in common.

    A row is the position of a term in the trie. Prefixes that a single term has are not stored;
    they are read from the term.
    """

    def __init__(
        self, letters: Letters, starts: Ascending, arrays: Mapping[str, NDArray[Any]]
    ) -> None:
        """Take the terms and their prefixes.

        Args:
            letters: the letters of all terms, with a blank after each term.
            starts: per term, where it begins, and the end of the last one.
            arrays: the arrays that `build` gave.
        """
        self._letters = letters
        self._starts = starts
        self._numbers = Ascending.of(arrays, "trie_numbers")
        """Per row: the number of the term. Terms with signs have no row."""
        self._signed = arrays["trie_signed"]
        """Per term, a bit: whether it has a sign."""
        self._levels = _levels(arrays)
        """The prefixes of 0, 1, 2 ... letters."""
        self._first = Ascending.of(arrays, "trie_first")
        """Per prefix of all levels: the row of the first term that has it, plus the number of rows
        for each level before: so they ascend, and few have these two looked up."""
        self._end = Ascending.of(arrays, "trie_end")
        """The same with the row after the last such term."""
        self._bases = np.cumsum([0, *(len(level.letters) for level in self._levels)]).tolist()
        """Per level: how many prefixes those before have."""

    @staticmethod
    def build(letters: Letters, starts: NDArray[np.uint32]) -> dict[str, NDArray[Any]]:
        """Build the trie of some terms; return the arrays to store.

        Args:
            letters: the letters of all terms, with a blank after each term.
            starts: per term, where it begins, and the end of the last one.
        """
        is_signed = _are_signed(letters, starts)
        numbers = (~is_signed).nonzero()[0].astype(np.uint32)
        # The terms that share a prefix with another one, in groups with the same prefix.
        rows, begins = np.arange(len(numbers), dtype=np.int32), starts[numbers]
        packed = Ascending.pack(numbers).arrays("trie_numbers")
        count = len(numbers)
        del numbers  # with many millions of terms, each array counts
        is_first = rows == 0  # of a group
        first, end = np.zeros(1, np.int32), np.full(1, len(rows), np.int32)
        last_letters = np.zeros(1, np.uint8)
        levels, firsts, ends = [], [], []
        for depth in range(_DEPTH + 1):
            codes = letters.codes(begins + np.uint32(depth))
            is_first[1:] |= codes[1:] != codes[:-1]
            groups = is_first.nonzero()[0].astype(np.int32)
            sizes = np.append(groups[1:], np.int32(len(rows))) - groups
            is_longer = codes[groups] != BLANK
            is_node = is_longer & (sizes > 1) & (depth < _DEPTH)
            is_unique = (is_longer & ~is_node).repeat(sizes)
            unique_starts = _begins_in(rows[is_unique], first)
            next_first = rows[groups[is_node]]
            next_end = next_first + sizes[is_node]
            children = _begins_in(next_first, first)
            firsts.append(first + np.int64(depth * count))
            ends.append(end + np.int64(depth * count))
            levels.append(
                _Level(
                    last_letters,
                    children,
                    unique_starts,
                    begins[is_unique],
                    np.minimum(codes[is_unique], LARGE).astype(np.uint8),
                )
            )
            first, end = next_first, next_end
            last_letters = np.minimum(codes[groups[is_node]], LARGE).astype(np.uint8)
            is_left = is_node.repeat(sizes)
            rows, begins, is_first = rows[is_left], begins[is_left], is_first[is_left]
        return {
            **packed,
            **Ascending.pack(np.concatenate(firsts)).arrays("trie_first"),
            **Ascending.pack(np.concatenate(ends)).arrays("trie_end"),
            "trie_signed": np.packbits(is_signed),
            **_arrays(levels),
        }

    def search(
        self,
        token: str,
        max_edits: int,
        one_edit_within: int = 0,
        candidates: Numbers | None = None,
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
        return self._nearest(near, token)

    def search_among(self, token: str, max_edits: int, candidates: Numbers) -> FuzzyTerms:
        """Return which of some terms, ascending, are within some edits, as `search` does."""
        return self._nearest(list(self._near_among(candidates, token, max_edits)), token)

    def _nearest(self, near: Sequence[_Near], token: str) -> FuzzyTerms:
        """Return each term with its nearest prefix."""
        if not near:
            return NO_FUZZY_TERMS
        terms = np.concatenate([found.terms for found in near])
        distances = np.concatenate([found.distances for found in near])
        lengths = np.repeat([found.length for found in near], [len(found.terms) for found in near])
        is_prefix = term_lengths(self._starts, terms) != lengths
        order = np.lexsort((np.abs(lengths - len(token)), is_prefix, distances, terms))
        is_best = np.append(True, np.diff(terms[order]) > 0)
        best = order[is_best]
        return FuzzyTerms(terms[best], distances[best], lengths[best].astype(np.int32))

    def _walk(self, token: str, max_edits: int, one_edit_within: int) -> Iterator[_Near]:
        """Find near terms by walking down the trie."""
        for length, first, end, unique in self._likely(token, max_edits, one_edit_within):
            begins = np.concatenate([self._starts.take(self._numbers.take(first)), unique])
            distances = self._distances(token, begins, length, max_edits)
            near = (distances <= max_edits).nonzero()[0]
            if len(near):
                prefixes, alone = np.split(near, near.searchsorted([len(first)]))
                rows, which = _spread(first[prefixes], end[prefixes])
                found = np.array(list(map(self._starts.search, begins[alone].tolist())), np.int64)
                yield _Near(
                    length,
                    np.concatenate([self._numbers.take(rows), found]),
                    np.concatenate([distances[prefixes][which], distances[alone]]),
                )

    def _near_among(self, candidates: Numbers, token: str, max_edits: int) -> Iterator[_Near]:
        """Find near terms among some candidates."""
        is_signed = self._signed[candidates >> 3] >> (7 - (candidates & 7)) & 1
        terms = candidates[is_signed == 0]
        codes = narrowed(token)
        for length in range(max(1, len(token) - max_edits), len(token) + max_edits + 1):
            terms = terms[term_lengths(self._starts, terms) >= length]
            begins = self._starts.take(terms)
            letters = self._letters.narrow[begins[:, None] + np.arange(length)]
            foreign = np.zeros(len(terms), np.uint8)
            for position in range(length):
                foreign += _is_foreign(codes, position, max_edits)[letters[:, position]]
            likely = np.flatnonzero(foreign <= max_edits)
            distances = self._distances(token, begins[likely], length, max_edits)
            is_near = distances <= max_edits
            if is_near.any():
                yield _Near(length, terms[likely][is_near], distances[is_near])

    def _likely(
        self, token: str, max_edits: int, one_edit_within: int
    ) -> Iterator[tuple[int, Numbers, Numbers, Numbers]]:
        """Give the prefixes worth measuring.

        It goes down level by level with the prefixes of several terms, the nodes, and those of one
        term alone. Its arrays have a value for each of both, the nodes first.

        Yields:
            Their length; of the nodes the first row and the row after the last; and the offsets of
            the other terms.
        """
        codes = narrowed(token)
        masks_of = list(accumulate(_BITS[codes].tolist(), or_, initial=0))
        """Per length of a prefix of the token: the letters in it."""
        nodes, unique = np.zeros(1, np.int32), np.zeros(0, np.int64)
        foreign, masks = np.zeros(1, np.uint8), np.zeros(1, np.uint32)
        foreign_to_one = foreign  # foreign if one edit alone is allowed
        for depth in range(len(token) + max_edits):
            letters = self._letters.narrow[unique + depth]
            parents = np.arange(len(nodes), len(foreign))
            new = _NO_ROWS
            if len(nodes):  # as nowhere below the last level
                level = self._levels[depth]
                new, of_new = _spread(level.unique_starts[nodes], level.unique_starts[nodes + 1])
                nodes, of_nodes = _spread(level.children[nodes], level.children[nodes + 1])
                parents = np.concatenate([of_nodes, of_new, parents])
                some = [self._levels[depth + 1].letters[nodes]] if len(nodes) else []
                letters = np.concatenate([*some, level.unique_letters[new], letters])
            foreign = foreign[parents]
            foreign += _is_foreign(codes, depth, max_edits)[letters]
            masks = masks[parents]
            masks |= _BITS[letters]
            is_near = foreign <= max_edits
            due = masks_of[max(0, depth + 1 - max_edits)]
            if due:
                is_near &= np.bitwise_count(due & ~masks) <= max_edits
            is_near &= letters != BLANK  # behind the end of a term
            if depth < one_edit_within:
                foreign_to_one = foreign_to_one[parents] + _is_foreign(codes, depth, 1)[letters]
                is_near &= foreign_to_one <= 1
                foreign_to_one = foreign_to_one[is_near]
            foreign, masks = foreign[is_near], masks[is_near]
            if not len(foreign):
                return
            new_at, older_at = len(nodes), len(nodes) + len(new)
            nodes, unique = nodes[is_near[:new_at]], unique[is_near[older_at:]]
            if len(new):
                offsets = level.unique[new[is_near[new_at:older_at]]].astype(np.int64)
                unique = np.concatenate([offsets, unique])
            if depth + 1 >= len(token) - max_edits:
                is_likely = np.bitwise_count(masks_of[-1] & ~masks) <= max_edits
                likely, first, end = nodes[is_likely[: len(nodes)]], _NO_NUMBERS, _NO_NUMBERS
                if len(likely):
                    first, end = self._rows(depth + 1, likely)
                yield depth + 1, first, end, unique[is_likely[len(nodes) :]]

    def _rows(self, length: int, nodes: NDArray[np.int32]) -> tuple[Numbers, Numbers]:
        """Return the first row and the row after the last of some prefixes of one length."""
        indexes = nodes + self._bases[length]
        before = length * len(self._numbers)
        return self._first.take(indexes) - before, self._end.take(indexes) - before

    def _distances(
        self, token: str, begins: Numbers, length: int, max_edits: int
    ) -> NDArray[np.uint8]:
        """Measure the prefixes of one length of the terms that begin at some offsets."""
        joined = self._letters.joined((begins[:, None] + np.arange(length)).reshape(-1))
        texts = [joined[i : i + length] for i in range(0, len(joined), length)]
        distances: NDArray[np.uint8] = cdist(
            [token], texts, scorer=OSA.distance, score_cutoff=max_edits, dtype=np.uint8
        ).reshape(-1)
        return distances


def _arrays(levels: Sequence[_Level]) -> dict[str, NDArray[Any]]:
    """Return the arrays to store: the columns of all levels, one after the other."""
    columns = {name: [getattr(level, name) for level in levels] for name in _COLUMNS}
    sizes = [[len(column) for column in some] for some in columns.values()]
    joined = {f"trie_{name}": np.concatenate(some) for name, some in columns.items()}
    return {"trie_sizes": np.array(sizes, np.int64), **joined}


def _levels(arrays: Mapping[str, NDArray[Any]]) -> list[_Level]:
    """Return the levels from the arrays that `_arrays` gave; raise ValueError if they can't be."""
    ends = np.cumsum(arrays["trie_sizes"], axis=1)[:, :-1]
    columns = [
        np.split(arrays[f"trie_{name}"], some) for name, some in zip(_COLUMNS, ends, strict=True)
    ]
    levels = [_Level(*level) for level in zip(*columns, strict=True)]
    for level, below in zip_longest(levels, levels[1:]):
        expect_bounds(level.children, len(below.letters) if below else 0)
        expect_bounds(level.unique_starts, len(level.unique))
    return levels


_BITS: NDArray[np.uint32] = np.left_shift(
    np.uint32(1), np.arange(LARGE + 1, dtype=np.uint32) & np.uint32(31)
)
"""Per letter: its bit in a mask; different ones for each of a to z."""


def _is_foreign(codes: NDArray[np.uint8], position: int, max_edits: int) -> NDArray[np.uint8]:
    """Return per letter 1 where the token does not have it within some positions, else 0."""
    is_foreign = np.ones(LARGE + 1, np.uint8)
    is_foreign[codes[max(0, position - max_edits) : position + max_edits + 1]] = 0
    return is_foreign


def _are_signed(letters: Letters, starts: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Return per term whether it has a sign in it."""
    are_signed = np.zeros(len(starts) - 1, np.bool_)
    are_signed[starts.searchsorted(letters.offsets(_IS_SIGN), side="right") - 1] = True
    return are_signed


def _begins_in(rows: NDArray[np.int32], first: NDArray[np.int32]) -> NDArray[np.int32]:
    """Return where among some rows, ascending, those of each prefix begin, and their end."""
    return np.append(rows.searchsorted(first), len(rows)).astype(np.int32)


def _spread(first: NDArray[Any], end: NDArray[Any]) -> tuple[NDArray[Any], Numbers]:
    """Return all numbers in some ranges, and which range each is from."""
    counts = end - first
    which = np.arange(len(counts)).repeat(counts)
    numbers = (first - (counts.cumsum(dtype=np.int32) - counts)).repeat(counts)
    numbers += np.arange(len(numbers), dtype=np.int32)
    return numbers, which
