"""Printing the papers a query finds: `paperview search`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import NamedTuple, TypeAlias

from paperview import shelf
from paperview.commands import suggestions
from paperview.commands.arguments import (
    FILES_OR_SEEDS,
    Example,
    Help,
    Parser,
    add_format_read,
    add_shelf,
    add_style,
    one_of,
    positive,
)
from paperview.commands.exit_codes import FOUND, MISTAKE, NOTHING
from paperview.commands.opening import open_files, sent
from paperview.commands.printing import print_papers
from paperview.exports import BY_FLAG, TABLE, Export, StyleError
from paperview.index.query.parser import parse
from paperview.index.results import Results
from paperview.library import export_file
from paperview.library.collection import Collection
from paperview.library.export_file import Mode, ThereError, WriteError
from paperview.library.store.store import Store
from paperview.sources.request import Request
from paperview.sources.source import Source
from paperview.system import streams
from paperview.text.columns import columns, cut
from paperview.text.sanitize import clean, counted, in_one_line

Target: TypeAlias = tuple[str, str | None]
"""The name of a file that results are written to, and the `Mode` if that is not to keep it."""

_HELP = Help(
    (
        "paperview search QUERY [FILE ...] [--from FORMAT] [--limit N] [--nearly] "
        "[--format FORMAT] [--style STYLE] [--output FILE] [--append] [--replace] [--shelf FILE]",
    ),
    "Print the papers a query finds, best first.",
    (
        Example("paperview search 'digital twin'", "search the papers that come with it"),
        Example("paperview search year:2022 mine.txt --limit 5", "the best five"),
        Example("zcat all.jsonl.gz | paperview search gnn", "search papers from a pipe"),
        Example("paperview search '' mine.txt --format jsonl", "all papers, newest first"),
        Example("paperview search gnn mine.bib --style apa", "citations"),
        Example(
            "paperview search gnn --format bibtex --output refs.bib --append",
            "add to a bibliography",
        ),
        Example("paperview search -- -survey mine.txt", "a query that begins with -"),
    ),
    (
        "Exit code: 0 with results, 1 with none, 2 on a mistake or if a file can't be read, or "
        "not to its end.",
    ),
)


def parser() -> Parser:
    """Return the parser of `paperview search`."""
    made = Parser("paperview search", _HELP, has_query=True)
    made.add_argument("word", metavar="QUERY", nargs="?", help="as in the filter; '' finds all")
    made.add_argument("files", metavar="FILE", nargs="*", help=FILES_OR_SEEDS)
    add_format_read(made)
    add_shelf(made)
    made.add_argument("--limit", metavar="N", type=positive, help="print at most N papers")
    made.add_argument(
        "--nearly",
        action="store_true",
        help="print papers that lack a word too, where few match; a terminal shows them anyway",
    )
    made.add_argument(
        "--format",
        metavar="FORMAT",
        type=one_of(BY_FLAG),
        default=TABLE,
        help=", ".join(
            f"{flag} ({export.about})" if export.about else flag for flag, export in BY_FLAG.items()
        ),
    )
    add_style(made)
    made.add_argument("--output", metavar="FILE", help="write to a file that is not there yet")
    made.add_argument(
        "--append",
        action="store_const",
        dest="mode",
        const="append",
        help="add the papers that are not in FILE, a .bib",
    )
    made.add_argument(
        "--replace", action="store_const", dest="mode", const="replace", help="write over FILE"
    )
    return made


def run(arguments: Sequence[str]) -> int:
    """Print the results of a query."""
    command = parser()
    options, words = command.take(arguments)
    if not words:
        command.error("a QUERY is missing; '' finds all papers")
    if options.mode and not options.output:
        command.error(f"--{options.mode} needs --output FILE")
    query, files = words[0], words[1:]
    if meant := suggestions.query_meant(query, files):
        command.complain(meant)
    request = Request(files or sent(), options.format_read)
    opened = open_files(request, is_named=bool(files), waits=True)
    if not opened.sources:
        return MISTAKE
    target = (options.output, options.mode) if options.output else None
    try:
        sought = Sought(query, options.limit, options.nearly, shelf.shelf_file(options.shelf))
        found = print_results(opened.sources, sought, options.format, target)
    except NotWrittenError as error:
        command.complain(str(error))
    return MISTAKE if opened.errors or found.is_cut else FOUND if found.count else NOTHING


class NotWrittenError(Exception):
    """Results that could not be written as they should be. As a string: why."""


class Sought(NamedTuple):
    """A search as it was asked for on the command line."""

    query: str
    """As in the filter."""
    limit: int | None = None
    """How many papers at most."""
    with_nearly: bool = False
    """Whether papers that nearly match count and are printed, where few match.

    A terminal shows them anyway, as the reader does.
    """
    shelf: Path | None = None
    """Where the user's shelf is, for `is:starred` and the like."""


