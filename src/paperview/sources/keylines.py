"""Identity lines and other key lines of the plain text format, told from the text around them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from paperview.paper import ArxivId, Doi
from paperview.sources import looks

_T = TypeVar("_T")

_ARXIV_LINE = re.compile(
    r"arxiv:\s*(?P<id>\S*?)(?:[\s,;]*[-–—]?\s*doi:\s*(?P<doi>.*)|\s+(?P<rest>\S.*))?", re.IGNORECASE
)
_STAMP = re.compile(r"[-–—\[(].{0,60}")
"""What may stand behind an id that begins the identity lines; prose goes on otherwise."""
_KEY_LINE = re.compile(r"(?P<key>[A-Za-z][\w-]{0,30}(?: [\w-]{1,20})?):(?P<blank>\s*)(?P<value>.*)")

HEADING_KEYS = frozenset(("title", "author", "authors"))
ID_KEYS = frozenset(("arxiv", "doi"))
IDENTITY_KEYS = ID_KEYS | {"created", "updated"}
_REPEATED_KEYS = frozenset(("author", "authors", "abstract", "categories"))
_KNOWN_KEYS = HEADING_KEYS | IDENTITY_KEYS | {"abstract", "comments", "categories", "journal-ref"}
_ALIASES = {"journal reference": "journal-ref", "journal_ref": "journal-ref"}
_SHOWN = 80  # characters of a value in the reason of a problem


@dataclass(slots=True)
class Block:
    """A paragraph, or identity lines that no blank line parts."""

    line: int
    """The number of its first line, counted from 1."""
    lines: list[str]
    is_identity: bool = False


@dataclass(frozen=True, slots=True)
class Pair:
    """A key line."""

    line: int
    key: str
    """Known keys in small letters, others as they are; "" for text behind an arXiv id."""
    value: str


def blocks(lines: Iterable[str]) -> Iterator[Block]:
    """Part lines into paragraphs and identity lines, which no blank line need keep apart."""
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
    """Part text and identity lines that no blank line keeps apart."""
    lines = block.lines
    place = 0
    while place < len(lines):
        start = _identity_start(lines, place)
        end = _identity_end(lines, start)
        if start > place:
            yield Block(block.line + place, lines[place:start])
        if end > start:
            yield Block(block.line + start, lines[start:end], is_identity=True)
        place = end


def _identity_start(lines: list[str], first: int) -> int:
    """Return where identity lines begin, from `first` on; the number of lines if nowhere."""
    if _begins_identity(lines, first) or all(
        _known_key(lines[number]) or _is_id_alone(lines[number])
        for number in range(first, len(lines))
    ):
        return first
    for number in range(first + 1, len(lines)):
        # Within a paragraph an id alone may be a wrapped mention; behind a whole sentence, or with
        # a date below it, it is not.
        if _is_id_alone(lines[number]) and (
            _has_key_below(lines, number) or looks.ends_sentence(lines[number - 1])
        ):
            return number
    return len(lines)


def _is_id_alone(line: str) -> bool:
    match = _ARXIV_LINE.fullmatch(line.strip())
    return match is not None and not match["rest"]


def _has_key_below(lines: list[str], number: int) -> bool:
    return number + 1 < len(lines) and _known_key(lines[number + 1]) is not None


def _begins_identity(lines: list[str], number: int) -> bool:
    line = lines[number].strip()
    match = _ARXIV_LINE.fullmatch(line)
    if match is not None:
        rest = match["rest"]
        return not rest or (
            ArxivId.parse(match["id"]) is not None
            and (_has_key_below(lines, number) or _STAMP.fullmatch(rest) is not None)
        )
    key, value = _key_value(line) or ("", "")
    return (key == "doi" and Doi.parse(value) is not None) or (
        key == "created" and value[:4].isdigit()
    )


def _identity_end(lines: list[str], start: int) -> int:
    """Return where the identity lines end that begin at `start`."""
    indent = _indent(lines[start]) if start < len(lines) else 0
    key = ""
    has_arxiv = False
    for number in range(start, len(lines)):
        line = lines[number].strip()
        pair = _key_value(line)
        if _ARXIV_LINE.fullmatch(line) and not has_arxiv:
            has_arxiv, key = True, "arxiv"
        elif pair is not None and pair[0] != "arxiv":
            key = pair[0]
        elif key in IDENTITY_KEYS or _indent(lines[number]) <= indent:
            return number
    return len(lines)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _key_value(line: str) -> tuple[str, str] | None:
    """Read a key line. The blank behind the colon may be missing where the key is known."""
    match = _KEY_LINE.fullmatch(line)
    if match is None:
        return None
    small = match["key"].lower()
    key = _ALIASES.get(small, small)
    value = match["value"].strip()
    if key in _KNOWN_KEYS:
        return key, value
    return (match["key"], value) if match["blank"] or not value else None


def _known_key(line: str) -> str | None:
    """Return the key of a line that has a known one, the arXiv id's aside."""
    key, _ = _key_value(line.strip()) or ("", "")
    return key if key in _KNOWN_KEYS and key != "arxiv" else None


def pairs(block: Block) -> list[Pair]:
    """Return the pairs of identity lines; an indented line goes on with the value above it."""
    found: list[Pair] = []
    for number, raw in enumerate(block.lines, block.line):
        line = raw.strip()
        if match := _ARXIV_LINE.fullmatch(line):
            found.append(Pair(number, "arxiv", match["id"]))
            if match["doi"] is not None:
                found.append(Pair(number, "doi", match["doi"]))
            elif match["rest"] is not None:
                found.append(Pair(number, "", match["rest"]))
        elif pair := _key_value(line):
            found.append(Pair(number, *pair))
        else:
            above = found.pop()
            found.append(Pair(above.line, above.key, f"{above.value} {line}".strip()))
    return found


class Values:
    """The values of a record's key lines; what can't be read is gathered as problems."""

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
            elif pair.key in _KNOWN_KEYS - _REPEATED_KEYS and pair.value not in ("", first.value):
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
        """Return the first value of a key as parsed; note it as a problem where it can't be."""
        value = self.text(key)
        parsed = parse(value) if value else None
        if value and parsed is None:
            self.problems.append((self._first[key].line, f"'{value[:_SHOWN]}' is not {what}"))
        return parsed

    @property
    def unknown(self) -> tuple[tuple[str, str], ...]:
        """The (key, value) pairs that no field is known for."""
        pairs = ((pair.key, pair.value) for pair in self._pairs)
        return tuple((key, value) for key, value in pairs if key and key not in _KNOWN_KEYS)
