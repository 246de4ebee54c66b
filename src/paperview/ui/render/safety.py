"""The last gate before the terminal."""

from __future__ import annotations

import re
from functools import lru_cache

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from paperview.text.sanitize import clean
from paperview.ui.render.widths import UNSURE

_UNSURE = re.compile(f"[{UNSURE}]")


class HarmlessText(LineFilter):
    """Lets no control character of any text through, whichever widget draws it.

    Texts from files are clean long before; this holds for what was typed, pasted or forgotten.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments with their texts made harmless; Textual's own codes are kept."""
        del background
        return [
            segment
            if segment.control or (segment.text.isascii() and segment.text.isprintable())
            else Segment(_harmless(segment.text), segment.style)
            for segment in segments
        ]


@lru_cache(4096)  # frames and gaps come again and again, on large screens by the thousand
def _harmless(text: str) -> str:
    # A line feed ends a line that was drawn by Rich, and is no content.
    return "\n".join(_UNSURE.sub("", clean(line)) for line in text.split("\n"))
