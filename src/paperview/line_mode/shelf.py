"""The shelf of the line mode: each change is on disk, or told, before the next line is read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from paperview import shelf as shelves
from paperview.library import shelving
from paperview.library.history import state_file
from paperview.system.interrupts import interrupts_ignored

if TYPE_CHECKING:
    from paperview.model.paper import Paper
    from paperview.shelf.shelf import Done, Shelf


class ShelfAtHand:
    """The user's shelf, and the folder with notes as files if there is one."""

    def __init__(self, file: Path, notes: Path | None, say: Callable[[str], object]) -> None:
        """Open it, and say what is wrong with it."""
        self._say = say
        self._notes = shelves.NoteFiles(notes) if notes else None
        self._note_problem: str | None = None
        self.shelf: Shelf = shelves.Shelf(file)
        folder = shelves.drafts_folder(file)
        with interrupts_ignored():
            recovered = shelves.recover(self.shelf, folder)
        if said := shelving.opened(self.shelf.problem, recovered):
            say(said)
        self.refresh()

    def refresh(self) -> None:
        """Take over what other programs have changed, and notes that were edited as files."""
        self.shelf.changed()
        if self._notes is not None:
            self._sync(self._notes)

    def _sync(self, notes: shelves.NoteFiles) -> None:
        with interrupts_ignored():
            taken_in, problem = notes.sync(self.shelf)
        if taken_in or problem != self._note_problem:
            self._note_problem = problem
            if said := shelving.synced(taken_in, problem):
                self._say(said)

    def change(self, papers: Sequence[Paper], change: Callable[[Shelf], Done]) -> None:
        """Change papers, and say what was done."""
        done, problem = self._done(change)
        self._say(shelving.done_to(papers, done, problem))

    def change_filters(self, name: str, change: Callable[[Shelf], Done]) -> None:
        """Change the saved filters, and say what was done."""
        done, problem = self._done(change)
        self._say(shelving.done_to_filter(name, done, problem))

    def revert(self, how: str, change: Callable[[Shelf], Done]) -> None:
        """Undo or redo a change, and say what was done."""
        done, problem = self._done(change)
        self._say(shelving.reverted(how, done, problem))

    def _done(self, change: Callable[[Shelf], Done]) -> tuple[Done, str | None]:
        with interrupts_ignored():
            done = change(self.shelf)
        if self._notes is not None:
            self._sync(self._notes)
        return done, self.shelf.problem

    def opened(self, paper: Paper) -> None:
        """Remember that a paper was opened now."""
        with interrupts_ignored():
            self.shelf.opened(paper)

    def was_read(self, paper: Paper) -> None:
        """Mark a paper read that was open for some time."""
        with interrupts_ignored():
            self.shelf.was_read(paper)

    def close(self) -> str | None:
        """Close it; return what can't be saved and where it is instead, if anything."""
        return shelves.close(self.shelf, state_file().parent)
