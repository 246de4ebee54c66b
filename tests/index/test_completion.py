"""What may be completed at the end of a query, and what it becomes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from paperview.index.facets import values_of, years_of
from paperview.index.fields import FIELDS, Field
from paperview.index.query.completion import (
    Fragment,
    complete,
    completions,
    fragment,
)
from paperview.index.query.parser import parse
from paperview.index.query.tree import Clause, Dates, Has, LikelyName, Not, Or, Word
from paperview.index.storage.index import build
from paperview.model.analysis import fold
from tests.cases import for_each
from tests.index.support import paper

PAPERS = [
    paper("bees", authors=["Ada Zhang", "Bo Zhao"], categories=["cs.LG"], created="2021-03-01"),
    paper("tides", authors=["Ada Zhang", "Li Çelebi"], categories=["cs.LG", "cs.CL"]),
    paper("author zhu zhu", authors=["Wei Zhang"], categories=["cs.CL", "cond-mat.soft"]),
    paper("zhu zhu zhu zhu", authors=["Xu Zhao"], categories=["cs.LG"], created="2019-12-31"),
    paper("by no one", abstract="Zhabotinsky reactions of cs.ai."),
]
INDEX = build(PAPERS)


def completions_of(text: str) -> list[str]:
    """Return what a text may become among the papers above."""
    return list(completions(text, partial(values_of, INDEX), partial(years_of, INDEX)))


@for_each(
    ("text", "name", "typed"),
    [
        ("author:zh", "author", "zh"),
        ("bees AUTHOR:Zh", "author", "Zh"),
        ("cat:", "cat", ""),
        ("cat:cond-m", "cat", "cond-m"),
        ("-cat:cs.l", "cat", "cs.l"),
        ("!author:zh", "author", "zh"),
        ("gnn | author:zh", "author", "zh"),
        ("gnn|author:zh", "author", "zh"),
        ("author:'zh", "author", "zh"),
        ('"two words" author:zh', "author", "zh"),
        ("has:ab", "has", "ab"),
        ("year:", "year", ""),
        ("before:20", "before", "20"),
        ("bees aut", "", "aut"),
        ("-aut", "", "aut"),
        ("gnn | abs", "", "abs"),
    ],
)
def test_what_is_being_typed_is_found(text: str, name: str, typed: str) -> None:
    assert fragment(text) == Fragment(name, typed, len(text) - len(typed))


@for_each(
    "text",
    [
        "",
        " ",
        "author:zhang ",
        "author:",  # hardly anyone means the most frequent author
        "au",
        "gnn |",
        '"two wor',
        '"author:zh',
        '"about aut',
        'author:"zh',
        "title:be",
        "colour:re",
        "'aut",
        "^aut",
        "author:^zh",
    ],
)
def test_nothing_is_completed_where_nothing_is_meant_to_be(text: str) -> None:
    assert fragment(text) is None


@for_each(
    ("text", "becomes"),
    [
        ("aut", ["author:"]),
        ("tides -Aut", ["tides -Author:"]),
        ("com", ["comments:"]),
        ("bee", []),
        ("https://arx", []),
        ("year", []),
        ("author:zh", ["author:zhang ", "author:zhao "]),
        ("author:Zha", ["author:Zhang ", "author:Zhao "]),
        ("author:Çel", ["author:Çelebi "]),
        ("author:cel", ["author:celebi "]),
        ("-author:xu", []),
        ("cat:", ["cat:cs.LG ", "cat:cs.CL ", "cat:cond-mat.soft "]),
        ("bees | cat:CS.L", ["bees | cat:cs.LG "]),
        ("cat:cond", ["cat:cond-mat.soft "]),
        ("cat:cs.ai", []),
        ("has:ab", ["has:abstract "]),
        ("year:", ["year:2021", "year:2020", "year:2019"]),
        ("after:2019", []),
        ("year:18", []),
        ("year:2019..", []),
    ],
)
def test_what_a_query_may_become(text: str, becomes: list[str]) -> None:
    assert [whole for whole in completions_of(text) if whole != text] == becomes


def test_where_the_likeliest_is_typed_already_nothing_is_completed_before_it() -> None:
    papers = [paper("", authors=["Li", "Liu"]), paper("", authors=["Li"])]
    values = partial(values_of, build(papers))
    assert completions("author:li", values, list) == ("author:li", "author:liu ")
    assert completions("author:l", values, list) == ("author:li ", "author:liu ")


@for_each("odd", ["machine learning", 'a"b', "a|b", "a,", "^a", "'a"])
def test_what_no_token_means_is_not_completed(odd: str) -> None:
    assert complete(Fragment("cat", odd[:1], 4), [odd]) is None


def test_words_come_the_most_frequent_in_their_field_first_and_no_more_than_wanted() -> None:
    assert values_of(INDEX, Field.AUTHORS, "zh", 9) == ["zhang", "zhao"]
    assert values_of(INDEX, Field.AUTHORS, "zh", 1) == ["zhang"]
    assert values_of(INDEX, Field.TITLE, "zh", 9) == ["zhu"]
    assert values_of(INDEX, Field.AUTHORS, "q", 9) == []
    assert values_of(build([]), Field.AUTHORS, "a", 9) == []


def test_of_many_words_a_part_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("paperview.index.facets._COUNTED", 100)
    papers = [paper("", authors=["Azra"], categories=["a"]) for _ in range(300)]
    papers += [paper("", authors=[f"A{number}"]) for number in range(100)]
    papers += [paper("", authors=["Ava"]) for _ in range(200)]
    assert values_of(build(papers), Field.AUTHORS, "a", 2) == ["azra", "ava"]


def test_without_dates_there_are_no_years() -> None:
    assert years_of(build(PAPERS[1:3])) == []
    assert years_of(build([])) == []


# A completion is understood as it was meant

LETTERS = st.text("aàbcøßzñ0-.", min_size=1, max_size=8)
BEFORE = st.builds(
    str.__add__,
    st.sampled_from(["", "bees ", '"a b" ', "-x ", "year:2019 ", "gnn | ", "has:doi | "]),
    st.sampled_from(["", "-", "!"]),
)


def last_of(text: str) -> Clause:
    """Return the clause that the end of a query is, or that must not match."""
    last = parse(text).clauses[-1]
    if isinstance(last, Or):
        last = last.clauses[-1]
    if isinstance(last, Not):
        last = last.clause
    return last


def completed(before: str, value: str, words: Sequence[str]) -> str | None:
    part = fragment(before + value)
    assert part is not None
    whole = complete(part, words)
    return None if whole is None else (before + value)[: part.start] + whole


@given(
    BEFORE,
    st.sampled_from([("author", Field.AUTHORS), ("cat", Field.CATEGORIES)]),
    LETTERS.map(fold),
    st.integers(1, 8),
    st.booleans(),
)
def test_a_value_taken_is_the_word_that_was_completed(
    before: str, named: tuple[str, Field], word: str, count: int, capitals: bool
) -> None:
    name, field = named
    typed = word[:count].upper() if capitals else word[:count]
    whole = completed(f"{before}{name}:", typed, [word])
    if whole is None:
        return
    assert whole.endswith(" ")
    clause = last_of(whole)
    if isinstance(clause, LikelyName):  # `ossaa` may be O'Ssaa, too
        clause = clause.word
    assert isinstance(clause, Word)
    assert (clause.text, clause.fields, clause.open) == (word, field, False)


@given(BEFORE, st.text("abcdexyz", min_size=2, max_size=6), st.integers(1, 5))
def test_every_plain_word_that_begins_so_is_completed(before: str, word: str, count: int) -> None:
    whole = completed(f"{before}author:", word[:count], ["ü", word])
    assert whole == (f"{before}author:{word} " if count < len(word) else None)


@given(BEFORE, st.sampled_from(list(FIELDS)), st.integers(0, 2))
def test_has_taken_asks_for_that_field(before: str, value: str, count: int) -> None:
    assume(count < len(value))
    whole = completed(f"{before}has:", value[:count], [value])
    assert whole is not None
    assert last_of(whole) == Has(FIELDS[value].field)


@given(BEFORE, st.sampled_from(["year", "after", "before"]), st.integers(1900, 2100))
def test_a_year_taken_is_that_year(before: str, name: str, year: int) -> None:
    whole = completed(f"{before}{name}:", str(year)[:3], [str(year)])
    assert whole == f"{before}{name}:{year}"
    clause = last_of(whole)
    assert isinstance(clause, Dates)
    assert f"{year}0000" in {str(clause.first), str(clause.last + 1)}


@given(st.text())
def test_whatever_is_typed_is_kept_by_what_is_completed(text: str) -> None:
    for whole in completions_of(text):
        assert whole.casefold().startswith(text.casefold())
