"""Damage of the cache is noticed before anything is printed, and asks for no memory."""

from __future__ import annotations

import errno
import random
import shutil
import tracemalloc
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest

from paperview.index.query.parser import parse
from paperview.index.searcher import Searcher
from paperview.index.storage.index import Index, load_shard
from paperview.library import cache
from tests.commands.conftest import Call

_WORDS = ("gnu", "zebra", "quagga", "tapir", "okapi", "wonder", "learning", "graph", "neural")
_HEAD = 4096
"""Bytes in which the table of a file of arrays may be, which is checked when it is opened."""
_QUERIES = ("gnu lern", "'okapi learning", "neurla", "ing", '"graph neural"', "a", "tapir -zebra")


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    chosen = random.Random(1)  # noqa: S311 - no secret
    lines = []
    for number in range(1, 300):
        words = [*chosen.choices(_WORDS, k=20), f"{chosen.choice(_WORDS)}{number}"]
        title, abstract = " ".join(words[-4:]), " ".join(words)
        lines.append(
            f'{{"id": "2001.{number:05}", "title": "{title}", "abstract": "{abstract}"}}\n'
        )
    path = tmp_path / "papers.json"
    path.write_text("".join(lines))
    return path


@pytest.mark.parametrize("command", ["search", "stats"])
def test_a_full_disk_of_the_cache_is_told_in_a_line(
    command: str, call: Call, papers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    arguments = ("gnu", papers, "--count") if command == "search" else (papers,)
    monkeypatch.setattr("paperview.library.cache.folders.locked", full)
    monkeypatch.setattr("tempfile.mkdtemp", full)
    code, out, err = call(command, *arguments)
    note = f"the cache's disk has no room for the index of {papers}: it is made again each time"
    said, _, others = err.partition("\n")
    assert said == f"paperview: {note}"
    monkeypatch.undo()
    assert call(command, *arguments) == (code, out, others)


def _damaged(content: bytes) -> Iterator[bytes]:
    """Give the content with zeros in its place, with other bytes, and with one changed bit."""
    yield bytes(len(content))
    yield random.Random(2).randbytes(len(content))  # noqa: S311 - no secret
    for at in (len(content) // 2, len(content) - 1):
        yield content[:at] + bytes([content[at] ^ 64]) + content[at + 1 :]


def test_a_damaged_file_of_an_entry_never_leads_to_a_wrong_line(call: Call, papers: Path) -> None:
    call("search", "", papers)
    wanted = [call("search", query, papers) for query in ("", "gnu lern")]
    assert all(code == 0 and out for code, out, _ in wanted)
    (entry,) = cache.entries()
    whole = entry.folder.with_name("whole")
    shutil.copytree(entry.folder, whole)
    for name in entry.files:
        for number, content in enumerate(_damaged((whole / name).read_bytes())):
            shutil.rmtree(entry.folder)
            shutil.copytree(whole, entry.folder)
            (entry.folder / name).write_bytes(content)
            query = number % 2
            assert call("search", ("", "gnu lern")[query], papers) == wanted[query], (name, number)
            assert cache.entries()[0].is_sound()


@pytest.mark.parametrize("name", ["joined", "segment0000"])
def test_a_damaged_index_asks_for_little_memory(
    name: str, call: Call, papers: Path, tmp_path: Path
) -> None:
    """The reader verifies an index while it answers already."""
    call("search", "", papers)
    (entry,) = cache.entries()
    content = np.fromfile(entry.path(name), np.uint8)
    changes = np.random.default_rng(3)
    for each in ("joined", "segment0000"):
        shutil.copy(entry.path(each), tmp_path)
    tracemalloc.start()
    try:
        for share in (0.0001, 0.001, 0.01, 0.1, 1):
            for _ in range(8):
                is_hit = changes.random(len(content)) < share
                is_hit[:_HEAD] = False
                noise = changes.integers(0, 256, len(content), np.uint8)
                (tmp_path / name).write_bytes(np.where(is_hit, noise, content).tobytes())
                _ask_all(tmp_path)
        assert tracemalloc.get_traced_memory()[1] < 200_000_000
    finally:
        tracemalloc.stop()


def _ask_all(folder: Path) -> None:
    """Ask a damaged index; wrong answers and errors of many kinds are expected."""
    with suppress(Exception):
        shard = load_shard([folder / "segment0000"], folder / "joined")
        for query in _QUERIES:
            with suppress(Exception):
                Searcher(Index((shard,))).search(parse(query))
