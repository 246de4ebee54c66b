"""The plain text format of the seeds, written so that it is read back equal."""

from __future__ import annotations

from paperview.paper import Paper
from paperview.sources import plain


def dumps(paper: Paper) -> str:
    """Write a paper as one record, a blank line at its end.

    Title, authors and comments stand as the seeds have them where they will be told apart by their
    looks; where they would not, they are written as key lines.
    """
    identity = _identity(paper)
    body = _body(paper)
    record = "\n\n".join([*body, "\n".join(identity)]) + "\n\n"
    if _read_back(record) == paper:
        return record
    keys = [
        f"Title: {paper.title or ''}".rstrip(),
        *(f"Author: {name}" for name in paper.authors),
        f"Comments: {paper.comments or ''}".rstrip(),
    ]
    # A blank before each line keeps an abstract's own "arXiv: ..." from being an identity.
    abstract = [" " + part for part in (paper.abstract or "").split("\n\n") if part]
    return "\n\n".join([*abstract, "\n".join([*identity, *keys])]) + "\n\n"


def _body(paper: Paper) -> list[str]:
    heading = f"{paper.title}\n{', '.join(paper.authors)}" if paper.title and paper.authors else ""
    return [part for part in (heading, paper.abstract, paper.comments) if part]


def _identity(paper: Paper) -> list[str]:
    doi = f"doi: {paper.doi}" if paper.doi else ""
    arxiv = f"arXiv:{paper.arxiv_id}" if paper.arxiv_id else ""
    return [
        " - ".join(part for part in (arxiv, doi) if part),
        *([f"Created: {paper.created}"] if paper.created else []),
        *([f"Updated: {paper.updated}"] if paper.updated else []),
        *([f"Categories: {' '.join(paper.categories)}"] if paper.categories else []),
        *([f"Journal-ref: {paper.journal_ref}"] if paper.journal_ref else []),
        *(f"{key}: {value}".rstrip() for key, value in paper.extra),
    ]


def _read_back(record: str) -> Paper | None:
    records = list(plain.read(record.split("\n"), ""))
    return records[0] if len(records) == 1 and isinstance(records[0], Paper) else None
