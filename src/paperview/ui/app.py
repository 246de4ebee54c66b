"""The application: theme, safety and signals. Its screen is the reader's."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import ClassVar, TextIO

from textual import events, on
from textual.binding import Binding, BindingType
from textual.filter import LineFilter
from textual.screen import Screen
from textual.widgets import Input

from paperview.commands.arguments import FOUND, MISTAKE
from paperview.library.history import History, state_file
from paperview.sources.request import Request
from paperview.sources.source import Opened
from paperview.system import crash, streams
from paperview.system.watchdog import Watchdog
from paperview.ui import actions, theme
from paperview.ui.render.cells import HarmlessText, measure_as_terminals_do
from paperview.ui.screen import ReaderScreen
from paperview.ui.terminal import keyboard
from paperview.ui.terminal.driver import KeyByKeyApp, TerminalDriver


class PaperviewApp(KeyByKeyApp):
    """The reader of some files."""

    CSS_PATH = "app.tcss"
    TITLE = "paperview"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c", "interrupt", "Copy the selection, or quit", show=False, priority=True),
        Binding("ctrl+z", "suspend_process", "Suspend", show=False, priority=True),
    ]

    def __init__(
        self,
        request: Request,
        opened: Opened,
        *,
        watch: bool = False,
        history: History | None = None,
        errors: TextIO | None = None,
    ) -> None:
        """Take what to show.

        Args:
            request: what was asked for, to be opened again when files have changed.
            opened: what came of it so far.
            watch: whether that is done without being asked for.
            history: earlier queries; None remembers those of this run alone.
            errors: what takes messages of libraries; None where that would be the screen.
        """
        measure_as_terminals_do()
        if not os.environ.get("NO_COLOR"):  # Textual takes an empty one for a set one
            os.environ.pop("NO_COLOR", None)
        super().__init__()
        self._request, self._opened, self._watch = request, opened, watch
        self._history = History() if history is None else history
        self._errors = errors
        self._reader: ReaderScreen | None = None
        self.register_theme(theme.DARK)
        self.register_theme(theme.LIGHT)
        # To assign the theme would parse and apply all style sheets twice before the first screen.
        self.set_reactive(PaperviewApp.theme, theme.likely(os.environ).name)
        self.stylesheet.set_variables(self.get_css_variables())

    @property
    def has_read_all(self) -> bool:
        """Whether every source could be read to its end, as far as that is known."""
        return self._reader is None or self._reader.has_read_all

    def get_default_screen(self) -> Screen[None]:
        """Start with the reader."""
        request, opened = self._request, self._opened
        self._reader = ReaderScreen(request, opened, watch=self._watch, history=self._history)
        return self._reader

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Define the program's own names of colours in every theme."""
        return theme.own_colours(self.current_theme)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Remove control characters from everything that is drawn."""
        return [*super().get_line_filters(), HarmlessText()]

    def _handle_exception(self, error: Exception) -> None:
        """End with the first unexpected error, which `run_reader` reports.

        Textual would fill the terminal with the code around it. Errors after the screen is closed,
        as of a window that was just opening, don't matter.
        """
        if self._exit or self._exception is not None:
            return
        self._return_code = crash.CRASHED
        self._exception = error
        self._exception_event.set()
        self._close_messages_no_wait()

    def on_mount(self) -> None:
        """Hear what libraries write to the standard errors, where these are not the screen."""
        if self._errors is not None:
            self.begin_capture_print(self, stdout=False)

    def on_print(self, event: events.Print) -> None:
        """Pass on what libraries write to the standard errors."""
        if self._errors is not None:
            with suppress(OSError):
                self._errors.write(event.text)
                self._errors.flush()

    def on_ready(self) -> None:
        """Switch the garbage collector on again, without the objects that exist now."""
        gc.freeze()
        gc.enable()
        self._ask_for_background()

    def _ask_for_background(self) -> None:
        """Ask the terminal for its background, if nothing else says whether it is light."""
        if isinstance(self._driver, TerminalDriver) and "COLORFGBG" not in os.environ:
            self._driver.write(keyboard.QUESTION)

    @on(keyboard.BackgroundColor)
    def _background_reported(self, event: keyboard.BackgroundColor) -> None:
        """Use light colours on a light terminal, unless the user has chosen a theme meanwhile."""
        if event.is_light and self.theme == theme.DARK.name:
            self.theme = theme.LIGHT.name

    def copy_to_clipboard(self, text: str) -> None:
        """Copy a text in the best available way, and show which."""
        self._clipboard = text  # what Textual's own paste gives
        actions.copy(self, text, "selection")

    def action_interrupt(self) -> None:
        """Copy what is selected; without a selection, quit."""
        typed = self.focused.selected_text if isinstance(self.focused, Input) else ""
        selected = typed or self.screen.get_selected_text()
        self.screen.clear_selection()
        if selected:
            self.copy_to_clipboard(selected)
        else:
            self.exit()


def run_reader(
    request: Request, opened: Opened, *, watch: bool, watchdog: Watchdog | None = None
) -> int:
    """Run the reader in the terminal and return the exit code."""
    errors = sys.stderr if sys.stderr is not sys.__stderr__ else None
    app = PaperviewApp(request, opened, watch=watch, history=History(state_file), errors=errors)
    app.watchdog = watchdog
    app.run()
    if app._exception is not None:
        streams.tell(crash.report(app._exception))
    ended = (watchdog and watchdog.code) or app.return_code
    return ended or (FOUND if app.has_read_all else MISTAKE)
