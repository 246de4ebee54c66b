r"""Actions for commands of bibliographies: punctuation, letter case and strings of biblatex."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from paperview.tex.markup import styled, unknown
from paperview.tex.symbols import commands, table

if TYPE_CHECKING:
    from collections.abc import Callable

    from paperview.tex.reader import Action, Reader

_MARKS: Final = table("""
    adddot .  addperiod .  addcomma ,  addsemicolon ;  addcolon :  addexclam !  addquestion ?
    bibrangessep ,
""")
"""Punctuation marks, which stand at the word before, whatever blanks are there."""

_STRINGS: Final = {
    "andothers": "et al.",
    "bathesis": "BA thesis",
    "byauthor": "by",
    "byeditor": "edited by",
    "bytranslator": "translated by",
    "candthesis": "Cand. thesis",
    "edition": "edition",
    "editor": "editor",
    "editors": "editors",
    "forthcoming": "forthcoming",
    "in": "in",
    "inpreparation": "in preparation",
    "inpress": "in press",
    "jourser": "series",
    "jourvol": "volume",
    "mathesis": "master’s thesis",
    "newseries": "new series",
    "nodate": "no date",
    "number": "number",
    "numbers": "numbers",
    "ofseries": "of",
    "oldseries": "old series",
    "page": "page",
    "pages": "pages",
    "patent": "patent",
    "phdthesis": "PhD thesis",
    "prepublished": "pre-published",
    "reprint": "reprint",
    "resreport": "research report",
    "reviewof": "review of",
    "section": "section",
    "serieseditor": "series editor",
    "software": "computer software",
    "submitted": "submitted",
    "techreport": "technical report",
    "translationof": "translation of",
    "translator": "translator",
    "translators": "translators",
    "volume": "volume",
    "volumes": "volumes",
}
"""What biblatex puts in for its strings; source: its file for English."""


def _mark(reader: Reader, command: str) -> None:
    """Write a punctuation mark at the word before."""
    reader.out.trim()
    if reader.out.last_char() != _MARKS[command]:
        reader.out.write(_MARKS[command])
    reader.skip_blanks()


def _recased(change: Callable[[str], str], reader: Reader, command: str) -> None:
    r"""Write the argument in other letters; those of a command's name must stay as they are."""
    text = reader.argument() if reader.next_group() else None
    if text is None:
        unknown(reader, command)
    else:
        reader.out.write(text if "\\" in text else change(text))


def _capitalized(text: str) -> str:
    return text[:1].upper() + text[1:]


def _string(change: Callable[[str], str], reader: Reader, command: str) -> None:
    r"""Write what ``\bibstring{newseries}`` stands for, or else its name."""
    reader.optional_argument()
    name = reader.raw_argument()
    if name is None:
        unknown(reader, command)
    else:
        reader.out.write(change(_STRINGS.get(name.strip(), name)))


def _transparent(reader: Reader, command: str) -> None:
    r"""Show the argument of ``\MakeSentenceCase*{...}`` as it is: names must keep their letters."""
    reader.skip_star()
    styled(None, reader, command)


ACTIONS: Final[dict[str, Action]] = {
    **dict.fromkeys(_MARKS, _mark),
    **dict.fromkeys(
        commands("MakeUppercase uppercase MakeTextUppercase"), partial(_recased, str.upper)
    ),
    **dict.fromkeys(
        commands("MakeLowercase lowercase MakeTextLowercase"), partial(_recased, str.lower)
    ),
    "\\MakeCapital": partial(_recased, _capitalized),
    **dict.fromkeys(commands("bibstring bibsstring biblstring bibxstring"), partial(_string, str)),
    **dict.fromkeys(
        commands("bibcpstring bibcpsstring bibcplstring"), partial(_string, _capitalized)
    ),
    **dict.fromkeys(commands("MakeSentenceCase MakeTitleCase"), _transparent),
}
