"""Ends that come from outside: a signal, or the loss of the terminal."""

from __future__ import annotations

import os
import select
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import NamedTuple, Never

from paperview.system import streams

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
        """The exit code, once the program has to end."""
        self.end_in_order: Callable[[int], object] | None = None
        """Begins an orderly end with an exit code. None: there is nothing to put in order."""
        self.restore: Callable[[], object] | None = None
        """Leaves the terminal as it was, in any thread and without waiting for anything."""
        self._signals: tuple[int, ...] = _SIGNALS
        """Those that end the program."""
        self._terminals: list[int] = []
        self._pipe_out, self._pipe_in = os.pipe()
        os.set_blocking(self._pipe_in, False)
        try:
            self._terminals = list(opened())
        except GoneError:
            self.end(signal.SIGHUP)
        Thread(target=self._run, name="watchdog", daemon=True).start()

    def take_signals(self, *, with_interrupts: bool = True) -> None:
        """Answer for the signals that end the program; call it in the main thread.

        What was ignored from the start, as with `nohup`, stays ignored, except SIGTERM.

        Args:
            with_interrupts: whether SIGINT ends the program; otherwise it stays an exception.
        """
        if not with_interrupts:
            self._signals = tuple(one for one in _SIGNALS if one != signal.SIGINT)
        for number in self._signals:
            if number == signal.SIGTERM or signal.getsignal(number) != signal.SIG_IGN:
                signal.signal(number, _note)
        signal.set_wakeup_fd(self._pipe_in, warn_on_full_buffer=False)

    def end(self, number: int) -> None:
        """End the program as a signal would."""
        with suppress(BlockingIOError):  # a full pipe holds signals enough
            os.write(self._pipe_in, bytes([number]))

    def _run(self) -> Never:
        # This thread may set a terminal that is in the hands of another process.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTTOU, *_SIGNALS})
        code = 128 + self._wait()
        self.code = code
        if self.end_in_order is not None:
            with suppress(RuntimeError):  # the event loop is closed: the program is ending
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
        poll.register(self._pipe_out, select.POLLIN)
        for terminal in self._terminals:
            poll.register(terminal, 0)
        while True:
            for file, happened in poll.poll():
                if file == self._pipe_out:
                    numbers = [number for number in os.read(file, _MOST) if number in self._signals]
                    if numbers:
                        return numbers[0]
                elif happened & _HUNG_UP:
                    return signal.SIGHUP
                else:  # a system that can't poll terminals
                    poll.unregister(file)


def _note(number: int, frame: object) -> None:
    """Do nothing: the watchdog has the signal from the pipe."""


_DELETED = " (deleted)"
_OPEN = os.O_RDONLY | os.O_NOCTTY | os.O_NONBLOCK


class GoneError(Exception):
    """One of these terminals is gone already."""


def opened() -> Iterator[int]:
    """Open these terminals, as files of our own.

    Raises:
        GoneError: if that is too late.
    """
    own = _own()
    if own is not None:
        yield own
        yield from _behind()


def _own() -> int | None:
    """Open the terminal that the program was started in."""
    for file in (0, 1, 2):
        if os.isatty(file):
            return os.dup(file)
    try:
        return os.open(streams.TERMINAL, _OPEN)
    except OSError:
        return None


def _behind() -> Iterator[int]:
    """Open the terminals behind our own.

    A program such as `script` makes a terminal for those it starts and shows it in its own. When
    that is closed, it stays, reads no more keys, and throws away its output. Only Linux shows this,
    in /proc. The maker of a terminal is the parent of the leader of its session. It counts if it
    has the terminal that it reads from for itself: what runs in the background there, as a
    terminal's window that was opened from a shell does, outlives it.
    """
    process = os.getpid()
    while maker := _maker(process):
        input_of_maker = Path(f"/proc/{maker}/fd/0")
        try:
            if not _State.of(maker).has_terminal:
                if _is_script(maker) and str(input_of_maker.readlink()).endswith(_DELETED):
                    raise GoneError
                return
            file = os.open(input_of_maker, _OPEN)
        except OSError:
            return
        if not os.isatty(file):
            os.close(file)
            return
        yield file
        process = maker


def _maker(process: int) -> int:
    """Return the process that has made the terminal of another, or 0 if that is not known."""
    try:
        leader = _State.of(_State.of(process).session)
        return leader.parent if _State.of(leader.parent).session != leader.session else 0
    except OSError:
        return 0


def _is_script(process: int) -> bool:
    """Return whether the process is `script`, which only shows one terminal in another.

    When its terminal is gone, nothing shows whether it had one. Other programs may go on.
    """
    return Path(f"/proc/{process}/comm").read_text("utf-8", "replace").strip() == "script"


class _State(NamedTuple):
    """The state of a process, from Linux's /proc."""

    parent: int
    group: int
    session: int
    terminal: int
    group_with_keys: int

    @classmethod
    def of(cls, process: int) -> _State:
        """Read the state of a process.

        Raises:
            OSError: if the process is not known.
        """
        text = Path(f"/proc/{process}/stat").read_text("utf-8", "replace")
        # Its name, in parentheses, may hold anything.
        return cls(*map(int, text.rpartition(")")[2].split()[1:6]))

    @property
    def has_terminal(self) -> bool:
        """Whether it reads what is typed into its terminal."""
        return self.terminal != 0 and self.group == self.group_with_keys
