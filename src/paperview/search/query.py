"""The query language: what stands in the filter bar, parsed.

    federated lern        both words, slips forgiven
    "digital twin"        these words next to each other
    'net                  just this word: no beginnings, parts or slips
    -survey  !survey      without this word
    gnn | transformer     either
    ^deep                 at the start of the title
    author:perino         in one field: title author abstract comments id doi cat
    year:2019..2023       also year:2022, year:..2020; after:2023-05, before:2024
    has:doi               also has:title, has:authors, has:abstract, has:comments, has:cat
    2304.10190            an arXiv id or DOI, bare or as an address, is that paper alone

Nothing is an error: what can't be read so is read as plain words, and `Query.mistakes` tells.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntFlag
from typing import TypeAlias

from paperview.paper import ArxivId, Doi
from paperview.search.fold import WORD, fold
from paperview.tex import to_text


class Field(IntFlag):
    """A part of a paper that is searched; the index keeps them as bits of a byte."""

    TITLE = 1
    AUTHORS = 2
    ABSTRACT = 4
    COMMENTS = 8
    ID = 16
    DOI = 32
    CATEGORIES = 64


ANYWHERE = Field(127)
NAMES = Field.ID | Field.DOI | Field.CATEGORIES
"""The fields whose words keep their dots and slashes."""

FIELDS = {
    "title": Field.TITLE,
    "author": Field.AUTHORS,
    "abstract": Field.ABSTRACT,
    "comments": Field.COMMENTS,
    "id": Field.ID,
    "doi": Field.DOI,
    "cat": Field.CATEGORIES,
}
HAS = {**FIELDS, "authors": Field.AUTHORS}
_RANGES = ("year", "after", "before")
FIELD_NAMES = (*FIELDS, *_RANGES, "has")


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

    @property
    def forgiving(self) -> bool:
        """Whether slips are forgiven in it."""
        return not (self.exact or self.named)


@dataclass(frozen=True, slots=True)
class Compound:
    """A token with punctuation: the name of a paper or category, or else all of its words."""

    name: Word
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """Folded words that must stand next to each other."""

    words: tuple[str, ...]
    fields: Field = ANYWHERE


@dataclass(frozen=True, slots=True)
class Identity:
    """The one paper with this id."""

    name: ArxivId | Doi


@dataclass(frozen=True, slots=True)
class Dates:
    """Papers created between two days, both included, written as the number YYYYMMDD."""

    first: int
    last: int


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


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed query. A paper is found when every clause matches it; no clause finds all."""

    text: str
    clauses: tuple[Clause, ...] = ()
    mistakes: tuple[str, ...] = ()
    """What could not be read as it was meant, each in a few words for the bar."""


EVERYTHING = Query("")

def describe(clause: Clause) -> str:
    """Write a clause as a person would type it."""
    match clause:
        case Word():
            how = "'" if clause.exact else "^" if clause.first else ""
            return f"{_prefix(clause.fields)}{how}{clause.text}"
        case Compound():
            return clause.name.text
        case Phrase():
            return f'{_prefix(clause.fields)}"{" ".join(clause.words)}"'
        case Identity():
            return str(clause.name)
        case Dates():
            return "the dates"
        case Has():
            return f"has:{next(name for name, field in HAS.items() if field == clause.field)}"
        case Not():
            return f"-{describe(clause.clause)}"
        case Either():
            return " | ".join(describe(part) for part in clause.clauses)


def _prefix(fields: Field) -> str:
    return next((f"{name}:" for name, field in FIELDS.items() if field == fields), "")


_TOKEN = re.compile(
    r"""(?P<either>\|)(?=\s|$)
    |(?P<not>[-!](?=\S))?
     (?:(?P<field>[A-Za-z]+):(?=[^\s/]))?
     (?P<how>['^](?=\S))?
     (?:"(?P<phrase>[^"]*)"|(?P<word>\S+))""",
    re.VERBOSE,
)
_DATE = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?")
_FIRST_DAY, _LAST_DAY = 1, 99991231


def parse(text: str) -> Query:
    """Read a query. Never fails: what is not understood is read as plain words."""
    mistakes: list[str] = []
    clauses: list[Clause] = []
    join = False
    for match in _TOKEN.finditer(text):
        if match["either"]:
            join = bool(clauses)
            continue
        for clause in _clauses(match, mistakes):
            if join:
                clauses[-1] = _either(clauses[-1], clause)
            else:
                clauses.append(clause)
            join = False
    return Query(text, tuple(clauses), tuple(mistakes))


