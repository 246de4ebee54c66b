"""Text in the columns of a terminal: measured, cut, and wrapped between words."""

from __future__ import annotations

import unicodedata

from paperview.text.ascii import own


def columns(text: str) -> int:
    """Return how many columns a text takes."""
    return len(text) if text.isascii() else sum(map(_columns_of, text))


def _columns_of(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def cut(text: str, width: int) -> str:
    """Cut a text to some columns, one at least, with an ellipsis where something is missing."""
    width = max(1, width)
    ellipsis = own("…")[:width]
    used = 0
    fitting = 0
    for index, char in enumerate(text):
        used += _columns_of(char)
        if used > width:
            return f"{text[:fitting]}{ellipsis}"
        if used <= width - len(ellipsis):
            fitting = index + 1
    return text


def wrapped(text: str, width: int, further: str = "") -> list[str]:
    """Wrap a line between its words; a word stays whole even if it is longer than the width.

    Args:
        text: the line; several blanks count as one, but for those at its start.
        width: columns of the lines.
        further: what begins all lines but the first.
    """
    indent = text[: len(text) - len(text.lstrip(" "))]
    lines: list[str] = []
    line, used = indent, len(indent)
    is_new = True
    for word in text.split():
        for part, blank in _parts(word):
            taken = columns(part)
            gap = " " if blank and not is_new else ""
            if not is_new and used + len(gap) + taken > width:
                lines.append(line)
                line, used, gap = further, columns(further), ""
            line += gap + part
            used += len(gap) + taken
            is_new = False
    return [*lines, line]


def _parts(word: str) -> list[tuple[str, bool]]:
    """Return the parts between which a word may be broken, and whether a blank stands before each.

    Chinese and Japanese have no blanks: a line may end at any wide character.
    """
    if word.isascii() or columns(word) == len(word):
        return [(word, True)]
    parts: list[str] = []
    was_wide = True
    for char in word:
        taken = _columns_of(char)
        is_wide = taken == 2
        if taken and (is_wide or was_wide):
            parts.append(char)
        elif parts:
            parts[-1] += char
        else:
            parts.append(char)
        was_wide = is_wide if taken else was_wide
    return [(part, not index) for index, part in enumerate(parts)]
