"""Files that were opened together, where one may define something that another one needs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar, cast

_Made = TypeVar("_Made")


@dataclass(slots=True)
class Together:
    """The texts of files of one format, in the order in which they were named."""

    _texts: dict[int, bytes] = field(default_factory=dict)
    _made: dict[tuple[int, Callable[[bytes], object]], object] = field(default_factory=dict)

    def put(self, number: int, text: bytes) -> None:
        """Take the text of the file with a number."""
        self._texts[number] = text

    def made(self, number: int, make: Callable[[bytes], _Made]) -> _Made | None:
        """Return what a function makes of the file with a number; None if it is not there yet."""
        text = self._texts.get(number)
        if text is None:
            return None
        if (number, make) not in self._made:
            self._made[number, make] = make(text)
        return cast("_Made", self._made[number, make])


@dataclass(frozen=True, slots=True)
class Beside:
    """The files around one of several."""

    together: Together
    number: int
    """The number of the file."""
    count: int
    """How many there are."""

    def before(self, make: Callable[[bytes], _Made]) -> Iterator[_Made]:
        """Give what a function makes of each file named before this one, the nearest first."""
        return self._each(range(self.number - 1, -1, -1), make)

    def behind(self, make: Callable[[bytes], _Made]) -> Iterator[_Made]:
        """Give the same of each file named after this one, the nearest first."""
        return self._each(range(self.number + 1, self.count), make)

    def _each(self, numbers: range, make: Callable[[bytes], _Made]) -> Iterator[_Made]:
        found = (self.together.made(number, make) for number in numbers)
        return (one for one in found if one is not None)
