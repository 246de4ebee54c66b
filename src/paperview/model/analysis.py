"""Analysis of texts and queries into terms: a tokenizer with case, accent and width folding.

The terms of a text are its words, folded, and its signed terms: words with the signs that
distinguish them. `C++` and `C#` are not `C`, `.NET` is not a net, and `I/O`, `R&D`,
`1/f` and `e+e-` are more than two letters in a row. `signed` has the rule, for texts and queries
alike:

- Signs right behind a word of at most three letters belong to it: `c++`, `a*`, `ca2+`.
- A dot or `#` right before a word that begins with a letter does, behind a blank, a bracket, a
  slash or a quote: `.net`, `#sat`.
- One of `/ & +` between two words joins them where one of the two has at most two letters: `i/o`,
  `at&t`, `2n+1`. Longer ones, such as `client/server`, are found as words next to each other.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from paperview.lazy import lazy_pattern
from paperview.tex import has_commands, to_text
from paperview.text.combining import OF_WORD, UNCOUNTED

_CHARACTER = rf"(?:[^\W_]|(?![\x00-\x7f])[{OF_WORD}])"
"""A character of a word. The class is long, so ASCII, which ends most words, is not looked up."""
WORD = lazy_pattern(rf"[^\W_]{_CHARACTER}*")
"""A word: letters and digits, with the combining marks on them."""

_GREEK = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma "
    "sigma tau upsilon phi chi psi omega"
)
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
    | {"ʾ": "", "ʿ": ""}  # hamza and ayn, which few type: ʿAlī is found by ali
    # Letters of Arabic that are mixed up in writing, and two that Persian has in another form. The
    # forms of alef need no row: they are an alef with marks.
    | {"ٱ": "ا", "ة": "ه", "ى": "ي", "ی": "ي", "ک": "ك"}
    # Few can type a Greek letter; in a paper it is a symbol, and its name is what they call it.
    | {chr(ord("α") + i): name for i, name in enumerate(_GREEK.split())}
)
_UNCOUNTED = lazy_pattern(f"[{UNCOUNTED}]+")
_SIGNS = "+⁺₊＋#♯＃*∗⋆＊/∕⁄／&＆"
_PLAIN_SIGNS = str.maketrans("⁺₊＋♯＃∗⋆＊∕⁄／＆", "+++##***///&")
_SIGN = lazy_pattern(f"[{_SIGNS}]")
_SIGNS_AND_WORD = lazy_pattern(rf"(?P<signs>[{_SIGNS}]+)(?P<word>{WORD.pattern})?")
_WORD_BACKWARDS = lazy_pattern(rf"\^?(?P<word>{_CHARACTER}+)")
_DOTTED = lazy_pattern(rf"\.(?=[^\W\d_]){WORD.pattern}")
_BEFORE_LEAD = ("", *' (/"')
"""Characters allowed before a dot or `#` that leads a word."""
_JOINING = ("/", "&", "+")
_TRAILING = lazy_pattern(r"[+#*]*")
_LONGEST_TRAILED = 3
"""Letters of a word up to which signs behind it belong to it: `neur*` is a word to go on."""
_LONGEST_JOINED = 2
"""Letters of the shorter of two words up to which a sign joins them."""
_LOOKED_BACK = 40
"""Characters before a sign in which its word is looked for."""
MARK = "\x03"
"""A character that no prepared text has: words that begin with it may stand between texts."""


def _byte(char: str) -> int:
    return ord(char.lower() if char.isalnum() or char == MARK else " ")


_WORD_BYTES = bytes([*map(_byte, map(chr, range(128))), *range(128, 256)])
"""For each byte of a text in UTF-8: the small letter, digit or blank, or itself if not ASCII."""
_FOLDING: Final = "paperview.folding"
"""The name of an error handler for encoding."""
_OF_WORD = lazy_pattern(f"[{OF_WORD}]")
_WORD_OR_OTHER = lazy_pattern(rf"(?P<word>{WORD.pattern})|(?s:.)")
_LONGEST_RUN = 200  # characters of a run folded by itself; the text of a paper has fewer in all


def fold(text: str) -> str:
    """Return text in small letters, without accents and with compatibility forms resolved.

    Greek letters become their names: `ΛCDM` is found by `lambdacdm`.
    """
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    stripped = _UNCOUNTED.sub("", decomposed).casefold().translate(_LETTERS)
    # Compose again what is not an accent, such as the parts of a Korean syllable or a vowel sign.
    return unicodedata.normalize("NFC", stripped)


def fold_name(name: str) -> str:
    """Return an id, DOI or category folded, without the blanks that accents leave."""
    return "".join(fold(name).split())


def words(source: str) -> list[str]:
    """Return the folded words of a source text, TeX included.

    They are the matches of `WORD` in the folded text; nearly all texts take a quicker way.
    """
    return split(prepared(source))


def terms(source: str) -> tuple[list[str], list[str]]:
    """Return the words of a source text, and its signed terms."""
    text, in_it = prepared_with_signed(source)
    return split(text), in_it


def split(text: str) -> list[str]:
    """Return the words of a prepared text, or of several with marks between them."""
    # Bytes are translated in half the time that characters take.
    return text.encode().translate(_WORD_BYTES).decode().split()


def prepared(source: str) -> str:
    """Return a source text as `split` needs it: without TeX, its non-ASCII characters folded."""
    return _prepared(to_text(source) if has_commands(source) else source)


def prepared_with_signed(source: str) -> tuple[str, list[str]]:
    """Return a prepared source text, and its signed terms."""
    in_it: list[str] = []
    # A tie becomes a blank, behind which a term such as .net may begin.
    if has_commands(source) or "~" in source or _may_have_signs(source):
        source = to_text(source)
        if _may_have_signs(source):
            in_it = [term.text for term in signed(source)]
    return _prepared(source), in_it


def _prepared(text: str) -> str:
    if not text.isascii():
        if not _has_few_non_ascii(text):
            return " ".join(WORD.findall(fold(text)))
        # The encoder finds the runs in a third of the time that an expression takes.
        text = text.encode("ascii", _FOLDING).decode()
    return text.replace(MARK, " ")


class Signed(NamedTuple):
    """A term with signs, and where it stands in its text."""

    text: str
    """Folded."""
    start: int
    end: int


def signed(text: str) -> Iterator[Signed]:
    """Return the signed terms of a text that is free of TeX; see the module's rule."""
    end = 0
    for sign in _SIGN.finditer(text):
        if sign.start() >= end and (match := _SIGNS_AND_WORD.match(text, sign.start())):
            end = match.end("signs")
            yield from _signed_at(text, match)
    for match in _DOTTED.finditer(text):
        if text[match.start() - 1 : match.start()] in _BEFORE_LEAD:
            yield Signed(fold_name(match[0]), match.start(), match.end())


