"""The orders that a reader may ask for."""

from __future__ import annotations

import pytest

from paperview.index.results import NumberList, Order, Results
from paperview.index.sorting import Sorter
from paperview.index.storage.index import Index, build, build_shards
from paperview.model.dates import PartialDate
from paperview.model.paper import ArxivId, Doi, Paper

PAPERS = (
    Paper(arxiv_id=ArxivId("2304.00001"), created=PartialDate(2020, 5, 1), title="the Beginning"),
    Paper(doi=Doi("10.1000/2"), authors=("Ann Čapek", "Bob Aa")),
    Paper(
        arxiv_id=ArxivId("2304.00003"),
        created=PartialDate(2021, 5, 1),
        title="$k$-means, again",
        authors=("Cy Dee, Jr.",),
    ),
    Paper(
        arxiv_id=ArxivId("2304.00004"),
        created=PartialDate(2020, 5, 1),
        title="\\'Etude",
        authors=("{\\L}. van der Abc",),
    ),
    Paper(doi=Doi("10.1000/5"), title="Abacus", authors=("dee",)),
)


@pytest.fixture(scope="module")
def index() -> Index:
    return build(PAPERS)


@pytest.mark.parametrize(
    ("order", "numbers"),
    [
        (Order.BEST, [4, 3, 2, 1, 0]),
        (Order.NEWEST, [2, 3, 0, 4, 1]),
        (Order.OLDEST, [3, 0, 2, 4, 1]),
        (Order.TITLE, [4, 3, 2, 0, 1]),
        (Order.AUTHOR, [3, 1, 4, 2, 0]),
    ],
)
def test_papers_stand_in_order_and_those_that_lack_the_field_last(
    order: Order, numbers: list[int], index: Index
) -> None:
    results = Results(numbers=NumberList([4, 3, 2, 1, 0]), searched=5)
    ordered = Sorter(index).sort(results, order)
    assert list(ordered.numbers) == numbers
    assert (ordered.query, ordered.searched) == (results.query, 5)


def test_only_what_was_found_is_ordered(index: Index) -> None:
    results = Results(numbers=NumberList([0, 2]), searched=5)
    assert list(Sorter(index).sort(results, Order.NEWEST).numbers) == [2, 0]
    assert list(Sorter(index).sort(Results(), Order.TITLE).numbers) == []


def test_a_paper_without_any_word_comes_last() -> None:
    named = Paper(title="Bees", authors=("Ann Zhao",))
    parts = Index((*build_shards([Paper(title="???")]), *build_shards([named], first=1)))
    both = Results(numbers=NumberList([0, 1]), searched=2)
    assert list(Sorter(parts).sort(both, Order.AUTHOR).numbers) == [1, 0]


def test_going_through_the_orders_comes_back_to_the_first() -> None:
    seen = [Order.BEST]
    while seen[-1].following is not Order.BEST:
        seen.append(seen[-1].following)
    assert seen == list(Order)
