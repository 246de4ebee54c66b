"""Papers that lack a word or two of the query follow where few papers match."""

from __future__ import annotations

from itertools import pairwise
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paperview.index.matching import terms
from paperview.index.query.parser import parse
from paperview.index.query.stop_words import REQUESTS, STOP_WORDS
from paperview.index.query.tree import Word
from paperview.index.results import Order
from paperview.index.searcher import Searcher
from paperview.index.sorting import Sorter
from paperview.index.storage.index import Index, build
from paperview.model.paper import Paper
from tests.cases import for_each
from tests.index import corpora, oracle
from tests.index.support import found, paper, search, titled

_plain = corpora.anywhere.filter(
    lambda token: (
        len(token.text) > 2
        and token.text not in STOP_WORDS | REQUESTS
        and not (token.exact or token.first or token.text.isdigit())
    )
)


@settings(max_examples=30)
@given(
    corpora.paper_lists,
    st.lists(st.lists(_plain, min_size=2, max_size=5), min_size=2, max_size=4),
)
def test_papers_that_nearly_match_lack_exactly_what_is_said(
    papers: list[Paper], queries: list[list[oracle.Token]]
) -> None:
    searcher = Searcher(build(papers))
    for tokens in queries:
        results = searcher.search(parse(" ".join(map(str, tokens))))
        full, last_resort = oracle.find(papers, tokens)
        holders = oracle.holders(papers, tokens, last_resort=last_resort)
        expected = []
        count = len(full)
        for lacking in (1, 2) if len(tokens) >= 4 else (1,):
            lack = {
                number
                for number in set(range(len(papers))) - full
                if sum(number not in some for some in holders) == lacking
            }
            if count < 10 and lack:
                expected.append((lacking, lack))
                count += len(lack)
        lacking_some: dict[int, set[int]] = {}
        for some in results.groups:
            lacking_some.setdefault(some.lacking, set()).update(some.numbers)
        assert list(lacking_some.items()) == expected
        for some in results.groups:
            for number in some.numbers:
                missing = [
                    token.text
                    for token, held in zip(tokens, holders, strict=True)
                    if number not in held
                ]
                assert list(some.missing(number)) == missing
                others = [word for word in missing if word not in some.common]
                assert list(results.missing(number)) == others
        shown = list(results.shown)
        assert len(set(shown)) == len(shown) == len(results) + results.nearly_count
        above = 0 if results.leading is None else len(results.leading.numbers)
        assert set(shown[above:][: len(results)]) == full
        assert [results.shown.index_of(number) for number in shown] == list(range(len(shown)))


SCATTERED = "On fields. Of a goat and a cow; then of a horse. At last a zebra."
LEADING = (
    paper("Fields", abstract=SCATTERED),
    paper("A zebra, a goat and a cow", abstract="Here."),
    paper("Zebra and goat", abstract="A cow."),
    *titled(*["horse"] * 20),
)


def test_a_title_with_all_but_one_word_leads_papers_that_have_them_anywhere() -> None:
    index = build(LEADING)
    results = Searcher(index).search(parse("zebra goat cow horse"))
    assert results.leading is not None
    assert list(results.leading.numbers) == [1]
    assert list(results.numbers) == [0]
    assert (len(results), results.nearly_count, len(results.shown)) == (1, 2, 3)
    for order in Order:
        assert list(Sorter(index).sort(results, order).shown) == [1, 0, 2]
    assert [(row, texts[0]) for row, texts in results.headings] == [
        (0, "1 without ‘horse’, the rest in the title"),
        (1, "1 with all words"),
        (2, "1 more without ‘horse’"),
    ]
    assert results.missing(1) == ()
    assert results.chosen is results.numbers


def test_below_a_title_that_leads_each_paper_says_what_it_lacks() -> None:
    results = search([*LEADING, paper("Horse and goat", abstract="A cow.")], "zebra goat cow horse")
    assert [texts[0] for _, texts in results.headings][-1] == "2 more, each without one word"
    assert [results.missing(number) for number in [*results.shown][2:]] == [("horse",), ("zebra",)]


@for_each(
    ("text", "more"),
    [
        ("zebra goat cow", ()),  # too few words to be sure
        ("zebra goat cow +horse", ()),
        ('zebra goat cow "horse"', ()),
        ("zebra goat cow cows", ()),  # its title has one word for both
        ("zebra goat cow horse", ("Goat, zebra and cow",)),  # found, and as good a title
    ],
)
def test_what_matches_stays_first_where_a_title_tells_too_little(
    text: str, more: tuple[str, ...]
) -> None:
    papers = [*LEADING, *(paper(title, abstract="With a horse.") for title in more)]
    results = search(papers, text)
    assert results.leading is None
    assert len(results)


@for_each(
    ("text", "groups"),
    [
        ("zebra horse goat", [(1, {0})]),
        ("zebra +goat", [(1, {2})]),
        ('goat "horse"', [(1, {0, 1})]),
        ("zebra -horse goat", [(1, {2})]),
        ("zebra 'goat", [(1, {2})]),
        ("zebra title:goat", [(1, {2})]),
        ("goat year:2020", []),
        ("zebra goat year:2020", [(1, {0})]),
        ("zebra horse cow pig", [(2, {0})]),
        ("zebra cow pig", []),
        ("zebra horse | goat pig", [(1, {0})]),
        ("the goat of zebra", [(1, {0, 2})]),
        ("quagga 2021", []),
        ("goat 2029", [(1, {2})]),
        ("zebra", []),
    ],
)
def test_plain_words_alone_may_be_missing(text: str, groups: list[tuple[int, set[int]]]) -> None:
    papers = [
        paper("zebra horse", created="2020-01-01"),
        paper("horse", created="2021-01-01"),
        paper("goat", created="2021-01-01"),
    ]
    results = search(papers, text)
    assert len(results) == (1 if text == "zebra" else 0)
    assert [(some.lacking, set(some.numbers)) for some in results.nearly] == groups


