"""The query language: what stands in the filter bar, parsed.

    federated lern        both words, slips forgiven
    "digital twin"        these words next to each other
    'net                  just this word: no beginnings, parts or slips
    -survey  !survey      without this word
    gnn | transformer     either
    ^deep  ^"deep learn"  at the start of the title
    author:perino         in one field: title author abstract comments id doi cat
    year:2019..2023       also year:2022, year:..2020; after:2023-05, before:2024
    has:doi               also has:title, has:authors, has:abstract, has:comments, has:cat
    2304.10190            an arXiv id or DOI, bare or as an address, is that paper alone

Nothing is an error: what can't be read so is read as plain words, and `Query.mistakes` tells.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, replace

from paperview.fold import fold_name, terms
from paperview.paper import ArxivId
from paperview.search.clauses import (
    HAS,
    Clause,
    Dates,
    Either,
    Has,
    Identity,
    Not,
    Word,
)
from paperview.search.compounds import compound, phrase, whole
from paperview.search.fields import ANYWHERE, FIELDS, NAMES, Field
from paperview.search.query import Query

FILTERS = {
    "year": "a year or years, as 2022 or 2019..2023",
    "after": "a date, as 2023, 2023-05 or 2023-05-17",
    "before": "a date, as 2023, 2023-05 or 2023-05-17",
    "has": f"one of {' '.join(HAS)}",
}
"""What filters by something else than words, and what each needs."""


TOKEN = re.compile(
    r"""(?P<either>\|(?=\s|$)|(?<=[\w"])\|(?=[\w"]))
    |(?P<not>[-!](?=\S))?
     (?P<rest>(?=\S)
       (?:(?P<field>[A-Za-z]+):(?!/))?
       (?P<how>['^](?=\S))?
       (?:"(?P<phrase>[^"]*)"|(?P<word>(?:(?!(?<=[\w"])\|(?=[\w"]))\S)*))
     )""",
    re.VERBOSE,
)


_SIGN = re.compile(r"""[^\s\w|!'^":-]""")
"""What means nothing in a query, and is not the beginning of what does."""


@dataclass(frozen=True, slots=True)
class _How:
    """How the words of a token are meant."""

    fields: Field = ANYWHERE
    exact: bool = False
    first: bool = False
    open: bool = False


def parse(text: str) -> Query:
    """Read a query. Never fails: what is not understood is read as plain words."""
    mistakes: list[str] = []
    clauses: list[Clause] = []
    join = False
    for match in TOKEN.finditer(text):
        if match["either"]:
            join = bool(clauses)
        elif (clause := _clause(match, mistakes)) is not None:
            if join:
                clause = _either(clauses.pop(), clause)
            clauses.append(clause)
            join = False
    if not clauses and not mistakes and _SIGN.search(text):
        mistakes.append("no letters or digits to look for")
    return Query(text, tuple(clauses), tuple(mistakes))


def _either(left: Clause, right: Clause) -> Either:
    before = left.clauses if isinstance(left, Either) else (left,)
    return Either((*before, right))


def _clause(match: re.Match[str], mistakes: list[str]) -> Clause | None:
    """Read one token; None where nothing is in it to be searched for."""
    name = (match["field"] or "").lower()
    if name in FILTERS:
        clause = _filter(name, match, mistakes)
    elif not name or name in FIELDS or name == "arxiv":
        clause = _content(name, match, mistakes)
    else:
        clause = _named_or_words(match["rest"], _how(match))
        # A title's "word: " is no field, nor is what stands before an id.
        if match["word"] != "" and not isinstance(clause, Identity):
            mistakes.append(f"no field {name}:")
    return Not(clause) if clause is not None and match["not"] else clause


def _how(match: re.Match[str]) -> _How:
    """Return how a token's words are meant if nothing but its marks say so."""
    exact = bool(match["not"]) or match["how"] == "'"
    return _How(exact=exact, open=not exact and match.end() == len(match.string))


def _filter(name: str, match: re.Match[str], mistakes: list[str]) -> Clause | None:
    """Read a token that filters by something else than words, or else its plain words."""
    value = match["word"] or ""
    if not value and match["phrase"] is None:
        return None  # still to be typed
    clause = _has(value) if name == "has" else _dates(name, value, match["rest"])
    if clause is None:
        mistakes.append(f"{name}: needs {FILTERS[name]}")
        return _words(match["rest"], _how(match))
    return clause


def _content(name: str, match: re.Match[str], mistakes: list[str]) -> Clause | None:
    """Read a token that says what is to be found, anywhere or in the field it names."""
    how = replace(_how(match), fields=Field.ID if name == "arxiv" else FIELDS.get(name, ANYWHERE))
    if match["how"] == "^":
        if how.fields & Field.TITLE:
            how = replace(how, fields=Field.TITLE, first=True)
        else:
            mistakes.append("^ is for the start of a title")
    if match["phrase"] is not None:
        return phrase(match["phrase"], how.fields, first=how.first)
    if '"' in match["word"]:
        mistakes.append('a closing " is missing')
    return _named_or_words(match["word"], how)


def _named_or_words(token: str, how: _How) -> Clause | None:
    """Read an id or DOI, or else words."""
    name = _bare(token)
    arxiv_id = _arxiv_id(name)
    if arxiv_id is not None and how.fields & (Field.ID | Field.DOI):  # arXiv gives DOIs too
        return Identity(arxiv_id)
    doi = _DOI_WITHIN.search(name)
    if doi is not None and how.fields & Field.DOI:
        return Word(fold_name(doi["doi"]), Field.DOI, how.exact, named=True)
    if not how.fields & ~NAMES:
        return Word(fold_name(name), how.fields, how.exact, named=True) if name else None
    return _words(token, how)


def _words(token: str, how: _How) -> Clause | None:
    """Read the words of a token, and itself as a name where it may be one."""
    words, signed = terms(token)
    if len(words) == 1 and not signed:
        return Word(words[0], how.fields, how.exact, how.first, open=how.open)
    name = fold_name(_bare(token)) if how.fields == ANYWHERE and not how.first else ""
    if how.exact or how.first:
        return whole(token, how.fields, name, first=how.first)
    return compound(token, how.fields, name, is_open=how.open)


_DOI_WITHIN = re.compile(r"(?:^|[/:])(?P<doi>10\.\d{4,9}/\S+)")


def _bare(token: str) -> str:
    """Return a token without the punctuation around it, as it is left by copying from a text."""
    token = token.lstrip("([{<'\"").rstrip(".,;:!?'\">]}")
    return token.rstrip(")") if token.count(")") > token.count("(") else token


def _arxiv_id(name: str) -> ArxivId | None:
    """Read an arXiv id, bare or at the end of an address of any site about the paper."""
    arxiv_id = ArxivId.parse(name)
    if arxiv_id is None and "/" in name and not _DOI_WITHIN.search(name):
        parts = re.split(r"[?#]", name)[0].split("/")
        arxiv_id = ArxivId.parse("/".join(parts[-2:])) or ArxivId.parse(parts[-1])
    return arxiv_id


_DATE = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d{0,2})(?:-(?P<day>\d{0,2}))?)?|(?P<years>\d{1,3})",
    re.ASCII,
)
_FIRST_DAY, _LAST_DAY = 1, 9999_12_31


