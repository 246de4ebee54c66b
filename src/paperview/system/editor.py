"""The user's editor: it takes over the terminal until it ends."""

from __future__ import annotations

import os
import shlex
import subprocess
from pathlib import Path

from paperview.system import streams
from paperview.system.interrupts import interrupts_ignored
from paperview.text.sanitize import clean, reason_of

_USUAL = "vi"


def failure_to_edit(path: Path, command: str = "") -> str | None:
    """Let the user edit a file; return in one line what went wrong, None if nothing did.

    The editor gets the terminal even if standard streams lead elsewhere. One that is killed has not
    failed: the file is as it left it. Call this in the main thread.

    Args:
        path: the file.
        command: what edits it; $VISUAL, $EDITOR or vi if that is empty.
    """
    usual = os.environ.get("VISUAL") or os.environ.get("EDITOR") or _USUAL
    try:
        words = shlex.split(command.strip() or usual)
        with Path(streams.TERMINAL).open("r+b", buffering=0) as terminal:
            editor = subprocess.Popen(  # noqa: S603 - no shell, and the file is one argument
                [*words, str(path)], stdin=terminal, stdout=terminal, stderr=terminal
            )
            # Only now: the editor would ignore it, too.
            with interrupts_ignored():
                code = editor.wait()
    except OSError as error:
        return clean(f"{error.filename} can't be started ({reason_of(error)})")
    except ValueError:
        return clean(f"the editor's command can't be read: {command.strip() or usual}")
    return "the editor ended with an error" if code > 0 else None
