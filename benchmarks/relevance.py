"""How often the paper that is wanted comes first, and among the first ten, by kind of query."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from statistics import mean, median, quantiles

from benchmarks.piles import load
from paperview.paper import ArxivId
from paperview.search.index import build
from paperview.search.parser import parse
from paperview.search.searcher import Searcher

_LOOKED_AT = 10


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one query."""

    kind: str
    place: int | None
    """From 0; None where the paper is not among the first ten."""
    seconds: float


def outcomes(papers: Path, queries: Path) -> list[Outcome]:
    """Ask all queries (JSON lines with `kind`, `query`, `id`) of the papers."""
    store = load(papers)
    searcher = Searcher(build(store))
    asked: list[Outcome] = []
    for line in queries.read_text().splitlines():
        record = json.loads(line)
        arxiv_id = ArxivId.parse(record["id"])
        wanted = store.find(arxiv_id) if arxiv_id else None
        if wanted is None:
            raise SystemExit(f"{queries}: the papers lack {record['id']}")
        results = searcher.search(parse(record["query"]))
        first = [int(number) for number in islice(results.numbers, _LOOKED_AT)]
        place = first.index(wanted) if wanted in first else None
        asked.append(Outcome(record["kind"], place, results.seconds))
    return asked


def row(name: str, some: Sequence[Outcome]) -> str:
    """Return a line of the table."""
    places = [outcome.place for outcome in some]
    times = [1000 * outcome.seconds for outcome in some]
    p95 = quantiles(times, n=20)[-1] if len(times) > 1 else times[0]
    return (
        f"{name:<12}{len(some):>8}{mean(place == 0 for place in places):>8.1%}"
        f"{mean(place is not None for place in places):>11.1%}"
        f"{median(times):>9.1f}{p95:>8.1f}"
    )


def main() -> None:
    """Print a table of first and first-ten rates and times (milliseconds) by kind of query."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.relevance", description=main.__doc__
    )
    parser.add_argument("papers", type=Path)
    parser.add_argument("queries", type=Path, help="JSON lines with kind, query, id")
    arguments = parser.parse_args()
    asked = outcomes(arguments.papers, arguments.queries)
    print(f"{'kind':<12}{'queries':>8}{'first':>8}{'first ten':>11}{'median':>9}{'p95 ms':>8}")
    for kind in dict.fromkeys(outcome.kind for outcome in asked):
        print(row(kind, [outcome for outcome in asked if outcome.kind == kind]))
    print(row("all", asked))


if __name__ == "__main__":
    main()
