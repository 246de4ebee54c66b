"""Filters by what the user added: `is:starred`, `tag:x`, `note:word`, `opened:2026-11`."""

from __future__ import annotations

from functools import lru_cache
from itertools import chain

from paperview.index.fields import SHELF_STATES
from paperview.index.query.literals import read_dates
from paperview.index.query.tree import Clause, Dates, Not, OnShelf, in_post_order
from paperview.index.results import Query
from paperview.lazy import lazy_pattern
from paperview.model.analysis import fold, words

FILTERS = ("is", "tag", "note", "opened")
_BETWEEN = lazy_pattern(r"[\s\"'_-]+")
"""What sets the words of a tag apart; in a query a blank or a quote would end it."""


def read(name: str, relation: str, value: str, typed: str, *, is_open: bool) -> Clause | None:
    """Read the value of one of `FILTERS`; None where it is none.

    Args:
        name: of the filter.
        relation: `:`, `>` and the like.
        value: what stands behind it.
        typed: the whole token.
        is_open: whether more may still be typed.
    """
    if name == "is":
        state = value.lower()
        known = next((one for one in SHELF_STATES if state and one.startswith(state)), None)
        if known == "unread":
            return Not(OnShelf("read", typed="is:read"))
        return OnShelf(known, typed=f"is:{known}") if known else None
    if name == "opened":
        dates = read_dates("year", relation, value, typed)
        return OnShelf(name, dates=dates, typed=typed) if isinstance(dates, Dates) else None
    text = folded_tag(value.rstrip("*")) if name == "tag" else folded_note(value)
    is_open = is_open or value.endswith("*")
    return OnShelf(name, text=text, is_open=is_open, typed=typed) if text else None


@lru_cache(1 << 14)
def folded_tag(tag: str) -> str:
    """Return a tag as tags are compared: `To  Read` is found by `to-read`."""
    return _BETWEEN.sub("-", fold(tag)).strip("-")


def may_be_tag(typed: str, tag: str) -> bool:
    """Return whether a tag begins with what is typed."""
    return folded_tag(tag).startswith(folded_tag(typed))


def written_tag(tag: str, typed: str) -> str | None:
    """Return a tag as it may stand in a query, None if it does not go on as it was typed."""
    text = _BETWEEN.sub("-", tag).strip("-")
    if not may_be_tag(typed, tag) or len(typed) > len(text):
        return None
    return typed + text[len(typed) :]


def folded_note(text: str) -> str:
    """Return the words of a note, or of what is looked for in one, each behind a blank."""
    return "".join(f" {word}" for word in words(text))


def uses_shelf(query: Query) -> bool:
    """Return whether the results of a query depend on the shelf."""
    parts = chain.from_iterable(map(in_post_order, query.clauses))
    return any(isinstance(part, OnShelf) for part in parts)
