"""A pseudo-terminal that runs a program and times its output."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from collections.abc import Sequence
from types import TracebackType
from typing import Self

_TIME_LIMIT = 120.0  # seconds


class Terminal:
    """Program in a pseudo-terminal; a context manager."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        cache: str = "",
        columns: int = 120,
        lines: int = 36,
    ) -> None:
        """Start a command, optionally with its own cache folder."""
        self.started = time.perf_counter()
        self._pid, self._fd = pty.fork()
        if self._pid == 0:
            os.environ.update(TERM="xterm-256color", COLUMNS="", LINES="")
            if cache:
                os.environ["XDG_CACHE_HOME"] = cache
            fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
            os.execvp(command[0], list(command))  # noqa: S606 - no shell is wanted
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def enter(self, keys: str) -> float:
        """Send keys; return the time."""
        os.write(self._fd, keys.encode())
        return time.perf_counter()

    def wait_for(self, text: str, since: float) -> float:
        """Read output until it contains a text; return the seconds since a time.

        Raises:
            TimeoutError: if the text does not appear.
        """
        seen = b""
        while time.perf_counter() - since < _TIME_LIMIT:
            if select.select([self._fd], [], [], 1.0)[0]:
                seen += os.read(self._fd, 65536)
                if text.encode() in seen:
                    return time.perf_counter() - since
        raise TimeoutError(f"{text!r} was not painted")

    def read_for(self, seconds: float) -> bytes:
        """Return the output of the next seconds."""
        end = time.perf_counter() + seconds
        seen = b""
        while (left := end - time.perf_counter()) > 0:
            if select.select([self._fd], [], [], left)[0]:
                seen += os.read(self._fd, 65536)
        return seen

    def drain(self) -> None:
        """Discard the output so far."""
        self.settle(0)

    def settle(self, seconds: float) -> None:
        """Discard output until there is none for some seconds."""
        while select.select([self._fd], [], [], seconds)[0]:
            os.read(self._fd, 65536)

    def memory(self) -> int:
        """Return the program's own memory (RssAnon) in bytes."""
        with open(f"/proc/{self._pid}/status") as status:  # noqa: PTH123 - not a file to pass on
            line = next(line for line in status if line.startswith("RssAnon"))
        return int(line.split()[1]) * 1024

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        os.kill(self._pid, signal.SIGKILL)
        os.waitpid(self._pid, 0)
        os.close(self._fd)
