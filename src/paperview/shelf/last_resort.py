"""The last resort for changes that can't be saved: a new export."""

from __future__ import annotations

import shlex
from pathlib import Path
from time import strftime

from paperview.shelf.exchange import dumps
from paperview.shelf.shelf import Shelf
from paperview.text.sanitize import counted


def rescue(shelf: Shelf, folder: Path) -> str:
    """Write a shelf as an export into a folder; return one line that says so, or why not."""
    changes = f"{counted(shelf.unsaved, 'change')} can't be saved ({shelf.problem})"
    path = folder / f"shelf-{strftime('%Y%m%d-%H%M%S')}.json"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(dumps(shelf.entries), encoding="utf-8")
    except OSError as error:
        return f"{changes}, nor be kept elsewhere ({error.strerror})"
    return f"{changes}; later: paperview shelf import {shlex.quote(str(path))}"
