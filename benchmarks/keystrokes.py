"""Time of the answer to each keystroke while queries are typed letter by letter.

    python -m benchmarks.keystrokes PAPERS QUERIES [--limit N]

The time is measured inside the process: from the text in the bar until all results are counted and
the first thousand are sorted. The last four letters of each query are deleted again.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

if not __package__:  # run as a file
    sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks import ours
from benchmarks.questions import milliseconds, read, typed

_SLOWEST = 8
_WARM = 20
"""Queries typed before: the first ones read the index from the disk."""


def main() -> None:
    """Type queries out against the papers; print milliseconds a keystroke."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.keystrokes", description=main.__doc__
    )
    parser.add_argument("papers", type=Path, help="JSON lines, or papers in the seeds' format")
    parser.add_argument("queries", type=Path, help="JSON lines with query")
    parser.add_argument("--limit", type=int, default=200, help="queries that are typed")
    arguments = parser.parse_args()
    search = ours.build(arguments.papers)
    words = sum(len(shard.dictionary) for shard in search.index.shards)
    print(f"{search.index.searched:,} papers, {words:,} words")
    print(f"indexed in {search.build_seconds:.1f} s, from the file")
    questions = read(arguments.queries)
    for question in questions[-_WARM:]:
        for bar in typed(question):
            search.answer(bar)
    times: dict[str, list[float]] = {
        "first letter": [],
        "second letter": [],
        "third letter": [],
        "all": [],
    }
    slowest = []
    for question in questions[: arguments.limit]:
        for bar in typed(question):
            seconds = search.answer(bar)
            times["all"].append(seconds)
            if len(bar) <= 3:
                times[list(times)[len(bar) - 1]].append(seconds)
            slowest.append((seconds, bar))
    header = ("p50", "p95", "max")
    print(f"{'milliseconds':<20}{'keystrokes':>11}", *(f"{name:>8}" for name in header))
    for name, some in times.items():
        print(f"{name:<20}{len(some):>11}", *milliseconds(some))
    last = sorted(slowest, reverse=True)[:_SLOWEST]
    print("slowest:", ", ".join(f"{bar!r} {1000 * seconds:.0f}" for seconds, bar in last))


if __name__ == "__main__":
    main()
