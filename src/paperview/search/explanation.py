"""What an answer says about itself: what matched, what was forgiven, what would help."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from paperview.search.fields import ANYWHERE, Field


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
