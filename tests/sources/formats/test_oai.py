"""OAI-PMH: responses, records that were cut out of them, and errors."""

from __future__ import annotations

import re

from hypothesis import given, settings

from paperview.model.dates import PartialDate
from paperview.model.paper import ArxivId, Doi, Paper
from paperview.sources.formats import oai
from paperview.sources.problem import Problem
from tests.cases import for_each
from tests.sources.formats.xmlsupport import (
    damaged,
    papers_in,
    problems_in,
)

RESPONSE = """\
<?xml version="1.0" encoding="UTF-8"?>
<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">
<responseDate>2017-12-14T12:56:31Z</responseDate>
<request verb="ListRecords" metadataPrefix="arXiv">http://export.arxiv.org/oai2</request>
{}</OAI-PMH>
"""
LIST = RESPONSE.format("<ListRecords>\n{}<resumptionToken>1|1001</resumptionToken></ListRecords>\n")
HEADER = """\
<header>
 <identifier>oai:arXiv.org:1412.8323</identifier>
 <datestamp>2017-12-14</datestamp>
 <setSpec>physics:hep-th</setSpec>
 <setSpec>math:math:CO</setSpec>
</header>
"""
ARXIV = """\
<arXiv xmlns="http://arxiv.org/OAI/arXiv/">
 <id>1412.8323</id><created>2014-12-29</created><updated>2017-12-13</updated>
 <authors><author><keyname>Höhn</keyname><forenames>Ann A.</forenames><suffix>Jr.</suffix>
 <affiliation>A House</affiliation></author>
 <author><keyname>The X Collaboration</keyname></author><author><keyname>:</keyname></author>
 </authors><title>A Title
  over two lines</title><categories>quant-ph gr-qc</categories><comments>78 pages,
  many figures</comments><report-no>X-1</report-no><msc-class>05C80</msc-class>
 <acm-class>F.2</acm-class><journal-ref>J. of Tests 1 (2015)</journal-ref>
 <doi>10.1000/xyz</doi><license>http://creativecommons.org/licenses/by/4.0/</license>
 <abstract>  We show $a &lt; b$
and more.
  We prove it.
</abstract></arXiv>
"""
RAW = """\
<arXivRaw xmlns="http://arxiv.org/OAI/arXivRaw/">
 <id>1412.8323</id><submitter>Ann Höhn</submitter>
 <version version="v1"><date>Mon, 29 Dec 2014 20:48:37 GMT</date><size>60kb</size></version>
 <version version="v2"><date>Wed, 13 Dec 2017 10:00:00 GMT</date><size>61kb</size></version>
 <title>A Title</title>
 <authors>Ann A. H\\"ohn (A House), Bob Two and Cy Three, Jr.</authors>
 <categories>quant-ph gr-qc</categories><abstract>  We show.
</abstract></arXivRaw>
"""
DUBLIN_CORE = """\
<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/"
 xmlns:dc="http://purl.org/dc/elements/1.1/">
 <dc:title>A Title</dc:title>
 <dc:creator>Höhn, Ann A.</dc:creator>
 <dc:creator>Two Jr., Bob</dc:creator>
 <dc:creator>The X Collaboration</dc:creator>
 <dc:subject>Mathematics - Combinatorics</dc:subject>
 <dc:subject>05C80, 05C15</dc:subject>
 <dc:description>  We show.
</dc:description>
 <dc:description>Comment: 12 pages, 5
  figures</dc:description>
 <dc:date>2017-12-13</dc:date>
 <dc:date>2014-12-29</dc:date>
 <dc:type>text</dc:type>
 <dc:identifier>http://arxiv.org/abs/1412.8323</dc:identifier>
 <dc:identifier>J. of Tests 14 (2015) 439 - 465</dc:identifier>
 <dc:identifier>doi:10.1000/xyz</dc:identifier>
</oai_dc:dc>
"""
OTHER_CORE = """\
<oai_dc:dc>
                <dc:title>An H<sub>2</sub>O Title</dc:title>
                <dc:creator>某人</dc:creator>
                <dc:creator>University Press, Department of Books</dc:creator>
                <dc:identifier>http://example.org/1</dc:identifier>
                <dc:identifier>https://doi.org/10.1000/abc</dc:identifier>
                <dc:description>Water is
                    wet.</dc:description>
                <dc:description>Wasser ist nass.</dc:description>
                <dc:source>Books; Vol 5 (2010); 1-20</dc:source>
                <dc:publisher> A Press </dc:publisher>
                <dc:date>2010</dc:date>
</oai_dc:dc>
"""


def record(metadata: str, header: str = HEADER) -> str:
    return f"<record>\n{header}<metadata>\n{metadata}</metadata>\n</record>\n"


def read(*contents: str) -> list[Paper | Problem]:
    return list(oai.read(LIST.format("".join(contents)).encode(), "response.xml"))


def paper(metadata: str, header: str = HEADER) -> Paper:
    (found,) = read(record(metadata, header))
    assert isinstance(found, Paper)
    return found


