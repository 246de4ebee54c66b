"""Rate of queries whose wanted paper is first, or among the first ten, by kind of query.

python -m benchmarks.relevance PAPERS QUERIES
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

if not __package__:  # run as a file
    sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks import ours
from benchmarks.questions import milliseconds, read

_LOOKED_AT = 10


@dataclass(frozen=True, slots=True)
class Outcome:
    """Outcome of one query."""

    kind: str
    rank: int | None
    """From 0; None where the paper is not among the first ten."""
    seconds: float


def outcomes(papers: Path, queries: Path) -> list[Outcome]:
    """Ask all queries (JSON lines with `kind`, `query`, `id`) of the papers."""
    search = ours.build(papers)
    asked: list[Outcome] = []
    for question in read(queries):
        started = time.perf_counter()
        found = search.search(question.query, _LOOKED_AT)
        seconds = time.perf_counter() - started
        rank = found.index(question.id) if question.id in found else None
        asked.append(Outcome(question.kind, rank, seconds))
    return asked


def row(name: str, some: Sequence[Outcome]) -> str:
    """Return a line of the table."""
    ranks = [outcome.rank for outcome in some]
    first = mean(rank == 0 for rank in ranks)
    among = mean(rank is not None for rank in ranks)
    times = " ".join(milliseconds([outcome.seconds for outcome in some]))
    return f"{name:<12}{len(some):>8}{first:>8.1%}{among:>11.1%} {times}"


def main() -> None:
    """Print a table of first and first-ten rates and milliseconds a query, by kind of query."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.relevance", description=main.__doc__
    )
    parser.add_argument("papers", type=Path, help="JSON lines, or papers in the seeds' format")
    parser.add_argument("queries", type=Path, help="JSON lines with kind, query, id")
    arguments = parser.parse_args()
    asked = outcomes(arguments.papers, arguments.queries)
    columns = f"{'kind':<12}{'queries':>8}{'first':>8}{'first ten':>11}"
    print(columns, *(f"{name:>8}" for name in ("p50 ms", "p95 ms", "max ms")))
    for kind in sorted({outcome.kind for outcome in asked}):
        print(row(kind, [outcome for outcome in asked if outcome.kind == kind]))
    print(row("all", asked))


if __name__ == "__main__":
    main()
