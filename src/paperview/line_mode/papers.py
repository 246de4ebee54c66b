"""The papers of the line mode: read in the background, asked, and reloaded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from queue import Empty, SimpleQueue
from time import monotonic
from typing import TYPE_CHECKING

from paperview.index.results import Order, Query, Results
from paperview.library.load_state import Progress
from paperview.library.reopening import Reopened, reopen, require_papers
from paperview.library.search_thread import NEWEST_PAPERS
from paperview.library.session import Answered, CacheFailed, Event, Failed, Grew, Session
from paperview.sources.problem import Problem

if TYPE_CHECKING:
    from paperview.shelf.shelf import Shelf
    from paperview.sources.request import Request
    from paperview.sources.source import Opened

_PATIENCE = 1.0
"""Seconds to wait for an answer about all papers; then one about those that are there will do."""
_RELOAD_PATIENCE = 5.0
"""The same after a reload, whose papers were all there before."""
_MOMENT = 0.3
"""Seconds that the first prompt waits."""
_LOOK = 0.1
"""Seconds between two looks at the clock."""
_TOLD_AFTER = 2.0
"""Seconds of waiting after which it is said what for, and again after ever longer ones."""


class DamagedError(Exception):
    """The cached index is of no use: the files have to be reloaded."""


class OpenPapers:
    """A session, whose events are taken when somebody asks."""

    def __init__(
        self,
        request: Request,
        opened: Opened,
        shelf: Shelf,
        tell: Callable[[str], object],
        *,
        waits: bool,
    ) -> None:
        """Read the first papers, and go on with the others in the background.

        Args:
            request: what was asked for, to be opened again.
            opened: what came of it.
            shelf: what the user added to papers.
            tell: takes remarks on the work itself.
            waits: whether answers are always about all papers.
        """
        self.opened = opened
        self._request = request
        self._shelf = shelf
        self._tell = tell
        self._waits = waits
        self._events: SimpleQueue[Event] = SimpleQueue()
        self._answer: Answered | None = None
        self._fresh: Session | None = None
        """The one that is to replace it."""
        self.session = Session(opened.sources, self._events.put)
        self._start(self.session)

    def _start(self, session: Session) -> None:
        session.use_shelf(self._shelf)
        session.start()

    def close(self) -> None:
        """End what goes on."""
        self.session.close()

    @property
    def problems(self) -> list[Problem]:
        """The problems: files, and parts of files, that could not be read."""
        return [*(error.problem for error in self.opened.errors), *self.session.problems]

    @property
    def progress(self) -> str:
        """What goes on, if anything: `indexing, 41 %`."""
        progress = self.session.progress
        if progress is None:
            return "" if self.session.is_whole else "reading"
        return _said(progress)

    def failed(self, error: Exception) -> None:
        """Take an unexpected error of another thread; it is raised with the next news."""
        self._events.put(Failed(error))

    def is_damage(self, error: Exception) -> bool:
        """Return whether an error in work on the papers is that of a damaged cached index."""
        self.session.failed(error)
        while not self._events.empty():
            event = self._events.get()
            if isinstance(event, CacheFailed) and event.session is self.session:
                return True
        return False

    # --- asking

    def ask(self, query: Query, order: Order) -> Results:
        """Return the results of a query: of all papers, or after a moment of those that are there.

        Raises:
            KeyboardInterrupt: at ctrl+c, which ends the waiting.
        """
        self.take_news()
        if not query.clauses and order.for_query(query) is Order.NEWEST:
            self._wait(lambda: self.session.is_whole, lambda: bool(len(self.session.everything)))
            return replace(self.session.everything, query=query, searched=len(self.session.store))
        self._answer = None
        question = (query, order)
        self.session.ask(question)

        def is_answered() -> bool:
            return self._answer is not None and self._answer.question == question

        try:
            self._wait(lambda: is_answered() and self._is_complete(), is_answered)
        finally:
            self.session.ask(NEWEST_PAPERS)  # it is not answered again when more is indexed
        answer = self._answer
        return answer.results if answer is not None else Results(query)

    def _is_complete(self) -> bool:
        """Return whether the answer is about all papers."""
        session, answer = self.session, self._answer
        if not session.is_over or answer is None:
            return False
        return session.index is None or answer.results.searched == session.index.searched

    def wait_for_all(self) -> None:
        """Wait until everything is read and indexed: for a moment, or as long as it takes."""
        self._wait(lambda: self.session.is_over, lambda: True, _MOMENT)

    def wait_for_index(self) -> None:
        """Wait until everything is read and indexed, as long as it takes.

        Raises:
            KeyboardInterrupt: at ctrl+c, which ends the waiting.
        """
        self._wait(lambda: self.session.is_over, lambda: False)

    def _wait(
        self,
        is_done: Callable[[], bool],
        is_enough: Callable[[], bool],
        patience: float | None = None,
    ) -> None:
        """Take events until something is done, or after a while until there is enough."""
        enough_from = monotonic() + (_PATIENCE if patience is None else patience)
        pause = _TOLD_AFTER
        told_at = monotonic() + pause
        while not is_done():
            now = monotonic()
            if not self._waits and now >= enough_from and is_enough():
                return
            if now >= told_at and not self._waits and self.progress:
                self._tell(f"{self.progress} …")
                pause *= 2
                told_at = now + pause
            self._take_next(_LOOK)

    # --- news

    def take_news(self) -> bool:
        """Take the events there are; return whether all was read and indexed meanwhile."""
        was_over = self.session.is_over
        while not self._events.empty():
            self._take(self._events.get())
        return self.session.is_over and not was_over

    def _take_next(self, seconds: float) -> None:
        """Wait for an event."""
        try:
            self._take(self._events.get(timeout=seconds))
        except Empty:
            return

    def _take(self, event: Event) -> None:
        if isinstance(event, Failed):
            raise event.error
        session = event.session
        if session is not self.session and session is not self._fresh:
            return
        if isinstance(event, Grew):
            session.take(event.growth)
            if event.growth.note:
                self._tell(event.growth.note)
        elif isinstance(event, CacheFailed):
            raise DamagedError
        elif session is self.session:
            self._answer = event

    # --- reloading

    def reload(self) -> Reopened:
        """Read the files as they are now, all of them or what there is after some seconds.

        Raises:
            NotOpenedError: if that can't be done.
            KeyboardInterrupt: at ctrl+c, which ends it.
        """
        fresh = reopen(self._request, self.opened.sources, self._events.put)
        session = self._fresh = fresh.session
        try:
            self._start(session)
            patience = monotonic() + _RELOAD_PATIENCE
            while not session.is_over and (self._waits or monotonic() < patience):
                self._take_next(_LOOK)
            require_papers(session)
        except BaseException:
            session.close()
            raise
        finally:
            self._fresh = None
        return fresh

    def use(self, fresh: Reopened) -> None:
        """Take other papers in place of these."""
        before, self.session, self.opened = self.session, fresh.session, fresh.opened
        before.close()


def _said(progress: Progress) -> str:
    share = "" if progress.share is None else f", {progress.share * 100:.0f} %"
    return f"{progress.doing}{share}"
