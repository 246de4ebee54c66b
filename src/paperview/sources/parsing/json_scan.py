"""A scanner that finds the objects in JSON documents, even if these are broken or cut.

A file may hold an array of objects, one object that holds the array, one object alone, or several
of these in sequence, as JSON lines do. The scanner knows only strings and brackets. So it is fast,
yields the first objects at once, and an error in one object does not affect the others. It takes
linear time on any bytes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import msgspec

Path: TypeAlias = tuple[str, ...]
"""The keys that lead to an array: `("hits", "hits")` for `{"hits": {"hits": [...]}}`."""

NO_OBJECT: Final = "is no JSON object"
CUT: Final = "the file ends inside the record"
UNCLOSED: Final = "a closing bracket is missing in the record"
EARLY_END: Final = "the file ends too early: closing brackets are missing"

# A string ends in its line, or at the end of the file, so that a stray quotation mark spoils
# at most a line. All quantifiers are possessive; the last alternatives match any other character.
_STRING = rb'"[^"\\\n]*+(?:\\[^\n][^"\\\n]*+)*+(?:"|\\?+\Z)'
_TOKEN = rb'[^"\\\[\]{}]++|' + _STRING + rb'|\\[^\n]?+|"'
_BALANCED = rb"(?:" + _TOKEN + rb")*+"
for _level in range(3):  # as deep as most records go: so their brackets are matched without a loop
    _BALANCED = rb"(?:" + _TOKEN + rb"|[\[{]" + _BALANCED + rb"[\]}])*+"
_BRACKETS = re.compile(_BALANCED + rb"([\[{]++|[\]}]++|\Z)")
_ELEMENT = re.compile(
    rb"[\s,:]*+(?:(?P<object>\{)|(?P<array>\[)|(?P<end>\])|(?P<stray>\})"
    rb"|(?P<other>" + _STRING + rb'|"|(?:[^\s,:"\\\[\]{}]++|\\[^\n]?+)++))?'
)
_MEMBER = re.compile(rb'[\s,]*+"(?P<key>[^"\\\n]*+(?:\\[^\n][^"\\\n]*+)*+)"\s*+:\s*+')
_END = re.compile(rb'[\s,]*+(?:"[^\n]*+)?\Z')
_CLOSE = re.compile(rb"[\s,]*+\}")
_SCALAR = re.compile(_STRING + rb'|(?!")[^\s,"\[\]{}]*+')
_BETWEEN = re.compile(rb"[^\[{]*+")
_PUNCTUATION = b" \t\n\r\f\v,:;]}"
_OPENING = b"[{"
_ARRAY = ord("[")
_MAX_INDENT = 200  # blanks before an object in its line


@dataclass(frozen=True, slots=True)
class Item:
    """An object, or another value in the position of an object."""

    line: int
    """The line where it begins, counted from 1."""
    text: bytes
    fault: str = ""
    """The reason why it is no whole object."""


def items(data: bytes, *paths: Path) -> Iterator[Item]:
    """Yield the objects of a document in order, and anything else in the position of an object.

    Args:
        data: the document, or several.
        paths: where the array of objects may be if the document is an object; an object with none
            of these arrays is given itself.
    """
    return _Scanner(data).documents(paths)


def beginning(head: bytes, *paths: Path) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """Return the members of the first document and of its first object.

    The values are JSON, the last of them perhaps cut, and those of a document only as far as they
    stand before the array. Both have no members where there are no objects.

    Args:
        head: the beginning of a document, cut anywhere.
        paths: as for `items`.
    """
    head = head.lstrip()
    if not head.startswith((b"[", b"{")):
        return {}, {}
    first = next((item for item in items(head, *paths) if item.fault != NO_OBJECT), None)
    return members(head), members(first.text) if first else {}


def members(text: bytes) -> dict[str, bytes]:
    """Return the members of an object in JSON, the last one cut where the object is."""
    found: dict[str, bytes] = {}
    offset = 1
    while text[:1] == b"{" and (member := _MEMBER.match(text, offset)):
        end = _value_end(text, member.end())
        offset = len(text) if end is None else end
        found[_key(member)] = text[member.end() : offset]
    return found


class _Scanner:
    """An offset in a document, and the line there."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._offset = 0
        self._line = 1
        self._counted = 0  # bytes, in whose lines the line was counted
        self._mark = b""
        """The start of an object on its own line: a line feed, its indent, its bracket."""
        self._bound = 0
        """The offset of the next mark, unless it was passed."""
        self._is_damaged = False
        """Whether an object without an end was found."""
        self._is_end_reported = False
        """Whether the early end of the file was reported."""

    def documents(self, paths: Sequence[Path]) -> Iterator[Item]:
        """Yield the objects of all documents."""
        while between := _BETWEEN.match(self._data, self._offset):
            if between.group().strip(_PUNCTUATION):
                yield self._item(self._offset, between.end(), NO_OBJECT)
            self._offset = between.end()
            if self._offset == len(self._data):
                return
            if self._data[self._offset] == _ARRAY:
                self._offset += 1
                yield from self._array()
            elif self._leads_to_array(self._offset + 1, paths):
                self._offset += 1
                yield from self._members(paths)
            else:
                yield self._object()

    def _array(self) -> Iterator[Item]:
        """Yield the objects of the array whose bracket was just passed."""
        self._mark = b""
        while element := _ELEMENT.match(self._data, self._offset):
            kind = element.lastgroup
            self._offset = element.start(kind) if kind else element.end()
            if kind == "object":
                yield self._object()
            elif kind in ("array", "other"):
                yield self._no_object(element)
            elif kind is None:
                yield from self._early_end()
                return
            else:
                self._offset = element.end()
                if kind == "end":
                    return

    def _members(self, paths: Sequence[Path]) -> Iterator[Item]:
        """Yield the objects of the arrays within the object whose bracket was just passed.

        It stops at anything that is no member, and leaves the rest to the caller.
        """
        while member := _MEMBER.match(self._data, self._offset):
            self._offset = member.end()
            deeper = _deeper(paths, member)
            bracket = self._data[self._offset : self._offset + 1]
            if bracket == b"[" and () in deeper:
                self._offset += 1
                yield from self._array()
            elif bracket == b"{" and any(deeper):
                self._offset += 1
                yield from self._members(deeper)
            elif (end := _value_end(self._data, self._offset)) is None:
                yield from self._early_end()
            else:
                self._offset = end
        if close := _CLOSE.match(self._data, self._offset):
            self._offset = close.end()
        elif _END.match(self._data, self._offset):
            yield from self._early_end()

    def _leads_to_array(self, offset: int, paths: Sequence[Path]) -> bool:
        """Return whether the object whose bracket precedes the offset holds one of the arrays."""
        while any(paths) and (member := _MEMBER.match(self._data, offset)):
            deeper = _deeper(paths, member)
            bracket = self._data[member.end() : member.end() + 1]
            if bracket == b"[" and () in deeper:
                return True
            if bracket == b"{" and self._leads_to_array(member.end() + 1, deeper):
                return True
            end = _value_end(self._data, member.end(), self._bound_of_object())
            if end is None:
                return False
            offset = end
        return False

    def _object(self) -> Item:
        """Return the object that begins here.

        Where one does not end, the next one is looked for at a line that begins as they all do.
        """
        start = self._offset
        mark = _line_beginning(self._data, start) or self._mark
        if mark != self._mark:
            self._mark, self._bound = mark, 0
        end = _brackets_end(self._data, start, self._bound_of_object())
        if end is not None and not self._holds_next(start, end):
            self._offset = end
            return self._item(start, end)
        self._is_damaged = True
        self._offset = self._bound_of_object()
        self._is_end_reported = self._offset == len(self._data)
        return self._item(start, self._offset, CUT if self._is_end_reported else UNCLOSED)

    def _holds_next(self, start: int, end: int) -> bool:
        """Return whether an object without a closing bracket has swallowed the next one."""
        if not self._mark or self._data.find(self._mark, start + 1, end) < 0:
            return False
        try:
            decoded(self._data[start:end])
        except JsonError:
            return True
        return False

    def _no_object(self, element: re.Match[bytes]) -> Item:
        """Return a value in the position of an object."""
        start, end = self._offset, element.end()
        if element.lastgroup == "array":
            close = _brackets_end(self._data, start, len(self._data))
            end = len(self._data) if close is None else close
            self._is_end_reported = close is None
        self._offset = end
        return self._item(start, end, NO_OBJECT)

    def _bound_of_object(self) -> int:
        """Return where the object that begins here ends at the latest.

        As long as every object ends there is no need to look for the next one.
        """
        if not self._is_damaged or not self._mark:
            return len(self._data)
        if self._bound <= self._offset:
            found = self._data.find(self._mark, self._offset + 1)
            self._bound = len(self._data) if found < 0 else found
        return self._bound

    def _early_end(self) -> Iterator[Item]:
        """Report once that the file ends too early; skip the rest."""
        if not self._is_end_reported:
            self._is_end_reported = True
            yield self._item(self._offset, len(self._data), EARLY_END)
        self._offset = len(self._data)

    def _item(self, start: int, end: int, fault: str = "") -> Item:
        self._line += self._data.count(b"\n", self._counted, start)
        self._counted = start
        return Item(self._line, self._data[start:end], fault)


