"""Workers that tasks are shared out to."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from queue import SimpleQueue
from threading import Lock, Thread, current_thread

from paperview.library.workers.worker import Worker, WorkerError

_MOST = 4
"""Workers, at most: a segment in the making takes some hundred MB."""

Told = Callable[[object], None]
Ended = Callable[[Exception | None], None]


class DismissedError(WorkerError):
    """Nobody is there any more to do a task."""


@dataclass(frozen=True, slots=True)
class _Task:
    name: str
    arguments: tuple[object, ...]
    told: Told
    ended: Ended


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

    def do(self, task: str, *arguments: object, told: Told, ended: Ended) -> None:
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
