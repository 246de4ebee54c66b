"""A parser of XML that is fed piece by piece and gives the records in it, each as a small tree.

Names count without their prefixes, and prefixes need not be declared: records are often taken out
of the document that declared them. Document type definitions are refused, and with them all that
can be made to blow up a small file or to open another one.
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
_FOR_CONTROLS = bytes(
    byte if byte >= 0x20 or byte in b"\t\n\r" else ord(" " if byte in _BLANKS else "?")
    for byte in range(256)
)
"""For each byte the one to read instead: XML allows no control characters (XML 1.0, 2.2)."""
_DEEPEST = 1000  # elements around a record
_DEEPEST_RECORD = 2  # records around a record
_LONE = re.compile("[\udc80-\udcff]")
_REFERENCE = re.compile(
    r"&(?:(?P<named>amp|lt|gt|quot|apos)|#(?P<decimal>[0-9]{1,8})|#x(?P<hex>[0-9A-Fa-f]{1,7}))?;?"
)
_LESS = re.compile(r"<(?![\w:/!?])")


class NotClosedError(Exception):
    """A record begins within another one, so that this must have been cut off."""


class RefusedError(Exception):
    """What is found is no record or document that anybody wrote; says what it is."""


PARSE_ERRORS = (SAXParseException, DefusedXmlException, NotClosedError, RefusedError)
"""What `RecordParser.give` raises where XML is broken or refused."""


class RecordParser(DefusedExpatParser):
    """Parses one document, or a part of one that begins between records."""

    _parser: XMLParserType

    def __init__(self, names: Collection[str], above: Collection[str] = ()) -> None:
        """Begin a document, or go on in one.

        Args:
            names: what the elements are called that are records.
            above: the elements that are open where the part begins, outermost first.
        """
        super().__init__(forbid_dtd=True)
        self.above: list[str] = []
        """The elements around the record, or around the place that was reached."""
        self.begin: int | None = None
        """The bytes before the record that is open; None between records."""
        self.is_over = False
        """Whether the outermost element was closed."""
        self.last_end = 0
        """The bytes before the last end of a record."""
        self.found: list[tuple[Element, int]] = []
        """The records that are complete, and how many bytes stand before each; to be taken away."""
        self.place = 0
        """The bytes before what was read last, or before the error."""
        self._names = names
        self._offset = 0
        self._open = ("", "")  # the name of the open record, with its prefix and without it
        self._depth = 0  # records within the open one
        self._last = ""
        self._builder = TreeBuilder()
        if above:
            start = "".join([f"<{name}>" for name in above])
            self.give(start)
            self._offset, self.place = len(start.encode()), 0

    def give(self, text: str, *, is_last: bool = False) -> None:
        """Read a piece.

        Raises:
            SAXParseException: if the XML is broken.
            DefusedXmlException: if it has a document type definition.
            NotClosedError: if a record begins within another one.
            RefusedError: if there are too many elements around a record.
        """
        try:
            # Of text the parser in C does not ask in what encoding it says that it is.
            self.feed(text, is_last)
        except SAXParseException:
            self.place = self._here()
            raise
        # With other errors it is known: the parser in C goes on to the end of the piece then.
        self.place = self._here()

    def _here(self) -> int:
        return max(self._parser.CurrentByteIndex - self._offset, 0)

    def reset(self) -> None:
        """Make everything ready for a new document."""
        super().reset()
        self._parser.buffer_text = True
        self._parser.CharacterDataHandler = None
        self._parser.ProcessingInstructionHandler = None

    def drop(self) -> None:
        """Let go of the parser in C, which holds on to this object."""
        del self._parser

    def defused_start_doctype_decl(
        self, name: str, sysid: str | None, pubid: str | None, has_internal_subset: bool
    ) -> None:
        """Refuse a document type that says more than its name."""
        if sysid or pubid or has_internal_subset:
            self.place = self._here()
            raise DTDForbidden(name, sysid, pubid)

    def start_element(self, name: str, attrs: Mapping[str, str]) -> None:
        """Begin an element outside of records."""
        local = name[name.rfind(":") + 1 :]
        if local not in self._names:
            if len(self.above) == _DEEPEST:
                self.place = self._here()
                raise RefusedError("nested too deeply")
            self.above.append(name)
            return
        self.begin = self._here()
        self._open = name, local
        self._builder = TreeBuilder()
        self._builder.start(local, dict(attrs))
        self._parser.CharacterDataHandler = self._builder.data
        self._parser.StartElementHandler = self._start_within
        self._parser.EndElementHandler = self._end_within

    def end_element(self, name: str) -> None:  # noqa: ARG002 - the names of both tags are the same
        """End an element outside of records."""
        self.above.pop()
        self.is_over = not self.above

    def _start_within(self, name: str, attrs: dict[str, str]) -> None:
        if ":" in name:
            name = name[name.rfind(":") + 1 :]
        if name == self._open[1]:
            # The metadata of a record may be a record themselves, as those in MARC are.
            if self._last != "metadata" or self._depth == _DEEPEST_RECORD:
                self.place = self._here()
                raise NotClosedError
            self._depth += 1
        self._last = name
        self._builder.start(name, attrs)

    def _end_within(self, name: str) -> None:
        if ":" in name:
            element = self._builder.end(name[name.rfind(":") + 1 :])
        else:
            element = self._builder.end(name)
        if name != self._open[0] or self.begin is None:
            return
        if self._depth:
            self._depth -= 1
            return
        self.found.append((element, self.begin))
        self.begin = None
        self.last_end = self._here()
        self.is_over = not self.above
        self._parser.CharacterDataHandler = None
        self._parser.StartElementHandler = self.start_element
        self._parser.EndElementHandler = self.end_element


def readable(piece: bytes) -> str:
    """Return a piece of a file as a parser takes it, with as many bytes in UTF-8 as it has.

    Characters that XML does not allow become blanks or question marks.
    """
    piece = piece.translate(_FOR_CONTROLS)
    try:
        text = piece.decode()
    except UnicodeDecodeError:
        text = _LONE.sub("?", piece.decode(errors="surrogateescape"))
    if "\ufffe" in text or "\uffff" in text:
        text = text.replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd")
    return text


def mended(record: bytes, names: Collection[str]) -> Element | None:
    """Return a broken record as it was meant, or None if it can't be told.

    What authors of XML forget most can be told: to escape `&` and `<`, to declare what `&eacute;`
    is, and that not every character may be referred to.
    """
    text = readable(record)
    text = _LESS.sub("&lt;", _REFERENCE.sub(_reference, text))
    if "<![CDATA[" not in text:
        text = text.replace("]]>", "]]&gt;")
    parser = RecordParser(names)
    try:
        parser.give(text, is_last=True)
    except PARSE_ERRORS:
        return None
    finally:
        parser.drop()
    return parser.found[0][0] if parser.found else None


def _reference(match: re.Match[str]) -> str:
    number = int(match["decimal"] or 0) or int(match["hex"] or "0", 16)
    is_allowed = number in (9, 10, 13) or (
        0x20 <= number <= 0x10FFFF
        and not 0xD800 <= number <= 0xDFFF
        and number not in (0xFFFE, 0xFFFF)
    )
    is_right = match[0].endswith(";") and (match["named"] or is_allowed)
    return match[0] if is_right else f"&amp;{match[0][1:]}"


def reason(error: Exception, what: str, line: int) -> str:
    """Say what is wrong with a document where the parser raised an error.

    Args:
        error: one of `PARSE_ERRORS`.
        what: what is wrong: `the record`, `this`.
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
