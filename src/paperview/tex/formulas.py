r"""Actions for formulas: dollars, groups, scripts, fractions, roots, and ``\begin{...}``."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Final

from paperview.tex import notation
from paperview.tex.markup import styled, unknown
from paperview.tex.signs import (
    factor_after,
    operand_after,
    operand_before,
    part_name,
    part_operator,
)
from paperview.tex.symbols import commands
from paperview.tex.tokens import is_prose

if TYPE_CHECKING:
    from paperview.tex.reader import Action, Reader

# Structure

_INFIXES: Final = frozenset(commands("over choose atop"))
_BINOMIALS: Final = frozenset(commands("choose binom dbinom tbinom"))
_NO_INFIXES_AFTER: Final = frozenset(commands("left right buildrel"))
_SET_SIGNS: Final = frozenset(",|=:;<>*_")
_YEAR: Final = re.compile(r"(?:1[89]|20)\d\d")
_ITEM_OF_WORDS: Final = re.compile(r"\w\s+\w")
_NAME: Final = re.compile(r"[A-Z][A-Za-z'-]{2,}, [A-Z][^,]*")
_CAPITALIZED: Final = re.compile(r"\b[A-Z][a-z]{2,}\b.*?\b[A-Z][a-z]{2,}\b", re.DOTALL)


# Formulas and groups


def _formula(reader: Reader, delimiter: str) -> None:
    r"""Read ``$...$`` or ``\(...\)``; a delimiter without a partner is shown."""
    index = reader.position - 1
    close = reader.partners[index]
    if close <= index or not reader.can_nest():
        reader.out.write(delimiter)
    elif not (reader.has_infix and _read_infix(reader, index, close)):
        reader.formula(close)


def _display(reader: Reader, delimiter: str) -> None:
    r"""Read ``\[...\]``, with blanks between it and the words around it."""
    if reader.partners[reader.position - 1]:
        reader.space()
    _formula(reader, delimiter)
    if reader.next_text()[:1].isalnum():
        reader.space()


def _brace(reader: Reader, brace: str) -> None:
    """Read a group; its braces are shown if unpaired, too deep, or those of a set."""
    index = reader.position - 1
    close = reader.partners[index]
    if close <= index or not reader.can_nest():
        reader.out.write(brace)
    elif not reader.math and not reader.next_token().startswith("\\") and _is_set(reader, index):
        reader.out.write("{")
        reader.group(index)
        reader.out.write("}")
    elif not (reader.has_infix and _read_infix(reader, index, close)):
        reader.group(index)


def _is_set(reader: Reader, index: int) -> bool:
    """Return whether the braces at ``index``, in running text, are those of a set like {1, 2}.

    TeX would hide them, but whoever writes without dollars means to show them. Braces around
    words, as BibTeX files use them to protect capitals, are hidden.
    """
    close = reader.partners[index]
    text = _outer_text(reader, index, close).strip()
    if text.isdigit():
        return _YEAR.fullmatch(text) is None
    if _SET_SIGNS.isdisjoint(text[:-1]):  # {*}, or a damaged {equation*}
        return text[-1:] == "*" and (text.islower() or len(text) == 1)
    if text[-1] in ",:" or _is_whole(reader, index) or _is_doubled(reader, index):
        return '"' in text  # as in JSON
    is_title = _CAPITALIZED.search(text) and _ITEM_OF_WORDS.search(text)
    return not (is_title or _NAME.fullmatch(text) or is_prose(text))


def _is_whole(reader: Reader, index: int) -> bool:
    """Return whether the group at ``index`` is the whole text, as of a title in braces."""
    parts = reader.parts
    return reader.partners[index] == len(parts) - 2 and not (index - 1 or parts[0] or parts[-1])


def _is_doubled(reader: Reader, index: int) -> bool:
    """Return whether the group at ``index`` fills another group, as in ``{{GPU}}``."""
    outer = index - 2
    return (
        outer > 0
        and reader.parts[outer] == "{"
        and (reader.partners[outer] == reader.partners[index] + 2)
    )


def _outer_text(reader: Reader, index: int, close: int) -> str:
    """Return the text of a group, with a sign for each script in it and a letter for all else."""
    texts = [reader.parts[index + 1]]
    token = index + 2
    while token < close:
        texts.append("_" if reader.parts[token] in {"_", "^"} else "x")
        after = (reader.partners[token] or token) + 1
        texts.append(reader.parts[after])
        token = after + 1
    return "".join(texts)


# Fractions


def _find_infix(reader: Reader, index: int, close: int) -> int:
    r"""Return the index of ``\over`` or the like directly in a group, or 0."""
    position = index + 2
    while position < close:
        part = reader.parts[position]
        if part in _INFIXES:
            return position
        if part in _NO_INFIXES_AFTER:  # the infix may belong to what follows them
            return 0
        position = (reader.partners[position] or position) + 2
    return 0


def _read_infix(reader: Reader, index: int, close: int) -> bool:
    r"""Read ``{a \over b}`` or ``{n \choose k}`` and return True; return False if it is neither."""
    infix = _find_infix(reader, index, close)
    if not infix:
        return False
    command = reader.parts[infix]
    before = operand_before(reader)
    outer_math, reader.math = reader.math, True
    above = reader.capture(infix)
    below = reader.capture(close)
    reader.math = outer_math
    _write_quotient(reader, command, above.strip(), below.strip(), before=before)
    return True


def _write_quotient(reader: Reader, command: str, above: str, below: str, *, before: bool) -> None:
    if command in _BINOMIALS:
        reader.out.write(f"({above} choose {below})")
    elif command == "\\atop":
        reader.out.write(f"({above}; {below})")
    elif f"{_sign_before(reader)}{above}{below}".isdigit():  # a mixed number such as 7 1/2
        reader.out.write_blank()
        reader.out.write(notation.fraction(above, below, glued=_factor_follows(reader)))
    else:
        glued = before or _sign_before(reader) == "/" or _factor_follows(reader)
        reader.out.write(notation.fraction(above, below, glued=glued))


def _sign_before(reader: Reader) -> str:
    """Return the sign before the position, without blanks, or the one before a new formula."""
    return reader.out.last_char() if reader.out.at_start() else reader.out.last_sign()


def _factor_follows(reader: Reader) -> bool:
    """Return whether a fraction would be misread with the text after it."""
    if reader.lone:
        return False
    if operand_after(reader, past_blanks=reader.math) or reader.next_token() in {"^", "_"}:
        return True
    return reader.next_text().lstrip()[:1] in {"(", "/", "!"}


def _fraction(reader: Reader, command: str) -> None:
    before = operand_before(reader)
    above = reader.math_argument()
    below = None if above is None else reader.math_argument()
    if above is None or below is None:
        reader.out.write(command if above is None else f"{command}{{{above}}}")
    else:
        _write_quotient(reader, command, above.strip(), below.strip(), before=before)


def _lone_infix(reader: Reader, command: str) -> None:
    r"""Show an infix that no group encloses: ``\over`` as a stroke, others by their name."""
    reader.out.write("/" if command == "\\over" else command)


# Scripts and roots


def _script(reader: Reader, sign: str) -> None:
    """Read a superscript or subscript; in running text only a group or command can be one."""
    if not (reader.math or reader.next_group() or reader.next_token().startswith("\\")):
        reader.out.write(sign)
        return
    follows_name = reader.out.name_end == len(reader.out.fragments)
    text = reader.math_argument()
    if text is None or not (text.strip() or reader.math):
        reader.out.write(sign + (text or ""))
        return
    follows_operator = reader.out.operator_end == len(reader.out.fragments)
    if reader.math:
        reader.out.trim()
    glued = not (follows_name or follows_operator) and operand_after(reader)
    written = notation.script(text, sign, glued=glued)
    reader.out.write(written)
    if follows_name:
        part_name(reader)
    elif follows_operator:
        part_operator(reader)
    elif glued and reader.math and written[:1] == sign and written[-1] != ")":
        reader.out.write(" ")  # where the script ends: a_q b


def _script_command(sign: str, reader: Reader, command: str) -> None:
    r"""Read ``\sp{x}`` or ``\textsuperscript{x}``."""
    text = reader.argument()
    if text is None:
        reader.out.write(command)
    else:
        reader.out.write(notation.script(text, sign, glued=operand_after(reader)))


def _root(reader: Reader, command: str) -> None:
    index = reader.optional_argument()
    radicand = reader.math_argument()
    if radicand is None:
        reader.out.write(command if index is None else f"{command}[{index}]")
    else:
        text = notation.root(radicand, index or "", glued=factor_after(reader))
        reader.out.write(f"({text})" if reader.next_token() == "^" else text)


def _ensured(reader: Reader, command: str) -> None:
    r"""Read ``\ensuremath{x^2}``, which is a formula also in running text."""
    outer_math, reader.math = reader.math, True
    styled(None, reader, command)
    reader.math = outer_math


# Environments

_DISPLAYS: Final = (
    "equation align aligned alignat flalign eqnarray gather gathered multline split math "
    "displaymath"
)
_TABLES: Final = {
    "matrix": ("", ""),
    "smallmatrix": ("", ""),
    "array": ("", ""),
    "tabular": ("", ""),
    "pmatrix": ("(", ")"),
    "bmatrix": ("[", "]"),
    "Bmatrix": ("{", "}"),
    "vmatrix": ("|", "|"),
    "Vmatrix": ("‖", "‖"),
    "cases": ("{", "}"),
}
_WITH_COLUMNS: Final = frozenset({"\\begin{array}", "\\begin{tabular}"})
_LAYOUT: Final = (
    "abstract center small document flushleft quote quotation itemize enumerate description "
    "inparaenum list minipage"
)


def _display_environment(reader: Reader, command: str) -> None:
    """Read a displayed formula, without the marks that align its lines."""
    close = reader.partners[reader.position - 1]
    if not close or not reader.can_nest():
        reader.out.write(command)
        return
    outer_cell, reader.cell = reader.cell, " "
    reader.space()
    reader.formula(close)
    if reader.next_text()[:1].isalnum():
        reader.space()
    reader.cell = outer_cell


def _table(left: str, right: str, reader: Reader, command: str) -> None:
    r"""Read a matrix or a case distinction, as in ``(a, b; c, d)``."""
    close = reader.partners[reader.position - 1]
    if not close or not reader.can_nest():
        reader.out.write(command)
        return
    if command in _WITH_COLUMNS:
        reader.raw_argument()
    reader.out.write(f"{left}{_cells(reader, close)}{right}")


def _cells(reader: Reader, close: int) -> str:
    """Read the cells of a table up to the token at index ``close``."""
    outer_cell, reader.cell = reader.cell, ", "
    text = reader.capture(close).strip(" \n;")
    reader.cell = outer_cell
    return text


def _table_group(left: str, right: str, reader: Reader, command: str) -> None:
    r"""Read plain TeX's tables: ``\pmatrix{a & b \cr c & d}``."""
    index = reader.next_group()
    if not index:
        unknown(reader, command)
        return
    reader.position = index + 1
    reader.out.write(f"{left}{_cells(reader, reader.partners[index])}{right}")


