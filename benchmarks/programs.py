"""The search programs that are compared, by their names in the tables."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks import ours
from benchmarks.peers import Peer, fts5_peer, fzf_peer, tantivy_peer

MEASURE = "tantivy"
"""The program whose index the others' are compared with."""
PROGRAMS: dict[str, Callable[[Path], Peer | None]] = {
    "paperview": ours.build,
    MEASURE: tantivy_peer.build,
    "tantivy, with typos": partial(tantivy_peer.build, way=tantivy_peer.Way.TYPOS),
    "tantivy, any word": partial(tantivy_peer.build, way=tantivy_peer.Way.ANY_WORD),
    "FTS5": fts5_peer.build,
    "FTS5, stems": partial(fts5_peer.build, stems=True),
    "fzf, title and authors": fzf_peer.build,
    "fzf, with abstracts": partial(fzf_peer.build, abstracts=True),
}
