"""Finding papers by their date, and by what they have."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from paperview.index.query.parser import parse
from paperview.index.searcher import Searcher
from paperview.index.storage.index import build
from tests.cases import for_each
from tests.index.support import found, paper, search

_DAYS = (
    *("2018-12-31", "2019-01-01", "2019-06-15", "2020-02-29", "2021-12-31", "2022-01-01"),
    *("2023-04-30", "2023-05-01", "2023-05-16", "2023-05-17", "2023-05-18", "2023-12-31"),
    "2024-01-01",
)
PAPERS = [paper("no date"), *(paper("zebra", created=day) for day in _DAYS)]


def _days(text: str) -> list[str]:
    return [_DAYS[number - 1] if number else "no date" for number in sorted(found(PAPERS, text))]


@for_each(
    ("text", "first", "last"),
    [
        ("year:2022", "2022-01-01", "2022-01-01"),
        ("year:2019..2021", "2019-01-01", "2021-12-31"),
        ("year:..2019", "2018-12-31", "2019-06-15"),
        ("year:2023..", "2023-04-30", "2024-01-01"),
        ("after:2023", "2023-04-30", "2024-01-01"),
        ("after:2023-05", "2023-05-01", "2024-01-01"),
        ("after:2023-05-17", "2023-05-17", "2024-01-01"),
        ("before:2023", "2018-12-31", "2022-01-01"),
        ("before:2023-05", "2018-12-31", "2023-04-30"),
        ("before:2023-05-17", "2018-12-31", "2023-05-16"),
        ("year:2023-05", "2023-05-01", "2023-05-18"),
        ("after:2020 before:2022-01-01", "2020-02-29", "2021-12-31"),
        ("YEAR:2022", "2022-01-01", "2022-01-01"),
    ],
)
def test_dates(text: str, first: str, last: str) -> None:
    assert _days(text) == [day for day in _DAYS if first <= day <= last]


@given(st.dates(date(2018, 12, 1), date(2024, 1, 31)), st.sampled_from(_DAYS))
def test_after_is_from_that_day_on_and_before_is_up_to_the_day_before(
    day: date, created: str
) -> None:
    searcher = Searcher(build([paper("zebra", created=created)]))
    assert len(searcher.search(parse(f"after:{day}"))) == (date.fromisoformat(created) >= day)
    assert len(searcher.search(parse(f"before:{day}"))) == (date.fromisoformat(created) < day)


def test_a_paper_without_a_date_is_in_no_range_and_outside_of_each() -> None:
    for text in ("year:2022", "year:..2022", "year:2022..", "after:1000", "before:9999"):
        assert "no date" not in _days(text), text
        assert "no date" in _days(f"-{text}"), text


def test_the_first_and_the_last_year() -> None:
    papers = [paper("a", created="0001-01-01"), paper("b", created="9999-12-31")]
    assert found(papers, "year:..2000") == {0}
    assert found(papers, "year:0001") == {0}
    assert found(papers, "after:2000") == {1}
    assert found(papers, "year:9999") == {1}
    assert found(papers, "before:0001") == set()


@for_each(
    ("text", "created"),
    [
        ("year:2023", "2023-05-17"),
        ("year:2023-05", "2023-05-17"),
        ("year:2019..2023", "2019-12-31"),
        ("after:2022-11-21", "2023-05-17"),
    ],
)
def test_a_paper_that_is_asked_for_stays_while_the_date_is_typed(text: str, created: str) -> None:
    papers = [paper("zebra", created=created)]
    for end in range(text.index(":") + 1, len(text) + 1):
        assert found(papers, text[:end]) == {0}, text[:end]
        assert parse(text[:end]).mistakes == (), text[:end]


@for_each(
    ("text", "dates"),
    [
        ("year:2019", ["2019", "2019-05", "2019-05-17"]),
        ("year:2019-05", ["2019-05", "2019-05-17"]),
        ("year:201", ["2018", "2019", "2019-05", "2019-05-17"]),
        ("after:2019", ["2019", "2019-05", "2019-05-17"]),
        ("after:2019-05", ["2019-05", "2019-05-17"]),
        ("after:2019-05-17", ["2019-05-17"]),
        ("before:2019", ["2018"]),
        ("year:..2019", ["2018", "2019", "2019-05", "2019-05-17"]),
        ("year:0000", []),
    ],
)
def test_of_some_papers_no_more_than_the_year_or_month_is_known(
    text: str, dates: list[str]
) -> None:
    days = ("2018", "2019", "2019-05", "2019-05-17", None)
    papers = [paper("zebra", created=day) for day in days]
    assert [days[number] for number in sorted(found(papers, text))] == dates


def test_a_range_that_is_being_typed_begins_where_it_will() -> None:
    assert _days("year:2019.") == _days("year:2019")
    assert _days("year:2019..") == [day for day in _DAYS if day >= "2019"]
    assert _days("year:2019..2") == [day for day in _DAYS if day >= "2019"]


def test_what_papers_have() -> None:
    papers = [
        paper("zebra", arxiv_id="2304.00001"),
        paper(abstract="zebra", doi="10.1234/a"),
        paper(authors=["Ann"], comments="12 pages"),
        paper(categories=["cs.NI"]),
    ]
    for text, numbers in (
        ("has:title", {0}),
        ("has:doi", {1}),
        ("has:abstract", {1}),
        ("has:authors", {2}),
        ("has:comments", {2}),
        ("has:cat", {3}),
        ("has:id", {0}),
        ("-has:doi", {0, 2, 3}),
        ("has:doi has:abstract", {1}),
        ("has:doi | has:cat", {1, 3}),
    ):
        assert found(papers, text) == numbers, text


def test_the_bar_tells_of_a_year_that_no_paper_found_is_from() -> None:
    papers = [paper("zebra", created="2018-10-11"), paper("horse of 2019", created="2012")]
    (correction,) = search(papers, "zebra 2019").corrections
    assert (correction.typed, correction.meant) == ("2019", "2018")
    for text in ("zebra 2018", "horse 2019", "zebra | 2019", "zebra -2019"):
        assert search(papers, text).corrections == (), text
