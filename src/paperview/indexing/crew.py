"""Workers that tasks are shared out to."""

from __future__ import annotations

import os
from collections.abc import Callable
from queue import SimpleQueue
from threading import Lock, Thread

from paperview.indexing.worker import Worker

_MOST = 4
"""Workers, at most: a segment in the making takes some hundred MB."""

Told = Callable[[object], None]
Ended = Callable[[Exception | None], None]


class Crew:
    """As many workers as there are processors, each led by a thread.

    A worker is started when there is something to do for it. Nothing waits for the threads at the
    program's end, and the workers end with the program.
    """

    def __init__(self, size: int | None = None) -> None:
        self.size = size or min(len(os.sched_getaffinity(0)), _MOST)
        self._tasks: SimpleQueue[tuple[str, tuple[object, ...], Told, Ended]] = SimpleQueue()
        self._lock = Lock()
        self._workers: list[Worker] = []
        self._threads = 0
        self._is_over = False

    def do(self, task: str, *arguments: object, told: Told, ended: Ended) -> None:
        """Have a task done, when a worker is free.

        Args:
            task: its name.
            arguments: what it is given.
            told: called, in a thread, with each thing that it tells.
            ended: called, in the same thread, when it is done, with None, or with what went wrong.
        """
        self._tasks.put((task, arguments, told, ended))
        with self._lock:
            if self._threads < self.size:
                self._threads += 1
                Thread(target=self._lead, name="crew", daemon=True).start()

    def _lead(self) -> None:
        """Lead one worker, and replace it when it fails."""
        worker: Worker | None = None
        while not self._is_over:
            task, arguments, told, ended = self._tasks.get()
            try:
                worker = worker or self._hire()
                for message in worker.run(task, *arguments):
                    told(message)
            except Exception as error:
                if worker is not None:
                    worker.end()
                worker = None
                if not self._is_over:
                    ended(error)
            else:
                ended(None)

    def _hire(self) -> Worker:
        worker = Worker()
        with self._lock:
            self._workers.append(worker)
            if self._is_over:
                worker.end()
        return worker

    def dismiss(self) -> None:
        """End all workers, whatever they are doing."""
        with self._lock:
            self._is_over = True
            for worker in self._workers:
                worker.end()
