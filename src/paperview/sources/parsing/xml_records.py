"""Going through XML record by record, whatever happens to it.

Documents may follow each other in one file, and records may stand in it without a document. Where
one is broken, reading goes on with the next one; the places where records begin are searched for
as text then.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Generator, Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from defusedxml import DefusedXmlException

from paperview.sources.draft import RawRecord
from paperview.sources.parsing.field_values import shown
from paperview.sources.parsing.xml_parser import (
    PARSE_ERRORS,
    NotClosedError,
    RecordParser,
    RefusedError,
    mended,
    readable,
    reason,
)
from paperview.sources.problem import Problem
from paperview.text.markup import plain

_FIRST_PIECE = 1 << 11
_PIECE = 1 << 16  # bytes that the parser is given at once
_SHOWN = 1000  # bytes of a record that a problem may show
_ROOT = "_"
"""Stands around what is no document, so that more than one element may follow."""
_DEEPEST = 20  # elements around a record
_MARKUP = re.compile(rb"<[\w/?:]")
_DECLARATION = re.compile(rb"<\?xml\s[^>]{0,200}\?>")
_LONGEST = 1 << 22  # bytes of a record; 5,000 authors take a tenth of them
_IN_VAIN = 1 << 28  # bytes that are read once more at most because of broken records


@dataclass(frozen=True, slots=True)
class Found:
    """A record."""

    element: Element
    """Its names are without prefixes."""
    line: int
    """The line it begins at, counted from 1."""
    text: str
    """Its beginning, as it stands in the file."""

    def children(self) -> dict[str, list[Element]]:
        """Return the elements it consists of, by name."""
        return elements_by_name(self.element)


def elements_by_name(element: Element) -> dict[str, list[Element]]:
    """Return the elements within an element, by name."""
    found: dict[str, list[Element]] = {}
    for child in element:
        found.setdefault(child.tag, []).append(child)
    return found


def records(data: bytes, names: Collection[str], source: str) -> Iterator[Found | Problem]:
    """Go through all elements of these names; those that can't be read come as problems.

    Takes linear time, and gives the first records before the last ones are read.

    Args:
        data: a file in UTF-8, whatever it says of itself.
        names: what the records are called, without prefixes; the first is named in problems.
        source: the name of the file.
    """
    return _Reading(data, names, source).records()


def text(element: Element | None) -> str:
    """Return what an element says as plain text; nothing for none.

    Markup in it, be it elements or escaped, is made plain.
    """
    if element is None:
        return ""
    if len(element):
        return plain(_with_tags(element))
    said = element.text
    return plain(said) if said else ""


def _with_tags(element: Element) -> str:
    """Return the content of an element, with tags that are markup beyond doubt."""
    parts = [_escaped(element.text)]
    walks = [iter(element)]
    opened: list[Element] = []
    while walks:
        child = next(walks[-1], None)
        if child is not None:
            parts += (f"<ns0:{child.tag}>", _escaped(child.text))
            opened.append(child)
            walks.append(iter(child))
            continue
        walks.pop()
        if opened:
            child = opened.pop()
            parts += (f"</ns0:{child.tag}>", _escaped(child.tail))
    return "".join(parts)


def _escaped(text: str | None) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;") if text else ""


class _Reading:
    """The state of going through one file."""

    def __init__(self, data: bytes, names: Collection[str], source: str) -> None:
        self._data = data
        self._names = names
        self._source = source
        alternatives = b"|".join([name.encode() for name in names])
        self._start = re.compile(rb"<((?:[\w.-]+:)?(?:" + alternatives + rb"))(?=[\s/>])")
        self._place = 0
        """The bytes before the part that the next parser reads."""
        self._above: list[str] = []
        """The elements that are open there."""
        self._budget = len(data) + _IN_VAIN
        """Bytes that parsers may still be given."""
        self._counted = (0, 1)  # a place, and its line

    def records(self) -> Iterator[Found | Problem]:
        """Go through all records."""
        while self._place < len(self._data):
            if self._budget < 0:
                yield self._lost(self._place, "too much is broken here: the rest is not read")
                return
            parser = RecordParser(self._names, self._above)
            error = yield from self._fed(parser)
            place = self._place + parser.place
            if parser.begin is not None:
                yield from self._broken(self._place + parser.begin, place, error, parser.above)
            elif error is not None and place < len(self._data):
                yield from self._skipped(place, error, parser)
            elif error is not None and (swallowed := self._begins(parser.last_end)) >= 0:
                # A section of characters that never ends, for instance.
                yield self._lost(swallowed, reason(error, "this", self._line(place)))
                self._place, self._above = swallowed, _enough([_ROOT, *parser.above])
            else:
                yield from self._ended(parser.above)
            parser.drop()

    def _begins(self, last_end: int) -> int:
        """Return where a record begins as text behind the last one that was read, -1 for none."""
        start = self._start.search(self._data, self._place + max(last_end, 1))
        return start.start() if start else -1

    def _fed(self, parser: RecordParser) -> Generator[Found, None, Exception | None]:
        """Give a parser what is left of the file; return the error that ended it."""
        begin, size = self._place, _FIRST_PIECE
        while begin < len(self._data):
            end = self._cut(begin + size)
            self._budget -= end - begin
            before = parser.place
            error = None
            try:
                piece = readable(self._data[begin:end])
                parser.give(piece, is_last=end == len(self._data))
            except PARSE_ERRORS as caught:
                error = caught
            for element, place in parser.found:
                yield self._found(element, self._place + place)
            parser.found.clear()
            if error is not None:
                return error
            if parser.begin is not None and end - self._place - parser.begin > _LONGEST:
                return RefusedError("too long")
            # What is not complete is read anew with each piece: a long tag needs ever longer ones.
            is_stuck = parser.place == before
            size = 2 * size if is_stuck or size < _PIECE else _PIECE
            begin = end
        return None

    def _cut(self, end: int) -> int:
        """Return a place at or shortly before another one where no character is cut in two."""
        if end >= len(self._data):
            return len(self._data)
        for place in range(end, end - 4, -1):
            if self._data[place] & 0xC0 != 0x80:
                return place
        return end

    def _broken(
        self, begin: int, place: int, error: Exception | None, above: list[str]
    ) -> Iterator[Found | Problem]:
        """Give the record that could not be read to its end, and go on behind it.

        Args:
            begin: where it begins.
            place: where its fault is.
            error: what the parser said.
            above: the elements around it.
        """
        start = self._start.match(self._data, begin)
        following = self._start.search(self._data, begin + 1)
        end = following.start() if following else len(self._data)
        name = start[1] if start else b""
        closed = self._data.rfind(b"</" + name + b">", begin, end)
        self._above = _enough([_ROOT, *above])
        if closed < 0:
            self._place = end
            if following:
                why = reason(NotClosedError(), f"the {_local(name)}", 0)
            else:
                why = f"the file ends within the {_local(name)}"
            yield self._lost(begin, why)
            return
        self._place = closed + len(name) + 3
        self._budget -= self._place - begin
        record = self._data[begin : self._place]
        element = mended(record, self._names) if len(record) <= _LONGEST else None
        if element is not None:
            yield self._found(element, begin)
        else:
            why = reason(error or NotClosedError(), f"the {_local(name)}", self._line(place))
            yield self._lost(begin, why)

    def _skipped(
        self, place: int, error: Exception, parser: RecordParser
    ) -> Iterator[Found | Problem]:
        """Go on behind a fault that is between records."""
        tag = self._data.rfind(b"<", self._place, place + 1)
        if tag >= 0 and self._data.find(b">", tag, place) < 0:
            if self._start.match(self._data, tag) and not parser.is_over:
                yield from self._broken(tag, place, error, parser.above)
                return
            place = tag
        is_markup = _MARKUP.match(self._data, place) is not None
        if declaration := _DECLARATION.match(self._data, place):
            # Another document.
            self._place, self._above = declaration.end(), _enough([_ROOT, *parser.above])
            return
        if is_markup and parser.is_over:
            # Another document without a declaration, or a record without a document.
            self._place, self._above = place, [_ROOT]
            return
        if not is_markup or isinstance(error, DefusedXmlException):
            yield self._lost(place, reason(error, "this", self._line(place)))
        following = self._start.search(self._data, max(place, self._place + 1))
        if following is not None:
            self._place, self._above = following.start(), [_ROOT]
        elif is_markup:
            yield from self._ended(parser.above)
        else:
            self._place = len(self._data)

    def _ended(self, above: list[str]) -> Iterator[Problem]:
        """Say so if the file ends where more must have followed."""
        self._place = len(self._data)
        still_open = [name for name in above if name != _ROOT]
        if still_open:
            name = shown(still_open[-1])
            yield self._lost(self._place, f"the file is cut off: <{name}> is not closed")

    def _found(self, element: Element, place: int) -> Found:
        return Found(element, self._line(place), self._text(place))

    def _lost(self, place: int, why: str) -> Problem:
        return RawRecord(self._line(place), self._text(place)).lost(self._source, why)

    def _text(self, place: int) -> str:
        return self._data[place : place + _SHOWN].decode(errors="replace")

    def _line(self, place: int) -> int:
        """Return the line of a place; it is counted from the place asked for before."""
        known, line = self._counted
        if place >= known:
            line += self._data.count(b"\n", known, place)
        else:
            line -= self._data.count(b"\n", place, known)
        self._counted = place, line
        return line


def _local(name: bytes) -> str:
    return name.rpartition(b":")[2].decode() or "record"


def _enough(above: list[str]) -> list[str]:
    """Return the elements around a place, or only the first if that is a hostile number of them."""
    names = [name for place, name in enumerate(above) if name != _ROOT or place == 0]
    return names if len(names) <= _DEEPEST and sum(map(len, names)) <= _SHOWN else names[:1]


_BLANKS = re.compile(rb"\s*")
_ELEMENT = re.compile(rb"<(?:[\w.-]{1,60}:)?(?P<name>[\w.-]{1,60})(?=[\s/>])")
_PASSED_OVER = ((b"<?", b"?>"), (b"<!--", b"-->"))
_DOCTYPE = b"<!DOCTYPE"


def root(head: bytes) -> str:
    """Return the name of the first element, without its prefix; empty where this is no XML.

    Args:
        head: the first bytes of a file.
    """
    place = 0
    while True:
        blanks = _BLANKS.match(head, place)
        place = blanks.end() if blanks else place
        end = _end_of_prolog(head, place)
        if end == place:
            element = _ELEMENT.match(head, place)
            return element["name"].decode() if element else ""
        if end < 0:
            return ""
        place = end


def _end_of_prolog(head: bytes, place: int) -> int:
    """Return where something before the first element ends: `place` for none, -1 if it is cut."""
    for begin, end in _PASSED_OVER:
        if head.startswith(begin, place):
            found = head.find(end, place)
            return found + len(end) if found >= 0 else -1
    if not head.startswith(_DOCTYPE, place):
        return place
    close, subset = head.find(b">", place), head.find(b"[", place)
    if 0 <= subset < close:
        close = head.find(b">", max(head.find(b"]", place), subset))
    return close + 1 if close >= 0 else -1
