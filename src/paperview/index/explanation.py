"""What an answer says about itself: what matched, what was forgiven, what would help."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from paperview.index.fields import ANYWHERE, Field


@dataclass(frozen=True, slots=True)
class Term:
    """What a token of the query matched, for highlighting its letters."""

    text: str
    """Folded; of a phrase its words, a blank between them."""
    fields: Field = ANYWHERE
    exact: bool = False
    first: bool = False
    """Whether it matches the beginning of the title alone."""
    is_name: bool = False
    """Whether it is the name of an author, whose words may stand in any order."""
    goes_on: bool = False
    """Whether a phrase may end within a word."""
    forgiven: Mapping[str, int] = field(default_factory=dict)
    """Other forms and words matched with a slip, and how many of their letters are meant."""


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
    """What would be found if nothing is: the query without some of its clauses."""

    clauses: int
    """How many clauses the query has."""
    without: tuple[tuple[str, int], ...] = ()
    """What to leave out, and how many papers are left then, the most first; empty where that does
    not help."""

    @property
    def what(self) -> str:
        """What there is nothing of."""
        if not self.without:
            return "nothing matches"
        return "nothing has both" if self.clauses == 2 else f"nothing has all {self.clauses}"

    def __str__(self) -> str:
        ways = ", ".join(f"without {clause}: {count:,}" for clause, count in self.without)
        return f"{self.what}; {ways}" if ways else self.what
