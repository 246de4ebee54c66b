"""Words written apart: `pretraining` is also pre-training, `wifi` Wi-Fi, `covid19` COVID-19."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, partial

import numpy as np

from paperview.index.fields import Field
from paperview.index.matching.phrases import Terms, adjacent_in, holders
from paperview.index.matching.rules import (
    SUBSTRING_FROM,
    is_sure_split,
    may_be_part,
    may_be_split,
    may_have_slip,
)
from paperview.index.query.stop_words import STOP_WORDS
from paperview.index.storage.index import Index, Shard
from paperview.index.storage.packing import Numbers
from paperview.index.storage.paper_lists import Papers
from paperview.index.storage.segment import Segment

_SHARE = 2
"""Short parts are one word if one in so many papers with the rarer part has them together."""
_RARE = 10
"""Papers with a token as one word or two below which three or four are looked for."""
_FREQUENT = 2000
"""One paper in so many holds each of the words into which an unknown token is taken apart."""
_MOST_PARTS = 4
_LONGEST = 30
"""Letters beyond which an unknown token is not taken apart."""


@dataclass(frozen=True, slots=True)
class Split:
    """Words that mean one token where they stand side by side."""

    phrases: tuple[str, ...]
    """The words with a blank between them."""
    is_form: bool
    """Whether the last word is another form of the rest of the token."""
    places: tuple[tuple[Segment, Numbers, tuple[Terms, ...]], ...]
    """Segments that have them: the papers, and the local terms of each word."""
    terms: tuple[tuple[Shard, Numbers], ...]
    """By shard: the terms of all words."""

    def __len__(self) -> int:
        """Count the papers that have them."""
        return sum(len(papers) for _, papers, _ in self.places)


_Parts = Sequence[tuple[Shard, tuple[int, ...], Numbers]]
"""Shards, and in each the terms for the words but the last, and those for the last."""


def splits(index: Index, token: str, fields: Field) -> Iterator[Split]:
    """Give the ways in which papers have a token as two words.

    A part of less than three letters counts at a digit, or if the parts stand together in as many
    papers as have the token in one, or in half of those with the rarer part.

    Args:
        index: the index.
        token: the token.
        fields: where the words must stand.
    """
    by_end: dict[int, list[tuple[Shard, int, int]]] = defaultdict(list)
    for shard in index.shards:
        for end, one, two in shard.dictionary.splits(token):
            by_end[end].append((shard, one, two))
    in_one = cache(partial(_in_one, index, token))
    for end, held in by_end.items():
        first, rest = token[:end], token[end:]
        parts = [(shard, (one,), np.array([two])) for shard, one, two in held]
        is_sure = is_sure_split(first, rest)
        split = _split(parts, fields, 1 if is_sure else _least(held, in_one()), is_form=False)
        if split:
            yield split
        if (split or is_sure) and len(rest) >= SUBSTRING_FROM and rest.isalpha():
            forms = [
                (shard, before, np.setdiff1d(shard.dictionary.forms(rest), two))
                for shard, before, two in parts
            ]
            if split := _split(forms, fields, 1, is_form=True):
                yield split


def in_more(index: Index, token: str, fields: Field, as_two: int) -> Iterator[Split]:
    """Give the ways in which papers have a token as three words or four: `stateoftheart`.

    Each word is frequent, and hardly any paper has the token in one or as two.

    Args:
        index: the index.
        token: the token.
        fields: where the words must stand.
        as_two: how many papers have it as two words.
    """
    if len(token) <= _LONGEST and as_two < _RARE and _in_one(index, token) < _RARE:
        for words in _Words(index).apart(token):
            if split := _side_by_side(index, words, fields):
                yield split


def slips(index: Index, token: str, near: Sequence[str], fields: Field) -> Iterator[Split]:
    """Give the pairs of words that a token is but for an edit: `bigdatta`.

    If terms are one edit away, they are taken apart; else the token is, with an edit in one of its
    two words, which must be frequent.

    Args:
        index: the index.
        token: the token, which is no beginning of a term.
        near: the terms that are one edit away.
        fields: where the words must stand.
    """
    if near:
        for term in near:
            yield from splits(index, term, fields)
    elif len(token) <= _LONGEST:
        for words in sorted(set(_Words(index).nearly(token))):
            if split := _side_by_side(index, words, fields):
                yield split


class _Words:
    """The frequent words of an index, into which an unknown token may be taken apart."""

    def __init__(self, index: Index) -> None:
        self._shards = index.shards
        self._least = index.indexed / _FREQUENT
        self.has = lru_cache(None)(self._has)

    def _has(self, word: str) -> bool:
        """Return whether a word is frequent."""
        count = 0
        for shard in self._shards:
            number = shard.dictionary.find(word)
            count += 0 if number is None else shard.count_of(number)
        return count >= max(1, self._least)

    def apart(self, token: str) -> Iterator[tuple[str, ...]]:
        """Give the ways to take a token apart into three words or more."""
        ways: list[tuple[tuple[str, ...], str]] = [((), token)]
        while ways:
            before, rest = ways.pop()
            for end in range(1, len(rest) + 1):
                part = rest[:end]
                if not may_be_part(part, rest[end:]) or not self.has(part):
                    continue
                words = (*before, part)
                if end < len(rest):
                    if len(words) < _MOST_PARTS:
                        ways.append((words, rest[end:]))
                elif len(words) > 2 and not STOP_WORDS.issuperset(words):
                    yield words

    def nearly(self, token: str) -> Iterator[tuple[str, str]]:
        """Give the pairs of words that a token is but for an edit in one of them."""
        for end in range(SUBSTRING_FROM, len(token) - SUBSTRING_FROM + 1):
            first, rest = token[:end], token[end:]
            if may_have_slip(rest) and self.has(first):
                yield from ((first, near) for near in self._near(rest) if may_be_split(first, near))
            if may_have_slip(first) and self.has(rest):
                yield from ((near, rest) for near in self._near(first) if may_be_split(near, rest))

    def _near(self, text: str) -> Iterator[str]:
        """Give the words that are one edit away."""
        for shard in self._shards:
            terms = shard.dictionary.fuzzy(text, 1)
            lengths = shard.dictionary.lengths_of(terms.numbers)
            is_near = (terms.ends == lengths) & (terms.edits == 1) & (lengths >= SUBSTRING_FROM)
            yield from filter(self.has, shard.dictionary.terms(terms.numbers[is_near]))


def _side_by_side(index: Index, words: Sequence[str], fields: Field) -> Split | None:
    """Return where some words stand side by side; None where they do not."""
    parts = []
    for shard in index.shards:
        *before, last = map(shard.dictionary.find, words)
        if last is not None and None not in before:
            known = tuple(number for number in before if number is not None)
            parts.append((shard, known, np.array([last])))
    return _split(parts, fields, 1, is_form=False)


def _in_one(index: Index, token: str) -> int:
    """Return how many postings the terms have that begin with a token."""
    return sum(shard.count(*shard.dictionary.prefix_range(token)) for shard in index.shards)


def _least(held: Sequence[tuple[Shard, int, int]], in_one: int) -> int:
    """Return in how many papers short parts must stand together, to be one word.

    Args:
        held: shards, and in each the terms for both parts.
        in_one: how many postings have them in one.
    """
    rarer = min(
        sum(shard.count_of(one) for shard, one, _ in held),
        sum(shard.count_of(two) for shard, _, two in held),
    )
    return max(1, min(in_one, -(-rarer // _SHARE)))


def _split(parts: _Parts, fields: Field, least: int, *, is_form: bool) -> Split | None:
    """Return where words stand side by side; None if it is in fewer papers than the least."""
    with_all = list(_with_all(parts))
    left = sum(len(papers) for _, papers, _ in with_all)
    places = []
    for segment, papers, terms in with_all:
        if left < least:
            return None
        found = np.flatnonzero(adjacent_in(segment, terms, fields, among=papers))
        left -= len(papers) - len(found)
        if len(found):
            places.append((segment, found, terms))
    if left < least:
        return None
    phrases = {
        " ".join([*map(shard.dictionary.__getitem__, before), last])
        for shard, before, rest in parts
        for last in shard.dictionary.terms(rest)
    }
    both = tuple((shard, np.append(rest, before)) for shard, before, rest in parts)
    return Split(tuple(sorted(phrases)), is_form, tuple(places), both)


def _with_all(parts: _Parts) -> Iterator[tuple[Segment, Papers, tuple[Terms, ...]]]:
    """Give the segments with papers that hold all words: these papers, and the local terms."""
    for shard, before, rest in parts:
        held = [{seg.first: term for seg, term in shard.holding(one)} for one in before]
        for segment, some, _ in shard.by_segment(rest):
            known = [terms[segment.first] for terms in held if segment.first in terms]
            if len(known) == len(before) and len(some):
                terms = (*(np.array([term]) for term in known), np.sort(some))
                papers = holders(segment, terms)
                if len(papers):
                    yield segment, papers, terms
