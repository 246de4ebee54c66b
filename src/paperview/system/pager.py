"""The user's pager: it shows a text a screen at a time."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Sequence

from paperview.system import streams
from paperview.system.interrupts import interrupts_ignored

_USUAL: Sequence[str] = ("less", "-FRX")
"""It leaves texts that fit on the screen, and colours as they are."""


def page(text: str) -> None:
    """Show a text a screen at a time if standard output is a terminal; print it elsewhere.

    Args:
        text: what is shown, in lines.

    Raises:
        streams.OutputError: if it can't be printed.
    """
    command = _command()
    if command and sys.stdout.isatty() and text.count("\n") >= streams.rows():
        streams.flush()
        try:
            pager = subprocess.Popen(  # noqa: S603 - no shell, and the text is its input
                command, stdin=subprocess.PIPE, encoding="utf-8", errors="replace"
            )
        except OSError:
            pass  # there is no such program: the terminal scrolls as well
        else:
            if _shows(pager, text):
                return
    streams.write(text)
    streams.flush()


def _command() -> Sequence[str]:
    """Return the command of the pager; nothing where the user wants none."""
    wanted = os.environ.get("PAGER")
    if wanted is None:
        return _USUAL
    try:
        words = shlex.split(wanted)
    except ValueError:
        return _USUAL
    return _USUAL if words == ["less"] else [] if words == ["cat"] else words


def _shows(pager: subprocess.Popen[str], text: str) -> bool:
    """Give a pager its text and wait until it ends; return False if it ended with an error.

    ctrl+c is the pager's meanwhile. One that is killed has shown what the user wanted to see.
    """
    with interrupts_ignored():
        pager.communicate(text)
    return pager.returncode <= 0
