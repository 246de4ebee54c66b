"""Phrases: words next to each other, in one field and one text."""

from __future__ import annotations

from paperview.model.paper import Paper
from tests.cases import for_each
from tests.index.support import found, order, paper, titled


def test_words_must_follow_each_other_in_order() -> None:
    papers = titled("a digital twin of nets", "twin digital", "digital and twin", "digital twins")
    assert found(papers, '"digital twin"') == {0}


def test_punctuation_between_the_words_does_not_count() -> None:
    assert found(titled("end-to-end delay", "end end to"), '"end to end"') == {0}
    assert found(titled("digital, (twin)"), '"Digital-Twin"') == {0}


def test_a_phrase_is_not_found_across_two_fields() -> None:
    papers = [
        paper("a digital", "twin of nets", authors=["Ann Hen"], comments="goat"),
        paper("digital twin"),
    ]
    assert found(papers, '"digital twin"') == {1}
    assert found(papers, '"digital ann"') == set()
    assert found(papers, '"nets goat"') == set()


def test_a_phrase_is_not_found_across_two_authors() -> None:
    papers = [paper(authors=["Ann Lee", "Bob Hen"]), paper(authors=["Lee Bob"])]
    assert found(papers, '"Lee Bob"') == {1}
    assert found(papers, 'author:"Ann Lee"') == {0}


def test_a_phrase_is_not_found_across_two_papers() -> None:
    assert found(titled("deep", "net"), '"deep net"') == set()


def test_a_phrase_in_one_field() -> None:
    papers = [paper("deep net", "zebra"), paper("zebra", "deep net")]
    assert found(papers, 'title:"deep net"') == {0}
    assert found(papers, 'abstract:"deep net"') == {1}
    assert found(papers, 'author:"deep net"') == set()


def test_the_start_of_the_title_is_not_the_start_of_another_text() -> None:
    papers = [
        paper("on deep nets", "deep nets", authors=["Deep Nets"]),
        paper("deep nets"),
        paper(abstract="deep nets"),
    ]
    assert found(papers, '^"deep nets"') == {1}


def test_a_phrase_forgives_nothing() -> None:
    assert found(titled("digital twins", "digitl twin"), '"digital twin"') == set()


def test_a_phrase_of_one_word_is_that_whole_word() -> None:
    assert found(titled("net", "nets"), '"net"') == {0}


def test_repeated_words() -> None:
    papers = titled("peer peer", "peer to peer", "peer peer peer")
    assert found(papers, '"peer peer"') == {0, 2}
    assert found(papers, '"peer peer peer"') == {2}


def test_a_phrase_is_found_in_few_papers_of_many() -> None:
    papers = titled(*["zebra"] * 100, "the deep net", *["deep"] * 10, *["net"] * 10, "deep net")
    assert found(papers, '"deep net"') == {100, 121}
    assert found(papers, '^"deep net"') == {121}


def test_a_phrase_is_found_before_many_papers_without_words() -> None:
    papers = [*titled(*["the deep net"] * 5000), *[Paper()] * 5000]
    assert found(papers, '^"the deep"') == found(papers, '"deep net"') == set(range(5000))


def test_a_phrase_in_the_title_comes_before_one_in_the_abstract() -> None:
    papers = [
        paper("zebra", "a deep net", created="2023-01-01"),
        paper("deep net", created="2022-01-01"),
    ]
    assert order(papers, '"deep net"') == [1, 0]


@for_each("text", ['"data-set"', '"data set"', '"dataset"'])
def test_a_phrase_is_found_with_words_written_as_one_or_apart(text: str) -> None:
    papers = titled("a dataset", "a data set", "a data-set", "set data", "datasets")
    assert found(papers, text) == {0, 1, 2}


def test_the_parts_of_the_last_word_are_whole() -> None:
    papers = titled("in H_2O", "acids in H 2 O", "|H|=2 or 3, and o", "h2ox")
    assert found(papers, "H_2O") == {0, 1, 3}
