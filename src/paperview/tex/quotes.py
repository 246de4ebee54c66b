"""Quotes that stand in plain text: `single' ones, and the typewriter's that close others."""

from __future__ import annotations

import re

_CLOSING_DOUBLE = re.compile(r'(?<=\S)"(?!\w)')
_SINGLE = re.compile(r"(?<![\w`'’])`(?=[^\s`'])((?:[^`']|(?<=\w)'){0,200}?)(?<=\S)'(?![\w'])")
_OPENING_SINGLE = re.compile(r"(?<![\w`'’])`(?=[^\s`']|$)(?=[^`]*$)")
_CLOSING_SINGLE = re.compile(r"(?:^|(?<=\S))'(?![\w'])")
_QUOTED_PARTS = 24
"""Between single quotes stand at most so many tokens and texts."""


class Quotes:
    """Which quotes are open.

    Attributes:
        doubles: How many double quotes.
        single: Whether a single quote that ends in a text behind other tokens.
    """

    __slots__ = ("doubles", "single")

    def __init__(self) -> None:
        self.doubles = 0
        self.single = False

    def typeset(self, text: str, parts: list[str], position: int) -> str:
        """Return ``text``, which stands before the one at ``position``, with the quotes of print.

        A single quote is opened only if a closing one is near: others are accents, or code.
        """
        if self.doubles and '"' in text:
            text, closed = _CLOSING_DOUBLE.subn("”", text, count=1)
            self.doubles -= closed
        if "`" in text:
            text = _SINGLE.sub(r"‘\1’", text)
        if self.single:
            text, closed = _CLOSING_SINGLE.subn("’", text, count=1)
            self.single = not closed
        if not self.single and "`" in text and _OPENING_SINGLE.search(text):
            later = parts[position + 2 : position + _QUOTED_PARTS : 2]
            if any(map(_CLOSING_SINGLE.search, later)):
                text = _OPENING_SINGLE.sub("‘", text)
                self.single = True
        return text
