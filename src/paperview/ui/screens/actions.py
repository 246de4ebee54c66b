"""What is done with papers outside the program: copying and opening; each ends in one toast."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from textual.app import App

from paperview import browser, clipboard
from paperview.exports.pieces import Piece
from paperview.paper import Paper
from paperview.text import clean
from paperview.ui.screens.by_hand import ByHandScreen
from paperview.ui.wording import counted

_MOST_PAGES = 10
"""Pages opened at once; more would bury the browser."""
_SHOWN = 60
"""Characters of a copied text that the toast repeats."""


def copy_piece(app: App[None], papers: Sequence[Paper], piece: Piece | None) -> None:
    """Copy a piece of some papers, or say that they have none; None for a choice not made."""
    if piece is None:
        return
    text = piece.of(papers)
    if not papers:
        _say(app, "no paper to copy from", is_bad=True)
    elif not text:
        _say(app, f"no {piece.name} in this source", is_bad=True)
    else:
        what = (
            piece.name if len(papers) == 1 else f"{piece.name} of {counted(len(papers), 'paper')}"
        )
        copy(app, text, what)


def copy(app: App[None], text: str, what: str) -> None:
    """Copy a text in the background and say how that went."""
    app.run_worker(partial(_copy, app, text, what), thread=True, group="clipboard")


def _copy(app: App[None], text: str, what: str) -> None:
    driver = None if app.is_headless else app._driver
    write = None if driver is None else partial(app.call_from_thread, driver.write)
    outcome = clipboard.copy(text, write)
    if outcome.way is clipboard.Way.NONE:
        app.call_from_thread(app.push_screen, ByHandScreen(text, outcome.message))
        return
    first = clean(text.split("\n", 1)[0])
    shown = first if len(first) <= _SHOWN else f"{first[:_SHOWN]}…"
    app.call_from_thread(_say, app, f"{what} {shown}: {outcome.message}")


def open_papers(app: App[None], papers: Sequence[Paper]) -> None:
    """Open the abs pages of papers, or where their DOIs lead."""
    found = [
        paper.arxiv_id.abs_url if paper.arxiv_id else paper.doi and paper.doi.url
        for paper in papers
    ]
    open_addresses(app, [url for url in found if url])


def open_pdfs(app: App[None], papers: Sequence[Paper]) -> None:
    """Open the PDFs of papers, or say that they have none at arXiv."""
    urls = [paper.arxiv_id.pdf_url for paper in papers if paper.arxiv_id]
    if papers and not urls:
        _say(app, "no PDF: the paper has no arXiv id", is_bad=True)
    else:
        open_addresses(app, urls)


def open_addresses(app: App[None], urls: Sequence[str]) -> None:
    """Open addresses in the browser in the background and say how that went."""
    if not urls:
        _say(app, "no paper to open", is_bad=True)
    elif len(urls) > _MOST_PAGES:
        _say(
            app, f"{len(urls)} pages at once are too many; mark {_MOST_PAGES} at most", is_bad=True
        )
    else:
        app.run_worker(partial(_open, app, urls), thread=True, group="browser")


def _open(app: App[None], urls: Sequence[str]) -> None:
    failed = [url for url in urls if not browser.open_address(url)]
    if failed:
        message = "no browser here could open it; copy the address by hand"
        app.call_from_thread(app.push_screen, ByHandScreen("\n".join(failed), message))
    else:
        app.call_from_thread(_say, app, f"opened in the browser: {', '.join(urls)}")


def _say(app: App[None], message: str, *, is_bad: bool = False) -> None:
    app.notify(message, severity="warning" if is_bad else "information", markup=False)
