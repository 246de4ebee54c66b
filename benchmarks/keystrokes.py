"""How long each keystroke takes to be answered while queries are typed letter by letter."""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from statistics import median, quantiles

from benchmarks.piles import load
from paperview.search.index import build
from paperview.search.parser import parse
from paperview.search.searcher import Searcher
from paperview.store import Store

_DELETED = 4
"""Letters of each query that are deleted again when it is typed."""
_FZF_KEYSTROKES = 60
"""How many keystrokes fzf answers: it reads the papers anew for each."""


def typed(query: str) -> Iterator[str]:
    """Return what stands in the bar after each keystroke, typing first and then deleting."""
    for length in range(1, len(query) + 1):
        yield query[:length]
    for length in range(len(query) - 1, max(0, len(query) - 1 - _DELETED), -1):
        yield query[:length]


def ours(store: Store, bars: Sequence[str]) -> list[float]:
    """Return the seconds that our search takes for each, and print how long the index took."""
    started = time.perf_counter()
    index = build(store)
    print(f"{len(store)} papers, {len(index.vocabulary)} words")
    print(f"index built in {time.perf_counter() - started:.1f} s")
    searcher = Searcher(index)
    seconds = []
    for bar in bars:
        started = time.perf_counter()
        searcher.search(parse(bar))
        seconds.append(time.perf_counter() - started)
    slowest = sorted(zip(seconds, bars, strict=True), reverse=True)[:5]
    print("slowest:", ", ".join(f"{bar!r} {1000 * took:.0f} ms" for took, bar in slowest))
    return seconds


def fzf(lines: bytes, bars: Sequence[str]) -> tuple[list[float], float]:
    """Return the seconds that fzf takes for each over some lines, and those of reading them."""

    def run(query: str) -> float:
        started = time.perf_counter()
        subprocess.run(
            ["fzf", "--filter", query], input=lines, stdout=subprocess.DEVNULL, check=False
        )
        return time.perf_counter() - started

    reading = min(run("'\x01") for _ in range(3))  # a letter that no paper holds
    return [run(bar) for bar in bars], reading


def _fzf_texts(store: Store) -> dict[str, list[str]]:
    """Return the lines that fzf filters: without the abstracts, as is usual, and with them."""
    heads = [f"{paper.title or ''} {', '.join(paper.authors)}" for paper in store]
    whole = [f"{head} {paper.abstract}" for head, paper in zip(heads, store, strict=True)]
    return {"title and authors": heads, "with abstracts": whole}


def row(name: str, seconds: Sequence[float]) -> str:
    """Return a line of the table."""
    times = [1000 * took for took in seconds]
    p95 = quantiles(times, n=20)[-1]
    return f"{name:<28}{len(times):>11}{median(times):>9.1f}{p95:>9.1f}{max(times):>9.1f}"


def main() -> None:
    """Type queries out against the papers; print milliseconds a keystroke, fzf's beside them."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.keystrokes", description=main.__doc__
    )
    parser.add_argument("papers", type=Path)
    parser.add_argument("queries", type=Path, help="JSON lines with query")
    parser.add_argument("--limit", type=int, default=200, help="queries that are typed")
    arguments = parser.parse_args()
    store = load(arguments.papers)
    queries = [json.loads(line)["query"] for line in arguments.queries.read_text().splitlines()]
    Random(1).shuffle(queries)  # noqa: S311 - the same order each time, no secret
    bars = [bar for query in queries[: arguments.limit] for bar in typed(query)]
    seconds = ours(store, bars)
    print(f"{'milliseconds':<28}{'keystrokes':>11}{'p50':>9}{'p95':>9}{'max':>9}")
    print(row("paperview", seconds))
    if shutil.which("fzf"):
        some = bars[:: max(1, len(bars) // _FZF_KEYSTROKES)]
        for name, texts in _fzf_texts(store).items():
            theirs, reading = fzf("\n".join(texts).encode(errors="replace"), some)
            print(row(f"fzf, {name}", [max(0.0, took - reading) for took in theirs]))
            print(f"{'  reading them':<39}{1000 * reading:9.1f}")


if __name__ == "__main__":
    main()
