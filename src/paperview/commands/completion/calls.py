"""What can stand where in a call of the program, read from its parsers."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from paperview.commands import table
from paperview.commands.arguments import Named, Parser, parsers

READER = "reader"
"""The name of the call without a command."""
_FILES = frozenset(("FILE", "REFS"))
_FOLDERS = frozenset(("FOLDER",))


class Values(NamedTuple):
    """What a word or the value of an option can be."""

    placeholder: str = ""
    """How the help calls it: `FILE`."""
    names: Sequence[str] = ()
    are_several: bool = False
    """Whether several names stand in one word, with commas between them."""
    are_files: bool = False
    are_folders: bool = False

    @property
    def are_whole(self) -> bool:
        """Whether a name is all of the word, and no `NAME=VALUE`, whose value may be missing."""
        return not any("=" in name for name in self.names)


class Option(NamedTuple):
    """An option."""

    flags: Sequence[str]
    help: str
    """One line."""
    values: Values | None
    """What follows it; None if nothing does."""
    is_repeated: bool


class Call(NamedTuple):
    """The reader or a command."""

    name: str
    summary: str
    """What it does, in one sentence."""
    options: Sequence[Option]
    first: Values
    """The first word."""
    further: Values
    """All later words."""

    @property
    def valued(self) -> list[tuple[str, Values]]:
        """The options that take a value, with what it can be, once for each way to write them."""
        return [(flag, one.values) for one in self.options if one.values for flag in one.flags]


def calls() -> list[Call]:
    """Return all calls: the reader first, and the commands in the order of their table."""
    names = [READER, *(command.name for command in table.COMMANDS)]
    return [_call(*one) for one in zip(names, parsers(), strict=True)]


def _call(name: str, parser: Parser) -> Call:
    shown = [one for one in parser.arguments if one.help != argparse.SUPPRESS]
    options = [_option(one) for one in shown if one.option_strings]
    words = list(map(_values, (one for one in shown if not one.option_strings)))
    first = words[0] if words else Values()
    return Call(name, parser.summary, options, first, words[-1] if _goes_on(shown) else Values())


def _goes_on(shown: Sequence[argparse.Action]) -> bool:
    """Return whether any number of words may follow."""
    return any(one.nargs == "*" and not one.option_strings for one in shown)


def _option(action: argparse.Action) -> Option:
    values = None if action.nargs == 0 else _values(action)
    about = action.help or ""
    if values is not None and values.names:  # which the help lists, and the shell offers
        about = about.partition(values.names[0])[0].rstrip(": ") or values.placeholder.lower()
    is_repeated = isinstance(action, argparse._AppendAction)
    return Option(action.option_strings, about, values, is_repeated)


def _values(action: argparse.Action) -> Values:
    placeholder = action.metavar if isinstance(action.metavar, str) else action.dest
    kind = action.type
    if isinstance(kind, Named) and kind.names:
        return Values(placeholder, list(kind.names), kind.are_several)
    return Values(
        placeholder,
        list(_literal(placeholder)),
        are_files=placeholder in _FILES,
        are_folders=placeholder in _FOLDERS,
    )


def _literal(placeholder: str) -> Iterator[str]:
    """Give the words that the help names as they are typed: `path, export, import`."""
    for word in placeholder.split(", "):
        if word.islower():
            yield word
