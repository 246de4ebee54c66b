"""The parsers of the command line, their error messages, and `--help`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from textwrap import wrap
from typing import IO, Any, Final, NamedTuple, NoReturn, TypeVar

import paperview
from paperview.commands.exit_codes import MISTAKE
from paperview.commands.suggestions import FORMATS_ALSO, choice_meant, command_meant, option_meant
from paperview.exports import BY_FLAG, STYLES, TABLE, styled
from paperview.lazy import lazy_pattern
from paperview.sources.registry import BY_NAME
from paperview.system import streams
from paperview.text.sanitize import clean

_Row = TypeVar("_Row")

_MOST_COLUMNS, _LEAST_COLUMNS = 80, 30
"""Columns of help, at most and at least."""
_BRACKETED = lazy_pattern(r"\[[^]]*\]")
_NO_BREAK = "\xa0"
_DIGITS = 9
"""Digits of a number of papers, at most."""
_FILES = "files, folders, patterns, - for standard input"
OPTIONS: Final = {
    "paperview": (
        *("--from", "--watch", "--shelf", "--notes", "--mark-read", "--fresh"),
        *("--version", "--help"),
    ),
    "paperview search": (
        *("--format", "--shelf", "--style", "--output", "--append", "--replace"),
        *("--from", "--limit", "--nearly", "--help"),
    ),
    "paperview resolve": ("--format", "--from", "--help"),
    "paperview check": ("--from", "--help"),
    "paperview cache": ("--help",),
    "paperview shelf": ("--shelf", "--help"),
}
"""The options of each command."""


class _Example(NamedTuple):
    call: str
    what: str


class _Help(NamedTuple):
    """The text of `--help` around the options of a command."""

    usage: Sequence[str]
    description: str
    examples: Sequence[_Example]
    notes: Sequence[str]

    def synopsis(self, width: int) -> str:
        """Return the possible calls, wrapped to a width in columns, to follow `usage: `."""
        indent = " " * len("usage: ")
        lines: list[str] = []
        for call in self.usage:
            whole = _BRACKETED.sub(lambda match: match[0].replace(" ", _NO_BREAK), call)
            lines += _wrapped(whole, width - len(indent), further="    ")
        return f"\n{indent}".join(lines).replace(_NO_BREAK, " ")

    def epilog(self, width: int) -> str:
        """Return the text below the options, wrapped to a width in columns."""
        lines = ["examples:"] if self.examples else []
        room = max((len(one.call) for one in self.examples), default=0) + 4
        is_table = all(room + len(one.what) <= width for one in self.examples)
        for one in self.examples:
            if is_table:
                lines.append(f"  {one.call:<{room - 4}}  {one.what}")
            else:
                lines += [f"  {one.call}", *_wrapped(one.what, width, "      ")]
        for note in self.notes:
            lines += ["", *_wrapped(note, width)] if lines else _wrapped(note, width)
        return "\n".join(lines)


def _wrapped(text: str, width: int, indent: str = "", further: str | None = None) -> list[str]:
    further = indent if further is None else further
    return wrap(
        text, width, initial_indent=indent, subsequent_indent=further, break_on_hyphens=False
    )


_READER = _Help(
    (
        "paperview [FILE ...] [--from FORMAT] [--watch] [--shelf FILE] [--notes FOLDER]"
        " [--mark-read N] [--fresh]",
        "paperview search QUERY [FILE ...]",
        "paperview resolve REFS [FILE ...]",
        "paperview check FILE ...",
        "paperview cache [clear [FILE ...]]",
        "paperview shelf [path | export | import] [FILE ...]",
    ),
    "Read a collection of scientific papers in the terminal.",
    (
        _Example("paperview", "the papers that come with it"),
        _Example("paperview mine.bib theirs.txt", "files; also .zip, .gz, .bz2, .xz, .zst"),
        _Example("paperview ~/papers '~/bib/**/*.bib'", "a folder, and files that match a pattern"),
        _Example("zcat all.jsonl.gz | paperview", "papers from a pipe"),
        _Example("paperview --watch mine.bib", "reload the file when it changes"),
        _Example("paperview search 'fedrated lern'", "print the filter's results"),
        _Example("paperview resolve refs.txt mine.bib", "the papers that a text cites"),
        _Example("paperview check mine.txt", "list the problems"),
        _Example("paperview cache", "list the indexes of large files"),
        _Example("paperview shelf export all.json", "save stars, tags and notes as JSON"),
    ),
    ("Inside, type to filter, y copies the arXiv id, ? shows every key.",),
)
_SEARCH = _Help(
    (
        "paperview search QUERY [FILE ...] [--from FORMAT] [--limit N] [--nearly] "
        "[--format FORMAT] [--style STYLE] [--output FILE] [--append] [--replace] [--shelf FILE]",
    ),
    "Print the papers a query finds, best first.",
    (
        _Example("paperview search 'digital twin'", "search the papers that come with it"),
        _Example("paperview search year:2022 mine.txt --limit 5", "the best five"),
        _Example("zcat all.jsonl.gz | paperview search gnn", "search papers from a pipe"),
        _Example("paperview search '' mine.txt --format jsonl", "all papers, newest first"),
        _Example("paperview search gnn mine.bib --style apa", "citations"),
        _Example(
            "paperview search gnn --format bibtex --output refs.bib --append",
            "add to a bibliography",
        ),
        _Example("paperview search -- -survey mine.txt", "a query that begins with -"),
    ),
    (
        "Exit code: 0 with results, 1 with none, 2 on a mistake or if a file can't be read, or "
        "not to its end.",
    ),
)
_RESOLVE = _Help(
    ("paperview resolve REFS [FILE ...] [--from FORMAT] [--format FORMAT]",),
    "Print the papers that a text cites: a list of references, BibTeX, or a whole paper.",
    (
        _Example("paperview resolve refs.txt mine.bib", "the ids of those in mine.bib"),
        _Example("pdftotext x.pdf - | paperview resolve - mine.bib", "what a paper cites"),
        _Example("paperview resolve refs.txt mine.bib --format bibtex", "as BibTeX"),
        _Example("paperview resolve refs.txt mine.bib --format jsonl", "how sure each is, and why"),
    ),
    (
        "References that are missing, or only likely, are listed on standard error with their "
        "line. With a heading such as References, only what follows is read.",
        "Exit code: 0 if all are found, 1 if some are missing, 2 on a mistake or if a file can't "
        "be read, or not to its end.",
    ),
)
_CHECK = _Help(
    ("paperview check FILE ... [--from FORMAT]",),
    "List what can't be read in some files.",
    (),
    (
        "Each problem is printed as FILE:LINE: REASON, followed by a count.",
        "Exit code: 0 without problems, 1 with some, 2 on a mistake or if a file can't be read, "
        "or not to its end.",
    ),
)
_CACHE = _Help(
    ("paperview cache [clear [FILE ...]]",),
    "List or remove the cached indexes of large files.",
    (
        _Example("paperview cache", "each file's index: size, last use, state"),
        _Example("paperview cache clear", "remove all of them"),
        _Example("paperview cache clear mine.txt", "remove the index of one file"),
    ),
    (
        "PAPERVIEW_CACHE_LIMIT limits the cache's size, such as 500M or 40G; 0 turns it off.",
        "Exit code: 0, or 2 on a mistake.",
    ),
)
_SHELF = _Help(
    (
        "paperview shelf [path] [--shelf FILE]",
        "paperview shelf export [FILE] [--shelf FILE]",
        "paperview shelf import FILE ... [--shelf FILE]",
    ),
    "Stars, read marks, tags, notes and saved filters: how many, where, as JSON.",
    (
        _Example("paperview shelf", "count what is on the shelf"),
        _Example("paperview shelf path", "print where its file is"),
        _Example("paperview shelf export all.json", "write it to a new file; without one: print"),
        _Example("paperview shelf import all.json", "merge an export; newer changes count"),
    ),
    (
        "PAPERVIEW_SHELF names the file, too; --shelf comes first.",
        "Exit code: 0, or 2 on a mistake.",
    ),
)


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """Help that fits the terminal, and 80 columns."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=22, width=_width())


