"""Actions for running text: letters and accents, abbreviations, quotes, dashes, blanks."""

from __future__ import annotations

import unicodedata
from functools import partial
from typing import TYPE_CHECKING, Final

from paperview.tex.markup import unknown
from paperview.tex.notation import compose
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


# Letters and accents


def _letter(reader: Reader, command: str) -> None:
    r"""Write a letter such as ``\o``; in formulas, and as in ``\O(n)``, the name is a macro."""
    private = reader.next_text()[:1] == "(" or reader.next_token() in {"^", "_"}
    if private or (reader.math and not _is_within_word(reader)):
        unknown(reader, command)
    else:
        reader.out.write(TEXT_LETTERS[command])
        reader.skip_blanks()


def _is_within_word(reader: Reader) -> bool:
    r"""Whether a formula is just one letter of a word, as in ``St$\o$rmer``."""
    alone = reader.out.at_start() and reader.at_end()
    return alone and reader.out.last_char().isalpha()


def _sign_accent(mark: str, reader: Reader, command: str) -> None:
    r"""Put an accent such as ``\'`` on the letter that follows; without one it is no accent."""
    text = reader.next_text()
    if text[:1].isalpha():
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
    fits = text[1].isupper() or reader.out.last_char().isalpha() or command in _BEGINS_WORDS
    return fits and len(unicodedata.normalize("NFC", text[1] + mark)) == 1


def _abbreviation(reader: Reader, command: str) -> None:
    r"""Write what authors abbreviate: ``\ie`` is i.e., with one full stop and a blank after it."""
    reader.out.write(ABBREVIATIONS[command])
    if reader.next_text().startswith("."):
        reader.take(1)
    following = reader.next_token()
    if following == "$" or (following.startswith("\\") and following not in SPACES):
        reader.out.write(" ")


# Quotes, dashes, blanks


def _opening_quote(reader: Reader, command: str) -> None:
    if reader.math or reader.code:
        reader.out.write(command)
    else:
        reader.open_quotes += 1
        reader.out.write("“")


def _closing_quote(reader: Reader, command: str) -> None:
    """Write a closing quote, an opening one at the start of a word, or else two primes."""
    last, following = reader.out.last_char(), reader.next_text()[:1]
    if reader.math:
        reader.out.write("″")
    elif reader.code:
        reader.out.write(command)
    elif reader.open_quotes:
        reader.open_quotes -= 1
        reader.out.write("”")
    elif (not last or last in " \n(") and following and not following.isspace():
        reader.open_quotes += 1
        reader.out.write("“")
    elif last.isdigit() or following == "(":
        reader.out.write(command)
    else:
        reader.out.write("”")


def _dashes(reader: Reader, command: str) -> None:
    """Write an en or em dash, but keep arrows (``-->``) and what is not running text."""
    is_arrow = reader.out.last_char() == "<" or reader.next_text().startswith(">")
    if reader.math or reader.code or is_arrow:
        reader.out.write(command)
    else:
        reader.out.write("–" if len(command) == 2 else "—")


def _tilde(reader: Reader, command: str) -> None:
    """Write a tie as a blank, but keep a tilde that means "about" or stands in an address."""
    if reader.code or (not reader.math and _means_about(reader)):
        reader.out.write(command)
    else:
        reader.space()


def _means_about(reader: Reader) -> bool:
    """Whether a tilde in running text is no tie.

    A tie joins words, so it has no blank before it, does not stand between digits (``3~5 times``),
    nor between a lone letter and a number (``z~0.1``); "a" is an article.
    """
    before = reader.out.last_char()
    if not before or before in " \n(</>=":
        return True
    if not reader.next_text()[:1].isdigit():
        return False
    if before.isdigit():
        return True
    last_two = "".join(reader.out.pieces[-2:])[-2:]
    return before.isalpha() and before not in "aA" and not last_two[:-1].isalnum()


def _space(reader: Reader, command: str) -> None:
    r"""Write a blank; in running text ``A \ {0}`` is a difference of sets."""
    operand = reader.next_text()[:1].isupper() or reader.next_token() == "{"
    if command == "\\ " and operand and not reader.math and reader.out.ends_in_blank():
        reader.out.write(command)
    else:
        reader.space()


ACTIONS: Final[dict[str, Action]] = {
    **{command: partial(_sign_accent, mark) for command, mark in _SIGN_ACCENTS.items()},
    **{command: partial(_letter_accent, mark) for command, mark in _LETTER_ACCENTS.items()},
    **dict.fromkeys(TEXT_LETTERS, _letter),
    **dict.fromkeys(ABBREVIATIONS, _abbreviation),
    **dict.fromkeys(SPACES, _space),
    "``": _opening_quote,
    "''": _closing_quote,
    "--": _dashes,
    "---": _dashes,
    "~": _tilde,
}
