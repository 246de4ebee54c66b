"""The postings of a segment: which papers hold which terms, in which fields, and how important.

Most terms have few postings, and each takes two bytes for the paper. The few terms that many papers
hold have a bitmap instead. Fields and weight together take a byte: the number of their combination
among the most frequent ones, or else the sign that it is kept in a list.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from paperview.index.fields import EVERY_FIELD, Field
from paperview.index.storage.packing import Ascending, Numbers, ranges

FieldSets = NDArray[np.unsignedinteger[Any]]
FIELD_SET: Final = np.min_scalar_type(int(EVERY_FIELD))
"""How sets of fields are stored: a byte each for up to eight fields, two for more."""

_DENSE = 16
"""From one paper in so many on, a bitmap is smaller."""
_OTHER = 255
"""The number that stands for all combinations that are not among the most frequent."""
_WEIGHT_BITS = 8


@dataclass(frozen=True, slots=True)
class PostingArrays:
    """The postings of all terms, unpacked, in the order of the terms and of the papers."""

    starts: NDArray[np.uint32]
    """Per term and one more: where its postings begin."""
    papers: NDArray[np.uint16]
    """The paper, counted from the segment's first."""
    fields: FieldSets
    """The fields that hold the term."""
    weights: NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Selection:
    """The postings of some terms, term after term."""

    papers: NDArray[np.uint16]
    """The papers, counted from the segment's first; ascending for each term."""
    lengths: Numbers
    """Per term: how many postings it has."""
    codes: NDArray[np.uint8]
    """The combinations of fields and weight."""
    others_at: Numbers
    """The indexes of those that are in the list, ascending."""
    others: NDArray[np.uint32]
    """Their combinations."""
    table: NDArray[np.uint32]
    """Per code: its combination."""

    def __len__(self) -> int:
        return len(self.papers)

    def weights(self, wanted: Field) -> NDArray[np.uint8]:
        """Return the weights, and 0 where the term is in none of the wanted fields."""
        weights = _weights(self.table, wanted)[self.codes]
        weights[self.others_at] = _weights(self.others, wanted)
        return weights

    def are_in(self, wanted: Field) -> NDArray[np.bool_]:
        """Return which postings are in one of some fields."""
        are_in = _are_in(self.table, wanted)[self.codes]
        are_in[self.others_at] = _are_in(self.others, wanted)
        return are_in


def _are_in(combinations: NDArray[np.uint32], wanted: Field) -> NDArray[np.bool_]:
    are_in: NDArray[np.bool_] = (combinations >> _WEIGHT_BITS & np.uint32(wanted)) != 0
    return are_in


def _weights(combinations: NDArray[np.uint32], wanted: Field) -> NDArray[np.uint8]:
    return combinations.astype(np.uint8) * _are_in(combinations, wanted)


