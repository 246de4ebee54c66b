r"""Actions for ``\begin{...}``: formulas, tables of formulas, and layout."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

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
    outer_cell, reader.cell = reader.cell, ", "
    text = reader.capture(close).strip(" \n;")
    reader.cell = outer_cell
    reader.out.write(f"{left}{text}{right}")


def _layout(reader: Reader, command: str) -> None:
    """Drop the border of an environment about the look alone."""
    if reader.partners[reader.position - 1]:
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
    return actions


ACTIONS: Final = _actions()
