"""Actions for the structure of formulas: dollars, groups, scripts, fractions, roots."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from paperview.tex import notation
from paperview.tex.signs import operand_after, operand_before, part_name
from paperview.tex.symbols import commands
from paperview.tex.tokens import is_prose

if TYPE_CHECKING:
    from paperview.tex.reader import Action, Reader

_INFIXES: Final = frozenset(commands("over choose atop"))
_BINOMIALS: Final = frozenset(commands("choose binom dbinom tbinom"))
_DELIMITERS: Final = frozenset(commands("left right"))
_SET_SIGNS: Final = frozenset(",|=:;<>*")
_STACKED: Final = {("<", "∼"): "≲", (">", "∼"): "≳", ("def", "="): "≝", ("?", "="): "≟"}


# Formulas and groups


def _formula(reader: Reader, delimiter: str) -> None:
    r"""Read ``$...$`` or ``\(...\)``; a delimiter without a partner is shown."""
    index = reader.position - 1
    close = reader.partners[index]
    if close <= index or not reader.can_nest():
        reader.out.write(delimiter)
    elif not _read_infix(reader, index, close):
        reader.formula(close)


def _display(reader: Reader, delimiter: str) -> None:
    r"""Read ``\[...\]``, which stands apart from the words around it."""
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
    elif not _read_infix(reader, index, close):
        reader.group(index)


def _is_set(reader: Reader, index: int) -> bool:
    """Whether the braces at ``index``, in running text, are those of a set like {1, 2}.

    TeX would hide them, but whoever writes without dollars means to show them. Braces around
    words, as BibTeX files use them to protect capitals, are hidden.
    """
    close = reader.partners[index]
    if reader.parts[close + 1][:1].isdigit() and close > index + 2:
        return True
    texts = [reader.parts[index + 1]]
    token = index + 2
    while token < close:
        if reader.parts[token] in {"_", "^"}:
            texts.append("=")
        after = (reader.partners[token] or token) + 1
        texts.append(reader.parts[after])
        token = after + 1
    text = "".join(texts)
    return text.isdigit() or (not _SET_SIGNS.isdisjoint(text) and not is_prose(text))


# Fractions


def _find_infix(reader: Reader, index: int, close: int) -> int:
    r"""Return the index of ``\over`` or the like directly in a group, or 0."""
    position = index + 2
    while position < close:
        part = reader.parts[position]
        if part in _INFIXES:
            return position
        if part in _DELIMITERS:  # the infix may belong to what they enclose
            return 0
        position = (reader.partners[position] or position) + 2
    return 0


def _read_infix(reader: Reader, index: int, close: int) -> bool:
    r"""Read ``{a \over b}`` or ``{n \choose k}`` and return True; return False if it is neither."""
    infix = _find_infix(reader, index, close) if reader.has_infix else 0
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
    elif f"{reader.out.last_sign()}{above}{below}".isdigit():  # a mixed number such as 7 1/2
        reader.out.write_blank()
        reader.out.write(notation.fraction(above, below, glued=_factor_follows(reader)))
    else:
        glued = before or _factor_follows(reader)
        reader.out.write(notation.fraction(above, below, glued=glued))


def _factor_follows(reader: Reader) -> bool:
    """Whether a fraction would be misread because of what follows."""
    if operand_after(reader, past_blanks=reader.math) or reader.next_token() in {"^", "_"}:
        return True
    return reader.next_text().lstrip().startswith("(")


def _fraction(reader: Reader, command: str) -> None:
    before = operand_before(reader)
    above = reader.argument()
    below = None if above is None else reader.argument()
    if above is None or below is None:
        reader.out.write(command if above is None else f"{command}{{{above}}}")
    else:
        _write_quotient(reader, command, above.strip(), below.strip(), before=before)


def _lone_infix(reader: Reader, command: str) -> None:
    r"""Show an infix that no group encloses: ``\over`` as a stroke, others by their name."""
    reader.out.write("/" if command == "\\over" else command)


# Scripts and roots


def _script(reader: Reader, sign: str) -> None:
    """Read a superscript or subscript; in running text only a braced one is meant as such."""
    if not reader.math and (reader.next_text() or not reader.next_group()):
        reader.out.write(sign)
        return
    follows_name = reader.out.name_end == len(reader.out.pieces)
    outer_math, reader.math = reader.math, True
    text = reader.argument()
    reader.math = outer_math
    if text is None:
        reader.out.write(sign)
        return
    if outer_math:
        reader.out.trim()
    glued = not follows_name and operand_after(reader)
    reader.out.write(notation.script(text, sign, glued=glued))
    if follows_name:
        part_name(reader)


def _script_command(sign: str, reader: Reader, command: str) -> None:
    r"""Read ``\sp{x}`` or ``\textsuperscript{x}``."""
    text = reader.argument()
    if text is None:
        reader.out.write(command)
    else:
        reader.out.write(notation.script(text, sign, glued=operand_after(reader)))


def _root(reader: Reader, command: str) -> None:
    index = reader.optional_argument()
    radicand = reader.argument()
    if radicand is None:
        reader.out.write(command if index is None else f"{command}[{index}]")
    else:
        reader.out.write(notation.root(radicand, index or ""))


# Stacks and brackets


def _stack(reader: Reader, command: str) -> None:
    r"""Read ``\overset{a}{b}`` or ``\underset{a}{b}``: b with a above or below it."""
    small = reader.argument()
    base = None if small is None else reader.argument()
    if small is None or base is None:
        reader.out.write(command if small is None else f"{command}{{{small}}}")
        return
    sign = "_" if command == "\\underset" else "^"
    both = base.strip() + notation.script(small, sign, glued=True)
    reader.out.write(_STACKED.get((small.strip(), base.strip()), both))


def _long_arrow(arrow: str, reader: Reader, command: str) -> None:
    r"""Read ``\xrightarrow[below]{above}``."""
    below = reader.optional_argument()
    above = reader.argument()
    if above is None:
        reader.out.write(command if below is None else f"{command}[{below}]")
    else:
        small = notation.script(below or "", "_", glued=True)
        reader.out.write(arrow + small + notation.script(above, "^", glued=True))


def _bracketed(left: str, right: str, reader: Reader, command: str) -> None:
    r"""Read ``\norm{x}`` and the like; without braces the name may be the author's own."""
    if reader.next_text() or not reader.next_group():
        reader.out.write_command(command)
    else:
        reader.out.write(f"{left}{(reader.argument() or '').strip()}{right}")


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
    **dict.fromkeys(commands("sp textsuperscript"), partial(_script_command, "^")),
    **dict.fromkeys(commands("sb textsubscript"), partial(_script_command, "_")),
    **dict.fromkeys(commands("overset underset stackrel"), _stack),
    "\\xrightarrow": partial(_long_arrow, "→"),
    "\\xleftarrow": partial(_long_arrow, "←"),
    "\\norm": partial(_bracketed, "‖", "‖"),
    "\\abs": partial(_bracketed, "|", "|"),
    "\\set": partial(_bracketed, "{", "}"),
    "\\floor": partial(_bracketed, "⌊", "⌋"),
    "\\ceil": partial(_bracketed, "⌈", "⌉"),
    "\\ket": partial(_bracketed, "|", "⟩"),
    "\\bra": partial(_bracketed, "⟨", "|"),
}
