"""What is done beside showing papers: copying, opening, windows.

What each needs is imported when it is done, not before the first screen.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual.app import App

from paperview.paper import ArxivId, Paper
from paperview.sources.problem import Problem
from paperview.text import clean
from paperview.ui.wording import counted

if TYPE_CHECKING:
    from paperview.exports.pieces import Piece

# ruff: noqa: PLC0415 - see above

_MOST_PAGES = 10
"""Pages opened at once; more would bury the browser."""
_SHOWN = 60
"""Characters of a copied text that the toast repeats."""


def copy_id(app: App[None], papers: Sequence[Paper]) -> None:
    """Copy the arXiv ids of some papers."""
    from paperview.exports import pieces

    copy_piece(app, papers, pieces.ID)


def copy_menu(app: App[None], papers: Sequence[Paper]) -> None:
    """Ask what to copy of some papers, and copy it."""
    if not papers:
        say(app, "no paper to copy from", is_bad=True)
        return
    from paperview.ui.screens.copy_menu import CopyMenu

    app.push_screen(CopyMenu(papers), partial(copy_piece, app, papers))


def copy_piece(app: App[None], papers: Sequence[Paper], piece: Piece | None) -> None:
    """Copy a piece of some papers, or say that they have none; None for a choice not made."""
    if piece is None:
        return
    text = piece.of(papers)
    if not papers:
        say(app, "no paper to copy from", is_bad=True)
    elif not text:
        say(app, f"no {piece.name} in this source", is_bad=True)
    else:
        of_all = f" of {counted(len(papers), 'paper')}" if len(papers) > 1 else ""
        copy(app, text, piece.name + of_all)


def copy(app: App[None], text: str, what: str) -> None:
    """Copy a text in the background and say how that went."""
    app.run_worker(partial(_copy, app, text, what), thread=True, group="clipboard")


def _copy(app: App[None], text: str, what: str) -> None:
    from paperview import clipboard

    driver = None if app.is_headless else app._driver
    write = None if driver is None else partial(app.call_from_thread, driver.write)
    outcome = clipboard.copy(text, write)
    if outcome.way is clipboard.Way.NONE:
        app.call_from_thread(_show_by_hand, app, text, outcome.message)
        return
    first = clean(text.split("\n", 1)[0])
    shown = first if len(first) <= _SHOWN else f"{first[:_SHOWN]}…"
    app.call_from_thread(say, app, f"{what} {shown}: {outcome.message}")


def open_papers(app: App[None], papers: Sequence[Paper]) -> None:
    """Open the abs pages of papers, or where their DOIs lead."""
    identities = [paper.arxiv_id or paper.doi for paper in papers]
    urls = [name.abs_url if isinstance(name, ArxivId) else name.url for name in identities if name]
    open_addresses(app, urls)


def open_pdfs(app: App[None], papers: Sequence[Paper]) -> None:
    """Open the PDFs of papers, or say that they have none at arXiv."""
    urls = [paper.arxiv_id.pdf_url for paper in papers if paper.arxiv_id]
    if papers and not urls:
        say(app, "no PDF: the paper has no arXiv id", is_bad=True)
    else:
        open_addresses(app, urls)


def open_addresses(app: App[None], urls: Sequence[str]) -> None:
    """Open addresses in the browser in the background and say how that went."""
    if not urls:
        say(app, "no paper to open", is_bad=True)
    elif len(urls) > _MOST_PAGES:
        say(app, f"{len(urls)} pages at once are too many; mark {_MOST_PAGES} at most", is_bad=True)
    else:
        app.run_worker(partial(_open, app, urls), thread=True, group="browser")


def _open(app: App[None], urls: Sequence[str]) -> None:
    from paperview import browser

    failed = [url for url in urls if not browser.open_address(url)]
    if failed:
        reason = "no browser here could open it; copy the address by hand"
        app.call_from_thread(_show_by_hand, app, "\n".join(failed), reason)
    else:
        app.call_from_thread(say, app, f"opened in the browser: {', '.join(urls)}")


def _show_by_hand(app: App[None], text: str, reason: str) -> None:
    from paperview.ui.screens.by_hand import ByHandScreen

    app.push_screen(ByHandScreen(text, reason))


def show_problems(app: App[None], problems: Sequence[Problem]) -> None:
    """List what could not be read."""
    from paperview.ui.screens.problems import ProblemsScreen

    app.push_screen(ProblemsScreen(problems))


def show_help(app: App[None]) -> None:
    """Show every key."""
    from paperview.ui.screens.help import HelpScreen

    app.push_screen(HelpScreen())


def say(app: App[None], message: str, *, is_bad: bool = False) -> None:
    """Say something in a toast, as plain text."""
    app.notify(message, severity="warning" if is_bad else "information", markup=False)