def _width() -> int:
    return max(min(streams.columns(), _MOST_COLUMNS), _LEAST_COLUMNS)


class Parser(argparse.ArgumentParser):
    """The parser of a command, whose mistakes take one line."""

    def __init__(self, prog: str, text: _Help) -> None:
        super().__init__(prog=prog, allow_abbrev=False, formatter_class=_Formatter)
        self._text = text

    def format_help(self) -> str:
        """Return what `--help` prints."""
        width = _width()
        self.usage = self._text.synopsis(width)
        self.description = "\n".join(_wrapped(self._text.description, width))
        self.epilog = self._text.epilog(width)
        return super().format_help()

    def take(self, arguments: Sequence[str]) -> tuple[argparse.Namespace, list[str]]:
        """Separate options from words, in any order; what follows -- is not an option.

        `parse_known_intermixed_args` takes care of the order, but knows nothing of --.
        """
        end = arguments.index("--") if "--" in arguments else len(arguments)
        options, unknown = self.parse_known_intermixed_args(arguments[:end])
        words = [options.word] if getattr(options, "word", None) is not None else []
        words += [*options.files, *arguments[end + 1 :]]
        if unknown:
            self._refuse(unknown[0], arguments, words)
        return options, words

    def _refuse(self, option: str, arguments: Sequence[str], words: Sequence[str]) -> NoReturn:
        if self.prog == "paperview" and (meant := command_meant(arguments, words)):
            self.complain(meant)
        meant = option_meant(option, self.prog, OPTIONS)
        if not meant and self.prog == "paperview search":
            meant = " (put a query that begins with - after --)"
        self.error(f"there is no option {option.partition('=')[0]}{meant}")

    def error(self, message: str) -> NoReturn:
        """Print what is wrong, and exit."""
        # argparse reads -has:doi as -h with a value.
        if self.prog == "paperview search" and "-h/--help: ignored explicit" in message:
            message = "put a query that begins with - after --"
        further = "" if message.endswith("?") else f"; see {self.prog} --help"
        self.exit(MISTAKE, f"{self.prog}: {clean(message)}{further}\n")

    def complain(self, message: str) -> NoReturn:
        """Print what is wrong and what was probably meant, and exit."""
        self.exit(MISTAKE, f"{self.prog}: {message}\n")

    def _print_message(self, message: str, file: IO[str] | Any = None) -> None:  # noqa: ANN401 - as argparse has it
        if message and file is sys.stdout:  # argparse passes over what can't be written
            streams.write(message)
        else:
            super()._print_message(message, file)


