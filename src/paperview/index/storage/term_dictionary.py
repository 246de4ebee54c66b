"""The term dictionary: which terms does a token mean?

A token means a term as it is, a prefix of one, a substring of one, or a term within an edit
distance. Prefixes are ranges of the sorted terms; substrings are found through a trigram index, and
fuzzy terms through a prefix trie.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from paperview.index.matching.forms import keys, longest_ending, prefixes
from paperview.index.matching.rules import may_be_split
from paperview.index.storage.fuzzy import FuzzyTerms, PrefixTrie
from paperview.index.storage.packing import (
    BLANK,
    LARGE,
    TRIGRAMS,
    Ascending,
    Letters,
    Numbers,
    expect_bounds,
    narrowed,
    ranges,
    term_lengths,
    trigrams_of,
)

_LAST = "\U0010ffff"
_CACHED_FUZZY = 32
"""Tokens whose fuzzy terms are cached: a word may be typed on, and so may parts of it."""
_FEW_FUZZY = 2000
"""Terms that are looked through in less time than it takes to find them."""
_SAMPLED = 512
_LOOKED_UP = 1024
"""Texts whose insertion points are cached: each letter of a word asks for those before it again."""


TermRange = tuple[int, int]
"""Terms in a row: the number of the first, and the number after the last."""


class TermDictionary:
    """All different terms of some papers, folded and sorted, known by number.

    The terms are kept as one text with a blank after each term, not as strings one by one. An
    offset is an index into that text.
    """

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        """Take the arrays that are stored, as `of` makes them."""
        self.arrays = arrays
        self._letters = Letters.of(arrays, "letters")
        self._starts = Ascending.of(arrays, "term_starts")
        self._trigrams = TrigramIndex.of(arrays)
        self._trie = PrefixTrie(self._letters, self._starts, arrays)
        self._fuzzy: dict[tuple[str, int], Numbers] = {}
        """The terms within some edits of the tokens looked for last, where they are few."""
        self.insertion_point = lru_cache(_LOOKED_UP)(self._insertion_point)

    @classmethod
    def of(cls, terms: Sequence[str]) -> Self:
        """Make the dictionary of terms that are sorted and without repetition."""
        return cls.of_parts([terms])

    @classmethod
    def of_parts(cls, parts: Iterable[Sequence[str]]) -> Self:
        """Make the dictionary of terms that are sorted and without repetition, given in parts."""
        # A blank after each term keeps a substring from being found across two.
        letters = Letters.pack(" ".join([*terms, ""]) for terms in parts)
        starts = letters.offsets(np.arange(LARGE + 1) == BLANK)
        starts = np.append(np.uint32(0), starts + np.uint32(1))
        return cls(
            {
                **letters.arrays("letters"),
                **Ascending.pack(starts).arrays("term_starts"),
                **PrefixTrie.build(letters, starts),
                **TrigramIndex.build(letters, starts).arrays(),
            }
        )

    def lengths(self, low: int, high: int) -> Numbers:
        """Return how many letters the terms from `low` to before `high` have."""
        return np.diff(self._starts.slice(low, high + 1)) - 1

    def lengths_of(self, numbers: NDArray[Any]) -> Numbers:
        """Return how many letters some terms have."""
        return term_lengths(self._starts, numbers)

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __getitem__(self, number: int) -> str:
        return self._letters.text(self._starts.at(number), self._starts.at(number + 1) - 1)

    def terms(self, numbers: Numbers) -> list[str]:
        """Return some terms."""
        begins = self._starts.take(numbers)
        lengths = self._starts.take(numbers + 1) - begins
        offsets = ranges(begins, lengths, len(self._letters))
        return self._letters.joined(offsets).split(" ")[:-1]

    def __iter__(self) -> Iterator[str]:
        return iter(self.between(0, len(self)))

    def between(self, low: int, high: int) -> list[str]:
        """Return the terms from `low` to before `high`."""
        return self._letters.text(self._starts.at(low), self._starts.at(high)).split(" ")[:-1]

    def find(self, term: str) -> int | None:
        """Return the number of a term, or None where the dictionary lacks it."""
        number = self.insertion_point(term)
        return number if number < len(self) and self[number] == term else None

    def prefix_range(self, prefix: str) -> TermRange:
        """Return the range of terms that begin with a prefix."""
        return self.insertion_point(prefix), self.insertion_point(prefix + _LAST)

    def _insertion_point(self, text: str) -> int:
        """Return how many terms come before a text."""
        sample = bisect_left(self._samples, text)
        low, high = max(0, sample - 1) * _SAMPLED, min(sample * _SAMPLED, len(self))
        return bisect_left(range(high), text, low, key=self.__getitem__)

    @cached_property
    def _samples(self) -> list[str]:
        """One of so many terms: most of a search among them needs no term to be read."""
        return self.terms(np.arange(0, len(self), _SAMPLED))

    def with_substring(self, text: str) -> Numbers:
        """Return the terms that hold a text of two letters or more anywhere, ascending."""
        if len(text) == _PAIR:  # which is in no trigram
            offsets = self._letters.offsets_of(text).tolist()
            return _different(np.array([self._starts.search(i + 1) - 1 for i in offsets], np.int64))
        wanted = narrowed(text)
        first = self._trigrams.blocks(text) * _TERMS_IN_BLOCK
        begins = self._starts.take(first)
        lengths = self._starts.take(np.minimum(first + _TERMS_IN_BLOCK, len(self))) - begins
        which, offsets = self._letters.find(wanted, begins, lengths)
        numbers = first = first[which]
        for i in range(1, _TERMS_IN_BLOCK):
            # The letters of the next term begin before the occurrence: it is no more in this one.
            next_begins = self._starts.take(np.minimum(first + i, len(self)))
            numbers = numbers + (next_begins <= offsets)
        numbers = _different(numbers)
        if wanted.max() == LARGE:
            is_held = [text in term for term in self.terms(numbers)]
            numbers = numbers[np.array(is_held, np.bool_)]
        return numbers

    def after_slash(self, token: str) -> Numbers:
        """Return the terms that go on with a token after their first slash, ascending."""
        numbers = self.with_substring(f"/{token}")
        is_first = [term.partition("/")[2].startswith(token) for term in self.terms(numbers)]
        return numbers[np.array(is_first, np.bool_)]

    def forms(self, word: str) -> Numbers:
        """Return the terms that are forms of a word, ascending; it may be among them."""
        parts = []
        for prefix in sorted(prefixes(word)):
            low, high = self.prefix_range(prefix)
            lengths = self.lengths(low, high)
            parts.append(low + np.flatnonzero(lengths <= len(prefix) + longest_ending(prefix)))
        numbers = np.concatenate(parts) if parts else np.zeros(0, np.int64)
        if not len(numbers):
            return numbers
        wanted, *each = keys([word, *self.terms(numbers)])
        return numbers[np.fromiter((key == wanted for key in each), np.bool_, len(numbers))]

    def splits(self, token: str) -> Iterator[tuple[int, int, int]]:
        """Give the pairs of terms that make up a token, with where the second one begins."""
        for end in range(1, len(token)):
            low = self.insertion_point(token[:end])
            if low == len(self) or not (term := self[low]).startswith(token[:end]):
                return
            if term == token[:end] and may_be_split(term, token[end:]):
                number = self.find(token[end:])
                if number is not None:
                    yield end, low, number

    def frequent_trigrams(self, counts: Numbers, least: int) -> list[str]:
        """Return the trigrams whose terms have more than some postings together.

        Args:
            counts: per term: its postings.
            least: how many postings are not yet enough.
        """
        codes = self._letters.codes(np.arange(len(self._letters)))
        trigrams = trigrams_of(codes)
        offsets = np.flatnonzero(~_has_blank(codes))
        by_letter = np.repeat(counts, self.lengths(0, len(self)) + 1)
        totals = np.bincount(trigrams[offsets], by_letter[offsets], minlength=TRIGRAMS)
        first = np.zeros(TRIGRAMS, np.int64)
        first[trigrams[offsets[::-1]]] = offsets[::-1]
        frequent = first[totals > least].tolist()
        return [self._letters.text(offset, offset + 3) for offset in frequent]

    def fuzzy(self, token: str, max_edits: int) -> FuzzyTerms:
        """Return the terms that are, whole or in a prefix, within some edits of a token.

        Terms that begin with the token itself are among them, with 0 edits. Where a token goes on
        by a letter, they are sought among those of the shorter one.
        """
        # A term near the longer token is near the shorter one: the last letter is an edit, or else
        # the term has it too.
        shorter = (self._fuzzy.get((typed, max_edits)) for typed in (token, token[:-1]))
        candidates = next((terms for terms in shorter if terms is not None), None)
        found = self._trie.search(token, max_edits, candidates)
        if len(found.numbers) <= _FEW_FUZZY:
            self._fuzzy[token, max_edits] = found.numbers
            for oldest in list(self._fuzzy)[:-_CACHED_FUZZY]:  # other threads search, too
                self._fuzzy.pop(oldest, None)
        return found


def _different(numbers: Numbers) -> Numbers:
    """Return ascending numbers without repetition."""
    return numbers[np.diff(numbers, prepend=-1) > 0]


_PAIR = 2
_TERMS_IN_BLOCK = 4
"""With 16, the index is a quarter smaller, but verifying takes three times as long."""
_BLOCKS = 1 << 16
"""Blocks in a part of the trigram index: two bytes name one, and building it takes some 100 MB."""
_FEW = 64
"""Blocks that are so few are verified; more are first compared with those of another trigram."""


class TrigramIndex:
    """The blocks of neighbouring terms in which each trigram occurs.

    Sorted terms begin alike, so that a block has fewer trigrams than its terms one by one. The
    index has a part for every 65,536 blocks, and a row of `starts` for each part.
    """

    def __init__(self, starts: NDArray[np.uint32], blocks: NDArray[np.uint16]) -> None:
        """Take the blocks.

        Args:
            starts: parts x trigrams and one more: where the blocks of a trigram begin.
            blocks: the blocks, counted from the part's first, ascending for each trigram.
        """
        self._starts = starts
        self._blocks = blocks

    @classmethod
    def build(cls, letters: Letters, starts: NDArray[np.uint32]) -> Self:
        """Build the index.

        Args:
            letters: the letters of all terms, with a blank after each term.
            starts: per term where it begins, and the end of the last one.
        """
        size = _BLOCKS * _TERMS_IN_BLOCK
        all_starts = [np.zeros((0, TRIGRAMS + 1), np.uint32)]
        all_blocks = bytearray()  # grows without being copied
        for low in range(0, len(starts) - 1, size):
            part = starts[low : low + size + 1].astype(np.int64)
            codes = letters.codes(np.arange(part[0], part[-1]))
            part_starts, blocks = _part(codes, part - part[0])
            before = len(all_blocks) // blocks.itemsize
            all_starts.append((part_starts + before).astype(np.uint32)[None])
            all_blocks += blocks.data.cast("B")
        return cls(np.concatenate(all_starts), np.frombuffer(all_blocks, np.uint16))

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return the arrays to store."""
        return {"trigram_starts": self._starts, "trigram_blocks": self._blocks}

    @classmethod
    def of(cls, arrays: Mapping[str, NDArray[Any]]) -> Self:
        """Return what was stored; raise ValueError if it can't be right."""
        starts, blocks = arrays["trigram_starts"], arrays["trigram_blocks"]
        for part in starts:
            expect_bounds(part, len(blocks))
        return cls(starts, blocks)

    def blocks(self, text: str) -> Numbers:
        """Return the blocks that hold all trigrams of a text, or a few others too, ascending."""
        trigrams = np.unique(_of_text(text))
        found = []
        for part, starts in enumerate(self._starts):
            lows, highs = starts[trigrams].tolist(), starts[trigrams + 1].tolist()
            rarest_first = sorted(zip(lows, highs, strict=True), key=lambda some: some[1] - some[0])
            low, high = rarest_first[0]
            blocks = self._blocks[low:high]
            for low, high in rarest_first[1:]:
                if len(blocks) <= _FEW:
                    break
                others = self._blocks[low:high]
                near = np.minimum(others.searchsorted(blocks), len(others) - 1)
                blocks = blocks[others[near] == blocks]
            found.append(blocks.astype(np.int64) + part * _BLOCKS)
        return np.concatenate(found) if found else np.zeros(0, np.int64)


