"""JSON lines that come through a pipe or lie in a zip file are read as those in a file are."""

from __future__ import annotations

import errno
import fcntl
import gzip
import os
import sys
import termios
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread, Timer

import pytest

from paperview import cache
from paperview.loading.loader import Loader
from paperview.sources.opening import piped
from paperview.sources.opening.files import FiledSource, PipedSource, Source
from paperview.sources.opening.request import Request
from tests.indexing import support
from tests.indexing.support import Loaded, answers_in_memory, lines, steps

COUNT = 2600
TEXT = lines(COUNT)
DEADLINE_S = 60


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
    monkeypatch.setattr(piped, "_PATIENCE", 0.02)
    monkeypatch.setattr(piped, "_BATCH", 0.02)
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


def test_papers_are_there_and_found_while_others_are_still_coming(feed: Feed) -> None:
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
    assert loaded.answers() == answers_in_memory(TEXT)
    assert len(loaded.everything) == COUNT
    assert loaded.problems == []


def test_nothing_of_it_is_kept_or_left_behind(
    feed: Feed, scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    published: list[object] = []
    monkeypatch.setattr(cache.Draft, "publish", lambda *draft: published.append(draft))
    Thread(target=feed.write_last, args=(TEXT,), daemon=True).start()
    loaded = opened(feed.path)
    walk = steps(loaded)
    until(walk, cache.drafts_in_use)
    for _ in walk:
        pass
    assert loaded.answers() == answers_in_memory(TEXT)
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


def test_the_same_pipe_may_be_loaded_again(feed: Feed) -> None:
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
    assert loaded.answers() == answers_in_memory(TEXT)
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
    feed: Feed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("paperview.indexing.place.places", lambda *_: iter(()))
    feed.write(TEXT[:40_000])
    loaded = opened(feed.path)
    walk = steps(loaded)
    next(walk)
    Thread(target=feed.write_last, args=(TEXT[40_000:],), daemon=True).start()
    for _ in walk:
        pass
    assert loaded.answers() == answers_in_memory(TEXT)


def test_without_any_room_for_the_text_it_is_told(
    feed: Feed, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_spool: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(piped._Spool, "__init__", refuse)
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


# --- in zip files


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("paperview.sources.opening.files._SMALL", 1000)
    path = tmp_path / "archive.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a/first.json", lines(1300))
        archive.writestr("second.json", lines(1300, 1300))
        archive.writestr("third.txt", "We show.\n\narXiv:2304.00001\n")
    return path


def load(path: Path) -> Loaded:
    sources = Request([str(path)]).open().sources
    assert [type(source) for source in sources] == [FiledSource, FiledSource, Source]
    loaded = Loaded(Loader(sources))
    support.OPEN.append(loaded.loader)
    for _ in steps(loaded):
        pass
    return loaded


def test_members_of_a_zip_file_are_indexed_and_each_has_its_place_in_the_cache(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh = load(archive)
    numbers = range(1, 2601)
    assert [str(paper.arxiv_id) for paper in fresh.papers] == [
        *(f"1501.{number:05}" for number in numbers),
        "2304.00001",
    ]
    assert fresh.problems == []
    names = {entry.identity.name for entry in cache.entries()}
    assert names == {f"{archive}:a/first.json", f"{archive}:second.json"}
    assert all("text" in entry.files for entry in cache.entries())

    def refuse(_crew: object) -> None:
        raise AssertionError("a worker was started")

    monkeypatch.setattr("paperview.indexing.crew.Crew._hire", refuse)
    again = load(archive)
    assert again.answers() == fresh.answers()
    assert again.papers == fresh.papers


def test_a_zip_file_that_has_changed_is_read_anew(archive: Path) -> None:
    load(archive)
    with zipfile.ZipFile(archive, "a") as added:
        added.writestr("fourth.pdf", "x")
    before = {entry.folder: entry.identity for entry in cache.entries()}
    load(archive)
    after = {entry.folder: entry.identity for entry in cache.entries()}
    assert before.keys() == after.keys()
    assert all(before[folder] != after[folder] for folder in before)


def test_of_a_damaged_member_the_papers_before_the_damage_are_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("paperview.sources.opening.files._SMALL", 1000)
    path = tmp_path / "archive.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("papers.json", TEXT)
    data = path.read_bytes()
    path.write_bytes(data.replace(b"1501.02000", b"1501.0200X"))
    (source,) = Request([str(path)]).open().sources
    loaded = Loaded(Loader([source]))
    support.OPEN.append(loaded.loader)
    for _ in steps(loaded):
        pass
    assert any(
        problem.reason.startswith("is damaged (its checksum is another)")
        for problem in loaded.problems
    )
    assert len(loaded.papers) >= COUNT - 1
