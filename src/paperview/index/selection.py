"""Sets of papers, one byte each: choosing a million takes milliseconds."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sized

import numpy as np

from paperview.index.results import PaperNumbers


def select(chosen: bytearray, numbers: PaperNumbers, first: int, end: int) -> None:
    """Add the papers of some rows of results to a set.

    Args:
        chosen: per paper: 1 if it is in the set.
        numbers: the results.
        first: the first row.
        end: the row after the last.
    """
    np.frombuffer(chosen, np.uint8)[_indices(numbers.rows(first, end))] = 1


def toggle(chosen: bytearray, numbers: PaperNumbers, first: int, end: int) -> None:
    """Add the papers of some rows of results to a set, or take them away if all are in it."""
    rows, papers = np.frombuffer(chosen, np.uint8), _indices(numbers.rows(first, end))
    rows[papers] = not rows[papers].all()


def invert(chosen: bytearray, numbers: PaperNumbers) -> None:
    """Add the results that are not in a set, and take away those that are."""
    np.frombuffer(chosen, np.uint8)[_indices(numbers.rows(0, len(numbers)))] ^= 1


def members(chosen: bytearray) -> array[int]:
    """Return the papers in a set, ascending."""
    found = np.flatnonzero(np.frombuffer(chosen, np.uint8))
    return array("I", found.astype(np.uint32).tobytes())


def _indices(numbers: Iterable[int]) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    held = numbers if isinstance(numbers, Sized) else list(numbers)
    return np.asarray(held).astype(np.int64, copy=False)
