"""The answer to a query, free of the machinery that found it."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from paperview.index.query.query import EVERYTHING, Query

if TYPE_CHECKING:
    from paperview.index.explanation import Correction, Hint, Term

_MANY = 5000
"""Papers from which on numpy puts them in order, which takes a moment to import."""


class PaperNumbers(Protocol):
    """Paper numbers in order."""

    def __len__(self) -> int: ...

    def __getitem__(self, index: int, /) -> int: ...

    def __iter__(self) -> Iterator[int]: ...

    def index_of(self, number: int, /) -> int | None:
        """Return where a paper stands, None where it does not."""
        ...


class Listed:
    """Paper numbers in order: all there are, or some of them."""

    def __init__(self, numbers: Sequence[int] = (), ranks: Sequence[int] | None = None) -> None:
        """Take the numbers, and per paper the place where it is if it is there at all."""
        self._numbers = numbers
        self._ranks = ranks

    def __len__(self) -> int:
        return len(self._numbers)

    def __getitem__(self, index: int) -> int:
        return int(self._numbers[index])

    def __iter__(self) -> Iterator[int]:
        return map(int, self._numbers)

    def index_of(self, number: int) -> int | None:
        """Return where a paper stands, None where it does not."""
        if self._ranks is not None:
            index = self._ranks[number] if number < len(self._ranks) else len(self)
            return int(index) if index < len(self) and self._numbers[index] == number else None
        try:
            return self._numbers.index(number)
        except ValueError:
            return None


NO_PAPERS = Listed()


@dataclass(frozen=True, slots=True)
class Results:
    """An immutable answer."""

    query: Query = EVERYTHING
    numbers: PaperNumbers = NO_PAPERS
    """The papers found, in order."""
    searched: int = 0
    """How many papers the answer is about."""
    seconds: float = 0.0
    terms: tuple[Term, ...] = ()
    corrections: tuple[Correction, ...] = ()
    hint: Hint | None = None
    is_by_id: bool = False
    """Whether no paper has all of the query, and these have the ids in it."""

    @property
    def warnings(self) -> tuple[str, ...]:
        """Remarks for the bar on text that was not taken as typed."""
        by_id = ("no paper has all of it; by id alone",) if self.is_by_id else ()
        return (*self.query.mistakes, *by_id)

    def __len__(self) -> int:
        return len(self.numbers)


def newest_first(dates: array[int], hidden: Collection[int] = ()) -> Results:
    """Return all papers, newest first; of one day in the order of their numbers.

    It needs no index.

    Args:
        dates: per paper: when it was created, as YYYYMMDD; 0 where that is not known.
        hidden: papers to leave out.
    """
    if len(dates) > _MANY:
        numbers = _many_newest_first(dates, hidden)
    else:
        order = sorted(range(len(dates)), key=lambda number: -dates[number])
        numbers = Listed([number for number in order if number not in hidden])
    return Results(numbers=numbers, searched=len(numbers))


def _many_newest_first(dates: array[int], hidden: Collection[int]) -> Listed:
    import numpy as np  # noqa: PLC0415 - the first screen does without

    order = np.argsort(-np.frombuffer(dates, np.int32), kind="stable").astype(np.uint32)
    ranks = np.zeros(len(order), np.uint32)
    if hidden:
        order = order[~np.isin(order, np.fromiter(hidden, np.uint32))]
    ranks[order] = np.arange(len(order), dtype=np.uint32)
    return Listed(array("I", order.tobytes()), array("I", ranks.tobytes()))
