"""What could not be read, and how long a record may be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

RECORD_LIMIT: Final = 10_000_000
"""Bytes of the longest record that is read: of a line of JSON lines, an entry of BibTeX and so on.

The longest real ones have some 100,000.
"""
TOO_LONG: Final = f"is longer than {RECORD_LIMIT:,} bytes"
"""What is told of a longer one."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A record, a part of one, or a whole file, that could not be read."""

    source: str
    """The name of the file."""
    line: int
    """The line it begins at, counted from 1; 0 where it is the file as a whole."""
    reason: str
    text: str = ""
    """The text concerned, cleaned; long texts are cut."""
    lost: bool = True
    """Whether the whole record was lost; else its paper is there without the part concerned."""
    is_cut: bool = False
    """Whether it is no record, but the source itself that can't be read, or not to its end."""
    is_doubt: bool = False
    """Whether nothing is missing, but something can't be right: an id that two papers have."""

    def __str__(self) -> str:
        place = f"{self.source}:{self.line}" if self.line else self.source
        return f"{place}: {self.reason}"


def shown_without(reason: str) -> str:
    """Say of a paper that it is shown without the part of its record that a reason is about."""
    return f"{reason}; shown without it"


class SourceError(Exception):
    """A file that can't be read at all. As a string: what, why and what to do, in one line."""

    def __init__(self, source: str, reason: str, line: int = 0) -> None:
        self.problem = Problem(source, line, reason, is_cut=True)
        super().__init__(str(self.problem))


class NoPapersError(SourceError):
    """A file without papers: nothing is wrong with it but that somebody named it."""