def _stacked_lines(reader: Reader, command: str) -> None:
    r"""Read ``\substack{0<i \\ 0<j}``, in parentheses unless it is a whole script."""
    index = reader.next_group()
    if not index:
        unknown(reader, command)
        return
    reader.position = index + 1
    text = _cells(reader, reader.partners[index])
    alone = reader.out.at_start() and reader.at_end()
    reader.out.write(f"({text})" if ";" in text and not alone else text)


def _layout(reader: Reader, command: str) -> None:
    """Drop the border of an environment for layout, and the settings of its labels."""
    if reader.partners[reader.position - 1]:
        if command.startswith("\\begin"):
            reader.optional_argument()
        reader.space()
    else:
        reader.out.write(command)


def _environments() -> dict[str, Action]:
    actions: dict[str, Action] = {}
    for star in ("", "*"):
        for name in _DISPLAYS.split():
            actions[f"\\begin{{{name}{star}}}"] = _display_environment
        for name, (left, right) in _TABLES.items():
            actions[f"\\begin{{{name}{star}}}"] = partial(_table, left, right)
        for name in _LAYOUT.split():
            actions[f"\\begin{{{name}{star}}}"] = _layout
            actions[f"\\end{{{name}{star}}}"] = _layout
    for name in ("matrix", "pmatrix", "cases"):
        actions[f"\\{name}"] = partial(_table_group, *_TABLES[name])
    actions["\\substack"] = _stacked_lines
    return actions


ACTIONS: Final[dict[str, Action]] = {
    "$": _formula,
    "\\(": _formula,
    "\\[": _display,
    "{": _brace,
    "^": _script,
    "_": _script,
    "\\sqrt": _root,
    **dict.fromkeys(commands("frac dfrac tfrac cfrac nicefrac binom dbinom tbinom"), _fraction),
    **dict.fromkeys(_INFIXES, _lone_infix),
    **dict.fromkeys(commands("sp textsuperscript mkbibsuperscript"), partial(_script_command, "^")),
    **dict.fromkeys(commands("sb textsubscript mkbibsubscript"), partial(_script_command, "_")),
    "\\ensuremath": _ensured,
    **_environments(),
}
