"""Papers passed on: their texts for the clipboard, their addresses for the browser."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from paperview.exports import Export, ExportError
from paperview.model.paper import Paper
from paperview.text.sanitize import clean

MOST_COPIED = 10_000
"""Papers exported to the clipboard at once; more belong into a file."""
_MOST_PAGES = 10
"""Pages opened at once; more would bury the browser."""
_MOST_LOOKED_AT = 1000
"""Papers that are looked at for addresses to open: some may have none."""
_SHOWN = 60
"""Characters of a copied text that a message repeats."""


class Copy(NamedTuple):
    """A text for the clipboard."""

    text: str
    """Empty if there is none."""
    what: str
    """What it is, in a few words, or why there is none."""


class Pages(NamedTuple):
    """Addresses for the browser."""

    urls: Sequence[str]
    """Empty if there are none."""
    remark: str
    """A remark on papers without one, or the reason why there is none at all."""


def copy_of(export: Export, papers: Sequence[Paper], *, marked: bool) -> Copy:
    """Return an export of papers for the clipboard.

    Args:
        export: its form.
        papers: which papers.
        marked: whether these are the marked papers, some of which may be out of sight.
    """
    if not papers:
        return Copy("", "no paper to copy from")
    if len(papers) > MOST_COPIED:
        return Copy(
            "", f"{len(papers):,} papers are too many for the clipboard; export them to a file"
        )
    try:
        text, having = export.document(papers)
    except ExportError as error:
        return Copy("", str(error))
    if not having:
        return Copy("", f"no {export.name} in this source")
    return Copy(text, export.name + (_of_marked(having, len(papers)) if marked else ""))


def _of_marked(having: int, marked: int) -> str:
    """Return how many of the marked papers are meant; the filter may hide them."""
    return f" of {having} marked" if having == marked else f" of {having} of {marked} marked"


def start(text: str) -> str:
    """Return as much of a copied text as a message repeats."""
    line, end, _ = text.partition("\n")
    first = clean(line)
    return f"{first[:_SHOWN]} …" if end or len(first) > _SHOWN else first


def pages_of(papers: Sequence[Paper]) -> Pages:
    """Return the abs pages of papers, or where their DOIs lead, or what their sources give."""
    if len(papers) > _MOST_LOOKED_AT:
        return Pages((), _too_many(len(papers)))
    urls = [paper.url for paper in papers if paper.url]
    if papers and not urls:
        return Pages((), "no address in this source: no arXiv id, no DOI, no link")
    return _limited(urls, len(papers), "without an address")


def pdfs_of(papers: Sequence[Paper]) -> Pages:
    """Return the PDFs of papers at arXiv."""
    if len(papers) > _MOST_LOOKED_AT:
        return Pages((), _too_many(len(papers)))
    urls = [paper.arxiv_id.pdf_url for paper in papers if paper.arxiv_id]
    if papers and not urls:
        return Pages((), "no PDF: the paper has no arXiv id")
    return _limited(urls, len(papers), "without an arXiv id: no PDF")


def _too_many(papers: int) -> str:
    return f"{papers:,} papers are too many to open; mark {_MOST_PAGES} at most"


def _limited(urls: Sequence[str], papers: int, lacking: str) -> Pages:
    if not urls:
        return Pages((), "no paper to open")
    if len(urls) > _MOST_PAGES:
        return Pages((), f"{len(urls)} pages at once are too many; mark {_MOST_PAGES} at most")
    without = papers - len(urls)
    return Pages(urls, f"; {without} {lacking}" if without else "")


def handed_over(takers: Mapping[str, str | None], remark: str) -> Copy:
    """Say which programs took which addresses; the text is those that nobody took.

    Args:
        takers: by address, the name of the program that took it.
        remark: what is said behind it.
    """
    failed = [url for url, taker in takers.items() if taker is None]
    if failed:
        why = "no browser here" if len(failed) == len(takers) else "some were not opened"
        return Copy("\n".join(failed), f"{why}; address")
    taker = " and ".join(dict.fromkeys(filter(None, takers.values())))
    pages = f"{len(takers)} pages, " if len(takers) > 1 else ""
    return Copy("", f"handed to {taker}: {pages}{', '.join(takers)}{remark}")
