"""The program's own signs and lines, and ASCII in their place where a terminal has nothing else.

On the screen, texts of papers don't pass here: they stay as they are.
"""

from __future__ import annotations

_SIGNS = str.maketrans(
    {
        "…": "...",
        "·": "|",
        "→": "->",
        "←": "<-",
        "↑": "up",
        "↓": "down",
        "❯": ">",
        "▌": ">",
        "─": "-",
        "━": "#",
        "█": "#",
        "★": "*",
        "✓": "v",
        "✗": "x",
        "¶": "n",
        "‘": "'",
        "’": "'",
    }
)
"""Each sign of the program, with what stands for it."""
_is_on = False


def use_ascii(is_on: bool) -> None:
    """Have the program's own texts in ASCII from now on, or with all signs again."""
    global _is_on  # noqa: PLW0603 - there is one terminal
    _is_on = is_on


def own(text: str) -> str:
    """Return a text of the program's own with signs that the terminal can show."""
    return text.translate(_SIGNS) if _is_on else text
