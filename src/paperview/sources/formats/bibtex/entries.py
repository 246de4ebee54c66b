"""The entries of a BibTeX file, one by one, as bibtexparser reads them."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from paperview.sources.draft import Repair
from paperview.sources.formats.bibtex import regular, values
from paperview.sources.formats.bibtex.abbreviations import AS_IT_STANDS, Abbreviations
from paperview.sources.formats.bibtex.blocks import Piece, key_at_start
from paperview.sources.formats.bibtex.repair import (
    PUT_IN,
    as_it_was,
    attempts,
    closed,
    is_open,
    without_heads,
)
from paperview.sources.formats.bibtex.values import Part
from paperview.sources.parsing.field_values import one_line, shown
from paperview.sources.problem import TOO_LONG

if TYPE_CHECKING:
    import bibtexparser.model as blocks

# The parser is imported for the first entry, for to look at a file nobody needs it.
# ruff: noqa: PLC0415

_FIELD_NAMES = """
    abstract addendum adsurl annotation annote archiveprefix arxiv arxivid author bdsk-url-1
    bookauthor booksubtitle booktitle chapter
    collaboration comment comments crossref date day doi edition editor ee eid eprint eprintclass
    eprinttype eventtitle howpublished institution issue journal journaltitle keyword keywords link
    mainsubtitle maintitle month note number numpages organization pages pagetotal pdf primaryclass
    publisher school
    series shortjournal shorttitle subtitle title titleaddon type url volume xdata year
