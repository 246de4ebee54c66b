"""Printing one paper to read: `paperview show`."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import closing

from paperview.commands.arguments import (
    FILES_OR_SEEDS,
    Example,
    Help,
    Parser,
    add_format_read,
    add_style,
    one_of,
)
from paperview.commands.collecting import collected
from paperview.commands.exit_codes import FOUND, MISTAKE, NOTHING
from paperview.commands.opening import open_files, sent
from paperview.commands.printing import left_out_note, print_papers
from paperview.commands.setting import add_settings, settings_for
from paperview.commands.suggestions import EXPORTS_ALSO
from paperview.exports import BY_FLAG
from paperview.exports.lines import any_id
from paperview.library.page import Page, View
from paperview.library.store.store import Store
from paperview.model.paper import ArxivId, Paper
from paperview.settings.table import DATES, SHELF
from paperview.shelf import Shelf, shelf_file
from paperview.sources.request import Request
from paperview.system import pager, streams
from paperview.text.closest import closest
from paperview.text.columns import wrapped
from paperview.text.sanitize import clean, in_one_line

_MOST_COLUMNS = 90
"""Columns of a text to read, at most."""
_COMPARED = 20_000
"""Papers up to which all names are compared with one that is not there."""
_DIGITS = "0123456789"

_HELP = Help(
    (
        "paperview show ID [FILE ...] [--raw] [--format FORMAT] [--style STYLE] [--from FORMAT] "
        "[--shelf FILE] [--set NAME=VALUE]",
    ),
    "Print a paper to read, with what you noted on it; a long one a screen at a time.",
    (
        Example("paperview show 2304.10190", "a paper that comes with the program"),
        Example("paperview show 10.1145/3530190.3534809", "by its DOI; addresses do as well"),
        Example("paperview show vaswani2017 refs.bib", "by its citation key"),
        Example("paperview show 2304.10190 --raw", "the source text, TeX and all"),
        Example("paperview show 2304.10190 --format bibtex", "as a bibliography has it"),
    ),
    (
        "PAGER names the program that shows long texts, instead of less.",
        "Exit code: 0, 1 if there is no such paper or nothing to print, 2 on a mistake or "
        "if a file can't be read.",
    ),
)


def parser() -> Parser:
    """Return the parser of `paperview show`."""
    made = Parser("paperview show", _HELP)
    made.add_argument(
        "word", metavar="ID", nargs="?", help="an arXiv id, a DOI, or a name such as a citation key"
    )
    made.add_argument("files", metavar="FILE", nargs="*", help=FILES_OR_SEEDS)
    made.add_argument("--raw", action="store_true", help="texts as in the source, TeX and all")
    made.add_argument(
        "--format",
        metavar="FORMAT",
        type=one_of(BY_FLAG, EXPORTS_ALSO),
        help=f"print it in another form: {', '.join(BY_FLAG)}",
    )
    add_style(made)
    add_format_read(made)
    add_settings(made, SHELF)
    return made


def run(arguments: Sequence[str]) -> int:
    """Print one paper to read."""
    command = parser()
    options, words = command.take(arguments)
    wanted, files = in_one_line("".join(words[:1])), words[1:]
    if not wanted:
        command.error("an ID is missing: an arXiv id, a DOI, or a name such as a citation key")
    if options.raw and options.format is not None:
        command.error("--raw goes without --format and --style")
    chosen = settings_for(options)
    request = Request(files or sent(), options.format_read)
    opened = open_files(request, is_named=bool(files), waits=True)
    if not opened.sources:
        return MISTAKE
    with closing(collected(opened.sources)) as papers:
        found = papers.find(wanted)
        if not found:
            streams.tell(clean(f"{wanted}: no such paper{_near(papers.store, wanted)}"))
            return MISTAKE if opened.errors or papers.is_cut else NOTHING
        if options.format is not None:
            printed = print_papers(options.format, found)
            if note := left_out_note(len(found) - printed, options.format):
                streams.tell(note)
        else:
            with closing(Shelf(shelf_file(chosen[SHELF]))) as shelf:
                view = View(options.raw, all_authors=True, with_sources=True, dates=chosen[DATES])
                pages = [_page(paper, shelf, view) for paper in found]
                if shelf.problem is not None:
                    streams.tell(shelf.problem)
            pager.page("\n\n".join(pages))
            printed = len(found)
        return MISTAKE if opened.errors or papers.is_cut else FOUND if printed else NOTHING


def _near(store: Store, wanted: str) -> str:
    """Return the words that offer an id or a name near to one that is not there."""
    for arxiv_id in filter(None, map(ArxivId.parse, _misread(wanted))):
        if store.find(arxiv_id):
            return f"; did you mean {arxiv_id.base}?"
    if len(store) > _COMPARED:
        return "; look for its words with paperview search"
    near = closest(wanted, (name for paper in store for name in (any_id(paper), *paper.names)))
    return f"; did you mean {near}?" if near else "; look for its words with paperview search"


def _misread(text: str) -> Iterator[str]:
    """Give an id with one digit other, two swapped, one less, and one more."""
    for i, sign in enumerate(text):
        if sign in _DIGITS:
            yield from (f"{text[:i]}{digit}{text[i + 1 :]}" for digit in _DIGITS if digit != sign)
            yield f"{text[:i]}{text[i + 1 : i + 2]}{sign}{text[i + 2 :]}"
            yield text[:i] + text[i + 1 :]
            yield from (f"{text[:i]}{digit}{text[i:]}" for digit in _DIGITS)
    yield from (f"{text}{digit}" for digit in _DIGITS)


def _page(paper: Paper, shelf: Shelf, view: View) -> str:
    """Return a paper to read: wrapped, and with what its links lead to at the end."""
    page = Page(paper, shelf.state(paper), view)
    links = [
        f"[{i}] {target.abs_url if isinstance(target, ArxivId) else clean(target)}"
        for i, target in enumerate(page.links, start=1)
    ]
    lines = "\n".join([*page.lines, *(["", *links] if links else [])]).split("\n")
    width = min(streams.columns(), _MOST_COLUMNS) if sys.stdout.isatty() else _MOST_COLUMNS
    return "".join(f"{part}\n" for line in lines for part in wrapped(clean(line), width, ""))
