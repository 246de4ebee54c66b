"""The arguments of the reader: `paperview` without a command."""

from __future__ import annotations

import paperview
from paperview.commands.arguments import (
    FILES_OR_SEEDS,
    Example,
    Help,
    Parser,
    add_format_read,
)
from paperview.commands.setting import add_settings
from paperview.commands.table import COMMANDS
from paperview.settings.table import ASCII, MARK_READ, NOTES, PLAIN, RESTORE, SHELF, THEME, WATCH

_HELP = Help(
    (
        "paperview [FILE ...] [--from FORMAT] [--watch] [--plain] [--shelf FILE]"
        " [--notes FOLDER] [--mark-read N] [--fresh] [--theme NAME] [--ascii] [--set NAME=VALUE]",
        *(f"paperview {command.name} {command.usage}" for command in COMMANDS),
    ),
    "Read a collection of scientific papers in the terminal.",
    (
        Example("paperview", "the papers that come with it"),
        Example("paperview mine.bib theirs.txt", "files; also .zip, .gz, .bz2, .xz, .zst"),
        Example("paperview ~/papers '~/bib/**/*.bib'", "a folder, and files that match a pattern"),
        Example("zcat all.jsonl.gz | paperview", "papers from a pipe"),
        Example("paperview --watch mine.bib", "reload the file when it changes"),
        Example("paperview --plain mine.bib", "type commands, read lines"),
        Example("paperview pick --format bibtex", "pick papers for a script or an editor"),
        Example("paperview search 'fedrated lern'", "print the filter's results"),
        Example("paperview resolve refs.txt mine.bib", "the papers that a text cites"),
        Example("paperview check mine.txt", "list the problems"),
        Example("paperview cache", "list the indexes of large files"),
        Example("paperview shelf export all.json", "save stars, tags and notes as JSON"),
    ),
    ("Inside, type to filter, y copies the arXiv id, ? shows every key.",),
)


def parser() -> Parser:
    """Return the parser of the reader."""
    made = Parser("paperview", _HELP)
    made.add_argument("files", metavar="FILE", nargs="*", help=FILES_OR_SEEDS)
    add_format_read(made)
    add_settings(made, WATCH, PLAIN, SHELF, NOTES, MARK_READ, RESTORE, THEME, ASCII)
    made.add_argument("--version", action="version", version=f"paperview {paperview.__version__}")
    return made
