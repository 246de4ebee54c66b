"""What the help says: every key, the signs in the list, and the filter's language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from paperview.index.fields import SCHEMA
from paperview.keys.table import Key, KeyTable
from paperview.ui.render.signs import NOTED, READ, STARRED, TAGGED


def _help(keys: Sequence[Key]) -> tuple[tuple[str, str], ...]:
    lines = ((key.help_keys or " ".join(key.bound_as_written), key.help) for key in keys)
    return tuple((said, line) for said, line in lines if said and line)


_LANGUAGE = (
    ("fedrated lern", "all words; typos are forgiven"),
    ('"digital twin"', "next to each other"),
    ("'net", "just this word"),
    ("-survey", "without this word; also !survey, NOT survey"),
    ("+survey", "with this word, even where few papers match"),
    ("gnn | graph", "either; also gnn OR graph"),
    ("(a b) | -(c | d)", "groups, in each other too; also AND"),
    ("^deep", "at the start of the title"),
    ("author:perino", " ".join(f"{entry.name}:" for entry in SCHEMA)),
    ("author:(ba | lecun)", "each of them in the field"),
    ('author:"LeCun, Y"', "one author, in any order, with initials"),
    ("journal:prl", "a journal, by its words or its initials"),
    ("year:2019..2023", "also year>=2019, after:2023-05, before:2024"),
    ("federated 2022", "a year alone: the word, or a paper of that year"),
    ("has:doi", "papers with a DOI; also has:abstract and so on"),
    ("is:starred", "also is:read, is:unread, is:noted, is:tagged"),
    ("tag:to-read", "also note:word, opened:2026-11"),
    ("2304.10190", "an id, a DOI or an arXiv address: that paper"),
    ("[1] Smith, J. …", "pasted references, in a window: the paper that each means"),
)
_SIGNS = (
    ("+", "marked"),
    (f"{STARRED} {READ}", "starred; read"),
    (f"{NOTED} {TAGGED}", "has a note; has tags"),
)
Help: TypeAlias = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
"""A heading, and lines of keys or queries with their meaning, for each section."""


def sections(table: KeyTable) -> Help:
    """Return the sections of the help."""
    keys = (
        ("Where you pick papers", _help(table.own)),
        ("While typing in the filter", _help(table.in_filter)),
        ("In the list and the detail", _help(table.in_panes)),
    )
    others = (("Signs in the list", _SIGNS), ("The filter", _LANGUAGE))
    return (*(section for section in keys if section[1]), *others)
