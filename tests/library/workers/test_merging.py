"""The same paper in several files of lazy records, and in memory."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import permutations, product
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from paperview.library.store.store import Store
from paperview.model.paper import ArxivId, Doi, Paper
from paperview.sources.formats import snapshot
from paperview.sources.jsonl.lazy_records import LazyRecords, read_first
from paperview.sources.opening import open_source
from paperview.sources.source import JsonlSource, TextSource
from tests.library.workers.support import Loaded, lines, load, steps
from tests.support import read_all, stored

pytestmark = pytest.mark.usefixtures("shared_workers")

DOI = "10.1000/One"
BY_LEE = {"authors": "Ann Lee"}
ALONE = {"id": "", "doi": DOI, "title": "named", "comments": "from the DOI", **BY_LEE}
NAMED = {
    "id": "1501.00001",
    "doi": "10.1000/one",
    "title": "Named",
    "abstract": "We name it.",
    **BY_LEE,
}
OTHER = {"id": "1501.00002", "doi": DOI, "title": "Erratum", **BY_LEE}
BARE = {"id": "1501.00001", "title": "Bare", "categories": "cs.LG", **BY_LEE}

Record = dict[str, str]


def written(path: Path, *records: Record) -> Path:
    path.write_bytes(b"".join(json.dumps(record).encode() + b"\n" for record in records))
    return path


def as_text(record: Record) -> str:
    ids = [f"arXiv:{record['id']}"] if record["id"] else []
    ids += [f"doi: {record['doi']}"] if "doi" in record else []
    return f"{record['title']}\nAnn Lee\n\nWe.\n\n{' - '.join(ids)}\n\n"


def titles(papers: Sequence[Paper]) -> list[str | None]:
    return [paper.title for paper in papers]


def in_memory(records: Sequence[Record]) -> Store:
    store = Store()
    read_all([TextSource("mine.txt", as_text(record).encode()) for record in records], store)
    return store


def add_records(store: Store, path: Path) -> None:
    source = open_source(path)
    assert isinstance(source, JsonlSource)
    store.add_records(read_first(source).papers)


def in_files(folder: Path, *files: Sequence[Record]) -> Loaded:
    return load(*(written(folder / f"{i}.json", *records) for i, records in enumerate(files)))


def test_two_files_with_the_same_papers_are_one_pile(tmp_path: Path) -> None:
    for place in "ab":
        (tmp_path / place).write_bytes(lines(5))
    both = tmp_path / "a", tmp_path / "b"
    for loaded in (load(*both), load(*both)):  # read, and from the cache
        assert (len(loaded.loader.store), loaded.loader.store.duplicates) == (5, 5)
        assert sorted(loaded.everything.numbers) == list(range(5))
        assert sorted(loaded.found("")) == list(range(5))
        assert loaded.indexes[-1].searched == 5


def test_the_earlier_of_two_files_shows_the_fields_of_both(tmp_path: Path) -> None:
    loaded = in_files(tmp_path, [BARE], [OTHER, NAMED, {**ALONE, "doi": "10.1000/three"}])
    store = loaded.loader.store
    assert store[0].title == "Named"
    assert store[0].abstract == "We name it."
    assert store[0].categories == ("cs.LG",)
    assert titles(loaded.papers) == ["Named", "Erratum", "named"]


def test_three_files_give_one_paper(tmp_path: Path) -> None:
    loaded = in_files(tmp_path, [ALONE], [NAMED], [BARE])
    store = loaded.loader.store
    (paper,) = loaded.papers
    assert (paper.title, paper.abstract, paper.categories) == ("named", "We name it.", ("cs.LG",))
    assert paper.arxiv_id == ArxivId("1501.00001")
    assert store.duplicates == 2
    assert store.find(ArxivId("1501.00001")) == store.find(Doi(DOI)) == [0]


@pytest.mark.parametrize("records", permutations((ALONE, NAMED, OTHER, BARE)))
def test_files_and_memory_agree_on_what_is_one_paper(
    tmp_path: Path, records: Sequence[Record]
) -> None:
    expected = titles(list(in_memory(records)))
    store = Store()
    for place, record in enumerate(records):
        add_records(store, written(tmp_path / str(place), record))
    store.settle()
    assert titles(list(store)) == expected


@pytest.mark.parametrize("records", [(ALONE, NAMED), (NAMED, ALONE), (NAMED, OTHER, ALONE)])
def test_within_a_file_a_doi_alone_joins_the_paper_that_names_it(
    tmp_path: Path, records: Sequence[Record]
) -> None:
    expected = titles(list(in_memory(records)))
    assert len(expected) == len(records) - 1
    path = written(tmp_path / "records.json", *records)
    for loaded in (load(path), load(path)):  # read, and from the cache
        store = loaded.loader.store
        assert titles(loaded.papers) == expected
        assert store[0].comments == "from the DOI"
        assert store.duplicates == 1
        assert len(loaded.everything) == len(loaded.found("")) == len(expected)
        assert store.find(ArxivId("1501.00001")) == [0]


def test_two_arxiv_papers_of_two_files_that_name_one_doi_stay_two(tmp_path: Path) -> None:
    loaded = in_files(tmp_path, [NAMED], [OTHER])
    assert titles(loaded.papers) == ["Named", "Erratum"]
    assert loaded.loader.store.duplicates == 0


def test_many_papers_beside_a_file_take_no_look_at_all_of_it_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a file's columns were gone through for one paper")

    monkeypatch.setattr(LazyRecords, "find", refuse)
    path = written(tmp_path / "a.json", NAMED, OTHER)
    for memory_first in (True, False):
        store = Store()
        mine = Paper(arxiv_id=ArxivId("1501.00001"), title="Mine", authors=("A. Lee",))
        if memory_first:
            store.add(mine)
        add_records(store, path)
        if not memory_first:
            store.add(mine)
        store.settle()
        assert len(store) == 2
        assert {"Erratum"} < set(titles(list(store)))


def test_a_paper_in_memory_is_found_by_a_doi_that_a_file_told(tmp_path: Path) -> None:
    store = Store()
    store.add(Paper(arxiv_id=ArxivId("1501.00001"), title="Mine", authors=("Ann Lee",)))
    add_records(store, written(tmp_path / "a.json", NAMED))
    store.add(Paper(doi=Doi(DOI), comments="late"))
    store.settle()
    assert store.find(Doi("10.1000/one")) == [0]
    assert (store[0].title, store[0].comments, len(store)) == ("Named", "late", 1)


def test_a_third_file_joins_the_paper_in_memory_not_the_record_it_stands_for(
    tmp_path: Path,
) -> None:
    mine = tmp_path / "mine.txt"
    mine.write_text("My own words on gnus.\n\narXiv:1501.00001\n")
    first, last = written(tmp_path / "a", NAMED), written(tmp_path / "b", BARE)
    loaded = load(first, mine, last)
    (paper,) = loaded.papers
    assert paper.categories == ("cs.LG",)
    assert len(loaded.found("")) == 1


def test_what_was_found_in_memory_stays_found_while_a_file_is_indexed(tmp_path: Path) -> None:
    mine, large = tmp_path / "mine.txt", tmp_path / "large.json"
    mine.write_text("".join(f"Gnus.\n\narXiv:1602.{n:05}\n\n" for n in range(1, 231)))
    large.write_bytes(lines(260))
    loaded = Loaded.of(mine, large)
    hits = [len(loaded.found("gnus")) for _ in steps(loaded) if loaded.indexes]
    assert hits == sorted(hits)
    assert (hits[0], hits[-1]) == (200, 230)


def test_words_that_a_file_adds_to_papers_in_memory_are_found(tmp_path: Path) -> None:
    mine, large = tmp_path / "mine.txt", written(tmp_path / "a.json", NAMED)
    mine.write_text("We know more of gnus.\n\narXiv:1501.00001\n")
    loaded = load(mine, large)
    assert loaded.found("title:named") == loaded.found("gnus") == [0]


def test_when_it_is_closed_nothing_more_is_done_and_the_files_are_closed(tmp_path: Path) -> None:
    for place, first in (("a", 0), ("b", 900)):
        (tmp_path / place).write_bytes(lines(900, first))
    loaded = Loaded.of(tmp_path / "a", tmp_path / "b")
    walk = steps(loaded)
    while not loaded.indexes:
        next(walk)
    assert loaded.loader.store[0].title
    loaded.loader.close()
    assert len(list(walk)) <= 1
    assert len(loaded.loader.store) <= 900
    assert "can't be read" in (loaded.loader.store[50].abstract or "")


# Ids learnt by merging, and papers without ids

BY_DOI = {"id": "", "doi": DOI, "title": "With both", **BY_LEE}
BOTH = {"id": "1501.00001", "doi": DOI, "title": "With both", **BY_LEE}
BY_ID = {"id": "1501.00001", "title": "By its id", **BY_LEE}
WITHOUT = {"id": "", "title": "How bees dance", "authors": "Ann Lee", "comments": "no id"}
AGAIN = {"id": "", "title": "How {B}ees dance", "authors": "A. Lee, Bo Ek"}


def mixed(folder: Path, records: Sequence[Record], are_filed: Sequence[bool]) -> Store:
    """Read each record from memory or from a file of its own."""
    store = Store()
    for place, (one, is_filed) in enumerate(zip(records, are_filed, strict=True)):
        if is_filed:
            add_records(store, written(folder / str(place), one))
        else:
            store.add(snapshot.paper(json.dumps(one).encode())[0])
    store.settle()
    return store


@pytest.mark.parametrize("records", permutations((BY_DOI, BOTH, BY_ID)))
@pytest.mark.parametrize("are_filed", product((True, False), repeat=3))
def test_an_id_learnt_by_merging_counts_wherever_the_records_are(
    tmp_path: Path, records: Sequence[Record], are_filed: Sequence[bool]
) -> None:
    store = mixed(tmp_path, records, are_filed)
    (paper,) = store
    assert (paper.arxiv_id, paper.doi) == (ArxivId("1501.00001"), Doi(DOI))
    assert (paper.title, len(store), store.duplicates) == ("With both", 1, 2)
    assert store.find(Doi(DOI)) == store.find(ArxivId("1501.00001"))
    assert store.count(0, 1) == 1
    assert store.count(1, store.end) == 0


def test_what_a_later_record_of_a_file_tells_counts_too(tmp_path: Path) -> None:
    first = written(tmp_path / "a", BY_ID, BOTH, OTHER)
    second = written(tmp_path / "b", BY_DOI)
    for paths in ((first, second), (second, first)):
        loaded = load(*paths)
        assert sorted(map(str, titles(loaded.papers))) == ["Erratum", "With both"]
        assert loaded.loader.store.duplicates == 2
        assert loaded.loader.store.find(Doi(DOI))


@pytest.mark.parametrize("are_filed", product((True, False), repeat=2))
def test_papers_without_ids_are_one_by_title_and_first_author(
    tmp_path: Path, are_filed: Sequence[bool]
) -> None:
    store = mixed(tmp_path, (WITHOUT, AGAIN), are_filed)
    (paper,) = store
    assert (paper.comments, len(paper.authors), store.duplicates) == ("no id", 2, 1)
    assert list(store.without_ids()) == [n for n in range(store.end) if n not in store.hidden]


_RECORDS = st.builds(
    lambda arxiv_id, doi, title, authors: {
        "id": arxiv_id,
        "doi": doi,
        "title": title,
        "authors": authors,
        "abstract": "We.",
    },
    st.sampled_from(("", "1501.00001", "1501.00002")),
    st.sampled_from(("", DOI, "10.1000/two")),
    st.sampled_from(("", "How bees dance", "How bees dance: a survey", "Tides in narrow bays")),
    st.sampled_from(("", "Ann Lund", "Bo Ek, Ann Lund")),
)


def works(store: Store) -> list[tuple[object, ...]]:
    """Return what the papers are, in an order of their own."""
    found = [
        (str(one.arxiv_id), str(one.doi).lower(), str(one.title), one.authors) for one in store
    ]
    return sorted(found)


def test_what_shares_an_id_with_duplicates_is_compared_with_them(tmp_path: Path) -> None:
    bees = {"id": "1501.00002", "title": "How bees dance"}
    records = [
        {"id": "", "doi": "10.1000/two", "title": ""},
        {"id": "1501.00001", "doi": DOI, "title": ""},
        {"doi": DOI, **bees},
        {"doi": "10.1000/two", **bees},
    ]
    (in_memory, mixed_up) = (
        works(mixed(tmp_path, records, [is_lazy] * len(records))) for is_lazy in (False, True)
    )
    assert in_memory == mixed_up


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(_RECORDS, st.booleans()), min_size=1, max_size=6))
def test_it_does_not_matter_where_records_are(records: list[tuple[Record, bool]]) -> None:
    # Papers of files without ids are compared with others only when they are indexed.
    assume(all(one["id"] or one["doi"] for one, _ in records))
    with TemporaryDirectory() as folder:
        store = mixed(Path(folder), *zip(*records, strict=True))
        assert len(store) + store.duplicates == len(records)
        assert store.count(0, store.end) == len(store)
        papers = [snapshot.paper(json.dumps(one).encode())[0] for one, _ in records]
        assert works(store) == works(stored(*papers))
        for paper in papers:
            for identity in (paper.arxiv_id, paper.doi):
                assert identity is None or store.find(identity)


@settings(max_examples=30, deadline=None)
@given(st.lists(_RECORDS, min_size=1, max_size=6))
def test_one_file_gives_the_papers_of_many(records: list[Record]) -> None:
    assume(all(one["id"] or one["doi"] for one in records))
    with TemporaryDirectory() as folder:
        store = Store()
        add_records(store, written(Path(folder) / "all", *records))
        store.settle()
        papers = [snapshot.paper(json.dumps(one).encode())[0] for one in records]
        assert works(store) == works(stored(*papers))
