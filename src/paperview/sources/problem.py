"""Problems with records and files, and the limit on the length of a record."""

from __future__ import annotations

from typing import Final, NamedTuple

RECORD_LIMIT: Final = 10_000_000
"""Bytes of the longest record that is read: of a line of JSON lines, an entry of BibTeX and so on.

The longest real ones have some 100,000.
"""
TOO_LONG: Final = f"is longer than {RECORD_LIMIT:,} bytes"
"""The problem of a longer one."""


class Problem(NamedTuple):
    """A record, part of a record, or file that could not be read."""

    source: str
    """The name of the file."""
    line: int
    """The line where it begins, counted from 1; 0 for the file as a whole."""
    reason: str
    text: str = ""
    """The text it is about, cleaned; long texts are cut."""
    lost: bool = True
    """Whether the whole record is lost; if not, its paper is shown without the bad part."""
    is_cut: bool = False
    """Whether the source itself can't be read, or not to its end."""
    is_doubt: bool = False
    """Whether nothing is missing, but something looks wrong: an id that two papers have."""

    def __str__(self) -> str:
        position = f"{self.source}:{self.line}" if self.line else self.source
        return f"{position}: {self.reason}"


def shown_without(reason: str) -> str:
    """Say that a paper is shown without the part that can't be read."""
    return f"{reason}; shown without it"


class SourceError(Exception):
    """A file that can't be read at all; its message names the file, the reason and a remedy."""

    def __init__(self, source: str, reason: str) -> None:
        self.problem = Problem(source, 0, reason, is_cut=True)
        super().__init__(str(self.problem))


class NoPapersError(SourceError):
    """A file that holds no papers, which is an error only if the user named it."""
