"""Every key, and the filter's language."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Grid, VerticalScroll
from textual.widgets import Static

from paperview.ui import keys
from paperview.ui.dialogs.window import Window


class HelpScreen(Window[None]):
    """Shows every key."""

    HORIZONTAL_BREAKPOINTS = [(0, "-single"), (50, "-wide")]  # noqa: RUF012 - Textual's way
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark,f1,enter", "dismiss", "Close"),
        Binding("j", "scroll('down')", "Down", show=False),
        Binding("k", "scroll('up')", "Up", show=False),
    ]

    def compose(self) -> ComposeResult:
        """Create the window."""
        with VerticalScroll(classes="window", id="help-window") as window:
            window.border_title = "help"
            window.border_subtitle = "esc closes"
            for heading, lines in keys.HELP:
                yield Static(heading, classes="heading")
                with Grid():
                    for key, meaning in lines:
                        yield Static(key, classes="key", markup=False)
                        yield Static(meaning, classes="meaning", markup=False)

    def action_scroll(self, how: str) -> None:
        """Scroll the window."""
        getattr(self.query_one(VerticalScroll), f"action_scroll_{how}")()
