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

    def _reach(self, end: int) -> None:
        self._flags.extend(bytes(max(0, end - len(self._flags))))

    def __contains__(self, number: object) -> bool:
        return isinstance(number, int) and number < len(self._flags) and self._flags[number] == 1

    def __iter__(self) -> Iterator[int]:
        return compress(count(), self._flags)

    def __len__(self) -> int:
        return self._count


class Merges:
    """Papers of files into which others are merged when they are read."""

    def __init__(self) -> None:
        self._pairs = array("I"), array("I")
        """The papers, ascending, and for each of them the one that is merged into it."""

    def add(self, into: NDArray[np.int64], further: NDArray[np.int64]) -> None:
        """Note papers, and for each of them a further one."""
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

    def further(self, number: int) -> array[int]:
        """Return the papers that are merged into one."""
        into, further = self._pairs
        return further[bisect_left(into, number) : bisect_right(into, number)]

    def standing_for(self, number: int) -> int:
        """Return the paper into which one is merged, or else the paper itself."""
        into, further = self._pairs
        try:
            return self.standing_for(into[further.index(number)])
        except ValueError:
            return number
