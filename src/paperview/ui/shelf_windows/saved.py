"""Saved filters: saving one, and what their window does on the shelf."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.app import App

from paperview import library
from paperview.library.session import Session
from paperview.ui import actions, dialogs, shelf_actions
from paperview.ui.desk import Desk

if TYPE_CHECKING:
    from paperview.shelf.shelf import Done, SavedFilter, Shelf
    from paperview.ui.shelf_actions import Opening


def save_filter(app: App[None], desk: Desk, query: str) -> Opening:
    """Ask for a name, and save a query under it."""
    query = " ".join(query.split())
    if not query:
        actions.say(app, "the filter is empty: there is nothing to save", is_bad=True)
    elif shelf_actions.can_change(app, desk):
        return shelf_actions.open_window(app, _save(app, desk, query))
    return None


async def _save(app: App[None], desk: Desk, query: str) -> None:
    saved = await desk.run(lambda shelf: shelf.filters())
    known = next((one.name for one in saved if one.query == query), query)

    def named(name: str | None) -> None:
        if name is not None:
            _change(app, desk, name, lambda shelf: shelf.save_filter(name, query))

    app.clear_notifications()
    names = {one.name for one in saved}
    app.push_screen(dialogs.NameScreen("save the filter as", known, names), named)


def show_filters(
    app: App[None], desk: Desk, session: Session, query: str, choose: Callable[[str], None]
) -> Opening:
    """List the saved filters.

    Args:
        app: where.
        desk: the shelf.
        session: the papers that are counted.
        query: the present filter.
        choose: takes the query that is chosen.
    """
    if not shelf_actions.can_change(app, desk):
        return None

    def chosen(query: str | None) -> None:
        if query is not None:
            choose(query)

    def act(what: str, one: SavedFilter | None, row: int) -> None:
        if what == "save":
            save_filter(app, desk, query)
        else:
            _act(app, desk, what, one, row)

    async def list_them() -> None:
        saved = await desk.run(lambda shelf: shelf.filters())
        app.clear_notifications()
        app.push_screen(dialogs.SavedScreen(saved, session, desk, act), chosen)

    return shelf_actions.open_window(app, list_them())


def _act(app: App[None], desk: Desk, what: str, one: SavedFilter | None, row: int) -> None:
    """Do what a key of the window asks for; `one` is the filter under the cursor."""
    match what:
        case "rename" if one is not None:
            _rename(app, desk, one)
        case "delete" if one is not None:
            _change(app, desk, one.name, lambda shelf: shelf.delete_filter(one.name))
        case "move" if one is not None:
            desk.run(lambda shelf: shelf.move_filter(one.name, row))
        case "undo" | "redo":
            shelf_actions.ACTIONS[what](app, desk, ())


def _rename(app: App[None], desk: Desk, one: SavedFilter) -> None:
    names = [] if desk.shelf is None else [other.name for other in desk.shelf.filters()]

    def named(name: str | None) -> None:
        if name is not None and name != one.name:
            _change(app, desk, name, lambda shelf: shelf.rename_filter(one.name, name))

    others = {name for name in names if name != one.name}
    app.push_screen(dialogs.NameScreen(f"rename {one.name}", one.name, others), named)


def _change(app: App[None], desk: Desk, name: str, change: Callable[[Shelf], Done]) -> None:
    """Change the saved filters, and say what was done."""

    async def do() -> None:
        done, problem = await desk.run(lambda shelf: (change(shelf), shelf.problem))
        said = library.shelving.done_to_filter(name, done, problem)
        actions.say(app, said, is_bad=bool(problem))

    app.run_worker(do(), group="shelf")
