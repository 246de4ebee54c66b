"""Suggestions for mistakes on the command line."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Final

from paperview.commands import table
from paperview.commands.file_names import is_missing, looks_like_file
from paperview.text.closest import closest, did_you_mean
from paperview.text.sanitize import clean

_ENTRIES: Final = 10_000
"""Names in a folder that are looked through."""

_COMMANDS_ALSO: Final = {
    **{also: command.name for command in table.COMMANDS for also in command.also},
    "help": "--help",
    "version": "--version",
}
"""The names of our commands in other programs."""
_CLEAR_ALSO: Final = {"clean": "clear", "delete": "clear", "remove": "clear", "rm": "clear"}
_LIST_ALSO: Final = frozenset(("list", "ls", "show", "info", "status"))
"""The names of listing in other programs."""
_SHELF_ACTIONS: Final = ("path", "export", "import")
_SHELF_ALSO: Final = {"where": "path", "save": "export", "load": "import", "merge": "import"}
FORMATS_ALSO: Final = {
    "biblatex": "bibtex",
    "json-lines": "jsonl",
    "arxiv": "jsonl",
    "medline": "nbib",
    "pubmed": "nbib",
    "endnote": "ris",
    "text": "plain",
    "txt": "plain",
    "mbox": "listing",
}
EXPORTS_ALSO: Final = {
    "address": "abs",
    "json": "jsonl",
    "md": "markdown",
    "plain": "text",
    "txt": "text",
    "url": "abs",
}


def choice_meant(name: str, choices: Iterable[str], also: Mapping[str, str] | None = None) -> str:
    """Return the words that name the choice that was probably meant; nothing if none was."""
    return did_you_mean(closest(name, choices, also))


def option_meant(typed: str, command: str) -> str:
    """Return the words that name the option that was probably meant; nothing if none was.

    Args:
        typed: what was typed, its value included if that stands behind a `=`.
        command: the command that does not know it: `paperview search`.
    """
    name = typed.partition("=")[0]
    options = table.options()
    own = options[command]
    for other, theirs in options.items():
        if name in theirs and name not in own:
            return f"; {other} has it"
    stripped = name.lstrip("-")
    if (meant := closest(stripped, table.BY_NAME)) == stripped:
        return f"; did you mean: paperview {meant}"
    if len(stripped) == 1:
        meant = next((one for one in own if one.startswith(f"--{stripped.lower()}")), None)
    else:
        meant = closest(f"--{stripped}", own)
    return did_you_mean(meant)


def command_meant(arguments: Sequence[str], files: Sequence[str]) -> str | None:
    """Return the words for a call that was probably meant as one of a command.

    Args:
        arguments: all that was typed.
        files: what of it was taken for files.
    """
    for word in _words(files):
        meant = closest(word, table.BY_NAME, _COMMANDS_ALSO)
        if meant is None or (meant != word and word != files[0]):
            continue
        if meant.startswith("-"):
            return f"{clean(word)}: no such file; did you mean: paperview {meant}"
        others = list(arguments)
        others.remove(word)
        if meant == "search" and not any(one.startswith("-") for one in others):
            query = _words(others)  # which comes first
            others = [*query, *(one for one in others if one not in query)]
        call = call_line(meant, *others)
        if meant == word:
            return f"a command comes first: {call}"
        return f"{clean(word)}: no such file or command; did you mean: {call}"
    return None


def search_meant(files: Sequence[str]) -> str | None:
    """Return the words for a search that was probably meant by what was taken for files."""
    words = _words(files)
    if not words or len(words) < len(files):
        return None
    call = call_line("search", " ".join(words))
    return f"{clean(words[0])}: no such file or command; to search for it: {call}"


def pick_meant(files: Sequence[str]) -> str | None:
    """Return the words for a query that was probably meant by what `pick` takes for files."""
    words = _words(files)
    if not words:
        return None
    call = call_line(
        "pick", *(one for one in files if one not in words), "--query", " ".join(words)
    )
    return f"{clean(words[0])}: no such file; for a query: {call}"


def action_meant(action: str, files: Sequence[str]) -> str:
    """Return the words for what `paperview cache` was probably asked to do."""
    if action.casefold() in _LIST_ALSO:
        return f"{clean(action)}: no such action; did you mean: {call_line('cache')}"
    meant = closest(action, ["clear"], _CLEAR_ALSO)
    if meant is not None:
        return f"{clean(action)}: no such action; did you mean: {call_line('cache', meant, *files)}"
    if not is_missing(action):
        call = call_line("cache", "clear", action, *files)
        return f"{clean(action)}: no such action; to remove its index: {call}"
    return f"{clean(action)}: no such action; there is: paperview cache clear [FILE ...]"


def shelf_action_meant(action: str, files: Sequence[str]) -> str:
    """Return the words for what `paperview shelf` was probably asked to do."""
    if action.casefold() in _LIST_ALSO:
        return f"{clean(action)}: no such action; did you mean: {call_line('shelf')}"
    meant = closest(action, _SHELF_ACTIONS, _SHELF_ALSO)
    if meant is not None:
        return f"{clean(action)}: no such action; did you mean: {call_line('shelf', meant, *files)}"
    return f"{clean(action)}: no such action; there are: {', '.join(_SHELF_ACTIONS)}"


def with_file_meant(message: str, name: str) -> str:
    """Return what is said of a file that can't be read, and which one was probably meant.

    Args:
        message: what is said.
        name: the file, as it was typed.
    """
    meant = _file_meant(name)
    return message.removesuffix("; check the name") + meant if meant else message


def _file_meant(name: str) -> str:
    """Return the words that name the file that was probably meant; nothing if none was."""
    if not is_missing(name):
        return ""
    folder, base = os.path.split(os.path.expanduser(name))  # noqa: PTH111 - of any text
    found = closest(base, sorted(_names(folder or "."))) if base else None
    return did_you_mean(os.path.join(folder, found)) if found else ""  # noqa: PTH118 - as it was typed


def _names(folder: str) -> Iterator[str]:
    try:
        with os.scandir(folder) as entries:
            for entry in islice(entries, _ENTRIES):
                if not entry.name.startswith("."):
                    yield entry.name
    except (OSError, ValueError):
        return


def call_line(*arguments: str) -> str:
    """Return a call of the program as it can be pasted into a shell."""
    return clean(shlex.join(("paperview", *arguments)))


def _words(files: Sequence[str]) -> list[str]:
    """Return what was probably not meant as files."""
    return [one for one in files if is_missing(one) and not looks_like_file(one)]
