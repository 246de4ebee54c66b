r"""The fields of regular entries and `@string`s, nearly all, at a tenth of a parser's time.

An entry is regular if a comma stands behind its key, and behind it fields with the commas and the
braces that belong there, whose values are texts in braces or quotes, numbers and abbreviations. Of
these all readers make the same; the others are for the parser.
"""

from __future__ import annotations

import re

from paperview.sources.formats.bibtex.blocks import KEY, Piece
from paperview.sources.formats.bibtex.values import Part, parts

_DEEPEST = 5  # braces within braces; accents need three


def _with_braces(deepest: int) -> str:
    """Return an expression for text with braces in pairs; one behind a backslash is no brace."""
    others = r"[^{}]++|(?<=\\)[{}]"
    text = rf"(?:{others})*+"
    for _ in range(deepest):
        text = rf"(?:{others}|\{{{text}\}})*+"
    return text


_BRACES = _with_braces(_DEEPEST)
_QUOTES = r'(?:[^"]++|(?<=\\)")*+(?<!\{)'  # behind a brace a quote may be one of the text
_NUMBER = r"[0-9]++"
_WORD = r"[A-Za-z][\w:.+-]*+"
_FIELD = re.compile(
    rf"""\s*+(?P<name>[A-Za-z][\w:.+-]*+)\s*+=\s*+
    (?P<value>
      (?: \{{(?P<braces>{_BRACES})\}} | "(?P<quotes>{_QUOTES})" | (?P<number>{_NUMBER}) | {_WORD} )
      (?P<more>(?: \s*+\#\s*+ (?: \{{{_BRACES}\}} | "{_QUOTES}" | {_NUMBER} | {_WORD} ) )*+)
    )
    \s*+(?P<comma>,)?""",
    re.VERBOSE,
)
_DEFINITION = re.compile(
    rf"""\s*+(?P<name>[^\s={{}}"@,]++)\s*+=\s*+
    (?P<value>\{{{_BRACES}\}} | "(?:[^"{{}}\\]++|\{{{_BRACES}\}})*+")\s*+,?\s*+\}}""",
    re.VERBOSE,
)
_NO_KEY = re.compile(r"\s*+,")
LEFT = re.compile(
    rf"""(?:[^"@]{{0,500}}")?\s*+,\s*+{_WORD}\s*+=  # the end of a text in quotes, and a field
    | [^"@]{{0,500}}"\s*+\}}""",
    re.VERBOSE,
)
"""What stands behind an entry if it goes on: a brace was taken for its end that is none."""
_END = re.compile(rf"\s*+\}}(?!{LEFT.pattern})", re.VERBOSE)


def definition(piece: Piece) -> tuple[str, str] | None:
    """Return the name and the value of a `@string`; None if it is not regular."""
    match = _DEFINITION.match(piece.body) if piece.opening == "{" else None
    return (match["name"], match["value"]) if match else None


def fields(piece: Piece) -> list[tuple[str, list[Part]]] | None:
    """Return the fields of an entry, with their names; None if it is not regular."""
    body = piece.body
    begun = KEY.match(body) or _NO_KEY.match(body)
    if begun is None or piece.opening != "{":
        return None
    found: list[tuple[str, list[Part]]] = []
    place = begun.end()
    is_going_on = True
    while is_going_on and (field := _FIELD.match(body, place)):
        name, value, braces, quotes, number, more, comma = field.groups()
        text = braces or quotes or number
        found += [(name, [Part(text)])] if text and not more else parts(name, value)
        place = field.end()
        is_going_on = comma is not None
    return found if found and _END.match(body, place) else None
