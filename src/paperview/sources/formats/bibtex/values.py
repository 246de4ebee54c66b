"""What the fields of a BibTeX entry say: braces, quotes, abbreviations and joined parts.

A value is one part or several, joined by `#`: a text in braces or quotes, a number, or the name of
an abbreviation that a `@string` defines. A text may hold braces in pairs; within them a quote does
not end it. Source of the rules: "BibTeXing" and the program `bibtex`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from paperview.sources.formats.bibtex.blocks import BRACE

_DEEPEST = 8  # braces around braces
_TOO_DEEP = "{" * (_DEEPEST + 1)
_COMMANDS = {"emph": "emph", "italic": "textit", "bold": "textbf", "quote": "enquote"}
_COMMAND = re.compile(r"\\mkbib(emph|italic|bold|quote)(?![A-Za-z])")
_FOR_SORTING = re.compile(r"\{?\\(?:[Nn]oop[Ss]ort|[Ss]ort[Nn]oop) *\{[^{}]*\}\}?")
_WORD = re.compile(r"[^\s{}\"#,=]+")
_QUOTE_OR_BRACE = re.compile(r'(?<!\\)[{}"]')
_BLANKS = re.compile(r"\s*")
_NEXT_FIELD = re.compile(r"[;,\s]*(?P<name>[A-Za-z][\w:.+-]*)\s*=\s*")


class Part(NamedTuple):
    """What stands between the `#` of a value."""

    text: str
    is_name: bool = False
    """Whether it may name an abbreviation."""


def parts(name: str, value: str) -> Iterator[tuple[str, list[Part]]]:
    """Give a field with its parts; and those that follow, where commas between them are missing.

    Args:
        name: the name of the field.
        value: what stands behind its equals sign, up to the next comma.
    """
    place = 0
    while True:
        found, place = _joined(value, place)
        following = _NEXT_FIELD.match(value, place)
        if following is None:
            if place < len(value):
                # Words that nothing encloses: as they stand.
                found = [Part(part.text) for part in found] + [Part(f" {value[place:]}")]
            yield name, found
            return
        yield name, found
        name, place = following["name"], following.end()


def _joined(value: str, place: int) -> tuple[list[Part], int]:
    """Return the parts that begin at a place of a value, and the place behind them."""
    found: list[Part] = []
    while place < len(value):
        begin = value[place]
        if begin in '{"':
            end = _closing(value, place)
            found.append(Part(value[place + 1 : end]))
            place = end + 1
        elif word := _WORD.match(value, place):
            found.append(Part(word.group(), not begin.isdigit()))
            place = word.end()
        place = _after_blanks(value, place)
        if not value.startswith("#", place):
            break
        place = _after_blanks(value, place + 1)
    return found, place


def _after_blanks(value: str, place: int) -> int:
    match = _BLANKS.match(value, place)
    return match.end() if match else place


def _closing(value: str, place: int) -> int:
    """Return where the brace or quote at a place is closed; the end if it is not."""
    depth = 0
    is_quoted = value[place] == '"'
    for mark in (_QUOTE_OR_BRACE if is_quoted else BRACE).finditer(value, place + is_quoted):
        sign = mark.group()
        if sign == "{":
            depth += 1
        elif sign == "}":
            depth -= 1
        if depth <= 0 and sign == ('"' if is_quoted else "}"):
            return mark.start()
    # Within quotes the parser does not mind a brace that is left open.
    last = value.rfind('"', place + 1) if is_quoted else -1
    return last if last > 0 else len(value)


def common(text: str) -> str:
    r"""Return a text without the commands that bibliographies alone know: `\mkbibemph{in}`."""
    if "\\mkbib" in text:
        text = _COMMAND.sub(lambda command: f"\\{_COMMANDS[command[1]]}", text)
    return _FOR_SORTING.sub("", text) if "oop" in text else text


def bare(text: str) -> str:
    """Return a text without the braces around the whole of it: `{{A Title}}` as it is within."""
    text = text.strip()
    if text[:1] != "{" or text.startswith(_TOO_DEEP):
        return text
    for _ in range(_DEEPEST):
        if not (text[:1] == "{" and text[-1:] == "}" and _closing(text, 0) == len(text) - 1):
            break
        text = text[1:-1].strip()
    return text
