"""What a line may become: queries as in the filter, orders, forms, tags and names of files."""

from __future__ import annotations

import glob
import os
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from paperview import index as search
from paperview.exports import BY_FLAG, MENU
from paperview.index.results import ORDERS
from paperview.lazy import lazy_pattern

if TYPE_CHECKING:
    from paperview.index.storage.index import Index

_TAKES = lazy_pattern(r"(?P<before>(?:[0-9][0-9, -]*|\.)?(?P<letter>[sYtE])[+!]? +)(?P<typed>.*)")


def completions(line: str, index: Index | None, tags: Callable[[], Iterable[str]]) -> Sequence[str]:
    """Return what a line may become, the likeliest first.

    Args:
        line: what is typed so far.
        index: has the words of the papers; None where there is none yet.
        tags: gives the tags in use, the most frequent first.
    """
    if match := _TAKES.fullmatch(line):
        before, typed = match["before"], match["typed"]
        words = _words(match["letter"], typed, before, tags)
        if found := [f"{before}{word}" for word in words if word.startswith(typed)]:
            return found
    slash = "/" * line.startswith("/")
    return [slash + query for query in _queries(line.removeprefix("/"), index, tags)]


def _words(
    letter: str, typed: str, before: str, tags: Callable[[], Iterable[str]]
) -> Iterable[str]:
    """Return what may follow a letter."""
    match letter:
        case "s":
            return ORDERS
        case "Y":
            return dict.fromkeys(one.flag or one.name for one in MENU)
        case "E":
            return [*_files(typed), *(f"{flag} " for flag in BY_FLAG)]
        case "t" if before != "t ":  # without numbers it is a query
            last = typed.rpartition(" ")[0]
            start = f"{last} " if last else ""
            return (f"{start}{tag} " for tag in tags() if " " not in tag)
    return ()


def _files(typed: str) -> list[str]:
    """Return the files and folders whose names begin so, as they were typed."""
    form, blank, name = typed.partition(" ")
    if form not in BY_FLAG:
        form, blank, name = "", "", typed
    whole = os.path.expanduser(name)  # noqa: PTH111 - of any text
    found = sorted(glob.glob(f"{glob.escape(whole)}*"))  # noqa: PTH207 - as above
    ends = ("/" if os.path.isdir(path) else "" for path in found)  # noqa: PTH112 - as above
    return [
        f"{form}{blank}{name}{path[len(whole) :]}{end}"
        for path, end in zip(found, ends, strict=True)
    ]


def _queries(text: str, index: Index | None, tags: Callable[[], Iterable[str]]) -> Sequence[str]:
    """Return what a query may become, as in the filter."""
    part = search.fragment(text)
    if part is None or (part.needs_index and index is None):
        return ()
    if index is None:
        return search.completions(text, lambda *_: (), lambda: (), tags)
    values, years = partial(search.values_of, index), partial(search.years_of, index)
    return search.completions(text, values, years, tags)
