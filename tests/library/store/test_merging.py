"""Merging records of one paper: the best value of each field, in any order."""

from __future__ import annotations

from dataclasses import replace
from functools import reduce
from itertools import permutations, product
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from paperview.model.dates import PartialDate
from paperview.model.merge import merged
from paperview.model.paper import ALSO, ArxivId, Doi, Paper
from tests.cases import for_each

ID = ArxivId("2304.10190")


@for_each(
    ("field", "better", "worse"),
    [
        ("arxiv_id", ArxivId("2304.10190", 3), ArxivId("2304.10190", 2)),
        ("arxiv_id", ArxivId("2304.10190", 1), ArxivId("2304.10190")),
        ("doi", Doi("10.1145/1"), Doi("10.1145/1.supplement")),
        ("name", "smith2020bees", "PMID 21553"),
        ("name", "smith2020", "smith2020bees"),
        ("title", "Bees and their flowers", "Bees and their …"),
        ("title", "Bees", "Bees and their..."),
        ("title", "Bees: a survey", "Bees"),
        ("title", "Bees and flowers", "BEES AND FLOWERS"),
        ("title", "Bees and flowers", "Bees and flowers."),
        ("title", "Bees and flowers", "{B}ees and {F}lowers"),
        ("authors", ("A. One", "B. Two"), ("Ann One",)),
        ("authors", ("Ann One", "Bob Two"), ("A. One", "B. Two")),
        ("authors", ("Ann One", "Bob Two"), ("A One", "BC Two")),
        ("authors", ("Ann One",), ("A. B. C. D. One",)),
        ("authors", ("Ann M. One", "Bob Two"), ("Ann One", "Bob Two")),
        ("authors", ("Ann One", "Bob Two"), ("Ann One", "Bob Two", "others")),
        ("abstract", "We show that bees dance.", "We show that"),
        ("abstract", "We show that bees dance.", "We show that bees …"),
        ("abstract", "We show that bees dance and " + "hum " * 20 + "…", "Bees dance and hum."),
        ("abstract", "Bees dance and hum, as we show.", "Bees dance and hum, as we show in …"),
        ("comments", "12 pages, 5 figures", "12 pages"),
        ("categories", ("cs.NI", "cs.LG"), ("cs.NI",)),
        ("journal_ref", "J. Bees 12 (2020) 34", "J. Bees"),
        ("created", PartialDate(2020, 5, 17), PartialDate(2020)),
        ("created", PartialDate(2020, 5, 17), PartialDate(2019)),
        ("created", PartialDate(2020, 5), PartialDate(2019)),
        ("created", PartialDate(2020, 5, 17), PartialDate(2020, 5, 18)),
        ("created", PartialDate(2019), PartialDate(2020)),
        ("updated", PartialDate(2021), PartialDate(2020, 5, 17)),
        ("updated", PartialDate(2021, 1), PartialDate(2021)),
    ],
)
def test_the_better_of_two_values_is_taken(field: str, better: object, worse: object) -> None:
    values: list[dict[str, Any]] = [{field: better}, {field: worse}]
    one, other = (replace(Paper(title="T"), **value) for value in values)
    for paper in (merged(one, other), merged(other, one)):
        assert getattr(paper, field) == better


def test_what_one_record_lacks_comes_from_the_other() -> None:
    one = Paper(arxiv_id=ID, title="Bees", categories=("cs.NI",), updated=PartialDate(2021))
    other = Paper(
        doi=Doi("10.1145/1"),
        name="one2020",
        authors=("Ann One",),
        abstract="We.",
        comments="12 pages",
        journal_ref="J. Bees",
        created=PartialDate(2020),
        entry="entrytype\tarticle",
    )
    both = merged(one, other)
    assert both == merged(other, one)
    for field in Paper.__dataclass_fields__:
        if field not in ("extra", "sources"):
            assert getattr(both, field) == (getattr(one, field) or getattr(other, field)) != ()


