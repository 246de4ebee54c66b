"""Workers that fail or are ended, with processes of their own for each test."""

from __future__ import annotations

import fcntl
import os
import pickle
import signal
import sys
import termios
import time
from pathlib import Path
from threading import Thread

import pytest

from paperview.library.workers import pool
from paperview.library.workers.pool import Worker
from paperview.library.workers.tasks import Share
from tests.library.workers.support import COUNT, Loaded, left_in_cache, load, steps


@pytest.fixture
def hired(monkeypatch: pytest.MonkeyPatch) -> list[Worker]:
    """Gather the workers that are started."""
    hired: list[Worker] = []
    hire = pool.WorkerPool._start_worker

    def noted(some: pool.WorkerPool) -> Worker:
        hired.append(hire(some))
        return hired[-1]

    monkeypatch.setattr(pool.WorkerPool, "_start_worker", noted)
    return hired


def test_a_worker_that_is_killed_costs_nothing_but_time(
    path: Path, hired: list[Worker], monkeypatch: pytest.MonkeyPatch, expected: list[list[int]]
) -> None:
    hire = pool.WorkerPool._start_worker

    def kill_second(some: pool.WorkerPool) -> Worker:
        worker = hire(some)
        if len(hired) == 2:
            os.kill(worker._process.pid, signal.SIGKILL)
        return worker

    monkeypatch.setattr(pool.WorkerPool, "_start_worker", kill_second)
    loaded = load(path)
    assert len(hired) > 2
    assert loaded.answers() == expected
    assert len(loaded.papers) == COUNT


def test_closing_in_the_middle_ends_all_workers(path: Path, hired: list[Worker]) -> None:
    loaded = Loaded.of(path)
    walk = steps(loaded)
    while not loaded.indexes:
        next(walk)
    assert hired
    loaded.loader.close()
    assert all(worker._process.poll() is not None for worker in hired)


@pytest.mark.parametrize("end", ["loader", "steps"])
def test_closing_in_the_middle_leaves_nothing_behind(path: Path, scratch: Path, end: str) -> None:
    _close_in_the_middle(path, end)
    assert list(scratch.iterdir()) == []


@pytest.mark.parametrize("end", ["loader", "steps"])
def test_closing_in_the_middle_leaves_no_draft_behind(path: Path, end: str) -> None:
    _close_in_the_middle(path, end)
    assert left_in_cache() == []


def _close_in_the_middle(path: Path, end: str) -> None:
    loaded = Loaded.of(path)
    walk = loaded.loader.steps()
    while next(walk).index is None:
        pass
    if end == "loader":
        loaded.loader.close()
    else:
        walk.close()  # type: ignore[attr-defined] # it is a generator


def test_closing_ends_a_thread_that_waits_for_workers(
    path: Path, hired: list[Worker], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stuck(some: pool.WorkerPool) -> Worker:
        worker = hire(some)
        worker._process.send_signal(signal.SIGSTOP)
        return worker

    hire = pool.WorkerPool._start_worker
    monkeypatch.setattr(pool.WorkerPool, "_start_worker", stuck)
    loaded = Loaded.of(path)
    thread = Thread(target=lambda: list(steps(loaded)), daemon=True)
    thread.start()
    while not hired:
        thread.join(0.01)
    loaded.loader.close()
    thread.join(30)
    assert not thread.is_alive()
    assert left_in_cache() == []


def test_a_worker_in_the_middle_of_something_ends_with_its_reader(tmp_path: Path) -> None:
    feed = tmp_path / "feed"
    os.mkfifo(feed)  # nobody writes to it: to open it takes for ever
    worker = Worker()
    try:
        task = ("segment", (feed, "feed", Share([], [], {}, []), (tmp_path, tmp_path)))
        pickle.dump(task, worker._tasks)
        worker._tasks.flush()
        while _unread(worker._tasks.fileno()):
            time.sleep(0.01)
        worker._tasks.close()
        assert worker._process.wait(30) == 0
    finally:
        worker.close()


def _unread(pipe: int) -> int:
    return int.from_bytes(fcntl.ioctl(pipe, termios.FIONREAD, bytes(4)), sys.byteorder)
