"""Filters by what the user added: how they are read, answered and completed."""

from __future__ import annotations

from collections.abc import Sequence

from paperview.index.query.completion import completions
from paperview.index.query.parser import parse
from paperview.index.query.tree import OnShelf, describe
from paperview.index.searcher import Searcher
from paperview.index.storage.index import build
from tests.cases import for_each
from tests.index.support import titled

PAPERS = titled("Ants", "Bees", "Cats", "Dogs", "Eels")

TAGS = ("to read", "C++", "Über", "odd (one)", 'say "hi"', "to-do")


def lookup(clause: OnShelf) -> Sequence[int]:
    """Give one paper for what is starred, others for what is read and so on."""
    numbers = {"starred": [1, 3], "read": [0, 1], "tag": [2], "note": [3], "opened": [0, 999]}
    return numbers.get(clause.what, ())


@for_each(
    ("text", "found"),
    [
        ("is:starred", {1, 3}),
        ("is:star", {1, 3}),
        ("is:starred,read", {0, 1, 3}),
        ("is:read is:starred", {1}),
        ("is:unread", {*range(len(PAPERS))} - {0, 1}),
        ("-is:unread", {0, 1}),
        ("NOT is:read is:starred", {3}),
        ("tag:x | note:y", {2, 3}),
        ("(is:starred tag:x) | opened:2026-11", {0}),
        ("opened>=2026", {0}),
        ("is:tagged", set()),
    ],
)
def test_each_filter_finds_its_papers_and_can_be_combined(text: str, found: set[int]) -> None:
    query = parse(text)
    assert query.mistakes == ()
    assert set(Searcher(build(PAPERS), lookup).search(query).numbers) == found


def test_without_a_shelf_nothing_is_on_it() -> None:
    searcher = Searcher(build(PAPERS))
    assert len(searcher.search(parse("is:starred"))) == 0
    assert len(searcher.search(parse("is:unread"))) == len(PAPERS)


@for_each(
    ("text", "mistake"),
    [
        ("is:great", "is: needs one of starred read unread noted tagged"),
        ("tag:-", "tag: needs a tag"),
        ("opened:soon", "opened: needs a date, as 2023, 2023-05 or 2023-05-17"),
    ],
)
def test_what_is_no_value_is_said_and_read_as_words(text: str, mistake: str) -> None:
    query = parse(f"{text} x")
    assert query.mistakes == (mistake,)
    assert not any(isinstance(clause, OnShelf) for clause in query.clauses)


def test_a_tag_is_compared_by_its_words_and_may_be_unfinished_while_it_is_typed() -> None:
    for text in ('tag:"To  read" x', "tag:to-read x", "tag:TO_READ x"):
        clause = parse(text).clauses[0]
        assert isinstance(clause, OnShelf)
        assert (clause.text, clause.is_open) == ("to-read", False)
        assert describe(clause) in text
    for text in ("tag:to-r", "tag:to-r* x"):
        clause = parse(text).clauses[0]
        assert isinstance(clause, OnShelf)
        assert (clause.text, clause.is_open) == ("to-r", True)


@for_each(
    ("text", "first"),
    [
        ("is:u", "is:unread "),
        ("deep tag:", "deep tag:to-read "),
        ("tag:to-d", "tag:to-do "),
        ("tag:c", "tag:c++ "),
        ("tag:ub", "tag:uber "),
        ("tag:say", "tag:say-hi "),
        ("tag:odd", "tag:odd-(one) "),
        ("note:a", None),
        ("opened:2", None),
    ],
)
def test_states_and_tags_are_completed(text: str, first: str | None) -> None:
    found = completions(text, lambda *_: (), lambda: (), lambda: TAGS)
    assert (found[0].casefold() if found else None) == first
    if found:
        query = parse(found[0])
        assert query.mistakes == ()
        assert isinstance(query.clauses[-1], OnShelf) or text == "is:u"
