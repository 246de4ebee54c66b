"""The filter bar: the query, how many papers it finds, and what was made of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import Reactive
from textual.widgets import Input, Static

from paperview.text import clean


class FilterBar(Horizontal):
    """One line to type in; a count and a note at its right."""

    @dataclass
    class QueryChanged(Message):
        """Something else stands in the bar."""

        text: str

    def __init__(self) -> None:
        super().__init__()
        self._count_width = 0
        self._note = Content()

    def compose(self) -> ComposeResult:
        """Create the parts."""
        yield Static("❯", id="prompt")
        yield _QueryInput(
            placeholder="title, author, words of the abstract …", id="query", compact=True
        )
        yield Static(id="note", markup=False)
        yield Static(id="count", markup=False)

    def on_resize(self) -> None:
        """Measure the count's room anew."""
        self._count_width = 0

    @property
    def text(self) -> str:
        """What stands in the bar, cleaned; setting it is like typing it."""
        return clean(self.query_one(Input).value)

    @text.setter
    def text(self, text: str) -> None:
        query_input = self.query_one(Input)
        query_input.value = text
        query_input.cursor_position = len(text)

    def tell(self, count: str, note: Content) -> None:
        """Show the count, and what was forgiven, misunderstood or would help."""
        # A new width would lay out and draw the whole screen anew with every key: the count's room
        # only grows, and the note is touched only when it changes.
        count_line = self.query_one("#count", Static)
        if len(count) > self._count_width:
            self._count_width = len(count)
            count_line.styles.width = len(count)
        count_line.update(Content(count), layout=False)
        if note != self._note:
            self._note = note
            note_line = self.query_one("#note", Static)
            note_line.update(note)
            note_line.display = bool(note)

    def focus_query(self) -> None:
        """Put the focus on the line to type in."""
        self.screen.set_focus(self.query_one(Input), scroll_visible=False)

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.QueryChanged(clean(event.value)))


class _QueryInput(Input):
    """An input that gives the keys for moving to the screen and Escape its two meanings."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,ctrl+n,ctrl+j", "screen.move(1)", "next", show=False),
        Binding("up,ctrl+p,ctrl+k", "screen.move(-1)", "previous", show=False),
        Binding("pagedown", "screen.page(1)", "page down", show=False),
        Binding("pageup", "screen.page(-1)", "page up", show=False),
        Binding("enter", "screen.focus_list", "to the list", show=False),
        Binding("escape", "clear_or_leave", "clear, then leave", show=False),
    ]

    # The bar has its place; with every key Textual would lay the whole screen out anew.
    virtual_size = Reactive(Size(0, 0), layout=False)

    async def action_clear_or_leave(self) -> None:
        """Clear the query, or leave the bar if there is none."""
        if self.value:
            self.clear()
        else:
            await self.run_action("screen.focus_list")
