"""The command line: arguments, messages and exit codes. The screen is imported only if wanted."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from paperview import commands, library, shelf, system
from paperview.commands.exit_codes import FOUND, INTERRUPTED, MISTAKE, NOTHING
from paperview.sources.problem import SourceError
from paperview.sources.request import STANDARD_INPUT, Request
from paperview.sources.source import Opened
from paperview.system import streams
from paperview.system.watchdog import Watchdog

if TYPE_CHECKING:
    from paperview.sources.registry import Format

_PATIENCE = 10
"""Seconds that nobody watches and nothing comes through a pipe that was not named."""
_SEARCH_CALL = "paperview search QUERY [FILE ...]"
_DUMB = ("dumb", "unknown")
"""Values of `TERM` for terminals without control sequences."""


def run(arguments: Sequence[str]) -> int:
    """Run one call of the program and return its exit code."""
    streams.settle()
    try:
        code = _called(arguments)
        streams.flush()
    except streams.OutputError as error:
        streams.discard_output()
        if error.is_unwanted:
            return FOUND
        streams.tell(f"can't write the output ({error.reason}); check where it goes")
        return MISTAKE
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:  # whatever it is, a person gets one line
        streams.tell(system.report(error))
        return system.CRASHED
    return code


def _called(arguments: Sequence[str]) -> int:
    command = _COMMANDS.get(arguments[0]) if arguments else None
    if command:
        gc.enable()  # see __main__
    try:
        return command(arguments[1:]) if command else _read(arguments)
    except SystemExit as leaving:  # argparse leaves so after --help, --version and mistakes
        return int(leaving.code or FOUND)


def _read(arguments: Sequence[str]) -> int:
    """Open the reader."""
    options, files = _options(arguments)
    request = Request(files or _sent(), options.format_read)
    watchdog = Watchdog()
    opened = _open(request, is_named=bool(files))
    if not opened.sources:
        return MISTAKE
    if (name := os.environ.get("TERM")) in _DUMB:
        streams.tell(f"the terminal can't show the reader (TERM={name}); use: {_SEARCH_CALL}")
        return MISTAKE
    if not streams.take_terminal():
        streams.tell(f"the reader needs a terminal; in scripts use: {_SEARCH_CALL}")
        return MISTAKE
    from paperview.ui.app import run_reader  # noqa: PLC0415 - only the reader needs the screen

    watchdog.take_signals()
    memory = library.usual_memory(
        options.shelf, options.notes, is_fresh=options.fresh, read_after=options.mark_read
    )
    return run_reader(request, opened, memory, watch=options.watch, watchdog=watchdog)


class _Options(NamedTuple):
    """The options of the reader."""

    format_read: Format | None = None
    shelf: str | None = None
    notes: str | None = None
    mark_read: float | None = None
    watch: bool = False
    fresh: bool = False


def _options(arguments: Sequence[str]) -> tuple[_Options, list[str]]:
    """Separate the reader's options from its files; exit where something else was meant."""
    options, files = _Options(), list(arguments)
    # The parser, which takes long to import, is left alone where there is nothing for it to do.
    if any(word.startswith("-") for word in arguments):
        parsed, files = commands.arguments.reader().take(arguments)
        options = _Options(**{name: getattr(parsed, name) for name in _Options._fields})
    if files:
        meant = commands.suggestions.command_meant(arguments, files)
        meant = meant or commands.suggestions.search_meant(files)
        if meant:
            commands.arguments.reader().complain(meant)
    return options, files


def _search(arguments: Sequence[str]) -> int:
    """Print the results of a query."""
    parser = commands.arguments.search()
    options, words = parser.take(arguments)
    if not words:
        parser.error("a QUERY is missing; '' finds all papers")
    if options.mode and not options.output:
        parser.error(f"--{options.mode} needs --output FILE")
    query, files = words[0], words[1:]
    if meant := commands.suggestions.query_meant(query, files):
        parser.complain(meant)
    request = Request(files or _sent(), options.format_read)
    opened = _open(request, is_named=bool(files), waits=True)
    if not opened.sources:
        return MISTAKE
    target = (options.output, options.mode) if options.output else None
    try:
        sought = commands.Sought(
            query, options.limit, options.nearly, shelf.shelf_file(options.shelf)
        )
        found = commands.print_results(opened.sources, sought, options.format, target)
    except commands.NotWrittenError as error:
        parser.complain(str(error))
    return MISTAKE if opened.errors or found.is_cut else FOUND if found.count else NOTHING