def problem(content: str) -> Problem:
    (found,) = read(content)
    assert isinstance(found, Problem)
    return found


def test_every_field_of_arxivs_format_is_read() -> None:
    assert paper(ARXIV) == Paper(
        arxiv_id=ArxivId("1412.8323"),
        doi=Doi("10.1000/xyz"),
        title="A Title over two lines",
        authors=("Ann A. Höhn Jr.", "The X Collaboration"),
        abstract="We show $a < b$ and more.\n\nWe prove it.",
        comments="78 pages, many figures",
        categories=("quant-ph", "gr-qc"),
        journal_ref="J. of Tests 1 (2015)",
        created=PartialDate(2014, 12, 29),
        updated=PartialDate(2017, 12, 13),
        extra=(
            ("report-no", "X-1"),
            ("msc-class", "05C80"),
            ("acm-class", "F.2"),
            ("license", "http://creativecommons.org/licenses/by/4.0/"),
        ),
    )


def test_the_raw_format_has_versions_and_its_authors_in_one_line() -> None:
    assert paper(RAW) == Paper(
        arxiv_id=ArxivId("1412.8323", 2),
        title="A Title",
        authors=('Ann A. H\\"ohn', "Bob Two", "Cy Three, Jr."),
        abstract="We show.",
        categories=("quant-ph", "gr-qc"),
        created=PartialDate(2014, 12, 29),
        updated=PartialDate(2017, 12, 13),
        extra=(("submitter", "Ann Höhn"),),
    )


def test_the_old_format_has_no_dates() -> None:
    old = re.sub(r" <version.*</version>\n", "", RAW).replace("arXivRaw", "arXivOld")
    found = paper(old)
    assert found.arxiv_id == ArxivId("1412.8323")
    assert found.created is found.updated is None
    assert found.authors[1:] == ("Bob Two", "Cy Three, Jr.")


def test_dublin_core_of_arxiv_is_sorted_field_by_field() -> None:
    assert paper(DUBLIN_CORE) == Paper(
        arxiv_id=ArxivId("1412.8323"),
        doi=Doi("10.1000/xyz"),
        title="A Title",
        authors=("Ann A. Höhn", "Bob Two Jr.", "The X Collaboration"),
        abstract="We show.",
        comments="12 pages, 5 figures",
        categories=("hep-th", "math.CO"),
        journal_ref="J. of Tests 14 (2015) 439 - 465",
        created=PartialDate(2014, 12, 29),
        updated=PartialDate(2017, 12, 13),
        extra=(
            ("subjects", "Mathematics - Combinatorics"),
            ("msc-class", "05C80, 05C15"),
        ),
    )


def test_arxivs_second_description_is_the_comments_without_saying_so_too() -> None:
    assert paper(DUBLIN_CORE.replace("Comment: ", "")).comments == "12 pages, 5 figures"


def test_dublin_core_of_another_repository_is_read() -> None:
    header = "<header><identifier>oai:example.org:1</identifier></header>"
    assert paper(OTHER_CORE, header) == Paper(
        doi=Doi("10.1000/abc"),
        name="oai:example.org:1",
        title="An H₂O Title",
        authors=("某人", "University Press, Department of Books"),
        abstract="Water is wet.\n\nWasser ist nass.",
        journal_ref="Books; Vol 5 (2010); 1-20",
        created=PartialDate(2010),
        extra=(("url", "http://example.org/1"), ("publisher", "A Press")),
    )


@for_each(
    ("arxiv_id", "created", "updated", "dates"),
    [
        ("1412.8323", "2015-01-01", "", ("2015-01-01", "None")),
        ("1412.8323", "2014-11-30", "2015-02-03", ("2014-11-30", "2015-02-03")),
        # The date of the last version given as that of the first.
        ("1412.8323", "2026-08-30", "", ("2014-12", "2026-08-30")),
        ("math/0309136", "2026-08-30", "2026-08-31", ("2003-09", "2026-08-31")),
        ("hep-th/9901001", "1999-01-01", "", ("1999-01-01", "None")),
    ],
)
def test_no_paper_is_submitted_after_the_month_in_its_id(
    arxiv_id: str, created: str, updated: str, dates: tuple[str, str]
) -> None:
    metadata = ARXIV.replace("1412.8323", arxiv_id)
    metadata = metadata.replace("2014-12-29", created).replace("2017-12-13", updated)
    found = paper(metadata)
    assert (str(found.created), str(found.updated)) == dates


def test_the_id_is_that_of_the_header_if_the_metadata_have_none() -> None:
    assert paper(ARXIV.replace("<id>1412.8323</id>", "")).arxiv_id == ArxivId("1412.8323")


