"""Comparison of search programs over the same papers and queries: relevance and speed.

Each program returns its best 50 papers. A program that reads all papers again for each query
answers only some of the queries, and its reading time is subtracted.
"""

from __future__ import annotations

import argparse
import gc
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import mean

from benchmarks import ours
from benchmarks.peers import Peer, fts5_peer, fzf_peer, tantivy_peer
from benchmarks.questions import Question, milliseconds, read, typed

PEERS: dict[str, Callable[[Path], Peer | None]] = {
    "paperview": ours.build,
    "tantivy": tantivy_peer.build,
    "tantivy, with typos": partial(tantivy_peer.build, typos=True),
    "FTS5": fts5_peer.build,
    "FTS5, stems": partial(fts5_peer.build, stems=True),
    "fzf, title and authors": fzf_peer.build,
    "fzf, with abstracts": partial(fzf_peer.build, abstracts=True),
}
_SHOWN = 50
_LOOKED_AT = 10
"""Among how many the wanted paper should be."""


@dataclass(frozen=True, slots=True)
class Measured:
    """Measurements of one peer; all times in seconds."""

    name: str
    build: float
    reading: float
    ranks: dict[str, list[int | None]]
    """By kind: where the wanted papers came, from 0; None where not among those looked at."""
    queries: list[float]
    keystrokes: list[float]


def measure(
    peer: Peer, questions: Sequence[Question], bars: Sequence[str], sample: int
) -> Measured:
    """Ask a peer all questions, and every prefix of some of them, as typed in the bar.

    A peer that reads all papers for each query gets only a sample of questions and prefixes.
    """
    if peer.reading_seconds:
        questions = questions[:sample]
        bars = bars[:: max(1, len(bars) // sample)]
    ranks: dict[str, list[int | None]] = {}
    queries = []
    for question in questions:
        ids, seconds = _ask(peer, question.query)
        first = ids[:_LOOKED_AT]
        rank = first.index(question.id) if question.id in first else None
        ranks.setdefault(question.kind, []).append(rank)
        queries.append(seconds)
    keystrokes = [_ask(peer, bar)[1] for bar in bars]
    return Measured(peer.name, peer.build_seconds, peer.reading_seconds, ranks, queries, keystrokes)


def _ask(peer: Peer, query: str) -> tuple[list[str], float]:
    started = time.perf_counter()
    ids = peer.search(query, _SHOWN)
    return ids, max(0.0, time.perf_counter() - started - peer.reading_seconds)


def print_ranks(all_measured: Sequence[Measured], kinds: Sequence[str]) -> None:
    """Print how often the wanted paper is first, and among the first ten."""
    print(f"{'first / first ten, %':<34}{'queries':>8}", *(f"{kind:>11}" for kind in kinds))
    for measured in all_measured:
        some = [rank for ranks in measured.ranks.values() for rank in ranks]
        by_kind = {**measured.ranks, "all": some}
        rates = [_rates(by_kind.get(kind, [])) for kind in kinds]
        print(f"{measured.name:<34}{len(some):>8}", *(f"{rate:>11}" for rate in rates))


def _rates(ranks: Sequence[int | None]) -> str:
    if not ranks:
        return "-"
    first = mean(rank == 0 for rank in ranks)
    among = mean(rank is not None for rank in ranks)
    return f"{100 * first:.1f}/{100 * among:.1f}"


def print_times(all_measured: Sequence[Measured]) -> None:
    """Print the times of building (seconds), of whole queries and of keystrokes (milliseconds)."""
    print(f"{'':<43}{'whole query, ms':>27}{'keystroke, ms':>36}")
    columns = ("p50", "p95", "max")
    print(
        f"{'':<34}{'build s':>9}",
        *(f"{column:>8}" for column in columns),
        f"{'keys':>8}",
        *(f"{column:>8}" for column in columns),
    )
    for measured in all_measured:
        print(
            f"{measured.name:<34}{measured.build:>9.1f}",
            *milliseconds(measured.queries),
            f"{len(measured.keystrokes):>8}",
            *milliseconds(measured.keystrokes),
        )
        if measured.reading:
            print(f"{'  reading, taken off':<43} {1000 * measured.reading:>7.1f}")


def main() -> None:
    """Ask all programs the same queries, and print two tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.compare", description=__doc__)
    parser.add_argument("papers", type=Path, help="JSON lines in the arXiv snapshot's schema")
    parser.add_argument("queries", type=Path, help="JSON lines with kind, query, id")
    parser.add_argument("--limit", type=int, default=200, help="queries that are typed out")
    parser.add_argument("--sample", type=int, default=60, help="of both, for fzf")
    parser.add_argument("--peers", nargs="+", choices=PEERS, default=list(PEERS), help="only some")
    arguments = parser.parse_args()
    questions = read(arguments.queries)
    kinds = [*sorted({question.kind for question in questions}), "all"]
    bars = [bar for question in questions[: arguments.limit] for bar in typed(question.query)]
    all_measured = []
    for name in arguments.peers:
        peer = PEERS[name](arguments.papers)
        if peer is None:
            print(f"{name}: not installed, left out")
            continue
        all_measured.append(measure(peer, questions, bars, arguments.sample))
        del peer
        gc.collect()  # free the memory for the next peer
    print_ranks(all_measured, kinds)
    print()
    print_times(all_measured)


if __name__ == "__main__":
    main()
