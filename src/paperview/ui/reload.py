"""A pile that is opened anew beside the one that is shown, until it can take its place."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from threading import Thread
from time import monotonic
from typing import TypeVar

from textual.message import Message

from paperview.index.results import Results
from paperview.library.loader import Growth, Progress
from paperview.library.search_thread import NEWEST_PAPERS, Question
from paperview.library.session import Session
from paperview.sources.opening import AnySource, Source
from paperview.sources.problem import SourceError
from paperview.sources.request import Opened, Request
from paperview.text.sanitize import clean

_T = TypeVar("_T")

PATIENCE = 5.0
"""Seconds for which the new pile may be read and indexed in the background: only then it is shown
while that goes on."""


class NotOpenedError(Exception):
    """The files can't take the place of what was read of them before; as a string: why."""


class Reload:
    """Files on their way to be shown in the place of what they were before.

    All of it is called where the screen lives; what takes its time is done in threads.
    """

    def __init__(
        self,
        request: Request,
        shown: Sequence[AnySource],
        post: Callable[[Message], object],
        question: Question,
    ) -> None:
        """Begin with nothing.

        Args:
            request: what is opened.
            shown: the sources that were read of it before.
            post: takes the new pile's messages, from any thread.
            question: what is asked now.
        """
        self.is_asked = False
        """Whether it is to be said how it went."""
        self._request = request
        self._shown = shown
        self._post = post
        self._question = question
        self._answer: Results | None = None
        self._news = asyncio.Event()
        self._show_from = monotonic() + PATIENCE
        self.pile: Session | None = None
        self.opened = Opened([], [])
        """The sources that are right now, or are kept as they were, and what is wrong."""
        self.kept: list[SourceError] = []
        """What is wrong with files of which is shown what was read before."""
        self.is_outdated = False
        """Whether files have changed since that was begun."""

    @property
    def progress(self) -> Progress | None:
        """How far it is, where that takes its time."""
        return self.pile.progress if self.pile else None

    async def open(self) -> Session:
        """Open the files, read the first papers, and go on with the others.

        Raises:
            NotOpenedError: if that can't be done.
        """
        try:
            self.pile = await _aside(self._open)
        except OSError as error:
            raise NotOpenedError(f"can't be opened ({clean(str(error))})") from error
        self.pile.ask(self._question)
        self.pile.start()
        return self.pile

    def _open(self) -> Session:
        opened = self._request.open()
        if not opened.sources:
            raise NotOpenedError("; ".join(map(str, opened.errors)) or "there is no file any more")
        self._keep_unreadable(opened)
        self.opened = opened
        return Session(opened.sources, self._post)

    def _keep_unreadable(self, opened: Opened) -> None:
        """Take what was read before of files that can't be read now: half-written, they may be.

        Files that are gone take their papers along.
        """
        errors = (*opened.errors, *opened.passed_over)
        for place, source in enumerate(self._shown):
            error = next((one for one in errors if _is_of(source, one.problem.source)), None)
            if error is None or not any(_is_of(source, clean(path)) for path in opened.stamps):
                continue
            if not isinstance(source, Source):
                raise NotOpenedError(str(error))
            opened.sources.insert(place, source)
            if error not in self.kept:
                self.kept.append(error)

    # --- on the way

    def hurry(self) -> None:
        """Be ready as soon as there is something to show."""
        self._show_from = monotonic()
        self._news.set()

    def ask(self, question: Question) -> None:
        """Take another question that is asked now."""
        self._question = question
        self._answer = None
        if self.pile is not None:
            self.pile.ask(question)
        self._news.set()

    def grew(self, growth: Growth) -> None:
        """Take what a `Session.Grew` told."""
        if self.pile is not None:
            self.pile.take(growth)
            self._news.set()

    def answered(self, question: Question, results: Results) -> None:
        """Take what a `Session.Answered` told."""
        if question == self._question:
            self._answer = results
            self._news.set()

    async def news(self) -> None:
        """Wait until it is further than when this was waited for last."""
        await self._news.wait()
        self._news.clear()

    # --- how far it is

    @property
    def _results(self) -> Results | None:
        """The answer to what is asked now, as far as there is one."""
        if self.pile is not None and self._question == NEWEST_PAPERS:
            return self.pile.everything
        return self._answer

    @property
    def is_done(self) -> bool:
        """Whether everything is read and indexed, and the answer is about all of it."""
        pile, results = self.pile, self._results
        if pile is None or results is None or not pile.is_over or not len(pile.store):
            return False
        index = pile.search_thread.index
        is_about_all = index is not None and results.searched == index.searched
        return is_about_all or self._question == NEWEST_PAPERS

    def check(self) -> None:
        """Make sure that there are papers, or will be.

        Raises:
            NotOpenedError: if all is read, and there are none.
        """
        if self.pile is not None and self.pile.is_over and not len(self.pile.store):
            why = map(str, self.pile.problems[:1])
            raise NotOpenedError("; ".join(why) or "there are no papers any more")

    @property
    def to_show(self) -> Results | None:
        """What can be shown: the answer, when it is whole or one has waited long enough."""
        results = self._results
        is_late = monotonic() >= self._show_from and bool(results)
        return results if is_late or self.is_done else None


def _is_of(source: AnySource, name: str) -> bool:
    """Whether a source is a file of this name, or in an archive of this name."""
    return source.name == name or source.name.startswith(f"{name}:")


async def _aside(work: Callable[[], _T]) -> _T:
    """Do something in a thread that quitting does not wait for: files may be far away."""
    done: Future[_T] = Future()

    def run() -> None:
        if done.set_running_or_notify_cancel():
            try:
                done.set_result(work())
            except Exception as error:
                done.set_exception(error)

    Thread(target=run, name="opening", daemon=True).start()
    return await asyncio.wrap_future(done)