def test_many_matches_are_enough() -> None:
    papers = [*titled(*["zebra horse"] * 9), *titled("zebra", "horse")]
    results = search(papers, "zebra horse")
    assert (len(results), results.nearly_count) == (9, 2)
    assert search([*papers, paper("zebra horse")], "zebra horse").nearly == ()


def test_a_missing_rare_word_costs_more_than_a_frequent_one() -> None:
    papers = titled("deep horse", "deep zebra", *["deep"] * 20, *["horse"] * 20)
    (group,) = search(papers, "deep zebra horse").nearly
    assert group.numbers[0] == 1


def test_an_order_holds_within_each_group() -> None:
    papers = [
        paper(title, created=f"20{year}-01-01")
        for title, year in (
            ("zebra horse goat cow", 10),
            ("zebra horse goat", 18),
            ("horse goat cow", 19),
            ("zebra cow", 22),
            ("goat horse", 21),
        )
    ]
    index = build(papers)
    results = Searcher(index).search(parse("zebra horse goat cow"))
    newest = Sorter(index).sort(results, Order.NEWEST)
    assert list(newest.shown) == [0, 2, 1, 3, 4]


def test_a_farfetched_typo_does_not_hide_what_nearly_matches() -> None:
    results = search(titled("zebra learning", "zebra horse lern"), "zebra lern cow")
    assert [list(some.numbers) for some in results.nearly] == [[1]]
    results = search(titled("zebra learning", "lernen"), "zebra lern")
    assert (list(results.numbers), results.nearly_count) == ([0], 1)


@for_each(
    ("papers", "text", "said"),
    [
        (("zebra", "zebra"), "zebra goat", ["2 without ‘goat’"]),
        (("zebra goat", "zebra"), "zebra goat", ["1 more without ‘goat’"]),
        (("zebra", "goat"), "zebra goat", ["2, each without one word"]),
        (("a b1", "b1"), "zebra goat b1 horse", []),
        (("zebra cow", "horse cow"), "zebra goat horse cow", ["2 without ‘goat’ and another word"]),
        (("zebra horse",), "zebra goat horse cow", ["1 without ‘goat’ and ‘cow’"]),
    ],
)
def test_a_group_says_what_its_papers_lack(
    papers: tuple[str, ...], text: str, said: list[str]
) -> None:
    results = search(titled(*papers), text)
    assert [some.texts(more=bool(results))[0] for some in results.nearly] == said


@pytest.mark.parametrize(
    "text",
    [
        " ".join(f"zq{number}xkw" for number in range(1000)),
        "zebra " * 1000,
        "AND OR NOT | - + ( ) " * 200,
        "the of what is who " * 200,
        "+ " * 500,
        "a " * 1000,
    ],
    ids=["unknown", "one", "operators", "stop words", "pluses", "letters"],
)
def test_a_thousand_tokens_are_answered_at_once(text: str) -> None:
    searcher = Searcher(build(titled("zebra horse", "the goat", "what is it")))
    started = process_time()
    searcher.search(parse(text))
    assert process_time() - started < 2  # 0.2 s, on a machine that is not slow


def test_nothing_more_is_looked_for_once_too_many_words_are_found_nowhere(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked_for: list[str] = []

    def match(index: Index, word: Word, *, last_resort: bool) -> terms.Match:
        looked_for.append(word.text)
        return original(index, word, last_resort=last_resort)

    original = terms.match
    monkeypatch.setattr(terms, "match", match)
    results = search(titled("deep graph learning"), "qqqq deep vvvv zzzz xxxx jjjj learning")
    assert (len(results), results.groups, len(looked_for)) == (0, (), 5)
    assert results.hint
    assert str(results.hint) == "nothing matches"


def test_words_that_are_found_with_the_next_one_alone_are_found() -> None:
    assert found(titled("Methods, networks, learning"), "metho ds networ ks learni ng") == {0}


def test_the_words_of_a_long_text_mean_themselves_alone() -> None:
    words = [f"w{number}x" for number in range(40)]
    papers = titled(" ".join(words), " ".join([*words[:-1], f"{words[-1]}y"]))
    assert list(search(papers, " ".join(words)).shown) == [0]
    assert set(search(papers, words[-1]).numbers) == {0, 1}


def test_results_joined_behave_as_one_list() -> None:
    numbers = search(titled("zebra goat", "zebra", "goat"), "zebra goat").shown
    shown = list(numbers)
    assert [numbers[i] for i in range(len(numbers))] == shown
    assert list(numbers.rows(1, 3)) == shown[1:3]
    assert all(before != after for before, after in pairwise(shown))
    with pytest.raises(IndexError):
        numbers[len(shown)]


@for_each("limit", ["cat:cs.LG", "cat:cs.*,math.AG", "journal:prl", 'journal:"Phys. Rev."'])
def test_a_category_or_a_journal_alone_does_not_nearly_match(limit: str) -> None:
    some = [
        paper(title=title, categories=("cs.LG",), journal="Phys. Rev. Lett. 7, 1 (1999)")
        for title in ("deep tides", "narrow tides")
    ]
    assert not search(some, f"{limit} knots").nearly
    assert list(search(some, f"{limit} deep knots").shown) == [0]
