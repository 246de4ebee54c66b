"""RIS: what reference managers, publishers and databases export, one tag and value a line.

Source of the tags: "RIS Format Specifications" of Reference Manager (2011), and what EndNote,
Zotero, Scopus, Ovid, ProQuest and PubMed make of them. The lines are read by rispy, record by
record, so that a broken record costs nothing but itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from paperview.paper import Paper
from paperview.sources.formats.ris import fields as risfields
from paperview.sources.formats.ris.fields import Fields
from paperview.sources.problem import Problem

if TYPE_CHECKING:
    from rispy import RisParser  # type: ignore[import-untyped] # it comes without types

_WIDE = r"[A-Z][A-Z0-9]  -"
_TABBED = rf"(?:{'|'.join(sorted(risfields.TAGS))}) {{0,2}}\t-"
_NARROW = rf"(?:{'|'.join(sorted(risfields.TAGS))}) -(?![^ \t\n])"
_TAG = re.compile(rf"{_WIDE}|{_TABBED}")
_ANY_TAG = re.compile(rf"{_WIDE}|{_TABBED}|{_NARROW}")
_TAG_LINE = re.compile(rf"^(?:{_TAG.pattern})".encode(), re.MULTILINE)
_ANY_TAG_LINE = re.compile(rf"^(?:{_ANY_TAG.pattern})".encode(), re.MULTILINE)
_MARK = re.compile(
    rb"^(?:\xef\xbb\xbf)?(?P<tag>TY|ER)(?:  -| {0,2}\t-|(?P<narrow> -)(?![^ \t\n]))",
    re.MULTILINE,
)
"""Where a record begins or ends: also with tabs, and with one blank (`TY - JOUR`)."""


def looks_like(head: bytes) -> bool:
    """Whether the first bytes of a file hold the first or the last line of a record, and others."""
    marks = _MARK.finditer(head)
    # "ER - positive" may be a line of anything.
    if not any(mark["tag"] == b"TY" or mark["narrow"] is None for mark in marks):
        return False
    return len(list(islice(_ANY_TAG_LINE.finditer(head), 2))) == 2


def read(data: bytes, source: str) -> Iterator[Paper | Problem]:
    """Read papers from UTF-8 with line feeds; what can't be read comes as problems.

    Lines outside of records without a tag are passed over: exports number their records or tell
    where they are from. Tags outside of records are a record whose first line is missing.
    """
    line = place = 0
    for start, text, is_narrow in _records(data):
        line += data.count(b"\n", place, start)
        place = start
        record = risfields.raw_record(_fields(text, is_narrow), line + 1)
        if start + len(text.encode()) == len(data) and not data.endswith(b"\n"):
            record.faults.append("the end of the record is missing")
        yield from record.records(source)


def _records(data: bytes) -> Iterator[tuple[int, str, bool]]:
    """Cut the file up into (place, text, whether its tags have one blank behind them)."""
    begin = 0
    is_inside = is_narrow = False
    for mark in _MARK.finditer(data):
        mark_is_narrow = mark["narrow"] is not None
        if is_inside and mark_is_narrow and not is_narrow:
            continue  # a line of an abstract: "ER - positive tumours"
        yield from _piece(data, begin, mark.start(), is_inside, is_narrow)
        is_inside = mark["tag"] == b"TY"
        is_narrow = mark_is_narrow
        begin = mark.start("tag") if is_inside else _line_end(data, mark.end())
    yield from _piece(data, begin, len(data), is_inside, is_narrow)


def _piece(
    data: bytes, begin: int, end: int, is_inside: bool, is_narrow: bool
) -> Iterator[tuple[int, str, bool]]:
    """Give a record, or what stands between records if tags are in it."""
    if not is_inside:
        tag = _TAG_LINE.search(data, begin, end)
        if tag is None:
            return
        begin = tag.start()
    yield begin, data[begin:end].decode(errors="replace"), is_narrow


def _line_end(data: bytes, place: int) -> int:
    end = data.find(b"\n", place)
    return len(data) if end < 0 else end


def _fields(text: str, is_narrow: bool) -> Fields:
    begin = "" if text.startswith("TY") else "TY  - \n"
    (record,) = _parser(is_narrow).parse(f"{begin}{text}\nER  - ")
    return Fields(record, text)


@cache
def _parser(is_narrow: bool) -> RisParser:
    """Return a parser that keeps every value and marks the lines that go on with the one above."""
    from rispy import RisParser  # noqa: PLC0415 - few files need it

    form = _ANY_TAG if is_narrow else _TAG

    class Parser(RisParser):  # type: ignore[misc] # the same
        def parse_line(self, line: str) -> tuple[str, str] | tuple[None, str]:
            if line[2:5] == "  -" and line[:2].isupper() and line[:2].isalnum():
                return line[:2], line[5:].strip()
            tag = form.match(line)
            if tag is None:
                return None, "\n" + line.strip()
            return line[:2], line[tag.end() :].strip()

    tags = sorted(risfields.TAGS)
    return Parser(
        mapping={tag: tag for tag in (*tags, "ER")},
        list_tags=tags,
        delimiter_tags_mapping={},
        skip_unknown_tags=True,
    )
