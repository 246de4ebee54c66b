r"""Where the entries of a BibTeX file begin and end, be they whole or broken.

An entry ends with the brace that closes its first one. Where braces are missing, it ends before the
next line that begins another entry, so that a slip costs one entry and not those after it. A text
may hold such a line, too, as a note does that quotes BibTeX: it is taken for a part of the text if
nothing in it looks like an entry, or if all that is open closes before the next one.

As bibtexparser has it, a brace behind a backslash is no brace.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from paperview.sources.limits import RECORD_LIMIT

_BEHIND = 1000  # characters behind an entry that are looked at

BRACE = re.compile(r"(?<!\\)[{}]")
KEY = re.compile(r'\s*+(?P<key>[^\s,="@](?:[^,="@\n]{0,200}[^\s,="@])?)\s*+,')
"""A key, and the comma behind it; some hold TeX, such as `serr{\\`a}2017`."""

_HEAD = re.compile(r"@[\t ]*(?P<kind>[A-Za-z][\w-]*)\s*(?P<open>[{(])")
_ENTRY_HEAD = re.compile(
    rf"""{_HEAD.pattern}
    (?:{KEY.pattern})?\s*+
    [A-Za-z][\w:.+-]*\s*=  # the first field""",
    re.VERBOSE,
)
_PARENTHESIS_END = re.compile(r'(?<!\\)[{}")]')
_MOST_BYTES = 4  # of a character in UTF-8
_NO_ENTRIES = frozenset(("comment", "preamble", "string"))


@dataclass(frozen=True, slots=True)
class Piece:
    """An entry and what stands between it and the next one."""

    line: int
    """The line it begins at, counted from 1."""
    kind: str
    """In small letters: `article`, but `comment`, `preamble` and `string`, too."""
    head: str
    """How it begins, up to the brace or parenthesis that opens it."""
    body: str
    """What follows the head; of an entry that is too long, a little more than is read."""

    @property
    def is_too_long(self) -> bool:
        """Return whether it is too long to be read."""
        return not _is_within_limit(self.body)

    @property
    def opening(self) -> str:
        """Return what opens it, `{` or `(`."""
        return self.head[-1]


def pieces(text: str) -> Iterator[Piece]:
    """Split a file into its entries, in linear time. What stands before the first is left out."""
    begun: re.Match[str] | None = None
    line, place = 1, 0
    for head in chain(_heads(text), [None]):
        if begun is not None:
            line += text.count("\n", place, begun.start())
            place = begun.start()
            stop = head.start() if head else len(text)
            body = _body(text, begun, stop)
            yield Piece(line, begun["kind"].lower(), begun.group(), body)
        begun = head


def _body(text: str, head: re.Match[str], stop: int) -> str:
    """Return what follows a head; of a lot of text behind an entry only the beginning."""
    start = head.end()
    body = text[start : min(stop, start + RECORD_LIMIT + 1)]
    if _is_within_limit(body):
        return body
    end = closing(body, 0, len(body), 1) if head["open"] == "{" else _closing_parenthesis(body)
    return body if end is None else body[: end + _BEHIND]


def _is_within_limit(text: str) -> bool:
    if len(text) * _MOST_BYTES <= RECORD_LIMIT:
        return True
    return len(text) <= RECORD_LIMIT and len(text.encode()) <= RECORD_LIMIT


def _closing_parenthesis(body: str) -> int | None:
    """Return the place behind the parenthesis that closes an entry; None if there is none."""
    depth = 0
    is_quoted = False
    for mark in _PARENTHESIS_END.finditer(body):
        sign = mark.group()
        if sign in "{}":
            depth += 1 if sign == "{" else -1
        elif depth == 0 and sign == '"':
            is_quoted = not is_quoted
        elif depth == 0 and not is_quoted:
            return mark.end()
    return None


def closing(text: str, start: int, stop: int, depth: int) -> int | None:
    """Return the place behind the brace that closes so many; None if there is none."""
    for brace in BRACE.finditer(text, start, stop):
        depth += 1 if brace.group() == "{" else -1
        if depth == 0:
            return brace.end()
    return None


def _heads(text: str) -> Iterator[re.Match[str]]:
    """Give the heads with which entries begin, of all that look like heads."""
    under_way = _UnderWay()
    place = 0
    is_remark = False
    for head in _HEAD.finditer(text):
        start = head.start()
        under_way.depth = under_way.depth_at(text, place, start)
        line_start = text.rfind("\n", place, start) + 1
        is_new_line = line_start > 0 or place == 0
        before = text[max(line_start, place) : start].strip()
        begins_line = is_new_line and not before
        is_remark = before.endswith("%") or (before.startswith("%") if is_new_line else is_remark)
        place = head.end()
        if under_way.depth:
            begins = begins_line and under_way.ends_before(head)
        else:
            begins = not is_remark and (begins_line or _is_entry(head))
        if begins:
            yield head
            under_way = _UnderWay(head["kind"].lower(), head["open"])
        if begins or under_way.depth:
            under_way.depth += head["open"] == "{"


@dataclass(slots=True)
class _UnderWay:
    """The entry that is being read."""

    kind: str = ""
    opening: str = "{"
    depth: int = 0
    """How many braces are open; 0 once it is closed, or in none but the parenthesis around it."""

    def depth_at(self, text: str, start: int, stop: int) -> int:
        """Return how many braces are open at a place behind another one, where `depth` are."""
        part = text[start:stop]
        opened, closed = part.count("{"), part.count("}")
        if "\\" in part:
            opened, closed = opened - part.count("\\{"), closed - part.count("\\}")
        at_stop = self.depth + opened - closed
        if at_stop <= 0 or self.opening == "(":
            return max(at_stop, 0)
        looked_at = min(stop, start + RECORD_LIMIT)  # what is longer is refused, wherever it ends
        if self.depth == 0 or closing(text, start, looked_at, self.depth) is not None:
            return 0
        return at_stop

    def ends_before(self, head: re.Match[str]) -> bool:
        """Whether another entry begins with a line, although braces are open."""
        if head["kind"].lower() in _NO_ENTRIES:
            return True
        if not _is_entry(head):
            return False
        # An entry that lacks one brace leaves one open; in a text two are.
        may_be_text = self.depth > 1 or self.opening == "(" or self.kind == "comment"
        if not may_be_text:
            return True
        text = head.string
        following = _HEAD.search(text, head.end())
        stop = following.start() if following else len(text)
        return self.depth_at(text, head.start(), stop) > 0


def _is_entry(head: re.Match[str]) -> bool:
    return _ENTRY_HEAD.match(head.string, head.start()) is not None
