"""The records of an XML file, read one by one even if the file is broken.

A file may hold several documents, or records without a document. After a broken record the scanner
searches the text for the start of the next one and continues there.
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
    readable,
    reason,
    repaired,
)
from paperview.sources.problem import Problem
from paperview.text.markup import plain

_FIRST_CHUNK = 1 << 11
_CHUNK = 1 << 16  # bytes
_SHOWN = 1000  # bytes of a record that a problem may show
_ROOT = "_"
"""An element around text that is no document, so that several elements may follow."""
_MAX_DEPTH = 20  # elements around a record
_MARKUP = re.compile(rb"<[\w/?:]")
_DECLARATION = re.compile(rb"<\?xml\s[^>]{0,200}\?>")
_MAX_RECORD = 1 << 22  # bytes of a record; 5,000 authors take a tenth of them
_REREAD_LIMIT = 1 << 28  # bytes that may be parsed twice because of broken records


@dataclass(frozen=True, slots=True)
class XmlRecord:
    """A record of an XML file."""

    element: Element
    """Its tree; names have no prefixes."""
    line: int
    """The line where it begins, counted from 1."""
    text: str
    """Its beginning, as it stands in the file."""

    def children(self) -> dict[str, list[Element]]:
        """Return its child elements by name."""
        return elements_by_name(self.element)


def elements_by_name(element: Element) -> dict[str, list[Element]]:
    """Return the child elements of an element by name."""
    found: dict[str, list[Element]] = {}
    for child in element:
        found.setdefault(child.tag, []).append(child)
    return found


def records(data: bytes, names: Collection[str], source: str) -> Iterator[XmlRecord | Problem]:
    """Yield all elements of these names in order; those that can't be read come as problems.

    It takes linear time and yields each record as soon as it is complete.

    Args:
        data: a file in UTF-8, whatever encoding it declares.
        names: the names of the records, without prefixes; problems use the first.
        source: the name of the file.
    """
    return _RecordScanner(data, names, source).records()


def text(element: Element | None) -> str:
    """Return the plain text of an element, without markup in elements or in escapes."""
    if element is None:
        return ""
    if len(element):
        return plain(_with_tags(element))
    said = element.text
    return plain(said) if said else ""


def _with_tags(element: Element) -> str:
    """Return the content of an element with tags that `plain` always takes for markup."""
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


class _RecordScanner:
    """The state of one pass over a file."""

    def __init__(self, data: bytes, names: Collection[str], source: str) -> None:
        self._data = data
        self._names = names
        self._source = source
        alternatives = b"|".join([name.encode() for name in names])
        self._start = re.compile(rb"<((?:[\w.-]+:)?(?:" + alternatives + rb"))(?=[\s/>])")
        self._offset = 0
        """The offset where the next parser starts."""
        self._ancestors: list[str] = []
        """The elements that are open there, outermost first."""
        self._budget = len(data) + _REREAD_LIMIT
        """Bytes that may still be parsed."""
        self._counted = (0, 1)  # an offset and its line

    def records(self) -> Iterator[XmlRecord | Problem]:
        """Yield all records and problems."""
        while self._offset < len(self._data):
            if self._budget < 0:
                yield self._problem(self._offset, "too much is broken here: the rest is not read")
                return
            parser = RecordParser(self._names, self._ancestors)
            error = yield from self._parsed(parser)
            offset = self._offset + parser.offset
            if parser.begin is not None:
                yield from self._broken(
                    self._offset + parser.begin, offset, error, parser.ancestors
                )
            elif error is not None and offset < len(self._data):
                yield from self._skipped(offset, error, parser)
            elif error is not None and (swallowed := self._next_start(parser.last_end)) >= 0:
                # For example, a CDATA section that never ends.
                yield self._problem(swallowed, reason(error, "this", self._line(offset)))
                self._offset, self._ancestors = swallowed, _trimmed([_ROOT, *parser.ancestors])
            else:
                yield from self._ended(parser.ancestors)
            parser.release()

    def _next_start(self, last_end: int) -> int:
        """Return the offset of the next start tag after the last record, -1 for none."""
        start = self._start.search(self._data, self._offset + max(last_end, 1))
        return start.start() if start else -1

    def _parsed(self, parser: RecordParser) -> Generator[XmlRecord, None, Exception | None]:
        """Parse the rest of the file; return the error that ended it."""
        begin, size = self._offset, _FIRST_CHUNK
        while begin < len(self._data):
            end = self._chunk_end(begin + size)
            self._budget -= end - begin
            before = parser.offset
            error = None
            try:
                chunk = readable(self._data[begin:end])
                parser.feed_text(chunk, is_last=end == len(self._data))
            except PARSE_ERRORS as caught:
                error = caught
            for element, offset in parser.found:
                yield self._record(element, self._offset + offset)
            parser.found.clear()
            if error is not None:
                return error
            if parser.begin is not None and end - self._offset - parser.begin > _MAX_RECORD:
                return RefusedError("too long")
            # Expat parses an incomplete tag again with each chunk: long tags need longer chunks.
            is_stuck = parser.offset == before
            size = 2 * size if is_stuck or size < _CHUNK else _CHUNK
            begin = end
        return None

    def _chunk_end(self, end: int) -> int:
        """Return the last offset up to `end` that splits no character."""
        if end >= len(self._data):
            return len(self._data)
        for offset in range(end, end - 4, -1):
            if self._data[offset] & 0xC0 != 0x80:
                return offset
        return end

    def _broken(
        self, begin: int, offset: int, error: Exception | None, ancestors: list[str]
    ) -> Iterator[XmlRecord | Problem]:
        """Yield a record that could not be parsed to its end, repaired if possible.

        Args:
            begin: its offset.
            offset: the offset of the error.
            error: the error of the parser.
            ancestors: the elements around it.
        """
        start = self._start.match(self._data, begin)
        following = self._start.search(self._data, begin + 1)
        end = following.start() if following else len(self._data)
        name = start[1] if start else b""
        closed = self._data.rfind(b"</" + name + b">", begin, end)
        self._ancestors = _trimmed([_ROOT, *ancestors])
        if closed < 0:
            self._offset = end
            if following:
                cause = reason(NotClosedError(), f"the {_local(name)}", 0)
            else:
                cause = f"the file ends within the {_local(name)}"
            yield self._problem(begin, cause)
            return
        self._offset = closed + len(name) + 3
        self._budget -= self._offset - begin
        record = self._data[begin : self._offset]
        element = repaired(record, self._names) if len(record) <= _MAX_RECORD else None
        if element is not None:
            yield self._record(element, begin)
        else:
            cause = reason(error or NotClosedError(), f"the {_local(name)}", self._line(offset))
            yield self._problem(begin, cause)

    def _skipped(
        self, offset: int, error: Exception, parser: RecordParser
    ) -> Iterator[XmlRecord | Problem]:
        """Continue after an error between two records."""
        tag = self._data.rfind(b"<", self._offset, offset + 1)
        if tag >= 0 and self._data.find(b">", tag, offset) < 0:
            if self._start.match(self._data, tag) and not parser.is_complete:
                yield from self._broken(tag, offset, error, parser.ancestors)
                return
            offset = tag
        is_markup = _MARKUP.match(self._data, offset) is not None
        if declaration := _DECLARATION.match(self._data, offset):
            # Another document.
            self._offset, self._ancestors = declaration.end(), _trimmed([_ROOT, *parser.ancestors])
            return
        if is_markup and parser.is_complete:
            # Another document without a declaration, or a record without a document.
            self._offset, self._ancestors = offset, [_ROOT]
            return
        if not is_markup or isinstance(error, DefusedXmlException):
            yield self._problem(offset, reason(error, "this", self._line(offset)))
        following = self._start.search(self._data, max(offset, self._offset + 1))
        if following is not None:
            self._offset, self._ancestors = following.start(), [_ROOT]
        elif is_markup:
            yield from self._ended(parser.ancestors)
        else:
            self._offset = len(self._data)

    def _ended(self, ancestors: list[str]) -> Iterator[Problem]:
        """Report a file that ends inside an element."""
        self._offset = len(self._data)
        still_open = [name for name in ancestors if name != _ROOT]
        if still_open:
            name = shown(still_open[-1])
            yield self._problem(self._offset, f"the file is cut off: <{name}> is not closed")

    def _record(self, element: Element, offset: int) -> XmlRecord:
        return XmlRecord(element, self._line(offset), self._text(offset))

    def _problem(self, offset: int, cause: str) -> Problem:
        return RawRecord(self._line(offset), self._text(offset)).lost(self._source, cause)

    def _text(self, offset: int) -> str:
        return self._data[offset : offset + _SHOWN].decode(errors="replace")

    def _line(self, offset: int) -> int:
        """Return the line of an offset, counted from the last offset asked for."""
        known, line = self._counted
        if offset >= known:
            line += self._data.count(b"\n", known, offset)
        else:
            line -= self._data.count(b"\n", offset, known)
        self._counted = offset, line
        return line


def _local(name: bytes) -> str:
    return name.rpartition(b":")[2].decode() or "record"


def _trimmed(ancestors: list[str]) -> list[str]:
    """Return the ancestors without the roots inside, or only the first if there are too many."""
    names = [name for offset, name in enumerate(ancestors) if name != _ROOT or offset == 0]
    return names if len(names) <= _MAX_DEPTH and sum(map(len, names)) <= _SHOWN else names[:1]


_BLANKS = re.compile(rb"\s*")
_ELEMENT = re.compile(rb"<(?:[\w.-]{1,60}:)?(?P<name>[\w.-]{1,60})(?=[\s/>])")
_PASSED_OVER = ((b"<?", b"?>"), (b"<!--", b"-->"))
_DOCTYPE = b"<!DOCTYPE"


def root(head: bytes) -> str:
    """Return the name of the first element, without its prefix; empty where this is no XML.

    Args:
        head: the first bytes of a file.
    """
    offset = 0
    while True:
        blanks = _BLANKS.match(head, offset)
        offset = blanks.end() if blanks else offset
        end = _end_of_prolog(head, offset)
        if end == offset:
            element = _ELEMENT.match(head, offset)
            return element["name"].decode() if element else ""
        if end < 0:
            return ""
        offset = end


def _end_of_prolog(head: bytes, offset: int) -> int:
    """Return where something before the first element ends: `offset` for none, -1 if it is cut."""
    for begin, end in _PASSED_OVER:
        if head.startswith(begin, offset):
            found = head.find(end, offset)
            return found + len(end) if found >= 0 else -1
    if not head.startswith(_DOCTYPE, offset):
        return offset
    close, subset = head.find(b">", offset), head.find(b"[", offset)
    if 0 <= subset < close:
        close = head.find(b">", max(head.find(b"]", offset), subset))
    return close + 1 if close >= 0 else -1
