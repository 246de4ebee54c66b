"""Lists of papers in Markdown and HTML: authors, linked title, journal, ids and year."""

from __future__ import annotations

import html
import re
from typing import NamedTuple

from paperview.exports.entries import Entry
from paperview.model.names import authors_line
from paperview.model.paper import Paper
from paperview.tex import to_text
from paperview.text.markup import one_line
from paperview.text.sanitize import clean

_MEANS_SOMETHING = re.compile(r"([\\`*_{}\[\]<>#|~$!&])")

_BEGINS_ITEM = re.compile(r"^(\d*)([-+.)])")


class _Line(NamedTuple):
    authors: str
    title: str
    url: str
    venue: str
    """Journal, ids and year."""


def markdown(paper: Paper) -> str:
    """Write a paper as an item of a Markdown list."""
    line = _line(paper)
    title = _marked(line.title)
    if line.url:
        title = f"[{title}](<{line.url.translate(_IN_ADDRESS)}>)"
    parts = (_marked(line.authors), title, _marked(line.venue))
    item = ", ".join(part for part in parts if part)
    # Otherwise it would begin with another item.
    return "- " + _BEGINS_ITEM.sub(r"\1\\\2", item) + "."


def in_html(paper: Paper) -> str:
    """Write a paper as an item of an HTML list."""
    line = _line(paper)
    title = html.escape(line.title)
    if line.url:
        title = f'<a href="{html.escape(line.url)}">{title}</a>'
    parts = (html.escape(line.authors), title, html.escape(line.venue))
    return f"<li>{', '.join(part for part in parts if part)}.</li>"


def in_ascii_html(paper: Paper) -> str:
    """Write the same with HTML's own escapes for characters that are not ASCII."""
    return in_html(paper).encode("ascii", "xmlcharrefreplace").decode()


_IN_ADDRESS = {ord(sign): f"%{ord(sign):02X}" for sign in "<>\\ "}


def _line(paper: Paper) -> _Line:
    entry = Entry(paper)
    date = entry.date()
    journal = to_text(paper.journal_ref) if paper.journal_ref else ""
    is_dated = date and str(date.year) in journal
    venue = [
        journal,
        f"arXiv:{paper.arxiv_id}" if paper.arxiv_id else "",
        f"doi:{paper.doi}" if paper.doi else "",
        str(date.year) if date and not is_dated else "",
    ]
    url = paper.url or ""
    return _Line(
        _one_line(authors_line(paper.authors)),
        _one_line(entry.title() or to_text(paper.label)),
        url if url.startswith(("https://", "http://")) else "",
        _one_line(", ".join(part for part in venue if part)),
    )


def _one_line(text: str) -> str:
    return clean(" ".join(one_line(text).split()))


def _marked(text: str) -> str:
    """Escape the signs that Markdown gives a meaning."""
    return _MEANS_SOMETHING.sub(r"\\\1", text)
