"""A list to choose one line from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message

from paperview.index.results import NumberList
from paperview.ui.render.cells import Line, fit
from paperview.ui.widgets.paper_list import PaperList


class ChoiceList(PaperList):
    """A list whose lines are chosen with Enter or one click, at any size and any length."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "choose", "Choose", show=False)]

    @dataclass
    class Chosen(Message):
        """A line was chosen."""

        number: int

    @property
    def lines_per_row(self) -> int:
        """How many lines a row has."""
        return 1

    def offer(self, count: int, draw: Callable[[int, int], Line], *, otherwise: str = "") -> None:
        """Offer other lines, with the cursor on the first one.

        Args:
            count: how many lines there are.
            draw: gives a line from its number and the width in columns.
            otherwise: what an empty list says.
        """
        self.styles.height = max(1, count)
        numbers = range(count)
        self.show(
            NumberList(numbers, numbers),
            lambda number, width, _height: [fit(draw(number, width), width)],
            stay=None,
            otherwise=(otherwise,),
        )

    def action_choose(self) -> None:
        """Choose the line under the cursor."""
        if self.number is not None:
            self.post_message(self.Chosen(self.number))

    def on_click(self, event: events.Click) -> None:
        """Choose the line clicked."""
        event.prevent_default()
        row = self._row_at(event)
        if row is not None:
            self.cursor = row
            self.action_choose()
