"""SQLite's full-text search, FTS5, which comes with Python."""

from __future__ import annotations

import re
import sqlite3
import time
import weakref
from collections.abc import Iterator
from pathlib import Path

from benchmarks.peers.papers import read

_TABLE = """
    CREATE VIRTUAL TABLE papers USING fts5(
        title, authors, abstract, content='', prefix='2 3',
        tokenize='{stemmer} unicode61 remove_diacritics 2'
    )
"""
_RANK = "INSERT INTO papers(papers, rank) VALUES ('rank', 'bm25(10, 5, 1)')"
_SEARCH = "SELECT rowid FROM papers WHERE papers MATCH ? ORDER BY rank LIMIT ?"
_WORD = re.compile(r"\w+")


class Fts5Peer:
    """BM25 search for papers with all words; the last word may be unfinished.

    Stemming finds other forms of a word, but not every unfinished word: `generaliz` is no prefix of
    the stem of `generalization`.
    """

    reading_seconds = 0.0

    def __init__(self, path: Path, *, stems: bool) -> None:
        started = time.perf_counter()
        self.name = f"SQLite {sqlite3.sqlite_version} FTS5{', stems' if stems else ''}"
        self._ids: list[str] = []
        self._database = sqlite3.connect(":memory:")
        weakref.finalize(self, self._database.close)
        self._database.execute(_TABLE.format(stemmer="porter" if stems else ""))
        self._database.execute(_RANK)
        with self._database:
            self._database.executemany(
                "INSERT INTO papers(title, authors, abstract) VALUES (?, ?, ?)", self._rows(path)
            )
            self._database.execute("INSERT INTO papers(papers) VALUES ('optimize')")
        pages, page_bytes = (
            self._database.execute(f"PRAGMA {what}").fetchone()[0]
            for what in ("page_count", "page_size")
        )
        self.index_bytes = pages * page_bytes
        self.build_seconds = time.perf_counter() - started

    def _rows(self, path: Path) -> Iterator[tuple[str, str, str]]:
        for paper in read(path):
            self._ids.append(paper.id)
            yield paper.title, paper.authors, paper.abstract

    def search(self, query: str, limit: int = 10) -> list[str]:
        """Return the ids of the best papers."""
        words = [f'"{word}"' for word in _WORD.findall(query)]
        if not words:
            return []
        rows = self._database.execute(_SEARCH, (" ".join(words) + "*", limit))
        return [self._ids[number - 1] for (number,) in rows]


def build(path: Path, *, stems: bool = False) -> Fts5Peer | None:
    """Index the papers of a file in memory, with or without Porter's stemming."""
    try:
        return Fts5Peer(path, stems=stems)
    except sqlite3.OperationalError as error:
        if "no such module" in str(error):
            return None
        raise
