"""Semantic Scholar: papers of its API and of its data sets."""

from __future__ import annotations

from typing import Any

from paperview.model.dates import PartialDate
from paperview.model.paper import ArxivId, Doi, Paper
from paperview.sources.formats.semanticscholar import looks_like, read
from tests.cases import for_each
from tests.sources.formats.jsonsupport import encoded, lost_in, paper_of, papers_in

PAPER: dict[str, Any] = {
    "paperId": "649def",
    "corpusId": 42,
    "externalIds": {"ArXiv": "2101.00001", "DOI": "10.1000/s1", "PubMed": "7", "CorpusId": 42},
    "url": "https://www.semanticscholar.org/paper/649def",
    "title": "Sparse pears",
    "abstract": "We sparse.",
    "venue": "Pears",
    "publicationVenue": {"id": "v", "name": "International Conference on Pears"},
    "year": 2021,
    "publicationDate": "2021-03-04",
    "journal": {"name": "Pear Journal", "volume": "7", "pages": "\n          1-9\n  "},
    "authors": [{"authorId": "1", "name": "Greta Olm"}, {"authorId": None, "name": "Bo Lind"}],
    "openAccessPdf": {"url": "https://example.org/a.pdf", "status": "GREEN"},
    "fieldsOfStudy": ["Biology"],
    "s2FieldsOfStudy": [{"category": "Biology", "source": "x"}, {"category": "Art"}],
    "publicationTypes": ["JournalArticle", "Review"],
    "tldr": {"model": "m", "text": "Pears are sparse."},
}
BULK: dict[str, Any] = {
    "corpusid": 42,
    "externalids": {"ArXiv": "2101.00001", "DOI": "10.1000/s1", "PubMed": None},
    "url": "https://www.semanticscholar.org/paper/649def",
    "title": "Sparse pears",
    "authors": [{"authorId": "1", "name": "Greta Olm"}],
    "venue": "",
    "year": 2021,
    "publicationdate": "2021-03-04",
    "journal": None,
    "s2fieldsofstudy": [{"category": "Art", "source": "x"}],
}


def test_every_field_of_a_paper_is_read() -> None:
    assert paper_of(read, PAPER) == Paper(
        arxiv_id=ArxivId("2101.00001"),
        doi=Doi("10.1000/s1"),
        name="CorpusId 42",
        title="Sparse pears",
        authors=("Greta Olm", "Bo Lind"),
        abstract="We sparse.",
        journal_ref="Pear Journal 7, 1-9 (2021)",
        created=PartialDate(2021, 3, 4),
        extra=(
            ("url", "https://example.org/a.pdf"),
            ("keywords", "Biology; Art"),
            ("PMID", "7"),
            ("tldr", "Pears are sparse."),
            ("type", "Review"),
        ),
        sources=("mine.json",),
    )


@for_each(
    "document",
    [
        encoded(PAPER),
        encoded([PAPER], indent=1),
        encoded({"total": 1, "offset": 0, "data": [PAPER]}),
        encoded({"recommendedPapers": [PAPER]}),
        encoded({"data": [{"isInfluential": True, "citingPaper": PAPER}]}),
        encoded({"data": [{"contexts": [], "citedPaper": PAPER}]}),
    ],
)
def test_papers_are_read_wherever_they_stand(document: bytes) -> None:
    assert looks_like(document)
    assert list(read(document, "mine.json")) == [paper_of(read, PAPER)]


def test_papers_of_the_data_sets_are_read_line_by_line() -> None:
    about = {"externalids": {"ArXiv": "2101.00001"}}
    abstract = {"corpusid": 42, "openaccessinfo": about, "abstract": "We sparse."}
    text = b"\n".join([encoded(BULK), encoded(BULK | {"externalids": {}}), encoded(abstract)])
    assert looks_like(text)
    assert looks_like(encoded(abstract))
    first, second, third = papers_in(list(read(text, "mine.jsonl")))
    assert (first.arxiv_id, first.doi) == (ArxivId("2101.00001"), Doi("10.1000/s1"))
    assert first.created == PartialDate(2021, 3, 4)
    assert second.name == "CorpusId 42"
    assert second.title == "Sparse pears"
    assert (third.arxiv_id, third.abstract) == (ArxivId("2101.00001"), "We sparse.")


def test_the_older_corpus_with_other_names_is_read() -> None:
    old = {
        "id": "649def",
        "title": "Sparse pears",
        "paperAbstract": "We sparse.",
        "authors": [{"name": "Greta Olm", "ids": ["1"]}],
        "inCitations": [],
        "year": 2015,
        "s2Url": "https://semanticscholar.org/paper/649def",
        "journalName": "Pear Journal",
        "journalVolume": "7",
        "doi": "10.1000/s1",
    }
    assert looks_like(encoded(old))
    found = paper_of(read, old)
    assert (found.abstract, found.authors) == ("We sparse.", ("Greta Olm",))
    assert found.journal_ref == "Pear Journal 7 (2015)"


def test_arxiv_is_no_journal() -> None:
    journal = {"name": "ArXiv", "volume": "abs/2101.00001"}
    at_arxiv = PAPER | {"journal": journal, "venue": "arXiv.org", "publicationVenue": None}
    assert paper_of(read, at_arxiv).journal_ref is None


def test_a_paper_that_the_api_did_not_find_is_reported() -> None:
    found = list(read(encoded([PAPER, None]), "mine.json"))
    assert len(papers_in(found)) == len(lost_in(found)) == 1
    (problem,) = read(encoded({"error": "Paper not found"}), "mine.json")
    assert "Semantic Scholar says: Paper not found" in str(problem)
