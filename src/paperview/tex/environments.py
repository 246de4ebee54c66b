r"""Actions for ``\begin{...}`` and its kin: formulas, tables of formulas, and layout."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from paperview.tex.markup import unknown

if TYPE_CHECKING:
    from paperview.tex.reader import Action, Reader

_FORMULAS: Final = (
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


def _formula(reader: Reader, command: str) -> None:
    """Read a displayed formula; the marks at which its lines are aligned vanish."""
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
    """Drop the border of an environment about the look alone, and how its items are labelled."""
    if reader.partners[reader.position - 1]:
        if command.startswith("\\begin"):
            reader.optional_argument()
        reader.space()
    else:
        reader.out.write(command)


def _actions() -> dict[str, Action]:
    actions: dict[str, Action] = {}
    for star in ("", "*"):
        for name in _FORMULAS.split():
            actions[f"\\begin{{{name}{star}}}"] = _formula
        for name, (left, right) in _TABLES.items():
            actions[f"\\begin{{{name}{star}}}"] = partial(_table, left, right)
        for name in _LAYOUT.split():
            actions[f"\\begin{{{name}{star}}}"] = _layout
            actions[f"\\end{{{name}{star}}}"] = _layout
    for name in ("matrix", "pmatrix", "cases"):
        actions[f"\\{name}"] = partial(_table_group, *_TABLES[name])
    actions["\\substack"] = _stacked_lines
    return actions


ACTIONS: Final = _actions()
