"""The postings of a segment: which papers hold which terms, in which fields, and how important.

The papers are packed as `paper_lists` says. Fields and weight together take a byte: the number of
their combination among the most frequent ones, or else the sign that it is kept in a list.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from paperview.index.fields import EVERY_FIELD, Field
from paperview.index.storage.packing import Ascending, Numbers, ranges
from paperview.index.storage.paper_lists import PaperLists, Papers

FieldSets = NDArray[np.unsignedinteger[Any]]
FIELD_SET: Final = np.min_scalar_type(int(EVERY_FIELD))
"""How sets of fields are stored: a byte each for up to eight fields, two for more."""

_Combinations = NDArray[np.unsignedinteger[Any]]
_COMBINATION = np.dtype(f"u{2 * FIELD_SET.itemsize}")
"""How fields and weight are kept together: the weight is the lowest byte."""
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


class Postings:
    """The postings of all terms, packed, in the order of the terms."""

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        """Take the arrays that are stored, as `pack` makes them."""
        self._papers = PaperLists(arrays)
        self.arrays = {**self._papers.arrays, **{name: arrays[name] for name in _ARRAYS}}
        self._starts = Ascending.of(arrays, "starts")
        """Per term and one more: where its postings begin."""
        self._codes: NDArray[np.uint8] = arrays["codes"]
        """Per posting: the number of its fields and weight in the table."""
        self._table: _Combinations = arrays["table"]
        self._others_at: NDArray[np.uint32] = arrays["others_at"]
        """The indexes of the postings whose fields and weights are in the list, ascending."""
        self._others: _Combinations = arrays["others"]
        self._weights_tables: dict[Field, NDArray[np.uint8]] = {}
        # Python looks single numbers up in a fraction of the time that numpy takes.
        self._each_other_at = self._others_at.data

    @classmethod
    def pack(cls, unpacked: PostingArrays, papers: int) -> Self:
        """Pack postings.

        Args:
            unpacked: the postings.
            papers: how many papers the segment has.
        """
        starts = unpacked.starts.astype(np.int64)
        combinations = unpacked.fields.astype(_COMBINATION) << _WEIGHT_BITS | unpacked.weights
        frequency = np.bincount(combinations)
        frequent = np.argsort(-frequency, kind="stable")[:_OTHER]
        code_of = np.full(len(frequency), _OTHER, np.uint8)
        code_of[frequent] = np.arange(len(frequent))
        codes = code_of[combinations]
        table = np.zeros(_OTHER + 1, _COMBINATION)
        table[: len(frequent)] = frequent
        others_at = np.flatnonzero(codes == _OTHER)
        return cls(
            {
                **Ascending.pack(starts).arrays("starts"),
                **PaperLists.pack(unpacked.papers, starts, papers).arrays,
                "codes": codes,
                "table": table,
                "others_at": others_at.astype(np.uint32),
                "others": combinations[others_at],
            }
        )

    @property
    def terms(self) -> int:
        """How many terms there are."""
        return len(self._starts) - 1

    def count(self, low: int, high: int) -> int:
        """Return how many postings the terms from `low` to before `high` have."""
        return self._starts.at(high) - self._starts.at(low)

    def counts(self, terms: Numbers) -> NDArray[np.uint16]:
        """Return how many postings each of some terms has."""
        return self._starts.gaps_at(terms)

    def starts(self, low: int, high: int) -> Numbers:
        """Return where the postings of terms begin, and where those of the last one end."""
        return self._starts.slice(low, high + 1)

    def papers_of(self, low: int, high: int) -> Papers:
        """Return the papers that hold the terms from `low` to before `high`, term after term."""
        return self._papers.of_range(low, high, self._starts.at(low), self._starts.at(high))

    def papers_of_terms(self, terms: Numbers) -> Papers:
        """Return the papers that hold some terms, ascending ones, term after term."""
        lengths = self._starts.gaps_at(terms)
        indexes = ranges(self._starts.take(terms), lengths, len(self._codes))
        return self._papers.of_terms(terms, lengths, indexes)

    def of_range(self, low: int, high: int) -> Selection:
        """Return the postings of the terms from `low` to before `high`."""
        start, end = self._starts.at(low), self._starts.at(high)
        first = bisect_left(self._each_other_at, start)
        last = bisect_left(self._each_other_at, end, first)
        return Selection(
            self,
            self._papers.of_range(low, high, start, end),
            self._starts.gaps(low, high),
            self._codes[start:end],
            self._others_at[first:last].astype(np.int64) - start,
            self._others[first:last],
        )

    def of_terms(self, terms: Numbers) -> Selection:
        """Return the postings of some terms, ascending."""
        lengths = self._starts.gaps_at(terms)
        indexes = ranges(self._starts.take(terms), lengths, len(self._codes))
        codes = self._codes[indexes]
        others_at, others = self._others_among(indexes, codes)
        papers = self._papers.of_terms(terms, lengths, indexes)
        return Selection(self, papers, lengths, codes, others_at, others)

    def _others_among(
        self, indexes: Numbers, codes: NDArray[np.uint8]
    ) -> tuple[Numbers, _Combinations]:
        """Return which postings are in the list, and their fields and weights."""
        others_at = (codes == _OTHER).nonzero()[0]
        wanted = indexes[others_at].astype(np.uint32)
        return others_at, self._others[self._others_at.searchsorted(wanted)]

    def weights_table(self, wanted: Field) -> NDArray[np.uint8]:
        """Return per code the weight, and 0 where it is in none of the wanted fields."""
        table = self._weights_tables.get(wanted)
        if table is None:
            table = self._weights_tables[wanted] = _weights(self._table, wanted)
        return table

    def are_in(self, indexes: Numbers, wanted: Field) -> NDArray[np.bool_]:
        """Return which of the postings with some indexes are in one of some fields."""
        codes = self._codes[indexes]
        are_in = self.weights_table(wanted)[codes] > 0
        others_at, others = self._others_among(indexes, codes)
        are_in[others_at] = _are_in(others, wanted)
        return are_in


_ARRAYS = ("starts", "starts_steps", "codes", "table", "others_at", "others")


@dataclass(slots=True)  # made many times for a query: a frozen one takes twice as long
class Selection:
    """The postings of some terms, term after term."""

    _postings: Postings
    papers: NDArray[np.uint16]
    """The papers, counted from the segment's first; ascending for each term."""
    lengths: NDArray[np.uint16]
    """Per term: how many postings it has."""
    _codes: NDArray[np.uint8]
    """Per posting: the number of its fields and weight in the table."""
    _others_at: Numbers
    """The indexes of the postings whose fields and weights are not in the table, ascending."""
    _others: _Combinations
    """Their fields and weights."""

    def weights(self, wanted: Field) -> NDArray[np.uint8]:
        """Return the weights, and 0 where the term is in none of the wanted fields."""
        weights = self._postings.weights_table(wanted)[self._codes]
        if len(self._others_at):
            weights[self._others_at] = _weights(self._others, wanted)
        return weights

    def are_in(self, wanted: Field) -> NDArray[np.bool_]:
        """Return which postings are in one of some fields."""
        are_in = self._postings.weights_table(wanted)[self._codes] > 0
        if len(self._others_at):
            are_in[self._others_at] = _are_in(self._others, wanted)
        return are_in


def _are_in(combinations: _Combinations, wanted: Field) -> NDArray[np.bool_]:
    are_in: NDArray[np.bool_] = combinations & (int(wanted) << _WEIGHT_BITS) != 0
    return are_in


def _weights(combinations: _Combinations, wanted: Field) -> NDArray[np.uint8]:
    weights: NDArray[np.uint8] = combinations.astype(np.uint8)
    weights *= _are_in(combinations, wanted)
    return weights
