"""Whether the terminal is dark or light: asked for, as nobody else knows."""

from __future__ import annotations

import re
from typing import Final

from textual.message import Message

QUESTION: Final = "\x1b]11;?\x1b\\"
"""Asks a terminal for the colour of its background (xterm's OSC 11). Some never answer."""

_ANSWER = re.compile(r"\x1b\]11;(?:rgba?:([0-9a-f/]+)|#([0-9a-f]+))(?:\x07|\x1b\\)", re.IGNORECASE)
_PARTS = 3
_WEIGHTS: Final = (0.299, 0.587, 0.114)
"""What red, green and blue add to how light a colour looks (ITU-R BT.601)."""


class BackgroundColor(Message):
    """The terminal has said what its background is."""

    def __init__(self, *, is_light: bool) -> None:
        super().__init__()
        self.is_light = is_light


def told(sequence: str) -> BackgroundColor | None:
    """Read an answer of the terminal; return None if it is none, or says no colour."""
    match = _ANSWER.fullmatch(sequence)
    if match is None:
        return None
    if match[1]:
        parts = match[1].split("/")[:_PARTS]
    else:
        length = len(match[2]) // _PARTS
        parts = [match[2][start * length : (start + 1) * length] for start in range(_PARTS)]
    if len(parts) < _PARTS or not all(parts):
        return None
    shares = (int(part, 16) / (16 ** len(part) - 1) for part in parts)
    lightness = sum(weight * share for weight, share in zip(_WEIGHTS, shares, strict=True))
    return BackgroundColor(is_light=lightness > 0.5)
