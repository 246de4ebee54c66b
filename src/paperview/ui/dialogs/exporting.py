"""The window that exports papers: which ones, in what form, to the clipboard or a file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from paperview.exports import FILES, Export
from paperview.text.ascii import own
from paperview.text.sanitize import clean
from paperview.ui.dialogs.menus import ChoiceInput, ChoiceList
from paperview.ui.dialogs.windows import Window
from paperview.ui.render.cells import Line

_NAME, _EXTENSION = 18, 7
"""Columns of the names of formats, and of the endings of files behind them with a blank."""
_CLIPBOARD = "clipboard, or a file: refs{}"


class ExportChoice(NamedTuple):
    """An export as it was chosen: papers, format and destination."""

    scope: int
    """The index of the papers chosen."""
    export: Export
    file: str
    """Its path; empty for the clipboard."""


class ScopeLine(Static, can_focus=False):
    """A line that says which papers are meant; a click takes the others."""

    def on_click(self, event: events.Click) -> None:
        """Take the other papers."""
        event.stop()
        self.screen.call_next(self.screen.run_action, "next_scope")


class ExportWindow(Window[ExportChoice]):
    """Asks for the form of an export, its papers and its destination."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Close"),
        Binding("f3", "next_scope", "Other papers"),
        Binding("tab,shift+tab", "other_part", "Next part"),
    ]

    def __init__(self, scopes: Sequence[str], *, form: str = "", file: str = "") -> None:
        """Take the choices of papers in words, and what was chosen the last time."""
        super().__init__()
        self._scopes = scopes
        self._scope = 0
        self._form = form
        self._file = file

    def compose(self) -> ComposeResult:
        """Create the window."""
        with Vertical(classes="window", id="export-window") as window:
            window.border_title = "export"
            window.border_subtitle = own("enter exports · tab file · esc")
            yield ScopeLine(id="export-scope", markup=False)
            choices = ChoiceList()
            yield ChoiceInput(choices, self._file)
            yield choices

    def on_mount(self) -> None:
        """List the forms."""
        choices = self.query_one(ChoiceList)
        choices.offer(len(FILES), self._line)
        names = [export.name for export in FILES]
        if self._form in names:
            choices.cursor = names.index(self._form)
        choices.focus()
        self._show()

    def _show(self) -> None:
        said = f"papers  {self._scopes[self._scope]}"
        if len(self._scopes) > 1:
            said += f"  (f3: {self._scopes[(self._scope + 1) % len(self._scopes)]})"
        self.query_one(ScopeLine).update(Content(said))
        self.query_one(Input).placeholder = _CLIPBOARD.format(self._export.extension)

    @property
    def _export(self) -> Export:
        return FILES[self.query_one(ChoiceList).number or 0]

    def _line(self, number: int, width: int) -> Line:
        export, room = FILES[number], max(0, min(_NAME, width - _EXTENSION))
        return [(f"{export.name:<{room}} ", "title"), (export.extension, "below")]

    @on(ChoiceList.Highlighted)
    def _highlighted(self, event: ChoiceList.Highlighted) -> None:
        event.stop()
        self._show()

    def action_next_scope(self) -> None:
        """Take the marked papers or all results."""
        self._scope = (self._scope + 1) % len(self._scopes)
        self._show()

    def action_other_part(self) -> None:
        """Go from the list to the destination, or back."""
        parts = (self.query_one(ChoiceList), self.query_one(Input))
        parts[self.focused is parts[0]].focus()

    @on(ChoiceList.Chosen)
    def _chosen(self, event: ChoiceList.Chosen) -> None:
        event.stop()
        file = clean(self.query_one(Input).value).strip()
        self.dismiss(ExportChoice(self._scope, self._export, file))
