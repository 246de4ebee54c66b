"""Formulas in MathML as plain text, with Unicode's indices and exponents or else those of TeX."""

from __future__ import annotations

import re
from typing import TypeAlias

Piece: TypeAlias = tuple[str, str]
"""A part of an element's content: the name of its own element, empty for bare text; its text."""

_SIGNS = frozenset({"mi", "mn", "mo", "ms", "mtext"})
_ROWS = frozenset({"math", "mrow", "mstyle", "mpadded", "mtd", "merror", "menclose"})
_NOTES = frozenset({"annotation", "annotation-xml"})
_STRUCTURE_NAMES = (
    "maction mfenced mfrac mmultiscripts mover mphantom mroot mspace msqrt msub msubsup msup "
    "mtable mtr munder munderover semantics"
)
_STRUCTURES = frozenset(_STRUCTURE_NAMES.split())
_SCRIPTED = frozenset({"msub", "msup", "msubsup", "munder", "mover", "munderover"})
ELEMENTS = _SIGNS | _ROWS | _NOTES | _STRUCTURES
"""The names of MathML's elements that are understood."""

_INDICES = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_EXPONENTS = str.maketrans("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ")
_HAVE_INDICES = re.compile(r"[0-9+\-−=()]+")
_HAVE_EXPONENTS = re.compile(r"[0-9+\-−=()n]+")
_RAISED_ANYWAY = re.compile(r"[*†‡§′″°®™,;]+|st|nd|rd|th|TM|(?:er|ère|e)")
"""What is understood without being raised: marks of footnotes, and the ends of ordinals."""
_OVER = {"¯": "\u0304", "‾": "\u0304", "^": "\u0302", "ˆ": "\u0302", "~": "\u0303", "˜": "\u0303"}
_OVER |= {"→": "\u20d7", "˙": "\u0307", ".": "\u0307", "¨": "\u0308", "ˇ": "\u030c"}
_RELATIONS = frozenset("=<>≤≥≲≳≈∼≃≅≡≠≪≫→⟶∝∈±×")
_SEPARATORS = {"mfenced": ", ", "mtr": ", ", "mtable": "; "}
_SIMPLE = re.compile(r"[\w.′^_{}₀-₉⁰-⁹²³¹]*|\([^()]*\)")


def index(text: str) -> str:
    """Return what stands below the line, for writing it behind what it belongs to."""
    text = text.strip()
    if _HAVE_INDICES.fullmatch(text):
        return text.translate(_INDICES)
    return f"_{{{text}}}" if text else ""


def exponent(text: str) -> str:
    """Return what stands above the line, for writing it behind what it belongs to."""
    text = text.strip()
    if _HAVE_EXPONENTS.fullmatch(text):
        return text.translate(_EXPONENTS)
    return text if not text or _RAISED_ANYWAY.fullmatch(text) else f"^{{{text}}}"


def meant(name: str, pieces: list[Piece]) -> str:
    """Return what an element with some content is in plain text.

    Args:
        name: the name of the element, without a prefix; one of `ELEMENTS`.
        pieces: its content in order.
    """
    if name in _SIGNS | _NOTES:
        return _sign(name, "".join([text for _, text in pieces]))
    # Text between elements that have a meaning of their own is there for the eye of the programmer.
    children = [text for one, text in pieces if text.strip() and one not in _NOTES]
    children = children or [text for _, text in pieces if text.strip()]
    if len(children) > 1 and name in _SCRIPTED:
        return _scripted(name, children)
    if len(children) > 1 and name in ("mfrac", "mroot"):
        first, second = map(_grouped, children[:2])
        rest = _row(children[2:])
        return (f"{first}/{second}" if name == "mfrac" else f"{exponent(second)}√{first}") + rest
    if name in _SEPARATORS:
        joined = _SEPARATORS[name].join(children)
        return f"({joined})" if name == "mfenced" else joined
    return f"√{_grouped(_row(children))}" if name == "msqrt" else _row(children)


def _sign(name: str, text: str) -> str:
    if name == "mtext":
        return " ".join(["", *text.split(), ""]) if text != text.strip() else text
    text = text.strip()
    return f" {text} " if name == "mo" and text in _RELATIONS else text


def _row(children: list[str]) -> str:
    """Join what stands side by side; names of functions keep apart from their neighbours."""
    row: list[str] = []
    for child in children:
        word = len(child) > 1 and child.isalpha()
        before = row[-1] if row else ""
        if before[-1:].isalnum() and child[:1].isalnum() and (word or _is_word(before)):
            row.append(" ")
        row.append(child)
    return "".join(row)


def _is_word(text: str) -> bool:
    return len(text) > 1 and text.isalpha()


def _grouped(text: str) -> str:
    text = text.strip()
    return text if _SIMPLE.fullmatch(text) else f"({text})"


def _scripted(name: str, children: list[str]) -> str:
    base, first, *others = children
    if name == "mover" and (mark := _OVER.get(first.strip())) and len(base) == 1:
        return base + mark + _row(others)
    if name in ("msup", "mover"):
        return base + exponent(first) + _row(others)
    second = exponent(others[0]) if others and name in ("msubsup", "munderover") else ""
    rest = others[1:] if second else others
    return base + index(first) + second + _row(rest)
