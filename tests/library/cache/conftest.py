"""A file of papers, entries made for files, and another program that uses the same cache."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from paperview.library import cache
from paperview.library.cache import Draft, Entry, FileIdentity

FILES = {
    "words.bin": b"zebra quagga" * 99,
    "papers.bin": b"\x00\x01\x02\x03" * 999,
    "empty.bin": b"",
}
FACTS = {"papers": 3, "problems": [{"line": 7, "reason": "caf\u00e9"}], "share": 0.1, "none": None}


@pytest.fixture
def place() -> Path:
    """Return the folder of the cache, which is not made yet."""
    root = cache.root()
    assert root is not None
    return root


@pytest.fixture
def paper_file(tmp_path: Path) -> Path:
    path = tmp_path / "mine.txt"
    path.write_text("We.\n\narXiv:2001.00001\n")
    return path


@pytest.fixture
def identity(paper_file: Path) -> FileIdentity:
    return FileIdentity.of(paper_file)


def begun(identity: FileIdentity, files: Mapping[str, bytes] = FILES) -> Draft:
    """Begin a draft and write its files."""
    draft = cache.draft(identity)
    assert draft is not None
    for name, content in files.items():
        (draft.folder / name).write_bytes(content)
    return draft


def published(identity: FileIdentity, files: Mapping[str, bytes] = FILES) -> Entry:
    entry = begun(identity, files).publish(FACTS)
    assert entry is not None
    return entry


def names(folder: Path) -> set[str]:
    """Return what is in the folder of the cache, but for its lock."""
    return {path.name for path in folder.iterdir()} - {"lock"}


class Program:
    """Another program with this cache: runs lines of Python, and prints what they come to."""

    def __init__(self, path: Path) -> None:
        code = (
            "import sys\n"
            "from pathlib import Path\n"
            "from paperview.library import cache\n"
            "identity = cache.FileIdentity.of(Path(sys.argv[1]))\n"
            "for line in sys.stdin:\n"
            "    exec(line)\n"
            "    print('done', flush=True)\n"
        )
        self.process = subprocess.Popen(
            [sys.executable, "-c", code, path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def begin(self, line: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def finish(self) -> str:
        """Wait for the line to be run; return what it printed."""
        assert self.process.stdout is not None
        printed = ""
        while (line := self.process.stdout.readline()) != "done\n":
            assert line, "the program has died"
            printed += line
        return printed.strip()

    def run(self, line: str) -> str:
        self.begin(line)
        return self.finish()

    def kill(self) -> None:
        """End it as `kill -9` does, which leaves it no time to tidy up."""
        self.process.kill()
        self.process.communicate(timeout=30)


Start = Callable[[], Program]


@pytest.fixture
def start(paper_file: Path) -> Iterator[Start]:
    """Start other programs, which are ended after the test."""
    programs: list[Program] = []

    def started() -> Program:
        programs.append(Program(paper_file))
        return programs[-1]

    yield started
    for program in programs:
        program.kill()
