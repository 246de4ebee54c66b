"""Where the shelf is."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

VARIABLE = "PAPERVIEW_SHELF"
"""The environment variable that names another file."""


def shelf_file(named: str | None = None) -> Path:
    """Return the path of the shelf: the one named, or else by the environment, or the usual one.

    That is in `$XDG_DATA_HOME` or `~/.local/share`, on macOS `~/Library/Application Support`.
    """
    if found := named or os.environ.get(VARIABLE):
        return Path(found)
    return platformdirs.user_data_path("paperview", appauthor=False) / "shelf.db"
