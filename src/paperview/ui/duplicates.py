"""Possible duplicates: what their window does on the shelf."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual.app import App

from paperview.library.session import Session
from paperview.model.paper import Paper
from paperview.ui import actions, dialogs, shelf_actions
from paperview.ui.desk import Desk

if TYPE_CHECKING:
    from paperview.shelf.shelf import Done, Shelf


def show(
    app: App[None],
    desk: Desk,
    session: Session,
    chosen: Callable[[list[int] | None], None],
) -> None:
    """List pairs of papers that are probably the same.

    Args:
        app: where.
        desk: the shelf.
        session: the papers.
        chosen: takes two papers to be listed.
    """
    if shelf_actions.can_change(app, desk):
        app.clear_notifications()
        app.push_screen(dialogs.DuplicatesScreen(session, desk, partial(_act, app, desk)), chosen)


def _act(app: App[None], desk: Desk, what: str, papers: Sequence[Paper]) -> None:
    """Do with a pair what a key of the window asks for."""
    match what:
        case "merge" | "keep_apart":
            shelf_actions.change(app, desk, papers, what, partial(_settle, what, papers))
        case "open":
            actions.open_papers(app, papers)
        case _:
            shelf_actions.ACTIONS[what](app, desk, papers)


def _settle(what: str, papers: Sequence[Paper], shelf: Shelf) -> Done:
    done = shelf.merge(papers) if what == "merge" else shelf.keep_apart(*papers)
    return done._replace(papers=len(papers))
