"""Output to the terminal, written in a thread so that nothing waits for it."""

from __future__ import annotations

import os
import select
import termios
from collections.abc import Callable
from contextlib import suppress
from queue import SimpleQueue
from threading import Lock, Thread

from paperview.ui.terminal.encoding import encode

_MOST_BEHIND = 1 << 16
"""Characters that may wait to be written before frames are left out."""
_CHUNK = 1 << 14
_BLOCKING_CHUNK = 1 << 9
"""Bytes written at once where a write may block."""
_LOOK_AGAIN_MS = 50
_END_OF_WRITE_S = 0.1
_CLOSED = -1


class Output:
    """A writer to a terminal that may accept only a part."""

    def __init__(
        self,
        file: int,
        encoding: str,
        *,
        gone: Callable[[], None],
        caught_up: Callable[[], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Start the thread.

        Args:
            file: the terminal.
            encoding: how it writes text.
            gone: called in the thread when the terminal can't be written to any more.
            caught_up: called in the thread when all is written after `skip`.
            failed: called in the thread with any other reason that it can't go on.
        """
        self._encoding = encoding
        self._gone, self._caught_up, self._failed = gone, caught_up, failed
        self._file, self._chunk = _reopened(file)
        self._texts: SimpleQueue[str | None] = SimpleQueue()
        self._taken = self._written = 0
        """Characters: the first number is counted in the caller's thread, the second in our own."""
        self._is_skipping = self._is_abandoned = self._is_complete = False
        self._writing = Lock()
        self._thread = Thread(target=self._run, name="terminal-output", daemon=True)
        self._thread.start()

    @property
    def is_behind(self) -> bool:
        """Whether so much output is waiting that the next frame should be skipped."""
        return self._is_skipping or self._taken - self._written > _MOST_BEHIND

    def skip(self) -> None:
        """Call `caught_up` when all is written, because a frame was skipped."""
        if not self._is_skipping:
            self._is_skipping = True
            self._texts.put("")  # for a thread that is done meanwhile

    def write(self, text: str) -> None:
        """Queue a text."""
        self._taken += len(text)
        self._texts.put(text)

    def close(self, patience: float) -> bool:
        """Stop when all is written; return whether it was.

        Args:
            patience: for how many seconds to wait for that.
        """
        self._texts.put(None)
        self._thread.join(patience)
        if not self._is_complete:
            return False
        with self._writing:
            os.close(self._file)
            self._file = _CLOSED
        return True

    def write_last(self, text: str) -> None:
        """Write something as far as the terminal takes it at once, and nothing of what waits."""
        self._is_abandoned = True
        with suppress(OSError, termios.error):
            termios.tcflush(self._file, termios.TCOFLUSH)  # also ends a write that waits
            if not self._writing.acquire(timeout=_END_OF_WRITE_S):
                return
            try:
                termios.tcflush(self._file, termios.TCOFLUSH)
                if self._takes_something(0):
                    os.write(self._file, text.encode())
            finally:
                self._writing.release()

    def _run(self) -> None:
        try:
            self._is_complete = self._write_all()
        except Exception as error:
            self._failed(error)

    def _write_all(self) -> bool:
        """Write what comes until there is no more; return whether all was taken."""
        while (text := self._texts.get()) is not None:
            if not self._write(encode(text, self._encoding)):
                return False
            self._written += len(text)
            if self._is_skipping and self._written == self._taken:
                self._is_skipping = False
                self._caught_up()
        return True

    def _write(self, data: bytes) -> bool:
        """Write some bytes; return whether there is a terminal that has taken them."""
        left = memoryview(data)
        while left and not self._is_abandoned:
            if not self._takes_something(_LOOK_AGAIN_MS):
                continue
            try:
                with self._writing:
                    if self._is_abandoned:
                        return False
                    left = left[os.write(self._file, left[: self._chunk]) :]
            except BlockingIOError:
                continue
            except OSError:
                self._gone()
                return False
        return not left

    def _takes_something(self, patience: int) -> bool:
        """Wait some milliseconds for the terminal to take something, or to be gone."""
        poll = select.poll()
        poll.register(self._file, select.POLLOUT)
        return bool(poll.poll(patience))


def _reopened(file: int) -> tuple[int, int]:
    """Open a terminal again: non-blocking writes must not concern others who have it open.

    Returns:
        The file, and how many bytes to write at once.
    """
    try:
        return os.open(os.ttyname(file), os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK), _CHUNK
    except OSError:  # it belongs to another user, say
        return os.dup(file), _BLOCKING_CHUNK
