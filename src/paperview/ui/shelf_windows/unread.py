"""The unread papers of the present results, one after the other."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING

from paperview import library
from paperview.index.results import Results
from paperview.library.session import Session
from paperview.library.store.fingerprint import Fingerprint, find_again
from paperview.model.paper import Paper
from paperview.ui.desk import Desk

if TYPE_CHECKING:
    from paperview.shelf.entries import State
    from paperview.shelf.shelf import Shelf


class Unread:
    """A queue of unread papers. If the files are reloaded, it goes on with those not yet seen."""

    def __init__(self, desk: Desk, listing: Callable[[], tuple[Session, Results]]) -> None:
        """Take the shelf, and what gives the present session and results."""
        self._desk = desk
        self._listing = listing
        self._session, self.results = listing()
        self._numbers: Sequence[int] = ()
        self._at = 0
        self._seen: set[Fingerprint] = set()

    async def load(self) -> None:
        """Look up which papers are unread."""
        session, self.results = self._listing()
        chosen = self.results.chosen

        def look_up(shelf: Shelf) -> Sequence[int]:
            numbers = library.unread_among(session.store, shelf, chosen)
            seen = set(find_again(session.store, self._seen).values()) if self._seen else ()
            return [number for number in numbers if number not in seen] if seen else numbers

        self._numbers, self._at, self._session = await self._desk.run(look_up), 0, session

    @property
    def left(self) -> int:
        """How many papers there still are."""
        return len(self._numbers) - self._at

    @property
    def is_whole(self) -> bool:
        """Whether all papers of the files were there."""
        return self._session.is_whole

    @property
    def has_sources(self) -> bool:
        """Whether papers are from several sources."""
        return len(self._session.results) > 1

    @property
    def problem(self) -> str | None:
        """Why changes can't be saved."""
        return None if self._desk.shelf is None else self._desk.shelf.problem

    async def take(self) -> Paper | None:
        """Return the next paper, None at the end."""
        if self._listing()[0] is not self._session:
            await self.load()
        while self.left:
            paper = self._session.store[self._numbers[self._at]]
            self._at += 1
            state = self.state(paper)
            if not (state and state.is_read):
                self._seen.add(Fingerprint.of(paper))
                return paper
        return None

    def state(self, paper: Paper) -> State | None:
        """Return what is on the shelf of a paper."""
        return self._desk.state(paper)

    def mark_read(self, paper: Paper) -> Awaitable[bool]:
        """Mark a paper as read; return whether it was unread."""
        return self._desk.run(lambda shelf: bool(shelf.mark_read([paper]).what))
