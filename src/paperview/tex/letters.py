"""Actions for the letters of names and words, with or without accents, and abbreviations."""

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
_NAMED_ACCENTS: Final = {
    "\\polhk": "\u0328",
    "\\soft": "\u030c",
    "\\ocirc": "\u030a",
    "\\udot": "\u0323",
    "\\uarc": "\u032e",
    "\\utilde": "\u0330",
    "\\dudot": "\u0324",
    "\\lfhook": "\u0326",
    "\\cflex": "\u0302",
    "\\cfac": "\u0302\u0301",
    "\\cfgr": "\u0302\u0300",
    "\\cftil": "\u0302\u0303",
    "\\cfudot": "\u0302\u0323",
    "\\textcommabelow": "\u0326",
    "\\textogonekcentered": "\u0328",
}
"""Accents of MathSciNet and textcomp, whose names have no other use."""
_BASES: Final = {
    command: letter for command, letter in TEXT_LETTERS.items() if letter.isalpha()
} | {"\\AA": "Å", "\\imath": "ı", "\\jmath": "ȷ"}
"""Letters with their own commands, which may carry accents."""
_DOTLESS: Final = frozenset("ıȷ")
_HOOK: Final = "\u0309"
_ACCENTS: Final = {*_SIGN_ACCENTS, *_LETTER_ACCENTS, *_NAMED_ACCENTS}
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
    r"""Return whether a formula is just one letter of a word, as in ``St$\o$rmer``."""
    alone = reader.out.at_start() and reader.at_end()
    return alone and reader.out.last_char().isalpha()


def _sign_accent(mark: str, reader: Reader, command: str) -> None:
    r"""Put an accent such as ``\'`` on the letter that follows; without one it is no accent."""
    text = reader.next_text()
    if text[:1].isalpha() or (text[:1].isdigit() and _is_crystal_index(reader, command)):
        reader.out.write(compose(reader.take(1), mark))
    elif text[:1] == " " and text[1:2].isalpha() and _is_within_name(reader):
        reader.out.write(compose(reader.take(2)[1], mark))
    elif _is_over_group(reader):
        _accented_group(mark, reader, command)
    elif base := _take_base(reader):
        reader.out.write(compose(base, mark))
    elif not text and reader.next_token() in _ACCENTS and (letter := reader.argument()):
        reader.out.write(_accented(letter, mark) if letter[0].isalpha() else command + letter)
    else:
        reader.out.write("~" if command == "\\~" else command)


def _is_within_name(reader: Reader) -> bool:
    r"""Return whether a letter after a blank belongs to the accent: ``G\" odel``, ``{\" O}zg``."""
    is_group = len(reader.next_text()) == 2 and reader.is_alone_in_group()
    return is_group or reader.out.last_char().isalpha()


def _is_over_group(reader: Reader) -> bool:
    r"""Return whether a group follows at once, or after a blank within a name: ``G\" {o}del``."""
    is_next = not reader.next_text() or reader.out.last_char().isalpha()
    return is_next and reader.next_group() != 0


def _take_base(reader: Reader, mark: str = "") -> str:
    r"""Take a letter such as ``\i`` that follows, or return nothing.

    Args:
        reader: Where to look.
        mark: The accent if it is one that Unicode must have with the letter, as its command may be
            a macro of the author's; for a dotless letter no accent is.
    """
    token = reader.next_token(past_blanks=True)
    base = _BASES.get(token, "")
    if mark and base not in _DOTLESS and len(compose(base, mark)) != 1:
        return ""
    if base:
        reader.position += 2
        reader.skip_blanks()
    return base


def _accented(text: str, mark: str) -> str:
    """Put an accent on the first letter of a text, above the accents that it has."""
    end = 1
    while end < len(text) and unicodedata.combining(text[end]):
        end += 1
    return compose(text[0], text[1:end] + mark) + text[end:]


def _is_crystal_index(reader: Reader, command: str) -> bool:
    r"""Return whether a digit may carry an accent, as in ``(11\=20)``, the name of a plane."""
    return command == "\\=" and not reader.math and reader.out.last_char() in "0123456789([{<"


