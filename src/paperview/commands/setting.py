"""Settings as options of a command."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

from paperview.commands import run_settings
from paperview.commands.arguments import Named, Parser
from paperview.settings import Setting, Settings
from paperview.settings.reading import SettingError, read_assignment, read_text
from paperview.settings.settings import Given
from paperview.settings.table import BY_NAME
from paperview.system import streams

SET = "--set"


def add_settings(parser: Parser, *own: Setting[Any]) -> None:
    """Add the option that takes any setting.

    Args:
        parser: the parser of a command.
        own: the settings that have an option of their own there.
    """
    for setting in own:
        if setting.flag_means:
            parser.add_argument(
                setting.flag,
                dest="given",
                action="append_const",
                const=read_text(setting, setting.flag_means, setting.flag),
                help=setting.flag_help or setting.help,
            )
        else:
            parser.add_argument(
                setting.flag,
                dest="given",
                action="append",
                type=Named(_reader(setting), setting.kind.names),
                metavar=setting.kind.metavar,
                help=setting.help,
            )
    parser.add_argument(
        SET,
        dest="given",
        action="append",
        type=Named(
            _or_mistake(lambda text: read_assignment(text, SET)),
            [f"{row.name}={value}" for row in BY_NAME.values() for value in row.kind.names or [""]],
        ),
        metavar="NAME=VALUE",
        help="any setting for this run; paperview config lists them",
    )


def _reader(setting: Setting[Any]) -> Callable[[str], Given]:
    return _or_mistake(lambda text: read_text(setting, text, setting.flag))


def _or_mistake(read: Callable[[str], Given]) -> Callable[[str], Given]:
    """Return a function that reads the value of an option as argparse wants it."""

    def read_or_complain(text: str) -> Given:
        try:
            return read(text)
        except SettingError as error:
            raise argparse.ArgumentTypeError(str(error)) from error

    return read_or_complain


def settings_for(options: argparse.Namespace) -> Settings:
    """Return the settings of a command, and tell what is wrong with them."""
    chosen = run_settings.load(options.given or ())
    for problem in chosen.problems:
        streams.tell(problem)
    return chosen
