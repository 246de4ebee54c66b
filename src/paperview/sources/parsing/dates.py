"""Dates in ISO 8601, in RFC 2822, and as people type them in several languages and orders."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from paperview.lazy import lazy_pattern
from paperview.model.dates import PartialDate

_LENGTH = 100  # characters that are looked at
_CHINESE = str.maketrans({"年": "-", "月": "-", "日": " "})
_REPRINT = lazy_pattern(r"\[[^\[\]]*\]\s*(?=[0-9]{4})")  # [1990]2002
_YEAR_FIRST = lazy_pattern(r"[0-9]{4}(?![0-9])")
_YEAR = lazy_pattern(r"(?<![0-9-])[0-9]{4}(?![0-9])")
_NUMBERS = lazy_pattern(
    r"(?:(?P<first>[0-9]{1,2})(?P<sign>[./ -])\s*)?(?P<second>[0-9]{1,2})[./, -]\s*"
    r"(?P<year>[0-9]{4})(?![0-9]).*"
)
_WORDS = lazy_pattern(
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
"""Months by their first letters, in English, French, German, Italian, Portuguese and Spanish."""

_ENGLISH_MONTHS = (
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "May",
    "Jun",
    "Jul",
    "Aug",
    "Sep",
    "Oct",
    "Nov",
    "Dec",
)
_ISO_DATE = lazy_pattern(r"(?P<date>[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?)(?:(?<=-..-..)[T ].*)?")
_RFC_DATE = lazy_pattern(
    r"(?:[A-Za-z]{3}, *)?(?P<day>[0-9]{1,2}) (?P<month>[A-Za-z]{3}) (?P<year>[0-9]{4})(?: .*)?"
)
_LOOSE_DATE = lazy_pattern(
    r"(?P<year>[0-9]{4})"
    r"(?:[-/ ,.]+(?P<month>[0-9]{1,2}|[A-Za-z]{3,9}\.?)(?:[-/ ,.]+(?P<day>[0-9]{1,2}))?)?"
    r"(?![0-9]).*"
)
_COMPACT_DATE = lazy_pattern(r"(?P<year>[12][0-9]{3})(?P<month>[0-9]{2})(?P<day>[0-9]{2})")
_DATE_LENGTH = 60  # characters, at most

_LATEST = 99  # for a month or a day that is not known


@lru_cache(maxsize=1 << 14)
def written_date(text: str) -> PartialDate | None:
    """Return the date in a text: the start of a span, and only the year of an ambiguous date.

    Read are `17 May 2019`, `mai 2019`, `30-Mar-2020`, `22/09/2020`, `2011-05-25/2012-06-26`,
    `c. 1707`, `2019年5月` and the like. `10/06/2014` may be of June or of October. Years before the
    year 1 and what only a person can make out (`199u`, `Forthcoming`) give None.
    """
    text = _REPRINT.sub("", text[:_LENGTH].translate(_CHINESE)).strip(" []()")
    if _YEAR_FIRST.match(text):
        return loose_date(text)
    if numbers := _NUMBERS.fullmatch(text):
        return _from_numbers(numbers)
    if (words := _WORDS.fullmatch(text)) and (month := _month(words["month"])):
        return _best(int(words["year"]), month, int(words["day"] or words["behind"] or 0))
    year = None if text.startswith("-") else _YEAR.search(text)
    return loose_date(text[year.start() :]) if year else None


def _from_numbers(numbers: re.Match[str]) -> PartialDate | None:
    year, second = int(numbers["year"]), int(numbers["second"])
    if numbers["first"] is None:
        return _best(year, second, 0)
    first = int(numbers["first"])
    # Points separate day, month and year; slashes do so, or separate month, day and year.
    if numbers["sign"] == "." or first > 12 or first == second:
        return _best(year, second, first)
    return _best(year, first, second) if second > 12 else PartialDate.of(year)


def _best(year: int, month: int, day: int) -> PartialDate | None:
    """Return the date, or the month or the year of a date that does not exist."""
    return PartialDate.of(year, month, day) or PartialDate.of(year, month) or PartialDate.of(year)


def _month(word: str) -> int:
    word = word.lower()
    return 7 if word.startswith("juil") else _MONTHS.get(word[:3], 0)


def exact_date(text: str) -> PartialDate | None:
    """Return the date of a time in ISO 8601 or RFC 2822, in its own time zone."""
    # Without the time of day more texts are in the cache.
    return _exact_date(text[:11] if text[4:5] == "-" else text[:16]) or _exact_date(
        text[:_DATE_LENGTH]
    )


@lru_cache(maxsize=1 << 15)
def _exact_date(text: str) -> PartialDate | None:
    if iso := _ISO_DATE.fullmatch(text):
        return PartialDate.parse(iso["date"])
    rfc = _RFC_DATE.fullmatch(text)
    month = rfc and rfc["month"].title()
    if rfc is None or month not in _ENGLISH_MONTHS or int(rfc["day"]) == 0:
        return None
    return PartialDate.of(int(rfc["year"]), _ENGLISH_MONTHS.index(month) + 1, int(rfc["day"]))


def loose_date(text: str) -> PartialDate | None:
    """Return the date of a text as people write it: `2019/5`, `2019 May 17`, `2019-05-00`.

    As much of the text behind the year counts as makes a date.
    """
    return _loose_date(text.strip()[:_DATE_LENGTH])


@lru_cache(maxsize=1 << 15)
def _loose_date(text: str) -> PartialDate | None:
    exact = exact_date(text)
    if exact is not None:
        return exact
    match = _COMPACT_DATE.fullmatch(text) or _LOOSE_DATE.fullmatch(text)
    if match is None:
        return None
    year, number = int(match["year"]), month(match["month"] or "")
    dom = int(match["day"] or 0)
    return PartialDate.of(year, number, dom) or PartialDate.of(year, number) or PartialDate.of(year)


def month(text: str) -> int:
    """Return 5 for `5`, `05`, `May`, `may.` and the like; 0 for any other text."""
    if text.isascii() and text.isdigit():
        return int(text) if len(text) <= 2 and int(text) <= 12 else 0
    short = text[:3].title()
    return _ENGLISH_MONTHS.index(short) + 1 if short in _ENGLISH_MONTHS else 0


def any_date(text: str) -> PartialDate | None:
    """Return the date in a field: `2019/5/17/`, `20190517`, `17 May 2019`; or None."""
    return loose_date(text) or written_date(text)


def earliest(texts: Iterable[str]) -> PartialDate | None:
    """Return the earliest of some dates; None without any.

    A year counts as its end: between 2016 and 2016-04-19 the latter wins, since it says more. Texts
    that are no dates are skipped.
    """
    return min(filter(None, map(any_date, texts)), key=_end, default=None)


def _end(day: PartialDate) -> tuple[int, int, int]:
    return day.year, day.month or _LATEST, day.day or _LATEST
