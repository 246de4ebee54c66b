"""Reloading on the screen: when it begins, and what stays as it was when it is over."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from functools import partial
from threading import Thread
from typing import Protocol

from textual.app import App

from paperview.index.results import Results
from paperview.keys.names import is_text
from paperview.keys.table import written
from paperview.library import remarks
from paperview.library import session as sessions
from paperview.library.marks import Marks, Trail
from paperview.library.reopening import NotOpenedError
from paperview.library.search_thread import Question
from paperview.library.session import Session
from paperview.library.store.fingerprint import Fingerprint, find_again
from paperview.library.store.store import Store
from paperview.library.watcher import Watcher
from paperview.settings import Settings, table
from paperview.sources.request import Request
from paperview.sources.source import Opened
from paperview.ui.actions import say
from paperview.ui.desk import Desk
from paperview.ui.listing import Listing, NewNumber
from paperview.ui.reload import Reload
from paperview.ui.render import wording


class Reloadable(Protocol):
    """The screen with the papers."""

    opened: Opened
    session: Session
    store: Store
    question: Question
    listing: Listing
    marks: Marks
    trail: Trail
    desk: Desk

    @property
    def app(self) -> App[None]:
        """Where toasts are shown."""
        ...

    def report(self, event: sessions.Event) -> None:
        """Take an event of a session, from any thread."""
        ...

    def call_later(self, callback: Callable[[], object], /) -> bool:
        """Call a function on the screen's thread, from any thread."""
        ...

    def run_worker(self, work: Callable[[], object], /, *, group: str, exclusive: bool) -> object:
        """Run a coroutine function in the background, instead of an earlier one of the group."""
        ...

    def replace_session(
        self, session: Session, opened: Opened, results: Results, new: NewNumber
    ) -> None:
        """Show the papers of another session."""
        ...

    def show_marks(self) -> None:
        """Show which papers are marked, and how many."""
        ...

    def show_state(self) -> None:
        """Show how far reloading is, and what can be done."""
        ...


