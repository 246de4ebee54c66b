"""Printing what has changed between two files of papers: `paperview diff`."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing

from paperview.commands.arguments import Example, Help, Parser, add_format_read, one_of
from paperview.commands.collecting import collected, note_on_problems
from paperview.commands.exit_codes import FOUND, MISTAKE, NOTHING
from paperview.commands.opening import open_files
from paperview.commands.printing import is_ascii_only
from paperview.commands.setting import add_settings, settings_for
from paperview.exports.lines import any_id, table_cells, titled
from paperview.library.comparison import Change, Comparison, Difference
from paperview.sources.request import STANDARD_INPUT, Request
from paperview.system import streams
from paperview.text.ascii import own
from paperview.text.columns import columns, cut
from paperview.text.sanitize import clean

_KINDS = {change.value: change for change in Change}

_HELP = Help(
    (
        "paperview diff OLD NEW [--only KIND ...] [--format FORMAT] [--from FORMAT] "
        "[--set NAME=VALUE]",
    ),
    "List what has changed between two files of papers: snapshots, or bibliographies.",
    (
        Example("paperview diff june.json july.json", "what is new, revised, published, gone"),
        Example("paperview diff old.bib new.bib --only published", "what has appeared since"),
        Example("paperview diff old.bib new.bib --format ids", "ids alone, for another program"),
        Example("paperview diff old.bib new.bib --format jsonl", "one JSON object a paper"),
    ),
    (
        f"Kinds of changes: {', '.join(_KINDS)}. A new version, title or abstract makes a paper "
        "revised, a first journal or DOI published; changed is all else. Papers are the same by "
        "arXiv id or DOI, or else by title and first author.",
        "Exit code: 0 if no change is listed, 1 with some, 2 on a mistake or if a file can't "
        "be read, or not to its end.",
    ),
)


def parser() -> Parser:
    """Return the parser of `paperview diff`."""
    made = Parser("paperview diff", _HELP)
    made.add_argument("files", metavar="FILE", nargs="*", help="OLD, then NEW")
    made.add_argument(
        "--only",
        metavar="KIND",
        action="append",
        type=one_of(_KINDS, what="a kind of change"),
        help=f"list only such changes: {', '.join(_KINDS)}; may be repeated",
    )
    made.add_argument(
        "--format",
        metavar="FORMAT",
        type=one_of(_FORMATS),
        default=_row,
        help=f"{', '.join(_FORMATS)}; without it: table",
    )
    add_format_read(made)
    add_settings(made)
    return made


def run(arguments: Sequence[str]) -> int:
    """Print what has changed between two files."""
    command = parser()
    options, files = command.take(arguments)
    if len(files) != 2:
        command.error("two files are compared: OLD and NEW")
    if files == ["-", "-"]:
        command.error("OLD and NEW can't both be standard input")
    settings_for(options)
    both = [
        open_files(
            Request([name], options.format_read), is_named=True, need_papers=False, waits=True
        )
        for name in files
    ]
    if not all(opened.sources for opened in both):
        return MISTAKE
    with ExitStack() as stack:
        old, new = (stack.enter_context(closing(collected(one.sources))) for one in both)
        with streams.told_if_long("the files"):
            comparison = Comparison(old.store, new.store)
            differences = [
                one
                for one in comparison.differences()
                if options.only is None or not set(options.only).isdisjoint(one.changes)
            ]
        for one in differences:
            streams.write(options.format(one))
        streams.flush()
        streams.tell(clean(_summary(comparison, files)))
        for papers, file in zip((old, new), files, strict=True):
            if note := note_on_problems(papers, file):
                streams.tell(clean(note))
        is_cut = old.is_cut or new.is_cut or any(opened.errors for opened in both)
    return MISTAKE if is_cut else NOTHING if differences else FOUND


def _row(difference: Difference) -> str:
    """Return a line of the table; on a terminal the title is cut, and what has changed is whole."""
    identity, _, title = table_cells(difference.paper)
    kinds = "+".join(change.value for change in difference.changes)
    left = f"{kinds:<10}  {identity:<16}  "
    what = f"  ({own(clean(', '.join(difference.what)))})" if difference.what else ""
    if sys.stdout.isatty():
        title = cut(title, streams.columns() - columns(left) - columns(what))
    return f"{left}{title}{what}\n"


def _id(difference: Difference) -> str:
    identity = any_id(difference.paper)
    return f"{clean(identity)}\n" if identity else ""


def _json(difference: Difference) -> str:
    return (
        json.dumps(
            {
                "id": any_id(difference.paper) or None,
                "title": clean(titled(difference.paper)) if difference.paper.title else None,
                "changes": [change.value for change in difference.changes],
                "what": list(difference.what),
            },
            ensure_ascii=is_ascii_only(),
        )
        + "\n"
    )


_FORMATS: dict[str, Callable[[Difference], str]] = {"table": _row, "ids": _id, "jsonl": _json}


def _summary(comparison: Comparison, names: Sequence[str]) -> str:
    counts = [
        f"{comparison.counts[change]:,} {change.value}"
        for change in Change
        if comparison.counts[change]
    ]
    old, new = (STANDARD_INPUT if name == "-" else name for name in names)
    same = f"{comparison.same:,} the same"
    return f"{old} → {new}: {', '.join([*counts, same])}"
