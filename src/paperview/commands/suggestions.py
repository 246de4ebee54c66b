"""Suggestions for mistakes on the command line."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Final

from paperview.commands import table
from paperview.lazy import lazy_pattern
from paperview.text.closest import closest, did_you_mean
from paperview.text.sanitize import clean

_ENTRIES: Final = 10_000
"""Names in a folder that are looked through."""
_SUFFIX = lazy_pattern(r"\.[a-z][a-z0-9]{0,9}", re.IGNORECASE)
"""The suffix of a file name, unlike `2.0` or `2019..2023`."""
_ID = lazy_pattern(r"(?:doi:)?10\.\d{4,}/|[a-z-]+(?:\.[A-Z]{2})?/\d{7}")
"""The beginning of a DOI, and of an old arXiv id."""

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
        call = _call(meant, *others)
        if meant == word:
            return f"a command comes first: {call}"
        return f"{clean(word)}: no such file or command; did you mean: {call}"
    return None


def search_meant(files: Sequence[str]) -> str | None:
    """Return the words for a search that was probably meant by what was taken for files."""
    words = _words(files)
    if not words or len(words) < len(files):
        return None
    call = _call("search", " ".join(words))
    return f"{clean(words[0])}: no such file or command; to search for it: {call}"


def pick_meant(files: Sequence[str]) -> str | None:
    """Return the words for a query that was probably meant by what `pick` takes for files."""
    words = _words(files)
    if not words:
        return None
    call = _call("pick", *(one for one in files if one not in words), "--query", " ".join(words))
    return f"{clean(words[0])}: no such file; for a query: {call}"


def query_meant(query: str, files: Sequence[str]) -> str | None:
    """Return the words for a search whose query and files were probably meant otherwise."""
    words = _words(files)
    others = [one for one in files if one not in words]
    is_file = os.path.lexists(query)
    if is_file and words and (_looks_like_file(query) or not others):
        return f"the query comes first: {_call('search', ' '.join(words), query, *others)}"
    if is_file and not words and _looks_like_file(query) and not os.path.isdir(query):  # noqa: PTH112 - of any text
        call = _call("search", "", query, *files)
        return f"a QUERY is missing before {clean(query)}; to list all papers: {call}"
    if words:
        call = _call("search", " ".join((query, *words)), *others)
        return f"{clean(words[0])}: no such file; several words need quotes: {call}"
    return None


def action_meant(action: str, files: Sequence[str]) -> str:
    """Return the words for what `paperview cache` was probably asked to do."""
    if action.casefold() in _LIST_ALSO:
        return f"{clean(action)}: no such action; did you mean: {_call('cache')}"
    meant = closest(action, ["clear"], _CLEAR_ALSO)
    if meant is not None:
        return f"{clean(action)}: no such action; did you mean: {_call('cache', meant, *files)}"
    if not _is_missing(action):
        call = _call("cache", "clear", action, *files)
        return f"{clean(action)}: no such action; to remove its index: {call}"
    return f"{clean(action)}: no such action; there is: paperview cache clear [FILE ...]"


def shelf_action_meant(action: str, files: Sequence[str]) -> str:
    """Return the words for what `paperview shelf` was probably asked to do."""
    if action.casefold() in _LIST_ALSO:
        return f"{clean(action)}: no such action; did you mean: {_call('shelf')}"
    meant = closest(action, _SHELF_ACTIONS, _SHELF_ALSO)
    if meant is not None:
        return f"{clean(action)}: no such action; did you mean: {_call('shelf', meant, *files)}"
    return f"{clean(action)}: no such action; there are: {', '.join(_SHELF_ACTIONS)}"


def file_meant(name: str) -> str:
    """Return the words that name the file that was probably meant; nothing if none was."""
    if not _is_missing(name):
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


def _call(*arguments: str) -> str:
    return clean(shlex.join(("paperview", *arguments)))


def _is_missing(name: str) -> bool:
    """Return whether a word names nothing: no file, no pattern and no standard input."""
    if name == "-" or not name or not frozenset("*?[").isdisjoint(name):
        return False
    try:
        return not (os.path.lexists(name) or os.path.lexists(os.path.expanduser(name)))  # noqa: PTH111 - of any text
    except ValueError:  # no name of a file
        return True


def _words(files: Sequence[str]) -> list[str]:
    """Return what was probably not meant as files."""
    return [one for one in files if _is_missing(one) and not _looks_like_file(one)]


def _looks_like_file(name: str) -> bool:
    """Return whether something that is no file was meant as the name of one."""
    if "://" in name or _ID.match(name):
        return False
    return os.sep in name or (
        ":" not in name and _SUFFIX.fullmatch(name[name.rfind(".") :]) is not None
    )
