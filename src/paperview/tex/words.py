"""Actions for running text: letters and accents, quotes, dashes, emphasis, links, lists."""

from __future__ import annotations

import re
import unicodedata
from functools import partial
from typing import TYPE_CHECKING, Final

from paperview.tex import notation, symbols

if TYPE_CHECKING:
    from paperview.tex.reader import Action, Reader, Style

_SIGN_ACCENTS: Final = {
    "'": "\u0301",
    "`": "\u0300",
    '"': "\u0308",
    "^": "\u0302",
    "~": "\u0303",
    "=": "\u0304",
    ".": "\u0307",
}
_LETTER_ACCENTS: Final = {
    "c": "\u0327",
    "v": "\u030c",
    "H": "\u030b",
    "k": "\u0328",
    "r": "\u030a",
    "u": "\u0306",
    "b": "\u0331",
    "d": "\u0323",
}
_ACCENTED_AT_WORD_START: Final = frozenset({"\\v", "\\c"})

_STYLED_TEXT: Final[dict[str, Style]] = {
    "\\emph": "italic",
    "\\textit": "italic",
    "\\textsl": "italic",
    "\\textbf": "bold",
    "\\texttt": "code",
}
_STYLED_MATH: Final[dict[str, Style]] = {
    "\\mathbf": "bold",
    "\\boldsymbol": "bold",
    "\\bm": "bold",
    "\\pmb": "bold",
    "\\bold": "bold",
    "\\mathtt": "code",
}
_SWITCHES: Final[dict[str, Style]] = {
    "\\em": "italic",
    "\\it": "italic",
    "\\sl": "italic",
    "\\itshape": "italic",
    "\\slshape": "italic",
    "\\bf": "bold",
    "\\bfseries": "bold",
    "\\tt": "code",
    "\\ttfamily": "code",
}
_UPRIGHT: Final = frozenset(
    f"\\{name}"
    for name in "rm sf sc mit upshape scshape rmfamily sffamily mdseries normalfont".split()
)
_CITATIONS: Final = frozenset(
    f"\\{name}"
    for name in """
        cite citep citet citealt citealp citeauthor citeyear citeyearpar citeA citeN parencite
        textcite autocite footcite nocite ref pageref autoref cref Cref label
    """.split()
)
_URL_ESCAPES: Final = re.compile(r"\\([_%&#~{}])(?:\{\})?|\$\\sim\$|\\textasciitilde(?:\{\})?")
_LENGTH: Final = re.compile(r"\s*-?\s*[\d.]+\s*(?:pt|em|ex|cm|mm|in|mu|pc)\b\s*")
_ROW_LENGTH: Final = re.compile(r"\[-?[\d.]+(?:pt|em|ex|cm|mm)\]")


# Letters and accents


def _letter(reader: Reader, command: str) -> None:
    r"""Write a letter such as ``\o``; in formulas, and as in ``\O(n)``, the name is a macro."""
    private = reader.next_text()[:1] == "(" or reader.next_token() in {"^", "_"}
    if private or (reader.math and not _is_within_word(reader)):
        unknown(reader, command)
        return
    reader.write(symbols.TEXT_LETTERS[command])
    reader.skip_blanks()


def _is_within_word(reader: Reader) -> bool:
    r"""Whether a formula is one letter of a word, as in ``St$\o$rmer``."""
    alone = len(reader.pieces) == reader.formula_start and reader.next_token() == "$"
    return alone and reader.last_char().isalpha()


def _sign_accent(mark: str, reader: Reader, command: str) -> None:
    r"""Put an accent such as ``\'`` on the letter that follows; without one it is no accent."""
    text = reader.next_text()
    if text[:1].isalpha():
        reader.write(notation.compose(reader.take(1), mark))
    elif text[:1] == " " and text[1:2].isalpha() and reader.last_char().isalpha():
        reader.write(notation.compose(reader.take(2)[1], mark))
    elif reader.next_group() and not text:
        _accent_group(mark, reader, command)
    elif reader.next_token() in symbols.TEXT_LETTERS:
        base = symbols.TEXT_LETTERS[reader.next_token()]
        reader.position += 2
        reader.skip_blanks()
        reader.write(notation.compose(base, mark))
    else:
        reader.write("~" if command == "\\~" else command)


def _accent_group(mark: str, reader: Reader, command: str) -> None:
    r"""Put an accent on the first letter of a group; ``\~{}`` is the bare sign."""
    outer_math, reader.math = reader.math, False
    text = reader.argument() or ""
    reader.math = outer_math
    letters = text.lstrip()
    if letters[:1].isalpha():
        reader.write(notation.compose(letters[0], mark) + letters[1:])
    elif letters:
        reader.write(f"{command}{{{text}}}")
    else:
        reader.write(command[1:])


