"""The application: its colours and its first screen, the reader's."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from textual import on
from textual.screen import Screen

from paperview.commands.exit_codes import FOUND, MISTAKE
from paperview.commands.run_settings import is_ascii
from paperview.library.memory import Memory
from paperview.settings.table import AUTO
from paperview.sources.request import Request
from paperview.sources.source import Opened
from paperview.system import crash, streams
from paperview.system.watchdog import Watchdog
from paperview.text.ascii import use_ascii
from paperview.text.sanitize import clean
from paperview.ui import actions, terminal, theme
from paperview.ui.bindings import keymap
from paperview.ui.desk import Desk
from paperview.ui.screen import ReaderScreen
from paperview.ui.terminal.app import TerminalApp
from paperview.ui.terminal.background import BackgroundColor

if TYPE_CHECKING:
    from paperview.commands.pick import Picked
    from paperview.ui.picking import Picking


class PaperviewApp(TerminalApp):
    """The reader of some files."""

    CSS_PATH = "app.tcss"
    TITLE = "paperview"
    ENABLE_COMMAND_PALETTE = False

    def __init__(  # noqa: PLR0913 - all that a reader is made of
        self,
        request: Request,
        opened: Opened,
        *,
        memory: Memory | None = None,
        picking: Picking | None = None,
        is_ascii: bool = False,
        errors: TextIO | None = None,
    ) -> None:
        """Take what to show.

        Args:
            request: what was asked for, to be opened again when files have changed.
            opened: what came of it so far.
            memory: what is set and remembered; None for nothing.
            picking: what is to be picked; None to read.
            is_ascii: whether the program's own signs and lines are ASCII.
            errors: what takes messages of libraries; None where that would be the screen.
        """
        self._is_ascii = is_ascii
        use_ascii(is_ascii)
        if is_ascii:
            terminal.draw_in_ascii()
        super().__init__(errors)
        memory = memory or Memory()
        self._settings = memory.settings
        self._reader = ReaderScreen(request, opened, memory=memory, picking=picking)
        self.set_keymap(keymap(memory.settings.keys))
        for own in theme.OWN:
            self.register_theme(own)
        self._start = theme.start(memory.settings, os.environ, self.available_themes)
        self._suiting = theme.likely(os.environ)
        # To assign the theme would parse and apply all style sheets twice before the first screen.
        self.set_reactive(PaperviewApp.theme, self._start.name)
        self.stylesheet.set_variables(self.get_css_variables())
        self._refresh_truecolor_filter(self.ansi_theme)  # as Textual does at an assignment

    @property
    def has_read_all(self) -> bool:
        """Whether every source could be read to its end, as far as that is known."""
        return self._reader.has_read_all

    @property
    def desk(self) -> Desk:
        """What the user has on the shelf; the last changes are on disk when its `wait` returns."""
        return self._reader.desk

    def get_default_screen(self) -> Screen[None]:
        """Start with the reader."""
        return self._reader

    async def press(self, key: str) -> bool:
        """Run what a key of the reader completes: it may follow a number or other keys.

        What was typed before it is asked first, and mostly answered: the key is meant for that.
        """
        if self.screen is self._reader:
            self._reader.ask_typed()
            if self._reader.is_awaited and self._needs_answer(key):
                await self._reader.answered()
        return await self._reader.pending.press(key, super().press)

    def _needs_answer(self, key: str) -> bool:
        """Return whether a key acts on an answer: it neither edits what is typed nor quits."""
        bound = self.active_bindings.get(key)
        if bound is None:
            return True
        action = bound.binding.action
        edits = bound.node is self.focused and not action.startswith("screen.")
        return not edits and action not in ("quit", "app.quit")

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Define the program's own variables in every theme."""
        has_colours, used = not self.no_color, self.current_theme
        return theme.own_variables(used, has_colours=has_colours, is_ascii=self._is_ascii)

    def on_ready(self) -> None:
        """Switch the garbage collector on again, without the objects that exist now.

        And say what is wrong with the settings and the theme.
        """
        gc.freeze()
        gc.enable()
        said = []
        if self._start.unknown:
            said.append(theme.unknown(self._start.unknown, self.available_themes))
        if problems := self._settings.problems:
            more = f"; {len(problems) - 1} more" if len(problems) > 1 else ""
            said.append(f"settings: {problems[0]}{more} (paperview config shows all)")
        if said:
            actions.say(self, "; ".join(said), is_bad=True)

    @on(BackgroundColor)
    def _background_reported(self, event: BackgroundColor) -> None:
        """Use light colours on a light terminal, unless the user has chosen a theme."""
        self._suiting = theme.LIGHT if event.is_light else theme.DARK
        if event.is_light and self._start.is_guess and self.theme == theme.DARK.name:
            self.theme = theme.LIGHT.name

    @on(theme.ThemeChosen)
    def _theme_chosen(self, event: theme.ThemeChosen) -> None:
        """Use a theme that the user has chosen, and remember it for the next run."""
        name = event.name
        if self.no_color:
            actions.say(self, "themes have no effect while NO_COLOR is set", is_bad=True)
            return
        self.theme = self._suiting.name if name == AUTO else name
        why_not = theme.remember(self._settings, name, os.environ)
        alone = f", in this run alone: {clean(why_not)}" if why_not else ""
        actions.say(self, f"theme {name}{alone}")

    def copy_to_clipboard(self, text: str) -> None:
        """Copy a text in the best available way, and show which."""
        self._clipboard = text  # what Textual's own paste gives
        actions.copy(self, text, "selection")


def run_reader(
    request: Request,
    opened: Opened,
    memory: Memory,
    *,
    watchdog: Watchdog | None = None,
) -> int:
    """Run the reader in the terminal and return the exit code."""
    app = PaperviewApp(
        request, opened, memory=memory, is_ascii=is_ascii(memory.settings), errors=_errors()
    )
    code = _run(app, watchdog)
    return code or (FOUND if app.has_read_all and app.desk.farewell is None else MISTAKE)


@contextmanager
def run_picker(
    request: Request,
    opened: Opened,
    memory: Memory,
    picking: Picking,
    *,
    watchdog: Watchdog | None = None,
) -> Iterator[Picked]:
    """Let the user pick papers in the terminal; they can be read until this is left."""
    app = PaperviewApp(
        request,
        opened,
        memory=memory,
        picking=picking,
        is_ascii=is_ascii(memory.settings),
        errors=_errors(),
    )
    app.inline = picking.inline
    app.may_stop = sys.stdout.isatty()
    code = _run(app, watchdog)
    try:
        yield picking.picked._replace(code=code, papers=()) if code else picking.picked
    finally:
        picking.close()


def _errors() -> TextIO | None:
    """Return the standard errors, unless they are the screen."""
    return sys.stderr if sys.stderr is not sys.__stderr__ else None


def _run(app: PaperviewApp, watchdog: Watchdog | None) -> int:
    """Run an app in the terminal; return the code of an end that nobody asked for, or 0."""
    app.watchdog = watchdog
    app.run()
    code = app.return_code or 0
    if app.error is not None:
        streams.tell(crash.report(app.error))
    with streams.told_if_long("the shelf"):
        app.desk.wait()
    if app.error is None and app.desk.error is not None:  # the screen was closed by then
        streams.tell(crash.report(app.desk.error))
        code = crash.CRASHED
    if app.desk.farewell is not None:
        streams.tell(app.desk.farewell)
    return (watchdog and watchdog.code) or code
