"""The parts of the documentation that are made from the program's own tables, in Markdown."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from paperview.commands import reader
from paperview.commands.table import COMMANDS
from paperview.exports import EXPORTS
from paperview.exports.fields import FIELDS as PAPER_FIELDS
from paperview.index.fields import FIELDS, FILTERS
from paperview.keys import table as keys
from paperview.line_mode.language import LETTERS, SEARCHING
from paperview.settings.table import KEYS, SETTINGS, Setting
from paperview.settings.writing import written
from paperview.ui.help import sections


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(
        f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in one)} |" for one in lines
    )


def _code(words: Iterable[str]) -> str:
    return " ".join(f"`` {word} ``" if "`" in word else f"`{word}`" for word in words)


def commands() -> str:
    """Return the commands and what they do."""
    rows = [(_code(["paperview [FILE ...]"]), reader.parser().summary)]
    rows += [
        (_code([f"paperview {one.name} {one.usage}".strip()]), one.module.parser().summary)
        for one in COMMANDS
    ]
    return _table(("call", ""), rows)


def calls() -> str:
    """Return what `--help` prints for each command, under a heading each."""
    parsers = [reader.parser(), *(one.module.parser() for one in COMMANDS)]
    return "\n\n".join(
        f"### {parser.prog}\n\n```text\n{parser.format_help().rstrip()}\n```" for parser in parsers
    )


def exports() -> str:
    """Return the forms in which papers are written."""
    rows = (
        (one.name, _code(filter(None, [one.flag])), _code(filter(None, [one.key])), one.extension)
        for one in EXPORTS
    )
    return _table(("form", "`--format`", "in the menu `Y`", "file"), rows)


def paper_fields() -> str:
    """Return the fields of a paper that `--fields` takes."""
    rows = (
        (_code([one.name]), one.about, "yes" if one.is_stored or one.name == "entry" else "")
        for one in PAPER_FIELDS
    )
    return _table(("field", "", "in `jsonl`"), rows)


def fields() -> str:
    """Return the fields that words are looked for in."""
    rows = (
        (
            _code([f"{one.name}:"]),
            _code(f"{alias}:" for alias in one.aliases),
            "yes" if one.is_anywhere else "no",
            "" if one.completed_from is None else "yes",
        )
        for one in FIELDS.values()
    )
    return _table(("field", "also", "searched without a field", "completed"), rows)


def filters() -> str:
    """Return the filters that are no search for words."""
    rows = (
        (_code([f"{one.name}:"]), _code(f"{alias}:" for alias in one.aliases), one.needs)
        for one in FILTERS.values()
    )
    return _table(("filter", "also", "needs"), rows)


def _keys(section: int, table: keys.KeyTable = keys.READER) -> str:
    rows = (
        (_code(names.replace("^", "ctrl+").split()), what)
        for names, what in sections(table)[section][1]
    )
    return _table(("key", ""), rows)


def settings() -> str:
    """Return the settings, but for those of keys."""
    head = ("setting", "", "takes", "default", "option")
    return _table(head, (_setting(one) for one in SETTINGS if one not in KEYS.values()))


def key_settings() -> str:
    """Return the settings of keys."""
    rows = ((_code([one.name]), one.help, _code(one.default)) for one in KEYS.values())
    return _table(("setting", "", "default"), rows)


def _setting(one: Setting[Any]) -> Sequence[str]:
    default = _code([written(one, one.default)]) if one.default not in (None, "") else ""
    flag = _code([one.flag]) if one.flag else ""
    return (_code([one.name]), one.help, one.kind.said, default, flag)


def line_mode() -> str:
    """Return the commands of the line mode."""
    rows = [*SEARCHING, *(row for letter in LETTERS for row in letter.rows)]
    calls = (re.split(r"  ", row.call) for row in rows)
    return _table(
        ("type", "to"),
        ((_code(words), row.help) for words, row in zip(calls, rows, strict=True)),
    )


PARTS: dict[str, Callable[[], str]] = {
    "calls": calls,
    "commands": commands,
    "exports": exports,
    "fields": fields,
    "filters": filters,
    "keys-filter": lambda: _keys(0),
    "key-settings": key_settings,
    "keys-panes": lambda: _keys(1),
    "keys-picker": lambda: _keys(0, keys.picker(several=True)),
    "line-mode": line_mode,
    "paper-fields": paper_fields,
    "settings": settings,
    "signs": lambda: _keys(2),
}
"""The parts by the names that pages call them by."""
