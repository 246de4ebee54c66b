"""Candidates: the few papers that a reference may mean, looked up in the index."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from paperview.index.fields import EVERY_FIELD, Field
from paperview.index.storage.index import Index
from paperview.references.reading import Reading, Short
from paperview.text.combining import is_alphabetic

_CITED = Field.TITLE | Field.AUTHORS | Field.JOURNAL
"""The fields that a reference has words of."""
_RAREST = 14
"""Words of a reference that are looked up, the rarest first."""
_MOST = 12
"""Candidates that are compared with a reference."""
_LEAST_SHARE = 0.3
"""The share of the best candidate's score that others must have."""
_MOST_FUZZY = 6
"""Words of a reference for which similar ones are looked for."""
_FUZZY_FROM = 5
_MOST_SIMILAR = 12
"""Words similar to one that are taken for it, at most."""
_MOST_NAMED = 400
"""Papers by authors of one name that are looked through."""
_YEARS_EARLIER = 2
"""Years by which a preprint is older than what is cited, at most."""

_Terms = tuple[tuple[int, int], ...]
"""Terms as (shard, number)."""


class Candidates:
    """Looks up in an index what references may mean. Not to be shared between threads."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self._terms = lru_cache(1 << 14)(self._look_up)
        self._papers = lru_cache(1 << 10)(self._papers_with)

    def frequency(self, word: str) -> int:
        """Return how many papers have a word."""
        return sum(map(len, self._held_by_segment(self._terms(word), EVERY_FIELD)))

    def with_id(self, name: str, field: Field) -> list[int]:
        """Return the papers with an arXiv id or a DOI, folded."""
        papers = (self._held(terms, field) for terms in [self._terms(name)] if terms)
        return [int(number) for some in papers for number in some if self.index.found[number]]

    def likeliest(self, reading: Reading, *, fuzzy: bool = False) -> list[int]:
        """Return the papers that have most of the rare words of a reference, the best first.

        Args:
            reading: the reference.
            fuzzy: whether similar words count too, and words that are joined or split.
        """
        words = dict.fromkeys(reading.tokens)
        looked_up = [terms for word in words if (terms := self._terms(word))]
        if fuzzy:
            looked_up += self._similar(reading)
        by_rarity = sorted((self._papers(terms) for terms in dict.fromkeys(looked_up)), key=len)
        rarest = [papers for papers in by_rarity if len(papers)][:_RAREST]
        if not rarest:
            return []
        total = max(self.index.indexed, 2)
        weights = [np.full(len(papers), np.log(1 + total / len(papers))) for papers in rarest]
        scores = np.bincount(np.concatenate(rarest), np.concatenate(weights), self.index.count)
        scores[~self.index.found] = 0
        count = min(_MOST, len(scores))
        best = np.argpartition(-scores, count - 1)[:count]
        best = best[scores[best] > _LEAST_SHARE * scores[best].max()]
        return [int(number) for number in best[np.argsort(-scores[best])]]

    def by(self, short: Short) -> list[int]:
        """Return the papers of about a year with authors of some names; none if they are many."""
        papers: NDArray[np.int64] | None = None
        for name in filter(None, (short.first, short.second)):
            terms = self._terms(name)
            some = self._held(terms, Field.AUTHORS) if terms else np.zeros(0, np.int64)
            papers = some if papers is None else np.intersect1d(papers, some)
        if papers is None:
            return []
        years = self.index.dates[papers] // 10_000
        is_near = (years <= short.year) & (years >= short.year - _YEARS_EARLIER)
        papers = papers[is_near & self.index.found[papers]]
        return papers.tolist() if len(papers) <= _MOST_NAMED else []

    def _similar(self, reading: Reading) -> list[_Terms]:
        """Return the terms that the unknown words of a reference may mean."""
        unknown = [
            word
            for word in dict.fromkeys(reading.tokens)
            if len(word) >= _FUZZY_FROM and is_alphabetic(word) and not self._terms(word)
        ]
        found = [self._terms(first + second) for first, second in pairwise(reading.tokens)]
        for word in unknown[:_MOST_FUZZY]:
            found += self._similar_to(word)
        return [terms for terms in found if terms]

    def _similar_to(self, word: str) -> Iterator[_Terms]:
        similar: list[tuple[int, int]] = []
        for i, shard in enumerate(self.index.shards):
            fuzzy = shard.dictionary.fuzzy(word, 1)
            is_whole = fuzzy.ends == shard.dictionary.lengths_of(fuzzy.numbers)
            similar += [(i, number) for number in fuzzy.numbers[is_whole].tolist()]
            for pair in shard.dictionary.splits(word):
                yield from (((i, number),) for number in pair)
        if 0 < len(similar) <= _MOST_SIMILAR:
            yield tuple(similar)

    def _look_up(self, word: str) -> _Terms:
        numbers = (shard.dictionary.find(word) for shard in self.index.shards)
        return tuple((i, number) for i, number in enumerate(numbers) if number is not None)

    def _papers_with(self, terms: _Terms) -> NDArray[np.int64]:
        return self._held(terms, _CITED)

    def _held(self, terms: Sequence[tuple[int, int]], fields: Field) -> NDArray[np.int64]:
        """Return the papers that hold one of some terms in one of some fields, ascending."""
        held = list(self._held_by_segment(terms, fields))
        papers = np.concatenate(held) if held else np.zeros(0, np.int64)
        return np.unique(papers) if len(terms) > 1 else papers

    def _held_by_segment(
        self, terms: Iterable[tuple[int, int]], fields: Field
    ) -> Iterator[NDArray[np.int64]]:
        for i, number in terms:
            for segment in self.index.shards[i].segments:
                local = segment.local(number)
                if local is not None:
                    postings = segment.postings.of_range(local, local + 1)
                    papers = postings.papers[postings.are_in(fields)]
                    yield papers.astype(np.int64) + segment.first
