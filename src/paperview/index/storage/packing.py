"""Packed arrays: numbers and letters in fewer bytes, with random access."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from typing import Any, Self

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

Numbers = NDArray[np.int64]

_HALF = 16
"""Bits of the low half of a number."""
LARGE = 255
"""The byte for all letters with this code or a larger one."""
BLANK = ord(" ")
"""Stands behind each term in a text of terms."""

_NOTHING = np.zeros(0, np.uint32)
_NO_NUMBERS = np.zeros(0, np.int64)
_AT_ONCE = 1 << 22
"""Letters looked at together: bounds the memory at some MB."""
_WIDTHS = (64, 256)
"""The widths of windows in which letters are searched; there are few longer ranges."""


class Ascending:
    """Ascending numbers below 2**32, two bytes each.

    These are the low halves. The high half grows by one at each of a few indexes. This is the idea
    of Elias-Fano coding (Elias 1974), with bytes instead of bits.
    """

    def __init__(self, low: NDArray[np.uint16], steps: NDArray[np.uint32]) -> None:
        """Take the numbers.

        Args:
            low: their low halves.
            steps: per high half from 1 on, the index of the first number that has it or a larger
                one.
        """
        self._low = low
        self._steps = steps
        # Python looks single numbers up in a fraction of the time that numpy takes.
        self._each_low = low.data
        self._each_step = steps.data
        self._firsts: Numbers | None = None
        """Per high half: the index of the first number that has it, or a larger one."""

    @classmethod
    def pack(cls, numbers: NDArray[Any]) -> Self:
        """Pack numbers."""
        largest = int(numbers[-1]) >> _HALF if len(numbers) else 0
        bounds = np.arange(1, largest + 1, dtype=np.uint64) << np.uint64(_HALF)
        steps = np.searchsorted(numbers, bounds.astype(numbers.dtype))
        return cls(numbers.astype(np.uint16), steps.astype(np.uint32))

    def __len__(self) -> int:
        return len(self._low)

    def at(self, index: int) -> int:
        """Return one number."""
        low: int = self._each_low[index]
        return low | bisect_right(self._each_step, index) << _HALF

    def take(self, indexes: NDArray[Any]) -> Numbers:
        """Return the numbers at some indexes."""
        numbers: Numbers = self._low[indexes].astype(np.int64)
        if len(self._steps):
            # numpy would copy all the steps to compare them with another type.
            wanted = indexes.astype(np.uint32, copy=False)
            numbers |= self._steps.searchsorted(wanted, side="right") << _HALF
        return numbers

    def search(self, number: int) -> int:
        """Return how many numbers are smaller than one; they must be different."""
        high = number >> _HALF
        if high > len(self._steps):
            return len(self)
        first = self._each_step[high - 1] if high else 0
        last = self._each_step[high] if high < len(self._steps) else len(self)
        low = np.uint16(number & (1 << _HALF) - 1)
        return first + int(self._low[first:last].searchsorted(low))

    def indexes(self, numbers: Numbers, low: NDArray[np.uint16]) -> Numbers:
        """Return the indexes of some of the numbers; they must be different.

        Args:
            numbers: the numbers.
            low: the low halves of their indexes, which tell the rest: no more than 65,536
                different numbers have the same high half.
        """
        if not len(self._steps):
            return low.astype(np.int64)
        if self._firsts is None:
            self._firsts = np.append(0, self._steps)
        first = self._firsts[numbers >> _HALF]
        indexes: Numbers = first + ((low - first) & (1 << _HALF) - 1)
        return indexes

    def index(self, number: int, low: int) -> int:
        """Return the index of one of the numbers; see `indexes`."""
        high = number >> _HALF
        first = self._each_step[high - 1] if high else 0
        return first + (low - first & (1 << _HALF) - 1)

    def slice(self, start: int, end: int) -> Numbers:
        """Return the numbers from one index to before another."""
        numbers: Numbers = self._low[start:end].astype(np.int64)
        first = bisect_right(self._each_step, start)
        last = bisect_right(self._each_step, end - 1)
        if first < last:
            ends = np.array([start, *self._each_step[first:last], end])
            numbers |= np.arange(first, last + 1).repeat(ends[1:] - ends[:-1]) << _HALF
        elif first:
            numbers |= first << _HALF
        return numbers

    def gaps(self, start: int, end: int) -> NDArray[np.uint16]:
        """Return the differences, all below 2**16, of the numbers in a range to the next ones."""
        return self._low[start + 1 : end + 1] - self._low[start:end]

    def gaps_at(self, indexes: NDArray[Any]) -> NDArray[np.uint16]:
        """Return the differences, all below 2**16, of the numbers at indexes to the next ones."""
        gaps: NDArray[np.uint16] = self._low[indexes + 1] - self._low[indexes]
        return gaps

    def arrays(self, name: str) -> dict[str, NDArray[Any]]:
        """Return the arrays to store under a name."""
        return {name: self._low, f"{name}_steps": self._steps}

    @classmethod
    def of(cls, arrays: Mapping[str, NDArray[Any]], name: str) -> Self:
        """Return what was stored under a name; raise ValueError if it can't be right."""
        expect_bounds(arrays[f"{name}_steps"], len(arrays[name]))
        return cls(arrays[name], arrays[f"{name}_steps"])


