"""Where the shelf is."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

VARIABLE = "PAPERVIEW_SHELF"
"""The environment variable that names another file."""


def shelf_file() -> Path:
    """Return the path of the shelf, in the user's data folder unless the environment names another.

    That is `$XDG_DATA_HOME` or `~/.local/share`, on macOS `~/Library/Application Support`.
    """
    named = os.environ.get(VARIABLE)
    if named:
        return Path(named)
    return platformdirs.user_data_path("paperview", appauthor=False) / "shelf.db"
