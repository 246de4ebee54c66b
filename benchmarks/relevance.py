"""Rate of queries whose wanted paper is first, or among the first ten, by kind of query.

python -m benchmarks.relevance PAPERS QUERIES
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

if not __package__:  # run as a file
    sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.peers import Peer
from benchmarks.programs import PROGRAMS
from benchmarks.questions import Question, milliseconds, read

_LOOKED_AT = 10
"""Among how many the wanted paper should be."""
_BESIDE = ("paperview", "tantivy, with typos", "tantivy, any word")
"""The programs that are asked if nothing else is said: tantivy at its best in two ways."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Outcome of one query."""

    kind: str
    rank: int | None
    """From 0; None where the paper is not among the first ten."""
    seconds: float


def ask(peer: Peer, questions: Sequence[Question], limit: int = _LOOKED_AT) -> list[Outcome]:
    """Ask a program all questions, each for its best papers; reading them is not timed."""
    outcomes = []
    for question in questions:
        started = time.perf_counter()
        found = peer.search(question.query, limit)
        seconds = max(0.0, time.perf_counter() - started - peer.reading_seconds)
        first = found[:_LOOKED_AT]
        rank = first.index(question.id) if question.id in first else None
        outcomes.append(Outcome(question.kind, rank, seconds))
    return outcomes


def print_rates(asked: Mapping[str, Sequence[Outcome]]) -> None:
    """Print by kind how often the wanted paper is first / among the first ten, by program."""
    kinds = dict.fromkeys(outcome.kind for outcomes in asked.values() for outcome in outcomes)
    widths = {name: max(len(name), len("100.0/100.0")) for name in asked}
    print(
        f"{'first / first ten, %':<22}{'queries':>8}",
        *(f"{name:>{width}}" for name, width in widths.items()),
        sep="  ",
    )
    for kind in (*sorted(kinds), "all"):
        by_name = {name: _of(kind, outcomes) for name, outcomes in asked.items()}
        count = max(map(len, by_name.values()))
        rates = (f"{_rates(some):>{widths[name]}}" for name, some in by_name.items())
        print(f"{kind:<22}{count:>8}", *rates, sep="  ")


def _of(kind: str, outcomes: Sequence[Outcome]) -> list[Outcome]:
    return [outcome for outcome in outcomes if kind in (outcome.kind, "all")]


def _rates(some: Sequence[Outcome]) -> str:
    if not some:
        return "-"
    first = mean(outcome.rank == 0 for outcome in some)
    among = mean(outcome.rank is not None for outcome in some)
    return f"{100 * first:.1f}/{100 * among:.1f}"


def _print_times(outcomes: Sequence[Outcome]) -> None:
    kinds = sorted({outcome.kind for outcome in outcomes})
    print(f"{'milliseconds':<22}", *(f"{name:>8}" for name in ("p50", "p95", "max")))
    for kind in (*kinds, "all"):
        print(f"{kind:<22}", *milliseconds([one.seconds for one in _of(kind, outcomes)]))


def main() -> None:
    """Print a table of first and first-ten rates by kind of query, and one of paperview's times."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.relevance", description=main.__doc__
    )
    parser.add_argument("papers", type=Path, help="JSON lines in the arXiv snapshot's schema")
    parser.add_argument("queries", type=Path, help="JSON lines with kind, query, id")
    parser.add_argument("--peers", nargs="+", choices=PROGRAMS, default=_BESIDE, help="only some")
    arguments = parser.parse_args()
    questions = read(arguments.queries)
    asked = {}
    for name in arguments.peers:
        peer = PROGRAMS[name](arguments.papers)
        if peer is None:
            print(f"{name}: not installed, left out")
            continue
        asked[name] = ask(peer, questions)
    print_rates(asked)
    if "paperview" in asked:
        print()
        _print_times(asked["paperview"])


if __name__ == "__main__":
    main()
