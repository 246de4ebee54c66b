"""The shelf as the screen uses it: opened after the first screen, in a thread of its own."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Condition, Thread
from time import monotonic
from typing import TYPE_CHECKING, TypeVar

from textual.message import Message

from paperview import library
from paperview import shelf as shelves
from paperview.library.history import state_file
from paperview.ui.position import Position, position_of

if TYPE_CHECKING:
    from paperview.library.shelved import ShelvedPapers
    from paperview.library.store.store import Store
    from paperview.model.paper import Paper
    from paperview.shelf.entries import State
    from paperview.shelf.note_files import NoteFiles
    from paperview.shelf.shelf import Shelf

_T = TypeVar("_T")

_INTERVAL = 0.5
"""Seconds between two looks at what other programs have changed."""
_KEPT_AFTER = 3.0
"""Seconds between two writes of where the user is, who may move every second."""
_MOST_OPENED = 10
"""Papers that are opened at once."""


@dataclass
class ShelfOpened(Message):
    """The shelf was opened."""

    problem: str | None
    """Why changes can't be saved."""
    recovered: list[Paper]
    """Papers whose notes were being written when a program was killed."""


@dataclass
class NotesSynced(Message):
    """Notes were taken in from the user's folder, or there is something wrong with it."""

    taken_in: int
    problem: str | None


class ShelfChanged(Message):
    """The shelf has changed, here or in another program."""


