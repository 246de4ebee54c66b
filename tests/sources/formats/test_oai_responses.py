"""Responses of OAI-PMH as a whole: how they are known, what goes wrong, and what is kept of one."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from paperview.model.paper import Paper
from paperview.sources.formats import oai
from paperview.sources.problem import Problem
from tests.sources.formats.test_oai import ARXIV, DUBLIN_CORE, HEADER, LIST, RAW, RESPONSE, record
from tests.sources.formats.xmlsupport import damaged, papers_in, problems_in


@pytest.mark.parametrize(
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


@pytest.mark.parametrize(
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


@pytest.mark.parametrize(
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
    ids=["responses", "records", "wrapped", "responses wrapped", "other prefix"],
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


@settings(max_examples=200)
@given(damaged(LIST.format(record(ARXIV) + record(RAW) + record(DUBLIN_CORE)).encode()))
def test_nothing_raises(data: bytes) -> None:
    list(oai.read(data, "x"))
    oai.looks_like(data)


@pytest.mark.parametrize(
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
