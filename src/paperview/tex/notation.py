"""Notation of mathematics on one line of plain text.

Pure functions from strings to strings. A formula must keep its meaning: where Unicode has no exact
form, parentheses show the grouping.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

_PLAIN_SCRIPT = "0123456789+-−=()"
_SUPERSCRIPTS: Final = dict(
    zip(
        _PLAIN_SCRIPT + "abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWβγδθφχ′″",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵝᵞᵟᶿᵠᵡ′″",
        strict=True,
    )
)
_SUBSCRIPTS: Final = dict(
    zip(
        _PLAIN_SCRIPT + "aehijklmnoprstuvxβγρφχ",
        "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ",
        strict=True,
    )
)
_SHORT: Final = 12
"""Longest script, in characters, whose result is cached: short ones recur."""

_SMALL: Final = {"^": frozenset(_SUPERSCRIPTS.values()), "_": frozenset(_SUBSCRIPTS.values())}
_RAISED: Final = {sign: sign for sign in "′″‴†‡°*"} | {"∘": "°", "∗": "*"}
"""Signs that look raised by themselves; as a superscript they need no caret."""

_MARKS = r"\u0300-\u036f\u20d0-\u20ff"
_SCRIPTED = "".join(sorted({*_SUPERSCRIPTS.values(), *_SUBSCRIPTS.values()})) + "*†‡°"
_BASE_MARKS_REST = re.compile(rf"(.)([{_MARKS}]*)(.*)", re.DOTALL)
_ONE_SIGN = re.compile(rf".[{_MARKS}]*|\\[A-Za-z]+", re.DOTALL)
_SCRIPTS = re.compile(rf"(?:[{re.escape(_SCRIPTED)}]|[_^](?:\([^()]*\)|[^()\s]))*")
_FEW_LETTERS = re.compile(rf"[^\W\d_{re.escape(_SCRIPTED)}]{{2,3}}")
_FACTOR = re.compile(
    rf"√?\d+(?:\.\d+)?|(?:[d∂√]?[^\W\d_]|√?\([^()]*\))[{_MARKS}{re.escape(_SCRIPTED)}]*"
)
_RADICAND = re.compile(rf"\d+(?:\.\d+)?|[^\W\d_][{_MARKS}]*")
# Blanks mean nothing in mathematics, but they part words such as "log" and numbers.
_IDLE_BLANK = re.compile(
    r"(?!(?<=\d)\s+\d)"
    r"(?:(?<![A-Za-z]{2})\s+(?![A-Za-z]{2})|(?<![A-Za-z0-9])\s+|\s+(?![A-Za-z0-9]))"
)

OVERLINE: Final = "\u0305"
UNDERLINE: Final = "\u0332"
STROKE: Final = "\u0338"
TIE: Final = "\u0361"


def compose(base: str, mark: str) -> str:
    """Put the combining character ``mark`` on the letter ``base`` (NFC).

    A dotless i or j gets its ordinary form, which Unicode composes with marks above.
    """
    base = {"ı": "i", "ȷ": "j"}.get(base, base)
    return unicodedata.normalize("NFC", base + mark)


def accent(text: str, mark: str, name: str) -> str:
    """Put a mathematical accent on ``text``.

    One letter, with or without scripts, carries the mark itself, as do up to three letters under a
    line. Anything longer is written as a function, ``hat(AB)``, so that its extent stays visible.
    """
    match = _BASE_MARKS_REST.fullmatch(text)
    if match is None:
        return f"{name}()"
    base, marks, rest = match.groups()
    if _SCRIPTS.fullmatch(rest):
        return compose(base, marks + mark) + rest
    letters = _FEW_LETTERS.match(text) if mark in {OVERLINE, UNDERLINE} else None
    if letters and _SCRIPTS.fullmatch(text, letters.end()):
        return "".join(compose(letter, mark) for letter in letters[0]) + text[letters.end() :]
    return f"{name}({text})"


def _is_enclosed(text: str) -> bool:
    """Return whether one pair of parentheses spans the whole of ``text``."""
    if text[:1] != "(" or text[-1:] != ")":
        return False
    depth = 0
    for index, char in enumerate(text):
        depth += (char == "(") - (char == ")")
        if not depth:
            return index == len(text) - 1
    return False


def _reads_well(text: str) -> bool:
    """Return whether a script of several characters is still legible in small letters.

    A word of three letters (``min``), two letters with a sign between them (``a+b``) or a function
    (``O(1)``) is not.
    """
    if "(" in text and not _is_enclosed(text):
        return False
    letters = sum(map(str.isalpha, text))
    return letters < 2 or (letters == 2 and not any(sign in "+-−=" for sign in text))


def script(text: str, sign: str, *, glued: bool) -> str:
    """Write ``text`` as a superscript (``sign`` is ``^``) or as a subscript (``_``).

    Args:
        text: What is raised or lowered.
        sign: ``^`` or ``_``.
        glued: Whether an operand follows at once; then ``a^*b`` keeps its caret, because ``a*b``
            would be a product.

    Returns:
        Unicode's small characters when all of them exist and read well (``x²``), otherwise the sign
        with the text, in parentheses if it is longer than one character (``x^(a+b)``).
    """
    small = (_SUPERSCRIPTS if sign == "^" else _SUBSCRIPTS).get(text)
    if small is not None:
        return small
    return (_short_script if len(text) <= _SHORT else _script)(text, sign, glued)


def _script(text: str, sign: str, glued: bool) -> str:
    """Write a script of more than one small character; the arguments are those of `script`."""
    table = _SUPERSCRIPTS if sign == "^" else _SUBSCRIPTS
    text = _IDLE_BLANK.sub("", text.strip())
    if sign == "^" and "′′" in text:
        text = text.replace("′′′", "‴").replace("′′", "″")
    if _SMALL[sign].issuperset(text):  # a script of nothing but a script: x_{_n}
        return text
    if text[0] == sign:
        text = text[1:]
        text = text[1:-1] if _is_enclosed(text) else text
    if sign == "^" and all(char in _RAISED for char in text) and not (glued and "*" in text):
        return "".join(_RAISED[char] for char in text)
    if all(char in table for char in text) and _reads_well(text):
        return "".join(table[char] for char in text)
    inner = text[1:-1] if _is_enclosed(text) else text
    alone = _ONE_SIGN.fullmatch(inner) and not (glued and inner[0] == "\\")
    return sign + (text if alone else f"({text})")


_short_script = lru_cache(maxsize=4096)(_script)


def _is_sum(text: str) -> bool:
    """Return whether ``text`` has a sign or a blank outside parentheses, beyond a leading minus."""
    depth = 0
    for index, char in enumerate(text):
        if char in "([{":
            depth += 1
        elif char in ")]}":
            depth -= 1
        elif depth <= 0 and index and char in "+-−±∓=<>≤≥,;/ ":
            return True
    return False


def fraction(numerator: str, denominator: str, *, glued: bool) -> str:
    """Write a fraction: ``1/2``, ``(a+b)/c``, ``1/(2π)``.

    Args:
        numerator: The text above the bar.
        denominator: The text below the bar.
        glued: Whether an operand is directly before or after; then the whole fraction is put
            in parentheses, because ``x1/2`` and ``1/2x`` would mean something else.
    """
    above, below = numerator.strip(), denominator.strip()
    if _is_sum(above):
        above = f"({above})"
    if not (_FACTOR.fullmatch(below) or _is_enclosed(below)):
        below = f"({below})"
    return f"({above}/{below})" if glued else f"{above}/{below}"


def root(radicand: str, index: str, *, glued: bool) -> str:
    """Write a root: ``√2``, ``√(x+1)``, ``∛x``, ``ⁿ√x``, and ``√[a,b](x)`` for lack of signs.

    Args:
        radicand: Text under the root.
        index: Which root it is; nothing for the square root.
        glued: Whether an operand follows at once, as in ``√(2)x``.
    """
    radicand, index = radicand.strip(), index.strip()
    sign = {"": "√", "2": "√", "3": "∛", "4": "∜"}.get(index)
    if sign is None:
        sign = script(index, "^", glued=True) + "√"
        if sign[0] == "^":
            return f"√[{index}]({radicand})"
    if (_RADICAND.fullmatch(radicand) and not glued) or _is_enclosed(radicand):
        return sign + radicand
    return f"{sign}({radicand})"


def _alphabet(first: int, letters: str, exceptions: str = "") -> dict[int, str]:
    """Map ``letters`` to the characters from ``first`` on, but the ``exceptions`` ("Cℂ Hℍ")."""
    table = {ord(letter): chr(first + offset) for offset, letter in enumerate(letters)}
    return table | {ord(pair[0]): pair[1] for pair in exceptions.split()}


_UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_LOWER = _UPPER.lower()

# Unicode places these letters in its block of mathematical alphanumerics, except for those that
# had been encoded earlier, among the letterlike symbols.
BLACKBOARD: Final = (
    _alphabet(0x1D538, _UPPER, "Cℂ Hℍ Nℕ Pℙ Qℚ Rℝ Zℤ")
    | _alphabet(0x1D552, _LOWER)
    | _alphabet(0x1D7D8, "0123456789")
)
CALLIGRAPHIC: Final = _alphabet(0x1D49C, _UPPER, "Bℬ Eℰ Fℱ Hℋ Iℐ Lℒ Mℳ Rℛ")
FRAKTUR: Final = _alphabet(0x1D504, _UPPER, "Cℭ Hℌ Iℑ Rℜ Zℨ") | _alphabet(0x1D51E, _LOWER)
