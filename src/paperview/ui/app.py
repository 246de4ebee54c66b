"""The application: theme, safety and signals. What it shows is the reader's screen."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import ClassVar, TextIO

from textual import events
from textual.app import SystemCommand
from textual.binding import Binding, BindingType
from textual.driver import Driver
from textual.filter import LineFilter
from textual.screen import Screen
from textual.widgets import Input

from paperview.history import History, state_file
from paperview.sources.opening.request import Opened, Request
from paperview.ui import theme
from paperview.ui.safety import HarmlessText
from paperview.ui.screens import actions
from paperview.ui.screens.reader import ReaderScreen
from paperview.ui.terminal import KeyByKeyApp, end_on_signals
from paperview.usage import FOUND, MISTAKE

_PALETTE_HEIGHT = 8
"""Lines below which Textual's palette fails."""


class PaperviewApp(KeyByKeyApp):
    """The reader of some files."""

    CSS_PATH = "app.tcss"
    TITLE = "paperview"
    # ctrl+p moves the list while typing; elsewhere the reader's screen opens the palette with it.
    COMMAND_PALETTE_BINDING = "f2"
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
            request: what was asked for, to be opened anew when files have changed.
            opened: what came of it so far.
            watch: whether that is done without being asked for.
            history: earlier queries; None remembers those of this run alone.
            errors: what takes messages of libraries; None where that would be the screen.
        """
        if not os.environ.get("NO_COLOR"):  # Textual takes an empty one for a set one
            os.environ.pop("NO_COLOR", None)
        super().__init__()
        self._request, self._opened, self._watch = request, opened, watch
        self._history = History() if history is None else history
        self._errors = errors
        self._reader: ReaderScreen | None = None
        self.register_theme(theme.DARK)
        self.register_theme(theme.LIGHT)
        self.theme = theme.likely(os.environ).name

    @property
    def has_read_all(self) -> bool:
        """Whether every source could be read to its end, as far as that is known."""
        return self._reader is None or self._reader.has_read_all

    def get_default_screen(self) -> Screen[None]:
        """Start with the reader."""
        request, opened = self._request, self._opened
        self._reader = ReaderScreen(request, opened, watch=self._watch, history=self._history)
        return self._reader

    def get_driver_class(self) -> type[Driver]:
        """Draw on the window that the terminal is."""
        from paperview.ui.window import WindowDriver  # noqa: PLC0415 - tests draw on none

        return WindowDriver

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Give the program's own names of colours a meaning in every theme."""
        return theme.own_colours(self.current_theme)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Let nothing but harmless text through to the terminal."""
        return [*super().get_line_filters(), HarmlessText()]

    def on_mount(self) -> None:
        """Leave the terminal sane whatever ends the program."""
        end_on_signals(self)
        if self._errors is not None:
            self.begin_capture_print(self, stdout=False)

    def on_print(self, event: events.Print) -> None:
        """Pass on what libraries write to the standard errors, where these are not the screen."""
        if self._errors is not None:
            with suppress(OSError):
                self._errors.write(event.text)
                self._errors.flush()

    def on_ready(self) -> None:
        """Collect garbage again, which starting went without; what is there now stays."""
        gc.freeze()
        gc.enable()

    def copy_to_clipboard(self, text: str) -> None:
        """Copy a text by the best way there is, and say which."""
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

    def action_command_palette(self) -> None:
        """Open the palette where there is room for its list."""
        if self.size.height < _PALETTE_HEIGHT:
            actions.say(self, "the palette needs more lines", is_bad=True)
        else:
            super().action_command_palette()

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Offer of Textual's own commands those that have a meaning here."""
        for command in super().get_system_commands(screen):
            if command.title in {"Theme", "Quit"}:
                yield command


def run_reader(request: Request, opened: Opened, *, watch: bool) -> int:
    """Run the reader in the terminal and return the exit code."""
    errors = sys.stderr if sys.stderr is not sys.__stderr__ else None
    app = PaperviewApp(request, opened, watch=watch, history=History(state_file), errors=errors)
    app.run()
    return app.return_code or (FOUND if app.has_read_all else MISTAKE)
