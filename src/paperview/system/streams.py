"""The standard streams and the terminal: reading, writing, and messages."""

from __future__ import annotations

import io
import os
import select
import stat
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from threading import Timer
from typing import Final

from paperview.text.ascii import own, use_ascii
from paperview.text.sanitize import reason_of

PATIENCE: Final = 1.0
"""Seconds after which a message says what is waited for."""
TERMINAL: Final = "/dev/tty"
"""The terminal that controls the process, whatever its streams are."""
DUMB: Final = ("dumb", "unknown")
"""Values of `TERM` for terminals without control sequences."""

_INPUT, _OUTPUT, _ERRORS = range(3)
_PLAIN, _UTF8_C = ("C", "POSIX"), "C.UTF-8"
"""Locales with ASCII alone, and the one that Python takes instead."""
_UTF8 = ("utf-8", "utf8")
_SIZE: Final = (80, 24)
"""Columns and lines of a terminal that does not know its own."""


class OutputError(Exception):
    """The output can't be written."""

    def __init__(self, error: OSError) -> None:
        self.is_unwanted: Final = isinstance(error, BrokenPipeError)
        """Whether its reader has seen enough."""
        self.reason: Final = reason_of(error)
        super().__init__(self.reason)


def settle() -> None:
    """Make every text writable, even to closed streams and to a terminal without Unicode.

    A closed stream is replaced by an empty one, because otherwise the next opened file would get
    its number. Writing to a closed output still is an error. The program's own signs are ASCII if
    the locale has nothing else.
    """
    use_ascii(not has_signs(os.environ))
    for file, mode in ((_INPUT, os.O_RDONLY), (_OUTPUT, os.O_RDONLY), (_ERRORS, os.O_WRONLY)):
        if not _is_open(file):
            os.open(os.devnull, mode)  # the lowest number that is free, which is this one
    for name, file in (("stdout", _OUTPUT), ("stderr", _ERRORS)):
        if getattr(sys, name) is None:
            setattr(sys, name, open(file, "w", closefd=False))  # noqa: SIM115 - open until the end
        stream = getattr(sys, name)
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _is_open(file: int) -> bool:
    try:
        os.fstat(file)
    except OSError:
        return False
    return True


# --- writing


def write(text: str) -> None:
    """Write to standard output.

    Raises:
        OutputError: if that can't be done.
    """
    try:
        sys.stdout.write(text)
    except OSError as error:
        raise OutputError(error) from None


def flush() -> None:
    """Write what is still to be written.

    Raises:
        OutputError: if that can't be done.
    """
    try:
        sys.stdout.flush()
    except OSError as error:
        raise OutputError(error) from None


def discard_output() -> None:
    """Keep Python from complaining at its exit about output that can't be written."""
    with suppress(OSError, ValueError):  # ValueError: no real file, as in tests
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def tell(message: str) -> None:
    """Print a message on standard error."""
    with suppress(OSError):  # no one can read the message
        print(f"paperview: {own(message)}", file=sys.stderr, flush=True)  # noqa: T201 - the program's own voice


@contextmanager
def told_if_long(what: str) -> Iterator[None]:
    """Print at a terminal what the program is waiting for, if that takes a while."""
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


# --- reading


def is_sent() -> bool:
    """Return whether standard input is a pipe, a file or a socket.

    A terminal is none of these, and nor is /dev/null, which schedulers and `xargs` set.
    """
    mode = os.fstat(_INPUT).st_mode
    return stat.S_ISFIFO(mode) or stat.S_ISREG(mode) or stat.S_ISSOCK(mode)


def has_come(seconds: float) -> bool:
    """Wait until something comes through standard input, or its end; return whether it does."""
    poll = select.poll()
    poll.register(_INPUT, select.POLLIN)
    return bool(poll.poll(seconds * 1000))


# --- the terminal


def take_terminal() -> bool:
    """Read keys from the terminal and draw on it, whatever the standard streams are.

    Standard input becomes the terminal. Standard errors stay what they are, for who wants them in
    a file: only `sys.__stderr__`, which Textual draws on, becomes the terminal.

    Returns:
        Whether there is a terminal.
    """
    has_keys, is_seen = os.isatty(_INPUT), os.isatty(_ERRORS)
    if has_keys and is_seen and sys.__stdin__ and sys.__stderr__:
        return True
    try:
        terminal = os.open(TERMINAL, os.O_RDWR | os.O_CLOEXEC)
    except OSError:
        return False
    if not has_keys:
        os.dup2(terminal, _INPUT)
    if sys.__stdin__ is None:
        sys.stdin = sys.__stdin__ = open(_INPUT, closefd=False)  # type: ignore[misc]  # noqa: SIM115 - it is Final, but Textual reads from no other; open until the end
    if not is_seen or sys.__stderr__ is None:
        encoding = sys.stderr.encoding
        sys.__stderr__ = open(terminal, "w", encoding=encoding, errors="backslashreplace")  # type: ignore[misc]  # noqa: PTH123, SIM115 - as above
    else:
        os.close(terminal)
    return True


def size(file: int) -> tuple[int, int]:
    """Return the columns and lines of the terminal that a file is.

    The terminal itself knows best: what `COLUMNS` and `LINES` say was right when they were set,
    and counts where the terminal does not know.
    """
    with suppress(OSError):
        columns, lines = os.get_terminal_size(file)
        if columns and lines:
            return columns, lines
    return _stated("COLUMNS") or _SIZE[0], _stated("LINES") or _SIZE[1]


def has_signs(environment: Mapping[str, str]) -> bool:
    """Return whether the terminal has more than ASCII, as far as the locale says.

    In the locale C Python writes UTF-8 anyway, and says so in `LC_CTYPE` unless there is `LC_ALL`.
    """
    locale = next(filter(None, map(environment.get, ("LC_ALL", "LC_CTYPE", "LANG"))), "")
    if locale == environment.get("LC_CTYPE") == _UTF8_C:
        locale = environment.get("LANG") or locale
    encoding = sys.__stderr__.encoding if sys.__stderr__ else ""
    return locale not in _PLAIN and encoding.lower() in _UTF8


def columns() -> int:
    """Return the columns of the terminal that standard output is."""
    return _output_size()[0]


def rows() -> int:
    """Return the rows of the terminal that standard output is."""
    return _output_size()[1]


def _output_size() -> tuple[int, int]:
    try:
        file = sys.stdout.fileno()
    except (OSError, ValueError):  # no real file, as in tests
        file = _OUTPUT
    return size(file)


def _stated(name: str) -> int:
    text = os.environ.get(name, "")
    return int(text) if text.isascii() and text.isdigit() else 0