@dataclass(frozen=True, slots=True)
class Found:
    """The result of a search."""

    count: int
    """The number of papers."""
    is_cut: bool
    """Whether some source could not be read to its end."""


def print_results(
    sources: Sequence[Source], sought: Sought, export: Export, target: Target | None = None
) -> Found:
    """Print the papers that a query finds, in the reader's order, or write them to a file.

    Args:
        sources: where the papers are.
        sought: what is looked for.
        export: how they are written.
        target: the file; they are printed without one.

    Raises:
        NotWrittenError: if they can't be written so.
    """
    try:
        return _print_results(sources, sought, export, target)
    except ThereError as error:
        raise NotWrittenError(f"{error}; --append adds to it, --replace writes over it") from error
    except (WriteError, StyleError) as error:
        raise NotWrittenError(str(error)) from error


def _print_results(
    sources: Sequence[Source], sought: Sought, export: Export, target: Target | None
) -> Found:
    limit = sought.limit
    papers = Collection(sources, sought.shelf, lambda note: streams.tell(clean(note)))
    with closing(papers):
        results = papers.search(parse(in_one_line(sought.query)))
        numbers = results.shown if sought.with_nearly else results.numbers
        found = (papers.store[number] for number in islice(numbers, limit))
        left_out = 0
        is_seen = target is None and export.is_cut and sys.stdout.isatty()
        if is_seen:
            _show(export, results, papers.store, limit)
        elif target is None:
            left_out = min(len(numbers), limit or len(numbers)) - print_papers(export, found)
        elif len(numbers):
            streams.tell(
                str(export_file.write(target[0], export, found, Mode(target[1] or Mode.KEEP)))
            )
        notes = _notes(results, papers.problem_count, left_out)
        is_cut = papers.is_cut
    if not is_seen:
        notes += _notes_on_nearly(results, with_nearly=sought.with_nearly)
    for note in notes:
        streams.tell(clean(note))
    return Found(len(numbers), is_cut)


def _show(export: Export, results: Results, store: Store, limit: int | None) -> None:
    """Show papers to a person: in lines that fit, and with those that nearly match."""
    headings = {row: texts[0] for row, texts in results.headings}
    width = streams.columns()
    for row, number in enumerate(islice(results.shown, limit)):
        if row in headings:
            streams.write(f"{cut(clean(headings[row]), width)}\n")
        missing = " and ".join(map(clean, results.missing(number)))
        remark = f"  (no {missing})" if missing else ""
        for text in export.each([store[number]]):
            streams.write(f"{cut(text, width - columns(remark))}{remark}{export.end}")
    streams.flush()


def _notes(results: Results, problems: int, left_out: int) -> list[str]:
    notes = results.remarks
    if left_out:
        notes.append(f"{counted(left_out, 'paper')} without any id left out")
    if problems:
        notes.append(
            f"{counted(problems, 'problem')} in what was read; paperview check FILE says where"
        )
    return notes


def _notes_on_nearly(results: Results, *, with_nearly: bool) -> list[str]:
    """Tell of the papers that nearly match, and how they are printed."""
    said = "; ".join(texts[0] for _, texts in results.headings)
    return [said if with_nearly else f"{said}; --nearly prints them"] if said else []
