"""How far reading and indexing is, and what each step of it brings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from paperview.search.index import Index
    from paperview.search.results import Results
    from paperview.sources.problem import Problem

LISTED_PROBLEMS = 1000
"""Problems of a source that are listed; the others are only counted."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far something is that takes its time."""

    doing: str
    """What is done, in a word: reading, or indexing."""
    share: float
    """From 0 to 1."""
    per_second: float
    """Papers."""
    seconds_left: float


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
    """The problems of one source, of which the first are listed and the others counted."""

    def __init__(self) -> None:
        self._left = LISTED_PROBLEMS

    def growth(
        self,
        problems: Sequence[Problem] = (),
        everything: Results | None = None,
        progress: Progress | None = None,
        *,
        is_whole: bool = False,
    ) -> Growth:
        """Return a step that brings problems, as far as they are listed."""
        listed = list(problems[: self._left])
        self._left -= len(listed)
        unlisted = len(problems) - len(listed)
        return Growth(listed, everything, is_whole, progress=progress, unlisted=unlisted)


class Pace:
    """How fast a file is read and indexed."""

    def __init__(self, size: int) -> None:
        """Take the size of the file in bytes."""
        self._size = max(size, 1)
        self._started = monotonic()
        self._reading: Progress | None = None

    def reading(self, position: int, papers: int) -> Progress:
        """Return the progress of reading, up to a byte and with so many papers so far."""
        seconds = monotonic() - self._started
        self._reading = _progress("reading", position / self._size, papers, seconds)
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


def _progress(doing: str, share: float, papers: int, seconds: float) -> Progress:
    share = min(max(share, 1e-9), 1.0)
    return Progress(doing, share, papers / max(seconds, 1e-3), seconds * (1 - share) / share)
