"""JSON lines from a pipe are read like those in a file."""

from __future__ import annotations

import errno
import fcntl
import gzip
import os
import sys
import termios
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread, Timer

import pytest

from paperview.library import cache
from paperview.library.loader import Loader
from paperview.sources import pipe
from paperview.sources.request import Request
from paperview.sources.source import PipedSource
from tests.library.workers import support
from tests.library.workers.support import Loaded, answers_in_memory, lines, steps

pytestmark = pytest.mark.usefixtures("shared_workers")

COUNT = 2600
"""So many records that some are still to come when the first are shown."""
TEXT = lines(COUNT)
DEADLINE_S = 60


@pytest.fixture(scope="module")
def expected() -> list[list[int]]:
    """Ask what an index of those records that is made in memory answers."""
    return answers_in_memory(TEXT)


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make the folder of temporary files."""
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setenv("TMPDIR", str(scratch))
    monkeypatch.setattr("tempfile.tempdir", None)
    return scratch


class Feed:
    """A named pipe, and who writes into it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        os.mkfifo(path)
        self._file = os.open(path, os.O_RDWR)

    def write(self, data: bytes) -> None:
        view = memoryview(data)
        while view:
            view = view[os.write(self._file, view[: 1 << 16]) :]

    def write_last(self, data: bytes) -> None:
        """Write, and end when all is read: what nobody reads is gone with the last who writes."""
        self.write(data)
        deadline = time.monotonic() + 20
        while self._unread() and time.monotonic() < deadline:
            time.sleep(0.002)
        self.end()

    def _unread(self) -> int:
        count = fcntl.ioctl(self._file, termios.FIONREAD, bytes(4))
        return int.from_bytes(count, sys.byteorder)

    def end(self) -> None:
        file, self._file = self._file, -1
        if file >= 0:
            os.close(file)


@pytest.fixture
def feed(tmp_path: Path, scratch: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Feed]:
    assert scratch.is_dir()
    monkeypatch.setattr(pipe, "_PATIENCE", 0.02)
    monkeypatch.setattr(pipe, "_BATCH", 0.02)
    feed = Feed(tmp_path / "feed")
    timer = Timer(DEADLINE_S, feed.end)  # which ends what would wait for ever
    timer.start()
    yield feed
    timer.cancel()
    feed.end()


def opened(path: Path) -> Loaded:
    (source,) = Request([str(path)]).open().sources
    loaded = Loaded(Loader([source]))
    support.OPEN.append(loaded.loader)
    return loaded


def until(walk: Iterator[None], condition: Callable[[], object]) -> None:
    """Go on loading until something is so."""
    deadline = time.monotonic() + DEADLINE_S
    while not condition():
        assert time.monotonic() < deadline
        next(walk)


def test_papers_are_there_and_found_while_others_are_still_coming(
    feed: Feed, expected: list[list[int]]
) -> None:
    first = lines(30)
    feed.write(first[:-10])
    loaded = opened(feed.path)
    walk = steps(loaded)
    next(walk)
    assert len(loaded.papers) == len(loaded.everything) == 29
    feed.write(first[-10:])
    until(walk, lambda: len(loaded.loader.store) == 30 and loaded.indexes)
    assert loaded.answers() == answers_in_memory(first)
    thread = Thread(target=feed.write_last, args=(TEXT[len(first) :],), daemon=True)
    thread.start()
    for _ in walk:
        pass
    thread.join(timeout=DEADLINE_S)
    assert loaded.answers() == expected
    assert len(loaded.everything) == COUNT
    assert loaded.problems == []


def test_nothing_of_it_is_kept_or_left_behind(
    feed: Feed, scratch: Path, monkeypatch: pytest.MonkeyPatch, expected: list[list[int]]
) -> None:
    published: list[object] = []
    monkeypatch.setattr(cache.Draft, "publish", lambda *draft: published.append(draft))
    Thread(target=feed.write_last, args=(TEXT,), daemon=True).start()
    loaded = opened(feed.path)
    walk = steps(loaded)
    until(walk, cache.drafts_in_use)
    for _ in walk:
        pass
    assert loaded.answers() == expected
    assert len(loaded.papers) == COUNT
    assert cache.entries() == published == []
    assert cache.drafts_in_use() == 0
    assert list(scratch.iterdir()) == []


