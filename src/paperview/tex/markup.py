"""Actions for markup: emphasis, links, citations, lists, and unknown commands."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Final

from paperview.tex.symbols import INVISIBLE, TEXT_GROUPS, TRANSPARENT, commands

if TYPE_CHECKING:
    from paperview.tex.output import Style
    from paperview.tex.reader import Action, Reader

_STYLED_TEXT: Final[dict[str, Style]] = {
    **dict.fromkeys(commands("emph textit textsl mkbibemph mkbibitalic"), "italic"),
    **dict.fromkeys(commands("textbf mkbibbold"), "bold"),
    **dict.fromkeys(commands("texttt"), "code"),
}
_STYLED_MATH: Final[dict[str, Style]] = {
    **dict.fromkeys(commands("mathbf boldsymbol bm pmb bold"), "bold"),
    **dict.fromkeys(commands("mathtt"), "code"),
}
_SWITCHES: Final[dict[str, Style]] = {
    **dict.fromkeys(commands("em it sl itshape slshape"), "italic"),
    **dict.fromkeys(commands("bf bfseries"), "bold"),
    **dict.fromkeys(commands("tt ttfamily"), "code"),
}
_UPRIGHT: Final = commands("rm sf mit upshape rmfamily sffamily mdseries normalfont")
_CITATIONS: Final = commands("""
    cite citep citet citealt citealp citeauthor citeyear citeyearpar citeA citeN parencite textcite
    autocite footcite ref pageref autoref cref Cref
""")
_LENGTHS: Final = commands("hspace vspace hskip vskip kern mskip mkern")
_SHIFTS: Final = commands("raise lower")
_HIDDEN: Final = commands("""
    label phantom hphantom vphantom nocite index vadjust selectlanguage noopsort NoopSort SortNoop
    sortnoop hyphenation
""")
_WITH_SETTING: Final = commands(
    "raisebox scalebox rotatebox colorbox foreignlanguage bibinfo bibfield"
)

_URL_ESCAPES: Final = re.compile(r"\\([_%&#~{}])(?:\{\})?|\$\\sim\$|\\textasciitilde(?:\{\})?")
_LENGTH: Final = re.compile(r"\s*(-?)\s*[\d.]+\s*(?:pt|em|ex|cm|mm|in|mu|pc)\b\s*")
_STEP_BACK: Final = ["-", "\\nulldelimiterspace"]  # MathType writes so after a fraction's stroke
_ROW_GAP: Final = re.compile(r"\[-?[\d.]+(?:pt|em|ex|cm|mm)\]")


def unknown(reader: Reader, command: str) -> None:
    r"""Show a token as it was written, an unknown command with the braces of its arguments."""
    if "://" in command:
        reader.out.write(_plain_url(command))
    elif not (command[0] == "\\" and command[1:2].isalpha()):
        reader.out.write(command)
    elif not command[-1].isalpha() and command.startswith("\\verb"):
        _verbatim(reader, command)
    else:
        reader.out.write_command(command)
        while reader.next_group() and not reader.next_text():
            reader.out.write("{")
            reader.group(reader.position + 1)
            reader.out.write("}")


# Emphasis and transparent groups


def styled(style: Style | None, reader: Reader, command: str) -> None:
    """Read the argument into the output, with a style if there is one."""
    start, outer_code = len(reader.out.fragments), reader.code
    reader.code = outer_code or style == "code"
    index = reader.next_group()
    if index:
        reader.group(index)
    else:
        text = reader.argument()
        reader.out.write(command if text is None else text)
    reader.code = outer_code
    if style:
        reader.out.style(start, style)


def text_group(style: Style | None, reader: Reader, command: str) -> None:
    """Read an argument of running text, also within a formula."""
    outer_math, reader.math = reader.math, False
    styled(style, reader, command)
    reader.math = outer_math


def _switch(style: Style, reader: Reader, _command: str) -> None:
    reader.skip_blanks()
    reader.out.switches.append((len(reader.out.fragments), style))


def upright(reader: Reader, _command: str) -> None:
    r"""End the font switches in force, as ``\rm`` does."""
    reader.skip_blanks()
    reader.out.end_switches()


def _verbatim(reader: Reader, command: str) -> None:
    start = len(reader.out.fragments)
    reader.out.write(command[command.index(command[-1]) + 1 : -1])
    reader.out.style(start, "code")


def _color(reader: Reader, command: str) -> None:
    r"""Drop the colour's name in ``\color{red}`` and ``\textcolor{red}{...}``."""
    if reader.raw_argument() is None:
        reader.out.write(command)


def _invisible(reader: Reader, command: str) -> None:
    if command[1:2].isalpha():
        reader.skip_blanks()


def _hyphenation(reader: Reader, _command: str) -> None:
    r"""Drop a soft hyphen; in ``0.6+\-0.1`` a minus was meant."""
    if reader.out.last_char() == "+" and reader.next_text()[:1].isdigit():
        reader.out.write("-")


# Room


def _line_end(reader: Reader, _command: str) -> None:
    r"""Read ``\\`` or ``\\[2pt]`` as a blank, between the rows of a table as a semicolon."""
    match = _ROW_GAP.match(reader.next_text())
    if match:
        reader.take(match.end())
    if reader.cell:
        reader.out.trim()
        reader.out.write(";")
    reader.space()


def _length(reader: Reader, _command: str) -> None:
    r"""Read ``\hspace{1cm}`` or ``\hskip 1cm`` as a blank, and a step back as nothing."""
    reader.skip_star()
    length = reader.raw_argument()
    if length is None and reader.parts[reader.position : reader.position + 2] == _STEP_BACK:
        reader.position += 2
        reader.skip_blanks()
        return
    match = _LENGTH.match(reader.next_text() if length is None else length)
    if match and length is None:
        reader.take(match.end())
    if match is None or not match[1]:
        reader.space()


