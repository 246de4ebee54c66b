"""Queries and their answers, free of the machinery between them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, Protocol

from paperview.index.fields import ANYWHERE, Field

if TYPE_CHECKING:
    from paperview.index.query.tree import Clause


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed query. A paper is found when every clause matches it; no clause finds all.

    Its text says all: what it was parsed to is not compared.
    """

    text: str
    clauses: tuple[Clause, ...] = field(default=(), compare=False)
    mistakes: tuple[str, ...] = field(default=(), compare=False)
    """Remarks for the bar on what could not be read as meant."""


EVERYTHING = Query("")


class Order(Enum):
    """How results are ordered; the value is what the header says."""

    BEST = "best match first"
    """Without a query: newest first."""
    NEWEST = "newest first"
    OLDEST = "oldest first"
    TITLE = "by title"
    AUTHOR = "by first author"

    @property
    def following(self) -> Order:
        """The next order in turn."""
        orders = list(Order)
        return orders[(orders.index(self) + 1) % len(orders)]


class MatchedToken(NamedTuple):
    """The terms that a token of the query matched, for highlighting."""

    text: str
    """Folded; the words of a phrase, with a blank between them."""
    fields: Field = ANYWHERE
    exact: bool = False
    first: bool = False
    """Whether it matches the start of the title alone."""
    is_name: bool = False
    """Whether it is an author's name, whose words may stand in any order."""
    open: bool = False
    """Whether the last word of a phrase may be a prefix."""
    others: Mapping[str, int] = MappingProxyType({})
    """Other forms and terms matched with typos, and how many of their letters are meant."""


class Correction(NamedTuple):
    """A token that was found only with a typo."""

    typed: str
    meant: str
    """The term that most of the results hold instead."""
    beyond: bool
    """Whether it took one more typo than is usually allowed."""


class Hint(NamedTuple):
    """Advice for a query without results: which clauses to leave out."""

    clauses: int
    """How many clauses the query has."""
    without: tuple[tuple[str, int], ...] = ()
    """Clauses to leave out, each with the number of papers found then, the most first."""

    @property
    def what(self) -> str:
        """The finding itself, without the advice."""
        if not self.without:
            return "nothing matches"
        return "nothing has both" if self.clauses == 2 else f"nothing has all {self.clauses}"

    def __str__(self) -> str:
        ways = ", ".join(f"without {clause}: {count:,}" for clause, count in self.without)
        return f"{self.what}; {ways}" if ways else self.what


class PaperNumbers(Protocol):
    """Paper numbers in order."""

    def __len__(self) -> int: ...

    def __getitem__(self, index: int, /) -> int: ...

    def __iter__(self) -> Iterator[int]: ...

    def rows(self, first: int, end: int, /) -> Iterable[int]:
        """Return the papers from one index to before another."""
        ...

    def index_of(self, number: int, /) -> int | None:
        """Return the index of a paper, None where it is not among them."""
        ...


class NumberList:
    """Paper numbers in order, held in a sequence."""

    def __init__(self, numbers: Sequence[int] = (), ranks: Sequence[int] | None = None) -> None:
        """Take the numbers, and per paper its index if it is there at all."""
        self._numbers = numbers
        self._ranks = ranks

    def __len__(self) -> int:
        return len(self._numbers)

    def __getitem__(self, index: int) -> int:
        return int(self._numbers[index])

    def __iter__(self) -> Iterator[int]:
        return map(int, self._numbers)

    def rows(self, first: int, end: int) -> Iterable[int]:
        """Return the papers from one index to before another."""
        return self._numbers[first:end]

    def index_of(self, number: int) -> int | None:
        """Return the index of a paper, None where it is not among them."""
        if self._ranks is not None:
            index = self._ranks[number] if number < len(self._ranks) else len(self)
            return int(index) if index < len(self) and self._numbers[index] == number else None
        try:
            return self._numbers.index(number)
        except ValueError:
            return None


NO_PAPERS = NumberList()


@dataclass(frozen=True, slots=True)
class Results:
    """An immutable answer."""

    query: Query = EVERYTHING
    numbers: PaperNumbers = NO_PAPERS
    """The papers found, in order."""
    searched: int = 0
    """How many papers the answer is about."""
    seconds: float = 0.0
    tokens: tuple[MatchedToken, ...] = ()
    corrections: tuple[Correction, ...] = ()
    hint: Hint | None = None
    is_by_id: bool = False
    """Whether no paper matches the whole query, and these have the ids in it."""

    @property
    def warnings(self) -> tuple[str, ...]:
        """Remarks for the bar on text that was not taken as typed."""
        by_id = ("no paper has all of it; by id alone",) if self.is_by_id else ()
        return (*self.query.mistakes, *by_id)

    def __len__(self) -> int:
        return len(self.numbers)


def newest_first(dates: Sequence[int], hidden: Collection[int] = ()) -> Results:
    """Return all papers, newest first; of one day in the order of their numbers.

    `paperview.index.sorting` does the same faster for very many.

    Args:
        dates: per paper: when it was created, as YYYYMMDD; 0 where that is not known.
        hidden: papers to leave out.
    """
    order = sorted(range(len(dates)), key=lambda number: -dates[number])
    numbers = NumberList([number for number in order if number not in hidden])
    return Results(numbers=numbers, searched=len(numbers))
