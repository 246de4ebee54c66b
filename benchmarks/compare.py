"""Comparison of search programs over the same papers and queries: relevance, speed and size.

Each program returns its best 50 papers. A program that reads all papers again for each query
answers only some of the queries, and its reading time is subtracted. Indexes are built in turn, and
several times; the median time and the size are set beside tantivy's.
"""

from __future__ import annotations

import argparse
import gc
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.peers import Peer
from benchmarks.programs import MEASURE, PROGRAMS
from benchmarks.questions import Question, milliseconds, read, typed
from benchmarks.relevance import Outcome, ask, print_rates

_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Measured:
    """Measurements of one program; all times in seconds."""

    title: str
    build: float
    size: int
    """Bytes of the index on disk."""
    reading: float
    outcomes: list[Outcome]
    keystrokes: list[float]


def measure(
    peer: Peer,
    questions: Sequence[Question],
    bars: Sequence[str],
    sample: int,
    builds: Sequence[float],
) -> Measured:
    """Ask a program all questions, and every prefix of some of them, as typed in the bar.

    A program that reads all papers for each query gets only a sample of questions and prefixes.

    Args:
        peer: the program.
        questions: what it is asked.
        bars: the texts in the bar, keystroke by keystroke.
        sample: the number of both for a program that reads all papers for each query.
        builds: the seconds of earlier builds of its index.
    """
    if peer.reading_seconds:
        questions = questions[:sample]
        bars = bars[:: max(1, len(bars) // sample)]
    return Measured(
        peer.name,
        median((*builds, peer.build_seconds)),
        peer.index_bytes,
        peer.reading_seconds,
        ask(peer, questions, _SHOWN),
        [_seconds(peer, bar) for bar in bars],
    )


def _seconds(peer: Peer, query: str) -> float:
    started = time.perf_counter()
    peer.search(query, _SHOWN)
    return max(0.0, time.perf_counter() - started - peer.reading_seconds)


def print_indexes(all_measured: Mapping[str, Measured]) -> None:
    """Print seconds to build each index and its megabytes, and their ratios to tantivy's."""
    print(f"{'':<34}{'build s':>9}{'ratio':>8}{'index MB':>10}{'ratio':>8}")
    peer = all_measured.get(MEASURE)
    for measured in all_measured.values():
        print(
            f"{measured.title:<34}{measured.build:>9.1f}"
            f"{_ratio(measured.build, peer.build if peer else 0):>8}"
            f"{f'{measured.size / 1e6:.1f}' if measured.size else '-':>10}"
            f"{_ratio(measured.size, peer.size if peer else 0):>8}"
        )


def _ratio(one: float, other: float) -> str:
    return f"{one / other:.2f}" if one and other else "-"


def print_times(all_measured: Mapping[str, Measured]) -> None:
    """Print the times of whole queries and of keystrokes (milliseconds)."""
    print(f"{'':<34}{'whole query, ms':>27}{'keystroke, ms':>36}")
    columns = ("p50", "p95", "max")
    print(
        f"{'':<34}",
        *(f"{column:>8}" for column in columns),
        f"{'keys':>8}",
        *(f"{column:>8}" for column in columns),
    )
    for measured in all_measured.values():
        print(
            f"{measured.title:<34}",
            *milliseconds([outcome.seconds for outcome in measured.outcomes]),
            f"{len(measured.keystrokes):>8}",
            *milliseconds(measured.keystrokes),
        )
        if measured.reading:
            print(f"{'  reading, taken off':<34} {1000 * measured.reading:>7.1f}")


def main() -> None:
    """Ask all programs the same queries, and print three tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.compare", description=__doc__)
    parser.add_argument("papers", type=Path, help="JSON lines in the arXiv snapshot's schema")
    parser.add_argument("queries", type=Path, help="JSON lines with kind, query, id")
    parser.add_argument("--limit", type=int, default=200, help="queries that are typed out")
    parser.add_argument("--builds", type=int, default=3, help="how often each index is built")
    parser.add_argument("--sample", type=int, default=60, help="of both, for fzf")
    parser.add_argument(
        "--peers", nargs="+", choices=PROGRAMS, default=list(PROGRAMS), help="only some"
    )
    arguments = parser.parse_args()
    questions = read(arguments.queries)
    bars = [bar for question in questions[: arguments.limit] for bar in typed(question)]
    builds: defaultdict[str, list[float]] = defaultdict(list)
    for _ in range(arguments.builds - 1):
        for name in arguments.peers:
            if peer := PROGRAMS[name](arguments.papers):
                builds[name].append(peer.build_seconds)
                del peer
                gc.collect()  # free the memory for the next peer
    all_measured = {}
    for name in arguments.peers:
        peer = PROGRAMS[name](arguments.papers)
        if peer is None:
            print(f"{name}: not installed, left out")
            continue
        all_measured[name] = measure(peer, questions, bars, arguments.sample, builds[name])
        del peer
        gc.collect()
    print_rates({name: measured.outcomes for name, measured in all_measured.items()})
    print()
    print_indexes(all_measured)
    print()
    print_times(all_measured)


if __name__ == "__main__":
    main()
