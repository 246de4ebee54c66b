"""Exporting: papers are written to a file, or copied in the form of one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

from textual.app import App

from paperview import library
from paperview.exports import Export, ExportError
from paperview.library import remarks
from paperview.library.session import Session
from paperview.model.paper import Paper
from paperview.text.sanitize import clean, counted
from paperview.ui import dialogs, palette
from paperview.ui.actions import copy, in_background, say


class Scope(NamedTuple):
    """Papers that can be exported."""

    said: str
    """Which they are: "3 marked papers"."""
    size: int
    papers: Callable[[], Iterable[Paper]]
    """Gives them; there may be millions."""
    session: Session
    """The session whose papers they are."""


def export(app: App[None], scopes: Sequence[Scope]) -> None:
    """Ask which papers to export, how and where to, and do it."""
    if not scopes:
        say(app, "no paper to export", is_bad=True)
        return

    def chosen(choice: dialogs.ExportChoice | None) -> None:
        if choice is not None:
            _remembered[:] = [choice.export.name, choice.file]
            run = partial(_export, app, scopes[choice.scope], choice, library.Mode.KEEP)
            in_background(app, run)

    app.clear_notifications()
    form, file = _remembered
    window = dialogs.ExportWindow([scope.said for scope in scopes], form=form, file=file)
    app.push_screen(window, chosen)


_remembered = ["BibTeX", ""]
"""The form and the file of the last export in this run."""


def _export(app: App[None], scope: Scope, choice: dialogs.ExportChoice, mode: library.Mode) -> None:
    """Export papers in the background and show the outcome."""
    try:
        with scope.session.used():
            if not choice.file:
                _export_to_clipboard(app, scope, choice.export)
                return
            papers = _announced(app, scope, choice)
            written = library.write(choice.file, choice.export, papers, mode)
        app.call_from_thread(say, app, str(written), is_bad=not (written.written or written.there))
    except library.ThereError:
        app.call_from_thread(_ask_about_file, app, scope, choice)
    except (library.WriteError, ExportError) as error:
        app.call_from_thread(say, app, str(error), is_bad=True)


def _announced(app: App[None], scope: Scope, choice: dialogs.ExportChoice) -> Iterator[Paper]:
    """Give papers; say so before the first one if there are many."""
    if said := remarks.writing(scope.size, choice.file):
        app.call_from_thread(say, app, said)
    yield from scope.papers()


def _export_to_clipboard(app: App[None], scope: Scope, export: Export) -> None:
    if scope.size > library.passing_on.MOST_COPIED:
        said = f"{scope.size:,} papers are too many for the clipboard; name a file"
        app.call_from_thread(say, app, said, is_bad=True)
        return
    text, having = export.document(scope.papers())
    if not having:
        app.call_from_thread(say, app, f"no {export.name} in this source", is_bad=True)
        return
    without = f" (of {scope.size:,})" if having < scope.size else ""
    what = f"{export.name} of {counted(having, 'paper')}{without}"
    app.call_from_thread(copy, app, text, what)


def _ask_about_file(app: App[None], scope: Scope, choice: dialogs.ExportChoice) -> None:
    """Ask what to do with a file that is there already."""

    def again(mode: library.Mode) -> Callable[[], None]:
        return lambda: in_background(app, partial(_export, app, scope, choice, mode))

    ways = [dialogs.Command("Write over it", again(library.Mode.REPLACE))]
    if choice.export.can_be_added:
        ways.insert(
            0, dialogs.Command("Add the papers that are not in it", again(library.Mode.APPEND))
        )
    ways.append(dialogs.Command("Leave it as it is", lambda: None))
    palette.choose(app, ways, f"{clean(choice.file)} is there")
