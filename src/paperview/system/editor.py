"""The user's editor: it takes over the terminal until it ends."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
from pathlib import Path

from paperview.text.sanitize import clean

_USUAL = "vi"
TERMINAL = "/dev/tty"
"""What the editor draws on, and takes keys from."""


def edit(path: Path, command: str = "") -> bool:
    """Let the user edit a file; return False if the editor refused.

    The editor gets the terminal even if standard streams lead elsewhere. One that is killed has not
    refused: the file is as it left it. Call this in the main thread.

    Args:
        path: the file.
        command: what edits it; $VISUAL, $EDITOR or vi if that is empty.

    Raises:
        OSError: if it can't be started.
        ValueError: if the command has a quote that is not closed.
    """
    usual = os.environ.get("VISUAL") or os.environ.get("EDITOR") or _USUAL
    words = shlex.split(command.strip() or usual)
    with Path(TERMINAL).open("r+b", buffering=0) as terminal:
        editor = subprocess.Popen(  # noqa: S603 - no shell, and the file is one argument
            [*words, str(path)], stdin=terminal, stdout=terminal, stderr=terminal
        )
        # ctrl+c is the editor's. It is ignored only now, for the editor would ignore it, too.
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            return editor.wait() <= 0
        finally:
            signal.signal(signal.SIGINT, before)


def failure_to_edit(path: Path, command: str = "") -> str | None:
    """Let the user edit a file, as `edit` does; return what went wrong, in one line."""
    try:
        return None if edit(path, command) else "the editor ended with an error"
    except OSError as error:
        return clean(f"{error.filename} can't be started ({error.strerror})")
    except ValueError as error:
        return clean(f"the editor's command: {error}")
