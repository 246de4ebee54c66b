"""Picking papers for another program: what is picked, and how the reader ends then."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from textual.app import App
from textual.widget import Widget

from paperview.commands.exit_codes import FOUND, INTERRUPTED, NOTHING
from paperview.commands.pick import Picked, Wish
from paperview.library.marks import Chosen, Marks
from paperview.ui.terminal.inline import Inline
from paperview.ui.widgets.paper_detail import PaperDetail

if TYPE_CHECKING:
    from paperview.library.session import Session


class Picker(Protocol):
    """The screen with the papers."""

    marks: Marks
    session: Session

    @property
    def app(self) -> App[None]:
        """The app, which ends when papers are picked."""
        ...

    @property
    def focused(self) -> Widget | None:
        """The widget that has the focus."""
        ...

    @property
    def is_answered(self) -> bool:
        """Whether the results are those of the query that was asked last."""
        ...

    @property
    def is_reading(self) -> bool:
        """Whether the detail has the focus or the whole screen."""
        ...

    def chosen(self) -> Chosen:
        """Return the papers to act on."""
        ...


class Picking:
    """The actions that only a picker has."""

    def __init__(self, wish: Wish) -> None:
        """Take what is to be picked."""
        self.wish = wish
        self.inline = None if wish.height is None else Inline(wish.height)
        self.picked = Picked(INTERRUPTED)
        """The outcome; this one if the user ends it in any other way."""
        self._is_due = False
        """Whether to pick as soon as the results are there."""

    def begin(self, screen: Picker) -> None:
        """Take the screen on which papers are picked."""
        self._screen = screen

    def close(self) -> None:
        """Close the files: the papers are no longer read."""
        if self.picked.papers:
            self._screen.session.close()

    def allows(self, action: str) -> bool:
        """Return whether an action is possible now; otherwise its key is the reader's."""
        screen = self._screen
        if action == "pick":
            return not (isinstance(screen.focused, PaperDetail) and screen.focused.is_on_link)
        if action == "abort":
            return not screen.is_reading and not screen.marks.holds_range
        return self.wish.several and not screen.is_reading

    def pick(self) -> None:
        """End with the marked papers, or the one under the cursor.

        The results may still be on their way: a query is answered in another thread.
        """
        screen = self._screen
        papers = screen.chosen()
        if not screen.marks and not (screen.is_answered and (papers or screen.session.is_over)):
            self._is_due = True
            return
        self.picked = Picked(FOUND, papers) if papers else Picked(NOTHING)
        screen.app.exit()

    def pick_if_due(self) -> None:
        """Go on with what waits for results, when there are some or all papers are read."""
        if self._is_due:
            self._is_due = False
            self.pick()

    def forget(self) -> None:
        """Wait no more: something else is asked for."""
        self._is_due = False
