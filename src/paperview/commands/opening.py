"""Opening what was named or sent, and reporting what is wrong with it."""

from __future__ import annotations

import sys
from contextlib import nullcontext

from paperview import commands
from paperview.sources.request import STANDARD_INPUT, Request
from paperview.sources.source import Opened
from paperview.system import streams

_PATIENCE = 10
"""Seconds that nobody watches and nothing comes through a pipe that was not named."""


def sent() -> list[str]:
    """Return what is meant where no file is named: standard input, if something is sent there."""
    return ["-"] if streams.is_sent() else []


def open_files(
    request: Request, *, is_named: bool, need_papers: bool = True, waits: bool = False
) -> Opened:
    """Open what was named or sent, and report what is wrong.

    Args:
        request: what to open.
        is_named: whether files were named, and not only sent through a pipe.
        need_papers: whether a file without papers is a mistake.
        waits: whether to wait until a pipe says what it holds.

    Returns:
        What was opened; without any source if nothing could be.
    """
    is_sent = not is_named and request.reads_standard_input
    # A user at the terminal sees a message and can stop the wait. Elsewhere it might never end.
    if is_sent and not sys.stderr.isatty() and not streams.has_come(_PATIENCE):
        streams.tell(
            f"{STANDARD_INPUT}: nothing has come in {_PATIENCE} seconds; "
            "name a FILE, or - to wait for it"
        )
        return Opened([], [])
    wanted = STANDARD_INPUT if request.reads_standard_input else "the files"
    with nullcontext() if request.is_seeds else streams.told_if_long(wanted):
        opened = request.open(need_papers=need_papers, waits=waits)
    for error in opened.errors:
        message = commands.suggestions.with_file_meant(str(error), error.problem.source)
        streams.tell(f"{message} (it is read because no FILE is named)" if is_sent else message)
    if request.is_seeds and not opened.sources:
        streams.tell("the papers that come with the program are not installed; name a FILE")
    return opened
