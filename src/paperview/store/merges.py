"""Which papers stand for which others: compact, for two files of millions may be the same."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator
from itertools import compress, count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Hidden(Collection[int]):
    """Numbers of papers for which another one stands, ascending."""

    def __init__(self) -> None:
        self._flags = bytearray()
        """Per paper, up to the last that is hidden: 1 if it is."""
        self._count = 0

    def add(self, number: int) -> None:
        """Hide a paper."""
        self._reach(number + 1)
        self._count += not self._flags[number]
        self._flags[number] = 1

    def update(self, numbers: NDArray[np.int64]) -> None:
        """Hide papers."""
        import numpy as np  # noqa: PLC0415 - papers in memory do without

        if len(numbers):
            self._reach(int(numbers.max()) + 1)
            flags = np.frombuffer(self._flags, np.uint8)
            flags[numbers] = 1
            self._count = int(np.count_nonzero(flags))

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
    """Which papers stand for which others, and which of them came first.

    Where both are in files, the others are merged into the one that stands for them when it is
    read; a paper in memory is merged already.
    """

    def __init__(self) -> None:
        self.hidden = Hidden()
        self._pairs = array("I"), array("I")
        """Papers in files, ascending, and for each of them one that is merged into it."""
        self._single: dict[int, list[int]] = {}
        """The same of those that were noted one by one."""
        self._stands: dict[int, int] = {}
        """By the number of a hidden paper: the one that stands for it, if not noted with others."""
        self._firsts: dict[int, int] = {}
        """By number: the first of the papers that this one stands for, if it came before it."""

    def add(self, into: NDArray[np.int64], further: NDArray[np.int64]) -> None:
        """Note papers in files, and for each of them a further one, which is hidden."""
        import numpy as np  # noqa: PLC0415 - papers in memory do without

        if not len(into):
            return
        columns = [
            np.concatenate([np.frombuffer(old, np.uint32), new.astype(np.uint32)])
            for old, new in zip(self._pairs, (into, further), strict=True)
        ]
        order = np.lexsort(columns[::-1])
        # At once, for the screen may be looking.
        self._pairs = (
            array("I", columns[0][order].tobytes()),
            array("I", columns[1][order].tobytes()),
        )
        self.hidden.update(further)

    def add_one(self, into: int, further: int) -> None:
        """Note a paper in a file, and a further one, which is hidden."""
        self._single[into] = [*self._single.get(into, ()), further]
        self.stand(into, [further])

    def stand(self, number: int, others: Collection[int]) -> None:
        """Note that a paper stands for others, which are hidden; it is not read with them."""
        first = min([self._firsts.get(one, one) for one in (number, *others)])
        for other in others:
            self.hidden.add(other)
            self._stands[other] = number
            self._firsts.pop(other, None)
        if first != number:
            self._firsts[number] = first

    def further(self, number: int) -> list[int]:
        """Return the papers that are read with one."""
        into, further = self._pairs
        first, last = bisect_left(into, number), bisect_right(into, number)
        return [*further[first:last], *self._single.get(number, ())]

    def standing_for(self, number: int) -> int:
        """Return the paper that stands for one, or else the paper itself."""
        while number in self.hidden:
            stands = self._stands.get(number)
            if stands is None:
                into, further = self._pairs
                stands = into[further.index(number)]
            number = stands
        return number

    def count(self, start: int, end: int) -> int:
        """Return how many papers there are that came first with numbers from `start` to `end` - 1.

        A paper came with the first of those that it stands for.
        """
        moved = sum(
            (start <= first < end) - (start <= number < end)
            for number, first in list(self._firsts.items())  # another thread may be adding some
        )
        return end - start - self.hidden.count(start, end) + moved