@for_each(
    ("content", "line", "reason"),
    [
        (
            "<record><header status='deleted'>\n<identifier>oai:x:1</identifier></header></record>",
            6,
            "oai:x:1 was deleted from its repository",
        ),
        (f"\n<record>{HEADER}</record>", 7, "oai:arXiv.org:1412.8323 has no metadata"),
        ("<record/>", 6, "the record has no metadata"),
        (record("<marc><x/></marc>"), 6, "metadata of the kind 'marc' can't be read"),
        (record("<dc/>", ""), 6, "the record has no title, no abstract and no id"),
    ],
)
def test_a_record_that_gives_no_paper_says_why(content: str, line: int, reason: str) -> None:
    found = problem(content)
    assert (found.line, found.reason, found.lost) == (line, reason, True)


@for_each(
    ("part", "bad", "reason"),
    [
        ("<created>2014-12-29", "<created>2014-13-45", None),
        ("<created>2014-12-29", "<created>soon", "'soon' is not a date"),
        ("<doi>10.1000/xyz", "<doi>see the paper", "'see the paper' is not a DOI"),
        ("<id>1412.8323", "<id>1413.83230", "'1413.83230' is not an arXiv id"),
    ],
)
def test_what_is_wrong_with_a_field_is_reported_after_the_paper(
    part: str, bad: str, reason: str | None
) -> None:
    first, *others = read(record(ARXIV.replace(part, bad)))
    assert isinstance(first, Paper)
    assert first.title == "A Title over two lines"
    assert [one.reason for one in problems_in(others)] == (
        [f"{reason}; shown without it"] if reason else []
    )


@for_each(
    ("error", "said"),
    [
        ('<error code="badArgument"/>', "badArgument"),
        ('<error code="badVerb">Illegal\n verb</error>', "badVerb: Illegal verb"),
        ("<error/>", "it does not say which"),
    ],
)
def test_an_error_of_the_repository_is_one_problem(error: str, said: str) -> None:
    (found,) = oai.read(RESPONSE.format(error).encode(), "response.xml")
    assert isinstance(found, Problem)
    assert found.reason == f"the repository answered with an error: {said}"
    assert (found.line, found.lost) == (5, True)


@for_each(
    "content",
    [
        "<Identify><repositoryName>X</repositoryName></Identify>",
        f"<ListIdentifiers>{HEADER}</ListIdentifiers>",
        "<ListMetadataFormats><metadataFormat/></ListMetadataFormats>",
        "<ListSets><set><setName>record</setName></set></ListSets>",
    ],
)
def test_a_response_without_records_is_one_and_has_none(content: str) -> None:
    data = RESPONSE.format(content).encode()
    assert oai.looks_like(data)
    assert list(oai.read(data, "response.xml")) == []


@for_each(
    "data",
    [
        LIST.format(record(ARXIV)) + LIST.format(record(RAW)) + LIST.format(record(DUBLIN_CORE)),
        record(ARXIV) + record(RAW) + record(DUBLIN_CORE),
        f"<records>{record(ARXIV)}{record(RAW)}{record(DUBLIN_CORE)}</records>",
        "<harvest>"
        + RESPONSE.partition("\n")[2].format(record(ARXIV) + record(RAW))
        + RESPONSE.partition("\n")[2].format(record(DUBLIN_CORE))
        + "</harvest>",
        (record(ARXIV) + record(RAW) + record(DUBLIN_CORE)).replace("<oai_dc:dc", "<x:dc").replace(
            "</oai_dc:dc", "</x:dc"
        ),
    ],
)  # fmt: skip
def test_what_harvesters_keep_is_known_and_read_whole(data: str) -> None:
    assert oai.looks_like(data.encode())
    found = list(oai.read(data.encode(), "dump.xml"))
    assert [type(one) for one in found] == [Paper] * 3
    assert {str(one.arxiv_id) for one in papers_in(found)} == {"1412.8323", "1412.8323v2"}


def test_half_a_file_gives_its_whole_records_and_one_problem() -> None:
    data = LIST.format(record(ARXIV) + record(RAW) + record(DUBLIN_CORE)).encode()
    for end in range(data.index(b"<record>") + 8, data.index(b"</OAI-PMH>"), 41):
        found = list(oai.read(data[:end], "x"))
        assert len(papers_in(found)) == data[:end].count(b"</record>")
        assert len(problems_in(found)) == 1


@settings(max_examples=80)
@given(damaged(LIST.format(record(ARXIV) + record(RAW) + record(DUBLIN_CORE)).encode()))
def test_nothing_raises(data: bytes) -> None:
    list(oai.read(data, "x"))
    oai.looks_like(data)


@for_each(
    "head",
    [
        b"",
        b"<xml><records><record><source-app/></record></records></xml>",
        b"<record><title>An http://arxiv.org/abs/1412.8323</title></record>",
        b"<rss><channel><item><guid>oai:arXiv.org:1412.8323</guid>",
        b"It says <OAI-PMH> and <record><header><identifier>oai:x",
        b"broken xml",
    ],
)
def test_other_files_are_not_taken_for_a_response(head: bytes) -> None:
    assert not oai.looks_like(head)
