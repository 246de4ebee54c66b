"""The last resort for changes that can't be saved: a new export."""

from __future__ import annotations

import os
import shlex
import tempfile
from contextlib import suppress
from functools import partial
from pathlib import Path
from time import strftime

from paperview.shelf.exchange import dumps
from paperview.shelf.shelf import Shelf
from paperview.text.sanitize import counted, reason_of


def close(shelf: Shelf, folder: Path) -> str | None:
    """Close a shelf; return one line on what can't be saved, if anything.

    It is written as an export into a folder, or else where temporary files are, and that before the
    file is tried once more, which may take longer than the program has.
    """
    name = f"shelf-{strftime('%Y%m%d-%H%M%S')}-{os.getpid()}.json"
    path, failure = folder / name, None
    if shelf.unsaved and (failure := _write(shelf, path)):
        path = Path(tempfile.gettempdir()) / name
        failure = failure if _write(shelf, path) else None
    changes = counted(shelf.unsaved, "change")
    if shelf.close():
        path.unlink(missing_ok=True)
        return None
    changes += f" can't be saved ({shelf.problem})"
    if failure:
        return f"{changes}, nor be kept elsewhere ({failure})"
    return f"{changes}; later: paperview shelf import {shlex.quote(str(path))}"


def _write(shelf: Shelf, path: Path) -> str | None:
    """Write an export that is not there yet; return why that can't be done."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with open(path, "x", encoding="utf-8", opener=partial(os.open, mode=0o600)) as export:
            export.write(dumps(shelf.entries))
    except OSError as error:
        if not isinstance(error, FileExistsError):
            with suppress(OSError):
                path.unlink()
        return reason_of(error)
    return None
