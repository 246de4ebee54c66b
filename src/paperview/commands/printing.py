"""Printing papers on standard output."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from paperview.exports import Export
from paperview.model.paper import Paper
from paperview.system import streams


def print_papers(export: Export, papers: Iterable[Paper]) -> int:
    """Print papers, and return how many of them have something to print."""
    # A character that the encoding lacks becomes an escape that JSON does not know.
    ascii_only = not (sys.stdout.encoding or "").lower().startswith("utf")

    written = export.write(papers, streams.write, ascii_only=ascii_only)
    streams.flush()
    return written
