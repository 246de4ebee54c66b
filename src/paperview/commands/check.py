"""Printing every problem, and the counts of each source's records: `paperview check`.

A problem is one line, `FILE:LINE: REASON`. On a terminal the beginning of the text concerned stands
below it; it is left out of the output to a program.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass

from paperview.commands.search import cut
from paperview.library.load_state import totals, without_records
from paperview.library.loader import Loader
from paperview.sources.problem import Problem
from paperview.sources.source import Opened
from paperview.system import streams
from paperview.text.sanitize import counted


@dataclass(frozen=True, slots=True)
class Checked:
    """The result of a check."""

    problems: int
    """The number of problems."""
    is_cut: bool
    """Whether some source could not be read to its end."""


def print_problems(opened: Opened) -> Checked:
    """Print every problem and what was read.

    A file without any record is a problem, as it may be of another format than it is read as. Files
    that were passed over are printed and counted, and are no problems.
    """
    loader = Loader(opened.sources, checks=True)
    count = 0
    for problem in _problems(loader):
        count += 1
        _print_problem(problem)
    for error in opened.passed_over:
        _print(f"{error.problem.source}: passed over: {error.problem.reason}")
    results = loader.results
    for result in results:
        _print(str(result))
    passed_over = len(opened.passed_over) + opened.others
    none = [] if count else ["0 problems"]
    _print(", ".join([totals(results), *none, *_files_passed_over(passed_over)]))
    loader.close()
    return Checked(count, is_cut=any(result.is_cut for result in results))


def _problems(loader: Loader) -> Iterator[Problem]:
    """Load everything; yield each problem, and at the end the sources without records."""
    is_whole = False
    for growth in loader.steps():
        yield from growth.problems
        if growth.is_whole and not is_whole:
            is_whole = True
            yield from without_records(loader.results)


def _print(line: str) -> None:
    streams.write(f"{line}\n")


def _print_problem(problem: Problem) -> None:
    _print(str(problem))
    if problem.text and sys.stdout.isatty():
        _print(cut(f"    {' '.join(problem.text.split())}"))


def _files_passed_over(count: int) -> Iterator[str]:
    if count:
        yield f"{counted(count, 'file')} passed over"
