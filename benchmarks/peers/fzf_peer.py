"""fzf, the fuzzy finder: it has no index and reads all lines again for each query."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import time
import weakref
from collections import defaultdict
from itertools import islice
from pathlib import Path

from benchmarks.peers.papers import read

_NOTHING = "'\x01"
"""A query for a letter that no paper holds: what it takes is the reading."""


class FzfPeer:
    """Filters a line for each paper: title and authors, as is usual, or the abstracts too.

    The lines have no ids, so ids are never matched; a dictionary maps lines to ids.
    (fzf could skip a column, but that takes up to twice as long.)
    """

    index_bytes = 0

    def __init__(self, path: Path, *, abstracts: bool) -> None:
        started = time.perf_counter()
        release = subprocess.run(
            ["fzf", "--version"], capture_output=True, text=True, check=True
        ).stdout.split()[0]
        self.name = f"fzf {release}, {'with abstracts' if abstracts else 'title and authors'}"
        self._ids: dict[bytes, list[str]] = defaultdict(list)
        self._lines = tempfile.TemporaryFile()  # noqa: SIM115 - it lives as long as the peer
        weakref.finalize(self, self._lines.close)
        for paper in read(path):
            text = f"{paper.title} {paper.authors} {paper.abstract if abstracts else ''}"
            line = " ".join(text.split()).encode(errors="replace")
            self._ids[line].append(paper.id)
            self._lines.write(line + b"\n")
        self._lines.flush()
        self.build_seconds = time.perf_counter() - started
        self.reading_seconds = min(self._time_of(_NOTHING) for _ in range(3))

    def _time_of(self, query: str) -> float:
        started = time.perf_counter()
        self.search(query)
        return time.perf_counter() - started

    def search(self, query: str, limit: int = 10) -> list[str]:
        """Return the ids of the best papers; fzf is stopped when it has printed them."""
        self._lines.seek(0)
        command = ["fzf", "--filter", query]
        with subprocess.Popen(command, stdin=self._lines, stdout=subprocess.PIPE) as fzf:
            lines = [line.rstrip(b"\n") for line in islice(fzf.stdout or (), limit)]
            fzf.kill()
        ids = [number for line in dict.fromkeys(lines) for number in self._ids[line]]
        return ids[:limit]


def build(path: Path, *, abstracts: bool = False) -> FzfPeer | None:
    """Write the lines of a file's papers to a temporary file, which fzf reads for each query."""
    return FzfPeer(path, abstracts=abstracts) if shutil.which("fzf") else None
