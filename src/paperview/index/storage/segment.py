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

from paperview.index.storage.dense_rows import DenseRows
from paperview.index.storage.packing import Ascending, Numbers
from paperview.index.storage.postings import FieldSets, Postings
from paperview.index.storage.token_stream import Tokens, TokenStream, with_marks

MOST_PAPERS = (1 << 16) - 1
"""Papers in a segment, at most: two bytes name and count them, and their scores fit the cache."""


@dataclass(frozen=True)
class Segment:
    """The inverted index of the papers from `first` on.

    The postings of a term are the papers that hold it, ascending; those of all terms lie one after
    the other in the order of the terms, so that the terms with one prefix are next to each other.
    Terms have local numbers here.
    """

    first: int
    """The number of its first paper."""
    postings: Postings
    stream: TokenStream
    dates: NDArray[np.int32]
    """Per paper: the day it was created as the number YYYYMMDD, 0 if not known."""
    present: FieldSets
    """Per paper: the fields that are not missing, as bits of `Field`."""
    surnames: NDArray[np.int32]
    """Papers x 2: the first terms of the first author's surname, -1 for none."""
    prefix_rows: DenseRows
    substring_rows: DenseRows
    ordinals: Ascending | None = None
    """Per local number: the term's ordinal in the shard; None where they are the same."""

    def __len__(self) -> int:
        return len(self.dates)

    def local_range(self, low: int, high: int) -> tuple[int, int]:
        """Return the range of local numbers for the ordinals from `low` to before `high`."""
        if self.ordinals is None:
            return low, high
        return self.ordinals.search(low), self.ordinals.search(high)

    def local(self, ordinal: int) -> int | None:
        """Return the local number of a term of the shard, None where the segment lacks it."""
        start, end = self.local_range(ordinal, ordinal + 1)
        return start if start < end else None

    def locals(self, ordinals: Numbers, low: NDArray[np.uint16]) -> Numbers:
        """Return the local numbers of terms of the shard that it has, given their low halves."""
        return ordinals if self.ordinals is None else self.ordinals.indexes(ordinals, low)

    def ordinals_of(self, low: int, high: int) -> Numbers:
        """Return the ordinals of the terms with the local numbers from `low` to before `high`."""
        return np.arange(low, high) if self.ordinals is None else self.ordinals.slice(low, high)

    def in_shard(self, local: Numbers | Tokens) -> Numbers:
        """Return the ordinals of terms with some local numbers."""
        return local.astype(np.int64) if self.ordinals is None else self.ordinals.take(local)

    @cached_property
    def _names_in_shard(self) -> Tokens:
        return with_marks(self.in_shard(self.stream.frequent).astype(np.int32))

    def named_in_shard(self, numbers: Tokens) -> Tokens:
        """Return the tokens with some numbers, the terms as ordinals; see `TokenStream.named`."""
        return self.stream.named(numbers, self._names_in_shard, self.in_shard)

    def arrays(self) -> dict[str, NDArray[np.generic]]:
        """Return the arrays to store, without the ordinals."""
        return {
            **self.postings.arrays,
            **self.stream.arrays(),
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
        ordinals: Ascending | None = None,
    ) -> Self:
        """Return what was stored.

        Args:
            first: the number of its first paper.
            arrays: what `arrays` gave.
            ordinals: the ordinals of its terms in the shard, unless they are its own.
        """
        return cls(
            first=first,
            postings=Postings(arrays),
            stream=TokenStream.of(arrays),
            dates=arrays["dates"],
            present=arrays["present"],
            surnames=arrays["surnames"],
            prefix_rows=DenseRows.of(arrays, "dense_prefixes"),
            substring_rows=DenseRows.of(arrays, "dense_trigrams"),
            ordinals=ordinals,
        )
