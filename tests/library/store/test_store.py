"""Papers in memory: numbers, identities and duplicates."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from paperview.exports import plain
from paperview.library.store.store import Store
from paperview.model.dates import PartialDate
from paperview.model.paper import ArxivId, Doi, Paper
from paperview.sources.problem import Problem
from paperview.sources.source import TextSource
from tests.cases import for_each
from tests.strategies import papers
from tests.support import read_all, stored

ID = ArxivId("2304.10190")
OTHER = ArxivId("2304.00001")
DOI = Doi("10.1145/Abc")


def test_papers_are_numbered_in_the_order_they_come() -> None:
    store = Store()
    records = [Paper(arxiv_id=ID), Paper(doi=DOI), Paper(arxiv_id=OTHER)]
    assert [store.add(paper) for paper in records] == [0, 1, 2]
    assert list(store) == [store[0], store[1], store[2]] == records
    assert (len(store), store.duplicates) == (3, 0)


def test_papers_are_found_by_any_version_and_by_doi_in_any_case() -> None:
    store = Store()
    store.add(Paper(arxiv_id=ArxivId("2304.10190", 2), doi=DOI))
    assert store.find(ID) == store.find(ArxivId("2304.10190", 5)) == [0]
    assert store.find(Doi("10.1145/aBC")) == [0]
    assert store.find(OTHER) == []


def test_the_same_id_again_is_merged_into_the_first() -> None:
    store = stored(
        Paper(arxiv_id=ID, title="One"),
        Paper(arxiv_id=OTHER),
        Paper(arxiv_id=ArxivId("2304.10190", 2), doi=DOI, comments="7 pages"),
    )
    assert store[0] == Paper(
        arxiv_id=ArxivId("2304.10190", 2), doi=DOI, title="One", comments="7 pages"
    )
    assert (len(store), store.duplicates) == (2, 1)
    assert store.find(DOI) == [0]


def test_the_same_doi_joins_a_paper_with_and_one_without_an_arxiv_id() -> None:
    for records in (
        [Paper(doi=DOI, title="T"), Paper(arxiv_id=ID, doi=Doi("10.1145/aBC"))],
        [Paper(arxiv_id=ID, doi=Doi("10.1145/aBC")), Paper(doi=DOI, title="T")],
    ):
        store = stored(*records)
        assert list(store.hidden) == [1]
        assert (store[0].arxiv_id, store[0].title) == (ID, "T")
        assert store.find(ID) == store.find(DOI) == [0]


def test_two_arxiv_papers_that_name_one_doi_stay_two() -> None:
    store = stored(Paper(arxiv_id=ID, doi=DOI), Paper(arxiv_id=OTHER, doi=DOI))
    assert store.duplicates == 0
    assert store.find(DOI) == [0, 1]
    assert list(store.conflicts) == []


def _source(text: str) -> TextSource:
    return TextSource("mine.txt", text.encode())


_PIECES = st.one_of(
    papers().map(plain.dumps),
    st.just("We show.\n\narXiv:2304.10190\n\n"),
    st.just("arXiv:2304.10190v2 - doi: 10.1145/1\nCreated: 2023\n\n"),
    st.just("doi: 10.1145/1\n\n"),
    st.just("Nobody shows.\n\narXiv:none\n\n"),
)


@settings(max_examples=25)
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


# Papers without ids, and ids learnt by merging

TITLE = "How honey bees dance"
BARE = Paper(title=TITLE, authors=("Ann Lund",), comments="bare")
NAMED = Paper(arxiv_id=ID, title="How {H}oney Bees Dance", authors=("A. Lund", "Bo Ek"))
BY_DOI = Paper(doi=DOI, title=TITLE, authors=("Ann Lund",))


@for_each(("first", "second"), [(BARE, NAMED), (NAMED, BARE)])
def test_title_and_first_author_join_a_paper_without_ids_to_one_with_some(
    first: Paper, second: Paper
) -> None:
    (paper,) = store = stored(first, second)
    assert (paper.arxiv_id, paper.comments) == (ID, "bare")
    assert (store.duplicates, store.find(ID)) == (1, [0])


def test_title_and_first_author_join_two_papers_without_ids() -> None:
    (paper,) = stored(BARE, Paper(title=TITLE, authors=("A. Lund",), name="lund2020"))
    assert (paper.name, paper.authors) == ("lund2020", ("Ann Lund",))


def test_papers_that_have_different_ids_are_never_joined_by_their_title() -> None:
    for records in permutations((NAMED, BY_DOI, replace(NAMED, arxiv_id=OTHER))):
        assert len(stored(*records)) == 3


def test_a_paper_without_ids_joins_the_first_of_several_once() -> None:
    other = replace(NAMED, arxiv_id=OTHER)
    store = stored(NAMED, other, BARE, BARE)
    assert [paper.comments for paper in store] == ["bare", None]
    store = stored(BARE, other, NAMED)
    assert [(paper.arxiv_id, paper.comments) for paper in store] == [(OTHER, "bare"), (ID, None)]


def test_a_column_of_a_journal_is_another_paper_each_time() -> None:
    column = Paper(title="A site report", authors=("Ann Lund",))
    places = ("TUGboat 2(3), 32", "TUGboat 3(1), 32", "TUGboat 2(3)")
    store = stored(*(replace(column, name=place, journal_ref=place) for place in places))
    assert [paper.journal_ref for paper in store] == list(places[:2])


def test_without_an_author_or_with_another_one_nothing_is_joined() -> None:
    assert len(stored(NAMED, Paper(title=TITLE), Paper(title=TITLE, authors=("Bo Ek",)))) == 3
    assert len(stored(Paper(title=TITLE), Paper(title=TITLE))) == 2
    assert len(stored(Paper(abstract="We."), Paper(abstract="We."))) == 2


@for_each(
    "records",
    permutations((Paper(doi=DOI, name="lund2020"), replace(NAMED, doi=DOI), Paper(arxiv_id=ID))),
)
def test_an_id_learnt_by_merging_counts_for_other_records(records: tuple[Paper, ...]) -> None:
    (paper,) = store = stored(*records)
    assert (paper.arxiv_id, paper.doi, paper.name) == (ID, DOI, "lund2020")
    assert store.find(ID) == store.find(DOI) == [0]
    assert (len(store), store.duplicates) == (1, 2)


@for_each("records", permutations((BARE, Paper(arxiv_id=ID, doi=DOI), NAMED, BY_DOI)))
def test_so_does_a_title_learnt_by_merging(records: tuple[Paper, ...]) -> None:
    (paper,) = stored(*records)
    assert (paper.arxiv_id, paper.doi, paper.comments) == (ID, DOI, "bare")


def test_a_title_that_another_record_tells_better_still_joins() -> None:
    longer = replace(NAMED, title=f"{TITLE}: a survey")
    for records in permutations((NAMED, longer, BARE)):
        (paper,) = stored(*records)
        assert paper.title == longer.title


def test_papers_that_turn_out_to_be_one_keep_the_first_number_and_the_others_theirs() -> None:
    store = stored(Paper(doi=DOI), Paper(arxiv_id=OTHER), Paper(arxiv_id=ID))
    store.add(Paper(arxiv_id=ID, doi=DOI, title="T"))
    store.settle()
    assert (store[0].arxiv_id, store[0].doi, store[0].title) == (ID, DOI, "T")
    assert list(store.hidden) == [2, 3]
    assert [paper.arxiv_id for paper in store] == [ID, OTHER]
    assert (store.find(ID), store.find(OTHER), store.find(DOI)) == ([0], [1], [0])
    assert store.duplicates == 2


def test_of_two_dois_of_a_paper_both_count() -> None:
    other = Doi("10.1145/version2")
    for records in permutations(
        (Paper(doi=other), Paper(arxiv_id=ID, doi=DOI), Paper(arxiv_id=ID, doi=other))
    ):
        (paper,) = store = stored(*records)
        assert (paper.arxiv_id, paper.doi, paper.names) == (ID, DOI, (f"doi:{other}",))
        assert store.find(DOI) == store.find(other) == [0]


def test_papers_are_counted_where_they_came_first() -> None:
    store = stored(Paper(doi=DOI), Paper(arxiv_id=OTHER))
    middle = store.end
    store.add(Paper(arxiv_id=ID))
    store.add(Paper(title="Another one"))
    assert (store.count(0, middle), store.count(middle, store.end)) == (2, 2)
    store.add(Paper(arxiv_id=ID, doi=DOI))
    store.settle()
    assert (store.count(0, middle), store.count(middle, store.end)) == (2, 1)


_RECORDS = st.builds(
    Paper,
    arxiv_id=st.sampled_from((None, ID, OTHER)),
    doi=st.sampled_from((None, DOI, Doi("10.1145/2"))),
    title=st.sampled_from((None, TITLE, f"{TITLE}: a survey", "Tides in narrow bays", "Tides")),
    authors=st.sampled_from(((), ("A. Bee",), ("Ann Bee", "Cy Dee"), ("Cy Dee",))),
    journal_ref=st.sampled_from((None, "J. Bees 3, 12-20", "J. Bees 3, 30")),
    created=st.sampled_from((None, PartialDate(2001), PartialDate(2011))),
    extra=st.sampled_from(((), (("volume", "1"),), (("volume", "2"),))),
)


def works(records: Iterable[tuple[int, Paper]]) -> set[frozenset[str]]:
    """Return which of numbered records are of one paper."""
    store = stored(
        *(replace(one, extra=(*one.extra, ("record", str(number)))) for number, one in records)
    )
    assert len(store) + store.duplicates == store.end
    return {frozenset(value for key, value in one.extra if key == "record") for one in store}


@settings(max_examples=100)
@given(
    st.lists(_RECORDS.filter(lambda one: one.has_id), max_size=6).flatmap(
        lambda some: st.tuples(st.just(some), st.permutations(list(enumerate(some))))
    )
)
def test_the_order_of_records_does_not_say_which_papers_there_are(
    orders: tuple[list[Paper], list[tuple[int, Paper]]],
) -> None:
    records, others = orders
    assert works(others) == works(enumerate(records))


@settings(max_examples=80)
@given(st.lists(_RECORDS, max_size=6))
def test_no_record_is_lost_and_every_id_is_found(records: list[Paper]) -> None:
    store = stored(*records)
    assert sum(map(len, works(enumerate(records)))) == len(records)
    for record in records:
        for identity in (record.arxiv_id, record.doi):
            numbers = store.find(identity) if identity else []
            assert bool(numbers) == bool(identity)
            assert not any(number in store.hidden for number in numbers)


@given(st.lists(_RECORDS, max_size=6))
def test_a_paper_has_one_arxiv_id_and_no_title_of_another_work(records: list[Paper]) -> None:
    for numbers in works(enumerate(records)):
        members = [records[int(number)] for number in numbers]
        assert len({one.arxiv_id for one in members if one.arxiv_id}) <= 1
        assert len({one.extra for one in members if one.extra}) <= 1
        named = [one for one in members if one.title and one.authors]
        firsts = {one.authors[0][-3:] for one in named}
        titles = {str(one.title)[:5] for one in named}
        assert len(firsts) <= 1 or len(titles) <= 1 or len(named) > 2


def _volume(number: str = "", doi: Doi | None = None) -> Paper:
    extra = (("volume", number),) if number else ()
    return Paper(title=TITLE, authors=("A. Bee",), doi=doi, extra=extra)


@for_each(
    ("records", "count"),
    [
        ([_volume("1"), _volume("2"), _volume(doi=DOI)], 3),
        ([_volume("1"), _volume("1"), _volume(doi=DOI)], 1),
        ([_volume("1"), _volume(), _volume(doi=DOI)], 1),
        ([_volume("2"), Paper(doi=DOI, extra=(("volume", "1"),)), _volume(doi=DOI)], 2),
        ([_volume("1"), Paper(doi=DOI, extra=(("volume", "1"),)), _volume(doi=DOI)], 1),
    ],
)
def test_volumes_are_not_joined_by_a_paper_that_names_none(
    records: list[Paper], count: int
) -> None:
    for some in permutations(enumerate(records)):
        assert len(works(some)) == count


def test_records_of_one_arxiv_id_and_title_are_one_paper_beside_another_of_that_title() -> None:
    title = "How honey bees dance"
    records = [
        Paper(arxiv_id=ID, doi=DOI, title=title),
        Paper(arxiv_id=OTHER, title=title, extra=(("volume", "1"),)),
        Paper(arxiv_id=OTHER, doi=DOI, title=title),
        Paper(doi=DOI, title=title),
        Paper(doi=DOI, title=title, extra=(("number", "7"),)),
    ]
    first = works(enumerate(records))
    assert any({"1", "2"} <= some for some in first)
    assert not any({"0", "1"} <= some for some in first)
    for some in permutations(enumerate(records)):
        assert works(some) == first


def test_a_record_with_two_ids_links_no_two_works() -> None:
    arxiv_id, doi = ArxivId("2304.00001"), Doi("10.1145/abc")
    second = Paper(doi=doi, extra=(("volume", "2"),))
    first = Paper(arxiv_id=arxiv_id, extra=(("volume", "1"),))
    both = Paper(arxiv_id=arxiv_id, doi=doi)
    for records in permutations((first, second, both)):
        assert len(works(enumerate(records))) == 3
    assert len(works(enumerate((first, both)))) == 1
