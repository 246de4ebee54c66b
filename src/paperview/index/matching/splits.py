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


_Parts = Sequence[tuple[Shard, Numbers, Numbers]]
"""Shards, and their terms for each of two words."""


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
        parts = [(shard, np.array([one]), np.array([two])) for shard, one, two in held]
        is_sure = is_sure_split(first, rest)
        split = _split(parts, fields, 1 if is_sure else _least(index, token, parts), is_form=False)
        if split:
            yield split
        if (split or is_sure) and len(rest) >= SUBSTRING_FROM and rest.isalpha():
            forms = [
                (shard, one, np.setdiff1d(shard.dictionary.forms(rest), two))
                for shard, one, two in parts
            ]
            if split := _split(forms, fields, 1, is_form=True):
                yield split


def _least(index: Index, token: str, parts: _Parts) -> int:
    """Return in how many papers short parts must stand together, to be one word."""
    in_one = sum(shard.count(*shard.dictionary.prefix_range(token)) for shard in index.shards)
    rarer = min(
        sum(shard.count(int(some[which][0]), int(some[which][0]) + 1) for shard, *some in parts)
        for which in range(2)
    )
    return max(1, min(in_one, -(-rarer // _SHARE)))


def _split(parts: _Parts, fields: Field, least: int, *, is_form: bool) -> Split | None:
    """Return where two words stand side by side; None if it is in fewer papers than the least."""
    local = [
        (segment, words)
        for shard, first, rest in parts
        for segment, words in _by_segment(shard, first, rest)
    ]
    if sum(len(holders(segment, words)) for segment, words in local) < least:
        return None
    places = []
    for segment, words in local:
        papers = np.flatnonzero(adjacent_in(segment, words, fields))
        if len(papers):
            places.append((segment, papers, words))
    if sum(len(papers) for _, papers, _ in places) < least:
        return None
    phrases = {
        f"{one} {two}"
        for shard, first, rest in parts
        for one in shard.dictionary.terms(first)
        for two in shard.dictionary.terms(rest)
    }
    terms = tuple((shard, np.append(first, rest)) for shard, first, rest in parts)
    return Split(tuple(sorted(phrases)), is_form, tuple(places), terms)


def _by_segment(
    shard: Shard, first: Numbers, rest: Numbers
) -> Iterator[tuple[Segment, tuple[Terms, Terms]]]:
    """Give the segments that hold a term for each of two words, with their local numbers."""
    by_segment = {id(segment): local for segment, local, _ in shard.by_segment(rest)}
    for segment, local, _ in shard.by_segment(first):
        if len(by_segment.get(id(segment), ())):
            yield segment, (np.sort(local), np.sort(by_segment[id(segment)]))
