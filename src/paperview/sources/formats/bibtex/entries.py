"""The entries of a BibTeX file, one by one, as bibtexparser reads them."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from paperview.sources.fields.fieldvalues import one_line, shown
from paperview.sources.formats.bibtex import values
from paperview.sources.formats.bibtex.mending import MARK, attempts
from paperview.sources.formats.bibtex.pieces import KEY, Piece

if TYPE_CHECKING:
    import bibtexparser.model as blocks

# The parser is imported for the first entry, for to look at a file nobody needs it.
# ruff: noqa: PLC0415

_FIELD_LEFT = re.compile(r",\s*[A-Za-z][\w:.+-]*\s*=")
_FIELD_NAMES = """
    abstract addendum adsurl annotation annote archiveprefix arxiv arxivid author bdsk-url-1
    booksubtitle booktitle
    collaboration comment comments crossref date day doi editor ee eid eprint eprintclass eprinttype
    eventtitle howpublished institution issue journal journaltitle keyword keywords link maintitle
    month note number organization pages pdf primaryclass publisher school series shortjournal
    shorttitle subtitle title titleaddon type url volume xdata year
"""
_FIELDS = frozenset(_FIELD_NAMES.split())
"""Those of which something is made; the others are passed over."""
_NAMES = ("author", "editor")
_GIVEN_ONCE = frozenset(
    ("abstract", "author", "booktitle", "date", "doi", "eprint", "journal", "title", "year")
)
_LONGEST = 2000  # characters of an abbreviation
_KEPT = 1000  # characters of an entry for problems to show

# The parser tells of every entry it refuses, and on the screen if nobody listens.
logging.getLogger("bibtexparser").addHandler(logging.NullHandler())


class EntryError(Exception):
    """An entry of which nothing can be made; its text says why."""


@dataclass(slots=True)
class Entry:
    """An entry, its abbreviations resolved."""

    line: int
    kind: str
    key: str
    fields: dict[str, str] = field(default_factory=dict)
    """Those that count, by name in small letters; of several the first that says anything.

    They are without braces around the whole, but for names, where these say that it is one name.
    """
    faults: list[str] = field(default_factory=list)
    """What it has to do without."""
    text: str = ""
    """How it begins, as it stands in the file."""


def key_of(piece: Piece) -> str:
    """Return the key of an entry without reading the rest; empty where there is none."""
    match = KEY.match(piece.body)
    return match["key"].strip() if match else ""


def beginning(piece: Piece) -> str:
    """Return how an entry begins, as it stands in the file."""
    return f"{piece.head}{piece.body[:_KEPT]}"


def definition(piece: Piece, strings: Mapping[str, str]) -> tuple[str, str] | None:
    """Read a `@string`: the name in small letters, and the text; None for a broken one."""
    import bibtexparser.model as blocks

    block, _ = _parsed(f"@string{piece.opening}{piece.body}")
    if not isinstance(block, blocks.String):
        return None
    _, text = next(values.fields("", block.value, strings))
    # It may be made of others, these of others, and so on until the memory is full.
    return block.key.lower(), text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def entry(piece: Piece, strings: Mapping[str, str]) -> Entry:
    """Read an entry.

    Args:
        piece: where it stands.
        strings: the texts of abbreviations, by name in small letters.

    Raises:
        EntryError: if it is no BibTeX, and can't be mended.
    """
    parsed, faults = _accepted(piece)
    key = key_of(piece) or parsed.key
    found = Entry(piece.line, piece.kind, key, faults=faults, text=beginning(piece))
    for part in parsed.fields:
        plain = values.plain(part.value)
        if plain is not None:
            _add(found, part.key, plain)
            continue
        before = ""
        for name, text in values.fields(part.key, part.value, strings):
            if before:
                found.faults.append(f"the comma behind the field '{before}' is missing")
            _add(found, name, text)
            before = name
    return found


def _add(found: Entry, name: str, text: str) -> None:
    name = name.lower()
    if name not in _FIELDS:
        return
    if MARK in text:
        text = text.replace(MARK, "")
    text = values.common(text.strip() if name in _NAMES else values.bare(text))
    known = found.fields.get(name)
    if not known:
        found.fields[name] = text
    elif name in _GIVEN_ONCE and one_line(text) not in (None, one_line(known)):
        found.faults.append(f"there is a second {name}, '{shown(text)}'")


def _accepted(piece: Piece) -> tuple[blocks.Entry, list[str]]:
    """Return the first good reading of an entry, with what was wrong."""
    import bibtexparser.model as blocks

    cut: blocks.Entry | None = None
    reasons = []
    for body, faults in attempts(piece):
        block, rest = _parsed(f"@entry{piece.opening}{body}")
        if isinstance(block, blocks.Entry):
            if not _FIELD_LEFT.match(rest):
                return block, faults
            cut = cut or block
        elif isinstance(block, blocks.ParsingFailedBlock):
            reasons.append(_reason(block))
    if cut is not None:
        return cut, ["a closing brace too many ends the entry before its last fields"]
    raise EntryError(reasons[0] if reasons else "this is no BibTeX entry")


def _parsed(text: str) -> tuple[blocks.Block, str]:
    """Parse an entry; return it, and the text behind it."""
    import bibtexparser.model as blocks
    from bibtexparser.entrypoint import parse_string

    block, *others = parse_string(text, parse_stack=()).blocks
    if isinstance(block, blocks.DuplicateFieldKeyBlock) and block.ignore_error_block:
        block = block.ignore_error_block
    behind = others[0] if others else None
    return block, behind.comment if isinstance(behind, blocks.ImplicitComment) else ""


def _reason(block: blocks.ParsingFailedBlock) -> str:
    reason = one_line(getattr(block.error, "abort_reason", "")) or "it can't be parsed"
    if "end of file" in reason:
        return "the entry is not closed"
    reason = reason.replace("`", "'").rstrip(".")
    return f"the entry is broken: {reason[0].lower()}{reason[1:]}"
