"""What comes through a pipe is there as soon as it has come, however long the rest takes."""

from __future__ import annotations

import errno
import gzip
import io
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from threading import Thread

import pytest

from paperview.sources import pipe as piping
from paperview.sources.decompression import MEMORY_LIMIT
from paperview.sources.pipe import Growing, Pipe
from paperview.sources.registry import HEAD

DEADLINE_S = 20
Made = Callable[[], tuple[Pipe, io.FileIO]]


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> Iterator[Made]:
    """Make a pipe, and the file into which what comes through it is written."""
    monkeypatch.setattr(piping, "_PATIENCE", 0.02)
    monkeypatch.setattr(piping, "_BATCH", 0.02)
    writers: list[io.FileIO] = []
    pipes: list[Pipe] = []

    def make() -> tuple[Pipe, io.FileIO]:
        reading, writing = os.pipe()
        writers.append(io.FileIO(writing, "w"))
        pipes.append(Pipe(reading))
        return pipes[-1], writers[-1]

    yield make
    for pipe, writer in zip(pipes, writers, strict=True):
        pipe.stop()
        writer.close()
        assert pipe.wait(DEADLINE_S)


def always(_head: bytes) -> bool:
    return True


def never(_head: bytes) -> bool:
    return False


def write_all(writer: io.FileIO, text: bytes) -> None:
    view = memoryview(text)
    while view:
        view = view[writer.write(view) :]
    writer.close()


def until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + DEADLINE_S
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def test_all_of_a_short_text_is_its_beginning(made: Made) -> None:
    pipe, writer = made()
    writer.write(b"We ")
    writer.write(b"show.")
    writer.close()
    assert pipe.head(never) == b"We show."
    assert pipe.is_over
    assert (pipe.data(), pipe.fault, pipe.count) == (b"We show.", "", 8)


def test_the_beginning_is_had_while_the_rest_takes_its_time(made: Made) -> None:
    pipe, writer = made()
    writer.write(b"We show it.\n")
    asked: list[bytes] = []

    def is_enough(head: bytes) -> bool:
        asked.append(head)
        if len(asked) == 1:
            writer.write(b"And more.\n")
        return len(asked) == 2

    assert pipe.head(is_enough) == b"We show it.\nAnd more.\n"
    assert asked == [b"We show it.\n", b"We show it.\nAnd more.\n"]
    assert not pipe.is_over


def test_a_pipe_is_not_read_on_until_it_is_said_where_to(made: Made) -> None:
    pipe, writer = made()
    text = bytes(range(256)) * 4000
    thread = Thread(target=write_all, args=(writer, text), daemon=True)
    thread.start()
    assert pipe.head(never) == text[:HEAD]
    assert not pipe.wait(0.1)
    assert pipe.count < len(text)
    pipe.keep()
    assert pipe.wait(DEADLINE_S)
    assert pipe.data() == text
    thread.join(timeout=DEADLINE_S)


def test_what_comes_packed_is_unpacked_as_it_comes(made: Made) -> None:
    pipe, writer = made()
    packer = gzip.GzipFile(fileobj=writer, mode="w")
    packer.write(b"We show it.\n")
    packer.flush()
    assert pipe.head(always) == b"We show it.\n"
    packer.write(b"And more.\n")
    packer.close()
    writer.close()
    pipe.keep()
    assert pipe.wait(DEADLINE_S)
    assert (pipe.data(), pipe.fault) == (b"We show it.\nAnd more.\n", "")


def test_of_a_packed_text_that_is_cut_off_what_came_is_there_and_it_is_told(made: Made) -> None:
    pipe, writer = made()
    writer.write(gzip.compress(b"We show it.\n")[:-8])
    writer.close()
    pipe.keep()
    assert pipe.wait(DEADLINE_S)
    assert (pipe.data(), pipe.fault) == (
        b"We show it.\n",
        "is cut off: unpacked 12 bytes; get it anew",
    )


@pytest.mark.parametrize("is_spooled", [False, True])
def test_a_text_without_end_ends_at_the_limit_and_its_writer_is_told(
    made: Made, monkeypatch: pytest.MonkeyPatch, is_spooled: bool
) -> None:
    monkeypatch.setattr(piping, "MEMORY_LIMIT", 3_000_000)
    monkeypatch.setattr(piping, "FILE_LIMIT", 3_000_000)
    pipe, writer = made()
    failures: list[BrokenPipeError] = []

    def write() -> None:
        try:
            while True:
                writer.write(b"We show it.\n" * 1000)
        except BrokenPipeError as error:
            failures.append(error)

    thread = Thread(target=write, daemon=True)
    thread.start()
    pipe.head(never)
    if is_spooled:
        pipe.spool()
    else:
        pipe.keep()
    assert pipe.wait(DEADLINE_S)
    thread.join(timeout=DEADLINE_S)
    assert len(failures) == 1
    assert 3_000_000 < pipe.count < 5_000_000
    assert pipe.fault == (
        f"is read up to byte {pipe.count:,} only (more than 3.0 MB; save it to a file)"
    )


