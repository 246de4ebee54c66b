"""Every setting, one row each.

The settings file, the variables, the options, `paperview config` and the documentation follow these
rows. A row is also the key to its value: `settings[THEME]`.
"""

from __future__ import annotations

from typing import Any, Generic, NamedTuple, TypeVar

from paperview.keys import table as keys_table
from paperview.settings.kinds import (
    Columns,
    Kind,
    choice,
    columns,
    keys,
    number,
    path,
    pattern,
    size,
    switch,
    text,
)

T = TypeVar("T")

PREFIX = "PAPERVIEW_"
"""The beginning of the variables' names."""


class Setting(NamedTuple, Generic[T]):
    """A setting."""

    name: str
    """Its name in the file; a dot stands behind the name of a section: `cache.limit`."""
    kind: Kind[T]
    default: T
    help: str
    """What it does, in one line."""
    flag: str = ""
    """The option that sets it, if it has one of its own; `--set` sets each."""
    flag_means: str = ""
    """The value that the option stands for; empty for an option that takes a value."""

    flag_help: str = ""
    """What the option does, where it says something else than `help`."""

    @property
    def variable(self) -> str:
        """The environment variable that sets it."""
        return PREFIX + self.name.replace(".", "_").upper()


_THEMES = (
    *("paperview", "paperview-light", "paperview-terminal", "ansi-dark", "ansi-light"),
    *("atom-one-dark", "atom-one-light", "catppuccin-frappe", "catppuccin-latte"),
    *("catppuccin-macchiato", "catppuccin-mocha", "dracula", "flexoki", "gruvbox", "monokai"),
    *("nord", "rose-pine", "rose-pine-dawn", "rose-pine-moon", "solarized-dark"),
    *("solarized-light", "textual-dark", "textual-light", "tokyo-night"),
)
AUTO = "auto"
"""The theme that suits the terminal."""

THEME = Setting(
    "theme",
    choice(AUTO, *_THEMES, said="auto or a theme that the palette offers"),
    AUTO,
    "the colours; auto: light or dark, as the terminal is",
    flag="--theme",
)
SHELF = Setting(
    "shelf",
    path("a file", "FILE"),
    None,
    "where stars, tags and notes are, instead of the usual file",
    flag="--shelf",
)
NOTES = Setting(
    "notes",
    path("a folder", "FOLDER"),
    None,
    "a folder in which notes are Markdown files, too",
    flag="--notes",
)
MARK_READ = Setting(
    "mark_read",
    number(0, 3600, "seconds"),
    0,
    "seconds after which an open paper counts as read; 0: never",
    flag="--mark-read",
)
RESTORE = Setting(
    "restore",
    switch(),
    True,
    "come back to the last filter and paper",
    flag="--fresh",
    flag_means="false",
    flag_help="don't come back to the last filter and paper",
)
WATCH = Setting(
    "watch",
    switch(),
    False,
    "reload files when they change",
    flag="--watch",
    flag_means="true",
)
PLAIN = Setting(
    "plain",
    switch(),
    False,
    "print lines and take commands, for screen readers, braille and slow links",
    flag="--plain",
    flag_means="true",
)
ASCII = Setting(
    "ascii",
    switch(),
    False,
    "the program's signs and lines in ASCII; so it is anyway where the locale is not UTF-8",
    flag="--ascii",
    flag_means="true",
)
EDITOR = Setting(
    "editor",
    text("a command"),
    "",
    "the command that edits notes and settings; empty: $VISUAL, $EDITOR or vi",
)
DATES = Setting(
    "dates",
    choice("iso", "day-first", "month-first"),
    "iso",
    "2022-06-17, 17 Jun 2022 or Jun 17, 2022",
)
LIST_COLUMNS: Setting[Columns] = Setting(
    "list.columns",
    columns("date", "authors", "id", "categories", "journal"),
    (("date", 0),),
    "columns left of the title, from left to right",
)
LIST_AUTHORS = Setting(
    "list.authors",
    number(1, 99),
    3,
    "authors that a row names; of more only the first",
)
LIST_ORDER = Setting(
    "list.order",
    choice("best", "newest", "oldest", "title", "author"),
    "best",
    "the order at the start",
)
PAGE_AUTHORS = Setting(
    "page.authors",
    number(1, 999),
    8,
    "authors in the detail, before a shows all",
)
PANES_SPLIT = Setting(
    "panes.split",
    choice("auto", "side-by-side", "stacked"),
    "auto",
    "how list and detail stand from 50 columns on; auto: side by side from 80",
)
PANES_WIDTH = Setting(
    "panes.width",
    number(10, 90, "percent"),
    47,
    "the part of the width that the list has, side by side",
)
PANES_HEIGHT = Setting(
    "panes.height",
    number(10, 90, "percent"),
    50,
    "the part of the height that the list has, stacked",
)
CITATION_KEY = Setting(
    "citation.key",
    pattern("author", "authors", "year", "yy", "title", "shorttitle", "id"),
    "{author}{year}{title}",
    "how citation keys are made; {Author} with a capital, {title:4} its first letters",
)
CITATION_KEEP = Setting(
    "citation.keep",
    switch(),
    True,
    "keep the citation keys that papers have in their files",
)
CACHE_LIMIT = Setting(
    "cache.limit",
    size(),
    20 * 10**9,
    "what the indexes of large files may take together; 0: no cache",
)

_KEYS = keys()
KEYS: dict[str, Setting[tuple[str, ...]]] = {
    row.id: Setting(
        f"keys.{row.id}", _KEYS, tuple(row.each), row.name or row.id.replace("_", " ").capitalize()
    )
    for row in (*keys_table.KEYS, *keys_table.PICKER_KEYS)
    if row.id
}
"""The settings of keys, by the names of the rows of the table of keys."""

SETTINGS: tuple[Setting[Any], ...] = (
    *(THEME, SHELF, NOTES, MARK_READ, RESTORE, WATCH, PLAIN, ASCII, EDITOR, DATES),
    *(LIST_COLUMNS, LIST_AUTHORS, LIST_ORDER),
    PAGE_AUTHORS,
    *(PANES_SPLIT, PANES_WIDTH, PANES_HEIGHT),
    *(CITATION_KEY, CITATION_KEEP),
    CACHE_LIMIT,
    *KEYS.values(),
)
BY_NAME = {setting.name: setting for setting in SETTINGS}
