"""Actions for single signs: symbols, operators, names of functions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from paperview.tex import notation
from paperview.tex.symbols import (
    BINARIES,
    CLOSERS,
    INVISIBLE,
    LARGE_OPERATORS,
    NAMES,
    OPENERS,
    PREFIXES,
    RELATIONS,
    SPACES,
    SYMBOLS,
    commands,
)

if TYPE_CHECKING:
    from paperview.tex.reader import Action, Reader

_DELIMITER_SIZES: Final = frozenset(commands("left right middle"))
_NOT_OPERANDS: Final = frozenset(
    {*RELATIONS, *BINARIES, *SPACES, *INVISIBLE, *OPENERS, *CLOSERS, *_DELIMITER_SIZES}
    | set(commands("vert Vert prime colon ldots item over choose atop"))
)
_NO_RIGHT_SIDES: Final = frozenset({"", "$", "}", "^", "_", "\\)", "\\]", "\\right", *SPACES})
_NO_ROOM: Final = frozenset({"\\!", "\\,", "\\negthinspace"})
_OPERAND: Final = re.compile(r"[\w)\]}′″!*†°⁺⁻⁾₎]")
_LETTERS: Final = re.compile("[A-Za-z]+")


# Operands before and after


def operand_before(reader: Reader) -> bool:
    """Return whether the text before, without blanks of this formula, can be a factor or a name."""
    if reader.out.at_start():
        return reader.out.last_char().isalnum()
    return _OPERAND.match(reader.out.last_sign()) is not None


def operand_after(reader: Reader, *, past_blanks: bool = False) -> bool:
    """Return whether an operand or a word follows: not a sign, a bracket or the end.

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
    if following == "{" and reader.next_group():
        index = reader.next_group()
        empty = reader.partners[index] == index + 2 and not reader.parts[index + 1]
        return not empty or reader.parts[index + 3][:1].isalnum()
    return following[1:2].isalpha() and following not in _NOT_OPERANDS


def factor_after(reader: Reader) -> bool:
    """Return whether an operand follows that is not the name of a function."""
    return operand_after(reader) and reader.next_token() not in NAMES


def _right_side_follows(reader: Reader) -> bool:
    """Return whether a right side of a relation follows."""
    text = reader.next_text()
    if text:
        return text[0] not in ")],;.:"
    following = reader.next_token()
    return following not in _NO_RIGHT_SIDES


# Symbols


def _symbol(reader: Reader, command: str) -> None:
    """Write a letterlike symbol; the blank that ends its name stays, but not before punctuation."""
    reader.out.write(SYMBOLS[command])
    reader.drop_blank_before_stop()


def _prefix(reader: Reader, command: str) -> None:
    """Write a symbol that binds to what follows."""
    reader.out.write(PREFIXES[command])
    if command in LARGE_OPERATORS:
        reader.out.operator_end = len(reader.out.fragments)
    if reader.math:
        reader.skip_blanks()


def _opener(reader: Reader, command: str) -> None:
    reader.out.write(PREFIXES[command])
    reader.skip_blanks()


def _closer(reader: Reader, command: str) -> None:
    reader.out.trim()
    reader.out.write(CLOSERS[command])


def _relation(reader: Reader, command: str) -> None:
    write_relation(reader, RELATIONS[command])


def write_relation(reader: Reader, sign: str) -> None:
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
    r"""Drop ``\left`` and ``\right``, the dot that means no delimiter, and blanks inside."""
    reader.skip_blanks()
    if command == "\\right" and reader.math:
        reader.out.trim()
    if reader.next_text().startswith("."):
        reader.take(1)
    elif command == "\\left" and reader.next_text()[:1] in {"(", "[", "|"}:
        reader.out.write(reader.take(1))
        reader.skip_blanks()
    elif command == "\\left" and reader.next_token() in {"\\{", "\\|"}:
        reader.out.write(SYMBOLS[reader.next_token()])
        reader.position += 2
        reader.skip_blanks()


def _negation(reader: Reader, command: str) -> None:
    r"""Strike through the sign that follows: ``\not\in`` is ∉."""
    while reader.next_token() in _NO_ROOM:  # as in \not\!p, where it brings stroke and letter close
        reader.position += 2
    argument = reader.argument()
    sign = (argument or "").strip()
    if argument is None:
        reader.out.write(command)
    elif len(sign) != 1:
        reader.out.write(f"{command}{{{argument}}}")
    elif sign.isalnum():
        reader.out.write(notation.compose(sign, notation.STROKE))
    else:
        write_relation(reader, notation.compose(sign, notation.STROKE))


# Names of functions


def _name(reader: Reader, command: str) -> None:
    _write_name(reader, NAMES[command])


def _write_name(reader: Reader, name: str) -> None:
    """Write a name, with blanks between it and its operands."""
    last = reader.out.last_char()
    if last and (last.isalnum() or last in ")]′″°"):
        reader.out.write(" ")
    reader.out.write(name)
    part_name(reader)


def part_name(reader: Reader) -> None:
    """Write a blank between a name just written, or its script, and the operand that follows."""
    reader.out.name_end = len(reader.out.fragments)
    if operand_after(reader):
        reader.out.write(" ")


def part_operator(reader: Reader) -> None:
    """Write a blank between the scripts of a large operator and its operand: ``∑_(i∈I) xᵢ``."""
    if operand_after(reader) or reader.next_text()[:1] in {"(", "[", "|"}:
        reader.out.write(" ")
    else:
        reader.out.operator_end = len(reader.out.fragments)


def _operator_name(reader: Reader, command: str) -> None:
    reader.skip_star()
    name = reader.argument()
    if name is None:
        reader.out.write(command)
    elif _LETTERS.match(name):
        _write_name(reader, name.strip())
    else:
        reader.out.write(name)


def _modulus(reader: Reader, command: str) -> None:
    argument = reader.argument()
    if argument is None:
        reader.out.write(command)
    else:
        reader.space()
        reader.out.write(f"(mod {argument})")


ACTIONS: Final[dict[str, Action]] = {
    **dict.fromkeys(SYMBOLS, _symbol),
    **dict.fromkeys(PREFIXES, _prefix),
    **dict.fromkeys(OPENERS, _opener),
    **dict.fromkeys(CLOSERS, _closer),
    **dict.fromkeys(RELATIONS, _relation),
    **dict.fromkeys(BINARIES, _binary),
    **dict.fromkeys(NAMES, _name),
    **dict.fromkeys(_DELIMITER_SIZES, _delimiter),
    **dict.fromkeys(commands("not slashed cancel"), _negation),
    **dict.fromkeys(commands("operatorname mathop"), _operator_name),
    "\\pmod": _modulus,
}
