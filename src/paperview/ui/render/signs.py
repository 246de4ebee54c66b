"""How the list and the detail show what is on the shelf: by signs, never by colours alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paperview.text.ascii import own
from paperview.ui.render.cells import shown

if TYPE_CHECKING:
    from paperview.shelf.entries import State

STARRED, READ, NOTED, TAGGED = "★", "✓", "¶", "#"
_ALL_FROM = 44
"""Columns of the list from which it shows all signs of a paper, not the first alone."""


def signs(state: State, width: int) -> str:
    """Return the signs of a paper for a list of some width, all of one length."""
    added = own(NOTED) if state.note else TAGGED if state.tags else " "
    star, read = own(STARRED) if state.is_starred else " ", own(READ) if state.is_read else " "
    found = star + read + added
    return found if width >= _ALL_FROM else (star + added + read).strip()[:1] or " "


def summary(state: State) -> str:
    """Return one line on what is on the shelf of a paper, without its note; empty for nothing."""
    parts = []
    if state.is_starred:
        parts.append(own(f"{STARRED} starred"))
    if state.is_read:
        parts.append(own(f"{READ} read"))
    parts += [TAGGED + shown(tag) for tag in state.tags]
    return "  ".join(parts)
