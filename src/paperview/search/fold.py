"""Folding: the form in which words are compared, without case and accents."""

from __future__ import annotations

import re
import unicodedata

from paperview.tex import to_text

WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f])*")
"""A word: letters and digits, with the combining marks on them."""

_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
)
_ASCII_WORDS = {code: chr(code).lower() if chr(code).isalnum() else " " for code in range(128)}
_MARKS = re.compile(r"[\u0300-\u036f]+")


def fold(text: str) -> str:
    """Return text in small letters, without accents and with compatibility forms resolved."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return _MARKS.sub("", decomposed).casefold().translate(_LETTERS)


def words(source: str) -> list[str]:
    """Return the folded words of a text as it stands in a source, TeX and all."""
    text = to_text(source)
    if text.isascii():  # the same words four times as fast
        return text.translate(_ASCII_WORDS).split()
    return WORD.findall(fold(text))
