"""Writing papers to a file: a new one, in place of one, or at the end of a bibliography.

No crash and no full disk leaves half a file or takes away what was there; see `whole_file`.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from enum import Enum
from pathlib import Path
from typing import NamedTuple

from paperview.exports import Export
from paperview.library.store.store import Store
from paperview.library.whole_file import beside
from paperview.model.analysis import words
from paperview.model.paper import Paper
from paperview.sources import decoding
from paperview.sources.formats import bibtex
from paperview.sources.problem import Problem
from paperview.text.sanitize import clean, counted, reason_of


class Mode(Enum):
    """What happens to a file that is there already."""

    KEEP = "keep"
    """It stays as it is: `ThereError`."""
    REPLACE = "replace"
    APPEND = "append"
    """Papers that are not in it are added at its end."""


class WriteError(Exception):
    """A file that could not be written. As a string: which, and why."""


class ThereError(WriteError):
    """A file that is there already, and was not to be touched."""


class Written(NamedTuple):
    """The outcome of an export to a file."""

    name: str
    written: int
    """How many papers."""
    there: int = 0
    """How many were in it before, and are not written again."""
    without: int = 0
    """How many have nothing to write, such as an id."""
    is_appended: bool = False

    def __str__(self) -> str:
        if self.is_appended:
            were = "was" if self.there == 1 else "were"
            said = f"{self.name}: {self.written:,} appended, {self.there:,} {were} there"
        else:
            said = f"{counted(self.written, 'paper')} written to {self.name}"
        return f"{said}; {self.without:,} had nothing to write" if self.without else said


def write(name: str, export: Export, papers: Iterable[Paper], mode: Mode) -> Written:
    """Write papers to a file.

    Args:
        name: its path; `~` is the user's folder.
        export: how they are written.
        papers: what is written.
        mode: what happens to a file that is there.

    Raises:
        ThereError: if there is a file and it is kept.
        WriteError: if it can't be written, or nothing may be added to it.
        ExportError: if a paper can't be read any more, or its style can't be used.
    """
    shown = clean(name)
    if not name:
        raise WriteError("a file needs a name")
    if "\0" in name:
        raise WriteError(f"{shown} can't be the name of a file")
    with _explained(shown):
        path = Path(os.path.realpath(os.path.expanduser(name)))  # noqa: PTH111 - of any text
        kind = path.stat().st_mode if path.exists() else None
        if kind is not None and not stat.S_ISREG(kind):
            what = "a folder" if stat.S_ISDIR(kind) else "no file"
            raise WriteError(f"{shown} is {what}; name a file")
        if kind is not None and mode is Mode.KEEP:
            raise ThereError(f"{shown} is there already")
        if kind is not None and mode is Mode.APPEND:
            return _append(path, shown, export, papers)
        count = _Count(papers)
        with beside(path, replaces=mode is not Mode.KEEP) as file:
            written = export.write(count, lambda text: file.write(text.encode()))
        return Written(shown, written, without=count.papers - written)


class _Count:
    """Papers, counted while they are written."""

    def __init__(self, papers: Iterable[Paper]) -> None:
        self._given = papers
        self.papers = 0

    def __iter__(self) -> Iterator[Paper]:
        for paper in self._given:
            self.papers += 1
            yield paper


def _append(path: Path, shown: str, export: Export, papers: Iterable[Paper]) -> Written:
    if not export.can_be_added:
        raise WriteError(f"{export.name} can't be added to a file; only to a bibliography, .bib")
    before = path.stat()
    data = path.read_bytes()
    known = _entries(data, shown)
    new, there = _without_known(known, papers)
    keys = [paper.name for paper in known if paper.name]
    texts = list(export.each(new, taken=keys))
    if not texts:
        return Written(shown, 0, there, is_appended=True)
    ends = "\r\n" if b"\r\n" in data[:10_000] else "\n"
    added = _encoded("".join(f"\n{text}\n" for text in texts).replace("\n", ends), data, shown)
    whole = data + (b"" if not data or data.endswith(b"\n") else ends.encode()) + added
    if len(_entries(whole, shown)) < len(known) + len(new):
        raise WriteError(f"an entry of {shown} is not closed; nothing was added to it")
    with beside(path, replaces=True) as file:
        file.write(whole)
        now = path.stat()
        if (now.st_mtime_ns, now.st_size) != (before.st_mtime_ns, before.st_size):
            raise WriteError(f"{shown} was changed meanwhile; nothing was added to it")
    return Written(shown, len(new), there, is_appended=True)


def _entries(data: bytes, shown: str) -> list[Paper]:
    """Return the papers of a bibliography."""
    if not data.strip():
        return []
    try:
        text = decoding.decode(data, decoding.encoding_of(data)).data
    except decoding.NoTextError as error:
        raise WriteError(f"{shown} {error}") from error
    if b"@" not in text:
        raise WriteError(f"{shown} is no bibliography; nothing was added to it")
    read = list(bibtex.read(text, shown))
    papers = [one for one in read if isinstance(one, Paper)]
    last = papers[-1].line if papers else 0
    if any(isinstance(one, Problem) and one.line >= last and _is_open(one) for one in read):
        raise WriteError(f"the last entry of {shown} is not closed; nothing was added to it")
    return papers


def _is_open(problem: Problem) -> bool:
    """Return whether an entry goes on to the end of the file; others would be part of it."""
    return "is not closed" in problem.reason or problem.reason.startswith("the end of the")


def _encoded(text: str, data: bytes, shown: str) -> bytes:
    """Return a text in the encoding of a file."""
    try:
        data.decode()
        return text.encode()
    except UnicodeDecodeError:
        pass
    try:
        if b"\0" not in data[:1000]:  # as UTF-16 has
            return text.encode("ascii")
    except UnicodeEncodeError:
        pass
    raise WriteError(f"{shown} is not in UTF-8; convert it before you add to it")


def _without_known(known: list[Paper], papers: Iterable[Paper]) -> tuple[list[Paper], int]:
    """Return the papers that are not among known ones, and how many are.

    They are if the program would merge them, or if key and title are the same.
    """
    store = Store()
    for paper in known:
        store.add(paper)
    given = list(papers)
    numbers = [store.add(paper) for paper in given]
    store.settle()
    names = {_named(paper) for paper in known} - {None}
    merged_into = {store.canonical(number) for number in range(len(known))}
    new = []
    for paper, number in zip(given, numbers, strict=True):
        if store.canonical(number) not in merged_into and _named(paper) not in names:
            new.append(paper)
    return new, len(given) - len(new)


def _named(paper: Paper) -> tuple[str, ...] | None:
    title = words(paper.title) if paper.title else []
    return (paper.name.lower(), *title) if paper.name and title else None


@contextmanager
def _explained(shown: str) -> Iterator[None]:
    try:
        yield
    except FileExistsError as error:
        raise ThereError(f"{shown} is there already") from error
    except OSError as error:
        raise WriteError(f"{shown}: {reason_of(error)}; nothing was written") from error
