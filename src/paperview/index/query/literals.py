"""Values with a form of their own: dates, arXiv ids and DOIs."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator

from paperview.index.fields import Field
from paperview.index.query.tree import Clause, Dates, Identity, Word
from paperview.model.analysis import fold_name
from paperview.model.paper import ArxivId, arxiv_ids_in

_DATES_AS_WORDS = re.compile(
    r"(?:18|19|20)\d\d(?:(?:\.\.|[-–—])(?:18|19|20)\d\d|([-/])(?:0[1-9]|1[0-2])(?:\1[0-3]\d)?)?",
    re.ASCII,
)
"""A year, a range of years, a month or a day, typed as a word."""
_DATE = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d{0,2})(?:-(?P<day>\d{0,2}))?)?|(?P<years>\d{1,3})"
    r"|(?P<digits>\d{8})(?:\d{4})?",  # as arXiv's search has them, perhaps with the time
    re.ASCII,
)
_RANGE = re.compile(
    r"""(?P<first>[\d*-]*?)
    (?:\.{2,3}|…|[–—]|(?<=\d{4})-(?=(?:18|19|20)\d{0,2}$)|\s+TO\s+)
    (?P<last>[\d*-]*)""",
    re.VERBOSE | re.ASCII,
)
_FIRST_DAY, _LAST_DAY = 1, 9999_12_31


def read_dates(name: str, relation: str, value: str, typed: str) -> Dates | None:
    """Read the value of a field that filters by date; None where it is no date.

    Args:
        name: the field.
        relation: `:`, or how the date is compared.
        value: the text after the relation.
        typed: the whole token.
    """
    first, last = _FIRST_DAY, _LAST_DAY
    if name == "year" and relation == ":":
        between = _between(value)
        return None if between is None else Dates(*between, typed)
    days = _days(value)
    if days is None or (name != "year" and relation != ":"):
        return None
    if name == "after" or relation == ">=":
        first = days[0]
    elif name == "before" or relation == "<":
        last = days[0] - 1
    elif relation == ">":
        first = days[1] + 1
    else:
        last = days[1]
    return Dates(first, last, typed)


def date_of(text: str) -> Dates | None:
    """Read a word as a date, a year or a range of years; None for any other word."""
    if not _DATES_AS_WORDS.search(text):
        return None
    typed = strip_punctuation(text)
    if not _DATES_AS_WORDS.fullmatch(typed):
        return None
    return read_dates("year", ":", typed.replace("/", "-"), typed)


def _between(value: str) -> tuple[int, int] | None:
    """Return the first and the last day of a date, or of a range of dates."""
    value = value.strip("[]{} ")
    if value.endswith(".") and not value.endswith(".."):
        value = value[:-1] or ".."  # the second dot is still to be typed
    match = _RANGE.fullmatch(value)
    if match is None:
        return _days(value)
    first, last = match["first"].strip("*"), match["last"].strip("*")
    low = _days(first) if first else (_FIRST_DAY, 0)
    high = _days(last) if last else (0, _LAST_DAY)
    if low is None or high is None:
        return None
    if low[0] > high[1]:  # the years between, in whichever order they are named
        low, high = high, low
    return low[0], high[1]


def _days(text: str) -> tuple[int, int] | None:
    """Return the first and last day of a year, month or day as numbers YYYYMMDD.

    A year begins with its number and zeros, as the date of a paper does whose month is not known.
    A date that is still being typed means all that it may become: `20` is 2000 to 2099, `2022-` and
    `2022-0` the year, so that the results don't jump while it is.
    """
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    if match["years"]:
        start = max(_FIRST_DAY, int(text.ljust(4, "0")) * 10000)
        return start, int(text.ljust(4, "9")) * 10000 + 1231
    if match["digits"]:
        text = match["digits"]
        return _days(f"{text[:4]}-{text[4:6]}-{text[6:]}")
    year, month, day = int(match["year"]), int(match["month"] or 0), int(match["day"] or 0)
    if month > 12:
        return None
    days_in_month = calendar.monthrange(max(year, 1), month or 12)[1]
    if day > days_in_month or (day and not month):
        return None
    start = max(_FIRST_DAY, year * 10000 + month * 100 + day)
    return start, year * 10000 + (month or 12) * 100 + (day or days_in_month)


_LONGEST = 100_000
"""Characters of a text in which ids are looked for, about as many as a long bibliography has."""
_DOI = re.compile(r"(?:^|(?<=[^\w.]))10\.\d{4,9}/\S+", re.ASCII)
_DOI_WITHIN = re.compile(r"(?:^|[/:])(?P<doi>10\.\d{4,9}/\S+)", re.ASCII)
_AFTER_DOI = re.compile(r"""\]\(|\}\{|["“”'`{}|\\]|</|[,;](?=10\.)""")
"""Characters that end a DOI within markup."""
_SEPARATORS = re.compile(r"""[\s"'<>{}|\[\]()`,;]+""")


def strip_punctuation(token: str) -> str:
    """Return a token without the punctuation that was copied with it."""
    token = token.lstrip("([{<'\"")
    while True:
        shorter = token.rstrip(".,;:!?'\">]}")
        if shorter.count(")") > shorter.count("(") and shorter.endswith(")"):
            shorter = shorter[:-1]
        if shorter == token:
            return token
        token = shorter


def arxiv_id_of(name: str) -> ArxivId | None:
    """Read an arXiv id, alone or at the end of an address of any site about the paper."""
    arxiv_id = ArxivId.parse(name)
    if arxiv_id is None and "/" in name and doi_of(name) is None:
        parts = re.split(r"[?#]", name)[0].split("/")
        arxiv_id = ArxivId.parse("/".join(parts[-2:])) or ArxivId.parse(parts[-1])
    return arxiv_id


def doi_of(name: str) -> str | None:
    """Return the DOI in a name or address."""
    match = _DOI_WITHIN.search(name)
    return match["doi"] if match else None


def is_id(clause: Clause) -> bool:
    """Return whether a clause is a whole arXiv id or DOI."""
    match clause:
        case Identity():
            return True
        case Word(keyword=True):
            return doi_of(clause.text) == clause.text
    return False


def ids_in(text: str) -> tuple[Identity | Word, ...]:
    """Return the arXiv ids and DOIs in a text, each once, as clauses that find its paper alone."""
    text = text[:_LONGEST]
    return tuple(dict.fromkeys([*_arxiv_ids(text), *_dois(text)]))


def _arxiv_ids(text: str) -> Iterator[Identity]:
    """Give the ids that stand by themselves, and those in an address of any site."""
    for _, _, arxiv_id in arxiv_ids_in(text):
        yield Identity(ArxivId(arxiv_id.base))
    for part in _SEPARATORS.split(text):
        if named := arxiv_id_of(strip_punctuation(part)):
            yield Identity(ArxivId(named.base))


def _dois(text: str) -> Iterator[Word]:
    """Give the DOIs, each up to the next blank, and up to the next markup."""
    for match in _DOI.finditer(text):
        name = match.group()
        for some in (name, _AFTER_DOI.split(name)[0]):
            yield Word(fold_name(strip_punctuation(some)), Field.DOI, exact=True, keyword=True)
