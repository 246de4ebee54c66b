"""Printing and clearing the cache: `paperview cache`."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from pathlib import Path

from paperview.commands import suggestions
from paperview.commands.arguments import Example, Help, Parser
from paperview.commands.exit_codes import FOUND, MISTAKE
from paperview.commands.printing import print_line
from paperview.commands.setting import add_settings, settings_for
from paperview.library import cache
from paperview.library.cache import Entry
from paperview.settings.table import CACHE_LIMIT
from paperview.system import streams
from paperview.text.sanitize import clean, counted, reason_of, sized

_NS = 10**9

_HELP = Help(
    ("paperview cache [clear [FILE ...]] [--set NAME=VALUE]",),
    "List or remove the cached indexes of large files.",
    (
        Example("paperview cache", "each file's index: size, last use, state"),
        Example("paperview cache clear", "remove all of them"),
        Example("paperview cache clear mine.txt", "remove the index of one file"),
    ),
    (
        "The setting cache.limit limits the cache's size, such as 500M or 40G; 0 turns it off.",
        "Exit code: 0, or 2 on a mistake.",
    ),
)


def parser() -> Parser:
    """Return the parser of `paperview cache`."""
    made = Parser("paperview cache", _HELP)
    made.add_argument("word", metavar="clear", nargs="?", help="remove; none: list")
    made.add_argument("files", metavar="FILE", nargs="*", help="none: all")
    add_settings(made)
    return made


def run(arguments: Sequence[str]) -> int:
    """Print what the cache holds, or remove it."""
    command = parser()
    options, words = command.take(arguments)
    if words and words[0] != "clear":
        command.complain(suggestions.action_meant(words[0], words[1:]))
    settings_for(options)
    if not words:
        print_entries()
        return FOUND
    mistakes = clear_entries(list(map(Path, words[1:])))
    for mistake in mistakes:
        streams.tell(mistake)
    return MISTAKE if mistakes else FOUND


def print_entries() -> None:
    """Print the entries of the cache, the last used first, and where they are."""
    entries = cache.entries()
    for row in _table([_cells(entry) for entry in entries]):
        print_line(row)
    used = sum(entry.size for entry in entries)
    limit = cache.limit()
    allowed = f" of {sized(limit)} at most" if limit else f"; {CACHE_LIMIT.name} is 0: no cache"
    print_line(f"{counted(len(entries), 'file')}, {sized(used)}{allowed}")
    print_line(f"folder: {cache.root() or 'none, for want of a home folder'}")
    _mention_drafts("being made by a running program")


def clear_entries(files: Sequence[Path]) -> list[str]:
    """Remove the entries of some files, or all, and print what was freed.

    Returns:
        The mistakes: a line each.
    """
    try:
        freed, mistakes = _clear_files(files) if files else (cache.clear(), list[str]())
    except OSError as error:
        return [
            clean(f"{cache.root()}: can't be cleared ({reason_of(error)}); see who may write to it")
        ]
    if freed is not None:
        print_line(f"freed {sized(freed)}")
    if not files:
        _mention_drafts("left: a running program is making it")
    return mistakes


def _clear_files(files: Sequence[Path]) -> tuple[int | None, list[str]]:
    """Remove the entries of files; return what was freed, None if there were none, and mistakes."""
    known: dict[str, list[Entry]] = {}
    for entry in cache.entries():
        known.setdefault(entry.identity.path, []).append(entry)
    found = {str(file): known.get(os.path.realpath(file), []) for file in files}
    missing = [name for name, entries in found.items() if not entries]
    mistakes = [f"{clean(name)}: is not in the cache; see: paperview cache" for name in missing]
    chosen = {entry.folder: entry for entries in found.values() for entry in entries}
    return cache.clear(chosen.values()) if chosen else None, mistakes


def _mention_drafts(what: str) -> None:
    count = cache.drafts_in_use()
    if count:
        print_line(f"{count:,} {what}")


def _cells(entry: Entry) -> tuple[str, ...]:
    papers = entry.facts.get("papers")
    used = time.strftime("%Y-%m-%d %H:%M", time.localtime(entry.last_used_ns / _NS))
    return (
        sized(entry.size),
        used,
        counted(papers, "paper") if isinstance(papers, int) else "-",
        _state(entry),
        entry.identity.name,
    )


def _state(entry: Entry) -> str:
    try:
        now = entry.identity.now()
    except OSError:
        return "gone"
    return "current" if now == entry.identity else "changed"


def _table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Align cells: the first three, which are numbers, to the right; the last as it is."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = []
    for cells in rows:
        aligned = [cell.rjust(width) for cell, width in zip(cells[:3], widths, strict=False)]
        lines.append("  ".join([*aligned, cells[3].ljust(widths[3]), cells[4]]))
    return lines
