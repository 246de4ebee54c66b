"""The index: shards, each of one term dictionary and the segments whose terms it holds.

A query is answered from the index alone, without reading a paper.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, compress, islice
from operator import ne
from pathlib import Path
from typing import Any, Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

from paperview.index.storage import arrays
from paperview.index.storage.builder import SegmentBuilder
from paperview.index.storage.packing import Ascending, Numbers, ranges
from paperview.index.storage.postings import FIELD_SET, FieldSets
from paperview.index.storage.segment import MOST_PAPERS, Segment
from paperview.index.storage.term_dictionary import TermDictionary
from paperview.model.paper import Paper


@dataclass(frozen=True, slots=True)
class OrdinalMap:
    """Where the terms of a shard's dictionary are in its segments, term after term."""

    starts: Ascending
    """Per term and one more: where its segments begin."""
    segments: NDArray[np.unsignedinteger[Any]]
    """The segment's index in the shard, ascending per term."""
    local: NDArray[np.uint16]
    """The low half of the term's local number there; see `Ascending.indexes`."""

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return the arrays to store."""
        return {
            **self.starts.arrays("ordinal_starts"),
            "ordinal_segments": self.segments,
            "ordinal_local": self.local,
        }

    @classmethod
    def of(cls, arrays: Mapping[str, NDArray[Any]]) -> Self:
        """Return what was stored."""
        starts = Ascending.of(arrays, "ordinal_starts")
        return cls(starts, arrays["ordinal_segments"], arrays["ordinal_local"])

    def slice(self, term: int) -> slice:
        """Return where a term's segments are."""
        return slice(self.starts.at(term), self.starts.at(term + 1))


@dataclass(frozen=True, slots=True)
class Shard:
    """Segments that follow each other, and one dictionary of all their terms."""

    dictionary: TermDictionary
    segments: tuple[Segment, ...]
    ordinals: OrdinalMap | None = None
    """None for one segment, whose local numbers are the dictionary's."""

    @property
    def first(self) -> int:
        """The number of its first paper."""
        return self.segments[0].first

    def __len__(self) -> int:
        return sum(map(len, self.segments))

    def count(self, low: int, high: int) -> int:
        """Return how many postings the terms from `low` to before `high` have."""
        return sum(
            segment.postings.count(*segment.local_range(low, high)) for segment in self.segments
        )

    def holding(self, term: int) -> Iterator[tuple[Segment, int]]:
        """Give the segments that hold a term: each with its local number."""
        if self.ordinals is None:
            yield self.segments[0], term
            return
        where = self.ordinals.slice(term)
        low = self.ordinals.local[where].tolist()
        for i, its_low in zip(self.ordinals.segments[where].tolist(), low, strict=True):
            ordinals = self.segments[i].ordinals
            yield self.segments[i], term if ordinals is None else ordinals.index(term, its_low)

    def count_of(self, term: int) -> int:
        """Return how many postings a term has."""
        return sum(
            segment.postings.count(local, local + 1) for segment, local in self.holding(term)
        )

    def counts_of(self, terms: Numbers) -> Numbers:
        """Return how many postings each of some terms has."""
        counts = np.zeros(len(terms), np.int64)
        for segment, local, which in self.by_segment(terms):
            counts[which] += segment.postings.counts(local)
        return counts

    def by_segment(self, terms: Numbers) -> Iterator[tuple[Segment, Numbers, Numbers]]:
        """Give the segments that hold some terms: each with their local numbers, and which."""
        if self.ordinals is None:
            yield self.segments[0], terms, np.arange(len(terms))
            return
        if len(terms) == 1:  # as most often
            for segment, local in self.holding(int(terms[0])):
                yield segment, np.array([local]), np.zeros(1, np.int64)
            return
        counts = self.ordinals.starts.gaps_at(terms)
        indices = ranges(self.ordinals.starts.take(terms), counts, len(self.ordinals.local))
        which = np.repeat(np.arange(len(terms)), counts)
        segments = self.ordinals.segments[indices]
        order = np.argsort(segments, kind="stable")
        ends = np.cumsum(np.bincount(segments, minlength=len(self.segments)))
        begin = 0
        for segment, end in zip(self.segments, ends.tolist(), strict=True):
            if begin < end:
                chosen = order[begin:end]
                low = self.ordinals.local[indices[chosen]]
                yield segment, segment.locals(terms[which[chosen]], low), which[chosen]
            begin = end

    def joined_arrays(self) -> dict[str, NDArray[Any]]:
        """Return the arrays that `load_shard` needs in addition to those of the segments."""
        ordinals: dict[str, NDArray[Any]] = {}
        for number, segment in enumerate(self.segments):
            if segment.ordinals is not None:
                ordinals |= segment.ordinals.arrays(_ordinals(number))
        maps = self.ordinals.arrays() if self.ordinals is not None else {}
        return {**self.dictionary.arrays, **ordinals, **maps}