"""
_FIELDS = frozenset(_FIELD_NAMES.split())
"""Those of which something is made; the others are passed over."""
_NAMES = ("author", "bookauthor", "editor")
_NOT_CLOSED = "the entry is not closed"
_NOT_OPENED = "no brace opens the entry behind its type"
_NO_ENTRY = "this is no BibTeX entry"
_BEHIND_VALUE = ", \t\n"
_KEPT = 1000  # characters of an entry for problems to show

# The parser tells of every entry it refuses, on the screen if nobody listens; and to put that into
# words takes it a quarter of its time.
logging.getLogger("bibtexparser").setLevel(logging.CRITICAL + 1)


class EntryError(Exception):
    """An entry of which nothing can be made; its text says why."""


@dataclass(slots=True)
class Entry:
    """An entry, its abbreviations resolved."""

    line: int
    kind: str
    key: str
    fields: dict[str, str] = field(default_factory=dict)
    """Those that count, by name in small letters; of several the first that says anything, for of
    several BibTeX keeps the first.

    They are without braces around the whole, but for names, where these say that it is one name.
    """
    again: dict[str, str] = field(default_factory=dict)
    """Fields that stand in it again, with the one that counts in one line; empty once another one
    was told, for there may be very many."""
    slips: list[Repair] = field(default_factory=list)
    """What is wrong with it."""
    text: str = ""
    """How it begins, as it stands in the file."""


class _Reading(NamedTuple):
    """What an entry that is not regular says."""

    key: str
    fields: list[tuple[str, list[Part]]]
    slips: list[Repair]


class Definition(NamedTuple):
    """What a `@string` defines."""

    name: str
    value: str
    slips: list[Repair]


def key_of(piece: Piece) -> str:
    """Return the key of an entry without reading the rest; empty where there is none."""
    match = key_at_start(piece.body)
    return match["key"].strip() if match else ""


def beginning(piece: Piece) -> str:
    """Return how an entry begins, as it stands in the file."""
    return f"{piece.head}{piece.body[:_KEPT]}"


def definition(piece: Piece) -> Definition:
    """Read a `@string`.

    Raises:
        EntryError: if it is broken or too long.
    """
    import bibtexparser.model as blocks

    _check(piece)
    if simple := regular.definition(piece):
        return Definition(*simple, [])
    body = without_heads(piece.body)
    mended, _ = closed(body, piece.opening)
    reason = ""
    for one in (mended,) if is_open(piece) else (body, mended):
        block, _ = _parsed(f"@string{piece.opening}{one}")
        if isinstance(block, blocks.String):
            name, value = as_it_was(block.key), as_it_was(block.value.rstrip(_BEHIND_VALUE))
            missing = f"the end of the @string '{shown(name)}' is missing"
            slips = [] if one is body else [Repair(missing, "read as far as it goes")]
            return Definition(name, value, slips)
        if isinstance(block, blocks.ParsingFailedBlock):
            reason = reason or _reason(block)
    raise EntryError(reason or _NO_ENTRY)


def entry(piece: Piece, strings: Abbreviations) -> Entry:
    """Read an entry.

    Args:
        piece: where it stands.
        strings: what the abbreviations in it stand for.

    Raises:
        EntryError: if it is no BibTeX and can't be mended, or if it is too long.
    """
    _check(piece)
    found = Entry(piece.line, piece.kind, key_of(piece), text=beginning(piece))
    simple = regular.fields(piece)
    if simple is not None:
        for name, parts in simple:
            _add(found, name, parts, strings)
        return found
    key, fields, found.slips = _accepted(piece)
    found.key = found.key or key
    for name, parts in fields:
        _add(found, name, parts, strings)
    return found


def _check(piece: Piece) -> None:
    if not piece.opening:
        raise EntryError(_NOT_OPENED)
    if piece.is_too_long:
        raise EntryError(TOO_LONG)


def _reading(parsed: blocks.Entry, slips: list[Repair]) -> _Reading:
    slips = list(slips)
    fields = list(_split(parsed, slips))
    return _Reading(as_it_was(parsed.key), fields, slips)


def _split(parsed: blocks.Entry, slips: list[Repair]) -> Iterator[tuple[str, list[Part]]]:
    """Give the fields that the parser found, also those between which it missed no comma."""
    for one in parsed.fields:
        words, own = _named(one.key)
        if words and not words.startswith("%"):
            slips.append(Repair(f"words stand before the field '{own}'", "shown without them"))
        before = ""
        for name, parts in values.parts(own, one.value):
            if before:
                slips.append(Repair(f"the comma behind the field '{before}' is missing", PUT_IN))
            yield name, [Part(as_it_was(part.text), part.is_name) for part in parts]
            before = name


def _named(key: str) -> tuple[str, str]:
    """Part what the parser takes for the name of a field: remarks and other words, and the name.

    A field in a remark has no name.
    """
    *lines, last = key.split("\n")
    if "%" in last:
        return key, ""
    *words, name = last.split() or [""]
    return " ".join([*lines, *words]).strip(), name


def _add(found: Entry, name: str, parts: list[Part], strings: Abbreviations) -> None:
    name = name.lower()
    if name not in _FIELDS:
        return
    known = found.fields.get(name)
    if known and found.again.get(name) == "":
        return
    slips: tuple[Repair, ...] = ()
    if len(parts) == 1 and not parts[0].is_name:
        text = parts[0].text
    else:
        text, slips = strings.joined(parts)
    text = values.common(text.strip() if name in _NAMES else values.bare(text))
    if known:
        _compare(found, name, text)
        return
    found.fields[name] = text
    if slips:
        found.slips += _needed(name, slips)


def _compare(found: Entry, name: str, text: str) -> None:
    """Tell of a field that stands in an entry again, if it says something else."""
    known = found.again.get(name) or one_line(found.fields[name]) or ""
    line = one_line(text)
    is_other = line is not None and line != known
    found.again[name] = "" if is_other else known
    if is_other:
        reason = f"there is a second {name}, '{shown(text)}'"
        found.slips.append(Repair(reason, "the first one is shown"))


def _needed(name: str, slips: Iterable[Repair]) -> Iterator[Repair]:
    """Say of a field what is wrong with the abbreviations that it needs."""
    for reason, outcome in slips:
        if outcome == AS_IT_STANDS and name in ("date", "year"):
            continue  # what is no date is told anyway
        is_read = outcome == AS_IT_STANDS and name in ("month", "day")
        told = "read as it stands" if is_read else outcome
        yield Repair(f"the field '{name}' needs {reason}", told)


def _accepted(piece: Piece) -> _Reading:
    """Return the first good reading of an entry, with what was wrong."""
    import bibtexparser.model as blocks

    cut: blocks.Entry | None = None
    reasons = [_NOT_CLOSED] if is_open(piece) else []
    for body, slips in attempts(piece):
        mended = _in_braces(piece, body) if slips else None
        if mended and (simple := regular.fields(mended)) is not None:
            fields = [
                (name, [Part(as_it_was(part.text), part.is_name) for part in parts])
                for name, parts in simple
            ]
            return _Reading(key_of(mended), fields, slips)
        block, rest = _parsed(f"@entry{piece.opening}{body}")
        if isinstance(block, blocks.Entry):
            if not regular.LEFT.match(rest):
                return _reading(block, slips)
            cut = cut or block
        elif isinstance(block, blocks.ParsingFailedBlock):
            reasons.append(_reason(block))
    if cut is not None:
        reason = "a closing brace too many ends the entry before its last fields"
        return _reading(cut, [Repair(reason, "shown without these")])
    raise EntryError(reasons[0] if reasons else _NO_ENTRY)


def _in_braces(piece: Piece, mended: str) -> Piece:
    """Return an entry with a mended body; one in parentheses with braces around it."""
    is_in_parentheses = piece.opening == "(" and mended.endswith(")")
    return Piece(
        piece.line,
        piece.kind,
        f"{piece.head[:-1]}{{" if is_in_parentheses else piece.head,
        f"{mended[:-1]}}}" if is_in_parentheses else mended,
    )


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
        return _NOT_CLOSED
    reason = reason.replace("`", "'").rstrip(".")
    return f"the entry is broken: {reason[0].lower()}{reason[1:]}"
