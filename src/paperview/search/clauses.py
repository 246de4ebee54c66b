"""What a query is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from paperview.paper import ArxivId
from paperview.search.fields import ANYWHERE, FIELDS, Field

HAS = {**FIELDS, "authors": Field.AUTHORS}


@dataclass(frozen=True, slots=True)
class Word:
    """A token that must match a word of the paper."""

    text: str
    """Folded."""
    fields: Field = ANYWHERE
    exact: bool = False
    """Whether only the whole word will do."""
    first: bool = False
    """Whether it must be the title's first word."""
    named: bool = False
    """Whether it is a name, as an id, in which no slip is forgiven."""
    begins: bool = False
    """Whether a word must begin with it: parts, other forms and slips won't do."""
    open: bool = False
    """Whether it may still be being typed: the last token, with no blank after it."""

    @property
    def forgiving(self) -> bool:
        """Whether slips are forgiven in it."""
        return not (self.exact or self.named or self.begins)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Folded words that must stand next to each other."""

    words: tuple[str, ...]
    fields: Field = ANYWHERE
    first: bool = False
    """Whether the title must begin with them."""
    signed: tuple[str, ...] = ()
    """The signed terms among them, which the paper must hold too."""
    open: bool = False
    """Whether a word that begins with the last one will do."""


@dataclass(frozen=True, slots=True)
class Compound:
    """A token with signs or punctuation in it: any of some ways in which a paper may have it.

    Where no paper has it in any of them, all of its words will do.
    """

    typed: str
    ways: tuple[Word | Phrase, ...]
    """The term with its signs, or its words next to each other or in one; an id or DOI that begins
    so."""
    apart: tuple[Word, ...] = ()
    """Its words, wherever they stand; none where they are too short to tell anything."""
    part: Word | None = None
    """Itself as a part of an id or DOI."""


@dataclass(frozen=True, slots=True)
class Identity:
    """The one paper with this arXiv id, whatever its version."""

    arxiv_id: ArxivId


@dataclass(frozen=True, slots=True)
class Dates:
    """Papers created between two days, both included, written as the number YYYYMMDD."""

    first: int
    last: int
    typed: str
    """The token that asks for them."""


@dataclass(frozen=True, slots=True)
class Has:
    """Papers in which a field is not missing."""

    field: Field


@dataclass(frozen=True, slots=True)
class Not:
    """Papers that a clause does not match."""

    clause: Clause


@dataclass(frozen=True, slots=True)
class Either:
    """Papers that at least one of the clauses matches."""

    clauses: tuple[Clause, ...]


Clause: TypeAlias = Word | Compound | Phrase | Identity | Dates | Has | Not | Either


def describe(clause: Clause) -> str:  # noqa: PLR0911 - one for each kind of clause
    """Write a clause as a person would type it."""
    match clause:
        case Word():
            how = "'" if clause.exact else "^" if clause.first else ""
            return f"{_prefix(clause)}{how}{clause.text}"
        case Compound():
            return _prefix(clause.ways[0]) + clause.typed
        case Phrase():
            return f'{_prefix(clause)}{"^" * clause.first}"{" ".join(clause.words)}"'
        case Identity():
            return str(clause.arxiv_id)
        case Dates():
            return clause.typed
        case Has():
            return f"has:{next(name for name, field in HAS.items() if field == clause.field)}"
        case Not(Word() as word):
            return f"-{_prefix(word)}{word.text}"
        case Not():
            return f"-{describe(clause.clause)}"
        case Either():
            return " | ".join(describe(part) for part in clause.clauses)


def _prefix(clause: Word | Phrase) -> str:
    names = (name for name, field in FIELDS.items() if field == clause.fields)
    return "" if clause.first else next((f"{name}:" for name in names), "")
