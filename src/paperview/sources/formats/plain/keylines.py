"""Identity lines and other key lines of the plain text format."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

from paperview.lazy import lazy_pattern
from paperview.model.paper import ArxivId, Doi

_T = TypeVar("_T")

_ARXIV_LINE = lazy_pattern(
    r"arxiv:\s*(?P<id>\S*?)(?:[\s,;]*[-–—]?\s*doi:\s*(?P<doi>.*)|\s+(?P<rest>\S.*))?", re.IGNORECASE
)
_STAMP = lazy_pattern(r"[-–—\[(].{0,60}")
"""The text that may follow an id in the first identity line; after any other text it is prose."""
_KEY_LENGTH = 60  # characters, at most
_KEY_LINE = lazy_pattern(
    r"(?P<key>[A-Za-z][\w-]{0,30}(?: [\w-]{1,20})?) ?:(?P<blank>\s*)(?P<value>.*)"
)

HEADING_KEYS = frozenset(("title", "author", "authors"))
ID_KEYS = frozenset(("arxiv", "doi", "name"))
IDENTITY_KEYS = ID_KEYS | {"created", "updated"}
_ONE_LINE_KEYS = IDENTITY_KEYS | {""}
_SINGLE_KEYS = IDENTITY_KEYS | {"title", "comments", "journal-ref"}
KNOWN_KEYS = _SINGLE_KEYS | HEADING_KEYS | {"abstract", "categories"}
_ALIASES = {"journal reference": "journal-ref", "journal_ref": "journal-ref"}
_SHOWN = 80  # characters of a value in the reason of a problem


class Pair(NamedTuple):
    """A key line."""

    line: int
    key: str
    """Known keys in lower case, others as written; "" for text after an arXiv id."""
    value: str


@dataclass(slots=True)
class Block:
    """A paragraph, or consecutive identity lines."""

    line: int
    """The number of its first line, counted from 1."""
    lines: list[str]
    pairs: list[Pair] = field(default_factory=list)
    """The pairs of identity lines; none for a paragraph."""


def blocks(lines: Iterable[str]) -> Iterator[Block]:
    """Split lines into paragraphs and identity lines, even without a blank line between them."""
    block = Block(0, [])
    for number, line in enumerate(lines, 1):
        text = line.rstrip()
        if text:
            if not block.lines:
                block.line = number
            block.lines.append(text)
        elif block.lines:
            yield from _split(block)
            block = Block(0, [])
    if block.lines:
        yield from _split(block)


def _split(block: Block) -> Iterator[Block]:
    """Split lines without a blank line into text and identity lines."""
    lines = block.lines
    index = 0
    while index < len(lines):
        start = _identity_start(lines, index)
        if start > index:
            yield Block(block.line + index, lines[index:start])
        if start == len(lines):
            return
        pairs, index = _identity(block, start)
        yield Block(block.line + start, lines[start:index], pairs)


def _identity_start(lines: list[str], first: int) -> int:
    """Return the index of the first identity line from `first` on, or the number of lines."""
    if _begins_identity(lines, first) or all(
        _known_key(lines[number]) or _is_id_alone(lines[number])
        for number in range(first, len(lines))
    ):
        return first
    for number in range(first + 1, len(lines)):
        # Within a paragraph, an id alone may be a wrapped mention, but not after a whole sentence,
        # nor before a date.
        if _is_id_alone(lines[number]) and (
            _has_key_below(lines, number) or _ends_sentence(lines[number - 1])
        ):
            return number
    return len(lines)


def _is_id_alone(line: str) -> bool:
    match = _arxiv_line(line.strip())
    return match is not None and not match["rest"]


def _arxiv_line(line: str) -> re.Match[str] | None:
    return _ARXIV_LINE.fullmatch(line) if line[:6].lower() == "arxiv:" else None


def _has_key_below(lines: list[str], number: int) -> bool:
    return number + 1 < len(lines) and _known_key(lines[number + 1]) is not None


def _begins_identity(lines: list[str], number: int) -> bool:
    line = lines[number].strip()
    match = _arxiv_line(line)
    if match is not None:
        rest = match["rest"]
        return not rest or (
            ArxivId.parse(match["id"]) is not None
            and (_has_key_below(lines, number) or _STAMP.fullmatch(rest) is not None)
        )
    key, value = key_value(line) or ("", "")
    return (
        key == "name"
        or (key == "doi" and Doi.parse(value) is not None)
        or (key == "created" and value[:4].isdigit())
    )


def _identity(block: Block, start: int) -> tuple[list[Pair], int]:
    """Read the identity lines from `start` on; return their pairs and the index of their end.

    A line that is indented further goes on with the value above it.
    """
    pairs: list[Pair] = []
    indent = _indent(block.lines[start])
    has_arxiv = False
    for index in range(start, len(block.lines)):
        number = block.line + index
        line = block.lines[index].strip()
        match = None if has_arxiv else _arxiv_line(line)
        pair = key_value(line)
        if match is not None:
            has_arxiv = True
            pairs.append(Pair(number, "arxiv", match["id"]))
            if match["doi"] is not None:
                pairs.append(Pair(number, "doi", match["doi"]))
            elif match["rest"] is not None:
                pairs.append(Pair(number, "", match["rest"]))
        elif pair is not None and pair[0] != "arxiv":
            pairs.append(Pair(number, *pair))
        elif pairs[-1].key not in _ONE_LINE_KEYS and _indent(block.lines[index]) > indent:
            above = pairs.pop()
            pairs.append(Pair(above.line, above.key, f"{above.value} {line}".strip()))
        else:
            return pairs, index
    return pairs, len(block.lines)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def key_value(line: str) -> tuple[str, str] | None:
    """Read a key line as (key, value).

    The blank behind the colon may be missing where the key is known.
    """
    match = _KEY_LINE.fullmatch(line) if ":" in line[:_KEY_LENGTH] else None
    if match is None:
        return None
    small = match["key"].lower()
    key = _ALIASES.get(small, small)
    value = match["value"].strip()
    if key in KNOWN_KEYS:
        return key, value
    return (match["key"], value) if match["blank"] or not value else None


def _known_key(line: str) -> str | None:
    """Return the known key of a line, except for `arxiv`."""
    key, _ = key_value(line.strip()) or ("", "")
    return key if key in KNOWN_KEYS and key != "arxiv" else None


class Values:
    """The values of a record's key lines, and the problems with them."""

    def __init__(self, pairs: list[Pair]) -> None:
        self.problems: list[tuple[int, str]] = []
        self._first: dict[str, Pair] = {}
        self._pairs = pairs
        for pair in pairs:
            first = self._first.setdefault(pair.key, pair)
            if pair.key == "":
                self.problems.append(
                    (pair.line, f"'{pair.value[:_SHOWN]}' behind the id is no DOI")
                )
            elif pair.key in _SINGLE_KEYS and pair.value not in ("", first.value):
                reason = f"a second value of '{pair.key}': '{pair.value[:_SHOWN]}'"
                self.problems.append((pair.line, reason))

    def __contains__(self, key: str) -> bool:
        return key in self._first

    def text(self, key: str) -> str | None:
        """Return the first value of a key."""
        return self._first[key].value or None if key in self._first else None

    def texts(self, key: str) -> list[str]:
        """Return all values of a key."""
        return [pair.value for pair in self._pairs if pair.key == key and pair.value]

    def parsed(self, key: str, parse: Callable[[str], _T | None], what: str) -> _T | None:
        """Parse the first value of a key; note a problem if that fails."""
        value = self.text(key)
        parsed = parse(value) if value else None
        if value and parsed is None:
            self.problems.append((self._first[key].line, f"'{value[:_SHOWN]}' is not {what}"))
        return parsed

    @property
    def unknown(self) -> tuple[tuple[str, str], ...]:
        """The (key, value) pairs with unknown keys."""
        pairs = ((pair.key, pair.value) for pair in self._pairs)
        return tuple((key, value) for key, value in pairs if key and key not in KNOWN_KEYS)


def _ends_sentence(line: str) -> bool:
    """Return whether a line of prose may be the last of its sentence."""
    return line.rstrip("\"')]}").endswith((".", "?", "!"))
