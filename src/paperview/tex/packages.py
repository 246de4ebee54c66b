"""Actions for commands of packages: chemistry, units, ions, MathJax, small capitals, biblatex."""

from __future__ import annotations

import re
import sys
from functools import partial
from typing import TYPE_CHECKING, Final

from paperview.tex import notation
from paperview.tex.markup import styled, text_group, unknown, upright
from paperview.tex.symbols import commands, table

if TYPE_CHECKING:
    from collections.abc import Callable

    from paperview.tex.reader import Action, Reader

# Chemistry, units and others

_COUNT: Final = re.compile(r"(?<!_.)(?<=[A-Za-z)\]])_?(\d+)")
_CHARGE: Final = re.compile(r"\^(\d*[+-])|(?<=[A-Za-z)\]0-9])([+-])(?=\s|$)")
_CHEMICAL_ARROWS: Final = {"<=>": "⇌", "<->": "↔", "->": "→", "<-": "←"}
_CHEMICAL_ARROW: Final = re.compile("|".join(_CHEMICAL_ARROWS))

_UNITS: Final = table("""
    metre m  meter m  second s  gram g  kilogram kg  ampere A  kelvin K  mole mol  candela cd
    hertz Hz  newton N  pascal Pa  joule J  watt W  volt V  coulomb C  farad F  ohm Ω  tesla T
    weber Wb  henry H  electronvolt eV  eV eV  keV keV  MeV MeV  GeV GeV  TeV TeV  angstrom Å
    degreeCelsius °C  celsius °C  degree °  percent %  litre L  liter L  minute min  hour h  day d
    bar bar  barn b  decibel dB  radian rad  cm cm  mm mm  km km  nm nm  um μm  kg kg  ms ms  us μs
    ns ns  fs fs  Hz Hz  kHz kHz  MHz MHz  GHz GHz  THz THz  mW mW  mV mV  mA mA
""")
_PREFIXES: Final = table("""
    femto f  pico p  nano n  micro μ  milli m  centi c  deci d  kilo k  mega M  giga G  tera T
""")
_POWERS: Final = table("squared ²  cubed ³")
_UNIT_COMMAND: Final = re.compile(r"(\\[A-Za-z]+)\s*")

