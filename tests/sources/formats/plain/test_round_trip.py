"""Plain text that paperview writes is read back equal."""

from __future__ import annotations

import gzip
import json
from itertools import islice
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from paperview.exports import plain as writer
from paperview.model.dates import PartialDate
from paperview.model.paper import ArxivId, Doi, Paper
from paperview.sources.formats import plain as reader
from paperview.sources.parsing.people import clean_names
from paperview.sources.problem import Problem
from paperview.sources.source import TextSource
from paperview.text.sanitize import clean
from tests.cases import for_each
from tests.strategies import papers


def read_lines(text: str) -> list[Paper | Problem]:
    return list(reader.read_lines(text.split("\n"), "mine.txt"))


@given(papers())
def test_any_paper_is_read_back_equal(paper: Paper) -> None:
    assert read_lines(writer.dumps(paper)) == [paper]


@settings(max_examples=40)
@given(st.lists(papers(), max_size=4))
def test_papers_in_one_file_are_read_back_equal_and_in_order(papers: list[Paper]) -> None:
    text = "".join(writer.dumps(paper) for paper in papers)
    assert read_lines(text) == papers
    assert list(TextSource("mine.txt", text.encode()).records()) == papers


def test_the_looks_of_the_seeds_are_kept_where_they_can_be() -> None:
    paper = Paper(
        arxiv_id=ArxivId("2304.10190", 2),
        doi=Doi("10.1145/1"),
        title="A Title",
        authors=("Ann One", "Bob Two"),
        abstract="One paragraph.\n\nAnother.",
        comments="12 pages",
        categories=("cs.NI", "cs.LG"),
        created=PartialDate(2023, 4, 20),
    )
    assert writer.dumps(paper) == (
        "A Title\nAnn One, Bob Two\n\nOne paragraph.\n\nAnother.\n\n12 pages\n\n"
        "arXiv:2304.10190v2 - doi: 10.1145/1\nCreated: 2023-04-20\nCategories: cs.NI cs.LG\n\n"
    )


@for_each(
    "paper",
    [
        Paper(arxiv_id=ArxivId("2304.10190"), title="A title without authors"),
        Paper(arxiv_id=ArxivId("2304.10190"), authors=("Ann, Bob", "Cy and Dee")),
        Paper(arxiv_id=ArxivId("2304.10190"), title="T", authors=("one of us",), abstract="We."),
        Paper(arxiv_id=ArxivId("2304.10190"), abstract="Created: 2020-01-01"),
        Paper(arxiv_id=ArxivId("2304.10190"), abstract="We.\n\narXiv:2304.00001\n\nThey."),
        Paper(arxiv_id=ArxivId("2304.10190"), comments="a remark alone"),
        Paper(arxiv_id=ArxivId("2304.10190"), abstract="We.\n\n12 pages long is this."),
    ],
)
def test_what_the_looks_can_not_tell_is_written_as_key_lines(paper: Paper) -> None:
    assert read_lines(writer.dumps(paper)) == [paper]


def test_a_pair_whose_name_means_something_else_is_written_with_another_one() -> None:
    extra = (("Title", "of the book"), ("dc:subject", "bees"), ("a b c", "x"), ("note", "y"))
    paper = Paper(title="How bees dance", abstract="We show.", extra=extra)
    (found,) = read_lines(writer.dumps(paper))
    assert isinstance(found, Paper)
    assert (found.title, found.abstract) == (paper.title, paper.abstract)
    assert found.extra == (
        ("x-Title", "of the book"),
        ("x-dc-subject", "bees"),
        ("x-a-b-c", "x"),
        ("note", "y"),
    )


def test_real_papers_are_read_back_equal(samples: Path) -> None:
    def text(value: str | None) -> str | None:
        return clean(" ".join(value.split())) if value else None

    papers = []
    with gzip.open(samples / "data" / "arxiv-100k.jsonl.gz", "rt", encoding="utf-8") as lines:
        for record in map(json.loads, islice(lines, 0, 20000, 10)):
            paper = Paper(
                arxiv_id=ArxivId.parse(record["id"]),
                doi=Doi.parse(record["doi"] or ""),
                title=text(record["title"]),
                authors=clean_names((text(record["authors"]) or "").split(", ")),
                abstract=text(record["abstract"]),
                comments=text(record["comments"]),
                categories=tuple(record["categories"].split()),
                journal_ref=text(record["journal-ref"]),
                created=PartialDate.parse(record["created"]) if record.get("created") else None,
            )
            assert paper.arxiv_id is not None
            papers.append(paper)
    assert read_lines("".join(writer.dumps(paper) for paper in papers)) == papers
