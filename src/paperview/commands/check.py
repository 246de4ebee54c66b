"""Printing every problem, and the counts of each source's records: `paperview check`.

A problem is one line, `FILE:LINE: REASON`. On a terminal the beginning of the text concerned stands
below it; it is left out of the output to a program.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass

from paperview.commands.arguments import FILES, Example, Help, Parser, add_format_read
from paperview.commands.exit_codes import FOUND, MISTAKE, NOTHING
from paperview.commands.opening import open_files, sent
from paperview.commands.printing import print_line
from paperview.commands.setting import add_settings, settings_for
from paperview.library.load_state import totals, without_records
from paperview.library.loader import Loader
from paperview.sources.problem import Problem
from paperview.sources.request import Request
from paperview.sources.source import Opened
from paperview.system import streams
from paperview.text.columns import cut
from paperview.text.sanitize import counted

_HELP = Help(
    ("paperview check FILE ... [--from FORMAT] [--set NAME=VALUE]",),
    "List what can't be read in some files.",
    (
        Example("paperview check mine.bib", "what is wrong with it, and where"),
        Example("paperview check ~/papers", "all files of a folder, and those passed over"),
        Example("zcat all.jsonl.gz | paperview check", "what comes through a pipe"),
    ),
    (
        "Each problem is printed as FILE:LINE: REASON, followed by a count.",
        "Exit code: 0 without problems, 1 with some, 2 on a mistake or if a file can't be read, "
        "or not to its end.",
    ),
)


def parser() -> Parser:
    """Return the parser of `paperview check`."""
    made = Parser("paperview check", _HELP)
    made.add_argument("files", metavar="FILE", nargs="*", help=FILES)
    add_format_read(made)
    add_settings(made)
    return made


def run(arguments: Sequence[str]) -> int:
    """Print every problem."""
    command = parser()
    options, files = command.take(arguments)
    names = files or sent()
    if not names:
        command.error("a FILE is missing")
    settings_for(options)
    request = Request(names, options.format_read)
    opened = open_files(request, is_named=bool(files), need_papers=False, waits=True)
    if not opened.sources:
        return MISTAKE
    found = print_problems(opened)
    return MISTAKE if opened.errors or found.is_cut else NOTHING if found.problems else FOUND


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
    count = 0
    with closing(Loader(opened.sources, checks=True)) as loader:
        for problem in _problems(loader):
            count += 1
            _print_problem(problem)
        results = loader.results
    for error in opened.passed_over:
        print_line(f"{error.problem.source}: passed over: {error.problem.reason}")
    for result in results:
        print_line(str(result))
    passed_over = len(opened.passed_over) + opened.others
    none = [] if count else ["0 problems"]
    print_line(", ".join([totals(results), *none, *_files_passed_over(passed_over)]))
    return Checked(count, is_cut=any(result.is_cut for result in results))


def _problems(loader: Loader) -> Iterator[Problem]:
    """Load everything; yield each problem, and at the end the sources without records."""
    is_whole = False
    for growth in loader.steps():
        yield from growth.problems
        if growth.is_whole and not is_whole:
            is_whole = True
            yield from without_records(loader.results)


def _print_problem(problem: Problem) -> None:
    print_line(str(problem))
    if problem.text and sys.stdout.isatty():
        print_line(cut(f"    {' '.join(problem.text.split())}", streams.columns()))


def _files_passed_over(count: int) -> Iterator[str]:
    if count:
        yield f"{counted(count, 'file')} passed over"
