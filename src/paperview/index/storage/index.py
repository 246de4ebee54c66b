"""The index: the words of the store, arranged so that a query needs no paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from paperview.index.storage.segment import MOST_PAPERS, Segment, SegmentBuilder
from paperview.index.storage.volume import Shard
from paperview.model.paper import Paper


@dataclass(frozen=True)
class Index:
    """Which papers hold which words, in volumes."""

    volumes: tuple[Shard, ...]
    hidden: NDArray[np.int64] | None = None
    """Papers that another one stands for, which are never found."""
    order: tuple[NDArray[np.uint32], NDArray[np.uint32]] | None = None
    """All papers, newest first, and their ranks, where that is known already."""

    @cached_property
    def count(self) -> int:
        """The number after the last paper's."""
        return max((volume.first + len(volume) for volume in self.volumes), default=0)

    @cached_property
    def found(self) -> NDArray[np.bool_]:
        """Per paper: whether it can be found, since it is indexed and not hidden."""
        found = np.zeros(self.count, np.bool_)
        for segment in self.segments:
            found[segment.first : segment.first + len(segment)] = True
        if self.hidden is not None:
            found[self.hidden[self.hidden < self.count]] = False
        return found

    @cached_property
    def indexed(self) -> int:
        """How many papers are indexed, hidden ones too."""
        return sum(map(len, self.volumes))

    @cached_property
    def searched(self) -> int:
        """How many papers can be found."""
        return int(np.count_nonzero(self.found))

    @property
    def segments(self) -> Iterator[Segment]:
        """All segments, volume by volume."""
        return (segment for volume in self.volumes for segment in volume.segments)

    @cached_property
    def dates(self) -> NDArray[np.int32]:
        """Per paper: the day it was created as the number YYYYMMDD, 0 if not known."""
        dates = np.zeros(self.count, np.int32)
        for segment in self.segments:
            dates[segment.first : segment.first + len(segment)] = segment.dates
        return dates

    @cached_property
    def present(self) -> NDArray[np.uint8]:
        """Per paper: the fields that are not missing, as bits of `Field`."""
        present = np.zeros(self.count, np.uint8)
        for segment in self.segments:
            present[segment.first : segment.first + len(segment)] = segment.present
        return present

    @cached_property
    def newest_first(self) -> NDArray[np.uint32]:
        """All papers, the newest first; of one day, in the order they were read."""
        if self.order is not None:
            return self.order[0]
        return np.argsort(-self.dates, kind="stable").astype(np.uint32)

    @cached_property
    def ranks(self) -> NDArray[np.uint32]:
        """Per paper: its place in `newest_first`."""
        if self.order is not None:
            return self.order[1]
        ranks = np.empty(self.count, np.uint32)
        ranks[self.newest_first] = np.arange(self.count, dtype=np.uint32)
        return ranks


FIRST_SEGMENT = 2000
"""Papers of the first segment: a tenth of a second's work, to answer a filter early."""
_FACTOR = 4


def segment_sizes() -> Iterator[int]:
    """Return the sizes of segments, each four times the one before up to the largest."""
    size = FIRST_SEGMENT
    while True:
        yield size
        size = min(_FACTOR * size, MOST_PAPERS)


def build_volumes(papers: Iterable[Paper], first: int = 0) -> Iterator[Shard]:
    """Index papers; give a volume for each segment when it is there.

    Args:
        papers: the papers.
        first: the number of the first of them.
    """
    left = iter(papers)
    for size in segment_sizes():
        builder = SegmentBuilder(first)
        for paper in islice(left, size):
            builder.add(paper)
        if not len(builder):
            return
        first += len(builder)
        vocabulary, segment = builder.build()
        yield Shard(vocabulary, (segment,))


def build(papers: Iterable[Paper]) -> Index:
    """Index papers."""
    return Index(tuple(build_volumes(papers)))
