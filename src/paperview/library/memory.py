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
    read_after: float | None = None
    """Seconds for which a paper has to be open to count as read; None for never."""


def usual_memory(
    shelf: str | None = None,
    notes: str | None = None,
    *,
    is_fresh: bool = False,
    read_after: float | None = None,
) -> Memory:
    """Return the memory of the reader in a terminal.

    Args:
        shelf: another file for the shelf.
        notes: a folder for notes as files.
        is_fresh: whether the reader does not come back to where it was.
        read_after: seconds for which a paper has to be open to count as read; None for never.
    """
    folder = Path(notes).expanduser() if notes else None
    return Memory(History(state_file), partial(shelf_file, shelf), folder, is_fresh, read_after)
