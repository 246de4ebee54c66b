"""CSV: one row a paper, for spreadsheets, with TeX as Unicode.

A spreadsheet takes a cell that begins with `=`, `+`, `-` or `@` for a formula, which may run
programs. Such a cell gets an apostrophe before it, as OWASP's page "CSV Injection" advises.

Source of the form: RFC 4180, with line feeds alone.
"""

from __future__ import annotations

import csv
import io

from paperview.exports.entries import Entry
from paperview.model.paper import Paper
from paperview.tex import to_text
from paperview.text.markup import one_line

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def dumps(paper: Paper, key: str) -> str:
    """Write a paper as a row."""
    entry = Entry(paper)
    date = entry.date()
    # In the order of the header, which is in the table of exports.
    cells = {
        "key": key,
        "arxiv_id": paper.arxiv_id.base if paper.arxiv_id else "",
        "doi": paper.doi.name if paper.doi else "",
        "type": entry.kind,
        "title": entry.title(),
        "authors": "; ".join(to_text(name) for name in paper.authors),
        "year": str(date.year) if date else "",
        "date": str(date) if date else "",
        "journal": entry.text("journaltitle", "booktitle") or to_text(paper.journal_ref or ""),
        "volume": entry.text("volume"),
        "number": entry.text("number", "issue"),
        "pages": entry.pages(),
        "publisher": entry.text("publisher", "institution", "organization"),
        "editors": "; ".join(
            " ".join(filter(None, (one.given, one.particle, one.family, one.suffix)))
            for one in entry.people("editor")
        ),
        "series": entry.text("series"),
        "isbn": entry.text("isbn"),
        "categories": " ".join(paper.categories),
        "url": paper.url or entry.raw("url"),
        "comments": to_text(paper.comments or ""),
        "abstract": to_text(paper.abstract or ""),
    }
    row = io.StringIO()
    csv.writer(row, lineterminator="").writerow(map(_safe, cells.values()))
    return row.getvalue()


def _safe(cell: str) -> str:
    cell = " ".join(one_line(cell).split())
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
