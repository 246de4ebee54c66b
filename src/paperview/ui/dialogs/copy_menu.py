"""The menu of what can be copied of a paper."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from paperview.exports.registry import PIECES, Piece
from paperview.model.paper import Paper
from paperview.text.sanitize import clean
from paperview.ui.dialogs.choice_list import ChoiceList
from paperview.ui.dialogs.window import Window
from paperview.ui.render.cells import Line, shown

_LONGEST = 200
"""Characters of a text that are looked at for its preview."""


class CopyMenu(Window[Piece]):
    """Lists the pieces with what they would copy; a letter, Enter or a click chooses one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,Y", "dismiss(None)", "Close"),
    ]

    def __init__(self, papers: Sequence[Paper]) -> None:
        """Take the papers to copy from."""
        super().__init__()
        self._papers = papers

    def compose(self) -> ComposeResult:
        """Create the window."""
        with Vertical(classes="window", id="copy-window") as window:
            window.border_title = "copy"
            window.border_subtitle = "letter or enter · esc closes"
            yield ChoiceList()

    def on_mount(self) -> None:
        """List the pieces."""
        choices = self.query_one(ChoiceList)
        choices.offer(len(PIECES), self._line)
        choices.focus()

    def _line(self, number: int, _width: int) -> Line:
        piece = PIECES[number]
        text = " ".join(piece.texts(self._papers))
        preview = shown(clean(text.replace("\n", " "))) if text else "none in this source"
        return [
            (f"{piece.key}  ", "mark"),
            (f"{piece.name:<12} ", "title" if text else "below"),
            (preview[:_LONGEST], "below"),
        ]

    @on(ChoiceList.Chosen)
    def _chosen(self, event: ChoiceList.Chosen) -> None:
        event.stop()
        self._choose(PIECES[event.number])

    def on_key(self, event: events.Key) -> None:
        """Choose a piece by its letter."""
        for piece in PIECES:
            if event.character == piece.key:
                event.stop()
                self._choose(piece)

    def _choose(self, piece: Piece) -> None:
        if piece.texts(self._papers):
            self.dismiss(piece)
