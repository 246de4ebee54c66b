"""A file of lazy records: read, indexed, cached, and found again."""

from __future__ import annotations

import errno
import gzip
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import zstandard

from paperview.library import cache, cached_index
from paperview.library.cached_index import IndexFolder
from paperview.library.loader import Loader
from paperview.library.workers import pool, tasks
from paperview.library.workers.index_build import IndexBuild, Step
from paperview.library.workers.pool import Worker
from paperview.model.paper import ArxivId
from paperview.sources.jsonl.lazy_records import MOST_FURTHER
from paperview.sources.opening import open_source
from tests.library.workers.support import (
    COUNT,
    TEXT,
    answers_in_memory,
    lines,
    load,
    record,
)

pytestmark = pytest.mark.usefixtures("shared_workers")


def entries() -> list[cache.Entry]:
    return cache.entries()


def forbid_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_pool: pool.WorkerPool) -> Worker:
        raise AssertionError("a worker was started")

    monkeypatch.setattr(pool.WorkerPool, "_start_worker", refuse)


def test_all_papers_are_there_and_found_as_if_they_were_in_memory(
    path: Path, expected: list[list[int]]
) -> None:
    loaded = load(path)
    assert [paper.arxiv_id for paper in loaded.papers] == [
        ArxivId(f"1501.{number + 1:05}") for number in range(COUNT)
    ]
    assert loaded.answers() == expected
    assert sorted(loaded.everything.numbers) == list(range(COUNT))
    dates = [loaded.loader.store[number].created for number in loaded.everything.numbers]
    assert dates == sorted(dates, key=str, reverse=True)
    assert loaded.problems == []


def test_something_can_be_searched_before_all_is_indexed(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("paperview.library.workers.index_build._LEAST", 2500)
    count = 3000  # so many that one slow worker does not hold up all segments
    path.write_bytes(lines(count))
    searched = [index.searched for index in load(path).indexes]
    assert searched == sorted(searched)
    assert 0 < searched[0] < count == searched[-1]


def test_the_second_time_all_comes_from_the_cache(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = load(path)
    assert not first.loader.uses_cache
    forbid_workers(monkeypatch)
    second = load(path)
    assert second.loader.uses_cache
    assert second.loader.is_sound()
    assert second.answers() == first.answers()
    assert list(second.everything.numbers) == list(first.everything.numbers)
    assert second.papers == first.papers


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress])
def test_a_compressed_file_is_no_different(
    tmp_path: Path, pack: Callable[[bytes], bytes], expected: list[list[int]]
) -> None:
    path = tmp_path / "papers"
    path.write_bytes(pack(TEXT))
    first, second = load(path), load(path)
    assert second.loader.uses_cache
    for loaded in (first, second):
        assert loaded.answers() == expected
        assert loaded.papers[COUNT - 1].arxiv_id == ArxivId(f"1501.{COUNT:05}")


