"""Hugging Face: its daily papers, and papers of its API."""

from __future__ import annotations

from typing import Any

from paperview.model.dates import PartialDate
from paperview.model.paper import ArxivId, Paper
from paperview.sources.formats.huggingface import looks_like, read
from tests.cases import for_each
from tests.sources.formats.jsonsupport import encoded, paper_of

PAPER: dict[str, Any] = {
    "id": "2401.12345",
    "authors": [{"_id": "1", "name": "Ann One", "hidden": False}, {"_id": "2", "name": "Bo Two"}],
    "publishedAt": "2024-01-05T18:59:01.000Z",
    "title": "Small models",
    "summary": "We make them\nsmall.",
    "upvotes": 3,
    "ai_keywords": ["models"],
}
DAY: dict[str, Any] = {"paper": PAPER, "publishedAt": "2024-01-08T00:00:00.000Z", "title": "S"}


@for_each("document", [encoded([DAY]), encoded(PAPER), encoded([PAPER], 1)])
def test_papers_are_read_whole(document: bytes) -> None:
    assert looks_like(document)
    assert list(read(document, "mine.json")) == [
        Paper(
            arxiv_id=ArxivId("2401.12345"),
            title="Small models",
            authors=("Ann One", "Bo Two"),
            abstract="We make them small.",
            created=PartialDate(2024, 1, 5),
            extra=(("keywords", "models"),),
            sources=("mine.json",),
        )
    ]


def test_other_records_are_not_detected() -> None:
    assert not looks_like(encoded([{"id": "2401.12345", "title": "T", "abstract": "A"}]))
    assert paper_of(read, PAPER | {"authors": []}).authors == ()
