"""What stands in the filter bar, parsed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from paperview.search.clauses import Clause


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed query. A paper is found when every clause matches it; no clause finds all."""

    text: str
    clauses: tuple[Clause, ...] = ()
    mistakes: tuple[str, ...] = ()
    """What could not be read as it was meant, each in a few words for the bar."""


EVERYTHING = Query("")
