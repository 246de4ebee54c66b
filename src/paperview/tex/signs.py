"""Actions for single signs: symbols, operators, names of functions, accents, alphabets."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Final

from paperview.tex import notation
from paperview.tex.symbols import (
    BINARIES,
    INVISIBLE,
    NAMES,
    PREFIXES,
    RELATIONS,
    SPACES,
    SYMBOLS,
    commands,
)

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
    "\\underline": (notation.UNDERLINE, "underline"),
    "\\widehat": ("\u0302", "hat"),
    "\\widetilde": ("\u0303", "tilde"),
    "\\overrightarrow": ("\u20d7", "vec"),
}
"""Combining character, and the name of the function that stands for it over several letters."""

_DELIMITER_SIZES: Final = frozenset(commands("left right middle"))
_NOT_OPERANDS: Final = frozenset(
    {*RELATIONS, *BINARIES, *SPACES, *INVISIBLE, *_DELIMITER_SIZES}
    | set(commands("rbrace rangle rfloor rceil rvert rVert lbrace langle lfloor lceil lvert lVert"))
    | set(commands("vert Vert prime colon ldots item over choose atop"))
)
_NO_RIGHT_SIDES: Final = frozenset({"", "$", "}", "^", "_", "\\)", "\\]", "\\right", *SPACES})
_OPERAND: Final = re.compile(r"[\w)\]}′″!*†°⁺⁻⁾₎]")
_LETTERS: Final = re.compile("[A-Za-z]+")


# What stands before and after


def operand_before(reader: Reader) -> bool:
    """Whether what was just written in this formula, blanks aside, can be a factor or a name."""
    return _OPERAND.match(reader.out.last_sign()) is not None


def operand_after(reader: Reader, *, past_blanks: bool = False) -> bool:
    """Whether an operand or a word follows: not a sign, a bracket or the end.

    Args:
        reader: Where to look.
        past_blanks: Whether it may follow after a blank rather than at once.
    """
    text = reader.next_text()
    if past_blanks:
        text = text.lstrip()
    if text:
        return text[0].isalnum()
    following = reader.next_token(past_blanks=past_blanks)
    if following == "{":
        return reader.next_group() > 0
    return following[1:2].isalpha() and following not in _NOT_OPERANDS


def _right_side_follows(reader: Reader) -> bool:
    """Whether anything follows that a relation can relate to."""
    text = reader.next_text()
    if text:
        return text[0] not in ")],;.:"
    following = reader.next_token()
    return following not in _NO_RIGHT_SIDES


# Symbols


def _symbol(reader: Reader, command: str) -> None:
    """Write a letterlike symbol; the blank that ends its name stays, but not before punctuation."""
    reader.out.write(SYMBOLS[command])
    text = reader.next_text()
    if text and text[0] in " \n" and text.lstrip()[:1] in {",", ".", ";", ":", ")", "]"}:
        reader.skip_blanks()


def _prefix(reader: Reader, command: str) -> None:
    """Write a symbol that binds to what follows."""
    reader.out.write(PREFIXES[command])
    if reader.math:
        reader.skip_blanks()


def _relation(reader: Reader, command: str) -> None:
    _write_relation(reader, RELATIONS[command])


def _write_relation(reader: Reader, sign: str) -> None:
    """Write a relation or an arrow, with a blank on each side that has an operand."""
    out = reader.out
    if not out.at_start():
        if not out.ends_in_blank() and out.last_char() not in "([{,=<>+-/:":
            out.write(" ")
        if _right_side_follows(reader) and reader.next_text()[:1] not in {" ", "\n"}:
            sign += " "
    out.write(sign)


def _binary(reader: Reader, command: str) -> None:
    """Write a binary operator with a blank on both sides if the source has it on one."""
    out, sign = reader.out, BINARIES[command]
    following = reader.next_text()
    blank_after = following[:1] in {" ", "\n"} and following.lstrip()[:1] not in {
        ",",
        ".",
        ";",
        ")",
    }
    if not out.at_start():
        if out.ends_in_blank():
            if not blank_after and (following or operand_after(reader)):
                sign += " "
        elif blank_after and out.last_char() not in "([{|,=<>+-/":
            sign = " " + sign
    out.write(sign)


def _delimiter(reader: Reader, command: str) -> None:
    r"""Drop ``\left`` and ``\right``, the dot that stands for no delimiter, and blanks inside."""
    reader.skip_blanks()
    if command == "\\right" and reader.math:
        reader.out.trim()
    if reader.next_text().startswith("."):
        reader.take(1)
    elif command == "\\left" and reader.next_text()[:1] in {"(", "[", "|"}:
        reader.out.write(reader.take(1))
        reader.skip_blanks()


def _negation(reader: Reader, command: str) -> None:
    r"""Strike through the sign that follows: ``\not\in`` is ∉."""
    argument = reader.argument()
    sign = (argument or "").strip()
    if argument is None:
        reader.out.write(command)
    elif len(sign) != 1:
        reader.out.write(f"{command}{{{argument}}}")
    elif sign.isalnum():
        reader.out.write(notation.compose(sign, notation.STROKE))
    else:
        _write_relation(reader, notation.compose(sign, notation.STROKE))


# Names of functions


def _name(reader: Reader, command: str) -> None:
    _write_name(reader, NAMES[command])


def _write_name(reader: Reader, name: str) -> None:
    """Write a name, parted by a blank from the operands that would touch it."""
    last = reader.out.last_char()
    if last and (last.isalnum() or last in ")]′″°"):
        reader.out.write(" ")
    reader.out.write(name)
    part_name(reader)


def part_name(reader: Reader) -> None:
    """Part a name that was just written, or its script, from the operand that follows."""
    reader.out.name_end = len(reader.out.pieces)
    if operand_after(reader):
        reader.out.write(" ")


def _operator_name(reader: Reader, command: str) -> None:
    reader.skip_star()
    name = reader.argument()
    if name is None:
        reader.out.write(command)
    else:
        _write_name(reader, name.strip())


def _modulus(reader: Reader, command: str) -> None:
    argument = reader.argument()
    if argument is None:
        reader.out.write(command)
    else:
        reader.space()
        reader.out.write(f"(mod {argument})")


# Accents and alphabets


def _accent(mark: str, name: str, reader: Reader, command: str) -> None:
    text = reader.argument()
    if text is None:
        reader.out.write(command)
    elif not text.strip() or "\\" in text:
        reader.out.write(f"{command}{{{text}}}")
    else:
        reader.out.write(notation.accent(text.strip(), mark, name))


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
    **dict.fromkeys(SYMBOLS, _symbol),
    **dict.fromkeys(PREFIXES, _prefix),
    **dict.fromkeys(RELATIONS, _relation),
    **dict.fromkeys(BINARIES, _binary),
    **dict.fromkeys(NAMES, _name),
    **dict.fromkeys(_DELIMITER_SIZES, _delimiter),
    **{command: partial(_accent, mark, name) for command, (mark, name) in _ACCENTS.items()},
    **dict.fromkeys(commands("mathbb Bbb mathds mathbbm"), _BLACKBOARD),
    **dict.fromkeys(commands("mathcal mathscr Cal"), _CALLIGRAPHIC),
    **dict.fromkeys(commands("cal scr"), partial(_alphabet_switch, notation.CALLIGRAPHIC)),
    **dict.fromkeys(commands("mathfrak"), _FRAKTUR),
    **dict.fromkeys(commands("frak goth"), partial(_alphabet_switch, notation.FRAKTUR)),
    **dict.fromkeys(commands("not slashed"), _negation),
    "\\operatorname": _operator_name,
    "\\pmod": _modulus,
}