def _part(codes: NDArray[Any], starts: Numbers) -> tuple[Numbers, NDArray[np.uint16]]:
    """Return per trigram and one more where its blocks begin, and the blocks."""
    offsets = np.flatnonzero(~_has_blank(codes))
    trigrams = trigrams_of(codes)[offsets]
    first = starts[::_TERMS_IN_BLOCK]
    blocks = (first.searchsorted(offsets, side="right") - 1).astype(np.uint16)
    # A stable sort leaves the blocks of each trigram ascending.
    order = np.argsort(trigrams, kind="stable")
    trigrams, blocks = trigrams[order], blocks[order]
    is_new = np.append(True, (trigrams[1:] != trigrams[:-1]) | (blocks[1:] != blocks[:-1]))
    is_new = is_new[: len(trigrams)]
    counts = np.bincount(trigrams[is_new], minlength=TRIGRAMS)
    return np.concatenate([[0], np.cumsum(counts)]), blocks[is_new]


def _has_blank(codes: NDArray[Any]) -> NDArray[np.bool_]:
    """Return per trigram whether it reaches over the end of a term."""
    is_blank = codes == BLANK
    has_blank: NDArray[np.bool_] = is_blank[:-2] | is_blank[1:-1] | is_blank[2:]
    return has_blank


def _of_text(text: str) -> Numbers:
    return trigrams_of(np.array([ord(letter) for letter in text], np.uint32)).astype(np.int64)
