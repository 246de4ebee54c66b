"""Rows of the shelf: records, by which a paper is known again, and values with their time.

Everything the user adds is a value: of an entry, which stands for a paper, or of the shelf itself.
Two shelves are merged value by value, the newer change first; a value that was taken away stays as
an empty one with the time of that change.
"""

from __future__ import annotations

import time
import unicodedata
from secrets import randbits
from typing import NamedTuple, TypeAlias

from paperview.text.sanitize import clean, in_one_line

SHELF = 0
"""The entry of what belongs to no paper: saved filters, pairs of different papers, views."""

STARRED, READ, NOTE, OPENED = "starred", "read", "note", "opened"
"""Names of values of a paper. The time of `OPENED` says when that was."""
TAG, FILTER, DIFFERENT, VIEW = "tag:", "filter:", "different:", "view:"
"""Beginnings of names: what follows is the tag, the filter's name, two keys, a set of files."""
SAME = "same:"
"""The beginning of the name of a link between entries of one paper: the other's id follows."""
ARXIV, DOI, TITLE = "arxiv:", "doi:", "title:"
"""Beginnings of keys."""
YES = "1"
"""The value of what is true or there."""

BETWEEN_NOTES = "\n\n---\n\n"
"""The separator of two notes that become one."""

_MOST_LETTERS = 200
"""Letters of a tag or of a filter's name, at most."""
_BITS = 62


class Record(NamedTuple):
    """What a source says of a paper on the shelf, as far as the paper is known by it again."""

    id: int
    entry: int
    """The entry of the paper."""
    keys: tuple[str, ...]
    """See `paperview.shelf.keys`."""
    facts: str
    """The fields that tell papers with a key in common apart, as JSON."""

    @property
    def ids(self) -> tuple[str, ...]:
        """The keys that are an arXiv id or a DOI."""
        return tuple(key for key in self.keys if not key.startswith(TITLE))


class Value(NamedTuple):
    """One thing the user added or took away."""

    entry: int
    name: str
    value: str | None
    """None if it was taken away."""
    time: int
    """When it was changed, in microseconds since 1970."""

    @property
    def rank(self) -> tuple[int, bool, str]:
        """The order of changes: the last one counts. At the same time, any rule will do."""
        return self.time, self.value is not None, self.value or ""


Row: TypeAlias = Record | Value


def new_id() -> int:
    """Return the id of a new entry or record: shelves are merged, and ids must not meet."""
    return randbits(_BITS) + 1


def now() -> int:
    """Return the time, in microseconds since 1970."""
    return time.time_ns() // 1000


def clean_name(text: str) -> str:
    """Return a tag or a filter's name as it is kept; empty where nothing is left."""
    # In this order: marks that show nothing keep letters from being composed.
    return unicodedata.normalize("NFC", in_one_line(text))[:_MOST_LETTERS].strip()


def decoded(data: bytes) -> str:
    """Return the text of a file that another program wrote: of one byte a letter if not UTF-8."""
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace").replace("\r\n", "\n")


def clean_note(text: str) -> str:
    """Return a note as it is kept; empty where it says nothing."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        return ""
    return "\n".join(clean(line.expandtabs(4)) for line in text.split("\n"))
