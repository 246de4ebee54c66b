"""The papers that hold each term of a segment, packed.

Most terms have few papers, two bytes each. Two kinds of terms take less: a *bucketed* term has a
byte for each of its papers, and a count for each bucket of 256 papers in a row. A term that very
many papers hold has a bitmap.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from paperview.index.storage.packing import Numbers, expect_bounds, ranges

Papers = NDArray[np.uint16]
"""Papers, counted from the segment's first."""

_BUCKET_BITS = 8
_MOST_IN_BUCKET = 255
"""Papers that the count of a bucket can tell."""
_BUCKETED_FROM = 1.5
"""Papers per bucket from which on a term is bucketed: with fewer, unpacking it costs too much."""
_UNPACKED = 16
"""Unpacked bitmaps that a segment caches; each takes some 20 KB."""


class PaperLists:
    """The papers of all terms, ascending for each term, in the order of the terms."""

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        """Take the arrays that are stored, as `pack` makes them."""
        self.arrays = {name: arrays[name] for name in _ARRAYS}
        self._papers: Papers = arrays["papers"]
        """The papers of the terms that are neither bucketed nor have a bitmap, and one more."""
        self._packed: NDArray[np.int32] = arrays["packed_terms"]
        """The terms that are bucketed or have a bitmap, ascending, and a number above all terms."""
        self._starts: NDArray[np.uint32] = arrays["packed_starts"]
        """Per packed term and one more: how many papers those before have."""
        self._at: NDArray[np.uint32] = arrays["packed_at"]
        """Per packed term: how many papers the unpacked terms before it have."""
        self._bitmaps_before: NDArray[np.uint16] = arrays["bitmaps_before"]
        """Per packed term and one more: how many of those before have a bitmap."""
        self._bitmaps: NDArray[np.uint8] = arrays["bitmaps"]
        """Terms with a bitmap x papers, a bit each, the highest first."""
        self._bucket_starts: NDArray[np.uint32] = arrays["bucket_starts"]
        """Per bucketed term and one more: where its papers begin in `in_buckets`."""
        self._in_buckets: NDArray[np.uint8] = arrays["in_buckets"]
        """The papers of bucketed terms, counted from the first of the bucket."""
        self._counts: NDArray[np.uint8] = arrays["bucket_counts"]
        """Bucketed terms x buckets: how many papers there are."""
        expect_bounds(self._bucket_starts, len(self._in_buckets))
        self._firsts = (np.arange(self._counts.shape[1]) << _BUCKET_BITS).astype(np.uint16)
        """Per bucket: its first paper."""
        # With each letter of a word, the same terms match again.
        self._of_bitmap = lru_cache(_UNPACKED)(self._unpacked)
        # Python looks single numbers up in a fraction of the time that numpy takes.
        self._each_packed = self._packed.data
        self._each_start = self._starts.data
        self._each_bitmap = self._bitmaps_before.data
        self._each_bucket_start = self._bucket_starts.data

    @classmethod
    def pack(cls, papers: Papers, starts: Numbers, count: int) -> Self:
        """Pack papers.

        Args:
            papers: the papers of all terms.
            starts: per term and one more: where its papers begin.
            count: how many papers the segment has.
        """
        lengths = np.diff(starts)
        buckets = -(-count >> _BUCKET_BITS)
        bitmap_size = -(-count // 8)
        frequent = (lengths > _BUCKETED_FROM * buckets).nonzero()[0]
        frequent = frequent[lengths[frequent] + buckets < bitmap_size]
        chosen = papers[ranges(starts[frequent], lengths[frequent])]
        rows = np.arange(len(frequent)).repeat(lengths[frequent])
        counts = np.bincount(
            rows * buckets + (chosen >> _BUCKET_BITS), minlength=len(frequent) * buckets
        ).reshape(len(frequent), buckets)
        fits = counts.max(axis=1, initial=0) <= _MOST_IN_BUCKET
        bucketed = frequent[fits]
        is_bucketed = np.zeros(len(lengths), np.bool_)
        is_bucketed[bucketed] = True
        has_bitmap = ~is_bucketed & (2 * lengths > bitmap_size)
        bitmaps = np.zeros((np.count_nonzero(has_bitmap), bitmap_size), np.uint8)
        for bitmap, term in zip(bitmaps, has_bitmap.nonzero()[0].tolist(), strict=True):
            holds = np.zeros(count, np.bool_)
            holds[papers[starts[term] : starts[term + 1]]] = True
            bitmap[:] = np.packbits(holds)
        packed = (is_bucketed | has_bitmap).nonzero()[0]
        packed_starts = np.append(0, lengths[packed].cumsum())
        is_unpacked = (~(is_bucketed | has_bitmap)).repeat(lengths)
        return cls(
            {
                "papers": np.append(papers[is_unpacked], np.uint16(0)),
                "packed_terms": np.append(packed, len(lengths)).astype(np.int32),
                "packed_starts": packed_starts.astype(np.uint32),
                "packed_at": (starts[packed] - packed_starts[:-1]).astype(np.uint32),
                "bitmaps_before": np.append(0, has_bitmap[packed].cumsum()).astype(np.uint16),
                "bitmaps": bitmaps,
                "bucket_starts": np.append(0, lengths[bucketed].cumsum()).astype(np.uint32),
                "in_buckets": chosen[fits[rows]].astype(np.uint8),
                "bucket_counts": counts[fits].astype(np.uint8),
            }
        )

    def of_range(self, low: int, high: int, start: int, end: int) -> Papers:
        """Return the papers of the terms from `low` to before `high`.

        Args:
            low: the first term.
            high: the number after the last term.
            start: how many papers the terms before have.
            end: the same with the papers of these terms.
        """
        first = bisect_left(self._each_packed, low)
        last = bisect_left(self._each_packed, high, first)
        start -= self._each_start[first]
        end -= self._each_start[last]
        if first == last:
            return self._papers[start:end]
        if high - low == 1:
            return self._of_packed(first)
        bitmaps = self._bitmaps_before[first : last + 1].tolist()
        row = first - bitmaps[0]
        from_buckets = self._of_buckets(row, last - bitmaps[-1])
        bounds = self._bucket_starts[row : last - bitmaps[-1] + 1].tolist()
        parts = []
        used = 0
        for i, before in enumerate(self._at[first:last].tolist()):
            if before > start:
                parts.append(self._papers[start:before])
                start = before
            if bitmaps[i] < bitmaps[i + 1]:
                parts.append(self._of_bitmap(bitmaps[i]))
            else:
                bucketed = i - bitmaps[i] + bitmaps[0]
                length = bounds[bucketed + 1] - bounds[bucketed]
                parts.append(from_buckets[used : used + length])
                used += length
        parts.append(self._papers[start:end])
        return np.concatenate(parts)

    def _of_packed(self, index: int) -> Papers:
        """Return the papers of a term that is bucketed or has a bitmap."""
        bitmap = self._each_bitmap[index]
        if bitmap < self._each_bitmap[index + 1]:
            return self._of_bitmap(bitmap)
        return self._of_buckets(index - bitmap, index - bitmap + 1)

    def _unpacked(self, bitmap: int) -> Papers:
        return np.unpackbits(self._bitmaps[bitmap]).nonzero()[0].astype(np.uint16)

    def _of_buckets(self, low: int, high: int) -> Papers:
        """Return the papers of some rows of buckets."""
        start, end = self._each_bucket_start[low], self._each_bucket_start[high]
        counts = self._counts[low:high].reshape(-1)
        firsts = self._firsts if high - low == 1 else np.tile(self._firsts, high - low)
        papers = firsts.repeat(counts)
        papers += self._in_buckets[start:end]
        return papers

    def of_terms(self, terms: Numbers, lengths: NDArray[np.uint16], indexes: Numbers) -> Papers:
        """Return the papers of some terms, ascending.

        Args:
            terms: the terms.
            lengths: how many papers they have.
            indexes: where their papers would be if no term were packed.
        """
        before = self._packed.searchsorted(terms.astype(np.int32))
        # The papers of packed terms, which are not there, are put in afterwards.
        papers = self._papers.take(indexes - self._starts[before].repeat(lengths), mode="clip")
        is_packed = self._packed[before] == terms
        if not is_packed.any():
            return papers
        ends = lengths.cumsum(dtype=np.int64)
        for i in is_packed.nonzero()[0].tolist():
            papers[ends[i] - lengths[i] : ends[i]] = self._of_packed(int(before[i]))
        return papers


_ARRAYS = (
    *("papers", "packed_terms", "packed_starts", "packed_at", "bitmaps_before", "bitmaps"),
    *("bucket_starts", "in_buckets", "bucket_counts"),
)