class Reloading:
    """Opens the files again in the background when they have changed or the user asks for it."""

    def __init__(self, screen: Reloadable, request: Request, settings: Settings) -> None:
        """Take the screen.

        Args:
            screen: what shows the papers.
            request: what is opened again.
            settings: what the user has set.
        """
        self._screen = screen
        self._request = request
        self._watch = settings[table.WATCH]
        """Whether files that have changed are reloaded without being asked for."""
        keys = settings[table.KEYS["reload"]]
        # Best one that works while typing, too.
        key = next((one for one in keys if not is_text(one)), keys[0] if keys else "")
        self._key = written(key)
        self.reload: Reload | None = None
        """The files on their way to be shown as they are now."""
        self.watcher = Watcher(
            request.stamps,
            screen.opened.stamps,
            notify=lambda: screen.call_later(self._files_changed),
            failed=lambda error: screen.report(sessions.Failed(error)),
        )

    def begin(self, *, announces: bool = False, is_urgent: bool = False) -> None:
        """Open the files again, while what was read of them before stays shown.

        Args:
            announces: whether it is said when it is done.
            is_urgent: whether what is shown is of little use.
        """
        screen = self._screen
        if self.reload is None:
            shelf = screen.desk.shelf
            self.reload = Reload(
                self._request, screen.opened.sources, screen.report, screen.question, shelf
            )
            screen.run_worker(partial(self._finish, self.reload), group="reload", exclusive=True)
            screen.show_state()
        if announces:
            self.reload.announces = True
        if is_urgent:
            self.reload.hurry()

    def ask(self, question: Question) -> None:
        """Ask the new papers too."""
        if self.reload is not None:
            self.reload.ask(question)

    def take(self, event: sessions.Grew | sessions.Answered | sessions.CacheFailed) -> None:
        """Handle a report of the session that will replace the one that is shown."""
        reload = self.reload
        if reload is None or event.session is not reload.session:
            return
        if isinstance(event, sessions.CacheFailed):
            self.reload = None
            self.begin(announces=reload.announces)
        else:
            reload.take(event)
            self._screen.show_state()

    def news(self, width: int) -> str:
        """Return what there is to say of the files, in so many columns."""
        if self.reload is not None:
            return wording.reloading(self.reload.progress)
        return wording.changes(self.watcher.changes, width, self._key)

    def _files_changed(self) -> None:
        if self.reload is not None:
            self.reload.is_outdated = True
        elif self._watch and self.watcher.changes.can_be_reloaded:
            self.begin()
        self._screen.show_state()

    async def _finish(self, reload: Reload) -> None:
        """Replace the session when enough of the new one is loaded, or say why not."""
        screen = self._screen
        try:
            session = await reload.open()
            results, numbers = await reload.ready(self._tracked, self._keeps_cursor)
            many = await self._find_many(session)
            self._replace(session, reload.opened, results, numbers, many)
        except NotOpenedError as error:
            say(screen.app, f"not reloaded: {error}", is_bad=True)
        else:
            if reload.announces or reload.stale:
                said = remarks.reloaded(len(screen.store), reload.stale)
                say(screen.app, said, is_bad=bool(reload.stale))
        finally:
            if reload.session is not None and reload.session is not screen.session:
                _close(reload.session)
            if self.reload is reload:
                self.reload = None
        if reload.is_outdated:
            self._files_changed()
        else:
            screen.show_state()

    # --- finding papers again

    def _tracked(self) -> frozenset[Fingerprint]:
        """Return the papers to find again: marked, left by links, and at hand."""
        at_hand = {known for known in map(self._fingerprint, self._screen.listing.at_hand) if known}
        return self._screen.marks.fingerprints | self._screen.trail.fingerprints | at_hand

    def _keeps_cursor(self, results: Results, numbers: Mapping[Fingerprint, int]) -> bool:
        """Return whether the cursor can stay on its paper, if that matters."""
        known = self._fingerprint(self._screen.listing.at_hand[0])
        if known is None or self._screen.listing.is_at_rest:
            return True
        return known in numbers and results.shown.index_of(numbers[known]) is not None

    def _fingerprint(self, number: int | None) -> Fingerprint | None:
        return None if number is None else Fingerprint.of(self._screen.store[number])

    async def _find_many(self, session: Session) -> bytearray | None:
        """Find very many marks again in another session; return None if there are few."""
        screen = self._screen
        if screen.marks.many is None:
            return None
        if not (session.is_over and screen.session.is_over):  # their papers may still grow
            return bytearray()
        while marked := screen.marks.many:
            found = await asyncio.to_thread(session.store.find_many, marked, screen.store)
            if screen.marks.many == marked:
                return found
        return None

    def _replace(
        self,
        session: Session,
        opened: Opened,
        results: Results,
        numbers: Mapping[Fingerprint, int],
        many: bytearray | None,
    ) -> None:
        """Show another session; cursor, marks and trail stay on their papers."""
        screen, before = self._screen, self._screen.session

        def new(number: int | None) -> int | None:
            known = None if number is None else Fingerprint.of(before.store[number])
            return None if known is None else numbers.get(known)

        lost = 0
        if many is None:
            screen.marks.renumber(numbers, session.store)
        else:
            lost = screen.marks.renumber_many(many, session.store)
        screen.trail.renumber(numbers)
        self.watcher.opened(opened.stamps)
        screen.replace_session(session, opened, results, new)
        _close(before)
        if lost:
            say(screen.app, remarks.lost(lost), is_bad=True)

    def restore_marks(self) -> None:
        """Mark the papers again that were marked and are read only now."""
        if self._screen.marks.missing:
            restore = partial(self._restore_marks, self._screen.session)
            self._screen.run_worker(restore, group="marks", exclusive=True)

    async def _restore_marks(self, session: Session) -> None:
        screen = self._screen
        numbers = await asyncio.to_thread(find_again, session.store, screen.marks.missing)
        if session is screen.session and numbers:
            screen.marks.restore(numbers, screen.store)
            screen.show_marks()


def _close(session: Session) -> None:
    """Close a session in a thread: that may wait for other processes, and for an export."""
    Thread(target=session.close_unused, name="closing", daemon=True).start()
