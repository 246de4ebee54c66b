"""Printing, exporting and importing the shelf: `paperview shelf`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from paperview.commands import suggestions
from paperview.commands.arguments import Example, Help, Parser
from paperview.commands.exit_codes import FOUND, MISTAKE
from paperview.commands.file_names import as_told
from paperview.commands.printing import print_line
from paperview.commands.setting import add_settings, settings_for
from paperview.library.whole_file import beside
from paperview.settings.table import SHELF
from paperview.shelf import Shelf, shelf_file
from paperview.shelf.exchange import NoExportError, dumps, loads
from paperview.sources.opening import explained
from paperview.sources.problem import Problem, SourceError
from paperview.sources.request import STANDARD_INPUT
from paperview.system import streams
from paperview.text.sanitize import counted, reason_of, sized

_HELP = Help(
    (
        "paperview shelf [path] [--shelf FILE] [--set NAME=VALUE]",
        "paperview shelf export [FILE] [--shelf FILE]",
        "paperview shelf import FILE ... [--shelf FILE]",
    ),
    "Stars, read marks, tags, notes and saved filters: how many, where, as JSON.",
    (
        Example("paperview shelf", "count what is on the shelf"),
        Example("paperview shelf path", "print where its file is"),
        Example("paperview shelf export all.json", "write it to a new file; without one: print"),
        Example("paperview shelf import all.json", "merge an export; newer changes count"),
    ),
    ("Exit code: 0, or 2 on a mistake.",),
)


def parser() -> Parser:
    """Return the parser of `paperview shelf`."""
    made = Parser("paperview shelf", _HELP)
    made.add_argument(
        "word", metavar="path, export, import", nargs="?", help="none: print a summary"
    )
    made.add_argument("files", metavar="FILE", nargs="*", help="- for standard input or output")
    add_settings(made, SHELF)
    return made


def run(arguments: Sequence[str]) -> int:
    """Print how much is on the shelf, or export or import it."""
    command = parser()
    options, words = command.take(arguments)
    path = shelf_file(settings_for(options)[SHELF])
    match words:
        case []:
            mistakes = print_summary(path)
        case ["path"]:
            print_line(str(path))
            return FOUND
        case ["export"]:
            mistakes = export_shelf(path, "-")
        case ["export", file]:
            mistakes = export_shelf(path, file)
        case ["import", _, *_]:
            mistakes = import_files(path, words[1:])
        case ["import"]:
            command.error("a FILE is missing")
        case ["path" | "export" as action, *files]:
            command.error(f"{action} takes no {'second ' if action == 'export' else ''}FILE")
        case [action, *files]:
            command.complain(suggestions.shelf_action_meant(action, files))
    for mistake in mistakes:
        streams.tell(mistake)
    return MISTAKE if mistakes else FOUND


def print_summary(path: Path) -> list[str]:
    """Print how much is on the shelf, and where it is.

    Returns:
        The mistakes: a line each.
    """
    shelf = Shelf(path)
    if not shelf.is_whole:
        return _closed(shelf)
    states = [shelf.entries.state(entries) for entries in shelf.entries.papers()]
    rows = (
        ("starred", sum(state.is_starred for state in states)),
        ("read", sum(state.is_read for state in states)),
        ("with tags", sum(bool(state.tags) for state in states)),
        ("with a note", sum(bool(state.note) for state in states)),
    )
    for what, count in rows:
        print_line(f"{counted(count, 'paper')} {what}")
    tags, filters = len(shelf.tags()), len(shelf.filters())
    print_line(f"{counted(tags, 'tag')}, {counted(filters, 'saved filter')}")
    with suppress(OSError):
        print_line(f"file: {path}, {sized(path.stat().st_size)}")
    return _closed(shelf)


def export_shelf(path: Path, target: str) -> list[str]:
    """Write the shelf as JSON to a new file, or print it if that is `-`.

    Returns:
        The mistakes: a line each.
    """
    shelf = Shelf(path)
    mistakes = [] if shelf.is_whole else [str(shelf.problem)]
    if not mistakes:
        text = dumps(shelf.entries)
        if target == "-":
            streams.write(text)
        else:
            try:
                with beside(Path(target), replaces=False, is_private=True) as file:
                    file.write(text.encode())
            except FileExistsError:
                mistakes = [f"{as_told(target)}: there is such a file; name a new one"]
            except OSError as error:
                mistakes = [f"{as_told(target)}: can't be written ({reason_of(error)})"]
    shelf.close()
    return mistakes


def import_files(path: Path, files: Sequence[str]) -> list[str]:
    """Merge exports into the shelf; of each value, the newer change counts.

    Returns:
        The mistakes: a line each.
    """
    shelf = Shelf(path)
    mistakes = []
    for file in files:
        name = STANDARD_INPUT if file == "-" else as_told(file)
        try:
            with explained(name):
                data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
            imported = loads(data)
        except SourceError as error:
            mistakes.append(suggestions.with_file_meant(str(error), file))
        except NoExportError as error:
            mistakes.append(str(Problem(name, error.line, str(error))))
        else:
            done = shelf.take_in(imported)
            mistakes += [f"{name}: {problem}" for problem in imported.problems]
            print_line(f"{name}: {counted(len(imported.papers), 'paper')}, {done.papers:,} changed")
    return [*mistakes, *_closed(shelf)]


def _closed(shelf: Shelf) -> list[str]:
    shelf.close()
    return [shelf.problem] if shelf.problem else []
