"""Printing the papers a query finds: `paperview search`."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple, TypeAlias

from paperview import shelf
from paperview.commands.arguments import (
    FILES_OR_SEEDS,
    Example,
    Help,
    Parser,
    add_color,
    add_format_read,
    add_null,
    add_style,
    one_of,
    positive,
    several_of,
)
from paperview.commands.collecting import collected, note_on_problems
from paperview.commands.exit_codes import FOUND, MISTAKE, NOTHING
from paperview.commands.opening import open_files, sent
from paperview.commands.printing import left_out_note, print_papers
from paperview.commands.query_words import UnclearError, told_apart
from paperview.commands.rows import Table, is_coloured, painted
from paperview.commands.setting import add_settings, settings_for
from paperview.commands.suggestions import EXPORTS_ALSO
from paperview.exports import BY_FLAG, TABLE, Export, fields, of_fields
from paperview.index.query.parser import parse
from paperview.index.results import ORDERS, Order, Results
from paperview.library import export_file
from paperview.library.collection import Collection
from paperview.library.export_file import Mode, ThereError, WriteError
from paperview.library.store.store import Store
from paperview.settings.table import SHELF
from paperview.sources.request import Request
from paperview.sources.source import Source
from paperview.system import streams
from paperview.text.ascii import own
from paperview.text.sanitize import clean, in_one_line

Target: TypeAlias = tuple[str, str | None]
"""The name of a file that results are written to, and the `Mode` if that is not to keep it."""

_ORDERS_ALSO = {
    "alphabetical": "title",
    "date": "newest",
    "first-author": "author",
    "name": "author",
    "relevance": "best",
    "score": "best",
    "year": "newest",
}
_FITTED = 100
"""Papers whose ids decide how wide the columns of a terminal are."""

_HELP = Help(
    (
        "paperview search QUERY ... [FILE ...] [--in FILE] [--from FORMAT] [--sort ORDER] "
        "[--reverse] [--limit N] [--nearly] [--count] [--format FORMAT] [--style STYLE] "
        "[--fields NAMES] [--null] [--color WHEN] [--output FILE] [--append] [--replace] "
        "[--shelf FILE] [--set NAME=VALUE]",
    ),
    "Print the papers a query finds, best first.",
    (
        Example("paperview search digital twin", "search the papers that come with it"),
        Example("paperview search year:2022 mine.txt --limit 5", "the best five"),
        Example("zcat all.jsonl.gz | paperview search gnn", "search papers from a pipe"),
        Example("paperview search '' mine.txt --format jsonl", "all papers, newest first"),
        Example("paperview search gnn --sort title --fields id,year,title", "three columns"),
        Example("paperview search gnn mine.bib --count", "how many there are"),
        Example("paperview search gnn mine.bib --style apa", "citations"),
        Example(
            "paperview search gnn --format bibtex --output refs.bib --append",
            "add to a bibliography",
        ),
        Example("paperview search deep learning -- papers", "in a folder called papers"),
        Example("paperview search -- -survey mine.txt", "a query that begins with -"),
    ),
    (
        "The last words that are files, or look like names of files, are files; all others are "
        "the query. What follows -- is no option, and if words stand before it, a file.",
        "Exit code: 0 with results, 1 with none, 2 on a mistake or if a file can't be read, or "
        "not to its end.",
    ),
)


def parser() -> Parser:
    """Return the parser of `paperview search`."""
    made = Parser("paperview search", _HELP, has_query=True)
    made.add_argument(
        "word", metavar="QUERY", nargs="?", help="words, as in the filter; '' finds all"
    )
    made.add_argument("files", metavar="FILE", nargs="*", help=FILES_OR_SEEDS)
    made.add_argument(
        "--in",
        metavar="FILE",
        dest="named",
        action="append",
        default=[],
        help="search in FILE, and take all words for the query; more than once for more files",
    )
    add_format_read(made)
    made.add_argument(
        "--sort",
        metavar="ORDER",
        type=one_of(ORDERS, _ORDERS_ALSO, "an order"),
        default=Order.BEST,
        help=f"{', '.join(ORDERS)}; without it: best, and without a query newest",
    )
    made.add_argument("--reverse", action="store_true", help="print the last paper first")
    add_settings(made, SHELF)
    made.add_argument("--limit", metavar="N", type=positive, help="print at most N papers")
    made.add_argument("--count", action="store_true", help="print how many papers there are")
    made.add_argument(
        "--nearly",
        action="store_true",
        help="print papers that lack a word too, where few match; a terminal shows them anyway",
    )
    made.add_argument(
        "--format",
        metavar="FORMAT",
        type=one_of(BY_FLAG, EXPORTS_ALSO),
        default=TABLE,
        help=", ".join(
            f"{flag} ({export.about})" if export.about else flag for flag, export in BY_FLAG.items()
        ),
    )
    add_style(made)
    made.add_argument(
        "--fields",
        metavar="NAMES",
        type=several_of(fields.BY_NAME, fields.ALSO, "a field"),
        help="these fields alone, with tabs between them, or as JSON with --format jsonl: "
        f"{', '.join(fields.BY_NAME)}",
    )
    add_null(made)
    add_color(made)
    made.add_argument("--output", metavar="FILE", help="write to a file that is not there yet")
    modes = made.add_mutually_exclusive_group()
    modes.add_argument(
        "--append",
        action="store_const",
        dest="mode",
        const="append",
        help="add the papers that are not in FILE, a .bib",
    )
    modes.add_argument(
        "--replace", action="store_const", dest="mode", const="replace", help="write over FILE"
    )
    return made


def run(arguments: Sequence[str]) -> int:
    """Print the results of a query."""
    command = parser()
    options, words = command.take(arguments)
    if not words:
        command.error("a QUERY is missing; '' finds all papers")
    if options.mode and options.output is None:
        command.error(f"--{options.mode} needs --output FILE")
    before = words[: len(words) - len(options.behind)]
    try:
        told = told_apart(before, options.behind, options.named)
    except UnclearError as error:
        command.complain(str(error))
    export = _export(command, options)
    if told.remark:
        streams.tell(told.remark)
    chosen = settings_for(options)
    request = Request(told.files or sent(), options.format_read)
    opened = open_files(request, is_named=bool(told.files), waits=True)
    if not opened.sources:
        return MISTAKE
    target = None if options.output is None else (options.output, options.mode)
    sought = Sought(
        told.query,
        options.limit,
        options.nearly,
        shelf.shelf_file(chosen[SHELF]),
        options.sort,
        options.reverse,
    )
    try:
        if options.count:
            end = "\0" if options.null else "\n"
            found = print_count(opened.sources, sought, end)
        else:
            in_colour = is_coloured(options.color)
            found = print_results(opened.sources, sought, export, target, in_colour=in_colour)
    except NotWrittenError as error:
        command.complain(str(error))
    return MISTAKE if opened.errors or found.is_cut else FOUND if found.count else NOTHING


def _export(command: Parser, options: Namespace) -> Export:
    """Return how papers are printed; exit where the options say different things."""
    export: Export = options.format
    has_target = options.output is not None
    if options.count and (has_target or options.fields or export is not TABLE):
        command.error("--count prints a number alone; leave out --format, --fields and --output")
    if options.fields:
        if export is not TABLE and export.flag != "jsonl":
            command.error("--fields goes with --format jsonl, or without --format")
        export = of_fields(options.fields, is_json=export.flag == "jsonl")
    return export.ended_by_null if options.null else export


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
    order: Order = Order.BEST
    is_reversed: bool = False
    """Whether the last paper comes first."""


@dataclass(frozen=True, slots=True)
class Found:
    """The result of a search."""

    count: int
    """The number of papers."""
    is_cut: bool
    """Whether some source, or the shelf, could not be read to its end."""


def print_count(sources: Sequence[Source], sought: Sought, end: str = "\n") -> Found:
    """Print how many papers a query finds.

    Args:
        sources: where the papers are.
        sought: what is looked for.
        end: what follows the number.
    """
    with closing(collected(sources, sought.shelf)) as papers:
        results = papers.search(parse(in_one_line(sought.query)))
        count = len(results.shown if sought.with_nearly else results.numbers)
        streams.write(f"{min(count, sought.limit or count)}{end}")
        streams.flush()
        return _told(papers, results, sought, count)


def print_results(
    sources: Sequence[Source],
    sought: Sought,
    export: Export,
    target: Target | None = None,
    *,
    in_colour: bool = False,
) -> Found:
    """Print the papers that a query finds, in the reader's order, or write them to a file.

    Args:
        sources: where the papers are.
        sought: what is looked for.
        export: how they are written.
        target: the file; they are printed without one.
        in_colour: whether a table is coloured.

    Raises:
        NotWrittenError: if they can't be written so.
    """
    try:
        with closing(collected(sources, sought.shelf)) as papers:
            results = papers.search(parse(in_one_line(sought.query)), sought.order)
            if sought.is_reversed:
                results = results.reversed()
            return _print_results(papers, results, sought, export, target, in_colour=in_colour)
    except ThereError as error:
        raise NotWrittenError(f"{error}; --append adds to it, --replace writes over it") from error
    except WriteError as error:
        raise NotWrittenError(str(error)) from error


def _print_results(  # noqa: PLR0913 - all that decides on the output
    papers: Collection,
    results: Results,
    sought: Sought,
    export: Export,
    target: Target | None,
    *,
    in_colour: bool,
) -> Found:
    numbers = results.shown if sought.with_nearly else results.numbers
    count = min(len(numbers), sought.limit or len(numbers))
    found = (papers.store[number] for number in islice(numbers, count))
    note = ""
    is_seen = target is None and export.is_cut and sys.stdout.isatty()
    if is_seen or (in_colour and target is None and export.flag == TABLE.flag):
        shown = results.shown if is_seen else numbers
        _show(export, results, islice(shown, sought.limit), papers.store, in_colour=in_colour)
    elif target is None:
        left_out = count - print_papers(export, found)
        note = left_out_note(left_out, export)
    elif count:
        streams.tell(str(export_file.write(target[0], export, found, Mode(target[1] or Mode.KEEP))))
    return _told(papers, results, sought, len(numbers), note, is_seen=is_seen)


def _show(
    export: Export, results: Results, numbers: Iterable[int], store: Store, *, in_colour: bool
) -> None:
    """Show papers to a person: in colours, and on a terminal in columns that fit.

    Those that nearly match stand below a line that says what they lack.
    """
    is_seen = sys.stdout.isatty()
    headings = {row: texts[0] for row, texts in results.headings} if is_seen else {}
    numbers = iter(numbers)
    first = list(islice(numbers, _FITTED))
    fields = export.choice if isinstance(export.choice, tuple) else ()
    table = Table((store[number] for number in first), results.tokens, fields)
    for row, number in enumerate(chain(first, numbers)):
        if row in headings:
            line = table.heading(own(clean(headings[row])))
            streams.write(f"{painted(line, in_colour=in_colour)}{export.end}")
        missing = list(map(clean, results.missing(number))) if is_seen else []
        line = table.row(store[number], missing)
        streams.write(f"{painted(line, in_colour=in_colour)}{export.end}")
    streams.flush()


def _told(  # noqa: PLR0913 - all that there may be to tell
    papers: Collection,
    results: Results,
    sought: Sought,
    count: int,
    note: str = "",
    *,
    is_seen: bool = False,
) -> Found:
    """Tell what there is to tell of results, and return how many there are."""
    notes = list(filter(None, (*results.remarks, note, note_on_problems(papers))))
    if not is_seen:
        notes += _notes_on_nearly(results, with_nearly=sought.with_nearly)
    for one in notes:
        streams.tell(clean(one))
    return Found(count, papers.is_cut)


def _notes_on_nearly(results: Results, *, with_nearly: bool) -> list[str]:
    """Tell of the papers that nearly match, and how they are printed."""
    said = "; ".join(texts[0] for texts in results.group_texts)
    return [said if with_nearly else f"{said}; --nearly prints them"] if said else []
