"""The command line: arguments, messages and exit codes. The screen is imported only if wanted."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

import paperview
from paperview.sources.files import Source, open_sources, seeds
from paperview.text import clean

FOUND, NOTHING, MISTAKE = 0, 1, 2
"""Exit codes: results or no problems; no results or some problems; a mistake in the call."""

_EXAMPLES = """\
examples:
  paperview                                open the papers that come with the program
  paperview mine.txt theirs.txt            open files
  paperview search 'fedrated lern'         print what the filter would find, best first
  paperview search year:2022 mine.txt --format ids
  paperview search '' mine.txt --format jsonl
  paperview check mine.txt                 say what could not be read, line by line

Inside, type to filter, y copies the arXiv id, ? shows every key.
"""
_SEARCH_EXAMPLES = """\
examples:
  paperview search 'digital twin'
  paperview search 'author:perino year:2019..2023' mine.txt --limit 5
  paperview search '' mine.txt --format jsonl     all papers, newest first

Exit code: 0 with results, 1 with none, 2 on a mistake.
"""
_CHECK_EXAMPLES = """\
Each problem is printed as FILE:LINE: REASON, and last a count of the papers.
Exit code: 0 without problems, 1 with some, 2 on a mistake.
"""


class _Parser(argparse.ArgumentParser):
    """A parser whose mistakes take one line."""

    def error(self, message: str) -> NoReturn:
        self.exit(MISTAKE, f"{self.prog}: {clean(message)}; see {self.prog} --help\n")


def run(arguments: Sequence[str]) -> int:
    """Run one call of the program and return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")  # a terminal that knows no Unicode
    commands: dict[str, Callable[[Sequence[str]], int]] = {"search": _search, "check": _check}
    command = commands.get(arguments[0]) if arguments else None
    try:
        return command(arguments[1:]) if command else _read(arguments)
    except BrokenPipeError:
        # The reader of our output has seen enough; keep Python from complaining at its exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FOUND
    except KeyboardInterrupt:
        return 130


def _parser(prog: str, description: str, epilog: str) -> _Parser:
    return _Parser(
        prog=prog,
        description=description,
        epilog=epilog,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )


def _read(arguments: Sequence[str]) -> int:
    """Open the reader."""
    parser = _parser(
        "paperview", "Read a pile of scientific papers in the terminal.", _EXAMPLES
    )
    parser.add_argument(
        "files", metavar="FILE", nargs="*", type=Path, help="files of papers; none: the seeds"
    )
    parser.add_argument("--version", action="version", version=f"paperview {paperview.__version__}")
    parser.usage = "paperview [FILE ...]\n       paperview search QUERY [FILE ...]\n       paperview check FILE ..."
    files = parser.parse_args(arguments).files
    sources, errors = open_sources(files or seeds())
    for error in errors:
        _tell(str(error))
    if not sources:
        return MISTAKE
    if not all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        _tell("the reader needs a terminal; in scripts use: paperview search QUERY [FILE ...]")
        return MISTAKE
    from paperview.ui.app import run_reader  # noqa: PLC0415 - only the reader needs the screen

    return run_reader(sources, [error.problem for error in errors], is_seeds=not files)


def _search(arguments: Sequence[str]) -> int:
    """Print the results of a query."""
    parser = _parser(
        "paperview search", "Print the papers a query finds, best first.", _SEARCH_EXAMPLES
    )
    parser.add_argument("query", metavar="QUERY", help="as in the filter bar; '' finds all")
    parser.add_argument("files", metavar="FILE", nargs="*", type=Path, help="none: the seeds")
    parser.add_argument("--limit", metavar="N", type=_count, help="print at most N papers")
    parser.add_argument(
        "--format",
        choices=("table", "ids", "jsonl", "text"),
        default="table",
        help="table (default), ids, jsonl, or text: the seeds' own format",
    )
    options = parser.parse_intermixed_args(arguments)
    sources, failed = _sources(options.files)
    if not sources:
        return MISTAKE
    from paperview import printing  # noqa: PLC0415 - brings the search, which takes a moment

    found = printing.search(sources, options.query, options.limit, options.format)
    return MISTAKE if failed else FOUND if found else NOTHING


def _check(arguments: Sequence[str]) -> int:
    """Print every problem."""
    parser = _parser("paperview check", "Say what in some files can't be read.", _CHECK_EXAMPLES)
    parser.add_argument("files", metavar="FILE", nargs="+", type=Path)
    sources, failed = _sources(parser.parse_args(arguments).files)
    from paperview import printing  # noqa: PLC0415 - as above

    problems = printing.check(sources)
    return MISTAKE if failed else NOTHING if problems else FOUND


def _sources(files: Sequence[Path]) -> tuple[list[Source], bool]:
    """Open files, or the seeds for none; tell what is wrong and return whether anything is."""
    sources, errors = open_sources(files or seeds())
    for error in errors:
        _tell(str(error))
    return sources, bool(errors)


def _tell(message: str) -> None:
    print(f"paperview: {message}", file=sys.stderr)  # noqa: T201 - the program's own voice


def _count(text: str) -> int:
    count = int(text) if text.isascii() and text.isdigit() else 0
    if count < 1:
        raise argparse.ArgumentTypeError(f"'{clean(text)}' is not a number from 1 on")
    return count
