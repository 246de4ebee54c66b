"""Marking by keys and mouse: single papers, ranges, all results."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

from textual.app import App

from paperview.index.results import NumberList, Results
from paperview.library import remarks
from paperview.library.marks import Marks
from paperview.text.sanitize import counted
from paperview.ui.actions import say
from paperview.ui.pending import Pending
from paperview.ui.widgets.paper_list import PaperList

if TYPE_CHECKING:
    from paperview.library.store.store import Store


class MarkedPapers(Protocol):
    """The screen with the papers."""

    papers: PaperList
    pending: Pending
    marks: Marks
    store: Store
    listed: Results

    @property
    def app(self) -> App[None]:
        """Where toasts are shown."""
        ...

    def show_marks(self) -> None:
        """Show which papers are marked."""
        ...


class Marking:
    """The actions on marks."""

    def __init__(self, screen: MarkedPapers, *, is_allowed: bool) -> None:
        """Take the screen, and whether papers can be marked."""
        self._screen = screen
        self._is_allowed = is_allowed
        self._row = 0
        """The row up to which a range was marked last."""
        self._actions: dict[str, Callable[[], None]] = {
            "one": self.toggle,
            "range": self._begin_or_end_range,
            "down": lambda: self.mark_to(self._screen.papers.cursor + self._times),
            "up": lambda: self.mark_to(self._screen.papers.cursor - self._times),
            "all": self._mark_all,
            "others": self._invert,
            "none": self._unmark_all,
        }
        """What the keys do."""

    @property
    def _times(self) -> int:
        return self._screen.pending.count or 1

    def act(self, what: str) -> None:
        """Do what a key stands for."""
        if self._may_mark():
            self._actions[what]()

    def _may_mark(self) -> bool:
        """Return whether papers can be marked; say so if not."""
        if not self._is_allowed:
            say(self._screen.app, "only one paper is picked here: no marks", is_bad=True)
        return self._is_allowed

    def add(self, numbers: Sequence[int]) -> None:
        """Mark papers."""
        self._screen.marks.end_range()
        if self._may_mark():
            self._screen.marks.add(NumberList(numbers), self._screen.store)
        self._screen.show_marks()

    def toggle(self, step: int = 1) -> None:
        """Mark the paper under the cursor, or so many, or unmark them, and go on; end a range."""
        papers, screen = self._screen.papers, self._screen
        if screen.marks.holds_range:
            self._begin_or_end_range()
        elif papers.number is not None:
            steps = step * self._times
            first = min(papers.cursor, papers.cursor + steps + 1)
            screen.marks.end_range()
            screen.marks.toggle(
                screen.listed.shown, max(0, first), first + abs(steps), screen.store
            )
            screen.show_marks()
            papers.go_to_row(papers.cursor + steps)

    def _begin_or_end_range(self) -> None:
        """Begin a range that the cursor stretches, or end it."""
        marks, number = self._screen.marks, self._screen.papers.number
        if marks.holds_range:
            self.finish()
        elif number is not None:
            marks.begin_range(number, is_held=True)
            self.stretch()

    def finish(self) -> None:
        """Mark the range up to the cursor, and end it, as each action on the papers does."""
        if self._screen.marks.has_range:
            self.stretch()
            self._screen.marks.end_range()
            self._screen.show_marks()

    def mark_to(self, row: int) -> None:
        """Move the cursor to a row, and mark the papers from where it was."""
        papers = self._screen.papers
        if papers.number is None or not self._may_mark():
            return
        if not self._screen.marks.has_range:
            self._screen.marks.begin_range(papers.number, is_held=False)
        papers.go_to_row(row)
        self._row = papers.cursor
        self.stretch()

    def stretch(self) -> None:
        """Mark the range up to the cursor; a move without shift has ended it if it is not held."""
        papers, screen = self._screen.papers, self._screen
        if not screen.marks.has_range:
            return
        if screen.marks.holds_range or papers.cursor == self._row:
            screen.marks.stretch(screen.listed.shown, papers.cursor, screen.store)
        else:
            screen.marks.end_range()
        screen.show_marks()

    def _mark_all(self) -> None:
        """Mark all results."""
        self._screen.marks.end_range()
        self._screen.marks.add(self._screen.listed.chosen, self._screen.store)
        self._say_marked()

    def _invert(self) -> None:
        """Mark the results that are not marked, and unmark the others."""
        self._screen.marks.end_range()
        self._screen.marks.invert(self._screen.listed.chosen, self._screen.store)
        self._say_marked()

    def _say_marked(self) -> None:
        self._screen.show_marks()
        said = remarks.marked(len(self._screen.marks), len(self._screen.listed.chosen))
        say(self._screen.app, said)

    def back_out(self) -> bool:
        """Unmark the range that a key began, or else all papers; return False if none is marked."""
        marks = self._screen.marks
        if marks.holds_range:
            marks.cancel_range(self._screen.store)
            self._screen.show_marks()
        elif marks:
            self._unmark_all()
        else:
            return False
        return True

    def _unmark_all(self) -> None:
        """Unmark all papers."""
        count = len(self._screen.marks)
        self._screen.marks.clear()
        self._screen.show_marks()
        if count > 1:
            say(self._screen.app, f"{counted(count, 'paper')} unmarked")
