"""Actions for letters: those of names and words, with accents or without; abbreviations."""

from __future__ import annotations

import re
import unicodedata
from functools import partial
from typing import TYPE_CHECKING, Final

from paperview.tex.markup import unknown
from paperview.tex.notation import TIE, compose
from paperview.tex.symbols import ABBREVIATIONS, SPACES, SYMBOLS, TEXT_LETTERS

if TYPE_CHECKING:
    from paperview.tex.reader import Action, Reader

_SIGN_ACCENTS: Final = {
    "\\'": "\u0301",
    "\\`": "\u0300",
    '\\"': "\u0308",
    "\\^": "\u0302",
    "\\~": "\u0303",
    "\\=": "\u0304",
    "\\.": "\u0307",
}
_LETTER_ACCENTS: Final = {
    "\\c": "\u0327",
    "\\v": "\u030c",
    "\\H": "\u030b",
    "\\k": "\u0328",
    "\\r": "\u030a",
    "\\u": "\u0306",
    "\\b": "\u0331",
    "\\d": "\u0323",
}
_BEGINS_WORDS: Final = frozenset({"\\v", "\\c"})
"""Accents that the first, small letter of a word may carry (``\\v simple``, ``\\c celik``)."""

# The rest of a Scandinavian name, which a letter with an accent interrupts or another name follows.
_REST_OF_NAME: Final = re.compile(r" [a-z]+(?:$| [A-Z])")


# Letters and accents


def _letter(reader: Reader, command: str) -> None:
    r"""Write a letter such as ``\o``; in formulas, and as in ``\O(n)``, the name is a macro."""
    private = reader.next_text()[:1] == "(" or reader.next_token() in {"^", "_"}
    if private or (reader.math and not _is_within_word(reader)):
        unknown(reader, command)
    else:
        reader.out.write(TEXT_LETTERS[command])
        reader.skip_blanks()


def _angstrom(reader: Reader, _command: str) -> None:
    r"""Write Å, the unit, which keeps the blank after it, or the letter (``\AA ngstr\"om``)."""
    is_unit = reader.math or reader.out.last_sign().isdigit()
    reader.out.write("Å")
    if is_unit or _REST_OF_NAME.match(reader.next_text()) is None:
        reader.drop_blank_before_stop()
    else:
        reader.skip_blanks()


def _is_within_word(reader: Reader) -> bool:
    r"""Whether a formula is just one letter of a word, as in ``St$\o$rmer``."""
    alone = reader.out.at_start() and reader.at_end()
    return alone and reader.out.last_char().isalpha()


def _sign_accent(mark: str, reader: Reader, command: str) -> None:
    r"""Put an accent such as ``\'`` on the letter that follows; without one it is no accent."""
    text = reader.next_text()
    if text[:1].isalpha() or (text[:1].isdigit() and _is_crystal_index(reader, command)):
        reader.out.write(compose(reader.take(1), mark))
    elif text[:1] == " " and text[1:2].isalpha() and reader.out.last_char().isalpha():
        reader.out.write(compose(reader.take(2)[1], mark))
    elif reader.next_group() and not text:
        _accented_group(mark, reader, command)
    elif reader.next_token() in TEXT_LETTERS:
        base = TEXT_LETTERS[reader.next_token()]
        reader.position += 2
        reader.skip_blanks()
        reader.out.write(compose(base, mark))
    else:
        reader.out.write("~" if command == "\\~" else command)


def _is_crystal_index(reader: Reader, command: str) -> bool:
    r"""Whether a digit may carry an accent, as in ``(11\=20)``, the name of a plane."""
    return command == "\\=" and not reader.math and reader.out.last_char() in "0123456789([{<"


def _accented_group(mark: str, reader: Reader, command: str) -> None:
    r"""Put an accent on the first letter of a group; ``\~{}`` is the bare sign."""
    outer_math, reader.math = reader.math, False
    text = reader.argument() or ""
    reader.math = outer_math
    letters = text.lstrip()
    if letters[:1].isalpha():
        reader.out.write(compose(letters[0], mark) + letters[1:])
    elif letters:
        reader.out.write(f"{command}{{{text}}}")
    else:
        reader.out.write(command[1:])


def _letter_accent(mark: str, reader: Reader, command: str) -> None:
    r"""Put an accent such as ``\v`` on one letter.

    Many authors define macros of these names, so those in formulas are left alone, and those
    that would give no letter of Unicode's.
    """
    text = reader.next_text()
    if reader.math or not (text or reader.next_group()):
        unknown(reader, command)
    elif not text:
        _letter_accented_group(mark, reader, command)
    elif _can_carry(mark, text, reader, command):
        reader.out.write(compose(reader.take(2)[1], mark))
    else:
        unknown(reader, command)


def _letter_accented_group(mark: str, reader: Reader, command: str) -> None:
    r"""Put an accent on a letter in braces; ``\b{eta}`` and ``\c{hi}`` are damaged Greek."""
    base = (reader.argument() or "").strip()
    if len(base) == 1 and base.isalpha():
        reader.out.write(compose(base, mark))
    else:
        reader.out.write(SYMBOLS.get(command + base) or f"{command}{{{base}}}")


def _can_carry(mark: str, text: str, reader: Reader, command: str) -> bool:
    """Whether the letter after a blank is part of a name rather than of the next word."""
    if not (text[0] == " " and text[1:2].isalpha()):
        return False
    if len(text) == 2 and reader.is_alone_in_group():  # {\k a}
        return True
    fits = text[1].isupper() or reader.out.last_char().isalpha() or command in _BEGINS_WORDS
    return fits and len(unicodedata.normalize("NFC", text[1] + mark)) == 1


def _tie(reader: Reader, command: str) -> None:
    r"""Tie the two letters of ``\t{oo}``."""
    letters = reader.next_group_text()
    if reader.math or reader.next_text() or not (len(letters) == 2 and letters.isalpha()):
        unknown(reader, command)
    else:
        reader.argument()
        reader.out.write(letters[0] + TIE + letters[1])


def _abbreviation(reader: Reader, command: str) -> None:
    r"""Write what authors abbreviate: ``\ie`` is i.e., with one full stop and a blank after it."""
    reader.out.write(ABBREVIATIONS[command])
    if reader.next_text().startswith("."):
        reader.take(1)
    following = reader.next_token()
    if following == "$" or (following.startswith("\\") and following not in SPACES):
        reader.out.write(" ")


ACTIONS: Final[dict[str, Action]] = {
    **{command: partial(_sign_accent, mark) for command, mark in _SIGN_ACCENTS.items()},
    **{command: partial(_letter_accent, mark) for command, mark in _LETTER_ACCENTS.items()},
    **dict.fromkeys(TEXT_LETTERS, _letter),
    "\\AA": _angstrom,
    "\\t": _tie,
    **dict.fromkeys(ABBREVIATIONS, _abbreviation),
}
