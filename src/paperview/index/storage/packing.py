"""Packed arrays: numbers and letters in fewer bytes, each of which can be looked up at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]

_HALF = 16
"""Bits of the low half of a number."""
WIDE = 255
"""Stands in a byte for all letters from this code on."""


@dataclass(frozen=True, slots=True)
class Ascending:
    """Ascending numbers below 2**32, two bytes each.

    These are the low halves. The high half grows by one at each of a few indexes. This is the idea
    of Elias-Fano coding (Elias 1974), with bytes instead of bits.
    """

    low: NDArray[np.uint16]
    steps: NDArray[np.uint32]
    """Per high half from 1 on: the index of the first number that has it or a larger one."""

    @classmethod
    def pack(cls, numbers: NDArray[Any]) -> Self:
        """Pack numbers."""
        largest = int(numbers[-1]) >> _HALF if len(numbers) else 0
        bounds = np.arange(1, largest + 1, dtype=np.uint64) << np.uint64(_HALF)
        steps = np.searchsorted(numbers, bounds.astype(numbers.dtype))
        return cls(numbers.astype(np.uint16), steps.astype(np.uint32))

    def __len__(self) -> int:
        return len(self.low)

    def at(self, index: int) -> int:
        """Return one number."""
        return int(self.low[index]) | int(self.steps.searchsorted(index, side="right")) << _HALF

    def take(self, indices: NDArray[Any]) -> Numbers:
        """Return the numbers at some indices."""
        numbers: Numbers = self.low[indices].astype(np.int64)
        if len(self.steps):
            # numpy would copy all the steps to compare them with another type.
            wanted = indices.astype(np.uint32, copy=False)
            numbers |= self.steps.searchsorted(wanted, side="right") << _HALF
        return numbers

    def slice(self, start: int, end: int) -> Numbers:
        """Return the numbers from one index to before another."""
        numbers: Numbers = self.low[start:end].astype(np.int64)
        first, last = self.steps.searchsorted((start, end - 1), side="right").tolist()
        if first or first < last:
            ends = np.concatenate([[start], self.steps[first:last], [end]]).astype(np.int64)
            numbers |= np.repeat(np.arange(first, last + 1) << _HALF, np.diff(ends))
        return numbers

    def arrays(self, name: str) -> dict[str, NDArray[Any]]:
        """Return the arrays to store under a name."""
        return {name: self.low, f"{name}_steps": self.steps}

    @classmethod
    def of(cls, arrays: Mapping[str, NDArray[Any]], name: str) -> Self:
        """Return what was stored under a name."""
        return cls(arrays[name], arrays[f"{name}_steps"])


@dataclass(frozen=True, slots=True)
class Letters:
    """A long text in one byte a letter; letters that don't fit are kept beside it."""

    narrow: NDArray[np.uint8]
    """Per letter: its code, or 255 for 255 and all larger ones."""
    wide_at: NDArray[np.uint32]
    """The offsets of the letters with 255, ascending."""
    wide: NDArray[np.uint32]
    """Their codes."""

    @classmethod
    def pack(cls, codes: NDArray[np.uint32]) -> Self:
        """Pack the codes of letters."""
        narrow = np.minimum(codes, WIDE).astype(np.uint8)
        wide_at = np.flatnonzero(narrow == WIDE).astype(np.uint32)
        return cls(narrow, wide_at, codes[wide_at])

    def __len__(self) -> int:
        return len(self.narrow)

    def text(self, start: int, end: int) -> str:
        """Return the letters from one offset to before another."""
        text: str = self.narrow[start:end].tobytes().decode("latin-1")
        if "\xff" not in text:
            return text
        first, last = self.wide_at.searchsorted((start, end))
        codes = self.narrow[start:end].astype(np.uint32)
        codes[self.wide_at[first:last].astype(np.int64) - start] = self.wide[first:last]
        return _text(codes)

    def joined(self, offsets: NDArray[Any]) -> str:
        """Return the letters at some offsets as one text."""
        narrow = self.narrow[offsets]
        text: str = narrow.tobytes().decode("latin-1")
        if "\xff" not in text:
            return text
        codes = narrow.astype(np.uint32)
        is_wide = narrow == WIDE
        codes[is_wide] = self.wide[self.wide_at.searchsorted(offsets[is_wide].astype(np.uint32))]
        return _text(codes)

    def arrays(self, name: str) -> dict[str, NDArray[Any]]:
        """Return the arrays to store under a name."""
        return {name: self.narrow, f"{name}_wide_at": self.wide_at, f"{name}_wide": self.wide}

    @classmethod
    def of(cls, arrays: Mapping[str, NDArray[Any]], name: str) -> Self:
        """Return what was stored under a name."""
        return cls(arrays[name], arrays[f"{name}_wide_at"], arrays[f"{name}_wide"])


def _text(codes: NDArray[np.uint32]) -> str:
    return codes.tobytes().decode("utf-32-le", "surrogatepass")


def narrowed(text: str) -> NDArray[np.uint8]:
    """Return a text's letters as `Letters.narrow` has them."""
    return np.array([min(ord(letter), WIDE) for letter in text], np.uint8)


def ranges(starts: Numbers, lengths: Numbers) -> Numbers:
    """Return all numbers of some ranges, range after range."""
    ends = np.cumsum(lengths)
    numbers = np.arange(int(ends[-1]) if len(ends) else 0)
    numbers += np.repeat(starts - (ends - lengths), lengths)
    return numbers
