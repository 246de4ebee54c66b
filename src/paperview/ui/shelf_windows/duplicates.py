"""Possible duplicates: what their window does on the shelf."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from textual.app import App

from paperview import library
from paperview.library.session import Session
from paperview.model.paper import Paper
from paperview.ui import actions, dialogs, shelf_actions
from paperview.ui.desk import Desk


def show_duplicates(
    app: App[None],
    desk: Desk,
    present: Callable[[], Session],
    choose: Callable[[list[int]], None],
) -> None:
    """List pairs of papers that are probably the same.

    Args:
        app: where.
        desk: the shelf.
        present: gives the session that is open now.
        choose: takes two papers to be listed.
    """
    if not shelf_actions.can_change(app, desk):
        return
    session = present()

    def is_gone() -> bool:
        if present() is not session:
            actions.say(app, "the files were reloaded meanwhile; D looks again", is_bad=True)
        return present() is not session

    def act(what: str, papers: Sequence[Paper]) -> None:
        if not is_gone():
            _act(app, desk, what, papers)

    def chosen(numbers: list[int] | None) -> None:
        if numbers and not is_gone():
            choose(numbers)

    app.clear_notifications()
    app.push_screen(dialogs.DuplicatesScreen(session, desk, act), chosen)


def _act(app: App[None], desk: Desk, what: str, papers: Sequence[Paper]) -> None:
    """Do with a pair what a key of the window asks for."""
    match what:
        case "merge" | "keep_apart":
            first, second = papers
            settle = partial(
                library.shelving.settle, papers=(first, second), are_same=what == "merge"
            )
            shelf_actions.change(app, desk, papers, what, settle)
        case "open":
            actions.open_papers(app, papers)
        case _:
            shelf_actions.ACTIONS[what](app, desk, papers)
