"""The parsers of the command line, their error messages, and `--help`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import IO, Any, NamedTuple, NoReturn

from paperview.commands import table
from paperview.commands.exit_codes import MISTAKE
from paperview.commands.suggestions import FORMATS_ALSO, choice_meant, command_meant, option_meant
from paperview.exports import STYLES, styled
from paperview.lazy import lazy_pattern
from paperview.sources.registry import BY_NAME
from paperview.system import streams
from paperview.text.ascii import own
from paperview.text.sanitize import clean

_MOST_COLUMNS, _LEAST_COLUMNS = 80, 30
"""Columns of help, at most and at least."""
_BRACKETED = lazy_pattern(r"\[[^]]*\]")
_NO_BREAK = "\xa0"
_DIGITS = 9
"""Digits of a number of papers, at most."""
_COLOR = ("auto", "always", "never")
"""When the output is coloured."""
FILES = "files, folders, patterns, - for standard input"
FILES_OR_SEEDS = f"{FILES}; none: the papers that come with it"


class Example(NamedTuple):
    """An example of a call, for `--help`."""

    call: str
    what: str


class Help(NamedTuple):
    """The text of `--help` around the options of a command."""

    usage: Sequence[str]
    description: str
    examples: Sequence[Example] = ()
    notes: Sequence[str] = ()

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


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """Help that fits the terminal, and 80 columns."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=22, width=_width())


def _width() -> int:
    return max(min(streams.columns(), _MOST_COLUMNS), _LEAST_COLUMNS)


