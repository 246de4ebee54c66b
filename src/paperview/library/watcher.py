"""Watching open files: changes are reported once the files are still."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from threading import Event, Lock, Thread
from time import monotonic
from typing import NamedTuple, Self, TypeAlias

from paperview.sources.source import Stamp

Stamps: TypeAlias = Mapping[str, Stamp]
"""Stamps by path, which change when the file does; missing files are left out."""

INTERVAL = 1.0
"""Seconds between two looks at the files."""
_REST = 20
"""Pause after a look, as a multiple of its duration: it may be slow over a network. A single slow
look, as at a disk that was asleep, does not count."""


class Changes(NamedTuple):
    """Paths of the files that have changed."""

    changed: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    is_all_gone: bool = False
    """Whether there is no file left."""

    @classmethod
    def between(cls, before: Stamps, now: Stamps) -> Self:
        """Compare two observations of the files."""
        return cls(
            tuple(path for path in now if path in before and now[path] != before[path]),
            tuple(path for path in now if path not in before),
            tuple(path for path in before if path not in now),
            bool(before) and not now,
        )

    @property
    def paths(self) -> tuple[str, ...]:
        """All changed, new and missing files."""
        return self.changed + self.new + self.gone

    @property
    def can_be_reloaded(self) -> bool:
        """Whether files have changed and not all of them are gone."""
        return bool(self.paths) and not self.is_all_gone


class Watcher:
    """Watches files in a daemon thread.

    A change is reported when two observations in a row are equal, so that a file that is still
    being written is not reported.
    """

    def __init__(
        self,
        look: Callable[[], Stamps],
        base: Stamps,
        notify: Callable[[], object],
        failed: Callable[[Exception], object],
    ) -> None:
        """Take what is called in the thread.

        Args:
            look: observes the files; it may take long, on a network for ever.
            base: the files as they were when they were opened.
            notify: called when `changes` is another.
            failed: called with an unexpected error, which ends the watching.
        """
        self._look = look
        self._notify = notify
        self._failed = failed
        self._lock = Lock()
        self._base = self._seen = self._last = base
        self.changes = Changes()
        """Changes since the files were opened."""
        self._stopped = Event()

    def start(self) -> None:
        """Start to watch."""
        Thread(target=self._run, name="watcher", daemon=True).start()

    def stop(self) -> None:
        """Stop watching."""
        self._stopped.set()

    def opened(self, base: Stamps) -> None:
        """Note that the files were reopened, as they were at some look."""
        with self._lock:
            self._base = self._seen = dict(base)
            self.changes = Changes()

    def look(self) -> None:
        """Look once, and report a new change if the files are still."""
        base = self._base
        now = self._look()
        with self._lock:
            is_still, self._last = now == self._last, now
            if not is_still or now == self._seen or base is not self._base:
                return
            self._seen = now
            self.changes = Changes.between(base, now)
        self._notify()

    def _run(self) -> None:
        try:
            self._look_until_stopped()
        except Exception as error:
            self._failed(error)

    def _look_until_stopped(self) -> None:
        rest, took_before = INTERVAL, 0.0
        while not self._stopped.wait(rest):
            started = monotonic()
            with suppress(OSError):  # a disk that is gone may come back
                self.look()
            took = monotonic() - started
            rest, took_before = max(INTERVAL, _REST * min(took, took_before)), took
