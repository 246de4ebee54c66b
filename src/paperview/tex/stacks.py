"""Actions for what stands over, under or between: stacked signs, labelled braces, brackets."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from paperview.tex import notation
from paperview.tex.signs import write_relation
from paperview.tex.symbols import RELATIONS, commands

if TYPE_CHECKING:
    from paperview.tex.reader import Action, Reader

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
