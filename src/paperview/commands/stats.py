"""Printing how many papers there are of what: `paperview stats`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing

from paperview.commands.arguments import (
    FILES_OR_SEEDS,
    Example,
    Help,
    Parser,
    add_format_read,
    one_of,
)
from paperview.commands.collecting import collected
from paperview.commands.exit_codes import FOUND, MISTAKE
from paperview.commands.opening import open_files, sent
from paperview.commands.printing import print_line
from paperview.commands.setting import add_settings, settings_for
from paperview.library.collection import Collection
from paperview.library.statistics import Statistics, statistics
from paperview.sources.request import Request
from paperview.system import streams
from paperview.text.ascii import own
from paperview.text.columns import columns
from paperview.text.sanitize import clean, counted

_FORMATS = {"table": False, "json": True}
"""By name: whether it is JSON."""
_CATEGORIES = 12
"""Categories in the table, at most; JSON has all."""
_SIGN = "█"
"""The sign that bars are made of."""
_BAR = 30
"""Columns of the longest bar."""

_HELP = Help(
    ("paperview stats [FILE ...] [--format FORMAT] [--from FORMAT] [--set NAME=VALUE]",),
    "Count papers by year, category and source, and what they lack.",
    (
        Example("paperview stats", "the papers that come with the program"),
        Example("paperview stats refs.bib snapshot.json.gz", "several files, merged"),
        Example("paperview stats refs.bib --format json", "for a program"),
    ),
    ("Exit code: 0, or 2 on a mistake or if a file can't be read, or not to its end.",),
)


def parser() -> Parser:
    """Return the parser of `paperview stats`."""
    made = Parser("paperview stats", _HELP)
    made.add_argument("files", metavar="FILE", nargs="*", help=FILES_OR_SEEDS)
    made.add_argument(
        "--format",
        metavar="FORMAT",
        type=one_of(_FORMATS),
        default=False,
        help=f"{', '.join(_FORMATS)}; without it: table",
    )
    add_format_read(made)
    add_settings(made)
    return made


def run(arguments: Sequence[str]) -> int:
    """Print how many papers there are of what."""
    options, files = parser().take(arguments)
    settings_for(options)
    request = Request(files or sent(), options.format_read)
    opened = open_files(request, is_named=bool(files), waits=True)
    if not opened.sources:
        return MISTAKE
    with closing(collected(opened.sources)) as papers:
        with streams.told_if_long("the papers"):
            counts = statistics(papers.store)
        if options.format:
            streams.write(f"{json.dumps(_object(counts, papers), indent=2)}\n")
        else:
            for line in _lines(counts, papers):
                print_line(line)
        return MISTAKE if opened.errors or papers.is_cut else FOUND


def _object(counts: Statistics, papers: Collection) -> dict[str, object]:
    return {
        "papers": counts.papers,
        "years": counts.years,
        "categories": counts.categories,
        "sources": [
            {
                "name": clean(one.name),
                "format": one.format,
                "papers": one.papers,
                "duplicates": one.duplicates,
                "problems": one.problems,
            }
            for one in papers.results
        ],
        "missing": counts.missing,
        "problems": papers.problem_count,
    }


def _lines(counts: Statistics, papers: Collection) -> Iterator[str]:
    yield f"{counted(counts.papers, 'paper')}, {counted(papers.problem_count, 'problem')}"
    if counts.years:
        yield from _table("year", counts.years)
    if counts.categories:
        first = dict(list(counts.categories.items())[:_CATEGORIES])
        yield from _table("category", first)
        if more := len(counts.categories) - len(first):
            yield f"  and {more:,} more"
    if counts.missing:
        yield from _table("missing", counts.missing, counts.papers)
    yield ""
    yield "source"
    yield from (f"  {one}" for one in papers.results)


def _table(
    heading: str, counts: Mapping[str, int] | Mapping[int, int], whole: int = 0
) -> Iterator[str]:
    """Give a heading and a line for each count, with a bar that shows its share.

    Args:
        heading: what is counted by.
        counts: the counts by name.
        whole: what the longest bar stands for; the largest count if it is 0.
    """
    yield ""
    yield heading
    names = max(columns(str(name)) for name in counts)
    digits = max(len(f"{count:,}") for count in counts.values())
    room = max(1, min(_BAR, streams.columns() - names - digits - 6))
    largest = whole or max(counts.values())
    for name, count in counts.items():
        length = -(-count * room // largest)  # whatever is there has a bar
        gap = " " * (names - columns(str(name)))
        yield f"  {name}{gap}  {count:>{digits},}  {own(_SIGN) * length}".rstrip()
