"""Baseline for the start: a Textual app with only an input, a line list and a text."""

from __future__ import annotations

from rich.segment import Segment
from textual.app import App, ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widgets import Input, Static


class BareList(ScrollView):
    """Ten numbered lines."""

    def on_mount(self) -> None:
        """Take the size."""
        self.virtual_size = Size(40, 10)

    def render_line(self, y: int) -> Strip:
        """Draw a line."""
        return Strip([Segment(f"bare line {y}" if y < 10 else "")])


class BareApp(App[None]):
    """Three widgets."""

    CSS = "BareList { width: 1fr; } VerticalScroll { width: 1fr; }"

    def compose(self) -> ComposeResult:
        """Create them."""
        yield Input()
        with Horizontal():
            yield BareList()
            with VerticalScroll():
                yield Static("a text " * 100)


if __name__ == "__main__":
    BareApp().run()
