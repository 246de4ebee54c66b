"""Text in the terminal's encoding, with something alike for what that lacks."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from rich.cells import cell_len

_SIGNS = {
    "…": ".",
    "·": ".",
    "•": "*",
    "–": "-",
    "—": "-",
    "−": "-",
    "‘": "'",
    "’": "'",
    "“": '"',
    "”": '"',
    "→": ">",
    "←": "<",
    "↑": "^",
    "↓": "v",
    "❯": ">",
    "▶": ">",
    "◀": "<",
    "▲": "^",
    "▼": "v",
    "×": "x",
    "●": "*",
    "█": "#",
}
_BOX = "BOX DRAWINGS "
_UNKNOWN = "?"


def encode(text: str, encoding: str) -> bytes:
    """Return a text in an encoding, as wide as it is on a terminal that can show all of it."""
    try:
        return text.encode(encoding)
    except UnicodeEncodeError:
        return "".join(_drawn(letter, encoding) for letter in text).encode(encoding)


@lru_cache(maxsize=4096)
def _drawn(letter: str, encoding: str) -> str:
    """Return a letter, or something of the same width that an encoding has."""
    for candidate in (letter, _SIGNS.get(letter), _line(letter), _plain(letter)):
        if candidate and cell_len(candidate) == cell_len(letter) and _has(encoding, candidate):
            return candidate
    return _UNKNOWN * cell_len(letter)


def _line(letter: str) -> str:
    """Return something for a part of a frame, or nothing for any other letter."""
    name = unicodedata.name(letter, "")
    if name.startswith(_BOX):
        is_level, is_upright = ("HORIZONTAL" in name, "VERTICAL" in name)
        is_plain = "AND" not in name or "DASH" in name
        return "-" if is_level and is_plain else "|" if is_upright and is_plain else "+"
    if name.endswith("BLOCK") or "EIGHTH" in name:
        return (
            "_" if name.startswith("LOWER") else "|" if "LEFT" in name or "RIGHT" in name else "#"
        )
    return ""


def _plain(letter: str) -> str:
    """Return a letter without its accents."""
    decomposed = unicodedata.normalize("NFKD", letter)
    return "".join(part for part in decomposed if not unicodedata.combining(part))


def _has(encoding: str, text: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
