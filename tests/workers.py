"""Workers whose processes are shared by many tests, because starting one is slow."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from paperview.library.workers.pool import Worker, WorkerError

_IDLE: dict[Path, list[Worker]] = {}
"""By the folder that they were started in, from where they find files by relative names."""


class SharedWorker:
    """Worker whose process is passed on to the next pool if it is idle."""

    def __init__(self) -> None:
        self._idle = _IDLE.setdefault(Path.cwd(), [])
        while self._idle and self._idle[-1]._process.poll() is not None:
            self._idle.pop().close()
        self._worker = self._idle.pop() if self._idle else Worker()
        self._process = self._worker._process
        self._is_busy = False
        self._is_killed = False
        self._is_lost = False
        """Whether its process was killed, perhaps just when it had ended its task."""

    def run(self, task: str, *arguments: object) -> Iterator[object]:
        self._is_busy = True  # before looking whether it was killed, which looks at this afterwards
        if self._is_killed:
            raise WorkerError("it was killed")
        yield from self._worker.run(task, *arguments)
        self._is_busy = False

    def kill(self) -> None:
        self._is_killed = True
        if self._is_busy:
            self._is_lost = True
            self._worker.kill()

    def close(self) -> None:
        if self._is_busy or self._is_lost:  # busy, or failed
            self._worker.close()
        else:
            self._idle.append(self._worker)


def close_idle() -> None:
    for idle in _IDLE.values():
        while idle:
            idle.pop().close()