def test_a_full_disk_ends_it(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    pipe, writer = made()
    writer.write(b"We show it.\n")
    pipe.head(always)
    path = pipe.spool()

    def fail(_spool: object, _piece: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(piping._Spool, "write", fail)
    writer.write(b"And more.\n")
    assert pipe.wait(DEADLINE_S)
    assert pipe.fault == (
        "is read up to byte 12 only (No space left on device); say where there is room: "
        "TMPDIR=folder"
    )
    with closing(Growing(path, waits=True)) as text:
        assert text.read(100) == b"We show it.\n"
        assert text.read(100) == b""


# --- in a file


def test_a_text_in_a_file_is_read_while_it_grows_and_pauses_are_told(made: Made) -> None:
    pipe, writer = made()
    writer.write(b"The first\n")
    pipe.head(always)
    with closing(Growing(pipe.spool(), waits=True)) as text:
        assert text.read(100) == b"The first\n"
        assert text.read(100) is None  # what came may be made use of
        Thread(target=writer.write, args=(b"The second\n",), daemon=True).start()
        assert text.read(100) == b"The second\n"
        assert text.read(100) is None
        writer.close()
        assert text.read(100) == b""
        assert text.read(100) == b""
        assert text.position == 21
    assert pipe.is_over


def test_what_was_over_before_it_goes_into_a_file_comes_to_an_end(made: Made) -> None:
    pipe, writer = made()
    writer.write(b"The first\n")
    writer.close()
    assert pipe.wait(DEADLINE_S)
    with closing(Growing(pipe.spool(), waits=True)) as text:
        assert [text.read(100), text.read(100)] == [b"The first\n", b""]


@pytest.mark.parametrize("free", [0, 1, 10**6, 10**9, 10**12])
def test_there_is_never_less_than_no_room_and_little_of_it_is_left(
    free: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(piping, "_free", lambda _: free)
    assert 0.95 * free <= piping._room() + 10**9 * (free > 10**10) <= free
    assert piping._Spool().room >= MEMORY_LIMIT


def test_who_does_not_wait_has_what_is_there(made: Made) -> None:
    pipe, writer = made()
    writer.write(b"The first\n")
    pipe.head(always)
    path = pipe.spool()
    assert pipe.spool() == path
    with closing(Growing(path, waits=False)) as text:
        assert [text.read(100), text.read(100)] == [b"The first\n", None]
        writer.write(b"The second\n")
        until(lambda: pipe.count == 21)
        assert [text.read(100), text.read(100)] == [b"The second\n", None]


def test_other_processes_read_it_though_it_is_nowhere_to_be_seen(
    made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    pipe, writer = made()
    writer.write(b"The first\nTwo\n")
    writer.close()
    pipe.head(always)
    path = pipe.spool()
    assert pipe.wait(DEADLINE_S)
    if Path("/proc/self/fd").exists():
        assert list(tmp_path.iterdir()) == []
    read = subprocess.run(["cat", path], capture_output=True, timeout=DEADLINE_S, check=True)
    assert read.stdout == b"The first\nTwo\n"


def test_where_the_system_hides_no_files_it_goes_with_the_program(tmp_path: Path) -> None:
    code = (
        "import os; from pathlib import Path; from paperview.sources.pipe import Pipe;"
        "Path.exists = lambda path: False;"
        "reading, writing = os.pipe(); os.write(writing, b'The first'); os.close(writing);"
        "pipe = Pipe(reading); pipe.head(bool); path = pipe.spool(); pipe.wait();"
        "print(path.read_text(), path)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=DEADLINE_S,
        check=True,
    )
    assert done.stdout.startswith(f"The first {tmp_path}/paperview-")
    assert list(tmp_path.iterdir()) == []


def test_a_reader_whose_writer_was_killed_comes_to_an_end(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipe, writer = made()
    writer.write(b"The first\n")
    pipe.head(always)
    with closing(Growing(pipe.spool(), waits=True)) as text:
        assert [text.read(100), text.read(100)] == [b"The first\n", None]
        monkeypatch.setattr(os, "getppid", lambda: 1)
        assert text.read(100) == b""


def test_files_go_where_there_is_room_unless_somebody_says_where(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path))
    room = {str(tmp_path): 10, "/var/tmp": 20}  # noqa: S108 - nothing is put there
    monkeypatch.setattr(piping, "_free", lambda path: room[path])
    assert piping._roomiest() == "/var/tmp"  # noqa: S108 - as above
    room[str(tmp_path)] = 30
    assert piping._roomiest() == str(tmp_path)
    room[str(tmp_path)] = 10
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    assert piping._roomiest() == str(tmp_path)
