"""The last resort for changes that can't be saved: a new export."""

from __future__ import annotations

import os
import shlex
from pathlib import Path
from time import strftime

from paperview.shelf.exchange import dumps
from paperview.shelf.shelf import Shelf
from paperview.text.sanitize import counted


def close(shelf: Shelf, folder: Path) -> str | None:
    """Close a shelf; return one line on what can't be saved, if anything.

    It is written as an export into a folder, and that before the file is tried once more, which may
    take longer than the program has.
    """
    path = folder / f"shelf-{strftime('%Y%m%d-%H%M%S')}-{os.getpid()}.json"
    failure = _write(shelf, path) if shelf.unsaved else None
    changes = counted(shelf.unsaved, "change")
    if shelf.close():
        path.unlink(missing_ok=True)
        return None
    changes += f" can't be saved ({shelf.problem})"
    if failure:
        return f"{changes}, nor be kept elsewhere ({failure})"
    return f"{changes}; later: paperview shelf import {shlex.quote(str(path))}"


def _write(shelf: Shelf, path: Path) -> str | None:
    """Write an export; return why that can't be done."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(dumps(shelf.entries), encoding="utf-8")
    except OSError as error:
        return error.strerror or str(error)
    return None
