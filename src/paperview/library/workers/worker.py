"""A process that does tasks, as its leader sees it.

A process of its own, and not a thread: reading papers is Python, and would hold up the screen. It
is a program of its own, and not a copy of the reader: what a copy inherits, a terminal in raw mode
and locks that other threads hold, does no good. Tasks and what they tell go through pipes. A worker
whose reader is gone, however it ended, finds its pipe closed and ends too.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

import paperview

_START = (
    "import sys; sys.path.insert(0, sys.argv[1]); import paperview; del sys.path[0]; "
    "from paperview.library.workers.__main__ import main; main()"
)
"""What a worker runs: this very package, and all else from where Python finds it. The folder of the
package is on the path for this one import, and the current folder, whatever lies there, never."""


@dataclass(frozen=True, slots=True)
class Ended:
    """What a worker tells last of a task: it was done, or came to nothing."""

    error: OSError | None = None
    """What could not be read or written."""
    fault: str = ""
    """What an unexpected failure says of itself."""


class WorkerError(Exception):
    """A worker failed, or was ended from outside."""


class Worker:
    """A process that does one task after the other."""

    def __init__(self) -> None:
        """Start it.

        Raises:
            OSError: if no process can be started.
        """
        self._process = subprocess.Popen(  # noqa: S603 - this Python and this package
            [sys.executable, "-P", "-c", _START, str(Path(paperview.__file__).parents[1])],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._tasks = cast("BinaryIO", self._process.stdin)
        self._told = cast("BinaryIO", self._process.stdout)

    def run(self, task: str, *arguments: object) -> Iterator[object]:
        """Do a task; give what it tells, as it comes.

        Raises:
            OSError: if the task could not read or write what it should.
            WorkerError: if the worker failed otherwise.
        """
        try:
            pickle.dump((task, arguments), self._tasks)
            self._tasks.flush()
            while True:
                told = pickle.load(self._told)  # noqa: S301 - written by our own process
                if isinstance(told, Ended):
                    break
                yield told
        except (EOFError, pickle.UnpicklingError, BrokenPipeError, ValueError):
            raise WorkerError(f"the worker ended in the middle of '{task}'") from None
        if told.error is not None:
            raise told.error
        if told.fault:
            raise WorkerError(told.fault)

    def end(self) -> None:
        """End it, whatever it is doing."""
        self._process.kill()
        self._process.wait()

    def close(self) -> None:
        """End it, and close its pipes; for the thread that runs its tasks."""
        self.end()
        self._told.close()
        with suppress(OSError):  # a task that it did not live to read
            self._tasks.close()
