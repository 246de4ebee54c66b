"""One line that names a paper in a letter or a footnote."""

from __future__ import annotations

from paperview.model.paper import Paper
from paperview.tex import to_text

_MOST_AUTHORS = 3
"""More are shortened to the first and "et al."."""


def authors_line(authors: tuple[str, ...], most: int = _MOST_AUTHORS) -> str:
    """Join names with commas; past the most allowed, give the first and "et al."."""
    if len(authors) > most:
        return f"{to_text(authors[0])} et al."
    return ", ".join(to_text(name) for name in authors)


def dumps(paper: Paper) -> str:
    """Write authors, title, journal, id and year, leaving out what the paper lacks.

    The year is left out, too, where the journal names it.
    """
    parts = [
        authors_line(paper.authors),
        f"“{to_text(paper.title)}”" if paper.title else "",
        to_text(paper.journal_ref) if paper.journal_ref else "",
        paper.identity if paper.has_id else "",
        f"doi:{paper.doi}" if paper.doi and paper.arxiv_id else "",
    ]
    is_dated = paper.created and str(paper.created.year) in (paper.journal_ref or "")
    year = f" ({paper.created.year})" if paper.created and not is_dated else ""
    return (", ".join(part for part in parts if part) or to_text(paper.label)) + year + "."
