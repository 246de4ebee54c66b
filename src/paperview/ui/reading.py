"""The paper in the detail: drawn when the cursor has stopped, and timed while it is open."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from paperview.index.results import Results
from paperview.library.store.store import Store
from paperview.model.paper import Paper
from paperview.settings import Settings, table
from paperview.sources.source import Opened
from paperview.ui.desk import Desk
from paperview.ui.render.look import Look
from paperview.ui.render.page import EMPTY_PAGE, View, page
from paperview.ui.widgets.paper_detail import PaperDetail
from paperview.ui.widgets.paper_list import PaperList

if TYPE_CHECKING:
    from paperview.shelf.entries import State

_DELAY = 0.03
"""Seconds: while the cursor runs, the list is drawn first and the detail for where it stops."""


class ReadScreen(Protocol):
    """The screen with the papers."""

    papers: PaperList
    detail: PaperDetail
    opened: Opened
    store: Store
    results: Results
    desk: Desk

    def call_later(self, callback: Callable[[], object], /) -> bool:
        """Call a function in its turn."""
        ...


class Reading:
    """Draws the paper under the cursor, and marks it read after some seconds if that is wanted."""

    def __init__(self, screen: ReadScreen, settings: Settings) -> None:
        """Take the screen, and what the user has set."""
        self._screen = screen
        self._read_after = settings[table.MARK_READ]
        """Seconds after which a paper counts as read; 0 for never."""
        self.view = View(look=Look.of(settings))
        self.number: int | None = None
        """The paper in the detail, which may not yet be the one under the cursor."""
        self.is_due = False
        """Whether the detail will be drawn in a moment."""
        self._state: State | None = None
        """What was on the shelf of the paper when it was drawn."""
        self._timed: Paper | None = None
        """The paper that is open."""
        self._timer: asyncio.TimerHandle | None = None

    def draw_soon(self) -> None:
        """Draw the paper under the cursor, unless it moves on at once."""
        if not self.is_due:
            self.is_due = True
            # Textual's timers are lost where they come to run too late.
            loop = asyncio.get_running_loop()
            loop.call_later(_DELAY, self._screen.call_later, self.draw)

    def draw(self) -> None:
        """Draw the paper under the cursor."""
        self.is_due = False
        number, screen, shown = self._screen.papers.number, self._screen, EMPTY_PAGE
        is_same, self.number = number == self.number, number
        if number is not None:
            with_sources = len(screen.opened.sources) > 1
            paper, tokens = screen.store[number], screen.results.tokens
            state = self._state = screen.desk.state(paper)
            shown = page(paper, tokens, self.view, with_sources=with_sources, state=state)
        self._screen.detail.show(shown, keep_scroll=is_same)
        self.time()

    def draw_state(self) -> None:
        """Draw the paper again if its shelf has changed.

        To draw the same again would take away what is selected with the mouse.
        """
        if self.number is not None:
            paper = self._screen.store[self.number]
            if self._screen.desk.state(paper) != self._state:
                self.draw()

    def draw_as(self, view: View) -> None:
        """Draw papers in another way."""
        self.view = view
        self.draw()

    def time(self) -> None:
        """Note which paper is open: the one in the detail while that has the focus."""
        if not self._read_after:
            return
        number = self.number if self._screen.detail.has_focus else None
        paper = None if number is None else self._screen.store[number]
        if paper == self._timed:
            return
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self._timed = paper
        if paper is not None:
            loop = asyncio.get_running_loop()
            self._timer = loop.call_later(self._read_after, self._screen.desk.was_read, paper)
