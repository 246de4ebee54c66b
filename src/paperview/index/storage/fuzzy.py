"""Fuzzy matching: the terms within an edit distance of a token.

An edit inserts, deletes or replaces a letter, or swaps two neighbours: the optimal string alignment
distance, which rapidfuzz measures. A token may also mean the prefix of a term. So the terms are
walked through as a trie of their prefixes, and a prefix that is too far from the token is pruned
with everything below it. Some hundred prefixes of millions of terms remain to be measured.

An automaton reads all prefixes of one length at once, letter by letter, and tells which of them can
still come near.

Terms with signs in them are never matched with edits: ids, DOIs, categories, and terms such as
`c++`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import zip_longest
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

    def search(self, token: str, max_edits: int, candidates: Numbers | None = None) -> FuzzyTerms:
        """Return the terms that are, whole or in a prefix, within some edits of a token.

        Each term's nearest prefix counts; of equally near ones the whole term, or else the one
        whose length is closest to the token's.

        Args:
            token: the token.
            max_edits: how many edits are allowed.
            candidates: the terms that may be near, ascending, where that is known.
        """
        near = list(
            self._walk(token, max_edits)
            if candidates is None
            else self._near_among(candidates, token, max_edits)
        )
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

    def _walk(self, token: str, max_edits: int) -> Iterator[_Near]:
        """Find near terms by walking down the trie."""
        for length, first, end, unique in self._likely(token, max_edits):
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
        begins = self._starts.take(terms)
        states = _States(narrowed(token), max_edits)
        parents = np.zeros(len(terms), np.int64)
        for length in range(1, len(token) + max_edits + 1):
            near = states.read(self._letters.narrow[begins + (length - 1)], parents)
            terms, begins, parents = terms[near], begins[near], np.arange(len(near))
            if length >= len(token) - max_edits:
                likely = states.are_near()
                distances = self._distances(token, begins[likely], length, max_edits)
                is_near = distances <= max_edits
                if is_near.any():
                    yield _Near(length, terms[likely][is_near], distances[is_near])

    def _likely(
        self, token: str, max_edits: int
    ) -> Iterator[tuple[int, Numbers, Numbers, Numbers]]:
        """Give the prefixes worth measuring.

        It goes down level by level with the prefixes of several terms, the nodes, and those of one
        term alone. Its arrays have a value for each of both, the nodes first.

        Yields:
            Their length; of the nodes the first row and the row after the last; and the offsets of
            the other terms.
        """
        states = _States(narrowed(token), max_edits)
        nodes, unique = np.zeros(1, np.int32), np.zeros(0, np.int64)
        for depth in range(len(token) + max_edits):
            letters = self._letters.narrow[unique + depth]
            parents = np.arange(len(nodes), len(nodes) + len(unique))
            new = _NO_ROWS
            if len(nodes):  # as nowhere below the last level
                level = self._levels[depth]
                new, of_new = _spread(level.unique_starts[nodes], level.unique_starts[nodes + 1])
                nodes, of_nodes = _spread(level.children[nodes], level.children[nodes + 1])
                parents = np.concatenate([of_nodes, of_new, parents])
                some = [self._levels[depth + 1].letters[nodes]] if len(nodes) else []
                letters = np.concatenate([*some, level.unique_letters[new], letters])
            near = states.read(letters, parents)
            if not len(near):
                return
            new_at, older_at = len(nodes), len(nodes) + len(new)
            first_left, new_left, older_left = np.split(near, near.searchsorted([new_at, older_at]))
            nodes, unique = nodes[first_left], unique[older_left - older_at]
            if len(new):
                offsets = level.unique[new[new_left - new_at]].astype(np.int64)
                unique = np.concatenate([offsets, unique])
            if depth + 1 >= len(token) - max_edits:
                is_likely = states.are_near()
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


_SHORT = 28
"""Letters of a token up to which states take four bytes."""
_STATES = 62
"""Letters of a token that a state has a bit for. Beyond them, no prefix is pruned."""


_Bits = NDArray[Any]


class _States:
    """How prefixes of terms match a token so far, as an automaton reads them letter by letter.

    Per number of edits, a state has a bit for each number of the token's letters that a prefix can
    stand for (Wu, Manber: Fast Text Searching Allowing Errors, 1992; with swaps).
    """

    def __init__(self, codes: NDArray[np.uint8], max_edits: int) -> None:
        """Take a token, and read nothing: one prefix, of no letters."""
        self._end = len(codes)
        self._read = 0
        state: type[np.uint32 | np.uint64] = np.uint32 if len(codes) < _SHORT else np.uint64
        self._masks: _Bits = np.zeros(LARGE + 1, state)
        """Per letter: the bits behind it in the token."""
        for i, code in enumerate(codes[:_STATES].tolist()):
            self._masks[code] |= state(2 << i)
        self._now: list[_Bits] = [
            np.full(1, (2 << edits) - 1, state) for edits in range(max_edits + 1)
        ]
        self._before: list[_Bits] = [np.zeros(1, state)] * max_edits
        self._last_mask: _Bits = np.zeros(1, state)

    def read(self, letters: NDArray[np.uint8], parents: Numbers) -> Numbers:
        """Read a letter of each prefix, and go on with those that may still be near.

        Args:
            letters: the letters.
            parents: per letter: the prefix that it goes on.

        Returns:
            Which of the letters go on.
        """
        mask, last_mask = self._masks[letters], self._last_mask[parents]
        old = [some[parents] for some in self._now]
        new: list[_Bits] = [(old[0] << 1) & mask]
        for edits in range(1, len(old)):
            fewer = old[edits - 1]
            state: _Bits = (old[edits] << 1) & mask
            state |= fewer | (fewer | new[-1]) << 1
            state |= (self._before[edits - 1][parents] << 2) & (mask << 1) & last_mask
            new.append(state)
        self._read += 1
        near: Numbers = (letters != BLANK).nonzero()[0]  # none is behind the end of its term
        if self._read < _STATES - len(old):
            near = near[np.bitwise_or.reduce(new)[near] != 0]
        self._now = [some[near] for some in new]
        self._before = [some[near] for some in old[:-1]]
        self._last_mask = mask[near]
        return near

    def are_near(self) -> NDArray[np.bool_]:
        """Return which prefixes may be within the edits."""
        if self._end >= _STATES - len(self._now):
            return np.ones(len(self._last_mask), np.bool_)
        are_near: NDArray[np.bool_] = np.bitwise_or.reduce(self._now) & (1 << self._end) != 0
        return are_near


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
