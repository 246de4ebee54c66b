"""Calling the program, and files to call it with."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from paperview.cli import run
from paperview.system import streams

Called = tuple[int, str, str]
"""Exit code, output and errors."""
Call = Callable[..., Called]

SAMPLE = """\
Old Things
Ann One, Bob Two

We show the zebra, and the zebra again.

arXiv:2001.00001v2
Created: 2020-01-01

A zebra crosses the road.

12 pages

arXiv:2003.00003 - doi: 10.1145/3
Created: 2020-03-03

New \\'Etude
Çy Three

Nobody shows a thing.

doi: 10.1145/2
Created: 2020-02-02
"""
IDS_NEWEST_FIRST = ["2003.00003", "doi:10.1145/2", "2001.00001"]
BAD = "Zebra.\n\narXiv:2005.00005\nCreated: soon\n\nThey.\n\narXiv:none\n\nAnd the r"


@pytest.fixture(autouse=True)
def without_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the program away from the terminal of who runs the tests."""
    monkeypatch.setattr(streams, "TERMINAL", "/nowhere/tty")
    monkeypatch.setattr(streams, "is_sent", lambda: False)


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str], shared_workers: None) -> Call:  # noqa: ARG001
    """Call the program in this process; return its exit code, output and errors."""

    def called(*arguments: str | Path) -> Called:
        code = run([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        return code, out, err

    return called


@pytest.fixture
def feed(call: Call, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Called]:
    """Call the program in this process with bytes that come through a pipe as standard input."""
    monkeypatch.setattr(streams, "is_sent", lambda: True)
    monkeypatch.setattr(streams, "has_come", lambda _: True)

    def fed(data: bytes, *arguments: str | Path) -> Called:
        reading, writing = os.pipe()
        with (
            ThreadPoolExecutor() as pool,
            os.fdopen(reading) as stdin,
            monkeypatch.context() as patch,
        ):
            patch.setattr(sys, "stdin", stdin)
            pool.submit(_write, writing, data)
            return call(*arguments)

    return fed


def _write(pipe: int, data: bytes) -> None:
    with os.fdopen(pipe, "wb") as file, suppress(BrokenPipeError):
        file.write(data)


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    path = tmp_path / "sample.txt"
    path.write_text(SAMPLE)
    return path


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    """Make a file with a bad date, a lost record and a cut end."""
    path = tmp_path / "bad.txt"
    path.write_text(BAD)
    return path