def _resolve(arguments: Sequence[str]) -> int:
    """Print the papers that a text cites."""
    parser = commands.arguments.resolve()
    options, words = parser.take(arguments)
    if not words:
        parser.error("REFS is missing: a text with references, or - for standard input")
    name, files = words[0], words[1:]
    if name == "-" and "-" in files:
        parser.error("REFS and FILE can't both be standard input")
    try:
        cited = commands.read_references(name)
    except SourceError as error:
        hint = commands.suggestions.file_meant(name)
        streams.tell(f"{str(error).removesuffix('; check the name')}{hint}")
        return MISTAKE
    request = Request(files, options.format_read)
    opened = _open(request, is_named=True, waits=True)
    if not opened.sources:
        return MISTAKE
    found = commands.print_resolved(opened.sources, cited, name, options.format)
    return MISTAKE if opened.errors or found.is_cut else NOTHING if found.missing else FOUND


def _check(arguments: Sequence[str]) -> int:
    """Print every problem."""
    parser = commands.arguments.check()
    options, files = parser.take(arguments)
    names = files or _sent()
    if not names:
        parser.error("a FILE is missing")
    request = Request(names, options.format_read)
    opened = _open(request, is_named=bool(files), need_papers=False, waits=True)
    if not opened.sources:
        return MISTAKE
    found = commands.print_problems(opened)
    return MISTAKE if opened.errors or found.is_cut else NOTHING if found.problems else FOUND


def _cache(arguments: Sequence[str]) -> int:
    """Print what the cache holds, or remove it."""
    parser = commands.arguments.cache()
    _, words = parser.take(arguments)
    if words and words[0] != "clear":
        parser.complain(commands.suggestions.action_meant(words[0], words[1:]))
    mistakes = (
        commands.clear_entries(list(map(Path, words[1:]))) if words else commands.print_entries()
    )
    for mistake in mistakes:
        streams.tell(mistake)
    return MISTAKE if mistakes else FOUND


def _shelf(arguments: Sequence[str]) -> int:
    """Print how much is on the shelf, or export or import it."""
    parser = commands.arguments.shelf()
    options, words = parser.take(arguments)
    path = shelf.shelf_file(options.shelf)
    match words:
        case []:
            mistakes = commands.print_summary(path)
        case ["path"]:
            mistakes = commands.print_path(path)
        case ["export"]:
            mistakes = commands.export_shelf(path, "-")
        case ["export", file]:
            mistakes = commands.export_shelf(path, file)
        case ["import", _, *_]:
            mistakes = commands.import_files(path, words[1:])
        case ["import"]:
            parser.error("a FILE is missing")
        case ["path" | "export" as action, *files]:
            parser.error(f"{action} takes no {'second ' if action == 'export' else ''}FILE")
        case [action, *files]:
            parser.complain(commands.suggestions.shelf_action_meant(action, files))
    for mistake in mistakes:
        streams.tell(mistake)
    return MISTAKE if mistakes else FOUND


_COMMANDS: dict[str, Callable[[Sequence[str]], int]] = {
    "search": _search,
    "resolve": _resolve,
    "check": _check,
    "cache": _cache,
    "shelf": _shelf,
}


def _sent() -> list[str]:
    """Return what is meant where no file is named: standard input, if something is sent there."""
    return ["-"] if streams.is_sent() else []


def _open(
    request: Request, *, is_named: bool, need_papers: bool = True, waits: bool = False
) -> Opened:
    """Open what was named or sent, and report what is wrong."""
    is_sent = not is_named and request.reads_standard_input
    # A user at the terminal sees a message and can stop the wait. Elsewhere it might never end.
    if is_sent and not sys.stderr.isatty() and not streams.has_come(_PATIENCE):
        streams.tell(
            f"{STANDARD_INPUT}: nothing has come in {_PATIENCE} seconds; "
            "name a FILE, or - to wait for it"
        )
        return Opened([], [])
    wanted = STANDARD_INPUT if request.reads_standard_input else "the files"
    with nullcontext() if request.is_seeds else streams.told_if_long(wanted):
        opened = request.open(need_papers=need_papers, waits=waits)
    for error in opened.errors:
        message = str(error)
        if hint := commands.suggestions.file_meant(error.problem.source):
            message = message.removesuffix("; check the name") + hint
        streams.tell(f"{message} (it is read because no FILE is named)" if is_sent else message)
    if request.is_seeds and not opened.sources:
        streams.tell("the papers that come with the program are not installed; name a FILE")
    return opened
