"""Where the user was in some files, to come back there in the next run."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from paperview.index.results import EVERYTHING, Order, Query, Results
from paperview.library.marks import Marks
from paperview.library.search_thread import NEWEST_PAPERS, Question
from paperview.library.store.fingerprint import Fingerprint, find_again
from paperview.model.paper import ArxivId, Doi
from paperview.ui import typed
from paperview.ui.widgets.filter_bar import FilterBar
from paperview.ui.widgets.paper_list import PaperList

if TYPE_CHECKING:
    from paperview.library.session import Session


class Place(NamedTuple):
    """The filter, the order, and the paper under the cursor."""

    text: str = ""
    order: Order = Order.BEST
    paper: Fingerprint | None = None
    """None for the first one."""

    def as_json(self) -> dict[str, Any]:
        """Return it in a form that JSON can hold."""
        fields: dict[str, Any] = {"filter": self.text, "order": self.order.name.lower()}
        if self.paper is not None:
            ids = [str(one) for one in self.paper.identities]
            fields["paper"] = {"ids": ids, "clues": [list(clue) for clue in self.paper.clues]}
        return fields


def place_of(fields: Mapping[str, Any]) -> Place:
    """Return a place as it was kept; what can't be read of it is left out."""
    name = str(fields.get("order", "")).upper()
    order = Order[name] if name in Order.__members__ else Order.BEST
    return Place(str(fields.get("filter", "")), order, _fingerprint(fields.get("paper")))


def _fingerprint(kept: object) -> Fingerprint | None:
    if not isinstance(kept, dict):
        return None
    parsed = (ArxivId.parse(text) or Doi.parse(text) for text in map(str, kept.get("ids", ())))
    clues = tuple(tuple(map(str, clue)) for clue in kept.get("clues", ()))
    return Fingerprint(tuple(one for one in parsed if one), clues)


class Reading(Protocol):
    """The screen with the papers."""

    marks: Marks
    question: Question
    results: Results
    session: Session

    def ask(self, question: Question) -> None:
        """Ask for results."""
        ...

    def go_to_when_listed(self, query: Query, number: int) -> None:
        """Put the cursor on a paper when a query is answered."""
        ...


class Comeback:
    """Goes where the user was, and says where they are."""

    def __init__(
        self, screen: Reading, bar: Callable[[], FilterBar], papers: Callable[[], PaperList]
    ) -> None:
        """Take the screen, its bar and its list."""
        self._screen = screen
        self._bar = bar
        self._papers = papers
        self._place: Place | None = None
        """Where the user was, until the cursor is there."""

    @property
    def is_on_the_way(self) -> bool:
        """Whether the cursor is not yet on its paper, which may be read later."""
        return self._place is not None

    @property
    def place(self) -> Place:
        """Where the user is."""
        papers, at = self._papers(), None
        if papers.cursor and papers.number is not None:
            at = Fingerprint.of(self._screen.session.store[papers.number])
        return Place(self._bar().text, self._screen.question[1], at)

    def go(self, place: Place) -> None:
        """Go to a place, unless the user has gone elsewhere already; then call `seek`."""
        has_begun = self._bar().text or self._papers().cursor or self._screen.marks
        if has_begun or self._screen.question != NEWEST_PAPERS or place == Place():
            return
        self._place = place
        if place.order is not Order.BEST:
            self._screen.ask((EVERYTHING, place.order))
        if place.text:
            self._bar().restore(place.text)

    async def seek(self) -> None:
        """Put the cursor on its paper, if it is read and nobody has moved it since.

        Until it has come to an end, call it again when more is read or indexed.
        """
        place, session = self._place, self._screen.session
        if place is None:
            return
        papers, query, number = self._papers(), typed.query(place.text), None
        if place.paper is not None:
            found = await asyncio.to_thread(find_again, session.store, {place.paper})
            number = found.get(place.paper)
            if number is None and not session.is_whole:
                return
        is_there = self._screen.question[0] == query and session is self._screen.session
        if number is not None and is_there and not papers.cursor:
            if self._screen.results.query == query and papers.holds(number):
                papers.go_to(number)
            elif session.is_over:
                self._screen.go_to_when_listed(query, number)
            else:  # it may be among the results when more is indexed
                return
        self._place = None
