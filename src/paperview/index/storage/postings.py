"""The postings of a segment: which papers hold which terms, in which fields."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from paperview.index.fields import EVERY_FIELD, Field

END_OF_TEXT = -1
"""Mark in a token stream: stands after each text, such as one author's name."""
TITLE_MARK = -2
"""Mark in a token stream: -2 - code stands before the texts of the field with that code."""

FieldSets = NDArray[np.unsignedinteger[Any]]
FIELD_SET: Final = np.min_scalar_type(int(EVERY_FIELD))
"""How sets of fields are stored: a byte each for up to eight fields, two for more."""

_Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Postings:
    """The postings of all terms, in the order of the terms and of the papers."""

    starts: NDArray[np.uint32]
    """Per term and one more: where its postings begin."""
    papers: NDArray[np.uint16]
    """The paper, counted from the segment's first."""
    fields: FieldSets
    """The fields that hold the term."""
    weights: NDArray[np.uint8]


def is_in(fields: FieldSets, wanted: Field) -> NDArray[np.bool_]:
    """Return which postings have one of some fields."""
    are_in: NDArray[np.bool_] = (fields & int(wanted)) != 0
    return are_in


def slice_indices(starts: NDArray[np.uint32], chosen: NDArray[np.int64]) -> _Integers:
    """Return all indices in some of the slices that `starts` cuts, slice after slice."""
    begins = starts[chosen].astype(np.int64)
    lengths = starts[chosen + 1].astype(np.int64) - begins
    ends = np.cumsum(lengths)
    indices = np.arange(int(ends[-1]) if len(ends) else 0)
    indices += np.repeat(begins - (ends - lengths), lengths)
    return indices
