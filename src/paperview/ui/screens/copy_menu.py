"""The menu of what can be copied of a paper."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from paperview.exports.pieces import PIECES, Piece
from paperview.paper import Paper
from paperview.text import clean
from paperview.ui.cells import shown


class CopyMenu(ModalScreen[Piece | None]):
    """Lists the pieces with what they would copy; a letter, Enter or a click chooses one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,Y", "dismiss(None)", "Close"),
        Binding("j", "move('cursor_down')", "Next", show=False),
        Binding("k", "move('cursor_up')", "Previous", show=False),
    ]

    def __init__(self, papers: Sequence[Paper]) -> None:
        """Take the papers to copy from."""
        super().__init__()
        self._papers = papers

    def compose(self) -> ComposeResult:
        """Create the window."""
        with Vertical(classes="window") as window:
            window.border_title = "copy"
            window.border_subtitle = "letter or enter · esc closes"
            yield OptionList(*map(self._option, PIECES), markup=False)

    def _option(self, piece: Piece) -> Option:
        text = " ".join(piece.texts(self._papers))
        preview = shown(clean(text.replace("\n", " "))) if text else "none in this source"
        label = Content.assemble(
            (f"{piece.key}  ", "bold $accent"), f"{piece.name:<12} ", (preview[:200], "$quiet")
        )
        return Option(label, disabled=not text)

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(PIECES[event.option_index])

    def on_key(self, event: events.Key) -> None:
        """Choose a piece by its letter."""
        for piece in PIECES:
            if event.character == piece.key and piece.texts(self._papers):
                event.stop()
                self.dismiss(piece)

    def action_move(self, how: str) -> None:
        """Move the highlight."""
        getattr(self.query_one(OptionList), f"action_{how}")()
