"""JSON lines in a zip file are read like those in a file."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from paperview.library import cache
from paperview.library.loader import Loader
from paperview.sources.request import Request
from paperview.sources.source import JsonlSource, TextSource
from tests.library.workers import support
from tests.library.workers.support import Loaded, lines, steps

pytestmark = pytest.mark.usefixtures("shared_workers")


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("paperview.sources.opening._SMALL", 1000)
    path = tmp_path / "archive.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a/first.json", lines(1300))
        archive.writestr("second.json", lines(1300, 1300))
        archive.writestr("third.txt", "We show.\n\narXiv:2304.00001\n")
    return path


def load(path: Path) -> Loaded:
    sources = Request([str(path)]).open().sources
    assert [type(source) for source in sources] == [JsonlSource, JsonlSource, TextSource]
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

    def refuse(_pool: object) -> None:
        raise AssertionError("a worker was started")

    monkeypatch.setattr("paperview.library.workers.pool.WorkerPool._start_worker", refuse)
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
    monkeypatch.setattr("paperview.sources.opening._SMALL", 1000)
    path = tmp_path / "archive.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("papers.json", lines(2600))
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
    assert len(loaded.papers) >= 2599
