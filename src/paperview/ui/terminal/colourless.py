"""A screen without colours, for those who have set `NO_COLOR`."""

from __future__ import annotations

from functools import lru_cache

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter


class Colourless(LineFilter):
    """A filter that leaves fore- and background to the terminal."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments without their colours; bold, reverse and the like stay."""
        del background
        return [
            Segment(text, style and _without_colours(style), control)
            for text, style, control in segments
        ]


@lru_cache(4096)
def _without_colours(style: Style) -> Style:
    # Rich leaves out what a click means as well.
    return style.without_color + Style.from_meta(style.meta)
