"""Time of the answer to each keystroke with filters by the shelf, and without them in turn.

python -m benchmarks.shelf PAPERS QUERIES [--entries N] [--limit N]
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path

if not __package__:  # run as a file
    sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks import ours
from benchmarks.questions import milliseconds, read, typed
from paperview.index.query.parser import parse
from paperview.index.searcher import Searcher
from paperview.library.shelved import ShelvedPapers
from paperview.shelf import Shelf

_BEFORE = ("", "is:starred ", "is:unread ", "tag:to-read ", "note:idea ", "opened:2026 ")


def main() -> None:
    """Type queries with and without filters; print milliseconds a keystroke."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.shelf", description=main.__doc__)
    parser.add_argument("papers", type=Path, help="JSON lines, or papers in the seeds' format")
    parser.add_argument("queries", type=Path, help="JSON lines with query")
    parser.add_argument("--entries", type=int, default=5000, help="papers on the shelf")
    parser.add_argument("--limit", type=int, default=50, help="queries that are typed")
    arguments = parser.parse_args()
    search = ours.build(arguments.papers)
    store = search.store
    numbers = random.Random(1).sample(range(store.end), min(arguments.entries, store.end))  # noqa: S311 - nothing secret
    papers = [store[number] for number in numbers]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "shelf.db"
        shelf = Shelf(path)
        started = time.perf_counter()
        shelf.star(papers)
        _print(f"{len(papers):,} papers starred at once", started)
        shelf.mark_read(papers[::2])
        shelf.tag(papers[::10], ["to read"])
        for one in papers[::20]:
            shelf.note(one, "An idea for the next paper.")
            shelf.opened(one)
        started = time.perf_counter()
        shelf.star(papers[:1], on=False)
        _print("one change", started)
        started = time.perf_counter()
        shelf = Shelf(path)
        _print("opened", started)
        shelved = ShelvedPapers(store, shelf)
        searcher = Searcher(search.index, shelved.find)
        started = time.perf_counter()
        count = len(searcher.search(parse("is:starred")))
        _print(f"{count:,} of {len(store):,} papers found on the shelf for the first time", started)
        shelf.star(papers[:1])
        started = time.perf_counter()
        searcher.search(parse("is:starred"))
        _print("found again after a change", started)
        times: dict[str, list[float]] = {before: [] for before in _BEFORE}
        for question in read(arguments.queries)[: arguments.limit]:
            for bar in typed(question):
                for before, some in times.items():
                    started = time.perf_counter()
                    searcher.search(parse(before + bar))
                    some.append(time.perf_counter() - started)
        shelf.close()
    print(f"{'milliseconds':<20}", *(f"{name:>8}" for name in ("p50", "p95", "max")))
    for before, some in times.items():
        print(f"{before or 'without a filter':<20}", *milliseconds(some))


def _print(what: str, started: float) -> None:
    print(f"{what}: {1000 * (time.perf_counter() - started):.1f} ms")


if __name__ == "__main__":
    main()
