"""A window to write a note in, as Markdown."""

from __future__ import annotations

import asyncio
import re
from contextlib import suppress
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import TextArea

from paperview.shelf.drafts import Draft
from paperview.text.sanitize import clean, reason_of
from paperview.ui.dialogs.windows import Window

_INTERVAL = 1.0
"""Seconds after which what was typed is saved as a draft."""
_MARKDOWN = (
    (re.compile(r"^#{1,6} .*"), "bold"),
    (re.compile(r"^\s*(?:[-*+]|\d+[.)]) (?:\[[ xX]\] )?"), "bold"),
    (re.compile(r"^\s*>.*"), "italic"),
    (re.compile(r"\*\*[^*]+\*\*|__[^_]+__"), "bold"),
    (re.compile(r"(?<![*\w])\*[^*\s][^*]*\*(?![*\w])|(?<![_\w])_[^_\s][^_]*_(?![_\w])"), "italic"),
    (re.compile(r"`[^`]+`"), "dim"),
    (re.compile(r"https?://\S+|\[[^\]]+\]\([^)]+\)"), "underline"),
)
_LONGEST = 2000
"""Characters of a line that is highlighted."""
_SUBTITLE = "esc keeps it, u then undoes"


class NoteArea(TextArea):
    """A text area that shows the signs of Markdown."""

    def get_line(self, line_index: int) -> Text:
        """Return a line as it is drawn."""
        line = super().get_line(line_index)
        if len(line.plain) <= _LONGEST:
            for pattern, style in _MARKDOWN:
                line.highlight_regex(pattern, style)
        return line


class NoteScreen(Window[str]):
    """Edits a note; what is typed is saved as a draft every second."""

    HORIZONTAL_BREAKPOINTS = [(0, "-single"), (50, "-wide")]  # noqa: RUF012 - Textual's way
    BINDINGS: ClassVar[list[BindingType]] = [
        # First, for the text area would go to another widget.
        Binding("escape", "keep", "Keep", priority=True),
    ]

    def __init__(self, title: str, text: str, draft: Draft) -> None:
        """Take the paper's title, the note, and what saves it meanwhile."""
        super().__init__()
        self._title = title
        self._area = NoteArea(text, tab_behavior="indent", compact=True)
        self._draft = draft
        self._before = self._saved = text
        self._is_saving = self._is_kept = False

    def compose(self) -> ComposeResult:
        """Create the window."""
        with Vertical(classes="window", id="note-window") as window:
            window.border_title = clean(f"note on {self._title}")
            window.border_subtitle = _SUBTITLE
            yield self._area

    def on_mount(self) -> None:
        """Go to the end of the note, and save drafts from now on."""
        self._area.focus()
        self._area.move_cursor(self._area.document.end)
        self.set_interval(_INTERVAL, self._tick)

    def on_unmount(self) -> None:
        """Leave what is written to the next run if the whole program ends."""
        if not self._is_kept and self._area.text != self._before:
            with suppress(OSError):
                self._draft.save(self._area.text)
            self._draft.leave()

    def _tick(self) -> None:
        text = self._area.text
        if text != self._saved and not self._is_saving:
            self.run_worker(self._save(text), group="draft")

    async def _save(self, text: str) -> None:
        self._is_saving, said = True, _SUBTITLE
        try:
            await asyncio.to_thread(self._draft.save, text)
        except OSError as error:
            said = f"drafts can't be saved ({reason_of(error)}); esc keeps the note"
        else:
            self._before = self._saved = text
        self._is_saving = False
        self.query_one("#note-window").border_subtitle = said

    def action_keep(self) -> None:
        """Close the window; the note goes to the shelf."""
        self._is_kept = True
        self.dismiss(self._area.text)
