"""RIS: what reference managers, publishers and databases export, one tag and value a line.

Source of the tags: "RIS Format Specifications" of Reference Manager (2011), and what EndNote,
Zotero, Scopus, Ovid, ProQuest and PubMed make of them. They are read record by record, so that a
broken one costs nothing but itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from paperview.model.paper import Paper
from paperview.sources.draft import RawRecord
from paperview.sources.formats.ris import fields, lines
from paperview.sources.formats.ris.lines import BLANK, DASH
from paperview.sources.problem import RECORD_LIMIT, TOO_LONG, Problem

_MARK = re.compile(
    (
        "^(?:\ufeff)?(?=[TtEe][YyRr])(?:"
        rf"(?P<type>TY  -|(?i:TY){BLANK}*{DASH}{BLANK}*(?i:[a-z]{{3,8}}){BLANK}*$)"
        rf"|(?P<end>ER  -|(?i:ER)(?:{BLANK}*{DASH})?{BLANK}*$))"
    ).encode(),
    re.MULTILINE,
)
"""Where a record begins or ends."""
_WIDE_LINE = re.compile(f"^{lines.WIDE}".encode(), re.MULTILINE)
_TAG_LINE = re.compile(
    f"^(?P<tag>{lines.WIDE}|(?i:{lines.KNOWN}  -|{lines.LOOSE}))".encode(), re.MULTILINE
)
_ANY_LINE = re.compile(f"^(?:{lines.WIDE}|(?i:{lines.TIGHT}))".encode(), re.MULTILINE)
_EMPTY_LINE = re.compile(rb"^[ \t]*\n", re.MULTILINE)
_ONCE = frozenset((b"TI", b"T1", b"DO", b"ID", b"SP", b"VL", b"IS"))
"""Tags that a record has once."""


def looks_like(head: bytes) -> bool:
    """Whether the first bytes of a file hold the first or the last line of a record, and others."""
    marks = _MARK.finditer(head)
    if not any(mark["type"] or mark["end"].startswith(b"ER  -") for mark in marks):
        return False
    return len(list(islice(_ANY_LINE.finditer(head), 2))) == 2


def read(data: bytes, source: str) -> Iterator[Paper | Problem]:
    """Read papers from UTF-8 with line feeds; what can't be read comes as problems.

    Lines outside of records without a tag are passed over: exports number their records or tell
    where they are from. Tags outside of records are a record whose first line is missing.
    """
    line = place = 0
    for start, end in _records(data):
        line += data.count(b"\n", place, start)
        place = start
        if end - start > RECORD_LIMIT:
            text = data[start : start + fields.KEPT].decode(errors="replace")
            yield RawRecord(line + 1, text).lost(source, TOO_LONG)
            continue
        text = data[start:end].decode(errors="replace")
        record = fields.raw_record(fields.Fields(text), line + 1)
        if end == len(data) and not data.endswith(b"\n"):
            record.faults.append("the end of the record is missing")
        yield from record.records(source)


def _records(data: bytes) -> Iterator[tuple[int, int]]:
    """Return where records begin and end.

    As a rule the type comes first. Some programs write other fields before it.
    """
    begin = 0
    kind: int | None = None
    for mark in _MARK.finditer(data):
        if mark["end"] is not None:
            yield from _record(data, begin, kind, mark.start())
            begin, kind = _line_end(data, mark.end()), None
        elif kind is None:
            kind = mark.start("type")
        else:
            end = _end_before(data, begin, kind, mark.start("type"))
            yield from _record(data, begin, kind, end)
            begin, kind = end, mark.start("type")
    yield from _record(data, begin, kind, len(data))


def _record(data: bytes, begin: int, kind: int | None, end: int) -> Iterator[tuple[int, int]]:
    """Return where the record is whose type is told at `kind`; none where there are no tags."""
    if kind is None:
        if (tag := _first_tag(data, begin, end)) is not None:
            yield tag, end
        return
    first = _TAG_LINE.search(data, begin, kind)
    if first is not None and _tags(data, first.start(), kind) & _tags(data, kind, end) & _ONCE:
        # The last line of a record and the first one are missing.
        yield first.start(), kind
        first = None
    yield kind if first is None else first.start(), end


def _tags(data: bytes, begin: int, end: int) -> set[bytes]:
    return {line["tag"][:2].upper() for line in _TAG_LINE.finditer(data, begin, end)}


def _first_tag(data: bytes, begin: int, end: int) -> int | None:
    """Return where tags begin in a text without a type; None where it may well be prose."""
    found = list(islice(_TAG_LINE.finditer(data, begin, end), 2))
    if len(found) < 2 and not _WIDE_LINE.search(data, begin, end):
        return None
    return found[0].start()


def _end_before(data: bytes, begin: int, kind: int, next_kind: int) -> int:
    """Return where a record ends whose last line is missing, before the type of the next one.

    Where fields stand before its type, they do so before the next one, too: behind an empty line.
    """
    if _TAG_LINE.search(data, begin, kind):
        for empty in reversed(list(_EMPTY_LINE.finditer(data, kind, next_kind))):
            if _TAG_LINE.match(data, empty.end()):
                return empty.end()
    return next_kind


def _line_end(data: bytes, place: int) -> int:
    end = data.find(b"\n", place)
    return len(data) if end < 0 else end
