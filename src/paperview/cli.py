"""The command line: arguments, messages and exit codes. The screen is imported only if wanted."""

from __future__ import annotations

import argparse
import gc
import sys
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import NoReturn

import paperview
from paperview import streams
from paperview.sources.detect import FORMATS, Format, by_name
from paperview.sources.opening.request import Opened, Request
from paperview.text import clean
from paperview.watchdog import Watchdog

FOUND, NOTHING, MISTAKE, INTERRUPTED = 0, 1, 2, 130
"""Exit codes: results or no problems; no results or some problems; a mistake; ctrl+c."""

_SEARCH = "paperview search"
_FILES = "files, folders, patterns, - for standard input; none: the papers that come with it"
_DIGITS = 9
"""Digits of a number of papers, at most."""

_EXAMPLES = """\
examples:
  paperview                                open the papers that come with the program
  paperview mine.bib theirs.txt            open files; also folders, .zip, .gz, .bz2, .xz, .zst
  paperview ~/papers '~/zotero/**/*.bib'   open all papers of a folder, and what a pattern matches
  zcat all.jsonl.gz | paperview -          open what comes through a pipe
  paperview --watch mine.bib               read it again whenever it changes
  paperview search 'fedrated lern'         print what the filter would find, best first
  paperview search year:2022 mine.txt --format ids
  paperview search '' mine.txt --format jsonl
  paperview check mine.txt                 say what could not be read, line by line
  paperview cache                          list the indexes kept of large files; also: clear

Inside, type to filter, y copies the arXiv id, ? shows every key.
"""
_SEARCH_EXAMPLES = """\
examples:
  paperview search 'digital twin'
  paperview search 'author:perino year:2019..2023' mine.txt --limit 5
  paperview search '' mine.txt --format jsonl     all papers, newest first
  paperview search -- -survey mine.txt            a query that begins with -

Exit code: 0 with results, 1 with none, 2 on a mistake or if a file can't be read.
"""
_CHECK_EXAMPLES = """\
Each problem is printed as FILE:LINE: REASON, and last a count of the papers.
Exit code: 0 without problems, 1 with some, 2 on a mistake or if a file can't be read.
"""
_CACHE_EXAMPLES = """\
examples:
  paperview cache                  each file's index: size, last use, whether the file has changed
  paperview cache clear            remove all of them
  paperview cache clear mine.txt   remove that of one file

PAPERVIEW_CACHE_LIMIT says how much is kept, such as 500M or 40G; with 0 nothing is.
Exit code: 0, or 2 on a mistake.
"""


class _Parser(argparse.ArgumentParser):
    """A parser whose mistakes take one line."""

    def error(self, message: str) -> NoReturn:
        # argparse reads -has:doi as -h with something behind it.
        if self.prog == _SEARCH and "-h/--help: ignored explicit" in message:
            message = "a query that begins with - goes behind --"
        self.exit(MISTAKE, f"{self.prog}: {clean(message)}; see {self.prog} --help\n")


def run(arguments: Sequence[str]) -> int:
    """Run one call of the program and return its exit code."""
    streams.settle()
    command = _COMMANDS.get(arguments[0]) if arguments else None
    try:
        code = command(arguments[1:]) if command else _read(arguments)
    except SystemExit as leaving:  # argparse leaves so after --help, --version and mistakes
        code = int(leaving.code or FOUND)
    except BrokenPipeError:  # who reads our output has seen enough
        code = FOUND
    except KeyboardInterrupt:
        return INTERRUPTED
    except OSError as error:
        return _crashed(error) if command is None else _unwritten(error)
    except Exception as error:  # whatever it is, a person gets one line
        return _crashed(error)
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        streams.discard_output()
    except OSError as error:
        return _unwritten(error)
    return code


def _crashed(error: Exception) -> int:
    from paperview import crash  # noqa: PLC0415 - hardly ever needed

    streams.tell(crash.report(error))
    return crash.EXIT_CODE


def _unwritten(error: OSError) -> int:
    streams.discard_output()
    streams.tell(f"can't write the output ({error.strerror}); check the disk")
    return MISTAKE


def _parser(prog: str, description: str, epilog: str) -> _Parser:
    return _Parser(
        prog=prog,
        allow_abbrev=False,
        description=description,
        epilog=epilog,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )


def _read(arguments: Sequence[str]) -> int:
    """Open the reader."""
    parser = _parser("paperview", "Read a pile of scientific papers in the terminal.", _EXAMPLES)
    parser.add_argument("files", metavar="FILE", nargs="*", help=_FILES)
    _add_format(parser)
    parser.add_argument(
        "--watch", action="store_true", help="read files again whenever they change"
    )
    parser.add_argument("--version", action="version", version=f"paperview {paperview.__version__}")
    parser.usage = (
        "paperview [FILE ...] [--from FORMAT] [--watch]\n"
        "       paperview search QUERY [FILE ...]\n"
        "       paperview check FILE ...\n"
        "       paperview cache [clear [FILE ...]]"
    )
    options = parser.parse_args(arguments)
    request = Request(options.files, options.format_read)
    watchdog = Watchdog()
    opened = _open(request)
    if not opened.sources:
        return MISTAKE
    if not streams.has_terminal(for_keys=request.reads_standard_input):
        streams.tell(
            "the reader needs a terminal; in scripts use: paperview search QUERY [FILE ...]"
        )
        return MISTAKE
    # Starting makes many objects and hardly any garbage: without the collector the first screen
    # is there a tenth sooner. The app switches it on again.
    gc.disable()
    from paperview.ui.app import run_reader  # noqa: PLC0415 - only the reader needs the screen

    watchdog.take_signals()
    return run_reader(request, opened, watch=options.watch, watchdog=watchdog)


