"""A text to copy by hand, where nothing else could take it."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from paperview.text.sanitize import clean
from paperview.ui.dialogs.window import Window


class ByHandScreen(Window[None]):
    """Shows a text so that the terminal's own selection can take it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,q", "dismiss", "Close"),
    ]

    def __init__(self, text: str, reason: str) -> None:
        """Take the text and why it has to be copied by hand."""
        super().__init__()
        self.text = text
        self._reason = reason

    def compose(self) -> ComposeResult:
        """Create the window."""
        with VerticalScroll(classes="window") as window:
            window.border_title = "copy by hand"
            window.border_subtitle = "select with the mouse, perhaps with shift · esc closes"
            yield Static(Content(self._reason), markup=False)
            lines = "\n".join(clean(line) for line in self.text.split("\n"))
            yield Static(Content(lines), id="by-hand-text", markup=False)
