r"""Markup of web pages in a text: tags, MathML and entities, turned into plain text.

It may be written in TeX, as reference managers export it: `{\textless}i{\textgreater}`.
"""

from __future__ import annotations

import re
from typing import Final

# Most texts have no markup: what reads it is imported for the first one that may.
# ruff: noqa: PLC0415

_LINE_END: Final = re.compile(r"\s*\n\s*")
# Nearly all inequalities and tables differ from markup in the character that follows.
_TAG: Final = re.compile(r"<(?:/?[A-Za-z]|[!$}])")
_ENTITY: Final = re.compile(r"&(?:[#A-Za-z{}]|\\#)")


def plain(text: str) -> str:
    """Return a text without markup: its tags are gone, their content and its sense are there.

    Entities (`&eacute;`, `&#8211;`) become the characters they stand for, and text that was escaped
    twice is plain in the end, too. Paragraphs are parted by empty lines. Text without markup is
    returned as it is, as the same object. Takes linear time and never fails.
    """
    if (
        ("<" in text and _TAG.search(text))
        or ("&" in text and _ENTITY.search(text))
        or "\\textless" in text
        or "\\less$" in text
    ):
        from paperview.text.html import read

        return read(text)
    return text


def one_line(text: str) -> str:
    """Return `plain(text)`, with blanks where its markup breaks lines."""
    found = plain(text)
    return found if found is text or "\n" in text else _LINE_END.sub(" ", found)
