"""Folding: the form in which words are compared, without case and accents."""

from __future__ import annotations

import re
import unicodedata

from paperview.tex import to_text

WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f])*")
"""A word: letters and digits, with the combining marks on them."""

_GREEK = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma "
    "sigma tau upsilon phi chi psi omega"
)
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
    # Few can type a Greek letter; in a paper it is a symbol, and its name is what they call it.
    | {chr(ord("α") + i): name for i, name in enumerate(_GREEK.split())}
)
_ASCII_WORDS = {code: chr(code).lower() if chr(code).isalnum() else " " for code in range(128)}
_MARKS = re.compile(r"[\u0300-\u036f]+")


def fold(text: str) -> str:
    """Return text in small letters, without accents and with compatibility forms resolved.

    Greek letters become their names: `ΛCDM` is found by `lambdacdm`.
    """
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = _MARKS.sub("", decomposed).casefold().translate(_LETTERS)
    # Together again what is not an accent: the parts of a Korean syllable, say.
    return unicodedata.normalize("NFC", bare)


def words(source: str) -> list[str]:
    """Return the folded words of a text as it stands in a source, TeX and all."""
    text = to_text(source)
    if text.isascii():  # the same words four times as fast
        return text.translate(_ASCII_WORDS).split()
    return WORD.findall(fold(text))
