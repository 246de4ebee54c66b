"""Title matching: papers with a whole title."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache, reduce
from itertools import chain, takewhile

import numpy as np

from paperview.index.fields import Field
from paperview.index.storage.index import Shard
from paperview.index.storage.packing import Numbers
from paperview.index.storage.segment import Segment
from paperview.index.storage.token_stream import (
    TITLE_MARK,
    are_at,
    are_marks,
)

_CACHED = 1 << 14
"""Words whose numbers are cached: titles have the same ones again and again."""


class Titles:
    """Finds papers by their whole title, quickly where many are asked for."""

    def __init__(self, shards: Iterable[Shard]) -> None:
        """Take the shards to search."""
        self._shards = tuple(shards)
        self._number = lru_cache(_CACHED)(self._look_up)

    def find(self, title: Sequence[str]) -> Iterator[int]:
        """Give the papers whose title has just these words, in order, hidden ones too.

        Args:
            title: the folded words; see `analysis.words`.
        """
        for i, shard in enumerate(self._shards):
            each = (self._number(i, word) for word in title)
            numbers = list(takewhile(lambda number: number >= 0, each))
            if numbers and len(numbers) == len(title):
                for segment, local in _segments(shard, numbers):
                    yield from (segment.first + _titled(segment, local)).tolist()

    def _look_up(self, shard_index: int, word: str) -> int:
        """Return the number of a word in a shard, -1 where it lacks it."""
        number = self._shards[shard_index].dictionary.find(word)
        return -1 if number is None else number


def _segments(shard: Shard, words: Sequence[int]) -> Iterator[tuple[Segment, Numbers]]:
    """Give the segments that hold all of some terms, and their local numbers."""
    ordinals = shard.ordinals
    if ordinals is None:
        yield shard.segments[0], np.array(words)
        return
    slices = list(map(ordinals.slice, words))
    held = sorted((ordinals.segments[some] for some in slices), key=len)
    for segment_index in reduce(np.intersect1d, held).tolist():
        segment = shard.segments[segment_index]
        at = [int(np.searchsorted(ordinals.segments[some], segment_index)) for some in slices]
        low = [ordinals.local[some][i] for some, i in zip(slices, at, strict=True)]
        yield segment, segment.locals(np.array(words), np.array(low))


def _titled(segment: Segment, words: Numbers) -> Numbers:
    """Return the papers, counted from the segment's first, whose title is some terms."""
    postings, stream = segment.postings, segment.stream
    rarest = min(words.tolist(), key=lambda word: postings.count(word, word + 1))
    held = postings.of_range(rarest, rarest + 1)
    papers = held.papers[held.are_in(Field.TITLE)].astype(np.int64)
    # A paper's tokens begin with its title.
    codes = list(chain.from_iterable(map(stream.encoded, [TITLE_MARK, *words.tolist()])))
    begins = stream.starts[papers].astype(np.int64)
    begin_so = are_at(stream.codes, begins, codes)
    papers, begins = papers[begin_so], begins[begin_so]
    return papers[are_marks(stream.codes, begins + len(codes))]
