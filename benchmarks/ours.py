"""paperview's search as a peer: it opens the file in the same way as the reader."""

from __future__ import annotations

import os
import tempfile
import time
from itertools import islice
from pathlib import Path

from paperview.index.query.parser import parse
from paperview.index.searcher import Searcher
from paperview.library.loader import Loader
from paperview.sources.opening import open_source
from paperview.sources.problem import SourceError
from paperview.sources.source import Source


class Ours:
    """Papers of a file, indexed and searched in the same way as in the reader."""

    reading_seconds = 0.0

    def __init__(self, path: Path, cache: Path) -> None:
        self.name = "paperview"
        started = time.perf_counter()
        loader = Loader([_opened(path)])
        indexes = [step.index for step in loader.steps() if step.index is not None]
        self.build_seconds = time.perf_counter() - started
        # The cache is empty before, so all of it is the entry of this file.
        self.index_bytes = sum(one.stat().st_size for one in cache.rglob("*") if one.is_file())
        self.store = loader.store
        self.index = indexes[-1]
        self._searcher = Searcher(self.index)

    def search(self, query: str, limit: int = 10) -> list[str]:
        """Return the arXiv ids of the papers that match best, best first."""
        found = self._searcher.search(parse(query)).shown
        papers = (self.store[number] for number in islice(found, limit))
        return [paper.arxiv_id.base if paper.arxiv_id else "" for paper in papers]

    def answer(self, query: str) -> float:
        """Answer a query without reading the papers; return the seconds it took."""
        started = time.perf_counter()
        self._searcher.search(parse(query))
        return time.perf_counter() - started


def _opened(path: Path) -> Source:
    try:
        return open_source(path)
    except SourceError as error:
        raise SystemExit(str(error)) from None


def build(path: Path) -> Ours:
    """Index a file with a temporary cache."""
    with tempfile.TemporaryDirectory() as folder:
        kept = os.environ.get("XDG_CACHE_HOME")
        os.environ["XDG_CACHE_HOME"] = folder
        try:
            return Ours(path, Path(folder))  # mapped files stay usable
        finally:
            if kept is None:
                del os.environ["XDG_CACHE_HOME"]
            else:
                os.environ["XDG_CACHE_HOME"] = kept
