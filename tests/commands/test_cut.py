"""A source that can't be read to its end is a problem with exit code 2."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
import os
import random
import resource
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard

from paperview.sources.decompression import MEMORY_LIMIT, Unpacked
from tests.commands.conftest import Call
from tests.commands.test_sources import DEADLINE_S, PROGRAM
from tests.library.workers.support import record

PAPERS = 700
RANDOM = random.Random(1)  # noqa: S311 - for text that hardly compresses
NOISE = [RANDOM.randbytes(250).hex() for _ in range(PAPERS)]
TEXTS = {
    "text": b"".join(
        b"We show %d: %s.\n\narXiv:2304.%05d\n\n" % (number, noise.encode(), number)
        for number, noise in enumerate(NOISE, start=1)
    ),
    "json lines": b"".join(
        json.dumps(record(number) | {"comments": noise}).encode() + b"\n"
        for number, noise in enumerate(NOISE)
    ),
}
PACKS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "xz": lambda data: lzma.compress(data, preset=1),
    "bzip2": lambda data: bz2.compress(data, 1),
    "zstd": zstandard.compress,
}


@pytest.fixture(params=TEXTS)
def text(request: pytest.FixtureRequest) -> bytes:
    return TEXTS[request.param]


@pytest.mark.parametrize("pack", PACKS)
def test_a_packed_file_that_is_cut_off(text: bytes, pack: str, call: Call, tmp_path: Path) -> None:
    path = tmp_path / "papers"
    packed = PACKS[pack](text)
    path.write_bytes(packed[: len(packed) * 9 // 10])
    for _ in range(2):  # the second time from the cache
        code, out, err = call("search", "", path, "--format", "ids")
        assert code == 2
        assert 10 < len(out.split()) < PAPERS
        assert "in what was read" in err
    code, out, _ = call("check", path)
    assert code == 2
    assert f"{path}:" in out
    assert "is cut off: unpacked" in out
    assert "not read to its end" in out


@pytest.mark.parametrize("pack", ["gzip", "zstd"])
def test_a_pipe_of_something_packed_that_is_cut_off(text: bytes, pack: str, feed: Call) -> None:
    packed = PACKS[pack](text)[:-20]
    code, out, err = feed(packed, "search", "", "--format", "ids")
    assert code == 2
    assert 10 < len(out.split()) <= PAPERS
    assert "in what was read" in err
    code, out, _ = feed(packed, "check")
    assert code == 2
    assert "standard input: is cut off: unpacked" in out


def test_a_member_of_a_zip_file_that_is_damaged(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "all.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("papers.txt", TEXTS["text"])
    path.write_bytes(path.read_bytes().replace(b"We show 700:", b"We show 698:"))
    code, out, err = call("search", "", path, "--format", "ids")
    assert (code, len(out.split())) == (2, PAPERS)
    assert "in what was read" in err
    code, out, _ = call("check", path)
    assert code == 2
    assert "its checksum is another" in out


def test_a_file_that_can_not_be_read_on_is_not_taken_for_whole_the_next_time(
    text: bytes, call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "papers"
    path.write_bytes(text)
    read = Unpacked.read

    def fail(unpacked: Unpacked, size: int, /) -> bytes:
        if unpacked.position > len(text) // 2:
            raise OSError(5, "Input/output error")
        return read(unpacked, size)

    # In this process, where the workers can't be made to fail.
    monkeypatch.setattr("paperview.library.cached_index.index_folders", lambda *_: iter(()))
    with monkeypatch.context() as failing:
        failing.setattr(Unpacked, "read", fail)
        code, out, err = call("search", "", path, "--format", "ids")
        assert code == 2
        assert 10 < len(out.split()) < PAPERS
        assert "in what was read" in err
        code, out, _ = call("check", path)
        assert code == 2
        assert "(Input/output error)" in out
        assert "not read to its end" in out
    monkeypatch.undo()
    code, out, err = call("search", "", path, "--format", "ids")
    assert (code, len(out.split()), err) == (0, PAPERS, "")


@pytest.fixture
def scarce(
    feed: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., tuple[int, str, str]]:
    """Send papers through a pipe where there is little room on the disk or in memory."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))

    def called(*arguments: str, room: int, memory: int = MEMORY_LIMIT) -> tuple[int, str, str]:
        monkeypatch.setattr("paperview.sources.pipe._free", lambda _: room)
        monkeypatch.setattr("paperview.sources.pipe.MEMORY_LIMIT", memory)
        return feed(TEXTS["json lines"], *arguments)

    return called


def test_little_room_on_the_disk_is_no_reason_to_read_less(scarce: Call) -> None:
    code, out, err = scarce("search", "", "--format", "ids", room=10_000)
    assert (code, len(out.split()), err) == (0, PAPERS, "")


def test_without_memory_either_it_is_told_how_far_it_was_read(scarce: Call) -> None:
    code, out, err = scarce("search", "", "--format", "ids", room=200_000, memory=100_000)
    assert code == 2
    assert 10 < len(out.split()) < PAPERS
    assert "in what was read" in err
    code, out, _ = scarce("check", room=200_000, memory=100_000)
    assert code == 2
    assert "standard input: is read up to byte " in out
    assert "only (more than 190.0 kB; save it to a file)" in out


@pytest.mark.parametrize("is_packed", [False, True])
def test_where_files_may_not_be_large_enough_it_is_told(is_packed: bool, tmp_path: Path) -> None:
    text = TEXTS["json lines"]
    done = subprocess.run(
        [*PROGRAM, "check"],
        input=gzip.compress(text) if is_packed else text,
        capture_output=True,
        timeout=DEADLINE_S,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000)),
        env={**os.environ, "TMPDIR": str(tmp_path)},
    )
    assert done.returncode == 2
    told = (done.stdout + done.stderr).decode()
    assert "(File too large)" in told
    assert "say where" in told
    assert "Traceback" not in told
