"""Raw records become papers or problems, whatever their format."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from paperview.model.dates import PartialDate
from paperview.model.paper import ArxivId, Doi, Paper
from paperview.sources.draft import RawRecord
from paperview.sources.parsing.dates import loose_date
from paperview.sources.parsing.field_values import first_doi
from paperview.sources.problem import Problem
from tests.cases import for_each


def test_texts_are_parsed_cleaned_and_brought_to_one_line() -> None:
    raw = RawRecord(
        line=7,
        arxiv_id="arXiv:2304.10190v2",
        doi="https://doi.org/10.1145/1",
        name=" smith2020 ",
        title="A\n  Title \x1b[31m",
        authors=["Ann  One", "", "Bob\nTwo"],
        abstract="We show.\n\nWe prove.",
        comments="12 pages,\n5 figures",
        categories=["cs.NI", "cs.LG"],
        journal_ref="J. of Tests 1\n(2020)",
        created="2020-05",
        updated="2021",
        extra=[("keywords", "a,\nb"), ("url", "")],
    )
    (paper,) = raw.records("mine.bib")
    assert paper == Paper(
        arxiv_id=ArxivId("2304.10190", 2),
        doi=Doi("10.1145/1"),
        name="smith2020",
        title="A Title ␛[31m",
        authors=("Ann One", "Bob Two"),
        abstract="We show.\n\nWe prove.",
        comments="12 pages, 5 figures",
        categories=("cs.NI", "cs.LG"),
        journal_ref="J. of Tests 1 (2020)",
        created=PartialDate(2020, 5),
        updated=PartialDate(2021),
        extra=(("keywords", "a, b"),),
    )
    assert isinstance(paper, Paper)
    assert paper.sources == ("mine.bib",)


def test_a_bad_part_is_reported_and_the_paper_shown_without_it() -> None:
    raw = RawRecord(line=3, text="@misc{x}", title="A Title", arxiv_id="none", created="in press")
    paper, *problems = raw.records("mine.bib")
    assert paper == Paper(title="A Title")
    assert [str(problem) for problem in problems] == [
        "mine.bib:3: 'none' is not an arXiv id; shown without it",
        "mine.bib:3: 'in press' is not a date; shown without it",
    ]
    assert all(
        isinstance(one, Problem) and one.text == "@misc{x}" and not one.lost for one in problems
    )


def test_what_a_reader_says_is_cleaned_too() -> None:
    faults = ["the field '\x1b[31m' is odd"]
    (lost,) = RawRecord(faults=list(faults)).records("mine.bib")
    _, part = RawRecord(title="A Title", faults=faults).records("mine.bib")
    for problem in (lost, part):
        assert isinstance(problem, Problem)
        assert "the field '␛[31m' is odd" in problem.reason


@for_each(
    "raw",
    [
        RawRecord(arxiv_id="2304.10190"),
        RawRecord(doi="10.1145/1"),
        RawRecord(title="A Title"),
        RawRecord(abstract="We show."),
        RawRecord(authors=["Ann One"], journal_ref="Phys. Rev. D 1 (1970)"),
        RawRecord(authors=["Ann One"], created="1970"),
    ],
)
def test_a_record_is_a_paper_by_any_of_what_names_it(raw: RawRecord) -> None:
    (paper,) = raw.records("mine.bib")
    assert isinstance(paper, Paper)


def test_a_record_with_nothing_to_name_it_is_lost() -> None:
    (lost,) = RawRecord(line=9, authors=["Ann One"], doi="1").records("mine.bib")
    assert isinstance(lost, Problem)
    assert lost.lost
    assert str(lost) == (
        "mine.bib:9: '1' is not a DOI; the record has no title, no abstract and no id"
    )


@for_each(
    ("text", "name"),
    [
        ("https://dl.acm.org/doi/10.1145/1", "10.1145/1"),
        ("https://doi-org.library.example.edu/10.1145%2F1", "10.1145/1"),
        ("see 10.1145/1", "10.1145/1"),
        ("<https://doi.org/10.1145/1>", "10.1145/1"),
        ("(doi:10.1145/1).", "10.1145/1"),
        ("10.1145/1, 10.1145/2", "10.1145/1"),
        ("10.1145/1;10.1145/2", "10.1145/1"),
        ("10.1145/1 and 10.1145/2", "10.1145/1"),
        ("version 110.1145/1", None),
        ("10.1145", None),
    ],
)
def test_a_field_of_dois_gives_the_first_whatever_stands_around_it(
    text: str, name: str | None
) -> None:
    found = first_doi(text)
    assert (found.name if found else None) == name


def test_a_doi_that_arxiv_gave_is_the_id() -> None:
    (paper,) = RawRecord(doi="10.48550/arXiv.2304.10190").records("mine.bib")
    assert paper == Paper(arxiv_id=ArxivId("2304.10190"))


@for_each(
    ("text", "date"),
    [
        ("2019", "2019"),
        ("2019-05", "2019-05"),
        ("2019-05-17", "2019-05-17"),
        ("2019-05-17T10:00:00Z", "2019-05-17"),
        ("2019/05/17", "2019-05-17"),
        ("2019/5", "2019-05"),
        ("2019-05-00", "2019-05"),
        ("2019-00-00", "2019"),
        ("2019 May", "2019-05"),
        ("2019 May 17", "2019-05-17"),
        ("2019 Sept. 3", "2019-09-03"),
        ("2019///", "2019"),
        ("2019-02-30", "2019-02"),
        ("Fri, 17 May 2019 10:00:00 GMT", "2019-05-17"),
    ],
)
def test_of_a_date_as_much_counts_as_makes_one(text: str, date: str) -> None:
    assert str(loose_date(text)) == date


@for_each("text", ["", "in press", "May", "20190", "219", "٢٠١٩"])
def test_what_is_no_date_gives_none(text: str) -> None:
    assert loose_date(text) is None


@given(st.builds(RawRecord, text=st.text(), title=st.text(), created=st.text(), doi=st.text()))
@settings(max_examples=50)
def test_nothing_raises_and_every_record_is_a_paper_or_lost(raw: RawRecord) -> None:
    first, *others = raw.records("mine.bib")
    assert isinstance(first, Paper) or first.lost
    assert all(isinstance(one, Problem) and not one.lost for one in others)
