"""Parts of several windows: a frame with hints at its foot, and a list for narrow screens too."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.containers import Vertical

from paperview.keys.table import Hint
from paperview.ui.widgets.lines import hint_text
from paperview.ui.widgets.paper_list import PaperList

NARROW = 60
"""Columns of the screen below which a window has its parts one above the other."""
_FOOT = 6
"""Columns of a frame's lower line that its text can't have."""


class Frame(Vertical):
    """The frame of a window; the hints at its foot can be clicked."""

    def __init__(self, hints: Sequence[Hint] = (), *, id: str) -> None:  # noqa: A002 - Textual's name
        """Take the first hints."""
        super().__init__(id=id, classes="window")
        self._hints = hints

    def on_resize(self) -> None:
        """Fit the hints to the width."""
        self.show_hints(self._hints)

    def show_hints(self, hints: Sequence[Hint]) -> None:
        """Show other hints, as far as there is room for them."""
        self._hints = hints
        self.border_subtitle = hint_text(hints, self.outer_size.width - _FOOT)

    async def on_click(self, event: events.Click) -> None:
        """Run the action of the hint that was clicked."""
        index = event.style.meta.get("hint")
        if isinstance(index, int) and index < len(self._hints):
            await self.screen.run_action(self._hints[index][2])


class TwoLineList(PaperList):
    """A list whose rows have two lines where the screen is narrow, and one elsewhere."""

    @property
    def lines_per_row(self) -> int:
        """How many lines a row has."""
        return 2 if self.app.size.width < NARROW else 1