def _shift(reader: Reader, command: str) -> None:
    r"""Drop ``\raise 2pt``, which moves the box that follows."""
    match = _LENGTH.match(reader.next_text())
    if match is None:
        unknown(reader, command)
    else:
        reader.take(match.end())


def _hidden(reader: Reader, command: str) -> None:
    r"""Drop an argument that TeX does not show, such as that of ``\label``."""
    if reader.raw_argument() is None:
        unknown(reader, command)


def _set_box(reader: Reader, command: str) -> None:
    r"""Show the text of ``\raisebox{1ex}{text}`` without the settings before it."""
    if reader.raw_argument() is None:
        unknown(reader, command)
        return
    reader.optional_argument()
    if reader.next_group():
        styled(None, reader, command)


# Links, citations, lists


def _plain_url(text: str) -> str:
    """Undo TeX's escapes in an address."""
    return _URL_ESCAPES.sub(lambda match: match[1] or "~", text.strip())


def _url(reader: Reader, command: str) -> None:
    address = reader.raw_argument()
    reader.out.write(command if address is None else _plain_url(address))


def _href(reader: Reader, command: str) -> None:
    """Write the text of a link with the address after it, or one of them if they are the same."""
    address = reader.raw_argument()
    if address is None:
        reader.out.write(command)
        return
    address = _plain_url(address)
    text = (reader.argument() or "").strip()
    shown = text.lower().rstrip("/.,")
    if not ("." in shown and shown in address.lower()):
        reader.out.write(f"{text} ({address})" if text else address)
    elif address == f"mailto:{text}":
        reader.out.write(text)
    else:
        reader.out.write(address + "."[: text.endswith(".") and not address.endswith(".")])


def _citation(reader: Reader, command: str) -> None:
    r"""Write ``\cite[p. 5]{key}`` as ``[key, p. 5]``, ``\cite[see][]{key}`` as ``[see key]``."""
    reader.skip_star()
    first = reader.optional_argument()
    second = None if first is None else reader.optional_argument()
    key = reader.raw_argument()
    if key is None:
        notes = (f"[{note}]" for note in (first, second) if note is not None)
        reader.out.write(f"{command}{''.join(notes)}")
        return
    if reader.out.last_char().isalnum() or reader.out.last_char() == ")":
        reader.out.write_blank()
    before, after = ("", first) if second is None else (first, second)
    before, after = before and f"{before} ", after and f", {after}"
    reader.out.write(f"[{before or ''}{key}{after or ''}]")


def _enclosed(left: str, right: str, reader: Reader, command: str) -> None:
    """Write the argument between ``left`` and ``right``."""
    reader.skip_star()
    index = reader.next_group()
    if not index:
        reader.out.write(command)
        return
    reader.out.write(left)
    reader.group(index)
    reader.out.write(right)


def _note(reader: Reader, command: str) -> None:
    r"""Write the argument of ``\footnote`` in parentheses, apart from the word before."""
    if reader.next_group():
        reader.out.write_blank()
    _enclosed("(", ")", reader, command)


def _note_mark(reader: Reader, _command: str) -> None:
    r"""Write ``\footnotemark[1]`` as ``[1]``; without a number TeX would count for us."""
    number = reader.optional_argument()
    if number:
        reader.out.write(f"[{number}]")


def _item(reader: Reader, _command: str) -> None:
    r"""Write ``\item`` as a bullet, ``\item[(a)]`` as its label."""
    reader.space()
    label = reader.optional_argument()
    reader.out.write(f"{label or '•'} ")
    reader.skip_blanks()


ACTIONS: Final[dict[str, Action]] = {
    **dict.fromkeys(TRANSPARENT, partial(styled, None)),
    **dict.fromkeys(TEXT_GROUPS, partial(text_group, None)),
    **{command: partial(styled, style) for command, style in _STYLED_MATH.items()},
    **{command: partial(text_group, style) for command, style in _STYLED_TEXT.items()},
    **{command: partial(_switch, style) for command, style in _SWITCHES.items()},
    **dict.fromkeys(_UPRIGHT, upright),
    **dict.fromkeys(INVISIBLE, _invisible),
    **dict.fromkeys(_CITATIONS, _citation),
    **dict.fromkeys(_LENGTHS, _length),
    **dict.fromkeys(("", *commands("/ ! @")), _invisible),
    "\\-": _hyphenation,
    **dict.fromkeys(commands("\\ cr"), _line_end),
    **dict.fromkeys(commands("color textcolor"), _color),
    **dict.fromkeys(commands("url path nolinkurl"), _url),
    **dict.fromkeys(commands("footnote footnotetext thanks tag mkbibfootnote"), _note),
    **dict.fromkeys(_HIDDEN, _hidden),
    **dict.fromkeys(_SHIFTS, _shift),
    **dict.fromkeys(_WITH_SETTING, _set_box),
    "\\footnotemark": _note_mark,
    "\\href": _href,
    "\\eqref": partial(_enclosed, "(", ")"),
    **dict.fromkeys(commands("enquote mkbibquote textquote"), partial(_enclosed, "“", "”")),
    **dict.fromkeys(commands("mkbibparens parentext"), partial(_enclosed, "(", ")")),
    **dict.fromkeys(commands("mkbibbrackets brackettext"), partial(_enclosed, "[", "]")),
    "\\item": _item,
}
