"""Different papers with a common id are all shown and reported."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from paperview.cli import run
from paperview.model.paper import ArxivId, Doi
from tests.library.workers.support import Loaded, load

pytestmark = pytest.mark.usefixtures("shared_workers")

BARLEY = ("Bo Ahn", "Growth of barley in spring")
WHEAT = ("Di Cid", "Decay of wheat in autumn")
OATS = ("Ed Fox", "Sleep of oats in winter")
ID = "2101.00001"


def bib(*papers: tuple[str, str]) -> bytes:
    entries = (
        f"@article{{k{n},author={{{author}}},title={{{title}}},eprint={{{ID}}}}}\n"
        for n, (author, title) in enumerate(papers)
    )
    return "".join(entries).encode()


def snapshot(*papers: tuple[str, str]) -> bytes:
    records = ({"id": ID, "authors": author, "title": title} for author, title in papers)
    return "".join(f"{json.dumps(record)}\n" for record in records).encode()


def zipped(*papers: tuple[str, str]) -> bytes:
    return gzip.compress(snapshot(*papers))


def titles(loaded: Loaded) -> list[str]:
    return sorted(str(paper.title) for paper in loaded.papers)


@pytest.mark.parametrize("written", [bib, snapshot, zipped])
def test_papers_under_one_id_are_all_there_found_and_told(tmp_path: Path, written: object) -> None:
    assert callable(written)
    path = tmp_path / f"some.{getattr(written, '__name__', '')}"
    path.write_bytes(written(BARLEY, WHEAT, ("B. Ahn", "Growth of barley"), OATS))
    for loaded in (load(path), load(path)):  # read, and from the cache if there is one
        assert titles(loaded) == [WHEAT[1], BARLEY[1], OATS[1]]
        assert len(loaded.found(ID)) == len(loaded.loader.store.find(ArxivId(ID))) == 3
        assert [problem.line for problem in loaded.problems] == [2, 4]
        assert str(loaded.problems[0]) == (
            f'{path}:2: arXiv:{ID} is "{WHEAT[1]}" here, and "{BARLEY[1]}" at {path}:1; '
            "both are shown"
        )
        (result,) = loaded.loader.results
        assert (result.papers, result.duplicates, result.parts, result.doubts) == (3, 1, 0, 2)


@pytest.mark.parametrize("first", [bib, snapshot])
@pytest.mark.parametrize("second", [bib, snapshot])
def test_papers_of_two_files_under_one_id_are_two(
    tmp_path: Path, first: object, second: object
) -> None:
    assert callable(first)
    assert callable(second)
    paths = tmp_path / "a", tmp_path / "b"
    paths[0].write_bytes(first(BARLEY))
    paths[1].write_bytes(second(WHEAT))
    loaded = load(*paths)
    assert titles(loaded) == [WHEAT[1], BARLEY[1]]
    (problem,) = loaded.problems
    assert (problem.source, problem.line) == (str(paths[1]), 1)
    assert f"{paths[0]}:1" in problem.reason


def test_a_record_that_shows_two_papers_to_be_others_takes_them_apart(tmp_path: Path) -> None:
    seed = "We look at fields.\n\narXiv:2101.00001\n"
    paths = tmp_path / "a.txt", tmp_path / "b.json", tmp_path / "c.json"
    paths[0].write_text(seed)
    paths[1].write_bytes(snapshot(BARLEY))
    paths[2].write_bytes(snapshot(WHEAT))
    assert titles(load(*paths[:2])) == [BARLEY[1]]
    assert titles(load(*paths)) == [WHEAT[1], BARLEY[1], "None"]


def test_what_a_record_with_a_changed_title_adds_is_found(tmp_path: Path) -> None:
    path = tmp_path / "some.json"
    more = {"id": ID, "authors": "B. Ahn", "title": "Barley, growing", "comments": "on zucchini"}
    path.write_bytes(snapshot(BARLEY) + json.dumps(more).encode() + b"\n")
    for loaded in (load(path), load(path)):  # read, and from the cache
        assert loaded.found("spring") == loaded.found("zucchini") == [0]
        assert loaded.problems == []


def test_check_names_both_papers_and_fails(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for written in (bib, snapshot, zipped):
        path = tmp_path / written.__name__
        path.write_bytes(written(BARLEY, WHEAT))
        assert run(["check", str(path)])
        told = capsys.readouterr().out
        assert f"{path}:2: " in told
        assert BARLEY[1] in told
        assert WHEAT[1] in told
        assert told.endswith("2 papers, 1 doubtful id\n")


def test_two_arxiv_papers_may_name_one_doi(tmp_path: Path) -> None:
    path = tmp_path / "some.json"
    records = (
        {"id": f"2101.0000{n}", "doi": "10.1000/A", "title": title, "authors": author}
        for n, (author, title) in enumerate((BARLEY, WHEAT), 1)
    )
    path.write_text("".join(f"{json.dumps(record)}\n" for record in records))
    loaded = load(path)
    assert (len(loaded.papers), loaded.problems) == (2, [])
    assert loaded.loader.store.find(Doi("10.1000/a")) == [0, 1]
