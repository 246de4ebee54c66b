"""Actions for what changes the look of a letter in formulas: accents and alphabets."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Final

from paperview.tex import notation
from paperview.tex.markup import styled
from paperview.tex.symbols import commands

if TYPE_CHECKING:
    from paperview.tex.reader import Action, Reader

_ACCENTS: Final = {
    "\\bar": ("\u0304", "bar"),
    "\\hat": ("\u0302", "hat"),
    "\\tilde": ("\u0303", "tilde"),
    "\\vec": ("\u20d7", "vec"),
    "\\dot": ("\u0307", "dot"),
    "\\ddot": ("\u0308", "ddot"),
    "\\dddot": ("\u20db", "dddot"),
    "\\acute": ("\u0301", "acute"),
    "\\grave": ("\u0300", "grave"),
    "\\check": ("\u030c", "check"),
    "\\breve": ("\u0306", "breve"),
    "\\mathring": ("\u030a", "ring"),
    "\\overline": (notation.OVERLINE, "overline"),
    "\\widehat": ("\u0302", "hat"),
    "\\widetilde": ("\u0303", "tilde"),
    "\\overrightarrow": ("\u20d7", "vec"),
    "\\overleftarrow": ("\u20d6", "overleftarrow"),
    "\\underbar": (notation.UNDERLINE, "underline"),
    "\\ddddot": ("\u20dc", "ddddot"),
}
"""Combining character, and the name of the function that stands for it over several letters."""

_WORD: Final = re.compile(r"\s[A-Za-z]{2}")
_LETTERS: Final = re.compile("[A-Za-z]+")


def _accent(mark: str, name: str, reader: Reader, command: str) -> None:
    if not reader.math and _WORD.match(reader.next_text()):  # someone writes about the command
        reader.out.write_command(command)
        return
    text = reader.argument()
    if text is None:
        reader.out.write(command)
    elif not text.strip() or "\\" in text:
        reader.out.write(f"{command}{{{text}}}")
    else:
        reader.out.write(notation.accent(text.strip(), mark, name))


def _underline(reader: Reader, command: str) -> None:
    r"""Underline letters (``\underline{F}ast``); lines under words of running text are dropped."""
    if reader.math or not reader.next_group() or 0 < len(reader.next_group_text()) <= 3:
        _accent(notation.UNDERLINE, "underline", reader, command)
    else:
        styled(None, reader, command)


def _alphabet(table: dict[int, str], reader: Reader, command: str) -> None:
    _write_in_alphabet(table, reader, command, reader.argument())


def _alphabet_switch(table: dict[int, str], reader: Reader, command: str) -> None:
    r"""Read ``{\cal AB}``: the old commands apply to all letters that follow."""
    reader.skip_blanks()
    match = _LETTERS.match(reader.next_text())
    text = reader.take(match.end()) if match else reader.argument()
    _write_in_alphabet(table, reader, command, text)


def _write_in_alphabet(
    table: dict[int, str], reader: Reader, command: str, text: str | None
) -> None:
    if text is None:
        reader.out.write(command)
    elif "\\" in text:  # the letters of a command's name must stay as they are
        reader.out.write(f"{command}{{{text}}}")
    else:
        reader.out.write(text.translate(table))


_BLACKBOARD: Final = partial(_alphabet, notation.BLACKBOARD)
_CALLIGRAPHIC: Final = partial(_alphabet, notation.CALLIGRAPHIC)
_FRAKTUR: Final = partial(_alphabet, notation.FRAKTUR)

ACTIONS: Final[dict[str, Action]] = {
    **{command: partial(_accent, mark, name) for command, (mark, name) in _ACCENTS.items()},
    **dict.fromkeys(commands("mathbb Bbb mathds mathbbm"), _BLACKBOARD),
    **dict.fromkeys(commands("mathcal mathscr Cal"), _CALLIGRAPHIC),
    **dict.fromkeys(commands("cal scr"), partial(_alphabet_switch, notation.CALLIGRAPHIC)),
    **dict.fromkeys(commands("mathfrak"), _FRAKTUR),
    **dict.fromkeys(commands("frak goth germ"), partial(_alphabet_switch, notation.FRAKTUR)),
    **dict.fromkeys(commands("underline uline"), _underline),
}
