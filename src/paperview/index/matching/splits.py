"""Words written apart: `pretraining` is also pre-training, `wifi` Wi-Fi, `covid19` COVID-19."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from paperview.index.fields import Field
from paperview.index.matching.phrases import Terms, adjacent_in, holders
from paperview.index.matching.rules import SUBSTRING_FROM, is_sure_split
from paperview.index.storage.index import Index, Shard
from paperview.index.storage.packing import Numbers
from paperview.index.storage.segment import Segment

_SHARE = 2
"""Short parts are one word if one in so many papers with the rarer part has them together."""


@dataclass(frozen=True, slots=True)
class Split:
    """Two words that mean one token where they stand side by side."""

    phrases: tuple[str, ...]
    """The words with a blank between them."""
    is_form: bool
    """Whether the second word is another form of the rest of the token."""
    places: tuple[tuple[Segment, Numbers, tuple[Terms, Terms]], ...]
    """Segments that have them: the papers, and the local terms of each word."""
    terms: tuple[tuple[Shard, Numbers], ...]
    """By shard: the terms of both words."""


_Parts = Sequence[tuple[Shard, int, Numbers]]
"""Shards, and in each the term for the first word, and those for the second."""


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
    for end, held in by_end.items():
        first, rest = token[:end], token[end:]
        parts = [(shard, one, np.array([two])) for shard, one, two in held]
        is_sure = is_sure_split(first, rest)
        split = _split(parts, fields, 1 if is_sure else _least(index, token, held), is_form=False)
        if split:
            yield split
        if (split or is_sure) and len(rest) >= SUBSTRING_FROM and rest.isalpha():
            forms = [
                (shard, one, np.setdiff1d(shard.dictionary.forms(rest), two))
                for shard, one, two in parts
            ]
            if split := _split(forms, fields, 1, is_form=True):
                yield split


def _least(index: Index, token: str, held: Sequence[tuple[Shard, int, int]]) -> int:
    """Return in how many papers short parts must stand together, to be one word."""
    in_one = sum(shard.count(*shard.dictionary.prefix_range(token)) for shard in index.shards)
    rarer = min(
        sum(shard.count_of(one) for shard, one, _ in held),
        sum(shard.count_of(two) for shard, _, two in held),
    )
    return max(1, min(in_one, -(-rarer // _SHARE)))


def _split(parts: _Parts, fields: Field, least: int, *, is_form: bool) -> Split | None:
    """Return where two words stand side by side; None if it is in fewer papers than the least."""
    words = list(_by_segment(parts))
    left = sum(most for _, _, most in words)
    with_both = []
    for segment, terms, most in words:
        papers = holders(segment, terms)
        left -= most - len(papers)
        if left < least:
            return None
        with_both.append((segment, papers, terms))
    places = []
    for segment, papers, terms in with_both:
        found = np.flatnonzero(adjacent_in(segment, terms, fields, among=papers))
        left -= len(papers) - len(found)
        if left < least:
            return None
        if len(found):
            places.append((segment, found, terms))
    if not places:
        return None
    phrases = {
        f"{shard.dictionary[one]} {two}"
        for shard, one, rest in parts
        for two in shard.dictionary.terms(rest)
    }
    both = tuple((shard, np.append(rest, one)) for shard, one, rest in parts)
    return Split(tuple(sorted(phrases)), is_form, tuple(places), both)


def _by_segment(parts: _Parts) -> Iterator[tuple[Segment, tuple[Terms, Terms], int]]:
    """Give the segments that hold both words: the local terms, and the most papers with both."""
    for shard, one, rest in parts:
        firsts = {segment.first: first for segment, first in shard.holding(one)}
        for segment, some, _ in shard.by_segment(rest):
            first = firsts.get(segment.first)
            if first is not None and len(some):
                count = segment.postings.count
                rests = sum(count(term, term + 1) for term in some.tolist())
                terms = np.array([first]), np.sort(some)
                yield segment, terms, min(count(first, first + 1), rests)
