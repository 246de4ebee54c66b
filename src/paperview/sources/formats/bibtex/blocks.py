"""Splits a BibTeX file into blocks.

A block is an entry, a `@string`, a `@preamble` or a `@comment`, whole or broken. It ends with the
brace that closes its first one. If braces are missing, it ends before the next line that begins
another entry, so that a mistake costs one entry and not those after it. Such a line may also be
part of a text, as in a note that quotes BibTeX. It is text if nothing in it looks like an entry, or
if all open braces close before the next such line.

Between entries every `@` at the start of a line begins a block, whatever follows: a type that is no
plain word, as in `@['JournalArticle', 'Conference']{`, or no type or brace at all. Only `@comment`
without a brace is text.

A brace after a backslash is no brace.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from paperview.sources.problem import RECORD_LIMIT

FIELD_NAME = r"[A-Za-z][\w:.+-]*+"
BRACE = re.compile(r"(?<!\\)[{}]")

_EXCERPT = 1000  # characters of a block that a problem can show


class ParseError(Exception):
    """A block that can't be read; its text says why."""


_HEAD = re.compile(
    r"""@(?:
        \s*+(?P<type>[A-Za-z][\w-]*+)\s*+(?P<open>[{(])
        | (?<![^\s,}\ufeff]@)[\t ]*+
          (?P<odd_type>\[[^][{}@\n]{0,200}+\]|[^@{}(),=\\\n]{0,80}+)
          (?:\s*+(?P<odd_open>[{(]))?+
    )""",
    re.VERBOSE,
)
_NEXT_HEAD = re.compile(r"@\s*+(?:[A-Za-z][\w-]*+|\[[^][{}@\n]{0,200}+\])\s*+[{(]")
"""Head of a block whose type is a word or a list."""
_KEY = r'[^\s,="@](?:[^,="@\n]{0,200}[^\s,="@])?'
_ODD_KEY = r"[^\s{}=][^{}=\n]{0,200}?"
"""Key with signs that none should have, such as `Smith, 2010`."""
_BEFORE_FIELD = rf"\s*+,\s*+(?={FIELD_NAME}\s*+=)"
_FIRST_FIELD = re.compile(
    rf"\s*+(?:{_KEY}\s*+,\s*+{FIELD_NAME}\s*=|{FIELD_NAME}\s*=|{_ODD_KEY}{_BEFORE_FIELD})"
)
_DIRECTIVES = {
    "comment": re.compile(""),
    "preamble": re.compile(r"\s*+[{\"]"),
    "string": re.compile(r"\s*+[^\s={}\"@,(]++\s*[={\"]"),
}
"""Blocks without a key, and how their text begins."""
_TYPE_WORD = re.compile(r"[^\W_]+")
_TYPE_NAMES = """
    article book booklet collection conference dataset inbook incollection inproceedings inreference
    journalarticle manual mastersthesis misc mvbook mvcollection mvproceedings online patent
    periodical phdthesis proceedings report software techreport thesis unpublished
"""
_KNOWN_TYPES = frozenset(_TYPE_NAMES.split())
_BLANKS = " \t\r\f\v\xa0\ufeff"


@dataclass(frozen=True, slots=True)
class Block:
    """A block and the text between it and the next one."""

    line: int
    """The line it begins at, counted from 1."""
    kind: str
    """Its type in small letters: `article`, `comment`, `string`; empty if there is none."""
    head: str
    """Its beginning, up to the brace or parenthesis that opens it if there is one."""
    body: str
    """The text after the head, if that is long a little more than the limit of a record."""

    @property
    def opening(self) -> str:
        """Return `{` or `(`; empty if neither opens it."""
        return self.head[-1] if self.head.endswith(("{", "(")) else ""

    @property
    def excerpt(self) -> str:
        """Return its beginning, as it is in the file."""
        return f"{self.head}{self.body[:_EXCERPT]}"


def blocks(text: str) -> Iterator[Block]:
    """Split a file into blocks, in linear time. The text before the first is left out."""
    current: _Head | None = None
    line, counted = 1, 0
    for head in chain(_heads(text), [None]):
        if current is not None:
            line += text.count("\n", counted, current.start)
            counted = current.start
            limit = current.end + RECORD_LIMIT + 1
            body = text[current.end : min(limit, head.start if head else len(text))]
            yield Block(line, current.kind, text[current.start : current.end], body)
        current = head


class _Head(NamedTuple):
    """Beginning of a block: `@article{`."""

    start: int
    end: int
    kind: str
    opening: str


