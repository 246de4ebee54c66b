"""Actions on papers and the windows they open: copying, opening in the browser, problems, help."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from itertools import count
from threading import Lock, Thread
from typing import TYPE_CHECKING, NamedTuple

from textual.app import App
from textual.screen import Screen
from textual.theme import Theme

from paperview import commands, library, system
from paperview.exports import ARXIV_ID, Export, StyleError
from paperview.keys import table as keys
from paperview.model.paper import Paper
from paperview.settings import Settings
from paperview.settings.table import AUTO
from paperview.sources.problem import Problem
from paperview.text.ascii import own
from paperview.text.sanitize import clean, counted, sized
from paperview.ui import dialogs
from paperview.ui.theme import ThemeChosen, remember

if TYPE_CHECKING:
    from paperview.library.session import Session
_LONGEST_CITING = 500_000
"""Characters of a pasted text in which references are looked for: a book has some 100,000."""
_MOST_AT_ONCE = 100
"""Papers that are written while the screen waits."""
_MANY = 5_000
"""Papers that are written in less than a second, at least."""


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
        _in_background(app, lambda: app.call_from_thread(finish, make()))
    else:
        finish(make())


class Scope(NamedTuple):
    """Papers that can be exported."""

    said: str
    """Which they are: "3 marked papers"."""
    size: int
    papers: Callable[[], Iterable[Paper]]
    """Gives them; there may be millions."""


def export(app: App[None], scopes: Sequence[Scope]) -> None:
    """Ask which papers to export, how and where to, and do it."""
    if not scopes:
        say(app, "no paper to export", is_bad=True)
        return

    def chosen(order: dialogs.Order | None) -> None:
        if order is not None:
            _remembered[:] = [order.export.name, order.file]
            run = partial(_export, app, scopes[order.scope], order, library.Mode.KEEP)
            _in_background(app, run)

    app.clear_notifications()
    form, file = _remembered
    window = dialogs.ExportWindow([scope.said for scope in scopes], form=form, file=file)
    app.push_screen(window, chosen)


_remembered = ["BibTeX", ""]
"""The form and the file of the last export in this run."""


def _export(app: App[None], scope: Scope, order: dialogs.Order, mode: library.Mode) -> None:
    """Export papers in the background and show the outcome."""
    try:
        if not order.file:
            _export_to_clipboard(app, scope, order.export)
            return
        written = library.write(order.file, order.export, _announced(app, scope, order), mode)
        app.call_from_thread(say, app, str(written), is_bad=not (written.written or written.there))
    except library.ThereError:
        app.call_from_thread(_ask_about_file, app, scope, order)
    except (library.WriteError, StyleError) as error:
        app.call_from_thread(say, app, str(error), is_bad=True)


def _announced(app: App[None], scope: Scope, order: dialogs.Order) -> Iterator[Paper]:
    """Give papers; say so before the first one if there are many."""
    if scope.size > _MANY:
        said = own(f"writing {scope.size:,} papers to {order.file} …")
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


def _ask_about_file(app: App[None], scope: Scope, order: dialogs.Order) -> None:
    """Ask what to do with a file that is there already."""

    def again(mode: library.Mode) -> Callable[[], None]:
        return lambda: _in_background(app, partial(_export, app, scope, order, mode))

    ways = [dialogs.Command("Write over it", again(library.Mode.REPLACE))]
    if order.export.can_be_added:
        ways.insert(
            0, dialogs.Command("Add the papers that are not in it", again(library.Mode.APPEND))
        )
    ways.append(dialogs.Command("Leave it as it is", lambda: None))
    _choose_command(app, ways, f"{clean(order.file)} is there")


def copy(app: App[None], text: str, what: str) -> None:
    """Copy a text in the background and show the outcome."""
    _in_background(app, partial(_copy, app, text, what, next(_turns)))


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
    _in_background(app, partial(_open, app, urls, remark))


def _open(app: App[None], urls: Sequence[str], remark: str) -> None:
    takers = {url: system.open_address(url) for url in urls}
    left = library.passing_on.handed_over(takers, remark)
    if left.text:
        app.call_from_thread(copy, app, left.text, left.what)
    else:
        app.call_from_thread(say, app, left.what)


def _in_background(app: App[None], work: Callable[[], None]) -> None:
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

    def chosen(choice: dialogs.Chosen | None) -> None:
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


def show_palette(app: App[None], screen: Screen[None], table: keys.KeyTable) -> None:
    """Offer every action of a screen that has a key, and the themes, by their names."""
    keyed = [
        dialogs.Command(
            key.name,
            partial(screen.run_action, key.action),
            own(" ".join(key.bound_as_written)).replace("^", "ctrl+"),
        )
        for key in table.keys
        if key.name and key.action != "palette"
    ]
    _choose_command(app, [*keyed, dialogs.Command("Theme", partial(_show_themes, app))], "palette")


def _show_themes(app: App[None]) -> None:
    """Offer every theme, the program's own first."""
    themes = app.available_themes
    names = sorted(themes, key=lambda name: ("paperview" not in name, name))

    def choose(name: str) -> Callable[[], object]:
        return lambda: app.post_message(ThemeChosen(name))

    offered = [
        dialogs.Command(AUTO, choose(AUTO), "light or dark, as the terminal is"),
        *(dialogs.Command(one, choose(one), _kind(app, themes[one])) for one in names),
    ]
    _choose_command(app, offered, "theme")


def _kind(app: App[None], theme: Theme) -> str:
    """Say what a theme is for, and whether it is the one that is used."""
    kind = "the terminal's colours" if theme.ansi else "dark" if theme.dark else "light"
    return f"now: {kind}" if theme.name == app.theme else kind


def choose_theme(app: App[None], settings: Settings, name: str, suiting: Theme) -> None:
    """Use a theme that the user has chosen, and remember it for the next run.

    Args:
        app: the app.
        settings: what the user has set.
        name: the name of the theme, or `auto`.
        suiting: the theme that suits the terminal.
    """
    if app.no_color:
        say(app, "themes have no effect while NO_COLOR is set", is_bad=True)
        return
    app.theme = suiting.name if name == AUTO else name
    why_not = remember(settings, name, os.environ)
    say(app, f"theme {name}{f', in this run alone: {clean(why_not)}' if why_not else ''}")


def unknown_theme(app: App[None], name: str) -> str:
    """Say that the environment asks for a theme that does not exist."""
    hint = commands.suggestions.choice_meant(name, app.available_themes)
    return f"TEXTUAL_THEME: there is no theme '{clean(name)}'{hint}"


def _choose_command(app: App[None], offered: Sequence[dialogs.Command], title: str) -> None:
    async def run(command: dialogs.Command | None) -> None:
        result = None if command is None else command.run()
        if isinstance(result, Awaitable):
            await result

    app.clear_notifications()  # they would hide a part of the window
    app.push_screen(dialogs.Palette(offered, title=title), run)


def show_help(app: App[None], table: keys.KeyTable) -> None:
    """Show every key."""
    app.clear_notifications()
    app.push_screen(dialogs.HelpScreen(table))


def say(app: App[None], message: str, *, is_bad: bool = False) -> None:
    """Show a toast of plain text, which replaces the one before."""
    app.call_later(app.clear_notifications)  # in its turn, as the notice is
    app.notify(own(message), severity="warning" if is_bad else "information", markup=False)