def _letter_accent(mark: str, reader: Reader, command: str) -> None:
    r"""Put an accent such as ``\v`` on one letter.

    Many authors define macros of these names, so a formula's are left alone, and so is what
    Unicode has no letter for. ``\b{eta}`` and ``\c{hi}`` are damaged Greek letters.
    """
    text = reader.next_text()
    group = reader.next_group()
    if group and not text and not reader.math:
        base = (reader.argument() or "").strip()
        greek = symbols.SYMBOLS.get(command + base) if len(base) > 1 else None
        if greek:
            reader.write(greek)
        elif len(base) == 1 and base.isalpha():
            reader.write(notation.compose(base, mark))
        else:
            reader.write(f"{command}{{{base}}}")
        return
    if not reader.math and text[:1] == " " and text[1:2].isalpha():
        letter = unicodedata.normalize("NFC", text[1] + mark)
        fits = (
            text[1].isupper() or reader.last_char().isalpha() or command in _ACCENTED_AT_WORD_START
        )
        if len(letter) == 1 and fits:
            reader.take(2)
            reader.write(letter)
            return
    unknown(reader, command)


def _abbreviation(reader: Reader, command: str) -> None:
    r"""Write what authors abbreviate: ``\ie`` is i.e., with one full stop and a blank after it."""
    reader.write(symbols.ABBREVIATIONS[command])
    if reader.next_text().startswith("."):
        reader.take(1)
    following = reader.next_token()
    if following == "$" or (following[:1] == "\\" and following not in symbols.SPACES):
        reader.write(" ")


# Quotes, dashes, blanks


def _opening_quote(reader: Reader, command: str) -> None:
    if command == "``" and not reader.math and not reader.code:
        reader.open_quotes += 1
        reader.write("“")
    else:
        reader.write(command)


def _closing_quote(reader: Reader, command: str) -> None:
    """Write a closing quote, an opening one at the start of a word, or else two primes."""
    last, following = reader.last_char(), reader.next_text()[:1]
    if reader.math:
        reader.write("″")
    elif reader.code:
        reader.write(command)
    elif reader.open_quotes:
        reader.open_quotes -= 1
        reader.write("”")
    elif (not last or last in " \n(") and following and not following.isspace():
        reader.open_quotes += 1
        reader.write("“")
    elif last.isdigit() or following == "(":
        reader.write(command)
    else:
        reader.write("”")


def _dashes(reader: Reader, command: str) -> None:
    """Write an en or em dash, but keep arrows (``-->``) and what is not running text."""
    is_arrow = reader.last_char() == "<" or reader.next_text().startswith(">")
    if reader.math or reader.code or is_arrow:
        reader.write(command)
    else:
        reader.write("–" if len(command) == 2 else "—")


def _tilde(reader: Reader, command: str) -> None:
    """Write a tie as a blank, but keep a tilde that means "about" or stands in an address."""
    if reader.code or (not reader.math and _means_about(reader)):
        reader.write(command)
    else:
        reader.write_blank()


def _means_about(reader: Reader) -> bool:
    """Whether a tilde in running text is no tie.

    A tie joins words, so it has no blank before it, does not stand between digits (``3~5 times``),
    nor between a lone letter and a number (``z~0.1``); "a" is an article.
    """
    before = reader.last_char()
    if not before or before in " \n(</>=":
        return True
    if not reader.next_text()[:1].isdigit():
        return False
    if before.isdigit():
        return True
    tail = "".join(reader.pieces[-2:])[-2:]
    return before.isalpha() and before not in "aA" and not tail[:-1].isalnum()


def _space(reader: Reader, command: str) -> None:
    r"""Write a blank; in running text ``A \ {0}`` is a difference of sets."""
    operand = reader.next_text()[:1].isupper() or reader.next_token() == "{"
    if command == "\\ " and operand and not reader.math and reader.ends_in_blank():
        reader.write(command)
    else:
        reader.write_blank()


def _line_end(reader: Reader, _command: str) -> None:
    r"""Read ``\\`` or ``\\[2pt]`` as a blank, between the rows of a table as a semicolon."""
    match = _ROW_LENGTH.match(reader.next_text())
    if match:
        reader.take(match.end())
    if reader.cell:
        reader.trim()
        reader.write(";")
    reader.write_blank()


def _length(reader: Reader, _command: str) -> None:
    r"""Read ``\hspace{1cm}`` or ``\hskip 1cm`` as a blank."""
    if reader.next_text().startswith("*"):
        reader.take(1)
    if reader.raw_argument() is None:
        match = _LENGTH.match(reader.next_text())
        if match:
            reader.take(match.end())
    reader.write_blank()


def _nothing(reader: Reader, command: str) -> None:
    if command[1:2].isalpha():
        reader.skip_blanks()


# Emphasis and transparent groups


def _styled(style: Style | None, reader: Reader, command: str) -> None:
    """Read the argument into the output, with a style if there is one."""
    start, outer_code = len(reader.pieces), reader.code
    reader.code = outer_code or style == "code"
    index = reader.next_group()
    if index:
        reader.group(index)
    else:
        text = reader.argument()
        reader.write(command if text is None else text)
    reader.code = outer_code
    if style:
        reader.add_span(start, style)


def _text_group(style: Style | None, reader: Reader, command: str) -> None:
    """Read an argument that is running text, also within a formula."""
    outer_math, reader.math = reader.math, False
    _styled(style, reader, command)
    reader.math = outer_math


