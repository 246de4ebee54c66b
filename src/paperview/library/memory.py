"""What the reader begins with: what the user has set, and what is remembered."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from paperview.library.history import History, state_file
from paperview.settings import Settings
from paperview.settings.table import SHELF
from paperview.shelf import shelf_file


class Memory(NamedTuple):
    """Settings, and the files of what is remembered; without any it is that of one run alone."""

    settings: Settings = Settings()
    history: History | None = None
    """The earlier queries."""
    shelf: Callable[[], Path] | None = None
    """Says where the shelf is; None for a run without one."""


def usual_memory(settings: Settings) -> Memory:
    """Return the memory of the reader in a terminal."""
    return Memory(settings, History(state_file), partial(shelf_file, settings[SHELF]))
