"""Two panes beside or above each other, and the border between them, which can be dragged."""

from __future__ import annotations

from dataclasses import dataclass

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.widget import Widget

LEAST, MOST = 10, 90
"""Percent that the first pane has, at least and at most."""


class Panes(Horizontal):
    """Shows two widgets in the sizes that the user has set."""

    @dataclass
    class Resized(Message):
        """The user has changed the sizes."""

        is_stacked: bool
        percent: int
        """Of the first pane."""

    def __init__(self, first: Widget, second: Widget, percents: tuple[int, int]) -> None:
        """Take the widgets, and the percent that the first one has beside and above the other.

        Those are the usual sizes of the style sheet until `resize` is called.
        """
        super().__init__(id="panes")
        self._first, self._second = first, second
        self._usual = percents
        self._percents = list(percents)
        self._dragged_from: int | None = None
        """The percent at which the border was taken hold of; None while it is not."""

    def compose(self) -> ComposeResult:
        """Create the panes."""
        yield self._first
        yield self._second

    @property
    def is_stacked(self) -> bool:
        """Whether one stands above the other."""
        return self.screen.has_class("-stacked")

    @property
    def shows_both(self) -> bool:
        """Whether both are shown, and share the room."""
        return self._first.display and self._second.display

    @property
    def percent(self) -> int:
        """The percent that the first pane has now."""
        return self._percents[self.is_stacked]

    def resize(self, percent: int, *, is_stacked: bool) -> None:
        """Give the first pane a part of the room that both have."""
        self._percents[is_stacked] = max(LEAST, min(percent, MOST))
        if self.is_attached:
            self.share_room()

    def change(self, percent: int) -> None:
        """Resize the panes for the user."""
        stacked = self.is_stacked
        self.resize(percent, is_stacked=stacked)
        self.post_message(self.Resized(stacked, self._percents[stacked]))

    def make_usual(self) -> None:
        """Give the panes their usual sizes for the user."""
        self.change(self._usual[self.is_stacked])

    def on_resize(self) -> None:
        """Fit the sizes to the way in which the panes stand now."""
        self.share_room()

    def share_room(self) -> None:
        """Size the panes; the style sheet has the usual sizes, and those of a narrow screen."""
        stacked, percent = self.is_stacked, self.percent
        is_usual = percent == self._usual[stacked] or self.screen.has_class("-single")
        for pane, part in ((self._first, percent), (self._second, 100 - percent)):
            size = None if is_usual else f"{part}fr"
            pane.styles.width = None if stacked else size
            pane.styles.height = size if stacked else None

    # --- dragging

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Take hold of the border between the panes."""
        if event.button == 1 and self._is_between(event):
            self._dragged_from = self.percent
            self.capture_mouse()
            event.stop()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Drag the border."""
        if self._dragged_from is None:
            return
        stacked, whole = self.is_stacked, self.region
        at = event.screen_y - whole.y if stacked else event.screen_x - whole.x
        length = whole.height if stacked else whole.width
        self.resize(round(100 * at / max(length, 1)), is_stacked=stacked)

    def on_mouse_up(self) -> None:
        """Let the border go."""
        before, self._dragged_from = self._dragged_from, None
        if before is not None:
            self.release_mouse()
            if self.percent != before:
                self.change(self.percent)

    def _is_between(self, event: events.MouseDown) -> bool:
        """Return whether the mouse is on the lines between two panes that are shown."""
        if not self.shows_both:
            return False
        second = self._second.region
        before = second.y - event.screen_y if self.is_stacked else second.x - event.screen_x
        # Without frames, the line before is the scrollbar of the first pane, or its last row.
        return before == 0 or (before == 1 and bool(self._first.styles.border_right[0]))
