"""What the tests of TeX share: letters, and which of them a reading may leave out."""

from __future__ import annotations

import re
import unicodedata
from itertools import chain

from paperview.tex import to_text

COMMAND = re.compile(r"\\(?:[A-Za-z]+|.)", re.DOTALL)
_INNER = "[^{}]*"
for _ in range(5):
    _INNER = rf"(?:[^{{}}]|\{{{_INNER}\}})*"
_GROUP = rf"\s*(\{{{_INNER}\}})"
_LENGTH = r"\s*-?\s*[.\d]+\s*[a-z]{2}"
_UNSEEN = re.compile(
    rf"\\(?:begin|end)\s*\{{[^{{}}]*\}}(?:\s*\{{[lcr|@*\d{{}}]*\}}|\[[^]]*\])?"
    rf"|\\(?:label|[hv]?phantom|(?:text)?color|[hv]space\*?|raisebox){_GROUP}(?:\[[^]]*\])?"
    rf"|\\(?:(?:[hv]skip|kern|raise|lower){_LENGTH}|\\\[{_LENGTH}\])"
    r"|\\sqrt\[[34]\]|\\unicode\{x\w+\}|&(?:lt|gt|amp);"
)
"""What TeX does not show, or as a sign that is no letter: ∛, ‰, <."""
_DEFINITION = re.compile(
    rf"\\(?:re)?newcommand\*?\{{?\\[A-Za-z]+\}}?(?:\[\d\])?(?:\[[^]]*\])?{_GROUP}"
)
_DAMAGED_GREEK = re.compile(r"\\([bcdkruv])\{([a-z]{2,})\}")
_CITATION = re.compile(rf"\\cite[a-z]*\[([^]]*)\]{_GROUP}")
_LINK = re.compile(rf"\\href{_GROUP}{_GROUP}")
_STACK = re.compile(rf"\\(?:stackrel|overset|underset){_GROUP}{_GROUP}")


def letters(text: str) -> list[str]:
    """Return letters and digits: those of other sizes and alphabets as the plain small ones."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("ı", "i"))
    return [char for char in plain.casefold() if char.isalnum()]


def source_letters(source: str) -> list[str]:
    """Return the letters and digits of a source that its reading must have, in this order.

    These are all but those of commands' names and of what TeX does not show; damaged Greek, as in
    ``\\b{eta}``, is a command. A note of a citation stands behind it, a link's text before its
    address (or for it), what is stacked behind its base.
    """
    source = _DAMAGED_GREEK.sub(r"\\\1\2", _UNSEEN.sub(" ", _DEFINITION.sub(" ", source)))
    source = _LINK.sub(r"\2", _CITATION.sub(r"\2 \1", _STACK.sub(r"\2 \1", source)))
    return letters(COMMAND.sub(" ", source))


def first_lost(source: str) -> str:
    """Return what stands at the first letter that is lost or not in its place, or nothing."""
    rest = iter(letters(to_text(source)))
    needed = source_letters(source)
    for number, letter in enumerate(needed):
        if letter not in rest:  # looks, and goes, as far as the first that is equal
            return "".join(chain(needed[max(0, number - 20) : number], "|", needed[number:][:20]))
    return ""
