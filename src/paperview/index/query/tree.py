"""The syntax tree of a query: words, phrases, dates and the like."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from paperview.index.fields import ANYWHERE, SCHEMA, Field
from paperview.model.paper import ArxivId


@dataclass(frozen=True, slots=True)
class Word:
    """A token that must match a word of the paper."""

    text: str
    """Folded."""
    fields: Field = ANYWHERE
    exact: bool = False
    """Whether only an exact match will do."""
    first: bool = False
    """Whether it must be the title's first word."""
    keyword: bool = False
    """Whether it is an id, DOI or category, in which no typo is allowed."""
    prefix: bool = False
    """Whether only exact and prefix matches will do."""
    open: bool = False
    """Whether it may still be unfinished: the last token, with no blank after it."""

    @property
    def forgiving(self) -> bool:
        """Whether fuzzy matches are allowed."""
        return not (self.exact or self.keyword or self.prefix)


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
    """Whether the last word may be a prefix."""


@dataclass(frozen=True, slots=True)
class Compound:
    """A token with signs or punctuation in it, and the ways in which a paper may have it.

    If no paper has any of them, papers with all of its words match.
    """

    typed: str
    alternatives: tuple[Word | Phrase, ...]
    """The term with its signs; its words in a row, or as one; an id or DOI with this prefix."""
    words: tuple[Word | Year | LikelyName, ...] = ()
    """Its words, wherever they stand; none where they are too short."""
    substring: Word | None = None
    """The token as a substring of an id or DOI."""


@dataclass(frozen=True, slots=True)
class Name:
    """Folded words of one author's name, in any order; an initial stands for a word."""

    words: tuple[str, ...]
    in_full: bool = False
    """Whether the author's name must have the longer words in full, not their initials."""
    first: bool = False
    """Whether it must be the first author's."""


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
    """The token as typed."""


@dataclass(frozen=True, slots=True)
class Has:
    """Papers in which a field is not missing."""

    field: Field


@dataclass(frozen=True, slots=True)
class OnShelf:
    """Papers to which the user added something."""

    what: str
    """`starred`, `read`, `noted` or `tagged`; or `tag`, `note` or `opened`, which have a value."""
    text: str = ""
    """The tag or the words, folded."""
    dates: Dates | None = None
    is_open: bool = False
    """Whether a longer tag will do too."""
    typed: str = ""
    """The token as typed."""


@dataclass(frozen=True, slots=True)
class Year:
    """A year, or a range of years, typed as a word: the word, or the date of the paper."""

    word: Clause
    dates: Dates
    exact: bool = False
    """Whether the years next to it don't count."""

    @property
    def steps(self) -> Iterator[tuple[int, int]]:
        """Dates that count less and less: the typed one, its month and year, and the years beside.

        People misremember, and print comes after preprint.
        """
        first, last = self.dates.first, self.dates.last
        yield first, last
        for unit in () if self.exact else (100, 10_000):
            if first // unit == last // unit and last - first < unit - unit // 10:
                first = first // unit * unit
                last = first + unit - 1
                yield first, last
        if not self.exact:
            yield first - 10_000, last + 10_000


@dataclass(frozen=True, slots=True)
class Optional:
    """A word that a paper need not hold, such as the "and" between two names."""

    word: Word