def _head(match: re.Match[str]) -> _Head:
    kind: str = match["type"] or match["odd_type"] or ""
    opening: str = match["open"] or match["odd_open"] or ""
    return _Head(*match.span(), kind.lower() if kind.isalpha() else _known_type(kind), opening)


def _known_type(kind: str) -> str:
    """Return the type meant by one that is no plain word: `in-proceedings`, `['Book']`."""
    words = _TYPE_WORD.findall(kind.lower())
    whole = "".join(words)
    names = [whole, *words] if kind.startswith("[") else [whole]
    if words and words[0] in _DIRECTIVES:
        names = words
    known = (name for name in names if name in _KNOWN_TYPES or name in _DIRECTIVES)
    return next(known, kind.strip().lower())


def closing_brace(
    text: str, start: int, stop: int | None = None, depth: int = 1, brace: re.Pattern[str] = BRACE
) -> int | None:
    """Return the index after the brace that closes the open ones; None if there is none."""
    for match in brace.finditer(text, start, len(text) if stop is None else stop):
        depth += 1 if match.group() == "{" else -1
        if depth == 0:
            return match.end()
    return None


def _heads(text: str) -> Iterator[_Head]:
    """Give the heads of blocks, and not those that are text."""
    current = _OpenBlock()
    end = 0
    is_remark = False
    for match in _HEAD.finditer(text):
        head = _head(match)
        start = head.start
        current.depth = current.depth_at(text, end, start)
        line_start = text.rfind("\n", end, start) + 1
        is_new_line = line_start > 0 or end == 0
        before = text[max(line_start, end) : start].strip(_BLANKS)
        begins_line = is_new_line and not before
        is_remark = before.endswith("%") or (before.startswith("%") if is_new_line else is_remark)
        end = head.end
        if current.depth:
            begins = begins_line and current.ends_before(text, head)
        else:
            begins = not is_remark and (begins_line or _is_entry(text, head))
        if head.kind == "comment" and not match["open"]:
            begins = False  # which is text
        if begins:
            yield head
            current = _OpenBlock(head.kind, head.opening)
        if begins or current.depth:
            current.depth += head.opening == "{"


@dataclass(slots=True)
class _OpenBlock:
    """The block that the splitter is in."""

    kind: str = ""
    opening: str = "{"
    depth: int = 0
    """Number of open braces; 0 after the end, and in a block that a parenthesis opens."""

    def depth_at(self, text: str, start: int, stop: int) -> int:
        """Return how many braces are open at `stop`, if `depth` are open at `start`."""
        part = text[start:stop]
        opened, closed = part.count("{"), part.count("}")
        if "\\" in part:
            opened, closed = opened - part.count("\\{"), closed - part.count("\\}")
        at_stop = self.depth + opened - closed
        if at_stop <= 0 or self.opening == "(":
            return max(at_stop, 0)
        limit = min(stop, start + RECORD_LIMIT)  # a longer block is refused, wherever it ends
        if self.depth == 0 or closing_brace(text, start, limit, self.depth) is not None:
            return 0
        return at_stop

    def ends_before(self, text: str, head: _Head) -> bool:
        """Return whether a line begins another block, although braces are open."""
        directive = _DIRECTIVES.get(head.kind)
        if not (directive.match(text, head.end) if directive else _is_entry(text, head)):
            return False
        # An entry that lacks one brace leaves one open; within a text two are.
        may_be_text = self.depth > 1 or self.opening == "(" or self.kind == "comment"
        if not may_be_text:
            return True
        following = _NEXT_HEAD.search(text, head.end)
        stop = following.start() if following else len(text)
        return self.depth_at(text, head.start, stop) > 0


def _is_entry(text: str, head: _Head) -> bool:
    return bool(head.opening) and _FIRST_FIELD.match(text, head.end) is not None


_REGULAR_KEY = re.compile(rf"\s*+(?P<key>{_KEY})\s*+,")
"""Key with its comma. It may hold TeX: `serr{\\`a}2017`."""
_AFTER_KEY = re.compile(rf"\s*+(?:{FIELD_NAME}\s*+=|[{{}}),%]|\Z)")
_KEY_BEFORE_FIELD = re.compile(rf"\s*+(?P<key>{_ODD_KEY}){_BEFORE_FIELD}")


def key_of(block: Block) -> str:
    """Return the key of an entry without reading the rest; empty if there is none."""
    match = key_with_comma(block.body)
    return match["key"].strip() if match else ""


def key_with_comma(body: str) -> re.Match[str] | None:
    """Find the key at the start of a body, with its comma; None if there is none."""
    key = _REGULAR_KEY.match(body)
    if key is not None and _AFTER_KEY.match(body, key.end()):
        return key
    return _KEY_BEFORE_FIELD.match(body) or key
