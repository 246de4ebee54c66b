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
"""Words of a shard that are counted together with those of others."""


def values_of(index: Index, field: Field, beginning: str, limit: int) -> list[str]:
    """Return the words of a field that begin so, those that most papers hold first."""
    counts: Counter[str] = Counter()
    ranges = [shard.dictionary.prefix_range(beginning) for shard in index.shards]
    step = _postings(index, ranges) // _COUNTED + 1
    for shard, words in zip(index.shards, ranges, strict=True):
        holding = [_holding(segment, field, words, step) for segment in shard.segments]
        numbers, papers = np.unique(np.concatenate(holding), return_counts=True)
        for place in np.argsort(-papers, kind="stable")[:_PER_SHARD].tolist():
            counts[shard.dictionary[int(numbers[place])]] += int(papers[place])
    return sorted(counts, key=lambda word: (-counts[word], word))[:limit]


def _postings(index: Index, ranges: Sequence[tuple[int, int]]) -> int:
    """Return how many postings some words of each shard have."""
    count = 0
    for shard, words in zip(index.shards, ranges, strict=True):
        for segment in shard.segments:
            low, high = segment.local_range(*words)
            count += int(segment.postings.starts[high]) - int(segment.postings.starts[low])
    return count


def _holding(
    segment: Segment, field: Field, words: tuple[int, int], step: int
) -> NDArray[np.int32]:
    """Return, for every so many of the postings of some words, the word if it is in a field."""
    low, high = segment.local_range(*words)
    starts = segment.postings.starts[low : high + 1]
    first, end = int(starts[0]), int(starts[-1])
    places = first + step * np.flatnonzero(segment.postings.fields[first:end:step] & int(field))
    own = low + np.searchsorted(starts, places.astype(starts.dtype), side="right") - 1
    return segment.in_shard(own)


def years_of(index: Index) -> list[str]:
    """Return the years between the first and the last of the papers, the last first."""
    known = index.dates[index.dates > 0]
    if not len(known):
        return []
    return [str(year) for year in range(known.max() // 10000, known.min() // 10000 - 1, -1)]
