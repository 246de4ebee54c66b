"""The filter bar: the query, how it may go on, how much it finds, and what was made of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import Reactive
from textual.widgets import Input, Static

from paperview.keys.table import Where
from paperview.library.history import History
from paperview.text.ascii import own
from paperview.text.sanitize import clean, in_one_line
from paperview.ui.bindings import bindings

_PROMPT = "❯"
_PROMPT_WIDTH = 2
_SPARE = 8
"""Columns that the count may leave empty: less than the words on papers that nearly match."""
_GAP = 2
"""Columns between the query, the note and the count."""
_QUERY_LEAST, _QUERY_STEP = 8, 4
"""Columns that the query has at least next to a note, and in which steps it is given more."""
_NOTE_LEAST = 12
"""Columns in which a part of a note still says something."""
_LONGEST_QUERY, _LONGEST_SURE = 150, 60
"""Characters of a pasted text that may be a query, and of one that looks like a reference."""
_ALTERNATIVE = " | "
"""A sign of queries that hardly any reference has."""
_YEAR = r"\b(?:18|19|20)\d\d\b"
_SIGNS = (". ", ", ", "; ", ": ")
_MANY_SIGNS = 5
"""How many of these signs make a line that names a year a reference."""


class FilterBar(Horizontal):
    """One line to type in; a count and a note at its right."""

    class QueryChanged(Message):
        """The text in the bar has changed."""

    @dataclass
    class ReferencesPasted(Message):
        """More was pasted than a query would be."""

        text: str

    class CompletionShown(Message):
        """The visible completion has changed, appeared or disappeared."""

    def __init__(self, history: History) -> None:
        """Take the history, which the bar goes through."""
        super().__init__()
        self._history = history
        self._count = ""
        self._count_width = 0
        self._notes: Sequence[Content] = ()
        self._shown: tuple[tuple[Content, int] | None, Content] = (None, Content(own(_PROMPT)))
        """The note with its columns, if there is room for one, and what stands as the prompt."""

    def compose(self) -> ComposeResult:
        """Create the parts."""
        yield Static(Content(own(_PROMPT)), id="prompt")
        yield _QueryInput()
        yield Static(id="note", markup=False)
        yield Static(id="count", markup=False)

    def on_resize(self) -> None:
        """Measure everything again."""
        self._count_width = 0
        self.show_findings(self._count, self._notes)

    @property
    def text(self) -> str:
        """The text in the bar, cleaned; setting it is like typing it."""
        return clean(self.query_one(Input).value)

    @text.setter
    def text(self, text: str) -> None:
        query_input = self.query_one(Input)
        query_input.value = text
        query_input.cursor_position = len(text)

    def restore(self, text: str) -> None:
        """Set a text that the next letter typed replaces."""
        self.text = text
        self.query_one(Input).select_all()

    def show_findings(self, count: str, notes: Sequence[Content]) -> None:
        """Show the count, and a note on corrections, mistakes or hints.

        Args:
            count: the number of papers found, in words.
            notes: the note in several lengths, the longest first; the last one is a sign of one
                column, which replaces the prompt if there is no room for a note.
        """
        # A new width would lay out and draw the whole screen again with every key: until a note
        # comes or goes, or the count gets much shorter, its room only grows, and a note is touched
        # only when it changes.
        if bool(notes) != bool(self._notes) or len(count) < self._count_width - _SPARE:
            self._count_width = 0
        count_line = self.query_one("#count", Static)
        if len(count) > self._count_width:
            self._count_width = len(count)
            count_line.styles.width = len(count)
            self._draw_gaps()
        count_line.update(Content(count), layout=False)
        self._count, self._notes = count, notes
        self._show_note()

    @on(Input.Changed)
    @on(CompletionShown)
    def _show_note(self) -> None:
        """Show the longest note that fits next to the query, or else its sign."""
        shown = self._note_for(self._room_for_note) if self._notes else None
        prompt = self._notes[-1] if self._notes and shown is None else Content(own(_PROMPT))
        if (shown, prompt) == self._shown:
            return
        self._shown = shown, prompt
        self._draw_gaps()
        self.query_one("#prompt", Static).update(prompt, layout=False)
        note_line = self.query_one("#note", Static)
        note_line.display = shown is not None
        if shown is not None:
            note, width = shown
            note_line.styles.width = width
            note_line.update(note)

    def _draw_gaps(self) -> None:
        """Draw the columns between the parts again too, after a part got another width.

        Textual compares the old regions of the parts with the new ones, and draws what differs. If
        a long query scrolls back just then, it already has the new regions, and letters stay.
        """
        self.refresh()

    @property
    def _room_for_note(self) -> int:
        """The columns that the query leaves for a note."""
        # In steps, so that not every letter lays out the whole screen again.
        needed = self.query_one(_QueryInput).needed
        query_width = max(_QUERY_LEAST, -(-needed // _QUERY_STEP) * _QUERY_STEP)
        others = _PROMPT_WIDTH + self._count_width + 2 * _GAP
        return self.content_size.width - others - query_width

    def _note_for(self, width: int) -> tuple[Content, int] | None:
        """Return what a width has room for, and how much of it that takes; None for nothing."""
        notes = self._notes[:-1]
        for note in notes:
            if note.cell_length <= width:
                return note, note.cell_length
        return (notes[-1], width) if width >= _NOTE_LEAST else None

    @property
    def completion(self) -> str:
        """The completion that is shown; empty for none."""
        return self.query_one(_QueryInput).completion

    def offer(self, text: str, completions: Sequence[str]) -> None:
        """Offer completions of a text, the likeliest first, if it is still in the bar."""
        if text == self.text:
            self.query_one(_QueryInput).offer(completions)

    def receive(self, text: str) -> None:
        """Take a text that was pasted elsewhere: as the query, unless it is more than that."""
        if is_more_than_query(text):
            self.post_message(self.ReferencesPasted(text))
        else:
            self.paste(text)

    def paste(self, text: str) -> None:
        """Replace the query with a text."""
        query_input = self.query_one(_QueryInput)
        query_input.select_all()
        query_input.paste(text)

    def recall(self, steps: int) -> None:
        """Go to an older query of the history that begins with what was typed, or to a newer."""
        query_input = self.query_one(_QueryInput)
        self.text = self._history.recall(self.text, clean(query_input.typed), steps)

    def remember(self) -> None:
        """Make the query a part of the history."""
        self._history.remember(self.text)

    def focus_query(self) -> None:
        """Put the focus on the line to type in."""
        self.screen.set_focus(self.query_one(Input), scroll_visible=False)

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.QueryChanged())


def is_more_than_query(text: str) -> bool:
    """Return whether a pasted text is one of references rather than a query."""
    has_lines = "\n" in text.strip().replace("\r", "\n")
    if len(text) > _LONGEST_QUERY:
        return has_lines or _ALTERNATIVE not in text
    has_signs = sum(map(text.count, _SIGNS)) >= _MANY_SIGNS
    is_reference = has_signs and re.search(_YEAR, text) is not None
    return len(text) > _LONGEST_SURE and (has_lines or is_reference)


_PLACEHOLDERS = ("title, author, words of the abstract …", "title, author, words …", "type …")
"""Placeholders, the longest first; the first that fits is shown."""


class _QueryInput(Input):
    """An input that shows how its text may go on, and gives the keys for moving to the screen."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(Where.FILTER)

    # The bar never moves; with every key Textual would lay out the whole screen again.
    virtual_size = Reactive(Size(0, 0), layout=False)

    def __init__(self) -> None:
        super().__init__(placeholder=own(_PLACEHOLDERS[0]), id="query")
        self._completions: tuple[str, ...] = ()
        self._announced = ""
        """The completion last announced."""

    @property
    def completion(self) -> str:
        """The text with its completion, as Textual shows it; empty for none."""
        return self._suggestion

    @property
    def typed(self) -> str:
        """The text before the selection, which typing would not replace."""
        return self.value[: min(self.selection)] if self.has_focus else ""

    @property
    def needed(self) -> int:
        """Columns of the text and the cursor behind it, or of the completion."""
        return max(cell_len(self.value) + 1, cell_len(self.completion.rstrip()))

    def offer(self, completions: Sequence[str]) -> None:
        """Take other completions, the likeliest first; one that is seen stays if it is there."""
        rest = tuple(completions)
        if self.completion in rest:
            index = rest.index(self.completion)
            rest = rest[index:] + rest[:index]
        self._completions = rest
        self._show_completion()

    def on_focus(self) -> None:
        """Show the completion again, which Textual forgets with each focus."""
        self.call_later(self._show_completion)

    def on_resize(self) -> None:
        """Keep the end in sight when there is less room, and say what can be typed."""
        room = self.scrollable_content_region.width
        fitting = [text for text in map(own, _PLACEHOLDERS) if cell_len(text) < room]
        self.placeholder = fitting[0] if fitting else ""
        self._show_end()

    def watch_value(self, value: str) -> None:
        """Keep a completion that goes on as it does until others are offered: nothing flickers."""
        self._completions = tuple(text for text in self._completions[:1] if _goes_on(value, text))
        self._show_completion()

    def watch_selection(self) -> None:
        """Show a completion if the cursor is at the end of the text."""
        self._show_completion()

    @property
    def _is_at_end(self) -> bool:
        return self.selection.is_empty and self.cursor_at_end

    def _show_completion(self) -> None:
        first = self._completions[0] if self._completions else ""
        # Textual's own name: it draws this, and takes it with the right arrow. Its public way to
        # set it would come a frame after each letter.
        self._suggestion = first if self._is_at_end and _goes_on(self.value, first) else ""
        self._show_end()
        if self.completion != self._announced:
            self._announced = self.completion
            self.post_message(FilterBar.CompletionShown())

    def _show_end(self) -> None:
        """Scroll to the end of the text and the completion; if that is long, to its beginning."""
        if self._is_at_end:
            text, end = cell_len(self.value), self.needed
            self.virtual_size = Size(end, 1)
            x = min(max(end - self.scrollable_content_region.width, 0), text)
            if x != self.scroll_x:
                self.scroll_to(x=x, animate=False, force=True, immediate=True)

    def _on_paste(self, event: events.Paste) -> None:
        """Take all lines of a paste, and not only the first one as Textual's own input does."""
        event.prevent_default()
        event.stop()
        if is_more_than_query(event.text):
            self.post_message(FilterBar.ReferencesPasted(event.text))
        else:
            self.paste(event.text)

    def paste(self, text: str) -> None:
        """Replace the selection with a text."""
        start, end = sorted(self.selection)
        pasted = in_one_line(text)
        # A blank in front sets it apart from what stands there.
        if text.startswith(" ") and self.value[:start].strip():
            pasted = f" {pasted}"
        self.replace(pasted, start, end)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enable the key only if a completion is visible; otherwise it has another meaning."""
        if action == "take_completion":
            return bool(self.completion)
        return super().check_action(action, parameters)

    def action_take_completion(self) -> None:
        """Let the completion be typed."""
        self.value = self.completion
        self.cursor_position = len(self.value)

    def action_next_completion(self) -> None:
        """Show another completion."""
        self._completions = (*self._completions[1:], *self._completions[:1])
        self._show_completion()

    async def action_clear_or_leave(self) -> None:
        """Clear the query, or leave the bar if there is none."""
        if self.value:
            self.clear()
        else:
            await self.run_action("screen.focus_list")


def _goes_on(text: str, completion: str) -> bool:
    """Return whether a completion adds anything visible to a text."""
    return len(completion.rstrip()) > len(text) and completion.casefold().startswith(
        text.casefold()
    )