def reader() -> Parser:
    """Return the parser of the reader."""
    parser = Parser("paperview", _READER)
    parser.add_argument(
        "files", metavar="FILE", nargs="*", help=f"{_FILES}; none: the papers that come with it"
    )
    _add_format(parser)
    parser.add_argument("--watch", action="store_true", help="reload files when they change")
    _add_shelf(parser)
    parser.add_argument(
        "--notes", metavar="FOLDER", help="keep notes as Markdown files in a folder, too"
    )
    parser.add_argument(
        "--mark-read",
        metavar="N",
        type=_count,
        help="count a paper as read when it was open for N seconds",
    )
    parser.add_argument(
        "--fresh", action="store_true", help="don't come back to the last filter and paper"
    )
    parser.add_argument("--version", action="version", version=f"paperview {paperview.__version__}")
    return parser


def search() -> Parser:
    """Return the parser of `paperview search`."""
    parser = Parser("paperview search", _SEARCH)
    parser.add_argument("word", metavar="QUERY", nargs="?", help="as in the filter; '' finds all")
    parser.add_argument(
        "files", metavar="FILE", nargs="*", help=f"{_FILES}; none: the papers that come with it"
    )
    _add_format(parser)
    _add_shelf(parser)
    parser.add_argument("--limit", metavar="N", type=_count, help="print at most N papers")
    parser.add_argument(
        "--nearly",
        action="store_true",
        help="print papers that lack a word too, where few match; a terminal shows them anyway",
    )
    parser.add_argument(
        "--format",
        metavar="FORMAT",
        type=_one_of(BY_FLAG),
        default=TABLE,
        help=", ".join(
            f"{flag} ({export.about})" if export.about else flag for flag, export in BY_FLAG.items()
        ),
    )
    parser.add_argument(
        "--style",
        metavar="STYLE",
        dest="format",
        type=styled,
        help=f"citations in a style: {', '.join(STYLES)}, any other CSL style, or a .csl file; "
        "needs paperview[csl]",
    )
    parser.add_argument("--output", metavar="FILE", help="write to a file that is not there yet")
    parser.add_argument(
        "--append",
        action="store_const",
        dest="mode",
        const="append",
        help="add the papers that are not in FILE, a .bib",
    )
    parser.add_argument(
        "--replace", action="store_const", dest="mode", const="replace", help="write over FILE"
    )
    return parser


