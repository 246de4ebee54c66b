"""Triage: the unread papers of the present results, one at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual.app import App

from paperview.index.results import Results
from paperview.library.session import Session
from paperview.model.paper import Paper
from paperview.text.sanitize import counted
from paperview.ui import actions, dialogs, shelf_actions
from paperview.ui.desk import Desk
from paperview.ui.render.page import View
from paperview.ui.shelf_windows.unread import Unread

if TYPE_CHECKING:
    from paperview.ui.shelf_actions import Opening


def show_unread(
    app: App[None], desk: Desk, listing: Callable[[], tuple[Session, Results]], view: View
) -> Opening:
    """Show the unread papers of the present results one at a time.

    Args:
        app: where.
        desk: the shelf.
        listing: gives the present session and results.
        view: how papers are shown.
    """
    if not len(listing()[1].chosen):
        actions.say(app, "no paper to go through", is_bad=True)
    elif shelf_actions.can_change(app, desk):
        return shelf_actions.open_window(app, _triage(app, desk, Unread(desk, listing), view))
    return None


async def _triage(app: App[None], desk: Desk, unread: Unread, view: View) -> None:
    await unread.load()
    if not unread.left:
        actions.say(app, f"nothing unread among {counted(len(unread.results.chosen), 'result')}")
        return

    def follow(address: str) -> None:
        actions.open_addresses(app, [address])

    app.clear_notifications()
    app.push_screen(dialogs.TriageScreen(unread, partial(_act, app, desk), follow, view))


def _act(app: App[None], desk: Desk, what: str, paper: Paper) -> None:
    """Do with a paper what a key of the triage asks for."""
    papers: Sequence[Paper] = [paper]
    match what:
        case "copy_id":
            actions.copy_id(app, papers, marked=False)
        case "open":
            actions.open_papers(app, papers)
            desk.opened(papers)
        case "pdf":
            actions.open_pdfs(app, papers)
            desk.opened(papers)
        case _:
            shelf_actions.ACTIONS[what](app, desk, papers)
