"""Actions for what changes or surrounds a sign: accents, alphabets, labels, arrows, brackets."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Final

from paperview.tex import notation
from paperview.tex.markup import styled
from paperview.tex.signs import write_relation
from paperview.tex.symbols import RELATIONS, commands

if TYPE_CHECKING:
    from paperview.tex.reader import Action, Reader

# Accents and alphabets

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
"""Combining character, and the function name that replaces it over several letters."""

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


# Labels over, under and around

_RELATION_SIGNS: Final = frozenset({*RELATIONS.values(), *"=<>"})
_STACKED: Final = {("<", "∼"): "≲", (">", "∼"): "≳", ("def", "="): "≝", ("?", "="): "≟"}


def _stack(reader: Reader, command: str) -> None:
    r"""Read ``\overset{a}{b}`` or ``\underset{a}{b}``: b with a above or below it."""
    small = reader.argument()
    base = None if small is None else reader.argument()
    if small is None or base is None:
        reader.out.write(command if small is None else f"{command}{{{small}}}")
    else:
        _write_stack(reader, base.strip(), small.strip(), "_" if command == "\\underset" else "^")


def _write_stack(reader: Reader, base: str, small: str, sign: str) -> None:
    both = _STACKED.get((small, base)) or base + notation.script(small, sign, glued=True)
    if base in _RELATION_SIGNS:
        write_relation(reader, both)
    else:
        reader.out.write(both)


def _built_relation(reader: Reader, command: str) -> None:
    r"""Read plain TeX's ``\buildrel < \over \sim``."""
    over = reader.token_ahead("\\over")
    if not over:
        reader.out.write_command(command)
        return
    small = reader.capture(over).strip()
    _write_stack(reader, (reader.argument() or "").strip(), small, "^")


def _brace_over(reader: Reader, command: str) -> None:
    r"""Read ``\underbrace{a+b}_n``: what the label belongs to is put in parentheses."""
    text = reader.argument()
    if text is None:
        reader.out.write(command)
    elif reader.next_token() in {"_", "^"} and len(text) > 1:
        reader.out.write(f"({text})")
    else:
        reader.out.write(text)


def _long_arrow(arrow: str, reader: Reader, command: str) -> None:
    r"""Read ``\xrightarrow[below]{above}``."""
    below = reader.optional_argument()
    above = reader.argument()
    if above is None:
        reader.out.write(command if below is None else f"{command}[{below}]")
    else:
        small = notation.script(below or "", "_", glued=True)
        write_relation(reader, arrow + small + notation.script(above, "^", glued=True))


def _bracketed(left: str, right: str, reader: Reader, command: str) -> None:
    r"""Read ``\norm{x}`` and the like; without braces the name may be the author's own."""
    if reader.next_text() or not reader.next_group():
        reader.out.write_command(command)
    else:
        reader.out.write(f"{left}{(reader.argument() or '').strip()}{right}")


def _braket(reader: Reader, command: str) -> None:
    r"""Read ``\braket{a|b}``, ``\braket{a}{b}`` and ``\ketbra{a}{b}``."""
    if reader.next_text() or not reader.next_group():
        reader.out.write_command(command)
        return
    first = (reader.argument() or "").strip()
    second = None if reader.next_text() or not reader.next_group() else reader.argument()
    if command == "\\ketbra":
        reader.out.write(f"|{first}⟩⟨{first if second is None else second.strip()}|")
    else:
        reader.out.write(f"⟨{first}⟩" if second is None else f"⟨{first}|{second.strip()}⟩")


def _relation_group(reader: Reader, command: str) -> None:
    r"""Read ``\mathrel{...}``; a sign that is a relation is spaced as one."""
    text = reader.argument()
    if text is None:
        reader.out.write(command)
    elif text in _RELATION_SIGNS:
        write_relation(reader, text)
    else:
        reader.out.write(text)


ACTIONS: Final[dict[str, Action]] = {
    **{command: partial(_accent, mark, name) for command, (mark, name) in _ACCENTS.items()},
    **dict.fromkeys(commands("mathbb Bbb mathds mathbbm"), _BLACKBOARD),
    **dict.fromkeys(commands("mathcal mathscr Cal"), _CALLIGRAPHIC),
    **dict.fromkeys(commands("cal scr"), partial(_alphabet_switch, notation.CALLIGRAPHIC)),
    **dict.fromkeys(commands("mathfrak"), _FRAKTUR),
    **dict.fromkeys(commands("frak goth germ"), partial(_alphabet_switch, notation.FRAKTUR)),
    **dict.fromkeys(commands("underline uline"), _underline),
    **dict.fromkeys(commands("overset underset stackrel"), _stack),
    "\\buildrel": _built_relation,
    "\\mathrel": _relation_group,
    **dict.fromkeys(commands("underbrace overbrace"), _brace_over),
    "\\xrightarrow": partial(_long_arrow, "→"),
    "\\xleftarrow": partial(_long_arrow, "←"),
    "\\norm": partial(_bracketed, "‖", "‖"),
    "\\abs": partial(_bracketed, "|", "|"),
    "\\set": partial(_bracketed, "{", "}"),
    "\\floor": partial(_bracketed, "⌊", "⌋"),
    "\\ceil": partial(_bracketed, "⌈", "⌉"),
    "\\ket": partial(_bracketed, "|", "⟩"),
    "\\bra": partial(_bracketed, "⟨", "|"),
    **dict.fromkeys(commands("braket Braket ketbra"), _braket),
}
