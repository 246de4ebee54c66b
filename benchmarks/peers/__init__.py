"""Other search programs to compare with, one module each."""

from __future__ import annotations

from typing import Protocol


class Peer(Protocol):
    """A search over the papers of one file.

    Each module's `build` makes one from a JSON-lines file, or returns None if the program is not
    installed.
    """

    name: str
    """As in the tables."""
    build_seconds: float
    """From the file to an index that answers, the reading included."""
    index_bytes: int
    """The size of the index on disk; 0 where there is none."""
    reading_seconds: float
    """The part of each search in which the papers are only read anew; 0 where there is an index."""

    def search(self, query: str, limit: int = 10) -> list[str]:
        """Return the arXiv ids of the papers that match best, best first."""
        ...
