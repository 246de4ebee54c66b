"""The query language: every kind of clause, and what is made of what can't be read."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperview.index.fields import ANYWHERE, FIELDS, Field
from paperview.index.query.parser import parse
from paperview.index.query.tree import (
    Clause,
    Compound,
    Dates,
    Has,
    Identity,
    Not,
    Or,
    Phrase,
    Word,
    describe,
)
from paperview.model.paper import ArxivId
from tests.cases import for_each
from tests.index.support import found, paper, search, titled

_PIECES = st.sampled_from(
    (
        *(*FIELDS, "year", "after", "before", "has"),
        *("is", "tag", "x", "2022", "2023-05-", "..", "2304.10190", "v2", "10.1/", "arXiv:"),
        *("-", "!", "|", "'", '"', "^", ":", "/", " ", " ", "\\", "{", "}", "$", "é", "ﬁ"),
    )
)


@given(st.text() | st.lists(_PIECES | st.text(max_size=3)).map("".join))
def test_no_text_is_an_error(text: str) -> None:
    query = parse(text)
    assert query.text == text
    for clause in query.clauses:
        assert isinstance(describe(clause), str)
    found([paper("zebra", arxiv_id="2304.10190", doi="10.1/é")], text)


@given(st.lists(_PIECES | st.text(max_size=3)).map("".join))
def test_leading_and_trailing_blanks_mean_nothing(text: str) -> None:
    papers = [paper("zebra of 2022", arxiv_id="2304.10190", created="2023-05-01"), paper("x is")]
    assert found(papers, f" {text} ") == found(papers, text)


def _only(text: str) -> Clause:
    query = parse(text)
    assert query.mistakes == ()
    (clause,) = query.clauses
    return clause


def _word(text: str) -> Word:
    clause = _only(text)
    assert isinstance(clause, Word)
    return clause


def test_words() -> None:
    query = parse("federated  Lern")
    assert [describe(clause) for clause in query.clauses] == ["federated", "lern"]
    word = _word("Lern")
    assert (word.fields, word.exact, word.first, word.forgiving) == (ANYWHERE, False, False, True)


@for_each("text", ["", " ", "-", "!", "|", '"', '""', "^", "'", "...", "title:"])
def test_nothing_to_be_searched_for_yet(text: str) -> None:
    assert parse(text).clauses == ()


@for_each("text", ["year:", "after:", "has:", "title:", "author:", "id:", "title:^"])
def test_a_field_whose_value_is_still_to_be_typed_is_no_mistake(text: str) -> None:
    assert (parse(text).clauses, parse(text).mistakes) == ((), ())


def test_a_phrase() -> None:
    assert _only('"Digital Twin"') == Phrase(("digital", "twin"))
    assert _only('"end-to-end"') == Phrase(("end", "to", "end"))


def test_just_this_word() -> None:
    word = _word("'net")
    assert (word.text, word.exact, word.forgiving) == ("net", True, False)


@for_each("sign", ["-", "!"])
def test_without_this_word(sign: str) -> None:
    clause = _only(f"{sign}survey")
    assert isinstance(clause, Not)
    assert isinstance(clause.clause, Word)
    assert (clause.clause.text, clause.clause.exact) == ("survey", True)
    assert _only(f'{sign}"deep net"') == Not(Phrase(("deep", "net")))


def test_a_sign_with_a_blank_after_it_negates_nothing() -> None:
    assert found(titled("deep net", "net"), "deep - net") == {0}
    assert found(titled("deep net", "net"), "deep ! net") == {0}


def test_either() -> None:
    clause = _only("gnn | transformer | 'net")
    assert isinstance(clause, Or)
    assert [describe(part) for part in clause.clauses] == ["gnn", "transformer", "'net"]


@for_each("text", ["gnn|transformer", "title:gnn|transformer", '"gnn"|transformer'])
def test_either_without_blanks(text: str) -> None:
    papers = titled("gnn", "transformer", "neither")
    assert found(papers, text) == {0, 1}


def test_a_bar_at_the_edge_of_a_word_is_no_either() -> None:
    assert found(titled("the value of |Vcb|", "the value of pi"), "of |Vcb|") == {0}


@for_each("text", ["\N{GRINNING FACE}", "&", "+ +", "%%"])
def test_a_query_without_letters_or_digits_says_so_and_finds_all(text: str) -> None:
    assert parse(text).mistakes == ("no letters or digits to look for",)
    assert found(titled("zebra", "horse"), text) == {0, 1}


def test_the_start_of_the_title() -> None:
    word = _word("^deep")
    assert (word.text, word.first, word.fields) == ("deep", True, Field.TITLE)
    assert _only('^"deep learn"') == Phrase(("deep", "learn"), Field.TITLE, first=True)


@for_each(
    ("name", "field"),
    [
        ("title", Field.TITLE),
        ("author", Field.AUTHORS),
        ("abstract", Field.ABSTRACT),
        ("comments", Field.COMMENTS),
        ("id", Field.ID),
        ("doi", Field.DOI),
        ("cat", Field.CATEGORIES),
        ("arxiv", Field.ID),
        ("Author", Field.AUTHORS),
    ],
)
def test_fields(name: str, field: Field) -> None:
    word = _word(f"{name}:perino")
    assert (word.text, word.fields) == ("perino", field)
    assert word.forgiving == (field not in (Field.ID, Field.DOI, Field.CATEGORIES))


@for_each(
    ("text", "first", "last"),
    [
        ("year:2022", 2022_00_00, 2022_12_31),
        ("year:2019..2021", 2019_00_00, 2021_12_31),
        ("year:2021..2019", 2019_00_00, 2021_12_31),
        ("after:2023-05", 2023_05_00, 9999_12_31),
        ("year:2020-02..2020-02-10", 2020_02_00, 2020_02_10),
    ],
)
def test_dates(text: str, first: int, last: int) -> None:
    assert _only(text) == Dates(first, last, text)


@for_each(
    ("name", "field"),
    [
        ("doi", Field.DOI),
        ("title", Field.TITLE),
        ("authors", Field.AUTHORS),
        ("author", Field.AUTHORS),
        ("abstract", Field.ABSTRACT),
        ("comments", Field.COMMENTS),
        ("cat", Field.CATEGORIES),
        ("DOI", Field.DOI),
    ],
)
def test_has(name: str, field: Field) -> None:
    assert _only(f"has:{name}") == Has(field)


def test_an_id() -> None:
    assert _only("2304.10190v2") == Identity(ArxivId("2304.10190", 2))


def test_a_token_with_punctuation_is_its_words_next_to_each_other() -> None:
    clause = _only("peer-to-peer")
    assert isinstance(clause, Compound)
    assert clause.alternatives[0] == Phrase(("peer", "to", "peer"), open=True)
    assert list(map(describe, clause.words)) == ["peer", "'to", "peer"]


def _mistake(text: str) -> str:
    (mistake,) = parse(text).mistakes
    return mistake


@for_each("text", ['"deep sea', 'title:"deep sea', 'deep "sea', 'deep sea"'])
def test_an_open_quote_is_read_as_plain_words(text: str) -> None:
    assert '"' in _mistake(text)
    assert found(titled("sea and deep", "sea", "deep"), text) == {0}


@for_each("text", ["mars:rover", "-mars:rover", "mars:'rover"])
def test_an_unknown_field_is_read_as_plain_words(text: str) -> None:
    mistake = _mistake(text)
    assert "mars:" in mistake
    papers = titled("mars rover", "mars", "rover")
    assert found(papers, text) == ({1, 2} if text.startswith("-") else {0})


def test_a_colon_at_the_end_of_a_word_is_no_field() -> None:
    assert parse("Networks: a survey").mistakes == ()
    assert found(titled("Networks: a survey", "survey"), "Networks: a survey") == {0}
    assert found(titled("Networks: a survey", "survey"), 'Networks:"a survey"') == {0}


@for_each(
    "text",
    [
        "year:abc",
        "year:20222",
        "year:2022..2023..2024",
        "year:2022-13",
        "after:2023-02-30",
        "before:next",
        "after:2019..2021",
        "has:wings",
        "after:²⁰²³",
    ],
)
def test_a_filter_that_makes_no_sense_is_read_as_plain_words(text: str) -> None:
    name, _, value = text.partition(":")
    mistake = _mistake(text)
    assert mistake.startswith(f"{name}: needs ")
    plain = f"{name} {value}"
    assert found(titled(plain, "zebra"), text) == {0}


def test_a_caret_in_another_field_is_a_mistake_and_left_out() -> None:
    assert "title" in _mistake("author:^perino")
    papers = [paper("deep", authors=["Diego Perino"])]
    assert found(papers, "author:^perino") == {0}


def test_what_lucene_writes_behind_a_phrase_is_told_and_left_out() -> None:
    assert _mistake('"deep sea"~5') == "~5 behind a phrase can't be read"
    assert found(titled("the deep sea", "the sea"), '"deep sea"~5') == {0}


def test_mistakes_stand_in_the_order_of_the_query() -> None:
    mistakes = parse('mars:rover year:x "deep').mistakes
    assert len(mistakes) == 3
    pairs = zip(("mars", "year", chr(34)), mistakes, strict=True)
    assert all(word in mistake for word, mistake in pairs)


def test_an_address_is_no_field() -> None:
    assert parse("https://example.org/deep").mistakes == ()


_MANY = [f"w{number}rd" for number in range(1500)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("zebra " + "x" * 10_000, ""),
        ("zebra " + "ab-" * 5000, ""),
        (" ".join(_MANY), ""),
        ("zebra " * 1000, ""),
        (" | ".join(_MANY), "only the first 30 words with operators are read"),
        (" -".join(["zebra", *_MANY]), "only the first 30 words with operators are read"),
        ("(a | " * 500 + "zebra" + ")" * 500, "only the first 30 words with operators are read"),
        ("(" * 500 + "zebra" + ")" * 500, ""),
        ("(" * 500 + "zebra", "a closing ) is missing"),
        ("AND OR NOT && || " * 100, "nothing in front of AND"),
        ('zebra "' * 1001, 'a closing " is missing'),
        ("\N{GRINNING FACE}\u200f " * 1000, "no letters or digits to look for"),
        ("\u05e9\u05dc\u05d5\u05dd " * 1000, ""),
        ("et al " * 2000, ""),
        ("J. Zebra may 2019, " * 500, ""),
        ("2304.10190\n" * 1_000_000, "only the first 10,000 characters are read"),
    ],
    ids=lambda text: text[:12],
)
def test_no_text_is_too_much_or_slow(text: str, told: str) -> None:
    started = process_time()
    results = search(titled("zebra", "horse"), text)
    assert process_time() - started < 0.5
    assert (told in results.warnings) == bool(told)
