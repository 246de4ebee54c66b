"""The application: theme, safety and signals. What it shows is the reader's screen."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
from collections.abc import Sequence
from contextlib import suppress
from threading import Timer
from typing import ClassVar

from textual import events
from textual.app import App
from textual.binding import Binding, BindingType
from textual.filter import LineFilter
from textual.screen import Screen

from paperview.sources.files import Source
from paperview.sources.problem import Problem
from paperview.ui import theme
from paperview.ui.safety import HarmlessText
from paperview.ui.screens import actions
from paperview.ui.screens.reader import ReaderScreen

_KEY_LIMIT = 0.1
"""Seconds that a key may take until the next one is looked at."""
_END_LIMIT = 1.0
"""Seconds that leaving may take after a signal."""


class PaperviewApp(App[None]):
    """The reader of some sources."""

    CSS_PATH = "app.tcss"
    TITLE = "paperview"
    # ctrl+p moves the list while typing; elsewhere the reader's screen opens the palette with it.
    COMMAND_PALETTE_BINDING = "f2"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c", "interrupt", "Copy the selection, or quit", show=False, priority=True),
    ]

    def __init__(
        self, sources: Sequence[Source], problems: Sequence[Problem], *, is_seeds: bool = False
    ) -> None:
        """Take the sources to read, what is wrong with others, and if these are the seeds."""
        super().__init__()
        self._opened = (sources, problems, is_seeds)
        self.register_theme(theme.DARK)
        self.register_theme(theme.LIGHT)
        self.theme = theme.DARK.name

    def get_default_screen(self) -> Screen[None]:
        """Start with the reader."""
        sources, problems, is_seeds = self._opened
        return ReaderScreen(sources, problems, is_seeds=is_seeds)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Give the program's own names of colours a meaning in every theme."""
        return theme.own_colours(self.current_theme)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Let nothing but harmless text through to the terminal."""
        return [*super().get_line_filters(), HarmlessText()]

    def on_mount(self) -> None:
        """Leave the terminal sane whatever ends the program."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGHUP):
            with suppress(NotImplementedError, RuntimeError):  # not on Windows or in a thread
                loop.add_signal_handler(number, self._end, number)

    def on_ready(self) -> None:
        """Collect garbage again, which starting went without; what is there now stays."""
        gc.freeze()
        gc.enable()

    async def on_event(self, event: events.Event) -> None:
        """Let each key do its work before the next one is looked at.

        Textual gives a key to what has the focus when it arrives, and runs its binding later. Of
        keys that arrive together, as they do over a slow line, those behind a change of focus would
        go to the pane before: `/q` would quit.
        """
        if not isinstance(event, events.Key) or event.is_forwarded:
            await super().on_event(event)
        elif not (
            await self._check_bindings(event.key, priority=True)
            or await self._check_bindings(event.key)
        ):
            taker = self.focused or self.screen
            await super().on_event(event)
            is_taken = asyncio.Event()
            taker.call_later(is_taken.set)
            with suppress(TimeoutError):
                await asyncio.wait_for(is_taken.wait(), _KEY_LIMIT)

    def _end(self, number: int) -> None:
        """Leave as a signal asks; by force where that takes long.

        A terminal that was closed takes nothing any more, and Textual would wait until it does.
        """
        self.exit(return_code=128 + number)
        force = Timer(_END_LIMIT, os._exit, [128 + number])
        force.daemon = True
        force.start()

    def copy_to_clipboard(self, text: str) -> None:
        """Copy a text by the best way there is, and say which."""
        self._clipboard = text
        actions.copy(self, text, "selection")

    def action_interrupt(self) -> None:
        """Copy what is selected; without a selection, quit."""
        selected = self.screen.get_selected_text()
        if selected:
            self.copy_to_clipboard(selected)
        else:
            self.exit()


def run_reader(
    sources: Sequence[Source], problems: Sequence[Problem], *, is_seeds: bool = False
) -> int:
    """Run the reader in the terminal and return the exit code."""
    app = PaperviewApp(sources, problems, is_seeds=is_seeds)
    app.run()
    return app.return_code or 0
