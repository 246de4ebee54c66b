"""The commands of the program, one row each.

To add a command, write a module with `parser()` and `run(arguments)`, which returns the exit code,
and add a row.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from types import ModuleType
from typing import NamedTuple


class Command(NamedTuple):
    """A command: the first word of a call, and the name of its module in this package."""

    name: str
    usage: str
    """What follows the name, in short."""
    also: Sequence[str] = ()
    """The names of such a command in other programs, for a suggestion."""

    @property
    def module(self) -> ModuleType:
        """The module, which is imported when it is needed."""
        return import_module(f"paperview.commands.{self.name}")


COMMANDS = (
    Command("search", "QUERY ... [FILE ...]", also=("find", "grep", "query", "filter")),
    Command("pick", "[FILE ...]", also=("choose", "select", "fzf")),
    Command("show", "ID [FILE ...]", also=("cat", "view", "read", "open")),
    Command("resolve", "REFS [FILE ...]", also=("cite", "references")),
    Command("stats", "[FILE ...]", also=("statistics", "count", "info")),
    Command("diff", "OLD NEW", also=("compare", "changes")),
    Command("check", "FILE ...", also=("lint", "validate", "verify")),
    Command("cache", "[clear [FILE ...]]"),
    Command("shelf", "[path | export | import] [FILE ...]"),
    Command("config", "[init | edit] [NAME ...]", also=("settings", "configure", "set")),
    Command("completion", "bash | zsh | fish"),
)
BY_NAME = {command.name: command for command in COMMANDS}


def modules() -> list[ModuleType]:
    """Return the modules with the parsers of all calls, that of the reader first."""
    return [import_module("paperview.commands.reader"), *(one.module for one in COMMANDS)]


def options() -> dict[str, list[str]]:
    """Return the long options of each command as it is called, those of the reader first."""
    parsers = [module.parser() for module in modules()]
    return {parser.prog: parser.options for parser in parsers}
