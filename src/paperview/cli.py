"""The command line: arguments, messages and exit codes. The screen is imported only if wanted."""

from __future__ import annotations

import gc
import os
from collections.abc import Sequence
from contextlib import AbstractContextManager
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from paperview import commands, library, line_mode, system
from paperview.commands import run_settings
from paperview.commands.exit_codes import FOUND, INTERRUPTED, MISTAKE
from paperview.commands.opening import open_files, sent
from paperview.exports import ExportError
from paperview.settings.table import PLAIN
from paperview.sources.request import Request
from paperview.system import streams
from paperview.system.watchdog import Watchdog

if TYPE_CHECKING:
    from paperview.commands.pick import Picked, Wish
    from paperview.library.memory import Memory
    from paperview.settings import Given
    from paperview.sources.registry import Format
    from paperview.sources.source import Opened

_PICK = "pick"
"""The command that needs the screen."""
_SEARCH_CALL = "paperview search QUERY [FILE ...]"
_PLAIN_CALL = "paperview --plain [FILE ...]"


def run(arguments: Sequence[str]) -> int:
    """Run one call of the program and return its exit code."""
    try:
        streams.settle()
        code = _called(arguments)
        streams.flush()
    except streams.OutputError as error:
        streams.discard_output()
        if error.is_unwanted:
            return FOUND
        streams.tell(f"can't write the output ({error.reason}); check where it goes")
        return MISTAKE
    except ExportError as error:
        streams.tell(str(error))
        return MISTAKE
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:  # whatever it is, a person gets one line
        streams.tell(system.report(error))
        return system.CRASHED
    return code


def _called(arguments: Sequence[str]) -> int:
    command = commands.table.BY_NAME.get(arguments[0]) if arguments else None
    try:
        if command is None:
            return _read(arguments)
        if command.name == _PICK:
            return int(command.module.run(arguments[1:], partial(_ask, Watchdog())))
        gc.enable()  # see __main__
        return int(command.module.run(arguments[1:]))
    except SystemExit as leaving:  # argparse leaves so after --help, --version and mistakes
        return int(leaving.code or FOUND)


def _read(arguments: Sequence[str]) -> int:
    """Open the reader, or the line mode."""
    options, files = _options(arguments)
    chosen = run_settings.load(options.given or ())
    if chosen[PLAIN]:
        return _read_lines(Request(files, options.format_read), library.usual_memory(chosen))
    request = Request(files or sent(), options.format_read)
    watchdog = Watchdog()
    opened = open_files(request, is_named=bool(files))
    if not opened.sources:
        return MISTAKE
    if not _has_terminal("reader"):
        return MISTAKE
    from paperview.ui.app import run_reader  # noqa: PLC0415 - only the reader needs the screen

    watchdog.take_signals()
    return run_reader(request, opened, library.usual_memory(chosen), watchdog=watchdog)


def _read_lines(request: Request, memory: Memory) -> int:
    """Open the line mode. What is sent to it are commands, unless - is among the files."""
    watchdog = Watchdog()
    opened = open_files(request, is_named=True)
    if not opened.sources:
        return MISTAKE
    if request.reads_standard_input and not streams.take_terminal():
        streams.tell("the papers come through standard input; the commands need a terminal")
        return MISTAKE
    return line_mode.run(request, opened, memory, watchdog)


def _has_terminal(what: str) -> bool:
    """Take the terminal for the reader or the picker; say so where there is none."""
    if (name := os.environ.get("TERM")) in streams.DUMB:
        call = _PLAIN_CALL if what == "reader" else _SEARCH_CALL
        streams.tell(f"the terminal can't show the {what} (TERM={name}); use: {call}")
        return False
    if not streams.take_terminal():
        streams.tell(f"the {what} needs a terminal; in scripts use: {_SEARCH_CALL}")
        return False
    return True


def _ask(
    watchdog: Watchdog,
    request: Request,
    opened: Opened,
    memory: Memory,
    wish: Wish,
) -> AbstractContextManager[Picked] | None:
    """Let the user pick papers; None without a terminal."""
    if not _has_terminal("picker"):
        return None
    from paperview.ui import app, picking  # noqa: PLC0415 - as in `_read`

    watchdog.take_signals()
    return app.run_picker(request, opened, memory, picking.Picking(wish), watchdog=watchdog)


class _Options(NamedTuple):
    """The options of the reader."""

    format_read: Format | None = None
    given: Sequence[Given] | None = None
    """Settings."""


def _options(arguments: Sequence[str]) -> tuple[_Options, list[str]]:
    """Separate the reader's options from its files; exit where something else was meant."""
    options, files = _Options(), list(arguments)
    # The parser, which takes long to import, is left alone where there is nothing for it to do.
    if any(word.startswith("-") for word in arguments):
        parsed, files = commands.reader.parser().take(arguments)
        options = _Options(**{name: getattr(parsed, name) for name in _Options._fields})
    if files:
        meant = commands.suggestions.command_meant(arguments, files)
        meant = meant or commands.suggestions.search_meant(files)
        if meant:
            commands.reader.parser().complain(meant)
    return options, files
