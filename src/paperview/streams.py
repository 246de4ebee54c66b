"""The standard streams: made safe to write to, told apart from a terminal, and spoken on."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Timer

PATIENCE = 1.0
"""Seconds after which it is told what is waited for."""


def settle() -> None:
    """Make every text writable, to a terminal that knows no Unicode and to a closed stream too."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w"))  # noqa: PTH123, SIM115 - open until the end
        stream = getattr(sys, name)
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def discard_output() -> None:
    """Keep Python from complaining at its exit about output that can't be written."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def has_terminal(*, for_keys: bool) -> bool:
    """Whether there is a terminal for the reader.

    Args:
        for_keys: whether keys have to be read from the terminal itself, for standard input is
            taken; from now on it is the terminal then.
    """
    if not all(stream and stream.isatty() for stream in (sys.stdout, sys.stderr)):
        return False
    if not for_keys:
        return sys.stdin is not None and sys.stdin.isatty()
    try:
        terminal = os.open("/dev/tty", os.O_RDWR)
    except OSError:
        return False
    os.dup2(terminal, sys.stdin.fileno())
    os.close(terminal)
    return True


def tell(message: str) -> None:
    """Say something to whoever called the program."""
    print(f"paperview: {message}", file=sys.stderr)  # noqa: T201 - the program's own voice


@contextmanager
def told_if_long(what: str) -> Iterator[None]:
    """Tell a person at a terminal what is waited for, if that takes a while."""
    if not sys.stderr.isatty():
        yield
        return
    teller = Timer(PATIENCE, tell, [f"waiting for {what}; ctrl+c ends it"])
    teller.daemon = True
    teller.start()
    try:
        yield
    finally:
        teller.cancel()
