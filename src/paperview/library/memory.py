"""What the reader remembers from run to run, and where."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from paperview.library.history import History, state_file
from paperview.shelf import shelf_file


class Memory(NamedTuple):
    """The places of what is remembered; without any it is that of one run alone."""

    history: History | None = None
    """The earlier queries."""
    shelf: Callable[[], Path] | None = None
    """Says where the shelf is; None for a run without one."""
    notes: Path | None = None
    """The folder in which notes are files too."""
    is_fresh: bool = False
    """Whether the reader does not come back to where it was."""


def usual_memory(
    shelf: str | None = None, notes: str | None = None, *, is_fresh: bool = False
) -> Memory:
    """Return the memory of the reader in a terminal.

    Args:
        shelf: another file for the shelf.
        notes: a folder for notes as files.
        is_fresh: whether the reader does not come back to where it was.
    """
    folder = Path(notes).expanduser() if notes else None
    return Memory(History(state_file), partial(shelf_file, shelf), folder, is_fresh)
