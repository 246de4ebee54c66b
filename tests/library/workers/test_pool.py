"""Workers: their tasks, their number, and that none is left behind."""

from __future__ import annotations

import gc
import os
import threading
from pathlib import Path
from queue import SimpleQueue

import pytest

from paperview.library.workers.pool import ShutdownError, Worker, WorkerPool

NOTHING: tuple[object, ...] = ([], [], Path("joined"), Path("order"), Path("ranks"))
"""What "join" is given where there is nothing to join."""


def descriptors() -> int:
    gc.collect()  # what is left of other tests
    return len(list(Path("/dev/fd").iterdir()))


def ignore(_told: object) -> None:
    pass


def test_what_lies_in_the_current_folder_is_not_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = "open('ran', 'w').close()\n"
    (tmp_path / "pickle.py").write_text(code)
    (tmp_path / "paperview").mkdir()
    (tmp_path / "paperview" / "__init__.py").write_text(code)
    monkeypatch.chdir(tmp_path)
    worker = Worker()
    try:
        assert list(worker.run("join", *NOTHING)) == []
    finally:
        worker.close()
    assert not (tmp_path / "ran").exists()


def test_where_processors_are_only_counted_there_are_workers_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: 3)
    assert WorkerPool().size == 3
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    assert WorkerPool().size == 1


def test_a_pool_that_was_shut_down_leaves_no_thread_and_no_pipe() -> None:
    threads, pipes = threading.active_count(), descriptors()
    workers = WorkerPool(2)
    ended: SimpleQueue[Exception | None] = SimpleQueue()
    for _ in range(2):
        workers.submit("join", *NOTHING, on_message=ignore, on_end=ended.put)
    assert [ended.get(timeout=30) for _ in range(2)] == [None, None]
    assert descriptors() > pipes
    workers.shutdown()
    assert (threading.active_count(), descriptors()) == (threads, pipes)


def test_every_task_of_a_pool_that_was_shut_down_ends(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "never")
    workers = WorkerPool(1)
    ended: SimpleQueue[Exception | None] = SimpleQueue()
    for _ in range(3):
        workers.submit(
            "read", tmp_path / "never", "never", None, on_message=ignore, on_end=ended.put
        )
    workers.shutdown()
    workers.submit("join", *NOTHING, on_message=ignore, on_end=ended.put)
    errors = [ended.get(timeout=30) for _ in range(4)]
    assert all(isinstance(error, ShutdownError) for error in errors)


def test_what_is_to_be_done_last_is_done_when_no_worker_runs() -> None:
    workers = WorkerPool(1)
    ended: SimpleQueue[Exception | None] = SimpleQueue()
    running: list[bool] = []
    workers.submit("join", *NOTHING, on_message=ignore, on_end=ended.put)
    ended.get(timeout=30)
    workers.at_shutdown(
        lambda: running.extend(worker._process.poll() is None for worker in workers._workers)
    )
    workers.shutdown()
    assert running == [False]
