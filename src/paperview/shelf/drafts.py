"""Drafts: notes that are being written, kept on disk until they are on the shelf.

A draft is a file that its program locks. If the program is killed, the lock is gone with it, and
the next one puts the text on the shelf.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from secrets import token_hex
from threading import Lock
from typing import NamedTuple

from paperview.model.paper import Paper
from paperview.shelf.keys import facts_of, paper_of
from paperview.shelf.rows import BETWEEN_NOTES, clean_note, decoded
from paperview.shelf.shelf import Shelf

_ENDING = ".json"


def drafts_folder(shelf: Path) -> Path:
    """Return the folder of the drafts, next to the shelf."""
    return shelf.with_name(f"{shelf.name}-drafts")


class Draft:
    """A note that is being written."""

    def __init__(self, folder: Path, paper: Paper, before: str) -> None:
        """Write nothing yet.

        Args:
            folder: where drafts are.
            paper: whose note it is.
            before: the note as it was on the shelf.
        """
        self.before = before
        self._folder = folder
        self._path = folder / f"{token_hex(8)}{_ENDING}"
        self._fields = {"facts": facts_of(paper), "before": before}
        self._file: int | None = None
        self._is_over = False
        self._lock = Lock()

    @property
    def text_file(self) -> Path:
        """The file in which another program edits the text."""
        return self._path.with_suffix(".md")

    def save(self, text: str) -> None:
        """Write the text, in one step and locked; do nothing if the draft was removed.

        Raises:
            OSError: if that can't be done; what was written before is still there.
        """
        with self._lock:
            if not self._is_over:
                self._write(text)

    def _write(self, text: str) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        new = self._path.with_suffix(".new")
        file = os.open(new, os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
        try:
            with suppress(OSError):  # without locks, others leave it alone as long as it is new
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            with os.fdopen(os.dup(file), "w", encoding="utf-8") as stream:
                json.dump({**self._fields, "text": text}, stream)
            os.fsync(file)
            new.replace(self._path)
        except BaseException:
            os.close(file)
            raise
        self._unlock()
        self._file = file

    def edit_outside(self, text: str) -> None:
        """Write the text into a file that another program may change.

        Raises:
            OSError: if that can't be done.
        """
        self.save(text)
        file = os.open(self.text_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(file, "w", encoding="utf-8") as stream:
            stream.write(text)

    def text_outside(self) -> str:
        """Return what another program has saved; editors end it with a line feed of their own.

        Raises:
            OSError: if that can't be read.
        """
        return _saved_outside(self.text_file)

    def leave(self) -> None:
        """Leave the draft to the next program that looks for drafts."""
        with self._lock:
            self._is_over = True
            self._unlock()

    def remove(self) -> None:
        """Remove the draft: its text is on the shelf."""
        with self._lock:
            self._is_over = True
            for path in (self._path, self.text_file):
                with suppress(OSError):
                    path.unlink()
            self._unlock()

    def _unlock(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None


def _saved_outside(path: Path) -> str:
    return decoded(path.read_bytes()).removesuffix("\n")


class _Left(NamedTuple):
    """A draft whose program has ended."""

    path: Path
    paper: Paper
    before: str
    text: str


def with_changes(note: str, before: str, text: str) -> str:
    """Return the text of a draft, behind the note if that was changed while the draft was written.

    Args:
        note: the note as it is.
        before: the note with which the draft began.
        text: the draft.
    """
    return text if not note or note in (before, text) else f"{note}{BETWEEN_NOTES}{text}"


def recover(shelf: Shelf, folder: Path) -> list[Paper]:
    """Put the texts of drafts whose programs have ended on the shelf; return their papers."""
    papers = []
    for left in list(_left_behind(folder)):
        note = shelf.state(left.paper).note
        text = with_changes(note, left.before, left.text)
        if clean_note(text) != note and left.text != left.before:
            shelf.note(left.paper, text)
            papers.append(left.paper)
        if shelf.problem is None:
            for path in (left.path, left.path.with_suffix(".md")):
                with suppress(OSError):
                    path.unlink()
    return papers


def _left_behind(folder: Path) -> Iterator[_Left]:
    try:
        paths = sorted(folder.glob(f"*{_ENDING}"))
    except OSError:
        return
    for path in paths:
        with suppress(OSError, ValueError, KeyError, TypeError):
            with path.open(encoding="utf-8") as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if not os.path.samestat(os.fstat(file.fileno()), path.stat()):
                    continue  # its program has just written it anew
                fields = json.load(file)
            text = str(fields["text"])
            with suppress(OSError):
                text = _saved_outside(path.with_suffix(".md"))
            yield _Left(path, paper_of(fields["facts"]), str(fields["before"]), text)
