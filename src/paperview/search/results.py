"""The answer to a query, free of the machinery that found it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from paperview.paper import Paper
from paperview.search.clauses import ANYWHERE, Field
from paperview.search.query import EVERYTHING, Query


class PaperNumbers(Protocol):
    """Paper numbers in order: a list, a range or an array."""

    def __len__(self) -> int: ...
    def __getitem__(self, place: int, /) -> int: ...
    def __iter__(self) -> Iterator[int]: ...


@dataclass(frozen=True, slots=True)
class Term:
    """What a token of the query matched, for marking its letters."""

    text: str
    """Folded; of a phrase its words, a blank between them."""
    fields: Field = ANYWHERE
    exact: bool = False
    first: bool = False
    """Whether it matches the beginning of the title alone."""
    forgiven: Mapping[str, int] = field(default_factory=dict)
    """Words matched with a slip, and how many of their letters are meant."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A token that was found only by forgiving a slip."""

    typed: str
    meant: str
    """The word that most of the results hold in its place."""
    beyond: bool
    """Whether it took a slip more than is forgiven otherwise."""


@dataclass(frozen=True, slots=True)
class Hint:
    """What would be found if nothing is: the query without one of its tokens."""

    without: str
    count: int
    """How many papers that finds; 0 if leaving out one token alone does not help."""

    def __str__(self) -> str:
        if not self.count:
            return "nothing matches"
        return f"nothing matches; without {self.without}: {self.count}"


@dataclass(frozen=True, slots=True)
class Results:
    """An immutable answer."""

    query: Query = EVERYTHING
    numbers: PaperNumbers = ()
    """The papers found, in order."""
    searched: int = 0
    """How many papers the answer is about."""
    seconds: float = 0.0
    terms: tuple[Term, ...] = ()
    corrections: tuple[Correction, ...] = ()
    hint: Hint | None = None

    def __len__(self) -> int:
        return len(self.numbers)


def newest_first(papers: Iterable[Paper]) -> Results:
    """Return all papers, newest first, without an index; of one day, in the order given."""
    keys = [-paper.created.toordinal() if paper.created else 0 for paper in papers]
    numbers = sorted(range(len(keys)), key=keys.__getitem__)
    return Results(numbers=numbers, searched=len(keys))
