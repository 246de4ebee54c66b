"""OpenAlex: works of its API and its snapshot."""

from __future__ import annotations

from typing import Any

from paperview.model.dates import PartialDate
from paperview.model.paper import ArxivId, Doi, Paper
from paperview.sources.formats.openalex import looks_like, read
from tests.cases import for_each
from tests.sources.formats.jsonsupport import encoded, faults_of, lost_in, paper_of, papers_in

WORK: dict[str, Any] = {
    "id": "https://openalex.org/W42",
    "doi": "https://doi.org/10.1000/pears",
    "title": "Markets for <i>pears</i>",
    "display_name": "Markets for pears",
    "publication_year": 1970,
    "publication_date": "1970-08-01",
    "type": "article",
    "ids": {"openalex": "https://openalex.org/W42", "pmid": "https://pubmed.ncbi.nlm.nih.gov/7"},
    "authorships": [
        {"author": {"id": "https://openalex.org/A1", "display_name": "Greta Olm"}},
        {"author": {"display_name": None}, "raw_author_name": "Lind, Bo"},
    ],
    "primary_location": {
        "landing_page_url": "https://doi.org/10.1000/pears",
        "source": {"display_name": "Pear Journal", "type": "journal"},
    },
    "locations": [
        {"landing_page_url": "https://doi.org/10.1000/pears", "source": None},
        {
            "landing_page_url": "http://arxiv.org/abs/2101.00001",
            "source": {"display_name": "arXiv (Cornell University)", "type": "repository"},
        },
    ],
    "biblio": {"volume": "84", "issue": "3", "first_page": "5", "last_page": "9"},
    "abstract_inverted_index": {"pears": [2, 4], "We": [0], "trade": [1], "for": [3]},
    "keywords": [{"display_name": "Fruit", "score": 0.6}],
    "concepts": [{"display_name": "Economics", "score": 0.9}],
    "is_retracted": False,
}


def work(**fields: object) -> Paper:
    return paper_of(read, WORK | fields)


def test_every_field_of_a_work_is_read() -> None:
    assert work() == Paper(
        arxiv_id=ArxivId("2101.00001"),
        doi=Doi("10.1000/pears"),
        name="OpenAlex W42",
        title="Markets for pears",
        authors=("Greta Olm", "Bo Lind"),
        abstract="We trade pears for pears",
        journal_ref="Pear Journal 84(3), 5-9 (1970)",
        created=PartialDate(1970, 8, 1),
        extra=(("keywords", "Fruit"), ("PMID", "7")),
        sources=("mine.json",),
    )


@for_each(
    "document",
    [
        encoded(WORK),
        encoded([WORK], indent=2),
        encoded({"meta": {"count": 1}, "results": [WORK], "group_by": []}),
        encoded(WORK) + b"\n",
        encoded({"id": WORK["id"], "title": WORK["title"]}),
    ],
)
def test_works_are_known_by_their_id_wherever_they_stand(document: bytes) -> None:
    assert looks_like(document)
    (found,) = read(document, "mine.json")
    assert isinstance(found, Paper)
    assert found.title == "Markets for pears"


def test_works_without_an_id_are_known_by_their_names() -> None:
    assert looks_like(encoded([{"title": "T", "authorships": [], "primary_location": None}]))
    assert not looks_like(encoded([{"title": "T", "authors": ["Ann One"]}]))


def test_an_arxiv_id_comes_from_the_places_of_the_work_alone() -> None:
    assert work(locations=[]).arxiv_id is None
    assert work(locations=[], doi="https://doi.org/10.48550/arXiv.2101.00002").arxiv_id == (
        ArxivId("2101.00002")
    )
    related = work(locations=[], related_works=["https://arxiv.org/abs/2101.00003"])
    assert related.arxiv_id is None


def test_a_repository_is_no_journal() -> None:
    place = {"source": {"display_name": "Zenodo", "type": "repository"}}
    assert work(primary_location=place, locations=[]).journal_ref is None
    old = {"display_name": "Pear Journal", "type": "journal"}
    assert work(primary_location=None, host_venue=old).journal_ref == (
        "Pear Journal 84(3), 5-9 (1970)"
    )


def test_a_year_alone_is_a_date_and_doubtful_concepts_are_no_keywords() -> None:
    found = work(
        publication_date=None,
        keywords=[],
        concepts=[{"display_name": "Pear", "score": "0.5"}, {"display_name": "Bus", "score": 0.0}],
        is_retracted=True,
        type="book-chapter",
    )
    assert found.created == PartialDate(1970)
    assert ("keywords", "Pear") in found.extra
    assert ("status", "retracted") in found.extra
    assert ("type", "book-chapter") in found.extra


def test_what_is_no_work_is_reported() -> None:
    author = {"id": "https://openalex.org/A1", "display_name": "Greta Olm"}
    found = list(read(encoded({"results": [author, WORK]}), "mine.json"))
    assert [one.reason for one in lost_in(found)] == ["is an author, no work"]
    assert len(papers_in(found)) == 1
    (problem,) = read(encoded({"error": "Invalid", "message": "no such filter"}), "mine.json")
    assert "no such filter" in str(problem)


def test_fields_of_the_wrong_kind_cost_themselves_alone() -> None:
    odd = {"abstract_inverted_index": {"We": "x", "go": [0, -1, "y"]}, "authorships": ["Ann"]}
    found, faults = faults_of(read, WORK | odd)
    assert found.abstract == "go"
    assert faults == ["authorships is no list of objects; shown without it"]
