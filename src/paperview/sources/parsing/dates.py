"""Dates as people type them into a field that takes any text, in several languages and orders."""

from __future__ import annotations

import re
from functools import lru_cache

from paperview.model.dates import PartialDate
from paperview.sources.draft import RawRecord
from paperview.sources.parsing import field_values

_LENGTH = 100  # characters that are looked at
_CHINESE = str.maketrans({"年": "-", "月": "-", "日": " "})
_REPRINT = re.compile(r"\[[^\[\]]*\]\s*(?=[0-9]{4})")  # [1990]2002
_YEAR_FIRST = re.compile(r"[0-9]{4}(?![0-9])")
_YEAR = re.compile(r"(?<![0-9-])[0-9]{4}(?![0-9])")
_NUMBERS = re.compile(
    r"(?:(?P<first>[0-9]{1,2})(?P<sign>[./ -])\s*)?(?P<second>[0-9]{1,2})[./, -]\s*"
    r"(?P<year>[0-9]{4})(?![0-9]).*"
)
_WORDS = re.compile(
    r"(?:(?P<day>[0-9]{1,2})(?:\.|st|nd|rd|th|er|º)?[\s-]+(?:de\s+|of\s+)?)?"
    r"(?P<month>[^\W\d_]{3,12})\.?"
    r"(?:\s+(?P<behind>[0-9]{1,2})(?:st|nd|rd|th)?(?=[\s,–-]))?(?:[–-][0-9]{1,2}(?=,))?"
    r"[\s,-]+(?:de\s+|of\s+)?(?P<year>[0-9]{4})(?![0-9]).*"
)
_BEGINNINGS = (
    "jan ene gen|feb fev fév|mar mär mrz|apr avr abr|may mai mag|jun jui giu"
    "|jul lug|aug aoû aou ago|sep set|oct okt out ott|nov|dec déc dez dic"
)
_MONTHS = {
    beginning: number
    for number, beginnings in enumerate(_BEGINNINGS.split("|"), 1)
    for beginning in beginnings.split()
}
"""By the first letters, in English, French, German, Italian, Portuguese and Spanish."""


@lru_cache(maxsize=1 << 14)
def written_date(text: str) -> PartialDate | None:
    """Return the date that a text tells; of a span its beginning, of a doubtful one the year.

    Read are `17 May 2019`, `mai 2019`, `30-Mar-2020`, `22/09/2020`, `2011-05-25/2012-06-26`,
    `c. 1707`, `2019年5月` and the like. `10/06/2014` may be of June or of October. Years before the
    year 1 and what only a person can make out (`199u`, `Forthcoming`) give None.
    """
    text = _REPRINT.sub("", text[:_LENGTH].translate(_CHINESE)).strip(" []()")
    if _YEAR_FIRST.match(text):
        return field_values.loose_date(text)
    if numbers := _NUMBERS.fullmatch(text):
        return _from_numbers(numbers)
    if (words := _WORDS.fullmatch(text)) and (month := _month(words["month"])):
        return _best(int(words["year"]), month, int(words["day"] or words["behind"] or 0))
    year = None if text.startswith("-") else _YEAR.search(text)
    return field_values.loose_date(text[year.start() :]) if year else None


def _from_numbers(numbers: re.Match[str]) -> PartialDate | None:
    year, second = int(numbers["year"]), int(numbers["second"])
    if numbers["first"] is None:
        return _best(year, second, 0)
    first = int(numbers["first"])
    # Points part day, month and year; strokes do so here and part month, day and year there.
    if numbers["sign"] == "." or first > 12 or first == second:
        return _best(year, second, first)
    return _best(year, first, second) if second > 12 else PartialDate.of(year)


def _best(year: int, month: int, day: int) -> PartialDate | None:
    """Return as much of a date as exists."""
    return PartialDate.of(year, month, day) or PartialDate.of(year, month) or PartialDate.of(year)


def _month(word: str) -> int:
    word = word.lower()
    return 7 if word.startswith("juil") else _MONTHS.get(word[:3], 0)


def put_date(record: RawRecord, text: str) -> int:
    """Put the date that a text tells into a record; return its year, 0 for none.

    What is no date is kept as the source writes it.
    """
    date = written_date(text)
    if date is not None:
        record.created = str(date)
        return date.year
    if text:
        record.extra.append(("date", text))
    return 0
