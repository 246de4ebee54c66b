"""Papers without ids are merged with those that have the same title and first author."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import permutations
from pathlib import Path

import pytest

from paperview.exports import plain
from paperview.library.store import store
from paperview.model.paper import ArxivId
from paperview.sources.formats import snapshot
from tests.library.workers.support import Loaded, lines, load, record

pytestmark = pytest.mark.usefixtures("shared_workers")

Record = dict[str, object]

MINE: Record = {"title": "How bees dance", "authors": "Ann Lee", "comments": "my own words"}
THEIRS: Record = {**record(8000), "title": "How {B}ees dance", "authors": "A. Lee, Bo Ek"}
SECOND: Record = {**THEIRS, "id": "1501.09999"}
OTHER: Record = {**THEIRS, "id": "1501.09998", "authors": "Cy Okafor"}


def in_file(path: Path, *records: Record, among: int = 30) -> Path:
    """Write records into a file that stays one, behind others."""
    path.write_bytes(lines(among) + b"".join(json.dumps(one).encode() + b"\n" for one in records))
    return path


def in_memory(path: Path, *records: Record) -> Path:
    """Write records into a file that is read into memory."""
    papers = [snapshot.paper(json.dumps(one).encode())[0] for one in records]
    path.write_text("".join(map(plain.dumps, papers)))
    return path


def only(loaded: Loaded) -> int:
    """Return the number of the one paper about bees that is left."""
    (number,) = loaded.found("bees dance lee")
    assert number in set(loaded.everything.numbers)
    assert len(loaded.everything) == len(loaded.loader.store) == loaded.indexes[-1].searched
    return number


@pytest.mark.parametrize(
    "writers", [(in_memory, in_file), (in_file, in_memory), (in_file, in_file)]
)
@pytest.mark.parametrize("records", [(MINE, THEIRS), (THEIRS, MINE)])
def test_the_same_paper_with_and_without_an_id_is_one(
    tmp_path: Path, writers: Sequence[object], records: Sequence[Record]
) -> None:
    first, second = writers
    assert callable(first)
    assert callable(second)
    paths = first(tmp_path / "a", records[0]), second(tmp_path / "b", records[1])
    for loaded in (load(*paths), load(*paths)):  # read, and from the cache
        number = only(loaded)
        paper = loaded.loader.store[number]
        assert (paper.arxiv_id, paper.comments) == (ArxivId("1501.08001"), "my own words")
        assert set(paper.sources) == {str(path) for path in paths}
        assert loaded.loader.store.find(ArxivId("1501.08001")) == [number]
        assert loaded.found("1501.08001") == [number]


def test_within_one_file_they_are_one_too(tmp_path: Path) -> None:
    path = in_file(tmp_path / "a", MINE, THEIRS)
    for loaded in (load(path), load(path)):
        assert loaded.loader.store[only(loaded)].comments == "my own words"
        (result,) = loaded.loader.results
        assert (result.records, result.papers, result.duplicates) == (32, 31, 1)


def test_of_several_the_first_is_joined_and_other_authors_are_none(tmp_path: Path) -> None:
    mine = in_memory(tmp_path / "mine", MINE)
    for records in permutations((THEIRS, SECOND, OTHER)):
        loaded = load(mine, in_file(tmp_path / "file", *records))
        store = loaded.loader.store
        first = next(one for one in records if one is not OTHER)
        assert store[0].arxiv_id == ArxivId(str(first["id"]))
        assert len(store) == 30 + 3
        assert len(loaded.found("bees dance")) == 3


def test_what_is_found_is_what_both_say(tmp_path: Path) -> None:
    mine = in_memory(tmp_path / "mine", {**MINE, "comments": "read with Zoe"})
    loaded = load(mine, in_file(tmp_path / "file", THEIRS))
    assert loaded.found("zoe") == loaded.found("author:ek") == [0]


def test_when_the_time_is_over_the_others_stay_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = iter(range(0, 1000, 6))
    monkeypatch.setattr(store, "monotonic", lambda: next(clock))
    monkeypatch.setattr(store, "_AT_ONCE", 2)
    mine = [{**MINE, "title": f"Bees {n} dance"} for n in range(9)]
    theirs = [{**THEIRS, "id": f"1502.{n + 1:05}", "title": f"Bees {n} dance"} for n in range(9)]
    loaded = load(in_memory(tmp_path / "mine", *mine), in_file(tmp_path / "file", *theirs))
    assert len(loaded.loader.store) == 30 + 9 + 7


def test_when_it_is_closed_no_more_are_looked_up(tmp_path: Path) -> None:
    mine = in_memory(tmp_path / "mine", MINE)
    loaded = Loaded.of(mine, in_file(tmp_path / "file", THEIRS))
    for growth in loaded.loader.steps():
        if growth.is_whole:
            loaded.loader.close()
    assert loaded.loader.store[0].arxiv_id is None
