"""Short lists of papers, and what a query finds in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from paperview.index.query.parser import parse
from paperview.index.results import Results
from paperview.index.searcher import Searcher
from paperview.index.storage.index import build
from paperview.model.dates import PartialDate
from paperview.model.paper import ALSO, ArxivId, Doi, Paper


def paper(  # noqa: PLR0913 - as many fields as papers have
    title: str | None = None,
    abstract: str | None = None,
    *,
    authors: Iterable[str] = (),
    comments: str | None = None,
    arxiv_id: str | None = None,
    doi: str | None = None,
    categories: Iterable[str] = (),
    journal: str | None = None,
    created: str | None = None,
    names: Iterable[str] = (),
) -> Paper:
    """Make a paper; its date is written as YYYY-MM-DD."""
    first, *others = (*names, "")
    return Paper(
        name=first or None,
        extra=tuple((ALSO, name) for name in others if name),
        arxiv_id=ArxivId.parse(arxiv_id) if arxiv_id else None,
        doi=Doi(doi) if doi else None,
        title=title,
        authors=tuple(authors),
        abstract=abstract,
        comments=comments,
        categories=tuple(categories),
        journal_ref=journal,
        created=PartialDate.parse(created) if created else None,
    )


def titled(*titles: str) -> list[Paper]:
    """Make papers that have nothing but a title."""
    return [paper(title) for title in titles]


def search(papers: Sequence[Paper], text: str) -> Results:
    """Answer a query."""
    return Searcher(build(papers)).search(parse(text))


def order(papers: Sequence[Paper], text: str) -> list[int]:
    """Return the numbers of the papers that a query finds, the best first."""
    return [int(number) for number in search(papers, text).numbers]


def found(papers: Sequence[Paper], text: str) -> set[int]:
    """Return the numbers of the papers that a query finds."""
    return set(order(papers, text))