def test_of_a_file_that_is_cut_off_all_is_shown_up_to_there(tmp_path: Path) -> None:
    path = tmp_path / "papers.json.gz"
    packed = gzip.compress(TEXT)
    path.write_bytes(packed[: len(packed) // 2])
    loaded = load(path)
    assert 100 < len(loaded.papers) < COUNT
    (problem,) = loaded.problems
    assert "is cut off: unpacked" in problem.reason
    assert [problem.reason for problem in load(path).problems] == [problem.reason]


def test_bad_lines_are_problems_with_their_line_and_all_else_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "papers.json"
    bad = [b"{", b'{"comments": "no id"}', json.dumps({**record(9999), "title": 7}).encode(), b"7"]
    rows = lines(2600).splitlines()  # some of them are read behind the first papers alone
    rows[200:200] = bad
    rows[2300:2300] = [b"\xff\xfe", b"x" * 1000]
    path.write_bytes(b"\n".join(rows))
    for loaded in (load(path), load(path)):  # read, and from the cache
        assert len(loaded.papers) == 2601
        assert sorted(problem.line for problem in loaded.problems) == [
            201, 202, 203, 204, 2301, 2302
        ]  # fmt: skip
        assert {problem.source for problem in loaded.problems} == {str(path)}
        (partial,) = [problem for problem in loaded.problems if not problem.lost]
        assert (partial.line, "title" in partial.reason) == (203, True)
        assert partial.text.startswith('{"id": "1501.10000", "title": 7, ')


@pytest.mark.parametrize("change", ["longer", "replaced", "touched"])
def test_a_file_that_has_changed_since_is_read_anew(path: Path, change: str) -> None:
    load(path)
    if change == "longer":
        path.write_bytes(TEXT + lines(1, first=COUNT))
    elif change == "replaced":
        (path.parent / "new").write_bytes(lines(COUNT, first=7))
        (path.parent / "new").rename(path)
    else:
        os.utime(path, ns=(1, 1))
    loaded = load(path)
    assert not loaded.loader.uses_cache
    assert loaded.answers() == answers_in_memory(path.read_bytes())
    assert len(entries()) == 1


@pytest.mark.parametrize("name", ["records", "joined", "segment0000", "order", "problems"])
def test_a_cache_that_is_not_whole_is_made_anew(
    path: Path, name: str, expected: list[list[int]]
) -> None:
    load(path)
    (entry,) = entries()
    file = entry.path(name)
    os.truncate(file, file.stat().st_size - 1)
    loaded = load(path)
    assert not loaded.loader.uses_cache
    assert loaded.answers() == expected
    assert load(path).loader.uses_cache


def test_a_changed_byte_in_the_cache_is_noticed(path: Path) -> None:
    load(path)
    (entry,) = entries()
    file = entry.path("segment0001")
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 0xFF
    file.write_bytes(content)
    loaded = load(path)
    assert loaded.loader.uses_cache
    assert not loaded.loader.is_sound()
    loaded.loader.forget()
    assert not load(path).loader.uses_cache


def test_without_a_cache_nothing_is_left_behind(
    path: Path, scratch: Path, expected: list[list[int]]
) -> None:
    loaded = load(path)
    assert loaded.answers() == expected
    assert entries() == []
    assert list(scratch.iterdir()) == []


def test_without_any_room_on_the_disk_it_is_indexed_in_memory(
    path: Path, monkeypatch: pytest.MonkeyPatch, expected: list[list[int]]
) -> None:
    monkeypatch.setattr("paperview.library.cached_index.index_folders", lambda *_: iter(()))
    loaded = load(path)
    assert loaded.answers() == expected
    assert len(loaded.everything) == COUNT


@pytest.mark.parametrize("is_foreseen", [True, False])
def test_a_full_disk_of_the_cache_is_told_once(
    path: Path, monkeypatch: pytest.MonkeyPatch, expected: list[list[int]], *, is_foreseen: bool
) -> None:
    builds = []
    steps = IndexBuild.steps

    def counted_steps(
        build: IndexBuild, workers: pool.WorkerPool, folder: IndexFolder
    ) -> Iterator[Step]:
        builds.append(folder.is_kept)
        if folder.is_kept:
            raise OSError(errno.ENOSPC, "No space left on device")
        return steps(build, workers, folder)

    monkeypatch.setattr(IndexBuild, "steps", counted_steps)
    if is_foreseen:
        monkeypatch.setattr(IndexFolder, "has_room", lambda folder, *_, **__: not folder.is_kept)
    first, second = load(path), load(path)
    assert first.answers() == second.answers() == expected
    assert [note.split(" for ")[0] for note in first.notes] == ["the cache's disk has no room"]
    assert second.notes == []
    assert builds == ([False] * 2 if is_foreseen else [True, False] * 2)


def test_without_any_room_a_compressed_file_is_unpacked_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, expected: list[list[int]]
) -> None:
    path = tmp_path / "papers.gz"
    path.write_bytes(gzip.compress(TEXT))
    monkeypatch.setattr("paperview.library.cached_index.index_folders", lambda *_: iter(()))
    loaded = load(path)
    assert loaded.problems == []
    assert loaded.answers() == expected
    assert loaded.papers[COUNT - 1].arxiv_id == ArxivId(f"1501.{COUNT:05}")


@pytest.mark.parametrize("first", [b"garbage", b"\x00\x01\x02", b"{", b"[1]"])
def test_a_bad_first_line_is_a_problem_like_others(tmp_path: Path, first: bytes) -> None:
    path = tmp_path / "papers"
    path.write_bytes(first + b"\n" + TEXT)
    loaded = load(path)
    assert [problem.line for problem in loaded.problems] == [1]
    assert len(loaded.papers) == COUNT


def test_where_a_place_fills_up_the_next_one_is_taken(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, expected: list[list[int]]
) -> None:
    full = tmp_path / "full"
    full.mkdir()
    (full / "segment0001").symlink_to("/dev/full")
    spare = tmp_path / "spare"
    spare.mkdir()

    def two(*_: object) -> Iterator[cached_index.IndexFolder]:
        yield cached_index.IndexFolder(full, None)
        yield cached_index.IndexFolder(spare, None)

    monkeypatch.setattr("paperview.library.cached_index.index_folders", two)
    loaded = load(path)
    assert loaded.answers() == expected
    assert len(loaded.papers) == COUNT
    assert not full.exists()


def test_the_same_paper_twice_is_one_with_the_fields_of_both(tmp_path: Path) -> None:
    path = tmp_path / "papers.json"
    again = {"id": "1501.00003", "title": "Other", "authors": "A. Lee", "doi": "10.1000/added"}
    path.write_bytes(TEXT + json.dumps(again).encode() + b"\n")
    loaded = load(path)
    assert len(loaded.papers) == COUNT
    assert loaded.loader.store.duplicates == 1
    merged = loaded.papers[2]
    assert merged.doi is not None
    assert merged.doi.name == "10.1000/added"
    assert merged.title != "Other"


def test_of_very_many_records_of_a_paper_the_first_are_merged_and_all_counted(
    tmp_path: Path,
) -> None:
    path = tmp_path / "papers.json"
    count = MOST_FURTHER + 20
    again = ({"id": "1501.00003", "comments": "word" + "x" * place} for place in range(count))
    path.write_bytes(TEXT + b"".join(json.dumps(one).encode() + b"\n" for one in again))
    loaded = load(path)
    assert len(loaded.papers) == COUNT
    assert loaded.loader.store.duplicates == count
    longest = "word" + "x" * (MOST_FURTHER - 1)
    assert loaded.papers[2].comments == longest
    assert loaded.found(f"'{longest}") == [2]
    assert loaded.found(f"'{longest}x") == []


def test_a_cached_index_is_searched_while_records_are_still_compared(path: Path) -> None:
    one = {**record(COUNT), "doi": "10.1000/1"}
    other = {name: one[name] for name in one if name != "id"}
    path.write_bytes(TEXT + b"".join(json.dumps(each).encode() + b"\n" for each in (one, other)))
    load(path)
    loader = Loader([open_source(path)])
    searched = [
        (len(loader.store), step.index.searched)
        for step in loader.steps()
        if step.index is not None
    ]
    assert loader.uses_cache
    assert searched == [(COUNT + 2, COUNT + 2), (COUNT + 1, COUNT + 1)]


def test_a_paper_known_from_another_file_is_merged_and_found_once(
    path: Path, tmp_path: Path
) -> None:
    mine = tmp_path / "mine.txt"
    mine.write_text(
        "My own words on gnus are longer than those of the file.\n\n"
        "arXiv:1501.00005 - doi: 10.1000/own\n"
    )
    for paths in ((mine, path), (path, mine)):
        loaded = load(*paths)
        assert len(loaded.papers) == COUNT
        assert loaded.loader.store.duplicates == 1
        (number,) = loaded.found("1501.00005")
        assert loaded.found("doi:10.1000/own") == [number]
        paper = loaded.loader.store[number]
        assert paper.title is not None
        assert number in set(loaded.everything.numbers)
        assert len(loaded.everything) == COUNT
        assert loaded.found("gnus") == [number]


def test_two_files_are_searched_as_one(tmp_path: Path) -> None:
    for place_, first in (("a", 0), ("b", 2100)):
        (tmp_path / place_).write_bytes(lines(2100, first))
    loaded = load(tmp_path / "a", tmp_path / "b")
    assert loaded.answers() == answers_in_memory(lines(4200))
    again = load(tmp_path / "a", tmp_path / "b")
    assert again.loader.uses_cache
    assert again.answers() == loaded.answers()


def test_a_file_that_is_cut_while_it_is_open_says_so_where_its_papers_were(path: Path) -> None:
    loaded = load(path)
    os.truncate(path, 1000)
    assert "was changed" in (loaded.loader.store[COUNT - 1].abstract or "")


def test_a_file_that_is_replaced_while_it_is_open_stays_readable(path: Path) -> None:
    loaded = load(path)
    (path.parent / "new").write_bytes(b"nothing")
    (path.parent / "new").rename(path)
    assert loaded.loader.store[COUNT - 1].arxiv_id == ArxivId(f"1501.{COUNT:05}")


def test_line_numbers_are_counted_where_records_are(path: Path) -> None:
    offsets = [0]
    for line in TEXT.splitlines(keepends=True)[:40]:
        offsets.append(offsets[-1] + len(line))
    with path.open("rb") as file:
        counter = tasks._LineCounter(file.fileno(), [])
        assert [counter.line_at(offset) for offset in offsets[::7]] == list(range(1, 42, 7))