def _switch(style: Style, reader: Reader, _command: str) -> None:
    reader.skip_blanks()
    reader.switch(style)


def _upright(reader: Reader, _command: str) -> None:
    reader.skip_blanks()
    reader.end_switches()


def _verbatim(reader: Reader, command: str) -> None:
    start = len(reader.pieces)
    reader.write(command[command.index(command[-1]) + 1 : -1])
    reader.add_span(start, "code")


def _color(reader: Reader, command: str) -> None:
    r"""Drop the colour's name in ``\color{red}`` and ``\textcolor{red}{...}``."""
    if reader.raw_argument() is None:
        reader.write(command)


# Links, citations, lists


def _plain_url(text: str) -> str:
    """Undo TeX's escapes in an address."""
    return _URL_ESCAPES.sub(lambda match: match[1] or "~", text.strip())


def _url(reader: Reader, command: str) -> None:
    address = reader.raw_argument()
    reader.write(command if address is None else _plain_url(address))


def _href(reader: Reader, command: str) -> None:
    """Write the text of a link with the address after it, or the address alone if it is both."""
    address = reader.raw_argument()
    if address is None:
        reader.write(command)
        return
    address = _plain_url(address)
    text = (reader.argument() or "").strip()
    shown = text.lower().removesuffix("/")
    reader.write(address if shown in address.lower() and "." in shown else f"{text} ({address})")


def _citation(reader: Reader, command: str) -> None:
    r"""Write ``\cite[p. 5]{key}`` as ``[key, p. 5]``."""
    if reader.next_text().startswith("*"):
        reader.take(1)
    note = reader.optional_argument()
    key = reader.raw_argument()
    if key is None:
        reader.write(command if note is None else f"{command}[{note}]")
    else:
        reader.write(f"[{key}, {note}]" if note else f"[{key}]")


def _in_parentheses(reader: Reader, command: str) -> None:
    r"""Write the argument of ``\footnote``, ``\tag`` or ``\eqref`` in parentheses."""
    index = reader.next_group()
    if not index:
        reader.write(command)
        return
    if command != "\\eqref":
        reader.write_blank()
    reader.write("(")
    reader.group(index)
    reader.write(")")


def _quoted(reader: Reader, command: str) -> None:
    index = reader.next_group()
    if not index:
        reader.write(command)
        return
    reader.write("“")
    reader.group(index)
    reader.write("”")


def _item(reader: Reader, _command: str) -> None:
    r"""Write ``\item`` as a bullet, ``\item[(a)]`` with its label."""
    reader.write_blank()
    label = reader.optional_argument()
    reader.write(f"{label or '•'} ")
    reader.skip_blanks()


def unknown(reader: Reader, command: str) -> None:
    r"""Show a command as it was written, an unknown command with the braces of its arguments."""
    if "://" in command:
        command = _plain_url(command)
    elif command.startswith("\\verb") and not command[-1].isalpha():
        _verbatim(reader, command)
        return
    reader.write(command)
    if command[:1] == "\\" and command[1:2].isalpha():
        reader.end_command()
        while reader.next_group() and not reader.next_text():
            reader.write("{")
            reader.group(reader.position + 1)
            reader.write("}")


ACTIONS: Final[dict[str, Action]] = {
    **{f"\\{sign}": partial(_sign_accent, mark) for sign, mark in _SIGN_ACCENTS.items()},
    **{f"\\{sign}": partial(_letter_accent, mark) for sign, mark in _LETTER_ACCENTS.items()},
    **dict.fromkeys(symbols.TEXT_LETTERS, _letter),
    **dict.fromkeys(symbols.ABBREVIATIONS, _abbreviation),
    **dict.fromkeys(symbols.SPACES, _space),
    **dict.fromkeys(symbols.INVISIBLE, _nothing),
    **dict.fromkeys(symbols.TRANSPARENT, partial(_styled, None)),
    **dict.fromkeys(symbols.TEXT_GROUPS, partial(_text_group, None)),
    **{command: partial(_styled, style) for command, style in _STYLED_MATH.items()},
    **{command: partial(_text_group, style) for command, style in _STYLED_TEXT.items()},
    **{command: partial(_switch, style) for command, style in _SWITCHES.items()},
    **dict.fromkeys(_UPRIGHT, _upright),
    **dict.fromkeys(_CITATIONS, _citation),
    "": _nothing,
    "``": _opening_quote,
    "''": _closing_quote,
    "--": _dashes,
    "---": _dashes,
    "~": _tilde,
    "\\\\": _line_end,
    "\\cr": _line_end,
    "\\hspace": _length,
    "\\vspace": _length,
    "\\hskip": _length,
    "\\vskip": _length,
    "\\kern": _length,
    "\\color": _color,
    "\\textcolor": _color,
    "\\url": _url,
    "\\path": _url,
    "\\href": _href,
    "\\eqref": _in_parentheses,
    "\\footnote": _in_parentheses,
    "\\thanks": _in_parentheses,
    "\\tag": _in_parentheses,
    "\\enquote": _quoted,
    "\\item": _item,
}
