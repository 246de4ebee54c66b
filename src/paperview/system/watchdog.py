"""Ends that come from outside: a signal, or the loss of the terminal."""

from __future__ import annotations

import os
import select
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from threading import Thread
from typing import Never

from paperview.system import terminals

_SIGNALS = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)
_GRACE = 0.6
"""Seconds that an orderly end may take, so that one by force is done within a second."""
_MOST = 1024
_HUNG_UP = select.POLLHUP | select.POLLERR


class Watchdog:
    """A thread that ends the program when nothing else does any more.

    The terminals are polled for a hang-up alone, which costs nothing while there is none. That
    depends neither on a signal, which whoever started the program may ignore or keep to itself, nor
    on what the program is doing. Signals come through a pipe. Python's handler in C writes to it at
    once, even while the main thread is stuck.
    """

    def __init__(self) -> None:
        """Start to watch the terminal."""
        self.code: int | None = None
        """The exit code, once the program has been told to end."""
        self.end_in_order: Callable[[int], object] | None = None
        """Begins an orderly end with an exit code. None: there is nothing to put in order."""
        self.restore: Callable[[], object] | None = None
        """Leaves the terminal as it was, in any thread and without waiting for anything."""
        self._terminals: list[int] = []
        self._told, self._tell = os.pipe()
        os.set_blocking(self._tell, False)
        try:
            self._terminals = list(terminals.opened())
        except terminals.GoneError:
            self.end(signal.SIGHUP)
        Thread(target=self._run, name="watchdog", daemon=True).start()

    def take_signals(self) -> None:
        """Answer for the signals that end the program; call it in the main thread.

        What was ignored from the start, as with `nohup`, stays ignored, except SIGTERM.
        """
        for number in _SIGNALS:
            if number == signal.SIGTERM or signal.getsignal(number) != signal.SIG_IGN:
                signal.signal(number, _note)
        signal.set_wakeup_fd(self._tell, warn_on_full_buffer=False)

    def end(self, number: int) -> None:
        """End the program as a signal would."""
        with suppress(BlockingIOError):  # a full pipe has told enough
            os.write(self._tell, bytes([number]))

    def _run(self) -> Never:
        # This thread may set a terminal that is in the hands of another process.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTTOU, *_SIGNALS})
        code = 128 + self._wait()
        self.code = code
        if self.end_in_order is not None:
            with suppress(RuntimeError):  # the event loop is closed: the end has begun already
                self.end_in_order(code)
            time.sleep(_GRACE)
        try:
            if self.restore is not None:
                self.restore()
        finally:
            os._exit(code)

    def _wait(self) -> int:
        """Return the signal that the program should end by."""
        poll = select.poll()
        poll.register(self._told, select.POLLIN)
        for terminal in self._terminals:
            poll.register(terminal, 0)
        while True:
            for file, happened in poll.poll():
                if file == self._told:
                    told = [number for number in os.read(file, _MOST) if number in _SIGNALS]
                    if told:
                        return told[0]
                elif happened & _HUNG_UP:
                    return signal.SIGHUP
                else:  # a system that can't poll terminals
                    poll.unregister(file)


def _note(number: int, frame: object) -> None:
    """Do nothing: the signal has been told to the watchdog."""