@dataclass(frozen=True, slots=True)
class Journal:
    """Consecutive words of a journal's name, folded; the paper or the query may abbreviate each."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LikelyName:
    """What may be part of a name, as the `y.` of `y. lecun`: authors who have it are preferred."""

    word: Clause
    """What it is otherwise."""
    names: tuple[Name | Phrase, ...]
    """The names, with the word before or behind."""
    required: bool = False
    """Whether a paper must hold one or the other; a single letter says too little for that."""


@dataclass(frozen=True, slots=True)
class Not:
    """Papers that a clause does not match."""

    clause: Clause

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """Its operand."""
        return (self.clause,)


@dataclass(frozen=True, slots=True)
class Required:
    """A clause that a paper must match, even among those that nearly match the query."""

    clause: Clause

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """Its operand."""
        return (self.clause,)


@dataclass(frozen=True, slots=True)
class Or:
    """Papers that at least one of the clauses matches."""

    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class And:
    """Papers that all of the clauses match."""

    clauses: tuple[Clause, ...]


Leaf: TypeAlias = (
    Word
    | Compound
    | Phrase
    | Name
    | Journal
    | LikelyName
    | Year
    | Optional
    | Identity
    | Dates
    | Has
    | OnShelf
)
Clause: TypeAlias = Leaf | Not | Required | Or | And


def combined(kind: type[Or | And], clauses: list[Clause]) -> Clause:
    """Join clauses, and dissolve groups of the same kind."""
    if len(clauses) == 1:
        return clauses[0]
    flat: list[Clause] = []
    for clause in clauses:
        flat += clause.clauses if isinstance(clause, kind) else (clause,)
    return kind(tuple(flat))


def in_post_order(clause: Clause) -> Iterator[Clause]:
    """Give a clause after its operands, without recursion: nesting has no limit."""
    stack: list[tuple[Clause, bool]] = [(clause, False)]
    while stack:
        part, is_ready = stack.pop()
        if is_ready or not isinstance(part, Not | Required | Or | And):
            yield part
        else:
            stack.append((part, True))
            stack += [(some, False) for some in reversed(part.clauses)]


def wanted(clause: Clause) -> Iterator[Leaf]:
    """Give the leaves of a clause that are not negated."""
    stack = [clause]
    while stack:
        match stack.pop():
            case Or(clauses) | And(clauses):
                stack += reversed(clauses)
            case Required(clause=inner):
                stack.append(inner)
            case Not():
                pass
            case leaf:
                yield leaf


def may_be_missing(clause: Clause) -> bool:
    """Return whether a paper without a clause may nearly match: for plain words alone.

    What was asked for with a sign, in quotes or in a field, or by an id, must be there.
    """
    match clause:
        case Word():
            return clause.fields == ANYWHERE and not (clause.exact or clause.keyword)
        case Compound():
            return clause.substring is not None
        case Year():
            return not clause.exact
        case LikelyName():
            return may_be_missing(clause.word)
    return False


_FIELD_NAMES = {entry.field: entry.name for entry in SCHEMA}


def describe(clause: Clause) -> str:
    """Write a clause as a person would type it."""
    texts: list[str] = []
    for part in in_post_order(clause):
        match part:
            case Not(clause=inner):
                # A negated word is taken as typed anyway.
                texts[-1] = "-" + _grouped(inner, texts[-1]).replace("'", "")
            case Required(clause=inner):
                texts[-1] = "+" + _grouped(inner, texts[-1])
            case Or(clauses) | And(clauses):
                first = len(texts) - len(clauses)
                between = " | " if isinstance(part, Or) else " "
                texts[first:] = [between.join(map(_grouped, clauses, texts[first:]))]
            case leaf:
                texts.append(_describe_leaf(leaf))
    return texts[0]


def _grouped(part: Clause, text: str) -> str:
    return f"({text})" if isinstance(part, Or | And) else text


def _describe_leaf(leaf: Leaf) -> str:  # noqa: PLR0911 - one for each kind of leaf
    match leaf:
        case Word():
            how = "'" if leaf.exact else "^" if leaf.first else ""
            return f"{_prefix(leaf)}{how}{leaf.text}"
        case Compound():
            way = leaf.alternatives[0]
            is_first = isinstance(way, Phrase) and way.first
            return f"{_prefix(way)}{'^' * is_first}{leaf.typed}"
        case Phrase():
            return f'{_prefix(leaf)}{"^" * leaf.first}"{" ".join(leaf.words)}"'
        case Name():
            return f'author:"{" ".join(leaf.words)}"'
        case Dates() | OnShelf():
            return leaf.typed
        case Year():
            return leaf.dates.typed
        case Journal():
            return f'journal:"{" ".join(leaf.words)}"'
        case LikelyName():
            return describe(leaf.word)
        case Optional():
            return leaf.word.text
        case Identity():
            return str(leaf.arxiv_id)
        case Has():
            return f"has:{_FIELD_NAMES[leaf.field]}"


def _prefix(clause: Word | Phrase) -> str:
    name = "" if clause.first else _FIELD_NAMES.get(clause.fields)
    return f"{name}:" if name else ""
