"""AND, OR, NOT and parentheses, nested as deep as anyone likes."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperview.index.fields import Field
from paperview.index.highlight import highlight
from paperview.index.query.parser import parse
from paperview.index.query.tree import Required, describe
from paperview.model.paper import Paper
from tests.cases import for_each
from tests.index.support import found, paper, search, titled

PAPERS = [
    *titled("deep net", "deep sea", "high sea", "net"),
    paper("anchor", authors=["Ann Lee", "Bo Deep"]),
]


@for_each(
    ("text", "numbers"),
    [
        ("deep AND net", {0}),
        ("deep && net", {0}),
        ("net OR sea", {0, 1, 2, 3}),
        ("net || sea", {0, 1, 2, 3}),
        ("net| sea", {0, 1, 2, 3}),
        ("net |sea", {0, 1, 2, 3}),
        ("(net)|(sea)", {0, 1, 2, 3}),
        ("deep NOT net", {1, 4}),
        ("deep AND NOT net", {1, 4}),
        ("deep ANDNOT net", {1, 4}),
        ("NOT deep", {2, 3}),
        ("NOT NOT deep", {0, 1, 4}),
        ("NOT -deep", {0, 1, 4}),
        ("NOT(deep)", {2, 3}),
        # OR binds closer than a blank, AND closer than OR.
        ("deep net OR sea", {0, 1}),
        ("deep AND net OR sea", {0, 1, 2}),
        ("sea OR deep AND net", {0, 1, 2}),
        ("(deep net) OR (high sea)", {0, 2}),
        ("(deep net) | high", {0, 2}),
        ("deep (net | (sea -high))", {0, 1}),
        ("-(deep | high)", {3}),
        ("!(deep sea)", {0, 2, 3, 4}),
        ("NOT (deep OR high)", {3}),
        ("sea -(deep | -high)", {2}),
        ("deep -(sea | author:lee)", {0}),
        ('("high sea" | anchor)', {2, 4}),
        ("author:(lee deep)", {4}),
        ("author:(lee | net)", {4}),
        ("author:(lee -deep)", set()),
        ("title:(deep | author:deep)", {0, 1, 4}),
        ("title:(deep (sea | net))", {0, 1}),
        ("-title:(deep | high)", {3, 4}),
        ("title:-deep net", {3}),
        ("title:deep|high", {0, 1, 2}),
        ("^(high | anchor)", {2, 4}),
        ("'(nets | sea)", {1, 2}),
    ],
)
def test_what_operators_and_groups_mean(text: str, numbers: set[int]) -> None:
    assert found(PAPERS, text) == numbers
    assert parse(text).mistakes == ()


@for_each(
    ("text", "numbers"),
    [
        ("C++|C#", {0, 1}),
        ("c#|c++|zebra", {0, 1}),
        ("title:(c++|.net)", {0, 2}),
        ("java|.net", {2, 3}),
        ("c++|(java zebra)", {0}),
        ("-(c++|c#)", {2, 3}),
        ("(c++ | c#) -java", {0, 1}),
        ("-title:(c++ | java)", {1, 2}),
        ('NOT "C++"', {1, 2, 3}),
    ],
)
def test_operators_join_terms_with_signs(text: str, numbers: set[int]) -> None:
    assert found(titled("use C++", "use C#", "use .NET", "use Java"), text) == numbers


def test_small_letters_are_words() -> None:
    papers = titled("not this or that", "this and that", "this")
    assert found(papers, "this or that") == {0}
    assert found(papers, "not this") == {0}


def test_operators_in_quotes_are_words() -> None:
    assert found(titled("this or that", "this", "that"), '"this OR that"') == {0}


@for_each(
    ("text", "numbers", "told"),
    [
        ("deep OR", {0, 1, 4}, "nothing behind OR"),
        ("deep AND", {0, 1, 4}, "nothing behind AND"),
        ("deep NOT", {0, 1, 4}, "nothing behind NOT"),
        ("OR deep", {0, 1, 4}, "nothing in front of OR"),
        ("deep OR OR net", {0, 1, 3, 4}, "nothing behind OR"),
        ("deep (| net)", {0}, "nothing in front of |"),
        ("deep (net | )", {0}, "nothing behind |"),
        ("(deep net", {0}, "a closing ) is missing"),
        ("deep | (high (sea", {0, 1, 2, 4}, "a closing ) is missing"),
        ("deep net)", {0}, "an opening ( is missing"),
        (") deep net", {0}, "an opening ( is missing"),
        ('("deep net', {0}, 'a closing " is missing'),
        ("author: | net", {0, 3}, "nothing behind author:"),
    ],
)
def test_what_is_missing_is_told(text: str, numbers: set[int], told: str) -> None:
    assert found(PAPERS, text) == numbers
    assert told in parse(text).mistakes


@for_each("text", ["AND", "OR", "NOT", "AND OR NOT", "(", ")", "((", "))", ")(", "&&"])
def test_nothing_but_operators_finds_all_and_is_told(text: str) -> None:
    assert found(PAPERS, text) == {0, 1, 2, 3, 4}
    assert parse(text).mistakes


@for_each(
    ("text", "number"),
    [
        ("SU(2)", 0),
        ("(2+1)-dimensional gravity", 1),
        ("p(x|y)", 2),
        ("|Vcb|", 3),
        ("(un)supervised", 4),
        ("f(x) of peer (to peer)", 5),
    ],
)
def test_parentheses_and_bars_within_words_are_their_own(text: str, number: int) -> None:
    papers = titled(
        "SU(2) gauge",
        "(2+1)-dimensional gravity",
        "p(x|y) of y",
        "about |Vcb|",
        "(un)supervised",
        "f(x) of peer (to peer)",
    )
    assert found(papers, text) == {number}
    assert parse(text).mistakes == ()


def test_a_sign_before_such_a_word_negates_all_of_it() -> None:
    assert found(titled("(un)supervised", "un", "supervised"), "-(un)supervised") == {1, 2}


def test_a_negated_group_leaves_out_whole_words_alone() -> None:
    papers = titled("survey", "surveys", "surveying nets", "net")
    assert found(papers, "-(surve | net)") == {0, 1, 2}
    assert found(papers, "-(survey (survey | net))") == {1, 2, 3}
    assert found(papers, "-(-surve)") == {0, 1, 2}


DEPTH = 500


@pytest.mark.parametrize(
    "text",
    [
        "(" * DEPTH + "net" + ")" * DEPTH,
        "(" * DEPTH + "net",
        "title:(" * DEPTH + "net" + ")" * DEPTH,
        "-(" * DEPTH + "net" + ")" * DEPTH,
        "(net | (deep net " * DEPTH + "))" * DEPTH,
        "(net | -(sea " * DEPTH + "x" + "))" * DEPTH,
        "net" + ")" * DEPTH,
        "net " + "AND OR NOT ( | " * DEPTH,
        "net " + '"( ' * DEPTH,
        "net " + "deep:(" * DEPTH,
    ],
)
def test_no_nesting_is_too_deep(text: str) -> None:
    started = process_time()
    results = search(PAPERS, text)
    assert process_time() - started < 5
    assert results.query == parse(text)
    assert all(isinstance(describe(clause), str) for clause in results.query.clauses)
    if "deep:" not in text and '"' not in text:
        assert {0, 3} <= set(results.numbers)


@given(st.lists(st.sampled_from(("a", "(", ")", "|", "-", "OR", "AND", "NOT", '"', ":", " ", "{"))))
def test_no_order_of_operators_is_an_error(parts: list[str]) -> None:
    text = "".join(parts)
    query = parse(text)
    assert all(isinstance(describe(clause), str) for clause in query.clauses)
    found(PAPERS, text)


@given(
    st.lists(st.sampled_from(("deep", "sea", "(", ")", "|", "-", "OR", "AND", "NOT", "author:")))
)
def test_a_description_means_the_same_as_what_was_typed(parts: list[str]) -> None:
    text = " ".join(parts).replace("- ", "-").replace(": ", ":")
    described = " ".join(map(describe, parse(text).clauses))
    assert found(PAPERS, described) == found(PAPERS, text)


def test_a_joining_word_with_a_field_of_its_own_is_looked_for() -> None:
    papers = titled("deep net", "deep and net")
    assert found(papers, "deep and net") == {0, 1}
    assert found(papers, "deep title:and net") == {1}
    assert found(papers, "title:(deep and net)") == {0, 1}


@for_each(
    "text",
    [
        "(deep net) | sea",
        "-(deep | sea)",
        "-(deep net)",
        "title:deep | -(net sea)",
    ],
)
def test_a_group_is_described_as_it_is_typed(text: str) -> None:
    assert " ".join(map(describe, parse(text).clauses)) == text


def test_a_hint_names_a_group() -> None:
    hint = search(titled("zebra", "zebra"), "zebra (goat | (cow hen))").hint
    assert hint is not None
    assert hint.without == (("goat | (cow hen)", 2),)


def test_words_of_a_group_are_highlighted_but_not_what_is_negated() -> None:
    terms = search(PAPERS, "(deep sea) | net -(high | low)").tokens
    text = "deep high low net"
    spans = highlight(text, terms, Field.TITLE).spans
    assert [text[start:end] for start, end in spans] == ["deep", "net"]


def test_typos_are_allowed_within_groups() -> None:
    assert found(titled("learning graphs", "zebra"), "(lerning graphs) | cow") == {0}


# Names, joined

AUTHORS: list[Paper] = [
    paper("weights", authors=["Jimmy Ba", "Geoffrey Hinton"], created="2016-10-20"),
    paper("nets and graphs", authors=["Geoffrey Hinton"], created="2006-01-01"),
    paper("android graphs", authors=["Al Etter"]),
]


@for_each(
    ("text", "numbers"),
    [
        ("Hinton et al.", {0, 1}),
        ("Hinton et al", {0, 1}),
        ("Ba and Hinton", {0}),
        ("Ba & Hinton", {0}),
        ("Hinton et al., 2016", {0}),
        ("(Hinton et al., 2016)", {0}),
        ("Hinton et al. (2016)", {0}),
        ("author:(Ba and Hinton)", {0}),
        ("and graphs", {1, 2}),
        ("'and graphs", {1}),
        ('"nets and"', {1}),
        ("et", {2}),
    ],
)
def test_what_only_joins_names_need_not_be_in_a_paper(text: str, numbers: set[int]) -> None:
    assert found(AUTHORS, text) == numbers


def test_what_only_joins_names_is_not_highlighted() -> None:
    text = "Al Etter and Geoffrey Hinton"
    terms = search(AUTHORS, "Hinton et al. and graphs").tokens
    spans = highlight(text, terms, Field.AUTHORS).spans
    assert [text[start:end] for start, end in spans] == ["Hinton"]


def test_a_paper_that_holds_the_word_comes_first() -> None:
    papers = [paper("nets, graphs", created="2020-01-01"), paper("nets and graphs")]
    assert [int(number) for number in search(papers, "nets and graphs").numbers] == [1, 0]


@for_each(
    ("text", "numbers"),
    [
        ("what is the meaning of the wave function?", {0}),
        ("the wave function pdf", {0, 1}),
        ("wave function arxiv paper", {0, 1}),
        ("the who", {2}),
        ("to be or not to be", {3}),
        ("+what wave", set()),
        ('wave "the"', {0}),
        ("wave title:the", {0}),
        ("who year:2020", set()),
        ("paper", {4}),
        ("pdf wave", set()),
    ],
)
def test_a_paper_need_not_have_stop_words_unless_there_is_nothing_else(
    text: str, numbers: set[int]
) -> None:
    papers = titled("The meaning of a wave function", "Wave functions", "The WHO")
    papers += titled("To be or not to be", "White paper")
    assert found(papers, text) == numbers


@for_each("text", ["+deep", "+title:deep", '+"deep sea"', "+(deep | sea)", "+c++"])
def test_a_plus_is_read_before_whatever_must_be_there(text: str) -> None:
    query = parse(f"{text} net")
    assert isinstance(query.clauses[0], Required)
    assert describe(query.clauses[0]) == text
    assert query.mistakes == ()


@for_each("text", ["B+ meson", "1 + 1", "c++", "e+e-"])
def test_a_plus_within_or_behind_a_word_is_none(text: str) -> None:
    assert not any(isinstance(clause, Required) for clause in parse(text).clauses)
