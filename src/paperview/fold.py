"""Folding: the form in which words are compared, without case and accents."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from paperview.tex import to_text

WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f])*")
"""A word: letters and digits, with the combining marks on them."""

_GREEK = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma "
    "sigma tau upsilon phi chi psi omega"
)
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
    | {"ʾ": "", "ʿ": ""}  # hamza and ayn, which few type: ʿAlī is found by ali
    # Few can type a Greek letter; in a paper it is a symbol, and its name is what they call it.
    | {chr(ord("α") + i): name for i, name in enumerate(_GREEK.split())}
)
_MARKS = re.compile(r"[\u0300-\u036f]+")
_WORD_BYTES = bytes(
    ord(chr(byte).lower() if chr(byte).isalnum() else " ") if byte < 128 else byte
    for byte in range(256)
)
"""For each byte of a text in UTF-8: the small letter, digit or blank, or itself if not ASCII."""
_NON_ASCII = re.compile(r"[^\x00-\x7f]+")
_LONGEST_RUN = 200  # characters of a run folded by itself; the text of a paper has fewer in all


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


def fold_name(name: str) -> str:
    """Return an id, DOI or category folded, in one piece: an accent may leave a blank behind."""
    return "".join(fold(name).split())


def words(source: str) -> list[str]:
    """Return the folded words of a text as it stands in a source, TeX and all.

    They are what `WORD` finds in the folded text; for nearly all texts there is a quicker way.
    """
    text = to_text(source)
    if not text.isascii():
        if not _has_few_non_ascii(text):
            return WORD.findall(fold(text))
        text = _NON_ASCII.sub(lambda run: _fold_run(run[0]), text)
    # Bytes are translated in half the time that characters take.
    return text.encode().translate(_WORD_BYTES).decode().split()


def _has_few_non_ascii(text: str) -> bool:
    """Whether it pays to fold a text run by run, even if each of its runs is new."""
    further_bytes = len(text.encode(errors="surrogatepass")) - len(text)
    return further_bytes <= min(len(text) // 8, _LONGEST_RUN)


# The runs of 100,000 papers are of 6,000 kinds, and the commonest 4096 leave little to do: 1 MB, or
# 10 MB if each run were as long as may be.
@lru_cache(maxsize=4096)
def _fold_run(run: str) -> str:
    """Fold a whole run of non-ASCII characters; what is no letter or digit becomes a blank.

    The text around it does not matter: no mark is reordered over an ASCII character, and none but
    those that `fold` drops composes with one.
    """
    return "".join(char if char.isalnum() else " " for char in fold(run))
