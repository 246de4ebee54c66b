"""Workers that tasks are shared out to."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from threading import Lock, Thread, current_thread
from typing import BinaryIO, cast

import paperview

_MOST = 4
"""Workers, at most: a segment in the making takes some hundred MB."""

Told = Callable[[object], None]
OnEnd = Callable[[Exception | None], None]


class WorkerError(Exception):
    """A worker failed, or was ended from outside."""


class DismissedError(WorkerError):
    """Nobody is there any more to do a task."""


@dataclass(frozen=True, slots=True)
class _Task:
    name: str
    arguments: tuple[object, ...]
    told: Told
    ended: OnEnd


class WorkerPool:
    """As many workers as there are processors, each led by a thread.

    A worker is started when there is something to do for it. Nothing waits for the threads at the
    program's end, and the workers end with the program.
    """

    def __init__(self, size: int | None = None) -> None:
        self.size = size or min(_processors(), _MOST)
        self.is_dismissed = False
        self._tasks: SimpleQueue[_Task | None] = SimpleQueue()
        """None ends the thread that takes it."""
        self._lock = Lock()
        self._workers: list[Worker] = []
        self._threads: list[Thread] = []
        self._lasts: list[Callable[[], None]] = []

    def do(self, task: str, *arguments: object, told: Told, ended: OnEnd) -> None:
        """Have a task done, when a worker is free.

        Args:
            task: its name.
            arguments: what it is given.
            told: called, in a thread, with each thing that it tells.
            ended: called, in the same thread, when it is done, with None, or with what went wrong:
                `DismissedError` if the crew was dismissed before.
        """
        with self._lock:
            is_dismissed = self.is_dismissed
            if not is_dismissed:
                self._tasks.put(_Task(task, arguments, told, ended))
                if len(self._threads) < self.size:
                    self._threads.append(Thread(target=self._lead, name="crew", daemon=True))
                    self._threads[-1].start()
        if is_dismissed:
            ended(DismissedError(task))

    def do_last(self, last: Callable[[], None]) -> None:
        """Have something called when the crew is dismissed and no worker runs any more."""
        with self._lock:
            is_dismissed = self.is_dismissed
            self._lasts.append(last)
        if is_dismissed:
            last()

    def _lead(self) -> None:
        """Lead one worker, and replace it when it fails."""
        worker: Worker | None = None
        while task := self._tasks.get():
            try:
                worker = worker or self._hire()
                for message in worker.run(task.name, *task.arguments):
                    task.told(message)
            except Exception as error:
                if worker is not None:
                    worker.close()
                worker = None
                task.ended(DismissedError(task.name) if self.is_dismissed else error)
            else:
                task.ended(None)
        if worker is not None:
            worker.close()

    def _hire(self) -> Worker:
        with self._lock:
            if self.is_dismissed:
                raise DismissedError
            worker = Worker()
            self._workers.append(worker)
        return worker

    def dismiss(self) -> None:
        """End all workers, whatever they are doing, and do what is to be done last."""
        with self._lock:
            self.is_dismissed = True
        for worker in self._workers:
            worker.end()
        for _ in self._threads:
            self._tasks.put(None)
        for thread in self._threads:
            if thread is not current_thread():
                thread.join()
        for last in self._lasts:
            last()


def _processors() -> int:
    """Return how many processors this process may use, or where that is not known, has."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # on macOS
        return os.cpu_count() or 1


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
