"""What the fields of a BibTeX entry say: braces, quotes, abbreviations and joined parts.

A value is one part or several, joined by `#`: a text in braces or quotes, a number, or the name of
an abbreviation that a `@string` defines. A text may hold braces in pairs; within them a quote does
not end it. Source of the rules: "BibTeXing" and the program `bibtex`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from paperview.sources.formats.bibtex.pieces import BRACE

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec"
MONTHS = {name: name for name in _MONTHS.split()}
"""The abbreviations that every style defines; the months' full names would say nothing more."""

_DEEPEST = 8  # braces around braces
_COMMANDS = {"emph": "emph", "italic": "textit", "bold": "textbf", "quote": "enquote"}
_COMMAND = re.compile(r"\\mkbib(emph|italic|bold|quote)(?![A-Za-z])")
_FOR_SORTING = re.compile(r"\{?\\noopsort *\{[^{}]*\}\}?")
_WORD = re.compile(r"[^\s{}\"#,=]+")
_QUOTE_OR_BRACE = re.compile(r'(?<!\\)[{}"]')
_BLANKS = re.compile(r"\s*")
_NEXT_FIELD = re.compile(r"(?P<name>[A-Za-z][\w:.+-]*)\s*=\s*")


def plain(value: str) -> str | None:
    """Return the text of a value that has one pair of braces alone, as most do; else None."""
    is_plain = value[:1] == "{" and value.find("}") == len(value) - 1 and value.rfind("{") == 0
    return value[1:-1] if is_plain else None


def fields(name: str, value: str, strings: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Give a field with its text; and those that follow, where commas between them are missing.

    Args:
        name: the name of the field.
        value: what stands behind its equals sign, up to the next comma.
        strings: the texts of abbreviations, by name in small letters.
    """
    place = 0
    while True:
        text, place = _text(value, place, strings)
        following = _NEXT_FIELD.match(value, place)
        if following is None:
            # Words that nothing encloses: as they stand.
            yield name, f"{text} {value[place:]}".strip() if place < len(value) else text
            return
        yield name, text
        name, place = following["name"], following.end()


def _text(value: str, place: int, strings: Mapping[str, str]) -> tuple[str, int]:
    """Return the text that begins at a place of a value, and the place behind it."""
    texts: list[str] = []
    while place < len(value):
        begin = value[place]
        if begin in '{"':
            end = _closing(value, place)
            texts.append(value[place + 1 : end])
            place = end + 1
        elif word := _WORD.match(value, place):
            texts.append(strings.get(word.group().lower(), word.group()))
            place = word.end()
        place = _after_blanks(value, place)
        if not value.startswith("#", place):
            break
        place = _after_blanks(value, place + 1)
    return "".join(texts), place


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
    return _FOR_SORTING.sub("", text) if "\\noopsort" in text else text


def bare(text: str) -> str:
    """Return a text without the braces around the whole of it: `{{A Title}}` as it is within."""
    text = text.strip()
    for _ in range(_DEEPEST):
        if not (text[:1] == "{" and text[-1:] == "}" and _closing(text, 0) == len(text) - 1):
            break
        text = text[1:-1].strip()
    return text
