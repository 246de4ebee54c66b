"""Dates of papers, as exact as their sources give them."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple, Self, final

_DATE = re.compile(r"(?a:(?P<year>\d{4})(?:-(?!00)(?P<month>\d\d)(?:-(?!00)(?P<day>\d\d))?)?)")


@final
class PartialDate(NamedTuple):
    """A day, a month or a year: as much of a date as a source knows.

    Source of the form: ISO 8601, calendar dates with reduced precision.
    """

    year: int
    month: int = 0
    """1 to 12; 0 where only the year is known."""
    day: int = 0
    """1 to 31; 0 where only the month is known."""

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """Read `2019`, `2019-05` or `2019-05-17`; None where that is no date that exists."""
        match = _DATE.fullmatch(text)
        if match is None:
            return None
        return cls.of(int(match["year"]), int(match["month"] or 0), int(match["day"] or 0))

    @classmethod
    def of(cls, year: int, month: int = 0, day: int = 0) -> Self | None:
        """Return a date of numbers, 0 for what is not known; None where there is no such date."""
        if day and not month:
            return None
        try:
            date(year, month or 1, day or 1)
        except ValueError:
            return None
        return cls(year, month, day)

    def __str__(self) -> str:
        parts = [f"{self.year:04}", f"{self.month:02}", f"{self.day:02}"]
        return "-".join(parts[: 1 + (self.month > 0) + (self.day > 0)])


def day_number(day: PartialDate | None) -> int:
    """Return a date as the number YYYYMMDD, with 00 for what is not known; 0 for none."""
    return day.year * 10_000 + day.month * 100 + day.day if day else 0