def _may_have_signs(text: str) -> bool:
    """Return whether a text may have signed terms, in a hundredth of the time of finding them."""
    # Faster than any expression: most texts have none of these.
    return (
        "⁺" in text
        or "/" in text
        or "+" in text
        or "*" in text
        or "&" in text
        or "#" in text
        or " ." in text
        or ("(" in text and "(." in text)
        or ('"' in text and '".' in text)
        or text.startswith(".")
        or (not text.isascii() and _SIGN.search(text) is not None)
    )


def _signed_at(text: str, match: re.Match[str]) -> Iterator[Signed]:
    """Return the signed term, if any, of signs and the word behind them."""
    start, behind = match.start(), match["word"] or ""
    signs = match["signs"].translate(_PLAIN_SIGNS)
    found = _WORD_BACKWARDS.match(text[max(0, start - _LOOKED_BACK) : start][::-1])
    if found is None:
        if signs == "#" and behind[:1].isalpha() and text[start - 1 : start] in _BEFORE_LEAD:
            yield Signed(signs + fold_name(behind), start, match.end())
        return
    before, first = found["word"][::-1], start - found.end()
    if behind and signs in _JOINING:
        if min(len(before), len(behind)) <= _LONGEST_JOINED:
            yield Signed(fold_name(before) + signs + fold_name(behind), first, match.end())
        return
    trailing = _TRAILING.match(signs)
    if trailing and trailing[0] and len(before) <= _LONGEST_TRAILED:
        yield Signed(fold_name(before) + trailing[0], first, start + trailing.end())


def _has_few_non_ascii(text: str) -> bool:
    """Return whether it is faster to fold a text run by run, even if each run is new."""
    further_bytes = len(text.encode(errors="surrogatepass")) - len(text)
    return further_bytes <= min(len(text) // 8, _LONGEST_RUN)


# The runs of 100,000 papers are of 6,000 kinds, and the commonest 4096 leave little to do: 1 MB, or
# 10 MB if each run were as long as may be.
@lru_cache(maxsize=4096)
def _fold_run(run: str) -> bytes | None:
    """Fold a whole run of non-ASCII characters; what belongs to no word becomes a blank.

    The text around it does not matter: no mark is reordered over an ASCII character, and none but
    those that `fold` drops composes with one. None where the run may begin with a mark: whether
    that belongs to a word depends on the character before it.
    """
    return None if _OF_WORD.match(run) else _folded_run(run)


@lru_cache(maxsize=1024)
def _fold_behind(before_and_run: str) -> bytes:
    return _folded_run(before_and_run)[1:]  # ASCII stands before a run, which stays one byte


def _folded_run(run: str) -> bytes:
    folded = fold(run)
    if not folded.isalnum():
        folded = _WORD_OR_OTHER.sub(lambda match: match["word"] or " ", folded)
    return folded.encode()


def _fold_not_encoded(error: UnicodeError) -> tuple[bytes, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    text, start, end = error.object, error.start, error.end
    folded = _fold_run(text[start:end])
    if folded is None:
        folded = _fold_behind((text[start - 1 : start] or " ") + text[start:end])
    return folded, end


codecs.register_error(_FOLDING, _fold_not_encoded)