@dataclass(frozen=True, slots=True)
class Postings:
    """The postings of all terms, packed, in the order of the terms."""

    starts: Ascending
    """Per term and one more: where its postings begin."""
    papers: NDArray[np.uint16]
    """The papers, counted from the segment's first, without those of dense terms."""
    dense: NDArray[np.int32]
    """The terms that have a bitmap, ascending."""
    dense_starts: NDArray[np.int64]
    """Per dense term and one more: how many postings the dense terms before it have."""
    bitmaps: NDArray[np.uint8]
    """Dense terms x papers, a bit each, the highest first."""
    codes: NDArray[np.uint8]
    """Per posting: the combination of fields and weight."""
    table: NDArray[np.uint32]
    """Per code: its combination."""
    others_at: NDArray[np.uint32]
    """The indexes of the postings whose combinations are in the list, ascending."""
    others: NDArray[np.uint32]
    """Their combinations."""

    @classmethod
    def pack(cls, unpacked: PostingArrays, papers: int) -> Self:
        """Pack postings.

        Args:
            unpacked: the postings.
            papers: how many papers the segment has.
        """
        starts = unpacked.starts.astype(np.int64)
        counts = np.diff(starts)
        dense = np.flatnonzero(counts * _DENSE > papers)
        bitmaps = np.zeros((len(dense), -(-papers // 8)), np.uint8)
        for bitmap, start, end in zip(bitmaps, starts[dense], starts[dense + 1], strict=True):
            holds = np.zeros(papers, np.bool_)
            holds[unpacked.papers[start:end]] = True
            bitmap[:] = np.packbits(holds)
        is_sparse = np.repeat(counts * _DENSE <= papers, counts)
        combinations = unpacked.fields.astype(np.uint32) << np.uint32(_WEIGHT_BITS)
        combinations |= unpacked.weights
        frequency = np.bincount(combinations)
        frequent = np.argsort(-frequency, kind="stable")[:_OTHER]
        code_of = np.full(len(frequency), _OTHER, np.uint8)
        code_of[frequent] = np.arange(len(frequent))
        codes = code_of[combinations]
        table = np.zeros(_OTHER + 1, np.uint32)
        table[: len(frequent)] = frequent
        others_at = np.flatnonzero(codes == _OTHER)
        return cls(
            Ascending.pack(starts),
            unpacked.papers[is_sparse],
            dense.astype(np.int32),
            np.append(0, np.cumsum(counts[dense])),
            bitmaps,
            codes,
            table,
            others_at.astype(np.uint32),
            combinations[others_at],
        )

    def count(self, low: int, high: int) -> int:
        """Return how many postings the terms from `low` to before `high` have."""
        return self.starts.at(high) - self.starts.at(low)

    def papers_of(self, low: int, high: int) -> NDArray[np.uint16]:
        """Return the papers that hold the terms from `low` to before `high`, term after term."""
        first, last = self.dense.searchsorted((low, high)).tolist()
        start = self.starts.at(low) - int(self.dense_starts[first])
        pieces = []
        for i in range(first, last):
            end = self.starts.at(int(self.dense[i])) - int(self.dense_starts[i])
            pieces += [self.papers[start:end], self._dense_papers(i)]
            start = end
        end = self.starts.at(high) - int(self.dense_starts[last])
        return (
            np.concatenate([*pieces, self.papers[start:end]]) if pieces else self.papers[start:end]
        )

    def _dense_papers(self, index: int) -> NDArray[np.uint16]:
        return np.flatnonzero(np.unpackbits(self.bitmaps[index])).astype(np.uint16)

    def of_range(self, low: int, high: int) -> Selection:
        """Return the postings of the terms from `low` to before `high`."""
        starts = self.starts.slice(low, high + 1)
        start, end = int(starts[0]), int(starts[-1])
        first, last = self.others_at.searchsorted((start, end))
        return Selection(
            self.papers_of(low, high),
            np.diff(starts),
            self.codes[start:end],
            self.others_at[first:last].astype(np.int64) - start,
            self.others[first:last],
            self.table,
        )

    def of_terms(self, terms: Numbers) -> Selection:
        """Return the postings of some terms, ascending."""
        starts = self.starts.take(terms)
        lengths = self.starts.take(terms + 1) - starts
        indexes = ranges(starts, lengths)
        codes = self.codes[indexes]
        others_at = np.flatnonzero(codes == _OTHER)
        others = self.others[self.others_at.searchsorted(indexes[others_at].astype(np.uint32))]
        before = self.dense.searchsorted(terms.astype(np.int32))
        is_dense = self.dense.take(before, mode="clip") == terms if len(self.dense) else before < 0
        papers = np.empty(len(indexes), np.uint16)
        ends = np.cumsum(lengths)
        sparse = ~is_dense
        shift = self.dense_starts[before[sparse]]
        papers[ranges((ends - lengths)[sparse], lengths[sparse])] = self.papers[
            ranges(starts[sparse] - shift, lengths[sparse])
        ]
        for i in np.flatnonzero(is_dense).tolist():
            papers[ends[i] - lengths[i] : ends[i]] = self._dense_papers(int(before[i]))
        return Selection(papers, lengths, codes, others_at, others, self.table)

    def are_in(self, indexes: Numbers, wanted: Field) -> NDArray[np.bool_]:
        """Return which of the postings with some indexes are in one of some fields."""
        codes = self.codes[indexes]
        are_in = _are_in(self.table, wanted)[codes]
        others_at = np.flatnonzero(codes == _OTHER)
        others = self.others[self.others_at.searchsorted(indexes[others_at].astype(np.uint32))]
        are_in[others_at] = _are_in(others, wanted)
        return are_in

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return the arrays to store."""
        columns = {field.name: getattr(self, field.name) for field in fields(self)[1:]}
        return {**self.starts.arrays("starts"), **columns}

    @classmethod
    def of(cls, arrays: Mapping[str, NDArray[Any]]) -> Self:
        """Return what was stored."""
        names = (
            "papers",
            "dense",
            "dense_starts",
            "bitmaps",
            "codes",
            "table",
            "others_at",
            "others",
        )
        return cls(Ascending.of(arrays, "starts"), *(arrays[name] for name in names))
