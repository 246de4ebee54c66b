"""Following files that are open: that they change is noticed, and told once they are still."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from threading import Event, Lock, Thread
from time import monotonic
from typing import Self, TypeAlias

from paperview.sources.source import Stamp

Stamps: TypeAlias = Mapping[str, Stamp]
"""Per path what changes when the file does; files that are gone are left out."""

INTERVAL = 1.0
"""Seconds between two looks at the files."""
_REST = 20
"""How many times as long as a look takes there is none: it may be slow over a network."""


@dataclass(frozen=True, slots=True)
class Changes:
    """Which files are not as they were, by their paths."""

    changed: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    is_all_gone: bool = False
    """Whether there is no file left."""

    @classmethod
    def between(cls, before: Stamps, now: Stamps) -> Self:
        """Compare two looks."""
        return cls(
            tuple(path for path in now if path in before and now[path] != before[path]),
            tuple(path for path in now if path not in before),
            tuple(path for path in before if path not in now),
            bool(before) and not now,
        )

    @property
    def paths(self) -> tuple[str, ...]:
        """All of them."""
        return self.changed + self.new + self.gone

    @property
    def can_be_reloaded(self) -> bool:
        """Whether there is something else to be read now."""
        return bool(self.paths) and not self.is_all_gone


class Watcher:
    """Looks at files again and again, in a thread that nothing waits for.

    What it sees counts when the next look sees the same: a file that is being written is not told.
    """

    def __init__(
        self,
        look: Callable[[], Stamps],
        base: Stamps,
        tell: Callable[[], object],
        failed: Callable[[Exception], object],
    ) -> None:
        """Take what is called in the thread.

        Args:
            look: looks at the files; it may take long, over a network without end.
            base: the files as they were when they were opened.
            tell: told that `changes` are others now.
            failed: told of a fault of the program; then nothing is looked at any more.
        """
        self._look = look
        self._tell = tell
        self._failed = failed
        self._lock = Lock()
        self._base = self._seen = self._last = base
        self.changes = Changes()
        """What is not as it was when the files were opened."""
        self._stopped = Event()

    def start(self) -> None:
        """Begin to look."""
        Thread(target=self._run, name="follower", daemon=True).start()

    def stop(self) -> None:
        """Look no more."""
        self._stopped.set()

    def opened(self, base: Stamps) -> None:
        """Take that the files were opened anew, as they were at some look."""
        with self._lock:
            self._base = self._seen = dict(base)
            self.changes = Changes()

    def look(self) -> None:
        """Look once, and tell of what is new and has been so for a while."""
        base = self._base
        now = self._look()
        with self._lock:
            is_still, self._last = now == self._last, now
            if not is_still or now == self._seen or base is not self._base:
                return
            self._seen = now
            self.changes = Changes.between(base, now)
        self._tell()

    def _run(self) -> None:
        try:
            self._look_until_stopped()
        except Exception as error:
            self._failed(error)

    def _look_until_stopped(self) -> None:
        rest = INTERVAL
        while not self._stopped.wait(rest):
            started = monotonic()
            with suppress(OSError):  # a disk that is gone may come back
                self.look()
            rest = max(INTERVAL, _REST * (monotonic() - started))
