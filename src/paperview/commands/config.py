"""Showing and beginning the settings: `paperview config`."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from pathlib import Path

from paperview import settings
from paperview.commands.arguments import Example, Help, Named, Parser
from paperview.commands.exit_codes import FOUND, NOTHING
from paperview.commands.printing import print_line
from paperview.commands.setting import add_settings, settings_for
from paperview.settings.reading import SettingError, named
from paperview.settings.table import BY_NAME, EDITOR
from paperview.system.editor import failure_to_edit
from paperview.text.closest import closest, did_you_mean
from paperview.text.sanitize import clean, reason_of

_ACTIONS = ("path", "init", "edit")

_HELP = Help(
    (
        "paperview config [NAME ...] [--set NAME=VALUE]",
        "paperview config path | init | edit",
    ),
    "The settings: their values and where each was set, and the file to set them in.",
    (
        Example("paperview config", "all settings"),
        Example("paperview config cache.limit", "one of them; config cache: a section"),
        Example("paperview config path", "print where the settings file is, or would be"),
        Example("paperview config init", "write one that has every setting as a comment"),
        Example("paperview config edit", "open it in the editor"),
        Example("paperview --set restore=false", "a setting for one run"),
        Example("PAPERVIEW_RESTORE=false paperview", "the same by a variable"),
    ),
    (
        "An option counts more than a variable, a variable more than the file, and the file "
        "more than what was chosen in the program and is remembered.",
        "Exit code: 0, 1 with problems in what is set, 2 on a mistake.",
    ),
)


def parser() -> Parser:
    """Return the parser of `paperview config`."""
    made = Parser("paperview config", _HELP)
    made.add_argument(
        "files",
        metavar="path, init, edit, NAME",
        nargs="*",
        type=Named(str, (*_ACTIONS, *BY_NAME)),
        help="none: show all settings",
    )
    add_settings(made)
    return made


def run(arguments: Sequence[str]) -> int:
    """Show the settings, or begin or edit their file."""
    command = parser()
    options, words = command.take(arguments)
    path = settings.settings_file()
    match words:
        case ["path"]:
            print_line(str(path))
        case ["init"]:
            _begin(command, path)
            print_line(f"wrote {path}")
        case ["edit"]:
            _edit(command, options, path)
        case [("path" | "init" | "edit") as action, *_]:
            command.error(f"{action} takes nothing else")
        case _:
            return _show(command, options, words)
    return FOUND


def _show(command: Parser, options: argparse.Namespace, names: Sequence[str]) -> int:
    """Print settings with their values and origins, and what is wrong."""
    wanted = [name for word in names for name in _names(command, word)]
    chosen = settings_for(options)
    rows = [row for row in settings.writing.overview(chosen) if row[0] in wanted or not names]
    widths = [max(len(row[column]) for row in rows) for column in (0, 1)]
    for name, value, origin in rows:
        print_line(f"{name:<{widths[0]}}  {value:<{min(widths[1], 40)}}  {origin}")
    return NOTHING if chosen.problems else FOUND


def _names(command: Parser, word: str) -> list[str]:
    """Return the settings that a word names; exit if it names none."""
    try:
        return [setting.name for setting in named(word)]
    except SettingError as error:
        message = str(error)
        is_meant = message.endswith("?")
        command.error(message if is_meant else message + did_you_mean(closest(word, _ACTIONS)))


def _begin(command: Parser, path: Path) -> None:
    """Write the first settings file, but never over another one."""
    try:
        settings.writing.write_first(path)
    except FileExistsError:
        command.complain(f"{clean(str(path))}: is there already; to open it: paperview config edit")
    except OSError as error:
        command.complain(f"{clean(str(path))}: can't be written ({reason_of(error)})")


def _edit(command: Parser, options: argparse.Namespace, path: Path) -> None:
    """Open the settings file in the editor, and tell what is wrong with it afterwards."""
    editor = settings.load(options.given or ())[EDITOR]
    if not os.path.lexists(path):
        _begin(command, path)
    if failure := failure_to_edit(path, editor):
        command.complain(failure)
    settings_for(options)