def _accented_group(mark: str, reader: Reader, command: str) -> None:
    r"""Put an accent on the first letter of a group; ``\~{}`` is only the sign."""
    outer_math, reader.math = reader.math, False
    text = reader.argument() or ""
    reader.math = outer_math
    letters = text.lstrip()
    if letters[:1].isalpha():
        reader.out.write(_accented(letters, mark))
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
    if reader.math:
        unknown(reader, command)
    elif _is_over_group(reader):
        _letter_accented_group(mark, reader, command)
    elif base := _take_base(reader, mark):
        reader.out.write(compose(base, mark))
    elif _can_carry(mark, text, reader, command):
        reader.out.write(compose(reader.take(2)[1], mark))
    else:
        unknown(reader, command)


def _letter_accented_group(mark: str, reader: Reader, command: str) -> None:
    r"""Put an accent on a letter in braces; ``\b{eta}`` and ``\c{hi}`` are damaged Greek."""
    base = (reader.argument() or "").strip()
    if _is_one_letter(base):
        reader.out.write(_accented(base, mark))
    else:
        reader.out.write(SYMBOLS.get(command + base) or f"{command}{{{base}}}")


def _is_one_letter(text: str) -> bool:
    """Return whether a text is one letter, with accents or without."""
    return text[:1].isalpha() and all(map(unicodedata.combining, text[1:]))


def _named_accent(marks: str, reader: Reader, command: str) -> None:
    r"""Put accents on the letter after a command such as ``\polhk``, wherever that is."""
    text = reader.next_text()
    if text[:1] == " " and text[1:2].isalpha():
        reader.out.write(compose(reader.take(2)[1], marks))
    elif not text and reader.next_group():
        letters = (reader.argument() or "").strip()
        is_word = letters[:1].isalpha()
        reader.out.write(_accented(letters, marks) if is_word else f"{command}{{{letters}}}")
    elif base := _take_base(reader):
        reader.out.write(compose(base, marks))
    else:
        unknown(reader, command)


def _hook_above(reader: Reader, command: str) -> None:
    r"""Put the hook of Vietnamese vowels on one in braces: ``\h{o}``."""
    base = reader.next_group_text() if not (reader.math or reader.next_text()) else ""
    if len(base) == 1 and base in "aeiouyAEIOUY":
        reader.argument()
        reader.out.write(compose(base, _HOOK))
    else:
        unknown(reader, command)


def _can_carry(mark: str, text: str, reader: Reader, command: str) -> bool:
    """Return whether the letter after a blank is part of a name rather than of the next word."""
    if not (text[:1] == " " and text[1:2].isalpha()):
        return False
    if len(text) == 2 and reader.is_alone_in_group():  # {\k a}
        return True
    fits = text[1].isupper() or reader.out.last_char().isalpha() or command in _BEGINS_WORDS
    return fits and len(unicodedata.normalize("NFC", text[1] + mark)) == 1


def _tie(reader: Reader, command: str) -> None:
    r"""Tie the two letters of ``\t{oo}``, ``\t{\i a}`` or ``{\t ia}``."""
    text = reader.next_text()
    if not reader.math and text[1:].isalpha() and len(text) == 3 and reader.is_alone_in_group():
        letters = reader.take(3).lstrip()
    elif not (reader.math or text) and _has_two_letters(reader):
        letters = reader.argument() or ""
    else:
        unknown(reader, command)
        return
    reader.out.write(compose(letters[0], TIE) + letters[1:])


def _has_two_letters(reader: Reader) -> bool:
    r"""Return whether a group follows that holds two letters; the first may be ``\i``."""
    index = reader.next_group()
    if not index:
        return False
    before, *rest = reader.parts[index + 1 : reader.partners[index]]
    if len(rest) == 2 and not before and rest[0] in _BASES:
        return len(rest[1].strip()) == 1 and rest[1].strip().isalpha()
    return not rest and len(before) == 2 and before.isalpha()


def _abbreviation(reader: Reader, command: str) -> None:
    r"""Write an abbreviation: ``\ie`` is i.e., with one full stop and a blank after it."""
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
    **{command: partial(_named_accent, marks) for command, marks in _NAMED_ACCENTS.items()},
    "\\h": _hook_above,
    "\\AA": _angstrom,
    "\\t": _tie,
    **dict.fromkeys(ABBREVIATIONS, _abbreviation),
}
