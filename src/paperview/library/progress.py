"""How far reading and indexing is, and what each step of it brings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING

from paperview.text.sanitize import sized

if TYPE_CHECKING:
    from paperview.index.results import Results
    from paperview.index.storage.index import Index
    from paperview.library.store.records import Records
    from paperview.sources.problem import Problem

LISTED_PROBLEMS = 1000
"""Problems of a source that are listed; the others are only counted."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far something is that takes its time."""

    doing: str
    """What is done, in a word or two: reading, or indexing."""
    share: float | None = None
    """From 0 to 1; None where nobody knows how much there is."""
    per_second: float = 0.0
    """Papers."""
    seconds_left: float = 0.0


@dataclass(frozen=True, slots=True)
class Growth:
    """A step of what goes on behind the screen: papers read, or an index built."""

    problems: list[Problem] = field(default_factory=list)
    everything: Results | None = None
    """All papers in order, where they were ordered anew."""
    is_whole: bool = False
    """Whether everything is read."""
    index: Index | None = None
    progress: Progress | None = None
    unlisted: int = 0
    """How many problems there are besides those in `problems`: a source has too many of them."""


class Tally:
    """The records of one source; of its problems the first are listed and all are counted."""

    def __init__(self, name: str = "", form: str = "", listed: int | None = None) -> None:
        """Begin with no record.

        Args:
            name: the name of the source.
            form: the title of its format.
            listed: how many problems are listed; None for all.
        """
        self.name = name
        self.format = form
        self.lazy: Records | None = None
        """Its records, if they stay in their file."""
        self.read = 0
        """How many records of papers were read into memory."""
        self.lost = 0
        """How many records were lost."""
        self.parts = 0
        """How many problems there are with a part of a record."""
        self.doubts = 0
        """How many papers have the id of another one."""
        self.is_cut = False
        """Whether the source could not be read to its end."""
        self.defines = False
        """Whether the source has no record, but defines something for other sources."""
        self._left = listed

    @property
    def records(self) -> int:
        """How many records of papers there are, those of one paper all counted."""
        lazy = len(self.lazy) + self.lazy.duplicates if self.lazy is not None else 0
        return self.read + lazy

    def growth(
        self,
        problems: Sequence[Problem] = (),
        everything: Results | None = None,
        progress: Progress | None = None,
        *,
        is_whole: bool = False,
    ) -> Growth:
        """Return a step that brings problems, as far as they are listed; count them."""
        for problem in problems:
            self.parts += not problem.lost and not problem.is_doubt
            self.doubts += problem.is_doubt
            self.lost += problem.lost and not problem.is_cut
            self.is_cut = self.is_cut or problem.is_cut
        listed = list(problems[: self._left])
        if self._left is not None:
            self._left -= len(listed)
        unlisted = len(problems) - len(listed)
        return Growth(listed, everything, is_whole, progress=progress, unlisted=unlisted)


class Pace:
    """How fast a file is read and indexed."""

    def __init__(self, size: int | None, name: str) -> None:
        """Take the size of the file in bytes, None if nobody knows it, and its name."""
        self._size = size
        self._name = name
        self._started = monotonic()
        self._reading: Progress | None = None

    def reading(self, position: int, papers: int) -> Progress:
        """Return the progress of reading, up to a byte and with so many papers so far."""
        seconds = monotonic() - self._started
        if self._size is None:
            self._reading = coming(self._name, position)
        else:
            share = position / max(self._size, 1)
            self._reading = _progress("reading", share, papers, seconds)
        return self._reading

    def was_read(self) -> None:
        """Tell that the file is read to its end."""
        self._reading = None

    def indexing(self, papers: int, count: int) -> Progress:
        """Return the progress of indexing, or of reading while that is not at its end.

        Args:
            papers: how many are indexed.
            count: how many there are.
        """
        if self._reading is not None:
            return self._reading
        seconds = monotonic() - self._started
        return _progress("indexing", papers / max(count, 1), papers, seconds)


def coming(name: str, count: int) -> Progress:
    """Return the progress of what comes without anybody knowing how much it will be, in bytes."""
    return Progress(f"reading {name}, {sized(count)}")


def _progress(doing: str, share: float, papers: int, seconds: float) -> Progress:
    share = min(max(share, 1e-9), 1.0)
    return Progress(doing, share, papers / max(seconds, 1e-3), seconds * (1 - share) / share)
