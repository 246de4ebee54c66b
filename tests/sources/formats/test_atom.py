"""Answers of arXiv's API."""

from __future__ import annotations

import re

from hypothesis import given, settings

from paperview.model.dates import PartialDate
from paperview.model.paper import ArxivId, Doi, Paper
from paperview.sources.formats import atom
from paperview.sources.problem import Problem
from tests.cases import for_each
from tests.sources.formats.xmlsupport import (
    damaged,
    papers_in,
    problems_in,
)

FEED = """\
<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/"
 xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom">
  <id>https://arxiv.org/api/abc</id>
  <title>arXiv Query: search_query=all:tests</title>
  <updated>2026-04-12T22:09:26Z</updated>
{}</feed>
"""
ENTRY = """\
  <entry>
    <id>http://arxiv.org/abs/2304.10190v2</id>
    <title>A Title &lt; over
  two lines</title>
    <updated>2023-05-02T10:00:00Z</updated>
    <link href="https://arxiv.org/abs/2304.10190v2" rel="alternate" type="text/html"/>
    <summary>  We show $a &lt; b$.
  We prove more &amp; better.</summary>
    <category term="cs.LG" scheme="http://arxiv.org/schemas/atom"/>
    <category term="math.ST" scheme="http://arxiv.org/schemas/atom"/>
    <category term="68T05, 62-07" scheme="http://arxiv.org/schemas/atom"/>
    <category term="I.2.6; F.2" scheme="http://arxiv.org/schemas/atom"/>
    <published>2023-04-20T10:00:00Z</published>
    <arxiv:comment>12 pages</arxiv:comment>
    <arxiv:primary_category term="math.ST"/>
    <arxiv:journal_ref>J. of Tests 1 (2023) 1-12</arxiv:journal_ref>
    <arxiv:doi>10.1000/xyz</arxiv:doi>
    <author><name>Ann One</name><arxiv:affiliation>A House</arxiv:affiliation></author>
    <author><name>The X Collaboration</name></author>
  </entry>
"""
ERROR = """\
  <entry>
    <id>https://arxiv.org/api/errors#incorrect_id_format_for_abc</id>
    <title>Error</title>
    <summary>incorrect id format for abc</summary>
  </entry>
"""


def read(*entries: str) -> list[Paper | Problem]:
    return list(atom.read(FEED.format("".join(entries)).encode(), "answer.xml"))


def paper(entry: str) -> Paper:
    (found,) = read(entry)
    assert isinstance(found, Paper)
    return found


def test_every_field_of_an_entry_is_read() -> None:
    assert read(ENTRY) == [
        Paper(
            arxiv_id=ArxivId("2304.10190", 2),
            doi=Doi("10.1000/xyz"),
            title="A Title < over two lines",
            authors=("Ann One", "The X Collaboration"),
            abstract="We show $a < b$.\n\nWe prove more & better.",
            comments="12 pages",
            categories=("math.ST", "cs.LG"),
            journal_ref="J. of Tests 1 (2023) 1-12",
            created=PartialDate(2023, 4, 20),
            updated=PartialDate(2023, 5, 2),
            extra=(("msc-class", "68T05, 62-07"), ("acm-class", "I.2.6; F.2")),
        )
    ]


@for_each(
    ("address", "arxiv_id"),
    [
        ("http://arxiv.org/abs/hep-th/9901001v3", "hep-th/9901001v3"),
        ("https://arxiv.org/abs/2304.10190", "2304.10190"),
        ("http://export.arxiv.org/abs/math.GT/0309136v1", "math/0309136v1"),
    ],
)
def test_the_id_is_that_of_the_address(address: str, arxiv_id: str) -> None:
    found = paper(ENTRY.replace("http://arxiv.org/abs/2304.10190v2", address))
    assert str(found.arxiv_id) == arxiv_id


def test_an_entry_of_something_else_keeps_its_address() -> None:
    found = paper(ENTRY.replace("http://arxiv.org/abs/2304.10190v2", "https://example.org/1"))
    assert found.arxiv_id is None
    assert ("url", "https://example.org/1") in found.extra


def test_the_doi_is_taken_from_its_link_if_it_stands_nowhere_else() -> None:
    link = '<link title="doi" href="http://dx.doi.org/10.1000/abc" rel="related"/>'
    entry = re.sub("<arxiv:doi>.*</arxiv:doi>", link, ENTRY)
    assert paper(entry).doi == Doi("10.1000/abc")


def test_namespaces_may_be_declared_on_each_element() -> None:
    entry = ENTRY.replace("<arxiv:comment", '<arxiv:comment xmlns:arxiv="http://arxiv.org/x"')
    assert paper(entry).comments == "12 pages"


def test_an_answer_that_is_an_error_is_one_problem() -> None:
    (problem,) = read(ERROR)
    assert isinstance(problem, Problem)
    assert (problem.line, problem.lost) == (7, True)
    assert problem.reason == "arXiv answered with an error: incorrect id format for abc"


def test_a_paper_may_be_called_error() -> None:
    title = ENTRY.replace("A Title &lt; over\n  two lines", "Error")
    assert paper(title).title == "Error"


@for_each(
    ("part", "bad", "reason"),
    [
        ("/2304.10190v2<", "/2304.00000<", "'2304.00000' is not an arXiv id"),
        ("10.1000/xyz", "none", "'none' is not a DOI"),
        ("2023-04-20T10:00:00Z", "20th of April", "'20th of April' is not a date"),
    ],
)
def test_what_is_wrong_with_a_field_is_reported_after_the_paper(
    part: str, bad: str, reason: str
) -> None:
    entry = ENTRY.replace(part, bad)
    first, second = read(entry)
    assert isinstance(first, Paper)
    assert isinstance(second, Problem)
    assert (second.reason, second.lost, second.line) == (f"{reason}; shown without it", False, 7)


def test_half_an_entry_is_reported_and_the_others_are_read() -> None:
    data = FEED.format(ENTRY + ENTRY + ENTRY).encode()
    for end in range(data.index(b"<entry>") + 7, len(data) - 8, 37):
        found = list(atom.read(data[:end], "x"))
        whole = data[:end].count(b"</entry>")
        assert len(papers_in(found)) == whole
        assert len(problems_in(found)) == 1


@settings(max_examples=60)
@given(damaged(FEED.format(ENTRY + ERROR + ENTRY).encode()))
def test_nothing_raises(data: bytes) -> None:
    list(atom.read(data, "x"))
    atom.looks_like(data)


@for_each(
    "head",
    [
        FEED.format("").encode(),
        FEED.format(ENTRY).encode()[:500],
        b"<feed xmlns='http://www.w3.org/2005/Atom'><link href='http://arxiv.org/api/query?x'/>",
        b"<a:feed xmlns:a='http://www.w3.org/2005/Atom'><a:id>http://arxiv.org/api/x</a:id>",
    ],
)
def test_an_answer_is_known_by_its_content(head: bytes) -> None:
    assert atom.looks_like(head)


@for_each(
    "head",
    [
        b"",
        b"<feed xmlns='http://www.w3.org/2005/Atom'><title>A diary</title>",
        b"<rss><channel><link>https://arxiv.org/abs/2304.10190</link>",
        b"a text about <feed> and http://arxiv.org/api/query",
        b'{"id": "<feed> http://arxiv.org/abs/2304.10190"}',
    ],
)
def test_other_files_are_not_taken_for_one(head: bytes) -> None:
    assert not atom.looks_like(head)
