"""DataCite: answers of its API, its JSON of a record, and its data files."""

from __future__ import annotations

from typing import Any

from paperview.model.dates import PartialDate
from paperview.model.paper import ArxivId, Doi, Paper
from paperview.sources.formats.datacite import looks_like, read
from tests.cases import for_each
from tests.sources.formats.jsonsupport import encoded, paper_of

RECORD: dict[str, Any] = {
    "doi": "10.5281/zenodo.100",
    "creators": [
        {"name": "Berg, Lena", "nameType": "Personal", "givenName": "Lena", "familyName": "Berg"},
        {"name": "Lind, Bo"},
        {"name": "Office of Rain, The", "nameType": "Organizational"},
    ],
    "titles": [
        {"title": "Regenmesser", "titleType": "TranslatedTitle"},
        {"title": "Rain gauges"},
        {"title": "in the north", "titleType": "Subtitle"},
    ],
    "publisher": "Zenodo",
    "publicationYear": 2021,
    "dates": [
        {"date": "2019-01-01/2020-01-01", "dateType": "Collected"},
        {"date": "2020-12-01", "dateType": "Submitted"},
        {"date": "2021-03-04", "dateType": "Issued"},
        {"date": "2022-01-01", "dateType": "Updated"},
    ],
    "subjects": [{"subject": "Rain"}],
    "descriptions": [
        {"description": "How.", "descriptionType": "Methods"},
        {"description": "<p>Daily rain.</p>", "descriptionType": "Abstract"},
    ],
    "types": {"resourceTypeGeneral": "Dataset", "resourceType": ""},
    "url": "https://zenodo.org/record/100",
}
PREPRINT: dict[str, Any] = {
    "doi": "10.48550/arxiv.2101.00001",
    "identifiers": [{"identifier": "2101.00001", "identifierType": "arXiv"}],
    "creators": [{"name": "Berg, Lena"}],
    "titles": [{"title": "Rain"}],
    "publisher": "arXiv",
    "publicationYear": 2021,
    "subjects": [{"subject": "Machine Learning (cs.LG)", "subjectScheme": "arXiv"}],
    "dates": [
        {"date": "2021-01-01T10:00:00Z", "dateType": "Submitted", "dateInformation": "v1"},
        {"date": "2021-02-01T10:00:00Z", "dateType": "Updated"},
        {"date": "2021", "dateType": "Issued"},
    ],
    "descriptions": [{"description": "5 pages", "descriptionType": "Other"}],
    "types": {"resourceTypeGeneral": "Preprint", "resourceType": "Article"},
}


def related(kind: str, relation: str, text: str) -> dict[str, object]:
    pair = {"relatedIdentifierType": kind, "relationType": relation, "relatedIdentifier": text}
    return {"relatedIdentifiers": [pair]}


def test_every_field_of_a_record_is_read() -> None:
    assert paper_of(read, RECORD) == Paper(
        doi=Doi("10.5281/zenodo.100"),
        title="Rain gauges: in the north",
        authors=("Lena Berg", "Bo Lind", "Office of Rain, The"),
        abstract="Daily rain.",
        created=PartialDate(2021, 3, 4),
        extra=(
            ("url", "https://zenodo.org/record/100"),
            ("keywords", "Rain"),
            ("publisher", "Zenodo"),
            ("type", "Dataset"),
        ),
        sources=("mine.json",),
    )


@for_each(
    "document",
    [
        encoded(RECORD),
        encoded(RECORD, indent=1),
        encoded([RECORD]),
        encoded({"data": {"id": "10.5281/zenodo.100", "type": "dois", "attributes": RECORD}}),
        encoded({"data": [{"id": "x", "attributes": RECORD}], "meta": {"total": 1}}),
        encoded({"id": "10.5281/zenodo.100", "type": "dois", "attributes": RECORD}) + b"\n",
        encoded(RECORD | {"publisher": {"name": "Zenodo"}, "publicationYear": "2021"}),
    ],
)
def test_records_are_read_wherever_they_stand(document: bytes) -> None:
    assert looks_like(document)
    assert list(read(document, "mine.json")) == [paper_of(read, RECORD)]


def test_records_of_arxiv_have_their_id_class_and_first_date() -> None:
    found = paper_of(read, PREPRINT)
    assert (found.arxiv_id, found.doi) == (ArxivId("2101.00001"), None)
    assert found.categories == ("cs.LG",)
    assert (found.created, found.updated) == (PartialDate(2021, 1, 1), PartialDate(2021, 2, 1))
    assert found.comments == "5 pages"
    printed = paper_of(read, PREPRINT | related("DOI", "IsVersionOf", "10.1000/rain"))
    assert (printed.arxiv_id, printed.doi) == (ArxivId("2101.00001"), Doi("10.1000/rain"))


@for_each(
    ("relation", "arxiv_id"),
    [
        ("IsVersionOf", ArxivId("2101.00001")),
        ("IsIdenticalTo", ArxivId("2101.00001")),
        ("IsSupplementTo", None),
        ("References", None),
        ("IsCitedBy", None),
    ],
)
def test_only_the_same_work_lends_its_arxiv_id(relation: str, arxiv_id: ArxivId | None) -> None:
    found = paper_of(read, RECORD | related("arXiv", relation, "arXiv:2101.00001"))
    assert (found.arxiv_id, found.doi) == (arxiv_id, Doi("10.5281/zenodo.100"))


def test_articles_in_journals_tell_where() -> None:
    container = {"title": "Rain J.", "volume": "4", "issue": "2", "firstPage": "5", "lastPage": "9"}
    assert paper_of(read, RECORD | {"container": container}).journal_ref == (
        "Rain J. 4(2), 5-9 (2021)"
    )


def test_an_answer_that_is_an_error_is_reported() -> None:
    (problem,) = read(encoded({"errors": [{"status": "404", "title": "Not found"}]}), "mine.json")
    assert "DataCite says: Not found" in str(problem)
