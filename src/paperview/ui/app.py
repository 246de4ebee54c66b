"""The application: theme, safety and signals. What it shows is the reader's screen."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual.app import SystemCommand
from textual.binding import Binding, BindingType
from textual.filter import LineFilter
from textual.screen import Screen
from textual.widgets import Input

from paperview.history import History, state_file
from paperview.sources.opening.request import Opened, Request
from paperview.ui import theme
from paperview.ui.safety import HarmlessText
from paperview.ui.screens import actions
from paperview.ui.screens.reader import ReaderScreen
from paperview.ui.terminal import KeyByKeyApp
from paperview.watchdog import Watchdog

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
    ) -> None:
        """Take what to show.

        Args:
            request: what was asked for, to be opened anew when files have changed.
            opened: what came of it so far.
            watch: whether that is done without being asked for.
            history: earlier queries; None remembers those of this run alone.
        """
        super().__init__()
        self._request, self._opened, self._watch = request, opened, watch
        self._history = History() if history is None else history
        self.register_theme(theme.DARK)
        self.register_theme(theme.LIGHT)
        self.theme = theme.DARK.name

    def get_default_screen(self) -> Screen[None]:
        """Start with the reader."""
        request, opened = self._request, self._opened
        return ReaderScreen(request, opened, watch=self._watch, history=self._history)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Give the program's own names of colours a meaning in every theme."""
        return theme.own_colours(self.current_theme)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Let nothing but harmless text through to the terminal."""
        return [*super().get_line_filters(), HarmlessText()]

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


def run_reader(
    request: Request, opened: Opened, *, watch: bool, watchdog: Watchdog | None = None
) -> int:
    """Run the reader in the terminal and return the exit code."""
    app = PaperviewApp(request, opened, watch=watch, history=History(state_file))
    app.watchdog = watchdog
    app.run()
    return (watchdog and watchdog.code) or app.return_code or 0
