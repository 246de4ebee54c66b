"""Where the shelf is."""

from __future__ import annotations

from pathlib import Path

import platformdirs


def shelf_file(named: Path | None = None) -> Path:
    """Return the path of the shelf: the one named, or else the usual one.

    That is in `$XDG_DATA_HOME` or `~/.local/share`, on macOS `~/Library/Application Support`.
    """
    return named or platformdirs.user_data_path("paperview", appauthor=False) / "shelf.db"
