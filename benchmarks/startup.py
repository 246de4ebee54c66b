"""Start to first screen: paperview beside a bare Textual app with the same three widgets.

    python -m benchmarks.startup [FILE ...]

The programs are started in turn, so that a noisy machine is unfair to all alike.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from statistics import median

from benchmarks.terminal import Terminal

_RUNS = 15


def first_screen(command: list[str], text: str) -> float:
    """Return the seconds from the start to the first screen that holds a text."""
    with Terminal(command) as terminal:
        return terminal.wait_for(text, terminal.started)


def main() -> None:
    """Print a table of medians and their ratio to the bare app's."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", help="open these too, each alone")
    parser.add_argument("--runs", type=int, default=_RUNS)
    arguments = parser.parse_args()
    python = sys.executable
    reader = [python, "-m", "paperview"]
    programs = {
        "bare Textual app": ([python, str(Path(__file__).with_name("bare.py"))], "bare line 9"),
        "paperview, seeds": (reader, "2021-07"),
        **{f"paperview, {file}": ([*reader, file], "papers") for file in arguments.files},
    }
    times: dict[str, list[float]] = {name: [] for name in programs}
    for _ in range(arguments.runs):
        for name, (command, text) in programs.items():
            times[name].append(first_screen(command, text))
    bare = median(times["bare Textual app"])
    print(f"{'start to first screen':<40} {'median ms':>10} {'min ms':>8} {'x bare':>7}")
    for name, seconds in times.items():
        middle = median(seconds)
        ratio = middle / bare
        print(f"{name:<40} {middle * 1000:10.0f} {min(seconds) * 1000:8.0f} {ratio:7.2f}")


if __name__ == "__main__":
    main()
