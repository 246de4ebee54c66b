"""A volume of the index: a vocabulary, and the segments whose words it holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, compress
from operator import ne
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from paperview.index.storage.postings import in_slices
from paperview.index.storage.segment import Segment
from paperview.index.storage.term_dictionary import Numbers, TermDictionary


@dataclass(frozen=True, slots=True)
class Holders:
    """Which segments hold the words of a vocabulary, word after word."""

    starts: NDArray[np.uint32]
    """Per word and one more: where its segments begin."""
    segments: NDArray[np.uint16]
    """The place of the segment in the volume, ascending."""
    own: NDArray[np.uint32]
    """The word's own number there."""

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return what it consists of, for storing."""
        return {"held": self.starts, "held_segments": self.segments, "held_own": self.own}

    @classmethod
    def of(cls, arrays: Mapping[str, NDArray[Any]]) -> Self:
        """Return what was stored."""
        return cls(arrays["held"], arrays["held_segments"], arrays["held_own"])


@dataclass(frozen=True, slots=True)
class Shard:
    """Segments that follow each other, and all of their words under common numbers."""

    vocabulary: TermDictionary
    segments: tuple[Segment, ...]
    holders: Holders | None = None
    """None for one segment, whose words have the vocabulary's numbers."""

    @property
    def first(self) -> int:
        """The number of its first paper."""
        return self.segments[0].first

    def __len__(self) -> int:
        return sum(map(len, self.segments))

    def held(self, words: Numbers) -> Iterator[tuple[Segment, Numbers, Numbers]]:
        """Return which segments hold some words: each with its own numbers of them, and which.

        Args:
            words: the words.
        """
        if self.holders is None:
            yield self.segments[0], words, np.arange(len(words))
            return
        starts = self.holders.starts
        places = in_slices(starts, words)
        which = np.repeat(np.arange(len(words)), (starts[words + 1] - starts[words]))
        segments = self.holders.segments[places]
        order = np.argsort(segments, kind="stable")
        ends = np.cumsum(np.bincount(segments, minlength=len(self.segments)))
        begin = 0
        for segment, end in zip(self.segments, ends.tolist(), strict=True):
            if begin < end:
                some = order[begin:end]
                yield segment, self.holders.own[places[some]].astype(np.int64), which[some]
            begin = end


def join(volumes: Sequence[Shard]) -> Shard:
    """Join volumes of one segment each: one vocabulary is looked through faster than many."""
    words = list(chain.from_iterable(volume.vocabulary for volume in volumes))
    # Sorting runs that are sorted is merging them: a fifth of the time of sorting a set.
    order = sorted(range(len(words)), key=words.__getitem__)
    in_order = [words[place] for place in order]
    is_new = np.fromiter(chain((True,), map(ne, in_order[1:], in_order)), np.bool_, len(words))
    places = np.array(order, np.int64)
    numbers = np.empty(len(words), np.int32)
    numbers[places] = np.cumsum(is_new) - 1
    ends = np.cumsum([len(volume.vocabulary) for volume in volumes])
    begins = np.concatenate([[0], ends[:-1]])
    held_by = np.searchsorted(ends, places, side="right")
    holders = Holders(
        starts=np.append(np.flatnonzero(is_new), len(words)).astype(np.uint32),
        segments=held_by.astype(np.uint16),
        own=(places - begins[held_by]).astype(np.uint32),
    )
    segments = tuple(
        replace(volume.segments[0], numbers=numbers[begin:end])
        for volume, begin, end in zip(volumes, begins, ends, strict=True)
    )
    return Shard(TermDictionary.of(list(compress(in_order, is_new))), segments, holders)
