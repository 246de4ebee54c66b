"""Merged duplicates and their canonical records, kept compactly: there may be millions."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import compress, count

from paperview.model.paper import Paper


class Hidden(Collection[int]):
    """Numbers of duplicates, ascending."""

    def __init__(self) -> None:
        self._flags = bytearray()
        """Per paper, up to the last that is hidden: 1 if it is."""
        self._count = 0

    def add(self, number: int) -> None:
        """Hide a paper."""
        self._reach(number + 1)
        self._count += not self._flags[number]
        self._flags[number] = 1

    def update(self, numbers: Iterable[int], largest: int) -> None:
        """Hide papers, given with the largest of their numbers."""
        self._reach(largest + 1)
        for number in numbers:
            self._flags[number] = 1
        self._count = self._flags.count(1)

    def count(self, start: int, end: int) -> int:
        """Return how many papers are hidden with numbers from `start` to before `end`."""
        return self._flags.count(1, start, max(start, end))

    def _reach(self, end: int) -> None:
        self._flags.extend(bytes(max(0, end - len(self._flags))))

    def __contains__(self, number: object) -> bool:
        return isinstance(number, int) and number < len(self._flags) and self._flags[number] == 1

    def __iter__(self) -> Iterator[int]:
        return compress(count(), self._flags)

    def __len__(self) -> int:
        return self._count


class Merges:
    """The canonical records of papers and their duplicates.

    Duplicates in files are merged into their canonical record when it is read.
    """

    def __init__(self) -> None:
        self.hidden = Hidden()
        self._pairs = array("I"), array("I")
        """Papers in files, ascending, and for each of them one that is merged into it."""
        self._groups: dict[int, tuple[int, ...]] = {}
        """Duplicates of the other canonical records."""
        self.papers: dict[int, Paper] = {}
        """Canonical records in memory, merged with their duplicates."""
        self._canonical: dict[int, int] = {}
        """Canonical records by duplicate, except those of `_pairs`."""
        self._firsts: dict[int, int] = {}
        """First duplicates by canonical record, where the duplicate came earlier."""

    def add_pairs(self, into: array[int], further: array[int]) -> None:
        """Note papers in files, ascending, and for each of them one that is merged into it."""
        self._pairs = into, further
        if further:
            self.hidden.update(further, max(further))

    def add_group(self, number: int, others: Sequence[int], paper: Paper | None = None) -> None:
        """Note a canonical record and its duplicates.

        Args:
            number: the canonical record.
            others: its duplicates.
            paper: what is shown of it; if there is none, the others are merged into it when it is
                read.
        """
        self._groups[number] = tuple(others)
        if paper is not None:
            self.papers[number] = paper
        for other in others:
            self.hidden.add(other)
            self._canonical[other] = number
        if (first := min(others)) < number:
            self._firsts[number] = first

    def others(self, number: int) -> tuple[int, ...]:
        """Return the duplicates of a canonical record."""
        into, further = self._pairs
        first, last = bisect_left(into, number), bisect_right(into, number)
        return (*further[first:last], *self._groups.get(number, ()))

    def pairs(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Give (canonical record, duplicate) pairs with the former from `start` to before `end`."""
        into, further = self._pairs
        first, last = bisect_left(into, start), bisect_left(into, end)
        yield from zip(into[first:last], further[first:last], strict=True)
        for number, others in self._groups.items():
            if start <= number < end:
                yield from ((number, other) for other in others)

    def canonical(self, number: int) -> int:
        """Return the canonical record of a paper, which may be itself."""
        if number not in self.hidden:
            return number
        stands = self._canonical.get(number)
        into, further = self._pairs
        return into[further.index(number)] if stands is None else stands

    def count(self, start: int, end: int) -> int:
        """Return how many papers have their first record from `start` to before `end`."""
        moved = sum(
            (start <= first < end) - (start <= number < end)
            for number, first in self._firsts.items()
        )
        return end - start - self.hidden.count(start, end) + moved
