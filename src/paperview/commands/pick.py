"""Picking papers in the reader, for another program: `paperview pick`.

The screen is not imported here: `cli.py` hands it over.
"""

from __future__ import annotations

from argparse import ArgumentTypeError, Namespace
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, closing
from typing import NamedTuple, TypeAlias

from paperview import library, shelf
from paperview.commands import suggestions
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
from paperview.exports import BY_FLAG
from paperview.index.query.parser import parse
from paperview.library.memory import Memory
from paperview.model.paper import Paper
from paperview.settings import Settings
from paperview.settings.table import ASCII, MARK_READ, NOTES, SHELF
from paperview.sources.request import Request
from paperview.sources.source import Opened, Source
from paperview.system import streams
from paperview.text.sanitize import clean, in_one_line

_LEAST_LINES = 8
"""Fewest lines in which papers can be listed."""
_WHOLE = 100

_HELP = Help(
    (
        "paperview pick [FILE ...] [-q QUERY] [-m] [+m] [-1] [-0] [--format FORMAT]"
        " [--style STYLE] [--print0] [--null] [--query QUERY] [--multi] [--no-multi] [--select-1]"
        " [--exit-0] [--height N] [--from FORMAT] [--shelf FILE] [--notes FOLDER] [--mark-read N]"
        " [--ascii]"
        " [--set NAME=VALUE]",
    ),
    "Pick papers in the reader and print them: their ids, BibTeX or another form.",
    (
        Example("paperview pick mine.bib", "enter prints the id of the paper"),
        Example("id=$(paperview pick mine.bib)", "the same in a script"),
        Example("zcat all.jsonl.gz | paperview pick", "from papers that are sent"),
        Example("paperview pick --format bibtex >>refs.bib", "what \\cite needs"),
        Example("paperview pick -1 -0 -q 'vaswani attention' mine.bib", "ask only in doubt"),
        Example("paperview pick --print0 | xargs -0 -n1 echo", "for names with blanks"),
    ),
    (
        "Tab marks, enter prints the marked papers or the one under the cursor, esc ends without "
        "any. The screen is drawn on the terminal, wherever input and output are.",
        "Exit code: 0 with papers, 1 if there is nothing to pick or to print, 2 on a mistake or "
        "without a terminal, 130 if it is ended by esc or ctrl+c.",
    ),
)


def parser() -> Parser:
    """Return the parser of `paperview pick`."""
    made = Parser("paperview pick", _HELP, prefixes="-+")
    made.add_argument("files", metavar="FILE", nargs="*", help=FILES_OR_SEEDS)
    made.add_argument(
        "-q", "--query", metavar="QUERY", default="", help="what stands in the filter at first"
    )
    made.add_argument(
        "-m",
        "--multi",
        dest="several",
        action="store_true",
        default=True,
        help="several papers can be marked, as without it",
    )
    made.add_argument(
        "+m", "--no-multi", dest="several", action="store_false", help="pick only one paper"
    )
    made.add_argument(
        "-1",
        "--select-1",
        action="store_true",
        help="if the query finds just one paper, pick it without asking",
    )
    made.add_argument(
        "-0", "--exit-0", action="store_true", help="if the query finds nothing, end with 1"
    )
    made.add_argument(
        "--height",
        metavar="N",
        type=_height,
        help="draw on N lines below the cursor, or N %% of the terminal, instead of all",
    )
    made.add_argument(
        "--format",
        metavar="FORMAT",
        type=one_of(BY_FLAG),
        default=BY_FLAG["ids"],
        help=f"{', '.join(BY_FLAG)}; without it: ids",
    )
    add_style(made)
    made.add_argument(
        "--print0", "--null", action="store_true", help="end each paper with a null character"
    )
    add_format_read(made)
    add_settings(made, SHELF, NOTES, MARK_READ, ASCII)
    return made


class Height(NamedTuple):
    """The height of a screen that is a part of the terminal."""

    number: int
    is_percent: bool = False

    def lines(self, rows: int) -> int:
        """Return the number of lines in a terminal of some rows."""
        wanted = rows * self.number // 100 if self.is_percent else self.number
        return min(max(wanted, _LEAST_LINES), rows)


def _height(text: str) -> Height | None:
    """Read a height; None for the whole terminal."""
    number = text.removesuffix("%")
    if not (number.isascii() and number.isdigit() and int(number[:9]) > 0):
        raise ArgumentTypeError(f"'{clean(text)}' is not a height such as 15 or 40%")
    height = Height(int(number[:9]), text.endswith("%"))
    return None if height.is_percent and height.number >= _WHOLE else height


class Wish(NamedTuple):
    """What to pick, and how."""

    query: str = ""
    """What stands in the filter bar at first."""
    several: bool = True
    """Whether papers can be marked, to pick several."""
    printed: str = "ids"
    """The form in which they are printed, for the title line."""
    height: Height | None = None
    """The height of the screen; None for the whole terminal."""


class Picked(NamedTuple):
    """The outcome."""

    code: int
    """The exit code, unless there are papers."""
    papers: Sequence[Paper] = ()


Ask: TypeAlias = Callable[[Request, Opened, Memory, Wish], AbstractContextManager[Picked] | None]
"""Lets the user pick papers, which can be read until it is left; None without a terminal."""


def run(arguments: Sequence[str], ask: Ask) -> int:
    """Let the user pick papers, and print them."""
    command = parser()
    options, files = command.take(arguments)
    if meant := suggestions.pick_meant(files):
        command.complain(meant)
    list(options.format.each([]))  # a style that can't be used is told before papers are picked
    chosen = settings_for(options)
    request = Request(files or sent(), options.format_read)
    may_end_at_once = options.select_1 or options.exit_0
    opened = open_files(request, is_named=bool(files), waits=may_end_at_once)
    if not opened.sources:
        return MISTAKE
    if may_end_at_once:
        found = _found(opened.sources, options, chosen)
        if found is not None:
            return _print(found, options)
        opened = request.open()
    memory = library.usual_memory(chosen)
    wish = Wish(in_one_line(options.query), options.several, options.format.name, options.height)
    asked = ask(request, opened, memory, wish)
    if asked is None:
        return MISTAKE
    with asked as picked:
        return _print(picked, options)


def _found(sources: Sequence[Source], options: Namespace, chosen: Settings) -> Picked | None:
    """Return what the query finds, if there is nothing to choose; None to ask."""
    file = shelf.shelf_file(chosen[SHELF])
    with closing(collected(sources, file)) as papers, streams.told_if_long("the papers"):
        results = papers.search(parse(in_one_line(options.query)))
        if options.select_1 and len(results) == 1:
            return Picked(FOUND, [papers.store[number] for number in results.numbers])
        return Picked(NOTHING) if options.exit_0 and not len(results.shown) else None


def _print(picked: Picked, options: Namespace) -> int:
    """Print papers that were picked; tell how many have nothing to print."""
    if not picked.papers:
        return picked.code
    export = options.format
    printed = print_papers(export.ended_by_null if options.print0 else export, picked.papers)
    if note := left_out_note(len(picked.papers) - printed, export):
        streams.tell(note)
    return FOUND if printed else NOTHING
