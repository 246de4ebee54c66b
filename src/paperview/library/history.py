"""The history: queries that led to something, in one file from run to run.

Programs that run at the same time add to the same file. Each query is one line, added by one write
at the end of the file, so that no line is lost or torn. When the file has grown too long, it is
replaced by a shorter one; a lock keeps other programs from adding to the old one meanwhile.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path

import platformdirs

from paperview.text.sanitize import clean

MOST = 500
"""Queries that are remembered."""
_LONGEST = 1000
"""Letters of a query that is remembered; longer ones were pasted by mistake."""
_TOO_MANY_LINES = 4 * MOST
"""Lines from which the file is made shorter; queries stand in it as often as they were used."""
_PATIENCE = 0.03
"""Seconds to wait for a program that makes the file shorter: the screen waits too."""
_PAUSE = 0.002


def state_file() -> Path:
    """Return the path of the history, in the user's folder for the state of programs.

    That is `$XDG_STATE_HOME` or `~/.local/state`, on macOS `~/Library/Application Support`.
    """
    return platformdirs.user_state_path("paperview", appauthor=False) / "history"


class History:
    """Remembers queries and goes through them.

    The file is read when it is first needed. If it can't be read or written, the history is that
    of this run alone.
    """

    def __init__(self, file: Callable[[], Path] | None = None) -> None:
        """Take what says where the file is; None keeps nothing beyond this run."""
        self._file = file
        self._walk: _Walk | None = None

    @cached_property
    def _queries(self) -> list[str]:
        """The queries, the newest last, without repetition."""
        if self._file is None:
            return []
        path = self._file()
        lines = _read(path)
        if len(lines) > _TOO_MANY_LINES:
            with suppress(OSError):
                _shorten(path)
        return _without_repetition(lines)

    @property
    def queries(self) -> Sequence[str]:
        """The queries, the newest last, each once."""
        return self._queries

    def remember(self, query: str) -> None:
        """Make a query the newest."""
        query = clean(query).strip()
        if not query or len(query) > _LONGEST or self._queries[-1:] == [query]:
            return
        self._queries[:] = _without_repetition([*self._queries, query])
        if self._file is not None:
            with suppress(OSError):
                _append(self._file(), query)

    def recall(self, text: str, beginning: str, steps: int) -> str:
        """Return the query some steps on from the one that stands in the bar.

        Args:
            text: what stands in the bar. If this is not where the last call led, a new walk begins
                there, to which it comes back.
            beginning: what the queries of a new walk begin with; case does not count.
            steps: towards newer queries; older ones are at negative steps.
        """
        if self._walk is None or self._walk.text != text:
            start = beginning.casefold()
            fitting = [query for query in self._queries if query.casefold().startswith(start)]
            self._walk = _Walk(fitting, text)
        return self._walk.go(steps)


class _Walk:
    """A walk through some queries and back to the typed text."""

    def __init__(self, queries: Sequence[str], typed: str) -> None:
        self._stops = [*(query for query in queries if query != typed), typed]
        self._index = len(self._stops) - 1

    @property
    def text(self) -> str:
        """The query that the walk has reached."""
        return self._stops[self._index]

    def go(self, steps: int) -> str:
        self._index = min(max(self._index + steps, 0), len(self._stops) - 1)
        return self.text


def _without_repetition(lines: Sequence[str]) -> list[str]:
    """Return the newest of the queries in some lines, each where it was used last."""
    newest_first = dict.fromkeys(reversed(lines))
    return list(newest_first)[:MOST][::-1]


def _read(path: Path) -> list[str]:
    """Return the queries in a file line by line; none if there is no such file."""
    try:
        text = path.read_bytes().decode("utf-8", "replace")
    except OSError:
        return []
    lines = (clean(line.strip()) for line in text.split("\n"))
    return [line for line in lines if line and len(line) <= _LONGEST]


def _append(path: Path, query: str) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _opened(path, shared=True) as file:
        # A missing line feed at the end, as after editing by hand, is added.
        size = os.fstat(file).st_size
        is_torn = size > 0 and os.pread(file, 1, size - 1) != b"\n"
        os.write(file, f"{chr(10) * is_torn}{query}\n".encode())


def _shorten(path: Path) -> None:
    """Replace the file by one that holds nothing twice.

    Raises:
        OSError: if it can't be locked, as while another program adds to it, or written.
    """
    path = path.resolve()  # what a link leads to is replaced, not the link
    with _opened(path, shared=False):
        shorter = path.with_name(f"{path.name}.{os.getpid()}")
        try:
            shorter.touch(mode=0o600)
            queries = _without_repetition(_read(path))
            shorter.write_text("".join(f"{query}\n" for query in queries), encoding="utf-8")
            shorter.replace(path)
        finally:
            shorter.unlink(missing_ok=True)


@contextmanager
def _opened(path: Path, *, shared: bool) -> Iterator[int]:
    """Open a file to add to it, locked together with others who do, or alone.

    Raises:
        OSError: if it can't be opened, or locked in time.
    """
    deadline = time.monotonic() + _PATIENCE
    while True:
        file = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            # Until it was locked, another program may have replaced it by a shorter one.
            if _is_locked(file, shared) and os.path.samestat(os.fstat(file), path.stat()):
                yield file
                return
        finally:
            os.close(file)
        if time.monotonic() > deadline:
            raise TimeoutError(f"{path} stays locked")
        time.sleep(_PAUSE)


def _is_locked(file: int, shared: bool) -> bool:
    """Lock a file unless others have done so; return whether it is."""
    try:
        fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # a file system without locks: no program can lock the file to replace it
        if not shared:
            raise
    return True
