"""RIS: what reference managers, publishers and databases export, one tag and value a line.

Source of the tags: "RIS Format Specifications" of Reference Manager (2011), and what EndNote,
Zotero, Scopus, Ovid, ProQuest and PubMed make of them. They are read record by record, so that a
broken one costs nothing but itself: the regular ones, which are nearly all, by one expression, at a
fifth of the time that a parser takes; those with other blanks in their tags by rispy.
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
from paperview.sources.limits import RECORD_LIMIT, TOO_LONG
from paperview.sources.problem import Problem
from paperview.sources.raw import RawRecord

if TYPE_CHECKING:
    from rispy import RisParser  # type: ignore[import-untyped] # it comes without types

_WIDE = r"[A-Z][A-Z0-9]  -"
_TABBED = rf"(?:{'|'.join(sorted(risfields.TAGS))}) {{0,2}}\t-"
_NARROW = rf"(?:{'|'.join(sorted(risfields.TAGS))}) -(?![^ \t\n])"
_TAG = re.compile(rf"{_WIDE}|{_TABBED}")
_ANY_TAG = re.compile(rf"{_WIDE}|{_TABBED}|{_NARROW}")
_TAG_LINE = re.compile(rf"^(?:{_TAG.pattern})".encode(), re.MULTILINE)
_ANY_TAG_LINE = re.compile(rf"^(?:{_ANY_TAG.pattern})".encode(), re.MULTILINE)
_REGULAR_FIELD = re.compile(
    rf"^(?P<tag>[A-Z][A-Z0-9])  -(?P<value>.*+(?:\n(?!{_WIDE}).*+)*+)", re.MULTILINE
)
"""A tag, and its value with the lines that go on with it."""
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
    for start, end, is_narrow in _records(data):
        line += data.count(b"\n", place, start)
        place = start
        if end - start > RECORD_LIMIT:
            text = data[start : start + risfields.KEPT].decode(errors="replace")
            yield RawRecord(line + 1, text).lost(source, TOO_LONG)
            continue
        text = data[start:end].decode(errors="replace")
        record = risfields.raw_record(Fields(_values(text, is_narrow), text), line + 1)
        if end == len(data) and not data.endswith(b"\n"):
            record.faults.append("the end of the record is missing")
        yield from record.records(source)


def _records(data: bytes) -> Iterator[tuple[int, int, bool]]:
    """Cut the file up into (begin, end, whether its tags have one blank behind them)."""
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
) -> Iterator[tuple[int, int, bool]]:
    """Give a record, or what stands between records if tags are in it."""
    if not is_inside:
        tag = _TAG_LINE.search(data, begin, end)
        if tag is None:
            return
        begin = tag.start()
    yield begin, end, is_narrow


def _line_end(data: bytes, place: int) -> int:
    end = data.find(b"\n", place)
    return len(data) if end < 0 else end


def _values(record: str, is_narrow: bool) -> dict[str, list[str]]:
    """Return the values of a record by tag, but for those that say nothing."""
    if is_narrow or "\t-" in record:
        return _parsed_values(record, is_narrow)
    values: dict[str, list[str]] = {}
    for tag, value in _REGULAR_FIELD.findall(record):
        text = value.strip()
        if text and tag in risfields.TAGS:
            if "\n" in text:
                text = "\n".join(map(str.strip, text.split("\n")))
            values.setdefault(tag, []).append(text)
    return values


def _parsed_values(text: str, is_narrow: bool) -> dict[str, list[str]]:
    begin = "" if text.startswith("TY") else "TY  - \n"
    (record,) = _parser(is_narrow).parse(f"{begin}{text}\nER  - ")
    record["TY"] = [record["TY"]]
    return {tag: _joined(pieces) for tag, pieces in record.items()}


def _joined(pieces: list[str]) -> list[str]:
    """Return the values that are not empty, each in one piece.

    A piece with a line feed in front goes on with the one before.
    """
    values: list[list[str]] = []
    for piece in pieces:
        if values and piece.startswith("\n"):
            values[-1].append(piece)
        else:
            values.append([piece])
    return [value for parts in values if (value := "".join(parts).strip())]


@cache
def _parser(is_narrow: bool) -> RisParser:
    """Return a parser that keeps every value and marks the lines that go on with the one above."""
    from rispy import RisParser  # noqa: PLC0415 - few files need it

    form = _ANY_TAG if is_narrow else _TAG

    class Parser(RisParser):  # type: ignore[misc] # the same
        def parse_line(self, line: str) -> tuple[str, str] | tuple[None, str]:
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
