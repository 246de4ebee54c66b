"""A segment: the inverted index of some papers in a row.

Segments are built one by one, each with terms of its own, so that several processes can build them;
a shard gives their terms common numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from paperview.index.fields import ANYWHERE
from paperview.index.storage.dense_rows import DenseRows
from paperview.index.storage.postings import FieldSets, Postings, is_in, slice_indices

MOST_PAPERS = 1 << 16
"""Papers in a segment, at most: two bytes name one, and their scores fit the processor's cache."""
Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class Segment:
    """The inverted index of the papers from `first` on.

    The postings of a term are the papers that hold it, ascending; those of all terms lie one after
    the other in the order of the terms, so that the terms with one prefix have one slice. Terms
    have local numbers here.
    """

    first: int
    """The number of its first paper."""
    postings: Postings
    stream: NDArray[np.int32]
    """The token stream: the terms of all papers in reading order, with marks below 0."""
    stream_starts: NDArray[np.uint32]
    """Per paper and one more: where its terms begin in the stream."""
    dates: NDArray[np.int32]
    """Per paper: the day it was created as the number YYYYMMDD, 0 if not known."""
    present: FieldSets
    """Per paper: the fields that are not missing, as bits of `Field`."""
    surnames: NDArray[np.int32]
    """Papers x 2: the first terms of the first author's surname, -1 for none."""
    prefix_rows: DenseRows
    substring_rows: DenseRows
    ordinals: NDArray[np.int32] | None = None
    """Per local number, ascending: the term's number in the shard; None where they are the same."""

    def __len__(self) -> int:
        return len(self.dates)

    @cached_property
    def _elsewhere(self) -> NDArray[np.int64]:
        """Postings in none of the fields that words without a field are looked for in, ascending.

        They are few, so that most terms need no look at the fields of their postings.
        """
        return np.flatnonzero(~is_in(self.postings.fields, ANYWHERE))

    def elsewhere_in(self, postings: slice) -> NDArray[np.int64]:
        """Return which of some postings words without a field are not looked for in."""
        elsewhere = self._elsewhere
        return elsewhere[slice(*elsewhere.searchsorted((postings.start, postings.stop)))]

    def are_all_anywhere(self, low: NDArray[np.uint32], high: NDArray[np.uint32]) -> bool:
        """Return whether words without a field are looked for in all postings of some ranges.

        Args:
            low: the first posting of each range.
            high: the posting after the last of each range.
        """
        elsewhere = self._elsewhere
        return bool(np.all(elsewhere.searchsorted(low) == elsewhere.searchsorted(high)))

    def local_range(self, low: int, high: int) -> tuple[int, int]:
        """Return the range of local numbers for those of the shard from `low` to before `high`."""
        if self.ordinals is None:
            return low, high
        start, end = np.searchsorted(self.ordinals, np.array((low, high), np.int32))
        return int(start), int(end)

    def local(self, number: int) -> int | None:
        """Return the local number of a term of the shard, None where the segment lacks it."""
        start, end = self.local_range(number, number + 1)
        return start if start < end else None

    def in_shard(self, local: Numbers | NDArray[np.int32]) -> NDArray[np.int32]:
        """Return the shard's numbers of some local ones; marks stay."""
        if self.ordinals is None:
            return local.astype(np.int32, copy=False)
        return np.where(local < 0, local, self.ordinals.take(local, mode="clip")).astype(np.int32)

    def postings_of(self, local: Numbers) -> Numbers:
        """Return the indices of the postings of some local terms, term after term."""
        return slice_indices(self.postings.starts, local)

    def papers_with(self, local: int) -> NDArray[np.uint16]:
        """Return the papers, counted from its first, that hold a local term, ascending."""
        starts = self.postings.starts
        return self.postings.papers[starts[local] : starts[local + 1]]

    def streams(self, papers: Numbers) -> tuple[NDArray[np.int32], Numbers]:
        """Return the token stream of some papers, and where each paper begins there."""
        starts = self.stream_starts.astype(np.int64)
        lengths = starts[papers + 1] - starts[papers]
        return self.stream[slice_indices(self.stream_starts, papers)], np.cumsum(lengths) - lengths

    def arrays(self) -> dict[str, NDArray[np.generic]]:
        """Return the arrays to store, without the ordinals."""
        postings = self.postings
        return {
            "starts": postings.starts,
            "papers": postings.papers,
            "fields": postings.fields,
            "weights": postings.weights,
            "stream": self.stream,
            "stream_starts": self.stream_starts,
            "dates": self.dates,
            "present": self.present,
            "surnames": self.surnames,
            **self.prefix_rows.arrays("dense_prefixes"),
            **self.substring_rows.arrays("dense_trigrams"),
        }

    @classmethod
    def of(
        cls,
        first: int,
        arrays: Mapping[str, NDArray[Any]],
        ordinals: NDArray[np.int32] | None = None,
    ) -> Self:
        """Return what was stored.

        Args:
            first: the number of its first paper.
            arrays: what `arrays` gave.
            ordinals: the ordinals of its terms in the shard, unless they are its own.
        """
        return cls(
            first=first,
            postings=Postings(
                arrays["starts"], arrays["papers"], arrays["fields"], arrays["weights"]
            ),
            stream=arrays["stream"],
            stream_starts=arrays["stream_starts"],
            dates=arrays["dates"],
            present=arrays["present"],
            surnames=arrays["surnames"],
            prefix_rows=DenseRows.of(arrays, "dense_prefixes"),
            substring_rows=DenseRows.of(arrays, "dense_trigrams"),
            ordinals=ordinals,
        )
