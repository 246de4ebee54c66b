"""Time to the first screen, compared with a bare Textual app with the same three widgets.

    python -m benchmarks.startup [FILE ...]

Each file is opened for the first time, and again when its index is in the cache. The programs are
started in turn, so that noise on the machine affects all alike.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path
from statistics import median

from benchmarks.terminal import Terminal
from paperview.library.loader import Loader
from paperview.sources.opening import open_source

_RUNS = 15


def first_screen(command: list[str], text: str, cache: str) -> float:
    """Return the seconds from the start to the first screen with a given text."""
    with Terminal(command, cache=cache) as terminal:
        return terminal.wait_for(text, terminal.started)


def fill_cache(files: list[str]) -> None:
    """Index files, so that the cache has them."""
    for file in files:
        loader = Loader([open_source(Path(file))])
        for _ in loader.steps():
            pass
        loader.close()


def main() -> None:
    """Print a table of medians and their ratios to the bare app's and the seeds'."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", help="open these too, each alone")
    parser.add_argument("--runs", type=int, default=_RUNS)
    arguments = parser.parse_args()
    fill_cache(arguments.files)
    python = sys.executable
    reader = [python, "-m", "paperview"]
    programs = {
        "bare Textual app": ([python, str(Path(__file__).with_name("bare.py"))], "bare line 9"),
        "paperview, seeds": (reader, "2021-07"),
    }
    for file in arguments.files:
        programs[f"{Path(file).name}, again"] = ([*reader, file], "papers")
        programs[f"{Path(file).name}, new"] = ([*reader, file], "papers")
    times: dict[str, list[float]] = {name: [] for name in programs}
    for _ in range(arguments.runs):
        for name, (command, text) in programs.items():
            empty = tempfile.mkdtemp()
            cache = empty if name.endswith("new") else ""
            times[name].append(first_screen(command, text, cache))
            shutil.rmtree(empty, ignore_errors=True)
    bare, seeds = (median(times[name]) for name in list(programs)[:2])
    columns = ("median ms", "min ms", "x bare", "x seeds")
    print(f"{'start to first screen':<36}", *(f"{column:>10}" for column in columns))
    for name, seconds in times.items():
        middle = median(seconds)
        cells = f"{middle * 1000:>10.0f} {min(seconds) * 1000:>10.0f}"
        print(f"{name:<36} {cells} {middle / bare:>10.2f} {middle / seeds:>10.2f}")


if __name__ == "__main__":
    main()