def _key(member: re.Match[bytes]) -> str:
    return member["key"].decode(errors="replace")


def _deeper(paths: Sequence[Path], member: re.Match[bytes]) -> list[Path]:
    key = _key(member)
    return [path[1:] for path in paths if path and path[0] == key]


def _line_beginning(data: bytes, start: int) -> bytes:
    """Return the end of the line before an object, and its own line up to its bracket.

    Empty where something else stands before it in its line.
    """
    line = data.rfind(b"\n", max(0, start - _MAX_INDENT), start)
    before = data[line + 1 : start] if line >= 0 or start < _MAX_INDENT else b"?"
    return b"" if before.strip() else b"\n" + before + b"{"


def _value_end(data: bytes, offset: int, bound: int | None = None) -> int | None:
    """Return the end of a value; None if it does not end before `bound` or the end of data."""
    bound = len(data) if bound is None else bound
    if data[offset : offset + 1] in (b"[", b"{"):
        return _brackets_end(data, offset, bound)
    scalar = _SCALAR.match(data, offset, bound)
    return scalar.end() if scalar and scalar.end() < bound else None


def _brackets_end(data: bytes, start: int, bound: int) -> int | None:
    """Return the end of the closing bracket for the one at `start`, if it is before `bound`.

    All kinds of brackets count as one.
    """
    depth = 1
    for brackets in _BRACKETS.finditer(data, start + 1, bound):
        first, end = brackets.span(1)
        if first == end:
            break
        if data[first] in _OPENING:
            depth += end - first
        elif end - first < depth:
            depth -= end - first
        else:
            return first + depth
    return None


