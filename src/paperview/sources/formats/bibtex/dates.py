"""Dates of BibTeX entries: `year` and `month` as people write them, and BibLaTeX's `date`."""

from __future__ import annotations

import re
from collections.abc import Mapping

from paperview.sources.parsing.field_values import loose_date, month

_YEAR = re.compile(r"(?<![0-9])[0-9]{4}(?![0-9])")
_BEFORE_CHRIST = re.compile(r"\W*-[0-9]")
_ISO = re.compile(r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?)?(?![0-9])")
_SLASHED = re.compile(r"[0-9]{4}/[0-9]{1,2}(?:/[0-9]{1,2})?")  # no range: those are of years
_WORD = re.compile(r"[^\W\d_]+")
_DAY = re.compile(r"(?<![0-9])[0-9]{1,2}(?![0-9])")
_LENGTH = 100  # characters, at most


def published(fields: Mapping[str, str]) -> str:
    """Return when an entry was published, as ISO 8601 has it; or what stands there and is no date.

    Of a range it is the beginning. Seasons and what else is no month are left out.
    """
    date, year, month_name, day = (
        fields.get(name, "")[:_LENGTH] for name in ("date", "year", "month", "day")
    )
    return (
        _from_date(date.strip(' {}[]"'))
        or _from_year(year, month_name or date, day)
        or _from_year(date, month_name or date, day)
        or next((text for text in (date, year) if re.search(r"\w", text)), "")
    )


def _from_date(date: str) -> str:
    if _SLASHED.fullmatch(date):
        return str(loose_date(date) or "")
    for end in date.split("/"):
        if iso := _ISO.match(end):
            # From 21 on a month is a season.
            return _written(iso["year"], int(iso["month"] or 0), int(iso["day"] or 0))
    return ""


def _from_year(year: str, month_name: str, day: str) -> str:
    found = _YEAR.search(year)
    if found is None or _BEFORE_CHRIST.match(year):
        return ""
    days = [int(number) for number in _DAY.findall(month_name)]
    number = next(filter(None, map(month, _WORD.findall(month_name))), 0)
    if not number and days:
        number, *days = days
    days += map(int, _DAY.findall(day))
    return _written(found.group(), number, *days[:1])


def _written(year: str, number: int, day: int = 0) -> str:
    if not 1 <= number <= 12:
        return year
    return f"{year}-{number:02}-{day:02}" if day else f"{year}-{number:02}"
