"""Coming back, in the next run, to where the user was in some files."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Protocol

from paperview.index.results import EVERYTHING, Results
from paperview.library.marks import Marks
from paperview.library.search_thread import Question
from paperview.library.session import Session
from paperview.library.store.fingerprint import Fingerprint, find_again
from paperview.ui import typed
from paperview.ui.desk import Desk
from paperview.ui.listing import Listing
from paperview.ui.position import Position
from paperview.ui.widgets.filter_bar import FilterBar
from paperview.ui.widgets.paper_list import PaperList


class ComebackScreen(Protocol):
    """The screen with the papers."""

    bar: FilterBar
    papers: PaperList
    desk: Desk
    marks: Marks
    question: Question
    results: Results
    listing: Listing
    session: Session

    def ask(self, question: Question) -> None:
        """Ask for results."""
        ...

    def run_worker(self, work: Callable[[], object], /, *, group: str, exclusive: bool) -> object:
        """Run a coroutine function in the background, instead of an earlier one of the group."""
        ...


class Comeback:
    """Goes where the user was, and keeps where they are."""

    def __init__(self, screen: ComebackScreen, files: frozenset[str], first: Question) -> None:
        """Take the screen, the files and the first question; without files nothing is kept."""
        self._screen = screen
        self._files = files
        self._first = first
        self._has_begun = False
        self._position: Position | None = None
        """Where the user was, until the cursor is there."""

    def keep(self) -> None:
        """Keep where the user is, once they are where they were."""
        screen, paper = self._screen, None
        if not self._has_begun or self._position is not None:
            return
        if screen.papers.cursor and screen.papers.number is not None:
            paper = Fingerprint.of(screen.session.store[screen.papers.number])
        position = Position(screen.bar.text, screen.question[1], paper)
        screen.desk.keep_position(self._files, position)

    def begin(self) -> None:
        """Go where the user was, unless they have gone elsewhere already; the shelf is open."""
        if not self._files:
            return
        self._has_begun = True
        screen = self._screen
        is_elsewhere = screen.bar.text or screen.papers.cursor or screen.marks
        position = screen.desk.position(self._files)
        if is_elsewhere or screen.question != self._first or position == Position():
            return
        self._position = position
        if position.order is not self._first[1]:
            screen.ask((EVERYTHING, position.order))
        if position.text:
            screen.bar.restore(position.text)
        self.go_on()

    def go_on(self) -> None:
        """Put the cursor on its paper, if that is read by now; call it when more is read."""
        if self._position is not None:
            self._screen.run_worker(self._seek, group="comeback", exclusive=True)

    async def _seek(self) -> None:
        """Put the cursor on its paper, if it is read and nobody has moved it since."""
        position, session = self._position, self._screen.session
        if position is None:
            return
        papers, query, number = self._screen.papers, typed.query(position.text), None
        if position.paper is not None:
            found = await asyncio.to_thread(find_again, session.store, {position.paper})
            number = found.get(position.paper)
            if number is None and not session.is_whole:
                return
        is_there = self._screen.question[0] == query and session is self._screen.session
        if number is not None and is_there and not papers.cursor:
            if self._screen.results.query == query and papers.holds(number):
                papers.go_to(number)
            elif session.is_over:
                self._screen.listing.go_to_when_listed(query, number)
            else:  # it may be among the results when more is indexed
                return
        self._position = None
