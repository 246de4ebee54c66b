"""A pool of worker processes.

`concurrent.futures` has no messages from a running task and can't kill one. Its processes are
copies of the reader, which inherit a terminal in raw mode and locks, or run its main module again.
A worker here is a program of its own that gets its tasks through a pipe. When the reader ends in
any way, the pipe is closed and the worker ends too.
"""

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

_MOST = 4
"""Workers, at most: a segment in the making takes some hundred MB."""

OnMessage = Callable[[object], None]
OnEnd = Callable[[Exception | None], None]


class WorkerError(Exception):
    """A worker failed, or was ended from outside."""


class ShutdownError(WorkerError):
    """The pool was shut down before the task was done."""


@dataclass(frozen=True, slots=True)
class _Task:
    name: str
    arguments: tuple[object, ...]
    on_message: OnMessage
    on_end: OnEnd


class WorkerPool:
    """Workers for the processors there are, each served by a thread.

    A worker is started when there is a task for it. The threads are daemons, and the workers end
    with the program.
    """

    def __init__(self, size: int | None = None) -> None:
        self.size = size or min(_processors(), _MOST)
        self.is_shut_down = False
        self._tasks: SimpleQueue[_Task | None] = SimpleQueue()
        """None ends the thread that takes it."""
        self._lock = Lock()
        self._workers: list[Worker] = []
        self._threads: list[Thread] = []
        self._shutdown_calls: list[Callable[[], None]] = []

    def submit(self, task: str, *arguments: object, on_message: OnMessage, on_end: OnEnd) -> None:
        """Queue a task for the next free worker.

        Args:
            task: its name.
            arguments: what it is given.
            on_message: called in a thread with each message of the task.
            on_end: called in the same thread at the end of the task, with None or an error:
                `ShutdownError` if the pool was shut down before.
        """
        with self._lock:
            is_shut_down = self.is_shut_down
            if not is_shut_down:
                self._tasks.put(_Task(task, arguments, on_message, on_end))
                if len(self._threads) < self.size:
                    self._threads.append(
                        Thread(target=self._serve, name="worker pool", daemon=True)
                    )
                    self._threads[-1].start()
        if is_shut_down:
            on_end(ShutdownError(task))

    def at_shutdown(self, last: Callable[[], None]) -> None:
        """Call a function when the pool is shut down and no worker runs any more."""
        with self._lock:
            is_shut_down = self.is_shut_down
            self._shutdown_calls.append(last)
        if is_shut_down:
            last()

    def _serve(self) -> None:
        """Give tasks to one worker, and replace it when it fails."""
        worker: Worker | None = None
        while task := self._tasks.get():
            try:
                worker = worker or self._start_worker()
                for message in worker.run(task.name, *task.arguments):
                    task.on_message(message)
            except Exception as error:
                if worker is not None:
                    worker.close()
                worker = None
                task.on_end(ShutdownError(task.name) if self.is_shut_down else error)
            else:
                task.on_end(None)
        if worker is not None:
            worker.close()

    def _start_worker(self) -> Worker:
        with self._lock:
            if self.is_shut_down:
                raise ShutdownError
            worker = Worker()
            self._workers.append(worker)
        return worker

    def shutdown(self) -> None:
        """Kill all workers, whatever they are doing; then make the calls of `at_shutdown`."""
        with self._lock:
            self.is_shut_down = True
        for worker in self._workers:
            worker.kill()
        for _ in self._threads:
            self._tasks.put(None)
        for thread in self._threads:
            if thread is not current_thread():
                thread.join()
        for last in self._shutdown_calls:
            last()


def _processors() -> int:
    """Return how many processors this process may use, or else how many there are."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # on macOS
        return os.cpu_count() or 1


_START = (
    "import sys; sys.path.insert(0, sys.argv[1]); import paperview; del sys.path[0]; "
    "from paperview.library.workers.__main__ import main; main()"
)
"""The program of a worker. The folder of this package is on the path for one import only, and the
current folder never."""


@dataclass(frozen=True, slots=True)
class TaskEnd:
    """The last message about a task: done, or failed."""

    error: OSError | None = None
    """The failure to read or write."""
    fault: str = ""
    """The traceback of any other failure."""


class Worker:
    """A process that does one task after the other."""

    def __init__(self) -> None:
        """Start it.

        Raises:
            OSError: if no process can be started.
        """
        self._process = subprocess.Popen(  # noqa: S603 - this Python and this package
            [sys.executable, "-P", "-c", _START, str(Path(__file__).parents[3])],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._tasks = cast("BinaryIO", self._process.stdin)
        self._messages = cast("BinaryIO", self._process.stdout)

    def run(self, task: str, *arguments: object) -> Iterator[object]:
        """Do a task; give its messages as they come.

        Raises:
            OSError: if the task could not read or write what it should.
            WorkerError: if the worker failed otherwise.
        """
        try:
            pickle.dump((task, arguments), self._tasks)
            self._tasks.flush()
            while True:
                message = pickle.load(self._messages)  # noqa: S301 - written by our own process
                if isinstance(message, TaskEnd):
                    break
                yield message
        except (EOFError, pickle.UnpicklingError, BrokenPipeError, ValueError):
            raise WorkerError(f"the worker ended in the middle of '{task}'") from None
        if message.error is not None:
            raise message.error
        if message.fault:
            raise WorkerError(message.fault)

    def kill(self) -> None:
        """Kill the process."""
        self._process.kill()
        self._process.wait()

    def close(self) -> None:
        """Kill the process and close its pipes; called by the thread that runs its tasks."""
        self.kill()
        self._messages.close()
        with suppress(OSError):  # a task that it had no time to read
            self._tasks.close()