def _ordinals(number: int) -> str:
    """Return the name of the array of a segment's ordinals."""
    return f"ordinals{number}"


def load_shard(paths: Sequence[Path], dictionary: Path, first: int = 0) -> Shard:
    """Map segments that follow each other, and the term dictionary of all of them.

    Raises:
        OSError, StoredError: if there are none, or not whole ones.
    """
    columns = arrays.load(dictionary)
    is_joined = _ordinals(0) in columns
    segments = []
    for number, path in enumerate(paths):
        ordinals = Ascending.of(columns, _ordinals(number)) if is_joined else None
        segments.append(Segment.of(first, arrays.load(path), ordinals))
        first += len(segments[-1])
    maps = OrdinalMap.of(columns) if is_joined else None
    return Shard(TermDictionary(columns), tuple(segments), maps)


_JOINED_AT_ONCE = 200_000
"""Terms of all shards that are joined at once: they are strings then, some 20 MB."""
_SAMPLED = 4096
"""The parts are bounded by one of so many terms."""


def join(shards: Sequence[Shard]) -> Shard:
    """Join shards of one segment each: one dictionary is looked through faster than many."""
    joined = _Joined([shard.dictionary for shard in shards])
    dictionary = TermDictionary.of_parts(joined.parts())
    segments = tuple(
        replace(shard.segments[0], ordinals=Ascending.pack(numbers))
        for shard, numbers in zip(shards, joined.numbers, strict=True)
    )
    return Shard(dictionary, segments, joined.ordinals())


class _Joined:
    """The terms of several dictionaries."""

    def __init__(self, dictionaries: Sequence[TermDictionary]) -> None:
        self._dictionaries = dictionaries
        self._count = 0
        self.numbers = [np.empty(len(dictionary), np.int32) for dictionary in dictionaries]
        """Per dictionary, per term: its number among all terms."""
        self._counts = [np.zeros(1, np.uint16)]
        self._which = [np.zeros(0, np.min_scalar_type(len(dictionaries)))]
        self._local = [np.zeros(0, np.uint16)]

    def parts(self) -> Iterator[list[str]]:
        """Give all different terms, sorted, part by part, and number them."""
        lows = [0] * len(self._dictionaries)
        for bound in self._bounds():
            highs = [dictionary.insertion_point(bound) for dictionary in self._dictionaries]
            yield self._part(lows, highs)
            lows = highs
        yield self._part(lows, list(map(len, self._dictionaries)))

    def _bounds(self) -> list[str]:
        """Return the terms at which the parts begin, without the first."""
        samples = sorted(
            dictionary[number]
            for dictionary in self._dictionaries
            for number in range(_SAMPLED, len(dictionary), _SAMPLED)
        )
        step = _JOINED_AT_ONCE // _SAMPLED
        return samples[step::step]

    def _part(self, lows: Sequence[int], highs: Sequence[int]) -> list[str]:
        held = [
            dictionary.between(low, high)
            for dictionary, low, high in zip(self._dictionaries, lows, highs, strict=True)
        ]
        terms = list(chain.from_iterable(held))
        # Sorting runs that are sorted is merging them: a fifth of the time of sorting a set.
        order = sorted(range(len(terms)), key=terms.__getitem__)
        in_order = [terms[index] for index in order]
        is_new = np.fromiter(chain((True,), map(ne, in_order[1:], in_order)), np.bool_, len(terms))
        indexes = np.array(order, np.int64)
        numbers = np.empty(len(terms), np.int32)
        numbers[indexes] = np.cumsum(is_new) - 1 + self._count
        ends = np.cumsum(list(map(len, held)))
        which = ends.searchsorted(indexes, side="right")
        begins = ends - list(map(len, held))
        for mine, low, high, begin, end in zip(
            self.numbers, lows, highs, begins, ends, strict=True
        ):
            mine[low:high] = numbers[begin:end]
        self._which.append(which.astype(self._which[0].dtype))
        self._local.append((indexes + (np.array(lows) - begins)[which]).astype(np.uint16))
        new = is_new.nonzero()[0]
        self._counts.append((np.append(new[1:], len(terms)) - new).astype(np.uint16))
        self._count += len(new)
        return list(compress(in_order, is_new))

    def ordinals(self) -> OrdinalMap:
        """Return where the terms are in the dictionaries; call it after `parts`."""
        starts = Ascending.pack(np.concatenate(self._counts).cumsum(dtype=np.uint32))
        return OrdinalMap(starts, np.concatenate(self._which), np.concatenate(self._local))


