"""Building an index: its result, and what remains after an interruption."""

from __future__ import annotations

import errno
import json
import os
from array import array
from collections.abc import Iterator
from pathlib import Path

import pytest

from paperview.index.storage import arrays
from paperview.library import cache, cached_index
from paperview.library.workers import index_build, pool, tasks
from paperview.sources.jsonl.scan import RecordTable
from paperview.sources.problem import Problem
from paperview.sources.source import JsonlSource
from tests.library.workers.support import (
    COUNT,
    TEXT,
    answers_in_memory,
    left_in_cache,
    lines,
    load,
    record,
)

pytestmark = pytest.mark.usefixtures("shared_workers")

FOLDERS = cached_index.index_folders


def line(number: int, **fields: object) -> bytes:
    return json.dumps({**record(number), **fields}).encode() + b"\n"


def test_only_the_first_segments_of_a_large_file_and_its_last_one_are_small(tmp_path: Path) -> None:
    records = RecordTable()
    records.offsets = array("Q", bytes(8 * 1_000_000))
    segments = index_build.Segments(records, 0, workers=2)
    while segments.cut(tmp_path, is_last=True):
        pass
    sizes = [segment.end - segment.start for segment in segments]
    assert sum(sizes) == 1_000_000
    assert all(size > 60_000 for size in sizes[5:-1])


def test_a_file_that_is_replaced_behind_its_first_papers_is_not_kept(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = path.with_name("new")
    new.write_bytes(lines(COUNT, first=7))

    def replaced(
        of: JsonlSource, status: os.stat_result
    ) -> Iterator[cached_index.IndexFolder | None]:
        new.rename(path)
        yield from FOLDERS(of, status)

    monkeypatch.setattr(cached_index, "index_folders", replaced)
    load(path)
    assert cache.entries() == []
    monkeypatch.setattr(cached_index, "index_folders", FOLDERS)
    assert load(path).answers() == answers_in_memory(path.read_bytes())


@pytest.mark.parametrize("at", [50, COUNT])
def test_a_paper_is_found_by_what_a_further_record_adds(tmp_path: Path, at: int) -> None:
    rows = TEXT.splitlines(keepends=True)
    # The first segment is begun long before the last line is read.
    rows.insert(at, line(2, comments="On gnus", title=7))
    path = tmp_path / "papers.json"
    path.write_bytes(b"".join(rows))
    for loaded in (load(path), load(path)):
        assert loaded.found("gnus") == [2]
        assert loaded.loader.store[2].comments == "On gnus"
        assert [problem.line for problem in loaded.problems] == [at + 1]
        assert sorted(loaded.found("")) == [n for n in range(COUNT + 1) if n != at]


def test_a_problem_is_told_once_though_its_segment_is_made_twice(tmp_path: Path) -> None:
    path = tmp_path / "papers.json"
    path.write_bytes(line(COUNT, title=7) + TEXT + line(2, comments="On gnus"))
    (problem,) = load(path).problems
    assert problem.line == 1


def test_a_problem_is_told_once_though_it_is_built_in_two_places(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "papers.json"
    path.write_bytes(line(COUNT, title=7) + TEXT)
    full, spare = tmp_path / "full", tmp_path / "spare"
    full.mkdir()
    spare.mkdir()
    (full / "segment0000").symlink_to("/dev/full")
    monkeypatch.setattr(
        cached_index,
        "index_folders",
        lambda *_: iter(
            [cached_index.IndexFolder(full, None), cached_index.IndexFolder(spare, None)]
        ),
    )
    (problem,) = load(path).problems
    assert problem.line == 1
    assert not full.exists()


@pytest.mark.parametrize("failing", ["write", "join"])
def test_an_index_that_there_is_no_room_to_keep_is_used_all_the_same(
    path: Path, monkeypatch: pytest.MonkeyPatch, failing: str, expected: list[list[int]]
) -> None:
    begun: list[str] = []
    do = pool.WorkerPool.submit

    def noted(some: pool.WorkerPool, task: str, *arguments: object, **calls: object) -> None:
        begun.append(task)
        if task == failing:
            arguments = (*arguments[:2], *([Path("/missing/none")] * 3))
        do(some, task, *arguments, **calls)  # type: ignore[arg-type] # handed on as they are

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(pool.WorkerPool, "submit", noted)
    if failing == "write":
        monkeypatch.setattr(cached_index, "write", full)
    loaded = load(path)
    assert begun.count("read") == 1
    assert loaded.answers() == expected
    assert left_in_cache() == []


def test_an_index_from_the_cache_is_mapped_once(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(path)
    mapped: list[Path] = []
    load_one = arrays.load

    def noted(of: Path) -> object:
        mapped.append(of)
        return load_one(of)

    monkeypatch.setattr(arrays, "load", noted)
    assert load(path).loader.uses_cache
    assert len(mapped) == len(set(mapped)) > 0


@pytest.mark.parametrize(
    "at", ["paperview.library.cached_index._mapped", "paperview.index.storage.arrays.load"]
)
def test_for_want_of_descriptors_nothing_is_removed(
    path: Path, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    load(path)
    (entry,) = cache.entries()

    def refuse(_path: Path) -> object:
        raise OSError(errno.EMFILE, "too many open files")

    with monkeypatch.context() as patched:
        patched.setattr(at, refuse)
        found = cached_index.find(JsonlSource("papers", path))
        if found is not None:
            with pytest.raises(OSError, match="too many"):
                found.shard(0)
            found.forget()
    assert cached_index.find(JsonlSource("papers", path)) is None
    assert cache.entries() == [entry]


def test_lines_are_counted_from_the_nearest_that_is_known(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    starts = [0]
    for row in TEXT.splitlines(keepends=True):
        starts.append(starts[-1] + len(row))
    read: list[int] = []
    pread = os.pread

    def noted(file: int, size: int, offset: int) -> bytes:
        read.append(offset)
        return pread(file, size, offset)

    marks = [(starts[100], 101), (starts[200], 201)]
    with path.open("rb") as file:
        counter = tasks._LineCounter(file.fileno(), marks)
        monkeypatch.setattr(os, "pread", noted)
        for number in (210, 220, 100, 150, 10, 200):
            assert counter.line_at(starts[number]) == number + 1
    assert read == [starts[200], starts[210], starts[100], 0]


def test_segments_know_lines_near_their_papers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shares: list[tasks.Share] = []
    share = index_build.Segments.share

    def noted(some: index_build.Segments, segment: index_build.SegmentBuild) -> tasks.Share:
        shares.append(share(some, segment))
        return shares[-1]

    monkeypatch.setattr(index_build.Segments, "share", noted)
    path = tmp_path / "papers.json"
    text = TEXT + line(COUNT, title=7) + b"\n"
    path.write_bytes(text)
    assert [type(problem) for problem in load(path).problems] == [Problem]
    rows = text.splitlines(keepends=True)
    for offset, number in shares[-1].marks:
        assert sum(map(len, rows[: number - 1])) == offset
    assert max(shares[-1].marks)[1] > 200