_ROMAN: Final = ("0", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
_SMALL_NUMERAL: Final = re.compile(r"\s*[ivx]{1,5}\s*")
_ELEMENT: Final = re.compile(r"(?:^|[^A-Za-z])[A-Z][a-z]?\s?$")
_CODE_POINT: Final = re.compile(r"x[0-9A-Fa-f]{2,5}|\d{2,6}")


def _chemistry(reader: Reader, command: str) -> None:
    r"""Read mhchem's ``\ce{CO2 -> C + O2}``, in which numbers after a letter are counts."""
    if reader.next_text() or not reader.next_group():  # the authors' own "c.e."
        unknown(reader, command)
        return
    text = (reader.argument() or "").strip()
    text = _CHARGE.sub(lambda charge: _small(charge[1] or charge[2], "^"), text)
    text = _COUNT.sub(lambda count: _small(count[1], "_"), text)
    reader.out.write(_CHEMICAL_ARROW.sub(lambda arrow: _CHEMICAL_ARROWS[arrow[0]], text))


def _small(text: str, sign: str) -> str:
    return notation.script(text, sign, glued=False)


def _inner(reader: Reader) -> str:
    return (reader.math_argument() or "").strip()


def _quantity(reader: Reader, command: str) -> None:
    r"""Read siunitx's ``\SI{1.5}{nm}``."""
    if not reader.next_group():
        unknown(reader, command)
        return
    number = _inner(reader)
    unit = _unit(reader) if reader.next_group() else ""
    reader.out.write(f"{number} {unit}".strip())


def _unit(reader: Reader) -> str:
    r"""Read ``\micro\metre\per\second`` as μm/s, or a unit written with signs."""
    index = reader.next_group()
    source = "".join(reader.parts[index + 1 : reader.partners[index]])
    names = _UNIT_COMMAND.findall(source)
    if _UNIT_COMMAND.sub("", source) or not {*_UNITS, *_PREFIXES, *_POWERS, "\\per"}.issuperset(
        names
    ):
        return _inner(reader)
    reader.raw_argument()
    text, part = "", ""
    for name in names:
        if name in _POWERS:
            text += _POWERS[name]
            continue
        text += part + ("/" if name == "\\per" else _PREFIXES.get(name) or _UNITS[name])
        part = " " if name in _UNITS else ""
    return text.replace(" /", "/")


def _angle(reader: Reader, command: str) -> None:
    if reader.next_group():
        reader.out.write(f"{_inner(reader)}°")
    else:
        unknown(reader, command)


def _ion(reader: Reader, command: str) -> None:
    r"""Read the astronomers' ``\ion{C}{4}`` and ``\ion{C}{iv}``: C IV."""
    if not reader.next_group():
        unknown(reader, command)
        return
    element, stage = _inner(reader), (_inner(reader) if reader.next_group() else "")
    if stage.isdecimal() and int(stage) < len(_ROMAN):
        stage = _ROMAN[int(stage)]
    reader.out.write(f"{element} {stage.upper()}".strip())


def _small_capitals(reader: Reader, command: str) -> None:
    r"""Read ``{\sc ii}`` or ``\textsc{ii}``, which after an element is a numeral: OII."""
    group = reader.next_group() if command == "\\textsc" else 0
    index = group + 1 if group else reader.position
    text = reader.parts[index]
    if _SMALL_NUMERAL.fullmatch(text) and _ELEMENT.search("".join(reader.out.fragments[-3:])[-4:]):
        reader.parts[index] = text.upper()
    if command == "\\textsc":
        text_group(None, reader, command)
    else:
        upright(reader, command)


def _code_point(reader: Reader, command: str) -> None:
    r"""Read MathJax's ``\unicode{x2013}``."""
    text = reader.next_group_text()
    code = 0
    if _CODE_POINT.fullmatch(text):
        code = int(text[1:], 16) if text[0] == "x" else int(text)
    if 32 <= code <= sys.maxunicode:
        reader.raw_argument()
        reader.out.write(chr(code))
    else:
        unknown(reader, command)


def _first_reading(reader: Reader, command: str) -> None:
    r"""Show the first argument of ``\texorpdfstring{$\alpha$}{alpha}``; the other is the same."""
    if not reader.next_group():
        unknown(reader, command)
        return
    reader.group(reader.next_group())
    if reader.next_group():
        reader.raw_argument()


# Bibliographies: punctuation, letter case and strings of biblatex

_MARKS: Final = table("""
    adddot .  addperiod .  addcomma ,  addsemicolon ;  addcolon :  addexclam !  addquestion ?
    bibrangessep ,
""")
"""Punctuation marks, which join the word before them without a blank."""

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
"""Strings of biblatex; source: its file for English."""


def _mark(reader: Reader, command: str) -> None:
    """Write a punctuation mark right after the word before it."""
    reader.out.trim()
    if reader.out.last_char() != _MARKS[command]:
        reader.out.write(_MARKS[command])
    reader.skip_blanks()


def _recased(change: Callable[[str], str], reader: Reader, command: str) -> None:
    r"""Write the argument in another case, but not the names of its commands."""
    text = reader.argument() if reader.next_group() else None
    if text is None:
        unknown(reader, command)
    else:
        reader.out.write(text if "\\" in text else change(text))


def _capitalized(text: str) -> str:
    return text[:1].upper() + text[1:]


def _string(change: Callable[[str], str], reader: Reader, command: str) -> None:
    r"""Write the string of ``\bibstring{newseries}``, or else its name."""
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
    "\\ce": _chemistry,
    **dict.fromkeys(commands("SI qty num"), _quantity),
    "\\ang": _angle,
    "\\ion": _ion,
    **dict.fromkeys(commands("sc scshape textsc"), _small_capitals),
    "\\unicode": _code_point,
    "\\texorpdfstring": _first_reading,
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
