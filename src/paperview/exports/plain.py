"""The plain text format of the seeds, written so that it is read back equal."""

from __future__ import annotations

import re
from dataclasses import replace

from paperview.model.paper import Paper
from paperview.sources.formats import plain

_NO_KEY = re.compile(r"[^\w -]+")


def dumps(paper: Paper) -> str:
    """Write a paper as one record, a blank line at its end.

    Title, authors, abstract and comments are written as in the seeds if the reader can recognize
    them; otherwise they are written as key lines. A further pair gets `x-` before its name if that
    is not a valid key, or is the key of something else.
    """
    paper = replace(paper, extra=tuple((_key(name), value) for name, value in paper.extra))
    record = "\n\n".join([*_body(paper), "\n".join(_identity(paper))]) + "\n\n"
    # Only the reader itself knows which parts it recognizes without key lines.
    if _read_back(record) == paper:
        return record
    return "\n".join([*_identity(paper), *_keys(paper)]) + "\n\n"


def _body(paper: Paper) -> list[str]:
    heading = f"{paper.title}\n{', '.join(paper.authors)}" if paper.title and paper.authors else ""
    return [part for part in (heading, paper.abstract, paper.comments) if part]


def _identity(paper: Paper) -> list[str]:
    doi = f"doi: {paper.doi}" if paper.doi else ""
    arxiv = f"arXiv:{paper.arxiv_id}" if paper.arxiv_id else ""
    return [
        *([" - ".join(part for part in (arxiv, doi) if part)] if paper.has_id else []),
        # Without an id, this line marks the end of a record.
        *([f"Name: {paper.name or ''}".rstrip()] if paper.name or not paper.has_id else []),
        *([f"Created: {paper.created}"] if paper.created else []),
        *([f"Updated: {paper.updated}"] if paper.updated else []),
        *([f"Categories: {' '.join(paper.categories)}"] if paper.categories else []),
        *([f"Journal-ref: {paper.journal_ref}"] if paper.journal_ref else []),
        *(f"{name}: {value}".rstrip() for name, value in paper.extra),
    ]


def _key(name: str) -> str:
    """Return a name as a key that the reader does not confuse with another one."""
    if plain.is_further_key(name):
        return name
    return f"x-{'-'.join(_NO_KEY.sub(' ', name).split())}"[:30].rstrip("-")


def _keys(paper: Paper) -> list[str]:
    paragraphs = paper.abstract.split("\n\n") if paper.abstract else []
    return [
        *([f"Title: {paper.title}"] if paper.title else []),
        *(f"Author: {name}" for name in paper.authors),
        *(f"Abstract: {paragraph}" for paragraph in paragraphs),
        *([f"Comments: {paper.comments}"] if paper.comments else []),
    ]


def _read_back(record: str) -> Paper | None:
    records = list(plain.read_lines(record.split("\n"), ""))
    return records[0] if len(records) == 1 and isinstance(records[0], Paper) else None
