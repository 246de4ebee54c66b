"""Facets: the values of a field that most papers have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from paperview.index.fields import Field
from paperview.index.storage.index import Index
from paperview.index.storage.segment import Segment

_COUNTED = 1 << 16
"""Postings looked at for one answer: where there are more, evenly spread ones stand for all."""
_PER_SHARD = 100
"""Terms of a shard that are counted together with those of others."""


def values_of(index: Index, field: Field, prefix: str, limit: int) -> list[str]:
    """Return the terms of a field with a prefix, the most frequent first."""
    counts: Counter[str] = Counter()
    ranges = [shard.dictionary.prefix_range(prefix) for shard in index.shards]
    step = _postings(index, ranges) // _COUNTED + 1
    for shard, terms in zip(index.shards, ranges, strict=True):
        holding = [_holding(segment, field, terms, step) for segment in shard.segments]
        numbers, papers = np.unique(np.concatenate(holding), return_counts=True)
        for i in np.argsort(-papers, kind="stable")[:_PER_SHARD].tolist():
            counts[shard.dictionary[int(numbers[i])]] += int(papers[i])
    return sorted(counts, key=lambda term: (-counts[term], term))[:limit]


def _postings(index: Index, ranges: Sequence[tuple[int, int]]) -> int:
    """Return how many postings a range of terms of each shard has."""
    count = 0
    for shard, terms in zip(index.shards, ranges, strict=True):
        for segment in shard.segments:
            low, high = segment.local_range(*terms)
            count += segment.postings.count(low, high)
    return count


def _holding(
    segment: Segment, field: Field, terms: tuple[int, int], step: int
) -> NDArray[np.int64]:
    """Return the term of every so many postings, of those that are in a field."""
    low, high = segment.local_range(*terms)
    starts = segment.postings.starts(low, high)
    postings = np.arange(starts[0], starts[-1], step)
    postings = postings[segment.postings.are_in(postings, field)]
    local = low + starts.searchsorted(postings, side="right") - 1
    return segment.in_shard(local)


def years_of(index: Index) -> list[str]:
    """Return the years between the first and the last of the papers, the last first."""
    known = index.dates[index.dates > 0]
    if not len(known):
        return []
    return [str(year) for year in range(known.max() // 10000, known.min() // 10000 - 1, -1)]
