"""The records of JSON lines in an array or over several lines."""

from __future__ import annotations

from paperview.model.paper import ArxivId, Paper
from paperview.sources.formats.jsonrecords import looks_like, read
from paperview.sources.problem import Problem
from tests.cases import for_each
from tests.sources.formats.jsonsupport import encoded

RECORD = {"id": "2001.00008", "title": "Bees", "authors": "One, Ann; Two, Bo", "abstract": "We."}


@for_each(
    "document",
    [
        encoded([RECORD, RECORD]),
        encoded([RECORD, RECORD], indent=2),
        encoded({"count": 2, "papers": [RECORD, RECORD]}),
        encoded(RECORD, indent=2) + b"\n" + encoded(RECORD, indent=2),
    ],
)
def test_records_are_read_wherever_they_stand(document: bytes) -> None:
    assert looks_like(document)
    found = [one for one in read(document, "mine.json") if isinstance(one, Paper)]
    assert [(one.arxiv_id, one.title, one.authors) for one in found] == [
        (ArxivId("2001.00008"), "Bees", ("Ann One", "Bo Two"))
    ] * 2
    assert found[0].sources == ("mine.json",)


def test_what_is_wrong_is_reported_with_its_line() -> None:
    document = encoded([RECORD, 5, RECORD | {"doi": "none"}, {"title": 7}], indent=0)
    problems = [one for one in read(document, "mine.json") if isinstance(one, Problem)]
    assert [(one.line, one.lost) for one in problems] == [(8, True), (9, False), (16, True)]
    assert problems[1].reason == "'none' is not a DOI; shown without it"


def test_records_without_an_id_need_authors_or_nothing_unknown() -> None:
    assert looks_like(encoded([{"title": "Bees", "author": "Ann One", "citations": 5}]))
    assert looks_like(encoded([{"title": "Bees", "doi": "10.1000/x", "year": 2020}]))
    assert not looks_like(encoded([{"title": "Bees", "doi": "10.1000/x", "writer": "Ann One"}]))
    assert not looks_like(encoded([{"title": "Bees", "authors": ["A"], "pubYear": "2020"}]))
    assert not looks_like(encoded([{"title": "Bees"}]))
