"""The order of the results: the half-remembered paper first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from paperview.index.matching import terms
from paperview.index.query.parser import parse
from paperview.index.query.tree import Word
from paperview.index.results import newest_first
from paperview.index.searcher import Searcher
from paperview.index.storage.index import build
from paperview.library.store.store import Store
from paperview.model.paper import Doi, Paper
from tests.cases import for_each
from tests.index import corpora, oracle
from tests.index.support import order, paper, titled

_FILLER = titled(*(f"filler{number} of other things" for number in range(20)))
"""Papers beside those that are looked for: a word that all papers hold says nothing."""


def _in_order(best_first: Sequence[Paper], text: str) -> None:
    """Check the order of papers, wherever they stand in the list."""
    count = len(best_first)
    assert order([*best_first, *_FILLER], text) == list(range(count))
    assert order([*_FILLER, *best_first[::-1]], text) == [
        len(_FILLER) + count - 1 - i for i in range(count)
    ]


def test_exact_then_prefix_then_substring_then_fuzzy() -> None:
    _in_order(titled("tensor nets", "tensors nets", "eigentensor nets"), "tensor")
    _in_order(titled("tensors nets", "tensar nets"), "tensor")


def test_whole_word_then_other_form_then_part() -> None:
    _in_order(titled("tensors nets", "tensor nets", "eigentensors nets"), "tensors")


def test_whole_word_then_two_words_that_it_is_made_of() -> None:
    _in_order(titled("superresolution", "super resolution"), "superresolution")


def test_substring_then_fuzzy() -> None:
    _in_order(titled("eigentensor nets", "tensar nets"), "tensor")


def test_fewer_edits_first() -> None:
    _in_order(titled("transformers", "transfarmer", "trensfarmer"), "transformer")
    _in_order(titled("transfarmer", "transfarmers of"), "transformer")


def test_the_more_of_a_word_is_typed_the_better() -> None:
    _in_order(titled("federated", "federatedness"), "federat")


def test_title_then_authors_then_abstract() -> None:
    words = "alder birch cedar downy elder"
    _in_order(
        [
            paper("zebra alder", words),
            paper("alder birch", words, authors=["Ann Zebra"]),
            paper("alder birch", f"{words} zebra"),
        ],
        "zebra",
    )


def test_abstract_then_comments() -> None:
    filled = "alder birch cedar downy elder"
    _in_order(
        [
            paper("alder", f"{filled} zebra", comments="12 pages"),
            paper("alder", filled, comments="12 pages zebra"),
        ],
        "zebra",
    )


def test_a_short_title_says_more_than_a_long_one() -> None:
    _in_order(titled("zebra nets", "zebra alder birch cedar downy elder fir ginkgo hazel"), "zebra")


def test_a_rare_word_counts_more_than_a_common_one() -> None:
    papers = [
        *titled("rare unfound", "common unfound"),
        *titled(*(f"common{end}" for end in ("", " a", " b", " c", " d"))),
    ]
    assert order([*papers, *_FILLER], "rare | common")[0] == 0


def test_words_close_together_then_words_apart() -> None:
    _in_order(
        titled(
            "deep graph alder birch cedar downy",
            "deep alder graph birch cedar downy",
            "deep alder birch cedar downy graph",
        ),
        "deep graph",
    )


def test_words_in_the_order_of_the_query_first() -> None:
    _in_order(titled("alder deep graph birch", "alder graph deep birch"), "deep graph")


def test_closeness_does_not_reach_from_author_to_author() -> None:
    _in_order(
        [paper(authors=["Ann Bo Lee", "Cy Hen"]), paper(authors=["Bo Ann", "Lee Cy Hen"])],
        "ann lee",
    )


def test_equals_come_newest_first_and_those_without_a_date_last() -> None:
    papers = [
        paper("zebra", created="2020-01-01"),
        paper("zebra"),
        paper("zebra", created="2023-01-01"),
        paper("zebra", created="2023-01-01"),
        paper("zebra", created="2021-12-31"),
    ]
    for text in ("zebra", "", "year:..2030 | -year:..2030", "-horse", '"zebra"'):
        assert order(papers, text) == [2, 3, 4, 0, 1], text


def test_papers_without_an_index_come_in_the_order_of_an_empty_query() -> None:
    papers = [
        paper("zebra", created="2020-01-01"),
        paper("zebra"),
        paper("zebra", created="2023-01-01"),
        paper("zebra", created="2020-01-01"),
    ]
    store = Store()
    for number, some in enumerate(papers):
        store.add(replace(some, doi=Doi(f"10.1000/{number}")))
    results = newest_first(store.dates())
    assert list(results.numbers) == order(papers, "") == [2, 0, 3, 1]
    assert (results.searched, len(results), results.hint) == (4, 4, None)


@settings(max_examples=15)
@given(corpora.paper_lists, st.lists(corpora.queries, min_size=2, max_size=6))
def test_the_order_is_the_same_every_time(
    papers: list[Paper], queries: list[list[oracle.Part]]
) -> None:
    searcher, index = Searcher(build(papers)), build(papers)
    for parts in queries:
        query = parse(" ".join(map(str, parts)))
        first = searcher.search(query)
        again, anew = searcher.search(query), Searcher(index).search(query)
        for other in (again, anew):
            assert list(other.numbers) == list(first.numbers)
            assert other.tokens == first.tokens
            assert other.corrections == first.corrections
            assert other.hint == first.hint


@given(corpora.paper_lists, st.sampled_from(corpora.TOKENS), st.booleans())
def test_a_word_typed_on_is_worth_as_much_as_one_asked_at_once(
    papers: list[Paper], token: str, last_resort: bool
) -> None:
    index, word = build(papers), Word(token)
    at_once = terms.match(index, word, last_resort=last_resort)
    unfinished = terms.match(index, replace(word, open=True), last_resort=last_resort)
    typed = terms.finished(index, word, unfinished)
    for name in ("scores", "found", "as_typed", "varied"):
        assert np.array_equal(getattr(typed, name), getattr(at_once, name)), name
    for name in ("word", "tokens", "rarity", "variants", "is_term", "has_typos"):
        assert getattr(typed, name) == getattr(at_once, name), name


def test_an_answer_does_not_depend_on_the_queries_before() -> None:
    papers = titled("lern spanish", "learning graphs", *corpora.WORDS)
    searcher = Searcher(build(papers))
    for text in (*corpora.TOKENS[::15], "lern", "lern graphs", "lern", "lern graphs"):
        asked = list(searcher.search(parse(text)).numbers)
        assert asked == list(Searcher(searcher.index).search(parse(text)).numbers), text


@for_each("count", [300, 1000])
def test_the_newest_of_many_equal_papers_come_first(count: int) -> None:
    papers = [
        paper("deep graph", created=f"{2023 - number // 12}-{12 - number % 12:02}-01")
        for number in range(count)
    ]
    assert order(papers, "deep graph") == list(range(count))