_Column: TypeAlias = "NDArray[np.uint32] | memoryview[int]"


@dataclass(frozen=True)
class Index:
    """An inverted index: which papers hold which terms, in shards."""

    shards: tuple[Shard, ...]
    hidden: Sequence[int] | NDArray[np.int64] | None = None
    """Papers that another one replaces, which are never found."""
    order: tuple[_Column, _Column] | None = None
    """All papers, newest first, and their ranks, where that is known already."""

    @cached_property
    def count(self) -> int:
        """One more than the last paper's number."""
        return max((shard.first + len(shard) for shard in self.shards), default=0)

    @cached_property
    def found(self) -> NDArray[np.bool_]:
        """Per paper: whether it can be found, since it is indexed and not hidden."""
        found = np.zeros(self.count, np.bool_)
        for segment in self.segments:
            found[segment.first : segment.first + len(segment)] = True
        if self.hidden is not None:
            hidden = np.asarray(self.hidden, np.int64)
            found[hidden[hidden < self.count]] = False
        return found

    @cached_property
    def indexed(self) -> int:
        """How many papers are indexed, hidden ones too."""
        return sum(map(len, self.shards))

    @cached_property
    def searched(self) -> int:
        """How many papers can be found."""
        return int(np.count_nonzero(self.found))

    @property
    def segments(self) -> Iterator[Segment]:
        """All segments, shard by shard."""
        return (segment for shard in self.shards for segment in shard.segments)

    @cached_property
    def dates(self) -> NDArray[np.int32]:
        """Per paper: the day it was created as the number YYYYMMDD, 0 if not known."""
        dates = np.zeros(self.count, np.int32)
        for segment in self.segments:
            dates[segment.first : segment.first + len(segment)] = segment.dates
        return dates

    @cached_property
    def present(self) -> FieldSets:
        """Per paper: the fields that are not missing, as bits of `Field`."""
        present = np.zeros(self.count, FIELD_SET)
        for segment in self.segments:
            present[segment.first : segment.first + len(segment)] = segment.present
        return present

    @cached_property
    def newest_first(self) -> NDArray[np.uint32]:
        """All papers, the newest first; those of one day in the order they were read."""
        if self.order is not None:
            return np.asarray(self.order[0], np.uint32)
        return np.argsort(-self.dates, kind="stable").astype(np.uint32)

    @cached_property
    def ranks(self) -> NDArray[np.uint32]:
        """Per paper: its index in `newest_first`."""
        if self.order is not None:
            return np.asarray(self.order[1], np.uint32)
        ranks = np.empty(self.count, np.uint32)
        ranks[self.newest_first] = np.arange(self.count, dtype=np.uint32)
        return ranks


FIRST_SEGMENT = 2000
"""Papers of the first segment: a tenth of a second's work, to answer a filter early."""
_FACTOR = 4


def segment_sizes() -> Iterator[int]:
    """Give the sizes of segments, each four times the one before up to the largest."""
    size = FIRST_SEGMENT
    while True:
        yield size
        size = min(_FACTOR * size, MOST_PAPERS)


def build_shards(papers: Iterable[Paper], first: int = 0) -> Iterator[Shard]:
    """Index papers; give a shard for each segment as soon as it is built.

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
        dictionary, segment = builder.build()
        yield Shard(dictionary, (segment,))


def build(papers: Iterable[Paper]) -> Index:
    """Index papers."""
    return Index(tuple(build_shards(papers)))