def _either(left: Clause, right: Clause) -> Either:
    before = left.clauses if isinstance(left, Either) else (left,)
    return Either((*before, right))


def _clauses(match: re.Match[str], mistakes: list[str]) -> Iterator[Clause]:
    name = (match["field"] or "").lower()
    if name and name not in FIELD_NAMES and name != "arxiv":
        if not Doi.parse(match.group()):
            mistakes.append(f"no field {name}: (there are {' '.join(FIELD_NAMES)})")
        yield from _plain(match.group())
        return
    if name in _RANGES or name == "has":
        found = _range(name, match["word"] or "") if name in _RANGES else _has(match["word"] or "")
        if found is None:
            mistakes.append(f"{name}: needs {_NEEDS[name]}")
            yield from _plain(match.group())
        else:
            yield Not(found) if match["not"] else found
        return
    exact = bool(match["not"]) or match["how"] == "'"
    fields = Field.ID if name == "arxiv" else FIELDS.get(name, ANYWHERE)
    clauses = _content(match, fields, exact, match["how"] == "^", mistakes)
    if match["not"]:
        yield from (Not(clause) for clause in clauses)
    else:
        yield from clauses


def _content(
    match: re.Match[str], fields: Field, exact: bool, first: bool, mistakes: list[str]
) -> list[Clause]:
    if match["phrase"] is not None:
        words = _words(match["phrase"])
        return [Phrase(tuple(words), fields)] if words else []
    token: str = match["word"]
    if '"' in token:
        mistakes.append('a closing " is missing')
    identity = ArxivId.parse(token) or Doi.parse(token.rstrip(".,;"))
    if isinstance(identity, ArxivId) and fields & Field.ID:
        return [Identity(identity)]
    if isinstance(identity, Doi) and fields == ANYWHERE:
        return [Either((Identity(identity), Word(identity.key, Field.DOI, named=True)))]
    if not fields & ~NAMES:
        return [Word(fold(token), fields, exact, named=True)]
    tokens = [Word(word, fields, exact, first) for word in _words(token)]
    if len(tokens) > 1 and exact:
        return [Phrase(tuple(word.text for word in tokens), fields)]
    if len(tokens) > 1 and fields == ANYWHERE:
        return [Compound(Word(fold(token), NAMES, named=True), tuple(tokens))]
    return list(tokens)


def _plain(token: str) -> Iterator[Clause]:
    yield from (Word(word) for word in _words(token))


def _words(text: str) -> list[str]:
    return WORD.findall(fold(to_text(text)))


_NEEDS = {
    "year": "a year or years, as 2022 or 2019..2023",
    "after": "a date, as 2023, 2023-05 or 2023-05-17",
    "before": "a date, as 2023, 2023-05 or 2023-05-17",
    "has": f"one of {' '.join(HAS)}",
}


def _range(name: str, value: str) -> Dates | None:
    if name == "year":
        first, dots, last = value.partition("..")
        low = _days(first) if first else (_FIRST_DAY, 0)
        high = (_days(last) if last else (0, _LAST_DAY)) if dots else low
        return Dates(low[0], high[1]) if low and high and value != ".." else None
    days = _days(value)
    if days is None:
        return None
    return Dates(days[0], _LAST_DAY) if name == "after" else Dates(_FIRST_DAY, days[0] - 1)


def _days(text: str) -> tuple[int, int] | None:
    """Return the first and last day of a year, month or day as numbers YYYYMMDD."""
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    year, month, day = int(match["year"]), match["month"], match["day"]
    if month and not 1 <= int(month) <= 12:
        return None
    low, high = (int(month), int(month)) if month else (1, 12)
    days_in_month = calendar.monthrange(max(year, 1), high)[1]
    if day and not 1 <= int(day) <= days_in_month:
        return None
    start, end = (int(day), int(day)) if day else (1, days_in_month)
    return year * 10000 + low * 100 + start, year * 10000 + high * 100 + end


def _has(value: str) -> Has | None:
    field = HAS.get(value.lower())
    return None if field is None else Has(field)
