"""The report of an unexpected error: one line, and a file with the details."""

from __future__ import annotations

import os
import platform
import sys
import tempfile
import time
import traceback
from contextlib import suppress
from pathlib import Path

import paperview
from paperview.library.history import state_file
from paperview.text.sanitize import clean

CRASHED = 70
"""The exit code of such a run: EX_SOFTWARE of BSD's sysexits.h."""
_LONGEST = 200
"""Characters of an error's own message that the line repeats."""


def report(error: BaseException) -> str:
    """Write the details of an error to a file, and return the line that names the file.

    The file lies next to the history, or in the folder for temporary files where that can't be
    written. Without either the details follow the line.
    """
    details = "".join(traceback.format_exception(error))
    path = _write(f"{_surroundings()}\n{details}")
    said = clean(f"{type(error).__name__}: {error}".replace("\n", " "))[:_LONGEST]
    where = f"the details are in {path}" if path else f"the details:\n{details}"
    return f"an unexpected error ended the program ({said}); {where}"


def _surroundings() -> str:
    textual = getattr(sys.modules.get("textual"), "__version__", "not in use")
    return "\n".join(
        (
            f"paperview {paperview.__version__}, Textual {textual}",
            f"Python {platform.python_version()}, {platform.platform()}",
            f"TERM={os.environ.get('TERM', '')} LANG={os.environ.get('LANG', '')}",
            time.strftime("%Y-%m-%d %H:%M:%S %z"),
        )
    )


def _write(text: str) -> Path | None:
    name = f"crash-{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}.txt"
    for folder in (state_file().parent, Path(tempfile.gettempdir())):
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            path = folder / name
            with path.open("x", encoding="utf-8", errors="backslashreplace") as file:
                file.write(text)
            return path
    return None