class Desk:
    """Hands work on the shelf to a thread, since each change waits for the disk.

    The thread also looks at what other programs have changed. It is a daemon, because a file on a
    network may keep it waiting when the program ends.
    """

    def __init__(
        self,
        file: Callable[[], Path] | None,
        report: Callable[[Message], object],
        failed: Callable[[Exception], object],
        notes: Path | None = None,
        editor: str = "",
    ) -> None:
        """Open nothing yet.

        Args:
            file: says where the shelf is; None for a run without one.
            report: takes messages, from any thread.
            failed: takes unexpected errors, from any thread.
            notes: the folder in which notes are files too.
            editor: the command that edits notes, instead of the usual one.
        """
        self.editor = editor
        self.shelf: Shelf | None = None
        """None until it is open."""
        self.farewell: str | None = None
        """At the end: what could not be saved, and where it is instead."""
        self.error: Exception | None = None
        """The unexpected error that ended its thread."""
        self.has_signs = False
        """Whether the list shows signs: something is on the shelf of the papers to look in."""
        self._file = file
        self._report = report
        self._failed = failed
        self._notes = notes
        self._note_problem: str | None = None
        self._work: deque[Callable[[Shelf], object] | None] = deque()
        self._has_work = Condition()
        self._thread: Thread | None = None
        self._store: Store | None = None
        """The papers to look in."""
        self._shelved: tuple[Store, ShelvedPapers] | None = None
        """Which of them are on the shelf."""
        self._position: tuple[frozenset[str], Position] | None = None
        """Where the user is."""
        self._written_position: tuple[frozenset[str], Position] | None = None
        self._keep_from = 0.0
        """When it may be written again."""

    @property
    def is_there(self) -> bool:
        """Whether this run has a shelf, open or not."""
        return self._file is not None

    def open(self) -> None:
        """Open the shelf in its thread, and report when that is done."""
        if self._file is not None:
            self._thread = Thread(target=self._run, args=(self._file,), name="shelf", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """Finish what was begun, and close the file; it is over when `wait` returns."""
        if self._thread is not None:
            self._add(None)

    def wait(self) -> None:
        """Wait until everything is on disk, or until that has turned out to be impossible."""
        if self._thread is not None:
            self._thread.join()

    def state(self, paper: Paper) -> State | None:
        """Return what the user added to a paper; None before the shelf is open."""
        return None if self.shelf is None else self.shelf.state(paper)

    def tags(self) -> Mapping[str, int]:
        """Return the tags in use, the most frequent first, each with its number of papers."""
        return {} if self.shelf is None else self.shelf.tags()

    def look_in(self, store: Store) -> None:
        """Find out whether something is on the shelf of these papers; others may be closed then."""
        self._store = store
        self._add(self._look_again)

    def keep_position(self, files: frozenset[str], position: Position) -> None:
        """Keep where the user is in some files: soon, and when the program ends."""
        self._position = files, position

    def position(self, files: frozenset[str]) -> Position:
        """Return where the user was in some files."""
        return Position() if self.shelf is None else position_of(self.shelf.view(files))

    def opened(self, papers: Sequence[Paper]) -> None:
        """Remember that a few papers were opened now, in the detail or in the browser."""
        if self.is_there and len(papers) <= _MOST_OPENED:
            for paper in papers:
                self._add(partial(_opened, paper))

    def was_read(self, paper: Paper) -> None:
        """Mark a paper read that was open for some time."""
        if self.is_there:
            self._add(partial(_was_read, paper))

    def run(self, work: Callable[[Shelf], _T]) -> Awaitable[_T]:
        """Run a function in the shelf's thread, after those that came before it.

        It runs even if the program ends before somebody waits for what it returns.
        """
        done: Future[_T] = Future()

        def run(shelf: Shelf) -> None:
            try:
                result = work(shelf)
            except Exception as error:
                if not done.set_running_or_notify_cancel():
                    raise
                done.set_exception(error)
            else:
                if done.set_running_or_notify_cancel():
                    done.set_result(result)

        self._add(run)
        return asyncio.wrap_future(done)

    def _add(self, work: Callable[[Shelf], object] | None) -> None:
        with self._has_work:
            self._work.append(work)
            self._has_work.notify()

    # --- in the thread

    def _run(self, file: Callable[[], Path]) -> None:
        try:
            shelf = shelves.Shelf(file())
            try:
                self._work_on(shelf)
            finally:
                self.farewell = shelves.close(shelf, state_file().parent)
        except Exception as error:
            self.error = error
            self._failed(error)

    def _work_on(self, shelf: Shelf) -> None:
        """Do all work until the end."""
        recovered = shelves.recover(shelf, shelves.drafts_folder(shelf.path))
        self.shelf = shelf
        self._report(ShelfOpened(shelf.problem, recovered))
        files = shelves.NoteFiles(self._notes) if self._notes else None
        is_on = True
        while is_on:
            if files is not None:
                self._sync(shelf, files)
            is_on = self._do_next(shelf)
        self._write_position(shelf)

    def _do_next(self, shelf: Shelf) -> bool:
        """Do what is next, or look for other programs' changes; return False at the end."""
        if not self._work and monotonic() > self._keep_from:
            self._write_position(shelf)
        before = shelf.entries.version, shelf.problem
        with self._has_work:
            has_work = self._has_work.wait_for(lambda: self._work, _INTERVAL)
        if has_work:
            work = self._work.popleft()
            if work is None:
                return False
            work(shelf)
        else:
            shelf.changed()
        if before != (shelf.entries.version, shelf.problem):
            self._look(shelf)
            self._report(ShelfChanged())
        return True

    def _sync(self, shelf: Shelf, files: NoteFiles) -> None:
        """Bring the notes on the shelf and in the folder in step; say a problem once."""
        version = shelf.entries.version
        taken_in, problem = files.sync(shelf)
        if taken_in or problem != self._note_problem:
            self._note_problem = problem
            self._report(NotesSynced(taken_in, problem))
        if version != shelf.entries.version:
            self._look(shelf)
            self._report(ShelfChanged())

    def _write_position(self, shelf: Shelf) -> None:
        """Write where the user is, if that is new and a shelf is needed for it."""
        position = self._position
        if position is None or position == self._written_position:
            return
        files, where = position
        self._written_position, self._keep_from = position, monotonic() + _KEPT_AFTER
        if where != position_of(shelf.view(files)) and shelf.problem is None:
            shelf.keep_view(files, where.as_json())

    def _look_again(self, shelf: Shelf) -> None:
        had_signs = self.has_signs
        self._look(shelf)
        if had_signs != self.has_signs:
            self._report(ShelfChanged())

    def _look(self, shelf: Shelf) -> None:
        """Find out whether anything is on the shelf that is to be seen."""
        store = self._store
        states = map(shelf.entries.state, shelf.entries.papers())
        if store is None or not any(map(_is_shown, states)):
            self.has_signs = False
            return
        if self._shelved is None or self._shelved[0] is not store:
            self._shelved = store, library.ShelvedPapers(store, shelf)
        try:
            self.has_signs = bool(self._shelved[1].numbers(_is_shown))
        except Exception:
            if store is self._store:  # otherwise it was closed meanwhile
                raise


def _is_shown(state: State) -> bool:
    return bool(state.is_starred or state.is_read or state.tags or state.note)


def _opened(paper: Paper, shelf: Shelf) -> None:
    shelf.opened(paper)


def _was_read(paper: Paper, shelf: Shelf) -> None:
    shelf.was_read(paper)
