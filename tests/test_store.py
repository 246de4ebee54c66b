"""Papers in memory: their numbers, their identities, and the same paper given twice."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from paperview.exports import plain
from paperview.paper import ArxivId, Doi, Paper
from paperview.sources.files import Source
from paperview.sources.problem import Problem
from paperview.store import Store
from tests.strategies import papers
from tests.support import read_all

ID = ArxivId("2304.10190")
OTHER = ArxivId("2304.00001")
DOI = Doi("10.1145/Abc")


def test_papers_are_numbered_in_the_order_they_come() -> None:
    store = Store()
    pile = [Paper(arxiv_id=ID), Paper(doi=DOI), Paper(arxiv_id=OTHER)]
    assert [store.add(paper) for paper in pile] == [0, 1, 2]
    assert list(store) == [store[0], store[1], store[2]] == pile
    assert (len(store), store.duplicates) == (3, 0)


def test_papers_are_found_by_any_version_and_by_doi_in_any_case() -> None:
    store = Store()
    store.add(Paper(arxiv_id=ArxivId("2304.10190", 2), doi=DOI))
    assert store.find(ID) == store.find(ArxivId("2304.10190", 5)) == 0
    assert store.find(Doi("10.1145/aBC")) == 0
    assert store.find(OTHER) is None


def test_the_same_id_again_is_merged_into_the_first() -> None:
    store = Store()
    store.add(Paper(arxiv_id=ID, title="One"))
    store.add(Paper(arxiv_id=OTHER))
    assert store.add(Paper(arxiv_id=ArxivId("2304.10190", 2), doi=DOI, comments="7 pages")) == 0
    assert store[0] == Paper(
        arxiv_id=ArxivId("2304.10190", 2), doi=DOI, title="One", comments="7 pages"
    )
    assert (len(store), store.duplicates) == (2, 1)
    assert store.find(DOI) == 0


def test_the_same_doi_joins_a_paper_with_and_one_without_an_arxiv_id() -> None:
    for pile in (
        [Paper(doi=DOI, title="T"), Paper(arxiv_id=ID, doi=Doi("10.1145/aBC"))],
        [Paper(arxiv_id=ID, doi=Doi("10.1145/aBC")), Paper(doi=DOI, title="T")],
    ):
        store = Store()
        assert [store.add(paper) for paper in pile] == [0, 0]
        assert (store[0].arxiv_id, store[0].title) == (ID, "T")
        assert store.find(ID) == store.find(DOI) == 0


def test_two_arxiv_papers_that_name_one_doi_stay_two() -> None:
    store = Store()
    assert store.add(Paper(arxiv_id=ID, doi=DOI)) == 0
    assert store.add(Paper(arxiv_id=OTHER, doi=DOI)) == 1
    assert store.duplicates == 0
    assert store.find(DOI) == 0


def _source(text: str) -> Source:
    return Source("mine.txt", text.encode())


_PIECES = st.one_of(
    papers().map(plain.dumps),
    st.just("We show.\n\narXiv:2304.10190\n\n"),
    st.just("arXiv:2304.10190v2 - doi: 10.1145/1\nCreated: 2023\n\n"),
    st.just("doi: 10.1145/1\n\n"),
    st.just("Nobody shows.\n\narXiv:none\n\n"),
)


@settings(max_examples=50)
@given(st.lists(_PIECES, max_size=5))
def test_every_record_is_a_paper_a_duplicate_or_a_problem(pieces: list[str]) -> None:
    source = _source("".join(pieces))
    store = Store()
    problems = read_all([source, source], store)
    assert len(store) + store.duplicates + sum(problem.lost for problem in problems) == 2 * len(
        pieces
    )
    records = [*source.records(), *source.records()]
    assert problems == [record for record in records if isinstance(record, Problem)]