class Letters:
    """A long text, one byte a letter; the few codes that don't fit have an array of their own."""

    def __init__(
        self, narrow: NDArray[np.uint8], large_at: NDArray[np.uint32], large: NDArray[np.uint32]
    ) -> None:
        """Take the letters.

        Args:
            narrow: per letter its code, or 255 for 255 and all larger ones.
            large_at: the offsets of the letters with 255, ascending.
            large: their codes.
        """
        self.narrow = narrow
        self._large_at = large_at
        self._large = large
        self._each = narrow.data

    @classmethod
    def pack(cls, texts: Iterable[str]) -> Self:
        """Pack texts one after the other."""
        narrow = bytearray()  # grows without being copied
        large_at, large = [_NOTHING], [_NOTHING]
        for text in texts:
            codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
            some = np.minimum(codes, LARGE).astype(np.uint8)
            some_large_at = (some == LARGE).nonzero()[0].astype(np.uint32)
            large_at.append(some_large_at + np.uint32(len(narrow)))
            large.append(codes[some_large_at])
            narrow += some.data
        return cls(np.frombuffer(narrow, np.uint8), np.concatenate(large_at), np.concatenate(large))

    def __len__(self) -> int:
        return len(self.narrow)

    def text(self, start: int, end: int) -> str:
        """Return the letters from one offset to before another."""
        text = str(self._each[start:end], "latin-1")
        return self.joined(np.arange(start, end)) if "\xff" in text else text

    def joined(self, offsets: NDArray[Any]) -> str:
        """Return the letters at some offsets as one text."""
        text: str = self.narrow[offsets].tobytes().decode("latin-1")
        if "\xff" not in text:
            return text
        return str(self.codes(offsets).astype(np.uint32).tobytes(), "utf-32-le", "surrogatepass")

    def codes(self, offsets: NDArray[Any]) -> NDArray[np.unsignedinteger[Any]]:
        """Return the codes of the letters at some offsets, in one byte each if all fit."""
        narrow: NDArray[np.uint8] = self.narrow[offsets]
        is_large = narrow == LARGE
        if not is_large.any():
            return narrow
        codes: NDArray[np.uint32] = narrow.astype(np.uint32)
        codes[is_large] = self._large[
            self._large_at.searchsorted(offsets[is_large].astype(np.uint32))
        ]
        return codes

    def find(
        self, wanted: NDArray[np.uint8], starts: Numbers, lengths: Numbers
    ) -> tuple[Numbers, Numbers]:
        """Find letters in some ranges, letter by letter the same as `narrow` has them.

        Args:
            wanted: the letters.
            starts: where the ranges begin, ascending.
            lengths: how long they are.

        Returns:
            The index of the range and the offset, for each occurrence, in their order.
        """
        which, offsets = [_NO_NUMBERS], [_NO_NUMBERS]
        left = np.arange(len(starts))
        for width in _WIDTHS:
            fits = (lengths[left] <= width) & (starts[left] + width <= len(self))
            some, left = left[fits], left[~fits]
            if not len(some) or width > len(self):
                continue
            # A window is copied as a whole, which takes less time than its letters one by one.
            windows = sliding_window_view(self.narrow, width)[starts[some]].reshape(-1)
            row, column = np.divmod(_begins(windows, wanted), width)
            is_inside = column + len(wanted) <= lengths[some][row]
            row, column = some[row[is_inside]], column[is_inside]
            which.append(row)
            offsets.append(starts[row] + column)
        for index in left.tolist():
            start = int(starts[index])
            found = _begins(self.narrow[start : start + int(lengths[index])], wanted)
            which.append(np.full(len(found), index))
            offsets.append(found + start)
        all_offsets = np.concatenate(offsets)
        order = np.argsort(all_offsets, kind="stable")
        return np.concatenate(which)[order], all_offsets[order]

    def offsets_of(self, text: str) -> Numbers:
        """Return all offsets at which a text stands, ascending."""
        wanted, found = narrowed(text), [_NO_NUMBERS]
        for start in range(0, len(self), _AT_ONCE):
            some = self.narrow[start : start + _AT_ONCE + len(wanted) - 1]
            found.append(_begins(some, wanted) + start)
        offsets = np.concatenate(found)
        for i, letter in enumerate(text):
            offsets = offsets[self.codes(offsets + i) == ord(letter)]
        return offsets

    def offsets(self, is_wanted: NDArray[np.bool_]) -> NDArray[np.uint32]:
        """Return the offsets of some letters.

        Args:
            is_wanted: per code up to 255: whether it is one of them.
        """
        found = [_NOTHING]
        for start in range(0, len(self), _AT_ONCE):
            some = is_wanted[self.narrow[start : start + _AT_ONCE]].nonzero()[0]
            found.append((some + start).astype(np.uint32))
        return np.concatenate(found)

    def arrays(self, name: str) -> dict[str, NDArray[Any]]:
        """Return the arrays to store under a name."""
        return {name: self.narrow, f"{name}_large_at": self._large_at, f"{name}_large": self._large}

    @classmethod
    def of(cls, arrays: Mapping[str, NDArray[Any]], name: str) -> Self:
        """Return what was stored under a name."""
        return cls(arrays[name], arrays[f"{name}_large_at"], arrays[f"{name}_large"])


