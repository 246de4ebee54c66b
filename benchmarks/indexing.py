"""CPU time of each step of indexing a JSON-lines file, in microseconds a paper.

    python -m benchmarks.indexing PAPERS [--count N] [--rounds N]

The steps are those of the workers, in one process and without the garbage collector, as there. Each
step is measured in several rounds, and the least time counts. The lines that are set in are parts
of the line above them.
"""

from __future__ import annotations

import argparse
import gc
import sys
from collections.abc import Callable, Iterable
from itertools import islice
from pathlib import Path
from time import process_time
from typing import ParamSpec, TypeVar

if not __package__:  # run as a file
    sys.path.insert(0, str(Path(__file__).parents[1]))

from paperview.index.fields import SCHEMA
from paperview.index.storage import builder
from paperview.index.storage.builder import SegmentBuilder
from paperview.model.paper import Paper
from paperview.sources.formats import snapshot

_P = ParamSpec("_P")
_T = TypeVar("_T")
_PARTS = (
    (builder, "split", "into words"),
    (builder.TermNumbers, "of", "words numbered"),
    (builder, "invert", "inverted"),
    (builder, "join_streams", "token streams joined"),
    (builder, "join_postings", "postings joined"),
    (builder, "dense_prefixes", "dense rows of prefixes"),
    (builder, "dense_trigrams", "dense rows of trigrams"),
)
"""The functions that the builder calls, and what is done in them."""


class Clock:
    """CPU seconds of steps, in the order in which they begin; the least of all rounds."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._round: dict[str, float] = {}

    def timed(self, step: str, function: Callable[_P, _T]) -> Callable[_P, _T]:
        """Return a function whose calls are measured."""

        def measured(*args: _P.args, **kwargs: _P.kwargs) -> _T:
            self._round.setdefault(step, 0)
            started = process_time()
            result = function(*args, **kwargs)
            self._round[step] += process_time() - started
            return result

        return measured

    def end_round(self) -> None:
        """Note the round's times."""
        for step, seconds in self._round.items():
            self.seconds[step] = min(seconds, self.seconds.get(step, seconds))
        self._round = {}


def each(function: Callable[[_T], object], values: Iterable[_T]) -> None:
    """Call a function for each value, and keep nothing."""
    for value in values:
        function(value)


def read(lines: list[bytes]) -> list[Paper]:
    """Read the paper of each line."""
    return [snapshot.paper(line)[0] for line in lines]


def index(lines: list[bytes], clock: Clock) -> None:
    """Index the records of some lines, step by step."""
    clock.timed("records scanned", each)(snapshot.summarize, lines)
    papers = clock.timed("papers read", read)(lines)
    for entry in SCHEMA:
        clock.timed(f"texts prepared: {entry.name}", each)(entry.texts, papers)
    segment = SegmentBuilder(0)
    clock.timed("papers added, texts and all", each)(segment.add, papers)
    clock.timed("segment built", segment.build)()


def main() -> None:
    """Index papers; print microseconds a paper."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.indexing", description=main.__doc__)
    parser.add_argument("papers", type=Path, help="JSON lines")
    parser.add_argument("--count", type=int, default=16_000, help="papers that are indexed")
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    with arguments.papers.open("rb") as file:
        lines = list(islice(file, arguments.count))
    gc.disable()
    clock = Clock()
    for owner, name, step in _PARTS:
        setattr(owner, name, clock.timed(f"  {step}", getattr(owner, name)))
    for _ in range(arguments.rounds):
        index(lines, clock)
        clock.end_round()
    print(f"{'microseconds a paper':<32}{len(lines):>10,} papers")
    for step, seconds in clock.seconds.items():
        print(f"{step:<32}{1e6 * seconds / len(lines):>10.1f}")


if __name__ == "__main__":
    main()
