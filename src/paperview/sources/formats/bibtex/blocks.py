r"""Where the entries of a BibTeX file begin and end, be they whole or broken.

An entry ends with the brace that closes its first one. Where braces are missing, it ends before the
next line that begins another entry, so that a slip costs one entry and not those after it. A text
may hold such a line, too, as a note does that quotes BibTeX: it is taken for a part of the text if
nothing in it looks like an entry, or if all that is open closes before the next one.

Between entries every `@` at the start of a line begins one, whatever follows: a type that is no
plain word, as in `@['JournalArticle', 'Conference']{`, or no type or brace at all. Only `@comment`
without a brace is text.

As bibtexparser has it, a brace behind a backslash is no brace.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import NamedTuple

from paperview.sources.problem import RECORD_LIMIT

_BEHIND = 1000  # characters behind an entry that are looked at

BRACE = re.compile(r"(?<!\\)[{}]")
KEY = re.compile(r'\s*+(?P<key>[^\s,="@](?:[^,="@\n]{0,200}[^\s,="@])?)\s*+,')
"""A key, and the comma behind it; some hold TeX, such as `serr{\\`a}2017`."""
_FIELD_NAME = r"[A-Za-z][\w:.+-]*"
_ODD_KEY = re.compile(
    rf"\s*+(?P<key>[^\s{{}}=][^{{}}=\n]{{0,200}}?)\s*+,\s*+(?={_FIELD_NAME}\s*+=)"
)
"""A key with signs that none should have, such as `Smith, 2010`, before the first field."""
_BEHIND_KEY = re.compile(rf"\s*+(?:{_FIELD_NAME}\s*+=|[{{}}),%]|\Z)")

_HEAD = re.compile(
    r"""@(?:
        \s*+(?P<type>[A-Za-z][\w-]*+)\s*+(?P<open>[{(])
        | (?<![^\s,}\ufeff]@)[\t ]*+
          (?P<odd_type>\[[^][{}@\n]{0,200}+\]|[^@{}(),=\\\n]{0,80}+)
          (?:\s*+(?P<odd_open>[{(]))?+
    )""",
    re.VERBOSE,
)
_FOLLOWING = re.compile(r"@\s*+(?:[A-Za-z][\w-]*+|\[[^][{}@\n]{0,200}+\])\s*+[{(]")
"""A head whose type is a word or a list: what of the others is one is seen in its place alone."""
_FIRST_FIELD = re.compile(
    rf"(?:{KEY.pattern})?\s*+{_FIELD_NAME}\s*=|{_ODD_KEY.pattern.replace('?P<key>', '')}"
)
_DIRECTIVES = {
    "comment": re.compile(""),
    "preamble": re.compile(r"\s*+[{\"]"),
    "string": re.compile(r"\s*+[^\s={}\"@,(]++\s*[={\"]"),
}
"""What has no key, with how its text begins."""
_TYPE_WORD = re.compile(r"[^\W_]+")
_TYPE_NAMES = """
    article book booklet collection conference dataset inbook incollection inproceedings inreference
    manual mastersthesis misc mvbook mvcollection mvproceedings online patent periodical phdthesis
    proceedings report software techreport thesis unpublished
"""
_TYPES = frozenset(_TYPE_NAMES.split()) | {"journalarticle"}
"""Those that are known again in a type that is no plain word."""
_BLANKS = " \t\r\f\v\xa0\ufeff"
_PARENTHESIS_END = re.compile(r'(?<!\\)[{}")]')
_MOST_BYTES = 4  # of a character in UTF-8


@dataclass(frozen=True, slots=True)
class Piece:
    """An entry and what stands between it and the next one."""

    line: int
    """The line it begins at, counted from 1."""
    kind: str
    """In small letters: `article`, but `comment`, `preamble` and `string`, too; empty for none."""
    head: str
    """How it begins, up to the brace or parenthesis that opens it if there is one."""
    body: str
    """What follows the head; of an entry that is too long, a little more than is read."""

    @property
    def is_too_long(self) -> bool:
        """Return whether it is too long to be read."""
        return not _is_within_limit(self.body)

    @property
    def opening(self) -> str:
        """Return what opens it, `{` or `(`; empty where nothing does."""
        return self.head[-1] if self.head.endswith(("{", "(")) else ""


def pieces(text: str) -> Iterator[Piece]:
    """Split a file into its entries, in linear time. What stands before the first is left out."""
    begun: _Head | None = None
    line, place = 1, 0
    for head in chain(_heads(text), [None]):
        if begun is not None:
            line += text.count("\n", place, begun.start)
            place = begun.start
            stop = head.start if head else len(text)
            body = _body(text, begun, stop)
            yield Piece(line, begun.kind, text[begun.start : begun.end], body)
        begun = head


class _Head(NamedTuple):
    """How an entry begins: `@article{`."""

    start: int
    end: int
    kind: str
    opening: str


def _head(match: re.Match[str]) -> _Head:
    kind: str = match["type"] or match["odd_type"] or ""
    opening: str = match["open"] or match["odd_open"] or ""
    return _Head(*match.span(), kind.lower() if kind.isalpha() else _known(kind), opening)


def _known(kind: str) -> str:
    """Return the type that is meant by one that is no plain word: `in-proceedings`, `['Book']`."""
    words = _TYPE_WORD.findall(kind.lower())
    whole = "".join(words)
    named = [whole, *words] if kind.startswith("[") else [whole]
    if words and words[0] in _DIRECTIVES:
        named = words
    known = (one for one in named if one in _TYPES or one in _DIRECTIVES)
    return next(known, kind.strip().lower())


def _body(text: str, head: _Head, stop: int) -> str:
    """Return what follows a head; of a lot of text behind an entry only the beginning."""
    start = head.end
    body = text[start : min(stop, start + RECORD_LIMIT + 1)]
    if _is_within_limit(body):
        return body
    end = closing(body, 0, len(body), 1) if head.opening == "{" else _closing_parenthesis(body)
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


def key_at_start(body: str) -> re.Match[str] | None:
    """Return the key that a body begins with, and the comma behind it; None where there is none."""
    key = KEY.match(body)
    if key is not None and _BEHIND_KEY.match(body, key.end()):
        return key
    return _ODD_KEY.match(body) or key


def paired(text: str) -> str:
    """Return a text without the braces that have no partner in it."""
    opened: list[int] = []
    lone: list[int] = []
    for brace in BRACE.finditer(text):
        if brace.group() == "{":
            opened.append(brace.start())
        elif opened:
            opened.pop()
        else:
            lone.append(brace.start())
    places = [-1, *sorted(lone + opened), len(text)]
    return "".join([text[start + 1 : stop] for start, stop in pairwise(places)])


def closing(text: str, start: int, stop: int, depth: int) -> int | None:
    """Return the place behind the brace that closes so many; None if there is none."""
    for brace in BRACE.finditer(text, start, stop):
        depth += 1 if brace.group() == "{" else -1
        if depth == 0:
            return brace.end()
    return None


def _heads(text: str) -> Iterator[_Head]:
    """Give the heads with which entries begin, of all that look like heads."""
    under_way = _UnderWay()
    place = 0
    is_remark = False
    for match in _HEAD.finditer(text):
        head = _head(match)
        start = head.start
        under_way.depth = under_way.depth_at(text, place, start)
        line_start = text.rfind("\n", place, start) + 1
        is_new_line = line_start > 0 or place == 0
        before = text[max(line_start, place) : start].strip(_BLANKS)
        begins_line = is_new_line and not before
        is_remark = before.endswith("%") or (before.startswith("%") if is_new_line else is_remark)
        place = head.end
        if under_way.depth:
            begins = begins_line and under_way.ends_before(text, head)
        else:
            begins = not is_remark and (begins_line or _is_entry(text, head))
        if head.kind == "comment" and not match["open"]:
            begins = False  # which is text
        if begins:
            yield head
            under_way = _UnderWay(head.kind, head.opening)
        if begins or under_way.depth:
            under_way.depth += head.opening == "{"


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

    def ends_before(self, text: str, head: _Head) -> bool:
        """Whether another entry begins with a line, although braces are open."""
        directive = _DIRECTIVES.get(head.kind)
        if not (directive.match(text, head.end) if directive else _is_entry(text, head)):
            return False
        # An entry that lacks one brace leaves one open; in a text two are.
        may_be_text = self.depth > 1 or self.opening == "(" or self.kind == "comment"
        if not may_be_text:
            return True
        following = _FOLLOWING.search(text, head.end)
        stop = following.start() if following else len(text)
        return self.depth_at(text, head.start, stop) > 0


def _is_entry(text: str, head: _Head) -> bool:
    return bool(head.opening) and _FIRST_FIELD.match(text, head.end) is not None
