"""The palette: every action and every theme by its name."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from functools import partial

from textual.app import App
from textual.screen import Screen
from textual.theme import Theme

from paperview.keys.table import KeyTable
from paperview.settings.table import AUTO
from paperview.text.ascii import own
from paperview.ui import dialogs
from paperview.ui.theme import ThemeChosen


def show(app: App[None], screen: Screen[None], table: KeyTable) -> None:
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
    choose(app, [*keyed, dialogs.Command("Theme", partial(_show_themes, app))], "palette")


def _show_themes(app: App[None]) -> None:
    """Offer every theme, the program's own first."""
    themes = app.available_themes
    names = sorted(themes, key=lambda name: ("paperview" not in name, name))

    def use(name: str) -> Callable[[], object]:
        return lambda: app.post_message(ThemeChosen(name))

    offered = [
        dialogs.Command(AUTO, use(AUTO), "light or dark, as the terminal is"),
        *(dialogs.Command(one, use(one), _kind(app, themes[one])) for one in names),
    ]
    choose(app, offered, "theme")


def _kind(app: App[None], theme: Theme) -> str:
    """Say what a theme is for, and whether it is the one that is used."""
    kind = "the terminal's colours" if theme.ansi else "dark" if theme.dark else "light"
    return f"now: {kind}" if theme.name == app.theme else kind


def choose(app: App[None], offered: Sequence[dialogs.Command], title: str) -> None:
    """Let the user choose one of some commands by its name, and run it."""

    async def run(command: dialogs.Command | None) -> None:
        result = None if command is None else command.run()
        if isinstance(result, Awaitable):
            await result

    app.clear_notifications()  # they would hide a part of the window
    app.push_screen(dialogs.Palette(offered, title=title), run)
