"""Printing the papers that a text cites: `paperview resolve`."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from paperview import references
from paperview.commands import suggestions
from paperview.commands.arguments import (
    FILES_OR_SEEDS,
    Example,
    Help,
    Parser,
    add_color,
    add_format_read,
    add_null,
    one_of,
)
from paperview.commands.collecting import collected
from paperview.commands.exit_codes import FOUND, MISTAKE, NOTHING
from paperview.commands.file_names import as_told
from paperview.commands.opening import open_files
from paperview.commands.printing import is_ascii_only, left_out_note, print_papers
from paperview.commands.rows import Table, is_coloured, painted
from paperview.commands.setting import add_settings, settings_for
from paperview.commands.suggestions import EXPORTS_ALSO
from paperview.exports import BY_FLAG, Export
from paperview.exports.lines import any_id, title
from paperview.library.marks import Chosen
from paperview.library.store.store import Store
from paperview.sources import decoding
from paperview.sources.decompression import MEMORY_LIMIT, open_unpacked
from paperview.sources.opening import explained
from paperview.sources.problem import SourceError
from paperview.sources.request import STANDARD_INPUT, Request
from paperview.sources.source import Source
from paperview.system import streams
from paperview.text.sanitize import clean, counted

if TYPE_CHECKING:
    from paperview.references import Found, Reference

_SHOWN = 70
"""Characters of a missing reference that are shown."""
_PDF = b"%PDF"

_HELP = Help(
    (
        "paperview resolve REFS [FILE ...] [--from FORMAT] [--format FORMAT] [--null] "
        "[--color WHEN] [--set NAME=VALUE]",
    ),
    "Print the papers that a text cites: a list of references, BibTeX, or a whole paper.",
    (
        Example("paperview resolve refs.txt mine.bib", "the ids of those in mine.bib"),
        Example("pdftotext x.pdf - | paperview resolve - mine.bib", "what a paper cites"),
        Example("paperview resolve refs.txt mine.bib --format bibtex", "as BibTeX"),
        Example("paperview resolve refs.txt mine.bib --format jsonl", "how sure each is, and why"),
    ),
    (
        "References that are missing, or only likely, are listed on standard error with their "
        "line. With a heading such as References, only what follows is read.",
        "Exit code: 0 if all are found, 1 if some are missing, 2 on a mistake or if a file can't "
        "be read, or not to its end.",
    ),
)


def parser() -> Parser:
    """Return the parser of `paperview resolve`."""
    made = Parser("paperview resolve", _HELP)
    made.add_argument(
        "word", metavar="REFS", nargs="?", help="a text with references; - for standard input"
    )
    made.add_argument("files", metavar="FILE", nargs="*", help=FILES_OR_SEEDS)
    add_format_read(made)
    made.add_argument(
        "--format",
        metavar="FORMAT",
        type=one_of(BY_FLAG, EXPORTS_ALSO),
        default=BY_FLAG["ids"],
        help=f"{', '.join(BY_FLAG)}; without it: ids",
    )
    add_null(made)
    add_color(made)
    add_settings(made)
    return made


def run(arguments: Sequence[str]) -> int:
    """Print the papers that a text cites."""
    command = parser()
    options, words = command.take(arguments)
    if not words:
        command.error("REFS is missing: a text with references, or - for standard input")
    name, files = words[0], words[1:]
    if name == "-" and "-" in files:
        command.error("REFS and FILE can't both be standard input")
    export = options.format.ended_by_null if options.null else options.format
    try:
        cited = read_references(name)
    except SourceError as error:
        streams.tell(suggestions.with_file_meant(str(error), name))
        return MISTAKE
    settings_for(options)
    request = Request(files, options.format_read)
    opened = open_files(request, is_named=True, waits=True)
    if not opened.sources:
        return MISTAKE
    in_colour = is_coloured(options.color)
    found = print_resolved(opened.sources, cited, name, export, in_colour=in_colour)
    return MISTAKE if opened.errors or found.is_cut else NOTHING if found.missing else FOUND


class Resolved(NamedTuple):
    """The outcome of resolving references."""

    missing: int
    """How many are missing."""
    is_cut: bool
    """Whether some source could not be read to its end."""


def read_references(name: str) -> list[Reference]:
    """Read the references in a text.

    Args:
        name: a file, or - for standard input.

    Raises:
        SourceError: if it can't be read, is no text, or has no references.
    """
    shown = STANDARD_INPUT if name == "-" else as_told(name)
    with explained(shown):
        if name == "-":
            with streams.told_if_long(shown):
                data = sys.stdin.buffer.read()
        else:
            path = Path(os.path.expanduser(name))  # noqa: PTH111 - of any text
            with closing(open_unpacked(path)) as file:
                data = file.read(MEMORY_LIMIT)
    if data.startswith(_PDF):
        raise SourceError(shown, f"is a PDF; its text will do: pdftotext {shown} -")
    try:
        text = decoding.decode(data, decoding.encoding_of(data)).data.decode(errors="replace")
    except decoding.NoTextError as error:
        raise SourceError(shown, str(error)) from None
    found = references.references_in(text)
    if not found:
        raise SourceError(shown, "has no references in it")
    return found


def print_resolved(
    sources: Sequence[Source],
    cited: Sequence[Reference],
    name: str,
    export: Export,
    *,
    in_colour: bool = False,
) -> Resolved:
    """Print the papers that references mean, in their order.

    Args:
        sources: where the papers are read from.
        cited: the references.
        name: what the text with the references is called.
        export: how the papers are printed; JSON lines have one object for each reference.
        in_colour: whether a table is coloured.
    """
    with closing(collected(sources)) as collection:
        found = collection.resolve(cited)
        papers = _papers(found, collection.store)
        left_out = 0
        if export.flag == "jsonl":
            for text in _objects(found, collection.store):
                streams.write(f"{text}{export.end}")
        elif export.is_cut and (in_colour or sys.stdout.isatty()):
            table = Table(papers)
            for paper in papers:
                streams.write(f"{painted(table.row(paper), in_colour=in_colour)}{export.end}")
        else:
            left_out = len(papers) - print_papers(export, papers)
        streams.flush()
        is_cut = collection.is_cut
    shown = STANDARD_INPUT if name == "-" else name
    for note in filter(None, (*_notes(found, shown), left_out_note(left_out, export))):
        streams.tell(clean(note))
    missing = sum(one.level is references.Level.MISSING for one in found)
    return Resolved(missing, is_cut)


def _papers(found: Sequence[Found], store: Store) -> Chosen:
    """Return each paper that was found once."""
    numbers = dict.fromkeys(one.number for one in found if one.number is not None)
    return Chosen(list(numbers), store.__getitem__)


def _objects(found: Sequence[Found], store: Store) -> Iterator[str]:
    for one in found:
        paper = None if one.number is None else store[one.number]
        yield json.dumps(
            {
                "line": one.reference.line,
                "text": one.reference.text,
                "level": one.level.name.lower(),
                "why": one.why or None,
                "id": (any_id(paper) or None) if paper else None,
                "title": (title(paper) or None) if paper else None,
            },
            ensure_ascii=is_ascii_only(),
        )


def _notes(found: Sequence[Found], name: str) -> Iterator[str]:
    """Give a line for each reference that is missing or not sure, and the counts."""
    for one in found:
        line, text = one.reference
        if one.level is not references.Level.SURE:
            what = "missing" if one.level is references.Level.MISSING else f"likely ({one.why})"
            more = "…" if len(text) > _SHOWN else ""
            yield f"{name}:{line}: {what}: {text[:_SHOWN].rstrip()}{more}"
    there = sum(one.level is not references.Level.MISSING for one in found)
    likely = sum(one.level is references.Level.LIKELY for one in found)
    also = f", {likely:,} of them only likely" if likely else ""
    yield f"{there:,} of {counted(len(found), 'reference')} found{also}"
