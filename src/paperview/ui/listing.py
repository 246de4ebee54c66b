"""The results in the list: which of them it shows, how, and where the cursor is among them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from textual.app import App

from paperview.index.results import EVERYTHING, Order, Query, Results
from paperview.library import remarks
from paperview.library.store.store import Store
from paperview.ui import typed
from paperview.ui.actions import say
from paperview.ui.desk import Desk
from paperview.ui.render import wording
from paperview.ui.render.cells import Line
from paperview.ui.render.look import Look
from paperview.ui.render.rows import row as drawn_row
from paperview.ui.render.signs import signs
from paperview.ui.widgets.filter_bar import FilterBar
from paperview.ui.widgets.paper_list import PaperList

NewNumber = Callable[[int | None], int | None]
"""Gives the number of a paper in another session; None for a paper that is not there."""


class ListScreen(Protocol):
    """The screen with the papers."""

    bar: FilterBar
    papers: PaperList
    desk: Desk
    store: Store
    results: Results
    listed: Results

    @property
    def app(self) -> App[None]:
        """Where toasts are shown."""
        ...

    @property
    def is_typing(self) -> bool:
        """Whether the filter bar has the focus."""
        ...

    def show_listed(self) -> None:
        """Show what depends on the papers that are listed and on the one under the cursor."""
        ...


class Listing:
    """Lists the screen's results, and keeps the cursor on its paper."""

    def __init__(self, screen: ListScreen, look: Look) -> None:
        """Take the screen, and how the user has set the list."""
        self._screen = screen
        self._look = look
        self.order = Order.BEST
        """The order of the results."""
        self._shows_nearly = True
        """Whether papers that nearly match are listed too."""
        self._wanted: tuple[Query, int] | None = None
        """A query, and the paper to go to when its answer is there."""

    # --- listing

    def show(self, results: Results, order: Order) -> None:
        """Show results; the cursor stays on its paper unless another query was answered.

        While it is at rest it stays on the first paper, whichever that is.
        """
        papers = self._screen.papers
        is_same = results.query == self._screen.results.query
        keep = (is_same or results.query == EVERYTHING) and not (is_same and self.is_at_rest)
        stay, row = (papers.number, papers.cursor) if keep else (None, 0)
        # A paper that is read now is no longer among the unread ones: the next takes its row.
        self._list(results, order, stay, row if is_same else 0)

    def replace(self, results: Results, order: Order, new: NewNumber) -> None:
        """Show the results of another session; the cursor stays on its paper.

        Args:
            results: what is shown from now on.
            order: their order.
            new: gives the new numbers of papers.
        """
        papers = self._screen.papers
        if self._wanted is not None:
            query, number = self._wanted[0], new(self._wanted[1])
            self._wanted = None if number is None else (query, number)
        self._list(results, order, new(papers.number), papers.cursor)

    def toggle_nearly(self) -> None:
        """List papers that nearly match, or leave them out."""
        screen = self._screen
        self._shows_nearly = not self._shows_nearly
        self._list(screen.results, self.order, screen.papers.number)
        if not screen.results.groups:
            say(screen.app, remarks.nearly(is_listed=self._shows_nearly))

    def _list(self, results: Results, order: Order, stay: int | None, row: int = 0) -> None:
        """List results with the cursor on a paper, or on a row where that is not among them."""
        screen, self.order = self._screen, order
        screen.results = results
        screen.listed = results if self._shows_nearly else results.without_nearly
        screen.papers.show(
            screen.listed.shown,
            self._draw_row,
            headings=screen.listed.headings,
            stay=stay,
            row=row,
            otherwise=wording.why_none(results),
        )
        if self._wanted is not None and self._wanted[0] == results.query:
            screen.papers.go_to(self._wanted[1])
            self._wanted = None
        screen.show_listed()

    def _draw_row(self, number: int, width: int, height: int) -> list[Line]:
        paper, results, desk = self._screen.store[number], self._screen.results, self._screen.desk
        state = desk.state(paper) if desk.has_signs else None
        return drawn_row(
            paper,
            results.tokens,
            width,
            height,
            look=self._look,
            signs="" if state is None else signs(state, width),
            missing=results.missing(number),
        )

    # --- the cursor

    @property
    def at_hand(self) -> tuple[int | None, int | None]:
        """The papers to stay on: the one under the cursor, and the one to go to."""
        return self._screen.papers.number, self._wanted and self._wanted[1]

    @property
    def is_at_rest(self) -> bool:
        """Whether the cursor stays on the first paper: the user types and has not moved it."""
        return self._screen.is_typing and not self._screen.papers.cursor

    def go_to(self, number: int, text: str) -> None:
        """Put a query into the bar if it is not there, and the cursor on one of its papers."""
        if self._screen.bar.text == text:
            self._screen.papers.go_to(number)
        else:
            self.go_to_when_listed(typed.query(text), number)
            self._screen.bar.text = text

    def go_to_when_listed(self, query: Query, number: int) -> None:
        """Put the cursor on a paper when a query is answered, unless another is asked first."""
        self._wanted = query, number

    def asked(self, query: Query) -> None:
        """Forget the paper to go to if it belongs to another query than the one asked now."""
        if self._wanted is not None and self._wanted[0] != query:
            self._wanted = None