def test_closing_does_not_wait_for_what_is_still_coming(feed: Feed) -> None:
    feed.write(lines(100))
    loaded = opened(feed.path)
    walk = steps(loaded)
    next(walk)
    thread = Thread(target=lambda: list(walk), daemon=True)
    thread.start()
    loaded.loader.close()
    thread.join(timeout=DEADLINE_S)
    assert not thread.is_alive()
    assert cache.drafts_in_use() == 0


def test_the_same_pipe_may_be_loaded_again(feed: Feed, expected: list[list[int]]) -> None:
    feed.write(lines(100))
    request = Request([str(feed.path)])
    (source,) = request.open().sources
    assert isinstance(source, PipedSource)
    first = Loader([source])
    next(first.steps())
    first.close()
    Thread(target=feed.write_last, args=(TEXT[len(lines(100)) :],), daemon=True).start()
    loaded = Loaded(Loader(request.open().sources))
    for _ in steps(loaded):
        pass
    assert loaded.answers() == expected
    loaded.loader.close()


def test_problems_of_the_whole_come_last_and_once(feed: Feed) -> None:
    packed = gzip.compress(TEXT + b"{bad}\n")[:-8]
    Thread(target=feed.write_last, args=(packed,), daemon=True).start()
    loaded = opened(feed.path)
    for _ in steps(loaded):
        pass
    bad, cut = loaded.problems
    assert (bad.line, bad.source) == (COUNT + 1, str(feed.path))
    size = len(TEXT) + 6
    assert str(cut) == f"{feed.path}: is cut off: unpacked {size:,} bytes; get it anew"


def test_without_any_room_for_an_index_it_is_made_in_memory(
    feed: Feed, monkeypatch: pytest.MonkeyPatch, expected: list[list[int]]
) -> None:
    monkeypatch.setattr("paperview.library.cached_index.index_folders", lambda *_: iter(()))
    feed.write(TEXT[:40_000])
    loaded = opened(feed.path)
    walk = steps(loaded)
    next(walk)
    Thread(target=feed.write_last, args=(TEXT[40_000:],), daemon=True).start()
    for _ in walk:
        pass
    assert loaded.answers() == expected


def test_without_any_room_for_the_text_it_is_told(
    feed: Feed, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_spool: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(pipe._Spool, "__init__", refuse)
    feed.write(lines(100))
    loaded = opened(feed.path)
    for _ in steps(loaded):
        pass
    (problem,) = loaded.problems
    assert str(problem) == (
        f"{feed.path}: there is no room for it (No space left on device); "
        "say where there is: TMPDIR=folder"
    )


def test_other_formats_are_read_when_all_has_come_and_it_is_said_how_much(feed: Feed) -> None:
    feed.write(b"We show one.\n\narXiv:2304.00001\n\n")
    loader = Loader(Request([str(feed.path)]).open().sources)
    walk = loader.steps()
    first = next(walk)
    assert first.progress is not None
    assert (first.progress.doing, first.progress.share) == (f"reading {feed.path}, 32 bytes", None)
    feed.write(b"We show two.\n\narXiv:2304.00002\n\n")
    second = next(walk)
    assert second.progress is not None
    assert second.progress.doing == f"reading {feed.path}, 64 bytes"
    assert len(loader.store) == 0
    feed.end()
    assert any(growth.is_whole for growth in walk)
    assert len(loader.store) == 2
    loader.close()


def test_other_formats_do_not_keep_the_loader_either(feed: Feed) -> None:
    feed.write(b"We show one.\n\narXiv:2304.00001\n\n")
    loader = Loader(Request([str(feed.path)]).open().sources)
    walk = loader.steps()
    next(walk)
    thread = Thread(target=lambda: list(walk), daemon=True)
    thread.start()
    loader.close()
    thread.join(timeout=DEADLINE_S)
    assert not thread.is_alive()