def _search(arguments: Sequence[str]) -> int:
    """Print the results of a query."""
    parser = _parser(_SEARCH, "Print the papers a query finds, best first.", _SEARCH_EXAMPLES)
    parser.usage = "paperview search QUERY [FILE ...] [--from FORMAT] [--limit N] [--format FORMAT]"
    parser.add_argument("query", metavar="QUERY", nargs="?", help="as in the filter; '' finds all")
    parser.add_argument("files", metavar="FILE", nargs="*", help=_FILES)
    _add_format(parser)
    parser.add_argument("--limit", metavar="N", type=_count, help="print at most N papers")
    parser.add_argument(
        "--format",
        metavar="FORMAT",
        choices=("table", "ids", "jsonl", "text"),
        default="table",
        help="table (default), ids, jsonl, or text: the seeds' own format",
    )
    query, files, options = _query_and_files(parser, arguments)
    opened = _open(Request(files, options.format_read), waits=True)
    if not opened.sources:
        return MISTAKE
    from paperview.commands.search import search  # noqa: PLC0415 - brings the index, which takes long

    found = search(opened.sources, query, options.limit, options.format)
    return MISTAKE if opened.errors else FOUND if found else NOTHING


def _query_and_files(
    parser: _Parser, arguments: Sequence[str]
) -> tuple[str, list[str], argparse.Namespace]:
    """Tell query, files and options apart in any order; what stands behind -- is no option.

    `parse_known_intermixed_args` takes care of the order, but knows nothing of --.
    """
    end = arguments.index("--") if "--" in arguments else len(arguments)
    options, unknown = parser.parse_known_intermixed_args(arguments[:end])
    if unknown:
        parser.error(f"there is no option {unknown[0]} (a query that begins with - goes behind --)")
    words = [options.query] if options.query is not None else []
    words += [*options.files, *arguments[end + 1 :]]
    if not words:
        parser.error("a QUERY is missing; '' finds all papers")
    return words[0], words[1:], options


def _check(arguments: Sequence[str]) -> int:
    """Print every problem."""
    parser = _parser("paperview check", "Say what in some files can't be read.", _CHECK_EXAMPLES)
    parser.usage = "paperview check FILE ... [--from FORMAT]"
    parser.add_argument("files", metavar="FILE", nargs="+", help=_FILES)
    _add_format(parser)
    options = parser.parse_args(arguments)
    opened = _open(Request(options.files, options.format_read), need_papers=False, waits=True)
    if not opened.sources:
        return MISTAKE
    from paperview.commands.check import check  # noqa: PLC0415 - as above

    problems = check(opened)
    return MISTAKE if opened.errors else NOTHING if problems else FOUND


def _cache(arguments: Sequence[str]) -> int:
    """Print what the cache holds, or remove it."""
    description = "List the indexes kept of large files, or remove them."
    parser = _parser("paperview cache", description, _CACHE_EXAMPLES)
    parser.usage = "paperview cache [clear [FILE ...]]"
    parser.add_argument("action", nargs="?", choices=("clear",), help="remove; none: list")
    parser.add_argument("files", metavar="FILE", nargs="*", type=Path, help="none: all")
    options = parser.parse_args(arguments)
    from paperview.commands import cache  # noqa: PLC0415 - only this command needs it

    mistakes = cache.clear(options.files) if options.action else cache.show()
    for mistake in mistakes:
        streams.tell(mistake)
    return MISTAKE if mistakes else FOUND


_COMMANDS: dict[str, Callable[[Sequence[str]], int]] = {
    "search": _search,
    "check": _check,
    "cache": _cache,
}


def _add_format(parser: argparse.ArgumentParser) -> None:
    names = ", ".join(one.name for one in FORMATS)
    parser.add_argument(
        "--from",
        metavar="FORMAT",
        dest="format_read",
        type=_format,
        help=f"what the files are, if that is not told by what is in them: {names}",
    )


def _open(request: Request, *, need_papers: bool = True, waits: bool = False) -> Opened:
    """Open what was named, and tell what is wrong."""
    wanted = "standard input" if request.reads_standard_input else "the files"
    with nullcontext() if request.is_seeds else streams.told_if_long(wanted):
        opened = request.open(need_papers=need_papers, waits=waits)
    for error in opened.errors:
        streams.tell(str(error))
    if request.is_seeds and not opened.sources:
        streams.tell("the papers that come with the program are not installed; name a FILE")
    return opened


def _format(name: str) -> Format:
    found = by_name(name)
    if found is None:
        names = ", ".join(one.name for one in FORMATS)
        raise argparse.ArgumentTypeError(f"'{clean(name)}' is none of the formats: {names}")
    return found


def _count(text: str) -> int:
    is_number = text.isascii() and text.isdigit() and len(text) <= _DIGITS
    count = int(text) if is_number else 0
    if count < 1:
        raise argparse.ArgumentTypeError(f"'{clean(text)}' is not a number from 1 on")
    return count
