"""Dates as the user wants to read them."""

from __future__ import annotations

from paperview.model.dates import PartialDate

ISO, DAY_FIRST, MONTH_FIRST = "iso", "day-first", "month-first"
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def written(date: PartialDate, form: str, width: int | None = None) -> str:
    """Return a date, as exact as it is known and as its room allows.

    Args:
        date: the date.
        form: `ISO`, `DAY_FIRST` or `MONTH_FIRST`: `2022-06-17`, `17 Jun 2022` or `Jun 17, 2022`.
        width: columns that it may take; None for as many as it needs.
    """
    for exact in (date, PartialDate(date.year, date.month)):
        text = _in_full(exact, form)
        if width is None or len(text) <= width:
            return text
    return str(PartialDate(date.year))


def _in_full(date: PartialDate, form: str) -> str:
    if form == ISO or not date.month:
        return str(date)
    month = _MONTHS[date.month - 1]
    if date.day:
        month = f"{date.day} {month}" if form == DAY_FIRST else f"{month} {date.day},"
    return f"{month} {date.year}"


def month_width(form: str) -> int:
    """Return how many columns the month of a year takes."""
    return len(_in_full(PartialDate(2022, 6), form))