def _begins(letters: NDArray[np.uint8], wanted: NDArray[np.uint8]) -> Numbers:
    """Return all offsets at which some letters stand."""
    found: Numbers = (letters[: max(0, len(letters) - len(wanted) + 1)] == wanted[0]).nonzero()[0]
    for i, letter in enumerate(wanted[1:], 1):
        found = found[letters[found + i] == letter]
    return found


def narrowed(text: str) -> NDArray[np.uint8]:
    """Return a text's letters as `Letters.narrow` has them."""
    return np.array([min(ord(letter), LARGE) for letter in text], np.uint8)


_SPREAD = 41
"""Spreads three letters over 16 bits: no two trigrams of small Latin letters fall together."""
TRIGRAMS = 1 << 16


def trigrams_of(codes: NDArray[Any]) -> NDArray[np.uint16]:
    """Return per letter but the last two a number for it and the two that follow."""
    letters = codes.astype(np.uint16)
    return (letters[:-2] * _SPREAD + letters[1:-1]) * _SPREAD + letters[2:]


def term_lengths(starts: Ascending, terms: NDArray[Any]) -> Numbers:
    """Return how many letters some terms have.

    Args:
        starts: per term, where it begins in a text with a blank after each, and the text's end.
        terms: the numbers of the terms.
    """
    return starts.take(terms + 1) - starts.take(terms) - 1


def expect_bounds(bounds: NDArray[Any], end: int) -> None:
    """Raise ValueError unless some bounds ascend, and up to an end at most.

    Damaged bounds of ranges would not only give wrong answers, but ask for any amount of memory.
    """
    if len(bounds) and (bounds[-1] > end or not (bounds[1:] >= bounds[:-1]).all()):
        raise ValueError("damaged")


def ranges(starts: Numbers, lengths: NDArray[Any], most: int | None = None) -> Numbers:
    """Return all numbers of some ranges, range after range.

    Args:
        starts: where they begin.
        lengths: how long they are.
        most: how many numbers there can be; ValueError is raised about more.
    """
    ends = lengths.cumsum(dtype=np.int64)
    if most is not None and len(ends) and ends[-1] > most:
        raise ValueError("damaged")
    numbers: Numbers = (starts - (ends - lengths)).repeat(lengths)
    numbers += np.arange(len(numbers))
    return numbers