class Parser(argparse.ArgumentParser):
    """The parser of a command, whose mistakes take one line.

    Args:
        prog: the command, as it is called.
        text: the text of its help.
        has_query: whether a word may be a query that begins with a dash.
        prefixes: the signs that options begin with.
    """

    def __init__(
        self, prog: str, text: Help, *, has_query: bool = False, prefixes: str = "-"
    ) -> None:
        super().__init__(
            prog=prog,
            allow_abbrev=False,
            formatter_class=_Formatter,
            prefix_chars=prefixes,
        )
        self._text = text
        self._has_query = has_query

    @property
    def options(self) -> list[str]:
        """The long options, in the order in which they were added."""
        return [one for one in self._option_string_actions if one.startswith("--")]

    @property
    def summary(self) -> str:
        """What the command does, in one sentence."""
        return self._text.description

    @property
    def text(self) -> Help:
        """The text of its help."""
        return self._text

    @property
    def arguments(self) -> Sequence[argparse.Action]:
        """All options and words, in the order in which they were added."""
        return self._actions

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

        Returns:
            The options, `behind` among them: the words that follow --; and all words.
        """
        end = arguments.index("--") if "--" in arguments else len(arguments)
        options, unknown = self.parse_known_intermixed_args(arguments[:end])
        words = [options.word] if getattr(options, "word", None) is not None else []
        options.behind = list(arguments[end + 1 :])
        words += [*options.files, *options.behind]
        if unknown:
            self._refuse(unknown[0], arguments, words)
        return options, words

    def _refuse(self, option: str, arguments: Sequence[str], words: Sequence[str]) -> NoReturn:
        if self.prog == "paperview" and (meant := command_meant(arguments, words)):
            self.complain(meant)
        meant = option_meant(option, self.prog)
        if not meant and self._has_query:
            meant = " (put a query that begins with - after --)"
        self.error(f"there is no option {option.partition('=')[0]}{meant}")

    def error(self, message: str) -> NoReturn:
        """Print what is wrong, and exit."""
        # argparse reads -has:doi as -h with a value.
        if self._has_query and "-h/--help: ignored explicit" in message:
            message = "put a query that begins with - after --"
        further = "" if message.endswith("?") else f"; see {self.prog} --help"
        self.exit(MISTAKE, f"{self.prog}: {clean(message)}{further}\n")

    def complain(self, message: str) -> NoReturn:
        """Print what is wrong and what was probably meant, and exit."""
        self.exit(MISTAKE, f"{self.prog}: {message}\n")

    def _print_message(self, message: str, file: IO[str] | Any = None) -> None:  # noqa: ANN401 - as argparse has it
        if message and file is sys.stdout:  # argparse passes over what can't be written
            streams.write(own(message))
        else:
            super()._print_message(own(message), file)


def parsers() -> list[Parser]:
    """Return the parser of the reader and those of the commands, in the order of their table."""
    return [module.parser() for module in table.modules()]


def add_style(parser: Parser) -> None:
    """Add the option that names a citation style in place of a format."""
    parser.add_argument(
        "--style",
        metavar="STYLE",
        dest="format",
        type=Named(styled, STYLES),
        help=f"citations in a style: {', '.join(STYLES)}, any other CSL style, or a .csl file; "
        "needs paperview[csl]",
    )


def add_format_read(parser: Parser) -> None:
    """Add the option that names the format of what is read."""
    parser.add_argument(
        "--from",
        metavar="FORMAT",
        dest="format_read",
        type=one_of(BY_NAME, FORMATS_ALSO),
        help=f"the format of the files, instead of detecting it: {', '.join(BY_NAME)}",
    )


def add_null(parser: Parser) -> None:
    """Add the option that separates what is printed by NUL."""
    parser.add_argument(
        "--null", "-0", action="store_true", help="end each paper with NUL, as xargs -0 wants it"
    )
    # Otherwise argparse takes every negative number for an option: `--limit -1`.
    parser._has_negative_number_optionals.clear()


def add_color(parser: Parser) -> None:
    """Add the option that says when the output is coloured."""
    parser.add_argument(
        "--color",
        metavar="WHEN",
        type=one_of({when: when for when in _COLOR}, what="one of the values"),
        default=_COLOR[0],
        help="colours: auto (on a terminal, unless NO_COLOR is set), always, never",
    )


@dataclass(frozen=True, slots=True, eq=False)  # argparse needs its hash
class Named:
    """A reader of values that have names, which completions offer."""

    read: Callable[[str], Any]
    """Reads a value, and raises `argparse.ArgumentTypeError` if it is none."""
    names: Collection[str]
    """The names; there may be other values."""
    are_several: bool = False
    """Whether a value has several of them, with commas between them."""

    def __call__(self, text: str) -> Any:  # noqa: ANN401 - rows of any table
        """Read a value, as argparse calls it."""
        return self.read(text)


def one_of(
    table: Mapping[str, object], also: Mapping[str, str] | None = None, what: str = "a format"
) -> Named:
    """Return a reader of the name of a row, which reports the valid names.

    Args:
        table: the rows by name.
        also: other names of some rows, for a suggestion.
        what: what a row is.
    """

    def read(name: str) -> object:
        if name not in table:
            hint = choice_meant(name, table, also) or f": {', '.join(table)}"
            raise argparse.ArgumentTypeError(f"'{clean(name)}' is not {what}{hint}")
        return table[name]

    return Named(read, tuple(table))


def several_of(table: Mapping[str, object], also: Mapping[str, str], what: str) -> Named:
    """Return a reader of the names of rows, with commas between them.

    Args:
        table: the rows by name.
        also: other names of some rows, for a suggestion.
        what: what a row is.
    """
    read = one_of(table, also, what)
    return Named(
        lambda names: [read(name.strip()) for name in names.split(",")],
        tuple(table),
        are_several=True,
    )


def positive(text: str) -> int:
    """Read a number of 1 or more.

    Raises:
        argparse.ArgumentTypeError: if it is none.
    """
    is_number = text.isascii() and text.isdigit() and len(text) <= _DIGITS
    count = int(text) if is_number else 0
    if count < 1:
        raise argparse.ArgumentTypeError(f"'{clean(text)}' is not a number of 1 or more")
    return count