_DECODER = msgspec.json.Decoder()
_LENIENT = json.JSONDecoder(
    # Numbers of any size stay texts, for they are shown and not reckoned with; NaN says nothing.
    parse_int=str,
    parse_float=str,
    parse_constant=lambda _: None,
    strict=False,
)


class JsonError(Exception):
    """A text that can't be read as JSON, or whose content is no record."""

    def __init__(self, reason: str) -> None:
        self.reason: Final = reason
        """The reason: `is not JSON (unexpected end)`."""
        super().__init__(reason)


def decoded(text: bytes) -> Any:  # noqa: ANN401 - a value of JSON is of any type
    """Return the value of a JSON text.

    It also accepts halves of surrogate pairs, control characters in strings, NaN and numbers of any
    size, as some programs write them. If a key is repeated, the last member counts.

    Raises:
        JsonError: if it is not JSON.
    """
    try:
        return _DECODER.decode(text)
    except RecursionError:
        raise JsonError("is not JSON (nested too deeply)") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        reason = str(error)
    try:
        return _LENIENT.decode(text.decode(errors="replace"))
    except RecursionError:
        raise JsonError("is not JSON (nested too deeply)") from None
    except ValueError:
        reason = reason.removeprefix("JSON is malformed: ").replace(" (byte", ", byte").rstrip(")")
        reason = reason.replace("Input data was truncated", "unexpected end")
        raise JsonError(f"is not JSON ({reason})") from None
