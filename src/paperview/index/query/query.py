"""What stands in the filter bar, parsed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

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
    """What could not be read as it was meant, each in a few words for the bar."""


EVERYTHING = Query("")
