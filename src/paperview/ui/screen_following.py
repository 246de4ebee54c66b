"""Keeping up with the files on the main screen: they change, and are opened anew."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from functools import partial
from threading import Thread

from textual import on, work

from paperview.index.results import Results
from paperview.library.history import History
from paperview.library.search_thread import Question
from paperview.library.session import Session
from paperview.library.store.fingerprint import Fingerprint, find_again
from paperview.library.watcher import Watcher
from paperview.sources.request import Opened, Request
from paperview.ui import actions, keys
from paperview.ui.reload import NotOpenedError, Reload
from paperview.ui.render import wording
from paperview.ui.screen_papers import PapersScreen
from paperview.ui.widgets.lines import Hint
from paperview.ui.widgets.paper_list import PaperList


class FollowingScreen(PapersScreen):
    """Papers of files that may change."""

    def __init__(self, request: Request, opened: Opened, *, watch: bool, history: History) -> None:
        """Take what was asked for, what is open, whether to reload by itself, and the history."""
        super().__init__(opened, is_seeds=request.is_seeds, history=history)
        self._request = request
        self._watch = watch
        self._follower = Watcher(
            request.stamps,
            opened.stamps,
            tell=partial(self.call_later, self._files_changed),
            failed=lambda error: self.post_message(Session.Failed(error)),
        )
        self._renewal: Reload | None = None
        """The files on their way to be shown as they are now."""

    def on_mount(self) -> None:
        """Look at the files now and then, after the first screen."""
        self.call_after_refresh(self._follower.start)

    def on_unmount(self) -> None:
        """Look no more."""
        self._follower.stop()

    def due_hints(self) -> tuple[Hint, ...]:
        """Tell of reloading while there is a reason to."""
        return keys.RELOADING if self._follower.changes.can_be_reloaded else ()

    def news_of_files(self) -> str:
        """Say that files have changed, or are being reloaded."""
        if self._renewal is not None:
            return wording.reloading(self._renewal.progress)
        return wording.changes(self._follower.changes, self.size.width)

    def _tell_of_files(self) -> None:
        self._tell()
        self._show_keys()

    def _files_changed(self) -> None:
        if self._renewal is not None:
            self._renewal.is_outdated = True
        elif self._watch and self._follower.changes.can_be_reloaded:
            self.reload()
        self._tell_of_files()

    # --- a pile that is coming

    @on(Session.Grew)
    def _coming_grew(self, event: Session.Grew) -> None:
        if self._renewal is not None and event.pile is self._renewal.pile:
            self._renewal.grew(event.growth)
            self._tell()

    @on(Session.Answered)
    def _coming_answered(self, event: Session.Answered) -> None:
        if self._renewal is not None and event.pile is self._renewal.pile:
            self._renewal.answered(event.question, event.results)

    def _ask(self, question: Question) -> None:
        super()._ask(question)
        if self._renewal is not None:
            self._renewal.ask(question)

    @on(Session.CacheFailed)
    def _spoilt(self, event: Session.CacheFailed) -> None:
        coming = self._renewal
        if coming is not None and event.pile is coming.pile:
            self._renewal = None
            self.reload(is_asked=coming.is_asked)
        elif event.pile is self.pile:
            self.reload(is_urgent=True)

    def reload(self, *, is_asked: bool = False, is_urgent: bool = False) -> None:
        """Open the files anew, while what was read of them before stays shown.

        Args:
            is_asked: whether it is said when it is done.
            is_urgent: whether what is shown is of little use.
        """
        if self._renewal is None:
            sources = self._files.sources
            self._renewal = Reload(self._request, sources, self.post_message, self.question)
            self._renew(self._renewal)
            self._tell_of_files()
        if is_asked:
            self._renewal.is_asked = True
        if is_urgent:
            self._renewal.hurry()

    @work(group="renewal", exclusive=True)
    async def _renew(self, renewal: Reload) -> None:
        """Replace the pile as soon as there is enough of the new one, or say why that can't be."""
        try:
            pile = await renewal.open()
            results, numbers = await self._ready(renewal, pile)
            self._replace_pile(renewal, pile, results, numbers)
        except NotOpenedError as error:
            actions.say(self.app, f"not reloaded: {error}", is_bad=True)
        else:
            if renewal.is_asked or renewal.kept:
                said = wording.reloaded(len(self.store), renewal.kept)
                actions.say(self.app, said, is_bad=bool(renewal.kept))
        finally:
            if renewal.pile is not None and renewal.pile is not self.pile:
                _close(renewal.pile)
            if self._renewal is renewal:
                self._renewal = None
        if renewal.is_outdated:
            self._files_changed()
        else:
            self._tell_of_files()

    async def _ready(
        self, renewal: Reload, pile: Session
    ) -> tuple[Results, dict[Fingerprint, int]]:
        """Wait until a new pile can be shown; return what is, and where its papers to keep are.

        Raises:
            NotOpenedError: if there are no papers in it.
        """
        while True:
            renewal.check()
            if renewal.to_show is not None:
                kept = self._kept
                numbers = await asyncio.to_thread(find_again, pile.store, kept)
                if not self._kept <= kept:  # one has moved on meanwhile
                    continue
                results = renewal.to_show
                if results is not None and (
                    renewal.is_done or self._keeps_cursor(results, numbers)
                ):
                    return results, numbers
            await renewal.news()

    def _keeps_cursor(self, results: Results, numbers: Mapping[Fingerprint, int]) -> bool:
        """Whether the cursor can stay on its paper, if that matters."""
        traits = self._traits(self.query_one(PaperList).number)
        if traits is None or self._is_at_rest:
            return True
        return traits in numbers and results.numbers.place(numbers[traits]) is not None

    @property
    def _kept(self) -> frozenset[Fingerprint]:
        """What the papers are known by that one has come to."""
        numbers = (self.query_one(PaperList).number, self._wanted and self._wanted[1])
        return self.places.traits | {known for known in map(self._traits, numbers) if known}

    def _traits(self, number: int | None) -> Fingerprint | None:
        return None if number is None else Fingerprint.of(self.store[number])

    def _replace_pile(
        self, renewal: Reload, pile: Session, results: Results, numbers: Mapping[Fingerprint, int]
    ) -> None:
        """Show another pile; the cursor and what else is to be kept stay on their papers."""

        def new(number: int | None) -> int | None:
            traits = self._traits(number)
            return None if traits is None else numbers.get(traits)

        papers = self.query_one(PaperList)
        cursor, shown = new(papers.number), new(self._paper_shown)
        if self._wanted is not None:
            wanted = new(self._wanted[1])
            self._wanted = None if wanted is None else (self._wanted[0], wanted)
        _close(self.pile)
        self.pile, self.store = pile, pile.store
        self._take_files(renewal.opened)
        self._paper_shown = shown
        self._follower.opened(renewal.opened.stamps)
        self.places.move(numbers)
        papers.mark(self.places.marked)
        self._list(results, self.question[1], cursor, papers.cursor)

    @on(Session.Grew)
    def _regain_marks(self, event: Session.Grew) -> None:
        is_news = event.growth.everything is not None or event.pile.is_over
        if event.pile is self.pile and self.places.missed and is_news:
            self._regain(self.pile)

    @work(group="regaining", exclusive=True)
    async def _regain(self, pile: Session) -> None:
        """Mark the papers again that were marked and are read only now."""
        numbers = await asyncio.to_thread(find_again, pile.store, self.places.missed)
        if pile is self.pile and numbers:
            self.places.regain(numbers)
            self._show_marks()


def _close(pile: Session) -> None:
    """Close a pile in a thread: that may wait for other processes."""
    Thread(target=pile.close, name="closing", daemon=True).start()
