"""Textual's own signs in ASCII: scroll bars and ellipses."""

from __future__ import annotations

from textual.content import Content
from textual.scrollbar import ScrollBar, ScrollBarRender

from paperview.text.ascii import own


class _WholeCells(ScrollBarRender):
    """Scroll bars that begin and end with a whole cell, which is a blank in another colour."""

    VERTICAL_BARS = HORIZONTAL_BARS = [" "]  # noqa: RUF012 - as the base class has it


_truncate = Content.truncate


def _truncate_with_dots(
    content: Content, max_width: int, *, ellipsis: bool = False, pad: bool = False
) -> Content:
    """Truncate as Textual does, which knows one ellipsis alone."""
    if not ellipsis or content.cell_length <= max_width:
        return _truncate(content, max_width, pad=pad)
    dots = own("…")[:max_width]
    return _truncate(content, max_width - len(dots)) + dots


def draw_in_ascii() -> None:
    """Draw scroll bars in ASCII from now on, and end what is cut with the program's own sign."""
    ScrollBar.renderer = _WholeCells
    # Titles in frames, and lines that are too long for their widget, are cut here alone.
    setattr(Content, "truncate", _truncate_with_dots)  # noqa: B010 - mypy lets no method be replaced
