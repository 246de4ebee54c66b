"""The answer to a query, free of the machinery that found it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from paperview.paper import Paper
from paperview.search.query import EVERYTHING, Query

if TYPE_CHECKING:
    from paperview.search.explanation import Correction, Hint, Term


class PaperNumbers(Protocol):
    """Paper numbers in order: a list, a range or an array."""

    def __len__(self) -> int: ...
    def __getitem__(self, place: int, /) -> int: ...
    def __iter__(self) -> Iterator[int]: ...


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


def newest_first(papers: Iterable[Paper], query: Query = EVERYTHING) -> Results:
    """Answer a query without clauses: all papers, newest first; of one day, in the order given.

    It needs no index.
    """
    keys = [-paper.created.toordinal() if paper.created else 0 for paper in papers]
    numbers = sorted(range(len(keys)), key=keys.__getitem__)
    return Results(query=query, numbers=numbers, searched=len(keys))
