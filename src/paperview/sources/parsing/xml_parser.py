"""An incremental XML parser that builds a small tree for each record.

Namespace prefixes are dropped and need not be declared, because records are often cut out of the
document that declared them. Document type definitions are refused: they can make a small file
expand without limit or open other files.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, TreeBuilder
from xml.sax import SAXParseException

from defusedxml import DefusedXmlException, DTDForbidden
from defusedxml.expatreader import DefusedExpatParser

if TYPE_CHECKING:
    from pyexpat import XMLParserType

_BLANKS = b"\x00\x0b\x0c\x1c\x1d\x1e\x1f"
_CONTROL_TABLE = bytes(
    byte if byte >= 0x20 or byte in b"\t\n\r" else ord(" " if byte in _BLANKS else "?")
    for byte in range(256)
)
"""The replacement of each byte: XML allows no control characters (XML 1.0, 2.2)."""
_MAX_DEPTH = 1000  # elements around a record
_MAX_NESTED_RECORDS = 2  # records around a record
_LONE_SURROGATE = re.compile("[\udc80-\udcff]")
_REFERENCE = re.compile(
    r"&(?:(?P<named>amp|lt|gt|quot|apos)|#(?P<decimal>[0-9]{1,8})|#x(?P<hex>[0-9A-Fa-f]{1,7}))?;?"
)
_LESS_THAN_ALONE = re.compile(r"<(?![\w:/!?])")


class NotClosedError(Exception):
    """A record begins inside another one, which must have been cut off."""


class RefusedError(Exception):
    """A hostile document or record; the message says in what way."""


PARSE_ERRORS = (SAXParseException, DefusedXmlException, NotClosedError, RefusedError)
"""The errors of `RecordParser.feed_text` for XML that is broken or refused."""


class RecordParser(DefusedExpatParser):
    """A parser of one document, or of the rest of one from between two records on."""

    _parser: XMLParserType

    def __init__(self, names: Collection[str], ancestors: Collection[str] = ()) -> None:
        """Begin a document, or continue one.

        Args:
            names: the names of the elements that are records.
            ancestors: the elements that are open at the start, outermost first.
        """
        super().__init__(forbid_dtd=True)
        self.ancestors: list[str] = []
        """The elements around the open record, or around the current offset."""
        self.begin: int | None = None
        """The offset of the open record; None between records."""
        self.is_complete = False
        """Whether the outermost element was closed."""
        self.last_end = 0
        """The offset where the last record ended."""
        self.found: list[tuple[Element, int]] = []
        """Complete records and their offsets; the caller empties the list."""
        self.offset = 0
        """The offset of the last event, or of the error."""
        self._names = names
        self._prefix_length = 0
        self._record_names = ("", "")  # the name of the open record, with its prefix and without it
        self._depth = 0  # records within the open one
        self._last_name = ""
        self._builder = TreeBuilder()
        if ancestors:
            start = "".join([f"<{name}>" for name in ancestors])
            self.feed_text(start)
            self._prefix_length, self.offset = len(start.encode()), 0

    def feed_text(self, text: str, *, is_last: bool = False) -> None:
        """Parse the next chunk.

        Raises:
            SAXParseException: if the XML is broken.
            DefusedXmlException: if it has a document type definition.
            NotClosedError: if a record begins inside another one.
            RefusedError: if there are too many elements around a record.
        """
        try:
            # For text, expat ignores the encoding that the document declares.
            self.feed(text, is_last)
        except SAXParseException:
            self.offset = self._current_offset()
            raise
        # Other errors have set the offset already, and expat has gone on to the end of the chunk.
        self.offset = self._current_offset()

    def _current_offset(self) -> int:
        return max(self._parser.CurrentByteIndex - self._prefix_length, 0)

    def reset(self) -> None:
        """Prepare for a new document."""
        super().reset()
        self._parser.buffer_text = True
        self._parser.CharacterDataHandler = None
        self._parser.ProcessingInstructionHandler = None

    def release(self) -> None:
        """Release expat, which holds a reference to this object."""
        del self._parser

    def defused_start_doctype_decl(
        self, name: str, sysid: str | None, pubid: str | None, has_internal_subset: bool
    ) -> None:
        """Refuse a document type that has more than a name."""
        if sysid or pubid or has_internal_subset:
            self.offset = self._current_offset()
            raise DTDForbidden(name, sysid, pubid)

    def start_element(self, name: str, attrs: Mapping[str, str]) -> None:
        """Enter an element outside records."""
        local = name[name.rfind(":") + 1 :]
        if local not in self._names:
            if len(self.ancestors) == _MAX_DEPTH:
                self.offset = self._current_offset()
                raise RefusedError("nested too deeply")
            self.ancestors.append(name)
            return
        self.begin = self._current_offset()
        self._record_names = name, local
        self._builder = TreeBuilder()
        self._builder.start(local, dict(attrs))
        self._parser.CharacterDataHandler = self._builder.data
        self._parser.StartElementHandler = self._start_within
        self._parser.EndElementHandler = self._end_within

    def end_element(self, name: str) -> None:  # noqa: ARG002 - the names of both tags are the same
        """Leave an element outside records."""
        self.ancestors.pop()
        self.is_complete = not self.ancestors

    def _start_within(self, name: str, attrs: dict[str, str]) -> None:
        if ":" in name:
            name = name[name.rfind(":") + 1 :]
        if name == self._record_names[1]:
            # The metadata of a record may be a record too, as in MARC.
            if self._last_name != "metadata" or self._depth == _MAX_NESTED_RECORDS:
                self.offset = self._current_offset()
                raise NotClosedError
            self._depth += 1
        self._last_name = name
        self._builder.start(name, attrs)

    def _end_within(self, name: str) -> None:
        if ":" in name:
            element = self._builder.end(name[name.rfind(":") + 1 :])
        else:
            element = self._builder.end(name)
        if name != self._record_names[0] or self.begin is None:
            return
        if self._depth:
            self._depth -= 1
            return
        self.found.append((element, self.begin))
        self.begin = None
        self.last_end = self._current_offset()
        self.is_complete = not self.ancestors
        self._parser.CharacterDataHandler = None
        self._parser.StartElementHandler = self.start_element
        self._parser.EndElementHandler = self.end_element


def readable(chunk: bytes) -> str:
    """Decode a chunk of a file for the parser; it has the same length in UTF-8.

    Characters that XML forbids become blanks or question marks.
    """
    chunk = chunk.translate(_CONTROL_TABLE)
    try:
        text = chunk.decode()
    except UnicodeDecodeError:
        text = _LONE_SURROGATE.sub("?", chunk.decode(errors="surrogateescape"))
    if "\ufffe" in text or "\uffff" in text:
        text = text.replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd")
    return text


def repaired(record: bytes, names: Collection[str]) -> Element | None:
    """Repair the most common mistakes in a record; return None if it is still broken.

    These are an unescaped `&` or `<`, an undeclared entity such as `&eacute;`, and a reference to a
    character that XML forbids.
    """
    text = readable(record)
    text = _LESS_THAN_ALONE.sub("&lt;", _REFERENCE.sub(_reference, text))
    if "<![CDATA[" not in text:
        text = text.replace("]]>", "]]&gt;")
    parser = RecordParser(names)
    try:
        parser.feed_text(text, is_last=True)
    except PARSE_ERRORS:
        return None
    finally:
        parser.release()
    return parser.found[0][0] if parser.found else None


def _reference(match: re.Match[str]) -> str:
    number = int(match["decimal"] or 0) or int(match["hex"] or "0", 16)
    is_allowed = number in (9, 10, 13) or (
        0x20 <= number <= 0x10FFFF
        and not 0xD800 <= number <= 0xDFFF
        and number not in (0xFFFE, 0xFFFF)
    )
    is_valid = match[0].endswith(";") and (match["named"] or is_allowed)
    return match[0] if is_valid else f"&amp;{match[0][1:]}"


def reason(error: Exception, what: str, line: int) -> str:
    """Put an error of the parser into words.

    Args:
        error: one of `PARSE_ERRORS`.
        what: the subject: `the record`, `this`.
        line: the line of the error, counted from 1.
    """
    if isinstance(error, DefusedXmlException):
        return "a document type definition is not read: it could be made to do harm"
    if isinstance(error, RefusedError):
        return f"{what} is {error}"
    if isinstance(error, NotClosedError):
        return f"{what} is not closed before the next one begins"
    message = str(error.args[0]).removeprefix("not well-formed (").removesuffix(")")
    return f"{what} is no well-formed XML ({message} in line {line})"
