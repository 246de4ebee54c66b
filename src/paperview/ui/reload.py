"""A session opened in the background until it can replace the one on the screen."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from functools import partial
from threading import Thread
from time import monotonic
from typing import TYPE_CHECKING, TypeVar

from paperview.index.results import Results
from paperview.library.load_state import Progress
from paperview.library.reopening import reopen, require_papers
from paperview.library.search_thread import NEWEST_PAPERS, Question
from paperview.library.session import Answered, Event, Grew, Session
from paperview.library.store.fingerprint import Fingerprint, find_again
from paperview.sources.problem import SourceError
from paperview.sources.request import Request
from paperview.sources.source import Opened, Source

if TYPE_CHECKING:
    from paperview.shelf.shelf import Shelf

_T = TypeVar("_T")

PATIENCE = 5.0
"""Seconds to read and index everything; after them the new session is shown unfinished."""


class Reload:
    """A session that is being opened to show the files as they are now.

    All methods are called on the screen's thread; slow work is done in other threads.
    """

    def __init__(
        self,
        request: Request,
        shown: Sequence[Source],
        report: Callable[[Event], object],
        question: Question,
        shelf: Shelf | None = None,
    ) -> None:
        """Begin with nothing.

        Args:
            request: what is opened.
            shown: the sources that were read of it before.
            report: takes the new session's events, from any thread.
            question: what is asked now.
            shelf: what the user added to papers, if it is open.
        """
        self.announces = False
        """Whether the outcome is announced."""
        self._request = request
        self._shown = shown
        self._report = report
        self._question = question
        self._shelf = shelf
        self._answer: Results | None = None
        self._news = asyncio.Event()
        self._show_from = monotonic() + PATIENCE
        self.session: Session | None = None
        self.opened = Opened([], [])
        """The sources to show, as they are now or as they were before, and the errors."""
        self.stale: list[SourceError] = []
        """Errors of files that can't be read now; their papers stay as they were read before."""
        self.is_outdated = False
        """Whether files have changed since it began."""

    @property
    def progress(self) -> Progress | None:
        """The progress, if it takes a while."""
        return self.session.progress if self.session else None

    async def open(self) -> Session:
        """Open the files, read the first papers, and go on with the others.

        Raises:
            NotOpenedError: if that can't be done.
        """
        open_again = partial(reopen, self._request, self._shown, self._report)
        session, self.opened, self.stale = await _aside(open_again)
        self.session = session
        if self._shelf is not None:
            session.use_shelf(self._shelf)
        session.ask(self._question)
        session.start()
        return session

    # --- on the way

    def hurry(self) -> None:
        """Mark the session as ready when there is something to show."""
        self._show_from = monotonic()
        self._news.set()

    def ask(self, question: Question) -> None:
        """Set the current question."""
        self._question = question
        self._answer = None
        if self.session is not None:
            self.session.ask(question)
        self._news.set()

    def take(self, event: Grew | Answered) -> None:
        """Handle an event of the new session."""
        if isinstance(event, Grew):
            event.session.take(event.growth)
            self._news.set()
        elif event.question == self._question:
            self._answer = event.results
            self._news.set()

    async def ready(
        self,
        tracked: Callable[[], frozenset[Fingerprint]],
        keeps_cursor: Callable[[Results, Mapping[Fingerprint, int]], bool],
    ) -> tuple[Results, dict[Fingerprint, int]]:
        """Wait until the new session can be shown.

        Args:
            tracked: gives the papers that are to be found again.
            keeps_cursor: says whether the cursor can stay on its paper among some results.

        Returns:
            The results to show, and the new numbers of the tracked papers.

        Raises:
            NotOpenedError: if there are no papers.
        """
        while True:
            if self.session is not None:
                require_papers(self.session)
            if self.session is not None and self.to_show is not None:
                wanted, was_done = tracked(), self._is_done
                numbers = await asyncio.to_thread(find_again, self.session.store, wanted)
                if self._is_done and not was_done:  # it looked only among the papers until then
                    continue
                if not tracked() <= wanted:  # the cursor has moved on meanwhile
                    continue
                results = self.to_show
                if results is not None and (self._is_done or keeps_cursor(results, numbers)):
                    return results, numbers
            await self._news.wait()
            self._news.clear()

    # --- how far it is

    @property
    def _results(self) -> Results | None:
        """The answer to what is asked now, as far as there is one."""
        if self.session is not None and self._question == NEWEST_PAPERS:
            return self.session.everything
        return self._answer

    @property
    def _is_done(self) -> bool:
        """Whether everything is read and indexed, and the answer is about all of it."""
        session, results = self.session, self._results
        if session is None or results is None or not session.is_over or not len(session.store):
            return False
        index = session.index
        is_about_all = index is not None and results.searched == index.searched
        return is_about_all or self._question == NEWEST_PAPERS

    @property
    def to_show(self) -> Results | None:
        """The answer to show, when it is complete or the user has waited long enough."""
        results = self._results
        is_late = monotonic() >= self._show_from and bool(results)
        return results if is_late or self._is_done else None


async def _aside(work: Callable[[], _T]) -> _T:
    """Run a function in a daemon thread, because files may be on a slow network."""
    done: Future[_T] = Future()

    def run() -> None:
        if done.set_running_or_notify_cancel():
            try:
                done.set_result(work())
            except Exception as error:
                done.set_exception(error)

    Thread(target=run, name="opening", daemon=True).start()
    return await asyncio.wrap_future(done)
