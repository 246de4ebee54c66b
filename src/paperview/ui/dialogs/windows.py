"""Windows over the main screen: their base, and those that only show a text."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.containers import Grid, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen, ScreenResultType
from textual.widgets import Static

from paperview.keys.table import KeyTable
from paperview.text.ascii import own
from paperview.text.sanitize import clean
from paperview.ui.help import sections


class Window(ModalScreen[ScreenResultType]):
    """A window that closes only once."""

    CSS_PATH = "windows.tcss"

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        """Close this window and hand its result on.

        Textual closes the top screen. A second key or click that arrives before the window is gone
        would close the screen below it, or fail if there is none. A window that is closed before it
        has its widgets would fail when it looks for them.
        """
        if self.is_current and not self.is_mounted:
            self.call_later(self.dismiss, result)
        elif self.is_current:
            return super().dismiss(result)
        return AwaitComplete()


class HelpScreen(Window[None]):
    """Shows every key."""

    HORIZONTAL_BREAKPOINTS = [(0, "-single"), (50, "-wide")]  # noqa: RUF012 - Textual's way
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark,f1,enter", "dismiss", "Close"),
        Binding("j", "scroll('down')", "Down", show=False),
        Binding("k", "scroll('up')", "Up", show=False),
    ]

    def __init__(self, table: KeyTable) -> None:
        """Take the keys."""
        super().__init__()
        self._table = table

    def compose(self) -> ComposeResult:
        """Create the window."""
        with VerticalScroll(classes="window", id="help-window") as window:
            window.border_title = "help"
            window.border_subtitle = "esc closes"
            for heading, lines in sections(self._table):
                yield Static(heading, classes="heading")
                with Grid():
                    for key, meaning in lines:
                        yield Static(own(key), classes="key", markup=False)
                        yield Static(own(meaning), classes="meaning", markup=False)

    def action_scroll(self, how: str) -> None:
        """Scroll the window."""
        getattr(self.query_one(VerticalScroll), f"action_scroll_{how}")()


class ConfirmScreen(Window[bool]):
    """Asks whether something is meant; Enter and `y` say yes."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y,enter", "dismiss(True)", "Yes"),
        Binding("n,escape,q", "dismiss(False)", "No"),
    ]

    def __init__(self, question: str) -> None:
        """Take the question."""
        super().__init__()
        self._question = question

    def compose(self) -> ComposeResult:
        """Create the window."""
        with VerticalScroll(classes="window") as window:
            window.border_subtitle = own("enter: yes · esc: no")
            yield Static(Content(self._question), markup=False)


class ByHandScreen(Window[None]):
    """Shows a text so that the terminal's own selection can take it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,q", "dismiss", "Close"),
    ]

    def __init__(self, text: str, reason: str) -> None:
        """Take the text and why it has to be copied by hand."""
        super().__init__()
        self.text = text
        self._reason = reason

    def compose(self) -> ComposeResult:
        """Create the window."""
        with VerticalScroll(classes="window") as window:
            window.border_title = "copy by hand"
            window.border_subtitle = own("select with the mouse, perhaps with shift · esc closes")
            yield Static(Content(self._reason), markup=False)
            lines = "\n".join(clean(line) for line in self.text.split("\n"))
            yield Static(Content(lines), id="by-hand-text", markup=False)