def _dates(name: str, value: str, typed: str) -> Dates | None:
    if name == "year":
        if value.endswith(".") and not value.endswith(".."):
            value = value[:-1]  # the second dot is still to be typed
        first, dots, last = value.partition("..")
        low = _days(first) if first else (_FIRST_DAY, 0)
        high = (_days(last) if last else (0, _LAST_DAY)) if dots else low
        if low is None or high is None:
            return None
        if low[0] > high[1]:  # the years between, in whichever order they are named
            low, high = high, low
        return Dates(low[0], high[1], typed)
    days = _days(value)
    if days is None:
        return None
    if name == "after":
        return Dates(days[0], _LAST_DAY, typed)
    return Dates(_FIRST_DAY, days[0] - 1, typed)


def _days(text: str) -> tuple[int, int] | None:
    """Return the first and last day of a year, month or day as numbers YYYYMMDD.

    A year begins with its number and zeros: so papers are dated of which no more is known.
    A date that is still being typed means all that it may become: `20` is 2000 to 2099, `2022-` and
    `2022-0` the year, so that the results don't jump while it is.
    """
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    if match["years"]:
        start = max(_FIRST_DAY, int(text.ljust(4, "0")) * 10000)
        return start, int(text.ljust(4, "9")) * 10000 + 1231
    year, month, day = int(match["year"]), int(match["month"] or 0), int(match["day"] or 0)
    if month > 12:
        return None
    days_in_month = calendar.monthrange(max(year, 1), month or 12)[1]
    if day > days_in_month or (day and not month):
        return None
    start = max(_FIRST_DAY, year * 10000 + month * 100 + day)
    return start, year * 10000 + (month or 12) * 100 + (day or days_in_month)


def _has(value: str) -> Has | None:
    field = HAS.get(value.lower())
    return None if field is None else Has(field)