def resolve() -> Parser:
    """Return the parser of `paperview resolve`."""
    parser = Parser("paperview resolve", _RESOLVE)
    parser.add_argument(
        "word", metavar="REFS", nargs="?", help="a text with references; - for standard input"
    )
    parser.add_argument(
        "files", metavar="FILE", nargs="*", help=f"{_FILES}; none: the papers that come with it"
    )
    _add_format(parser)
    parser.add_argument(
        "--format",
        metavar="FORMAT",
        type=_one_of(BY_FLAG),
        default=BY_FLAG["ids"],
        help=f"{', '.join(BY_FLAG)}; without it: ids",
    )
    return parser


def check() -> Parser:
    """Return the parser of `paperview check`."""
    parser = Parser("paperview check", _CHECK)
    parser.add_argument("files", metavar="FILE", nargs="*", help=_FILES)
    _add_format(parser)
    return parser


def cache() -> Parser:
    """Return the parser of `paperview cache`."""
    parser = Parser("paperview cache", _CACHE)
    parser.add_argument("word", metavar="clear", nargs="?", help="remove; none: list")
    parser.add_argument("files", metavar="FILE", nargs="*", help="none: all")
    return parser


def shelf() -> Parser:
    """Return the parser of `paperview shelf`."""
    parser = Parser("paperview shelf", _SHELF)
    parser.add_argument(
        "word", metavar="path, export, import", nargs="?", help="none: print a summary"
    )
    parser.add_argument("files", metavar="FILE", nargs="*", help="- for standard input or output")
    _add_shelf(parser)
    return parser


def _add_shelf(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--shelf", metavar="FILE", help="where stars, tags and notes are, instead of the usual file"
    )


def _add_format(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--from",
        metavar="FORMAT",
        dest="format_read",
        type=_one_of(BY_NAME, FORMATS_ALSO),
        help=f"the format of the files, instead of detecting it: {', '.join(BY_NAME)}",
    )


def _one_of(
    table: Mapping[str, _Row], also: Mapping[str, str] | None = None
) -> Callable[[str], _Row]:
    """Return a function that reads the name of a row, or reports the valid names.

    Args:
        table: the rows by name.
        also: other names of some rows, for a suggestion.
    """

    def read(name: str) -> _Row:
        if name not in table:
            hint = choice_meant(name, table, also) or f": {', '.join(table)}"
            raise argparse.ArgumentTypeError(f"'{clean(name)}' is not a format{hint}")
        return table[name]

    return read


def _count(text: str) -> int:
    is_number = text.isascii() and text.isdigit() and len(text) <= _DIGITS
    count = int(text) if is_number else 0
    if count < 1:
        raise argparse.ArgumentTypeError(f"'{clean(text)}' is not a number of 1 or more")
    return count
