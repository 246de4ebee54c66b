"""The menu of what can be copied of a paper."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from paperview.exports import MENU, Export
from paperview.model.paper import Paper
from paperview.text.sanitize import clean
from paperview.ui.dialogs.choice_list import ChoiceList
from paperview.ui.dialogs.window import Window
from paperview.ui.render.cells import Line, shown

_LONGEST = 200
"""Characters of a text that are looked at for its preview."""


class CopyMenu(Window[Export]):
    """Lists exports with what they would copy; a letter, Enter or a click chooses one."""

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
        """List the exports."""
        choices = self.query_one(ChoiceList)
        choices.offer(len(MENU), self._line)
        choices.focus()

    def _line(self, number: int, _width: int) -> Line:
        export = MENU[number]
        text = " ".join(export.texts(self._papers))
        preview = shown(clean(text.replace("\n", " "))) if text else "none in this source"
        return [
            (f"{export.key}  ", "mark"),
            (f"{export.name:<12} ", "title" if text else "below"),
            (preview[:_LONGEST], "below"),
        ]

    @on(ChoiceList.Chosen)
    def _chosen(self, event: ChoiceList.Chosen) -> None:
        event.stop()
        self._choose(MENU[event.number])

    def on_key(self, event: events.Key) -> None:
        """Choose an export by its letter."""
        for export in MENU:
            if event.character == export.key:
                event.stop()
                self._choose(export)

    def _choose(self, export: Export) -> None:
        if export.texts(self._papers):
            self.dismiss(export)
