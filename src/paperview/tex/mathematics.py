"""Actions for mathematics: formulas, symbols, scripts, fractions, roots, accents, alphabets."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Final

from paperview.tex import notation, symbols

if TYPE_CHECKING:
    from collections.abc import Callable

    from paperview.tex.reader import Action, Reader

_MATH_ACCENTS: Final = {
    "bar": "\u0304",
    "hat": "\u0302",
    "tilde": "\u0303",
    "vec": "\u20d7",
    "dot": "\u0307",
    "ddot": "\u0308",
    "dddot": "\u20db",
    "acute": "\u0301",
    "grave": "\u0300",
    "check": "\u030c",
    "breve": "\u0306",
    "mathring": "\u030a",
    "overline": notation.OVERLINE,
    "underline": notation.UNDERLINE,
    "widehat": "\u0302",
    "widetilde": "\u0303",
    "overrightarrow": "\u20d7",
}
# An accent over several characters is written as a function of this name.
_ACCENT_NAMES: Final = {"widehat": "hat", "widetilde": "tilde", "overrightarrow": "vec"}

_STACKED: Final = {("<", "∼"): "≲", (">", "∼"): "≳", ("def", "="): "≝", ("?", "="): "≟"}
_INFIXES: Final = frozenset({"\\over", "\\choose", "\\atop"})
_DELIMITER_SIZES: Final = frozenset({"\\left", "\\right", "\\middle"})
_OPERAND: Final = re.compile(r"[\w)\]}′″!*†°⁺⁻⁾₎]")


# What stands before and after


def _operand_before(reader: Reader) -> bool:
    """Whether what was just written in this formula can be multiplied with what follows."""
    if len(reader.pieces) == reader.formula_start:
        return False
    return _OPERAND.match(reader.pieces[-1].rstrip()[-1:]) is not None


def _operand_after(reader: Reader) -> bool:
    """Whether an operand or a word follows at once (not a sign, bracket or the formula's end)."""
    text = reader.next_text()
    if text:
        return text[0].isalnum()
    command = reader.next_token()
    if command == "{":
        return bool(reader.next_group())
    return command[1:2].isalpha() and command not in _NOT_OPERANDS


_NOT_OPERANDS: Final = (
    frozenset(symbols.OPERATORS)
    | symbols.SPACES
    | symbols.INVISIBLE
    | _DELIMITER_SIZES
    | _INFIXES
    | {"\\lbrace", "\\langle", "\\rangle", "\\lfloor", "\\rfloor", "\\lceil", "\\rceil", "\\ldots"}
    | {"\\rbrace", "\\lvert", "\\rvert", "\\lVert", "\\rVert", "\\vert", "\\Vert", "\\prime"}
    | {"\\item", "\\colon"}
)


# Formulas


def _dollar(reader: Reader, command: str) -> None:
    """Read ``$...$`` or ``\\(...\\)``; an unpaired delimiter is shown."""
    index = reader.position - 1
    close = reader.partners[index]
    if close <= index or not reader.can_nest():
        reader.write(command)
        return
    if not _read_infix(reader, index, close):
        reader.formula(close)


def _display(reader: Reader, command: str) -> None:
    """Read ``\\[...\\]``, which stands apart from the words around it."""
    if reader.partners[reader.position - 1]:
        reader.write_blank()
    _dollar(reader, command)
    if reader.next_text()[:1].isalnum():
        reader.write_blank()


def _find_infix(reader: Reader, index: int, close: int) -> int:
    r"""Return the index of ``\over`` or the like directly in a group, or 0."""
    command = index + 2
    while command < close:
        text = reader.parts[command]
        if text in _INFIXES:
            return command
        if text in _DELIMITER_SIZES:  # the infix may belong to the delimiters alone
            return 0
        command = (reader.partners[command] or command) + 2
    return 0


def _read_infix(reader: Reader, index: int, close: int) -> bool:
    r"""Read ``{a \over b}`` or ``{n \choose k}`` and return True, or False if it is neither."""
    infix = _find_infix(reader, index, close) if reader.has_infix else 0
    if not infix:
        return False
    name, outer_math = reader.parts[infix], reader.math
    before = _operand_before(reader)
    reader.math = True
    above = reader.capture(infix)
    below = reader.capture(close)
    reader.math = outer_math
    _write_quotient(reader, name, above, below, before=before)
    return True


def _write_quotient(reader: Reader, name: str, above: str, below: str, *, before: bool) -> None:
    if name in {"\\choose", "\\binom", "\\dbinom", "\\tbinom"}:
        reader.write(f"({above.strip()} choose {below.strip()})")
    elif name == "\\atop":
        reader.write(f"({above.strip()}; {below.strip()})")
    else:
        after = _operand_after(reader) or reader.next_text().lstrip()[:1] == "("
        after = after or reader.next_token() in {"^", "_"} or _blank_then_operand(reader)
        reader.write(notation.fraction(above, below, glued=before or after))


def _blank_then_operand(reader: Reader) -> bool:
    """Whether, within a formula, a letter or digit follows after a blank."""
    return reader.math and reader.next_text().lstrip()[:1].isalnum()


def brace(reader: Reader, command: str) -> None:
    """Read a group; its braces are shown if unpaired, too deep or those of a set."""
    index = reader.position - 1
    close = reader.partners[index]
    if not close or not reader.can_nest():
        reader.write(command)
    elif not reader.math and reader.next_token()[:1] != "\\" and reader.is_set(index):
        reader.write("{")
        reader.group(index)
        reader.write("}")
    elif not _read_infix(reader, index, close):
        reader.group(index)


def _infix(reader: Reader, command: str) -> None:
    r"""Show an infix that no group encloses: ``\over`` as a stroke, others by their name."""
    reader.write("/" if command == "\\over" else command)


# Symbols


def _symbol(reader: Reader, command: str) -> None:
    """Write a letterlike symbol; the blank that ends its name stays, but not before punctuation."""
    reader.pieces.append(symbols.SYMBOLS[command])
    text = reader.parts[reader.position]
    if text and text[0] in " \n" and text.lstrip()[:1] in {",", ".", ";", ":", ")", "]"}:
        reader.skip_blanks()


def _prefix(reader: Reader, command: str) -> None:
    """Write a symbol that binds to what follows."""
    reader.write(symbols.PREFIXES[command])
    if reader.math:
        reader.skip_blanks()


def _operator(reader: Reader, command: str) -> None:
    """Write an operator with a blank on both sides, or on none, as the source has it on one."""
    sign = symbols.OPERATORS[command]
    following = reader.next_text()
    blank_after = following[:1] in {" ", "\n"}
    if reader.math and len(reader.pieces) > reader.formula_start:
        if reader.ends_in_blank():
            if not blank_after and (following or _operand_after(reader)):
                sign += " "
        elif blank_after and reader.last_char() not in "([{|,=<>+-":
            sign = " " + sign
    reader.pieces.append(sign)


def _name(reader: Reader, command: str) -> None:
    """Write the name of a function, apart from the operands on both sides."""
    write_name(reader, symbols.NAMES[command])


def write_name(reader: Reader, name: str) -> None:
    """Write ``name`` with blanks around it where letters or digits would touch it."""
    last = reader.last_char()
    if last.isalnum() or (last and last in ")]′″°"):
        reader.write(" ")
    reader.write(name)
    _part_name(reader)


def _part_name(reader: Reader) -> None:
    """Part a name, with its scripts if any, from its argument."""
    reader.last_name = len(reader.pieces)
    if _operand_after(reader):
        reader.write(" ")


def _operator_name(reader: Reader, command: str) -> None:
    if reader.next_text().startswith("*"):
        reader.take(1)
    name = reader.argument()
    if name is None:
        reader.write(command)
    else:
        write_name(reader, name.strip())


def _negation(reader: Reader, command: str) -> None:
    r"""Strike through the sign that follows: ``\not\in`` is ∉."""
    sign = reader.argument()
    if sign is None:
        reader.write(command)
    elif len(sign.strip()) == 1:
        reader.write(notation.compose(sign.strip(), notation.STROKE))
    else:
        reader.write(f"{command}{{{sign}}}")


def _modulus(reader: Reader, command: str) -> None:
    argument = reader.argument()
    if argument is None:
        reader.write(command)
    else:
        reader.write_blank()
        reader.write(f"(mod {argument})")


def _delimiter(reader: Reader, _command: str) -> None:
    r"""Drop ``\left`` and ``\right``, and the dot that stands for no delimiter."""
    reader.skip_blanks()
    if reader.next_text().startswith("."):
        reader.take(1)


# Scripts, fractions, roots


def _script(reader: Reader, command: str) -> None:
    """Read a superscript or subscript; in running text only a braced one is meant as such."""
    if not reader.math and (reader.next_text() or not reader.next_group()):
        reader.write(command)
        return
    follows_name = reader.last_name == len(reader.pieces)
    outer_math, reader.math = reader.math, True
    text = reader.argument()
    reader.math = outer_math
    if text is None:
        reader.write(command)
        return
    if outer_math:
        reader.trim()
    reader.write(notation.script(text, command, glued=_operand_after(reader)))
    if follows_name:
        _part_name(reader)


def _script_command(sign: str, reader: Reader, command: str) -> None:
    r"""Read ``\sp{x}`` or ``\textsuperscript{x}``."""
    text = reader.argument()
    if text is None:
        reader.write(command)
    else:
        reader.write(notation.script(text, sign, glued=_operand_after(reader)))


def _fraction(reader: Reader, command: str) -> None:
    before = _operand_before(reader)
    above = reader.argument()
    below = reader.argument() if above is not None else None
    if above is None:
        reader.write(command)
    elif below is None:
        reader.write(f"{command}{{{above}}}")
    else:
        _write_quotient(reader, command, above, below, before=before)


def _root(reader: Reader, command: str) -> None:
    index = reader.optional_argument()
    radicand = reader.argument()
    if radicand is None:
        reader.write(command if index is None else f"{command}[{index}]")
    else:
        reader.write(notation.root(radicand, index or ""))


def _stack(reader: Reader, command: str) -> None:
    r"""Read ``\overset{a}{b}`` or ``\underset{a}{b}``: b with a above or below it."""
    small = reader.argument()
    base = reader.argument() if small is not None else None
    if small is None:
        reader.write(command)
    elif base is None:
        reader.write(f"{command}{{{small}}}")
    elif (small.strip(), base.strip()) in _STACKED:
        reader.write(_STACKED[small.strip(), base.strip()])
    else:
        sign = "_" if command == "\\underset" else "^"
        reader.write(base.strip() + notation.script(small, sign, glued=True))


def _long_arrow(arrow: str, reader: Reader, command: str) -> None:
    r"""Read ``\xrightarrow[below]{above}``."""
    below = reader.optional_argument()
    above = reader.argument()
    if above is None:
        reader.write(command if below is None else f"{command}[{below}]")
        return
    reader.write(arrow)
    for text, sign in ((below, "_"), (above, "^")):
        reader.write(notation.script(text or "", sign, glued=True))


def _enclose(left: str, right: str, reader: Reader, command: str) -> None:
    r"""Read ``\norm{x}`` and the like; without braces the name may be the author's own."""
    if reader.next_text() or not reader.next_group():
        reader.write(command)
    else:
        reader.write(f"{left}{(reader.argument() or '').strip()}{right}")


# Accents and alphabets


def _accent(mark: str, name: str, reader: Reader, command: str) -> None:
    text = reader.argument()
    if text is None:
        reader.write(command)
    elif not text.strip() or "\\" in text:
        reader.write(f"{command}{{{text}}}")
    else:
        reader.write(notation.accent(text.strip(), mark, name))


def _alphabet(table: dict[int, str], reader: Reader, command: str) -> None:
    text = reader.argument()
    _write_in_alphabet(table, reader, command, text)


def _alphabet_switch(table: dict[int, str], reader: Reader, command: str) -> None:
    r"""Read ``{\cal AB}``: the old commands apply to all letters that follow."""
    reader.skip_blanks()
    match = re.match("[A-Za-z]+", reader.next_text())
    text = reader.take(match.end()) if match else reader.argument()
    _write_in_alphabet(table, reader, command, text)


def _write_in_alphabet(
    table: dict[int, str], reader: Reader, command: str, text: str | None
) -> None:
    if text is None:
        reader.write(command)
    elif "\\" in text:  # letters of an unknown command's name must stay as they are
        reader.write(f"{command}{{{text}}}")
    else:
        reader.write(text.translate(table))


def _actions() -> dict[str, Action]:
    actions: dict[str, Action] = {
        "$": _dollar,
        "\\(": _dollar,
        "\\[": _display,
        "{": brace,
        "^": _script,
        "_": _script,
        "\\not": _negation,
        "\\slashed": _negation,
        "\\pmod": _modulus,
        "\\operatorname": _operator_name,
        "\\sqrt": _root,
        "\\xrightarrow": partial(_long_arrow, "→"),
        "\\xleftarrow": partial(_long_arrow, "←"),
        "\\norm": partial(_enclose, "‖", "‖"),
        "\\abs": partial(_enclose, "|", "|"),
        "\\set": partial(_enclose, "{", "}"),
        "\\floor": partial(_enclose, "⌊", "⌋"),
        "\\ceil": partial(_enclose, "⌈", "⌉"),
        "\\ket": partial(_enclose, "|", "⟩"),
        "\\bra": partial(_enclose, "⟨", "|"),
    }
    groups: list[tuple[Action, frozenset[str]]] = [
        (_symbol, frozenset(symbols.SYMBOLS)),
        (_prefix, frozenset(symbols.PREFIXES)),
        (_operator, frozenset(symbols.OPERATORS)),
        (_name, frozenset(symbols.NAMES)),
        (_infix, _INFIXES),
        (_delimiter, _DELIMITER_SIZES),
        (_fraction, frozenset({"\\frac", "\\dfrac", "\\tfrac", "\\cfrac", "\\nicefrac"})),
        (_fraction, frozenset({"\\binom", "\\dbinom", "\\tbinom"})),
        (_stack, frozenset({"\\overset", "\\underset", "\\stackrel"})),
        (partial(_script_command, "^"), frozenset({"\\sp", "\\textsuperscript"})),
        (partial(_script_command, "_"), frozenset({"\\sb", "\\textsubscript"})),
        (partial(_alphabet, notation.BLACKBOARD), frozenset({"\\mathbb", "\\Bbb", "\\mathds"})),
        (partial(_alphabet, notation.BLACKBOARD), frozenset({"\\mathbbm"})),
        (partial(_alphabet, notation.CALLIGRAPHIC), frozenset({"\\mathcal", "\\mathscr", "\\Cal"})),
        (partial(_alphabet_switch, notation.CALLIGRAPHIC), frozenset({"\\cal", "\\scr"})),
        (partial(_alphabet, notation.FRAKTUR), frozenset({"\\mathfrak"})),
        (partial(_alphabet_switch, notation.FRAKTUR), frozenset({"\\frak", "\\goth"})),
    ]
    for action, tokens in groups:
        actions |= dict.fromkeys(tokens, action)
    for name, mark in _MATH_ACCENTS.items():
        actions[f"\\{name}"] = partial(_accent, mark, _ACCENT_NAMES.get(name, name))
    return actions


ACTIONS: Final = _actions()
