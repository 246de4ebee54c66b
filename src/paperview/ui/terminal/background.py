"""The terminal's background: asked for, and whether it is light."""

from __future__ import annotations

import re
from typing import Final

from textual.message import Message

from paperview.lazy import lazy_pattern

ASK: Final = "\x1b]11;?\x1b\\"
"""Asks a terminal for the colour of its background (xterm's OSC 11). Some never answer."""

_ANSWER = lazy_pattern(
    r"\x1b\]11;(?:rgba?:([0-9a-f/]+)|#([0-9a-f]+))(?:\x07|\x1b\\)", re.IGNORECASE
)
_PARTS = 3
_WEIGHTS: Final = (0.299, 0.587, 0.114)
"""Shares of red, green and blue in the lightness of a colour (ITU-R BT.601)."""


class BackgroundColor(Message):
    """The terminal reported its background colour."""

    def __init__(self, *, is_light: bool) -> None:
        super().__init__()
        self.is_light = is_light


def background_in(sequence: str) -> BackgroundColor | None:
    """Read a reply of the terminal; return None if it is another one, or names no colour."""
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
