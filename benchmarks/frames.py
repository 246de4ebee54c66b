"""Time from key to painted frame: the reader in a terminal, with typing at human speed.

    python -m benchmarks.frames FILE [--queries QUERIES]

The first figure is the time from a key to the painted count of its answer. The second is the time
from a key to its echo while the file is still being read and indexed.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
import time
from pathlib import Path
from statistics import median, quantiles

from benchmarks.terminal import Terminal

_PACE = 0.08  # seconds between two keys
_PATIENCE = 1200  # seconds for a file of millions
_TYPED = (
    "quantum gravity",
    "neural netw",
    "fedrated lern",
    "dark matter halo",
    "graph colouring",
    "superconductvity",
    "black hole entropy",
    "witten string",
)


def answers(file: str, queries: list[str]) -> list[float]:
    """Return the seconds from each key to the frame with its answer, everything indexed."""
    times = []
    with Terminal([sys.executable, "-m", "paperview", file]) as terminal:
        terminal.wait_for("papers", terminal.started)
        _wait_until_indexed(terminal)
        for query in queries:
            for key in query:
                times.append(terminal.wait_for(" ms", terminal.enter(key)))
                terminal.settle(_PACE)
            terminal.enter("\x15")  # ctrl+u clears the bar
            terminal.settle(0.3)
        print(f"memory of the reader's own: {terminal.memory() / 1e6:.0f} MB")
    return times


def _wait_until_indexed(terminal: Terminal) -> None:
    """Repeat a query until the answer covers the whole file."""
    deadline = time.perf_counter() + _PATIENCE
    while time.perf_counter() < deadline:
        terminal.enter("zq")
        seen = terminal.read_for(1.0)
        terminal.enter("\x15")
        terminal.settle(0.3)
        if re.search(rb"of [\d,]+ \xc2\xb7 [\d.]+ ms", seen):
            return
    raise TimeoutError("the file was not indexed")


def echoes(file: str) -> list[float]:
    """Return the seconds from each key to its echo while the file is read and indexed."""
    times = []
    reader = [sys.executable, "-m", "paperview", file]
    with tempfile.TemporaryDirectory() as empty, Terminal(reader, cache=empty) as terminal:
        terminal.wait_for("papers", terminal.started)
        end = time.perf_counter() + 6
        for key in "quantum gravity of the early universe and its large scale structure":
            if time.perf_counter() > end:
                break
            times.append(terminal.wait_for(key, terminal.enter(key)))
            time.sleep(_PACE)
            terminal.drain()
    return times


def _row(name: str, times: list[float]) -> str:
    cuts = quantiles(times, n=20)
    return (
        f"{name:<42} {len(times):5} {median(times) * 1000:8.1f} "
        f"{cuts[-1] * 1000:8.1f} {max(times) * 1000:8.1f}"
    )


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file")
    parser.add_argument("--queries", type=Path, help="JSON lines with a query each")
    parser.add_argument("--most", type=int, default=8, help="queries typed out")
    arguments = parser.parse_args()
    typed = list(_TYPED)
    if arguments.queries:
        lines = arguments.queries.read_text().splitlines()
        typed = [json.loads(line)["query"] for line in lines]
    print(f"{'key to frame':<42} {'keys':>5} {'p50 ms':>8} {'p95 ms':>8} {'max ms':>8}")
    print(_row("answer painted, all indexed", answers(arguments.file, typed[: arguments.most])))
    print(_row("key echoed while reading and indexing", echoes(arguments.file)))


if __name__ == "__main__":
    main()