def test_another_name_and_another_doi_are_kept() -> None:
    one = Paper(name="one2020", doi=Doi("10.1145/1"))
    other = Paper(name="PMID 7", doi=Doi("10.1145/Version2"), extra=((ALSO, "one2020"),))
    both = merged(one, other)
    assert (both.name, both.doi) == ("one2020", Doi("10.1145/1"))
    assert both.extra == ((ALSO, "PMID 7"), (ALSO, "doi:10.1145/version2"))
    assert both.names == ("one2020", "PMID 7", "doi:10.1145/version2")
    assert merged(both, other) == merged(both, one) == both


def test_further_pairs_are_united_and_those_of_one_record_stay_in_their_order() -> None:
    pairs = (("year", "2020"), ("note", "read"))
    one, other = Paper(extra=pairs), Paper(extra=(("note", "lent"), ("note", "read")))
    assert merged(one, Paper()).extra == merged(Paper(), one).extra == pairs
    assert merged(one, one).extra == pairs
    assert merged(one, other).extra == (("note", "lent"), ("note", "read"), ("year", "2020"))


def test_every_source_is_named_once_in_the_order_of_the_records() -> None:
    one, other = Paper(sources=("a.bib", "b.txt")), Paper(sources=("c.ris", "a.bib"))
    assert merged(one, other).sources == ("a.bib", "b.txt", "c.ris")
    assert merged(other, one).sources == ("c.ris", "a.bib", "b.txt")


def test_further_pairs_are_in_one_order_where_a_further_name_becomes_the_name() -> None:
    records = [
        Paper(),
        Paper(extra=((ALSO, "n2"), ("note", "y"), ("note", "x"))),
        Paper(name="n2"),
    ]
    results = {reduce(merged, some).extra for some in permutations(records)}
    assert results == {(("note", "x"), ("note", "y"))}


_TEXTS = (
    st.none()
    | st.sampled_from(("Bees", "BEES", "{B}ees", "Bees.", "Bees …"))
    | st.text("aBé,.…", min_size=1)
)
_DATES = st.sampled_from(
    (None, *(PartialDate(*date) for date in product((2019, 2020), (4, 5), (17, 18))))
) | st.sampled_from((PartialDate(2019), PartialDate(2020), PartialDate(2020, 5)))
_PAIRS = st.tuples(st.sampled_from((ALSO, "note", "url")), st.sampled_from(("x", "y", "n1", "n2")))
_RECORDS = st.builds(
    Paper,
    arxiv_id=st.none() | st.builds(ArxivId, st.just(ID.base), st.none() | st.integers(1, 3)),
    doi=st.none() | st.sampled_from(("10.1000/a", "10.1000/A", "10.1000/bc")).map(Doi),
    name=st.sampled_from((None, "n1", "n2", "PMID 3")),
    title=_TEXTS,
    authors=st.lists(st.sampled_from(("A. One", "Ann One", "others")), max_size=3).map(tuple),
    abstract=_TEXTS,
    comments=_TEXTS,
    categories=st.lists(st.sampled_from(("cs.NI", "cs.LG")), max_size=2).map(tuple),
    journal_ref=_TEXTS,
    created=_DATES,
    updated=_DATES,
    extra=st.lists(_PAIRS, max_size=3).map(tuple),
)
"""Records of one paper, whose values are often alike."""
_ORDERS = st.lists(_RECORDS, min_size=2, max_size=4).flatmap(
    lambda records: st.tuples(st.just(records), st.permutations(records))
)


@settings(max_examples=80)
@given(_ORDERS)
def test_the_order_of_the_records_does_not_matter(orders: tuple[list[Paper], list[Paper]]) -> None:
    records, others = orders
    expected = reduce(merged, records)
    assert reduce(merged, others) == expected
    half = len(records) // 2
    assert merged(reduce(merged, records[:half]), reduce(merged, records[half:])) == expected
    for record in records:
        assert set(merged(expected, record).extra) == set(expected.extra)
        assert replace(merged(expected, record), extra=()) == replace(expected, extra=())


def test_thousands_of_names_of_one_paper_are_not_all_kept() -> None:
    paper = reduce(merged, (Paper(name=f"n{number:04}", title="T") for number in range(300)))
    assert paper.name == "n0299"
    assert paper.extra == tuple((ALSO, f"n{number:04}") for number in range(100))
