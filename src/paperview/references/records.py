"""Records of BibTeX, RIS and the like as references, read by the readers of these formats."""

from __future__ import annotations

from collections.abc import Iterator

from paperview.lazy import lazy_pattern
from paperview.model.paper import Paper
from paperview.references.splitting import Reference, split
from paperview.sources.problem import Problem
from paperview.sources.registry import FORMATS, HEAD, Format
from paperview.tex import to_text
from paperview.text.sanitize import in_one_line

_PROSE = frozenset(("plain", "listing"))
"""Formats that a list of references may look like."""
_NUMBERED = lazy_pattern(rb"\s*\[\w+\]")
_MOST_NAMES = 12


def references_in(text: str) -> list[Reference]:
    """Return the references of a text, which may be records of some format."""
    data = text.encode(errors="replace")
    form = _format(data[:HEAD])
    records = [] if form is None else list(_records(data, form))
    return records or split(text)


def _format(head: bytes) -> Format | None:
    is_numbered = _NUMBERED.match(head) is not None  # and no JSON, for which many readers look
    for form in FORMATS:
        is_likely = form.name not in _PROSE and not (is_numbered and form.first_bytes)
        if is_likely and form.matches(head):
            return form
    return None


def _records(data: bytes, form: Format) -> Iterator[Reference]:
    for record in form.reader().read(data, ""):
        if isinstance(record, Paper):
            yield Reference(record.line, in_one_line(_written(record)))
        elif record.lost:
            yield Reference(record.line, _unread(record))


def _unread(problem: Problem) -> str:
    return in_one_line(problem.text) or problem.reason


def _written(paper: Paper) -> str:
    """Return a record as a reference."""
    year = f"({paper.date.year})" if paper.date else ""
    names = [*map(to_text, paper.authors[:_MOST_NAMES])]
    if len(paper.authors) > _MOST_NAMES:
        names.append("et al.")
    parts = (
        f"{'; '.join(names)} {year}".strip(),
        f"“{to_text(paper.title)}”" if paper.title else "",
        to_text(paper.journal_ref) if paper.journal_ref else "",
        f"arXiv:{paper.arxiv_id.base}" if paper.arxiv_id else "",
        f"doi:{paper.doi}" if paper.doi else "",
    )
    return ". ".join(part for part in parts if part) or paper.label
