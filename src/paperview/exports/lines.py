"""Exports of one line a paper: its ids, addresses, title and citation, and a row of a table."""

from __future__ import annotations

from paperview.model.names import authors_line
from paperview.model.paper import Paper
from paperview.tex import to_text
from paperview.text.ascii import own
from paperview.text.markup import one_line
from paperview.text.sanitize import clean


def arxiv_id(paper: Paper) -> str:
    """Return the arXiv id without a version."""
    return paper.arxiv_id.base if paper.arxiv_id else ""


def abs_url(paper: Paper) -> str:
    """Return the address of the abstract page at arXiv."""
    return paper.arxiv_id.abs_url if paper.arxiv_id else ""


def pdf_url(paper: Paper) -> str:
    """Return the address of the PDF at arXiv."""
    return paper.arxiv_id.pdf_url if paper.arxiv_id else ""


def doi(paper: Paper) -> str:
    """Return the DOI."""
    return paper.doi.name if paper.doi else ""


def name(paper: Paper) -> str:
    """Return the name that its source gives the paper."""
    return paper.name or ""


def any_id(paper: Paper) -> str:
    """Return the arXiv id, or else the DOI, or else the name that its source gives the paper."""
    if paper.arxiv_id:
        return paper.arxiv_id.base
    return paper.identity if paper.has_id or paper.name else ""


def citation_key(_: Paper, key: str) -> str:
    """Return the key that the paper has where it is written as BibTeX."""
    return key


def title(paper: Paper) -> str:
    """Return the title without markup of web pages, TeX and all."""
    return one_line(paper.title) if paper.title else ""


def titled(paper: Paper) -> str:
    """Return the title to read, or in brackets the label that stands for it."""
    if paper.title:
        return to_text(paper.title)
    # The label may be only the start of the abstract.
    whole = (paper.abstract or "").replace("\n\n", " ")
    more = own("…") if len(whole) > len(paper.label) else ""
    return f"[{to_text(paper.label)}{more}]"


def table_cells(paper: Paper) -> tuple[str, str, str]:
    """Return id, date and title, or what stands for it."""
    date = str(paper.date) if paper.date else "-"
    identity = str(paper.arxiv_id or paper.doi or paper.name or "-")
    return clean(identity), date, clean(titled(paper))


def table_row(paper: Paper) -> str:
    """Return the cells of the table in one line."""
    identity, date, text = table_cells(paper)
    return f"{identity:<16}  {date:<10}  {text}"


def citation(paper: Paper) -> str:
    """Return authors, title, journal, id and year, as far as the paper has them.

    The year is left out, too, where the journal names it.
    """
    parts = [
        authors_line(paper.authors),
        f"“{to_text(paper.title)}”" if paper.title else "",
        to_text(paper.journal_ref) if paper.journal_ref else "",
        paper.identity if paper.has_id else "",
        f"doi:{paper.doi}" if paper.doi and paper.arxiv_id else "",
    ]
    is_dated = paper.date and str(paper.date.year) in (paper.journal_ref or "")
    year = f" ({paper.date.year})" if paper.date and not is_dated else ""
    return (", ".join(part for part in parts if part) or to_text(paper.label)) + year + "."
