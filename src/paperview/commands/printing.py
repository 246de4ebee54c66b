"""Printing papers on standard output."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from paperview.exports import Export
from paperview.model.paper import Paper
from paperview.system import streams
from paperview.text.sanitize import clean, counted


def print_papers(export: Export, papers: Iterable[Paper]) -> int:
    """Print papers, and return how many of them have something to print."""
    written = export.write(papers, streams.write, ascii_only=is_ascii_only())
    streams.flush()
    return written


def print_line(text: str) -> None:
    """Print a line, without anything that controls a terminal."""
    streams.write(f"{clean(text)}\n")


def is_ascii_only() -> bool:
    """Return whether JSON is printed in ASCII.

    A character that the encoding lacks becomes an escape that JSON does not know.
    """
    return not (sys.stdout.encoding or "").lower().startswith("utf")


def left_out_note(count: int, export: Export) -> str:
    """Say how many papers have nothing to print; nothing if all have."""
    return f"{counted(count, 'paper')} left out: no {export.name} in the source" if count else ""
