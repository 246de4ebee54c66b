"""Actions on papers, and windows: copying, opening in the browser, problems, references, help."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from itertools import count
from threading import Lock, Thread
from typing import TYPE_CHECKING

from textual.app import App
from textual.screen import Screen

from paperview import library, system
from paperview.exports import ARXIV_ID, Export
from paperview.keys import table as keys
from paperview.model.paper import Paper
from paperview.sources.problem import Problem
from paperview.text.ascii import own
from paperview.text.sanitize import sized
from paperview.ui import dialogs

if TYPE_CHECKING:
    from paperview.library.session import Session

_LONGEST_CITING = 500_000
"""Characters of a pasted text in which references are looked for: a book has some 100,000."""
_MOST_AT_ONCE = 100
"""Papers that are written while the screen waits."""


def copy_id(app: App[None], papers: Sequence[Paper], *, marked: bool) -> None:
    """Copy the arXiv ids of the marked papers, or of the one under the cursor."""
    copy_export(app, papers, marked, ARXIV_ID)


def copy_menu(app: App[None], papers: Sequence[Paper], *, marked: bool) -> None:
    """Ask what to copy of the marked papers, or of the one under the cursor, and copy it."""
    if not papers:
        say(app, "no paper to copy from", is_bad=True)
        return
    app.clear_notifications()  # it would hide a part of the menu
    app.push_screen(dialogs.CopyMenu(papers), partial(copy_export, app, papers, marked))


def copy_export(
    app: App[None], papers: Sequence[Paper], marked: bool, export: Export | None
) -> None:
    """Copy an export of papers, or say that they have none; do nothing for None."""
    if export is None:
        return

    def finish(made: library.passing_on.Copy) -> None:
        if made.text:
            copy(app, made.text, made.what)
        else:
            say(app, made.what, is_bad=True)

    make = partial(library.passing_on.copy_of, export, papers, marked=marked)
    if _MOST_AT_ONCE < len(papers) <= library.passing_on.MOST_COPIED:
        in_background(app, lambda: app.call_from_thread(finish, make()))
    else:
        finish(make())


def copy(app: App[None], text: str, what: str) -> None:
    """Copy a text in the background and show the outcome."""
    in_background(app, partial(_copy, app, text, what, next(_turns)))


_turns = count()
_copying = Lock()
_last_turn = -1


def _copy(app: App[None], text: str, what: str, turn: int) -> None:
    """Copy one text after the other; drop one that a newer text has replaced."""
    global _last_turn  # noqa: PLW0603 - there is one clipboard
    with _copying:
        if turn < _last_turn:
            return
        _last_turn = turn
        # Textual offers no way to write to the terminal but its own clipboard method, which would
        # claim success without knowing.
        driver = None if app.is_headless else app._driver
        write = None if driver is None else partial(app.call_from_thread, driver.write)
        outcome = system.copy(text, write)
        if outcome.way is system.Way.NONE:
            app.call_from_thread(_show_by_hand, app, text, f"{what}: {outcome.message}")
        else:
            app.call_from_thread(
                say, app, f"{what} {library.passing_on.start(text)}: {outcome.message}"
            )


def open_papers(app: App[None], papers: Sequence[Paper]) -> None:
    """Open the abs pages of papers, or where their DOIs lead, or what their sources give."""
    _open_pages(app, library.passing_on.pages_of(papers))


def open_pdfs(app: App[None], papers: Sequence[Paper]) -> None:
    """Open the PDFs of papers, or say that they have none at arXiv."""
    _open_pages(app, library.passing_on.pdfs_of(papers))


def _open_pages(app: App[None], pages: library.passing_on.Pages) -> None:
    if pages.urls:
        open_addresses(app, pages.urls, pages.remark)
    else:
        say(app, pages.remark, is_bad=True)


def open_addresses(app: App[None], urls: Sequence[str], remark: str = "") -> None:
    """Open addresses in the browser in the background and show the outcome, with a remark."""
    in_background(app, partial(_open, app, urls, remark))


def _open(app: App[None], urls: Sequence[str], remark: str) -> None:
    takers = {url: system.open_address(url) for url in urls}
    left = library.passing_on.handed_over(takers, remark)
    if left.text:
        app.call_from_thread(copy, app, left.text, left.what)
    else:
        app.call_from_thread(say, app, left.what)


def in_background(app: App[None], work: Callable[[], None]) -> None:
    """Run a function that waits for other programs in a daemon thread."""

    def run() -> None:
        try:
            work()
        except Exception as error:
            with suppress(RuntimeError):  # the app has ended meanwhile
                # Later, for what is raised in a call from a thread comes back to the thread.
                app.call_from_thread(app.call_later, _fail, error)

    Thread(target=run, daemon=True).start()


def _fail(error: Exception) -> None:
    raise error


def _show_by_hand(app: App[None], text: str, reason: str) -> None:
    window = dialogs.ByHandScreen(text, reason)
    if not isinstance(app.screen, dialogs.ByHandScreen):
        app.push_screen(window)
    elif text not in app.screen.text:  # copying from that window fails for the same reason
        app.switch_screen(window)


def show_problems(
    app: App[None],
    problems: Sequence[Problem],
    session: Session,
    *,
    instead: Screen[None] | None = None,
) -> Screen[None]:
    """List what could not be read, and how many records of each source became papers.

    Args:
        app: where.
        problems: those that are listed.
        session: what was read, or is being read.
        instead: the window that it replaces, if that is still there.

    Returns:
        The window.
    """
    window = dialogs.ProblemsScreen(
        problems,
        session.results,
        unlisted=session.unlisted,
        is_whole=session.is_whole,
        copy=partial(copy, app),
    )
    if instead is None:
        app.clear_notifications()
        app.push_screen(window)
    elif app.screen is instead:
        app.switch_screen(window)
    return window


def show_references(
    app: App[None],
    text: str,
    session: Callable[[], Session],
    search: Callable[[], None],
    list_papers: Callable[[list[int]], None],
) -> None:
    """List the papers that a text cites, unless it is too long.

    Args:
        app: where.
        text: what was pasted.
        session: gives the present session.
        search: takes the text for a query instead.
        list_papers: lists papers that were chosen.
    """
    if len(text) > _LONGEST_CITING:
        size = sized(len(text.encode(errors="replace")))
        say(app, f"{size} is too much to paste; use: paperview resolve REFS FILE", is_bad=True)
        return
    asked = session()

    def chosen(choice: dialogs.ReferencesChoice | None) -> None:
        if choice is None:
            return
        if choice.outcome is dialogs.Outcome.SEARCH:
            search()
        elif asked is session():
            list_papers(choice.numbers)
        else:
            say(app, "the files were reloaded meanwhile; paste again", is_bad=True)

    app.clear_notifications()
    app.push_screen(dialogs.ReferencesScreen(text, asked, copy=partial(copy, app)), chosen)


def show_help(app: App[None], table: keys.KeyTable) -> None:
    """Show every key."""
    app.clear_notifications()
    app.push_screen(dialogs.HelpScreen(table))


def say(app: App[None], message: str, *, is_bad: bool = False) -> None:
    """Show a toast of plain text, which replaces the one before."""
    app.call_later(app.clear_notifications)  # in its turn, as the notice is
    app.notify(own(message), severity="warning" if is_bad else "information", markup=False)
