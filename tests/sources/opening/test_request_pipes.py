"""Pipes that are named, and standard input, among what is to be opened."""

from __future__ import annotations

import gzip
import os
import sys
from contextlib import closing, suppress
from pathlib import Path
from threading import Thread

import pytest

from paperview.sources.registry import PLAIN
from paperview.sources.request import Request
from paperview.sources.source import JsonlSource, PipedSource, TextSource
from tests.library.workers.support import lines
from tests.sources.opening.support import ONE, TWO, errors, names


@pytest.fixture
def fed(tmp_path: Path) -> Path:
    """Make a named pipe, into which somebody may write."""
    path = tmp_path / "fed"
    os.mkfifo(path)
    return path


def feed(path: Path, data: bytes) -> Thread:
    thread = Thread(target=path.write_bytes, args=(data,), daemon=True)
    thread.start()
    return thread


def test_a_pipe_is_read_whatever_comes_through_it(fed: Path) -> None:
    for data in (ONE.encode(), gzip.compress(ONE.encode()), ONE.encode("utf-16")):
        thread = feed(fed, data)
        (source,) = Request([str(fed)]).open().sources
        assert isinstance(source, TextSource)
        assert (source.name, source.data) == (str(fed), ONE.encode())
        thread.join(timeout=30)


def test_a_pipe_is_read_once_and_opened_as_often_as_wanted(fed: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text(TWO)
    request = Request([str(fed), str(other), str(fed)])
    thread = feed(fed, ONE.encode())
    first = request.open()
    thread.join(timeout=30)
    other.write_text(TWO + "\n" + ONE)
    second = request.open()
    assert names(first) == names(second) == [str(fed), str(other)]
    assert first.sources[0] is second.sources[0]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty; put records into it, or name another file"),
        (b"y\n" * 100_000, "is in no known format; if you know it: --from NAME ("),
        (bytes(100_000), "is a binary file; convert it to plain text (UTF-8)"),
        (gzip.compress(b"x", mtime=0)[:9], "is cut off: unpacked 0 bytes; get it anew"),
        (b"arXiv:none\n", "no papers in it; each record needs a line like"),
    ],
    ids=["empty", "endless", "binary", "cut off", "no papers"],
)
def test_a_pipe_without_papers_is_told(fed: Path, data: bytes, said: str) -> None:
    def write() -> None:
        with suppress(BrokenPipeError):  # which is what ends an endless one
            fed.write_bytes(data)

    thread = Thread(target=write, daemon=True)
    thread.start()
    (told,) = errors(Request([str(fed)]).open())
    assert told.startswith(f"{fed}: {said}")
    thread.join(timeout=30)
    assert not thread.is_alive()


def test_what_is_still_coming_is_opened_by_its_beginning_and_waited_for_if_wanted(
    fed: Path,
) -> None:
    long = (ONE * 5000).encode()
    thread = feed(fed, long)
    request = Request([str(fed)])
    (piped,) = request.open().sources
    assert isinstance(piped, PipedSource)
    assert piped.format is PLAIN
    (whole,) = request.open(waits=True).sources
    assert isinstance(whole, TextSource)
    assert whole.data == long
    assert request.open().sources == [whole]
    thread.join(timeout=30)


def test_json_lines_that_come_through_a_pipe_are_put_into_a_file(fed: Path) -> None:
    thread = feed(fed, lines(1000))
    (source,) = Request([str(fed)]).open(waits=True).sources
    assert isinstance(source, JsonlSource)
    assert (source.name, source.grows) == (str(fed), True)
    with closing(source.open()) as stream:
        assert b"".join(iter(lambda: stream.read(1 << 16) or b"", b"")) == lines(1000)
    thread.join(timeout=30)


def test_standard_input_that_is_no_pipe_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    (said,) = errors(Request(["-"]).open())
    assert said == "standard input: is closed; send papers through a pipe"


def test_names_of_standard_input_are_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "one.txt"
    path.write_text(ONE)
    with path.open() as file:
        monkeypatch.setattr(sys, "stdin", file)
        request = Request(["-", "/dev/stdin", "-"])
        assert request.reads_standard_input
        assert names(request.open()) == ["standard input"]
    assert not Request([str(path)]).reads_standard_input
