"""Reading from a pipe: once, at its own pace, with an unknown end."""

from __future__ import annotations

import atexit
import errno
import os
import shutil
import stat
import tempfile
from collections.abc import Callable
from pathlib import Path
from threading import Condition, Thread
from time import monotonic, sleep
from typing import Final

from paperview.sources.decompression import FILE_LIMIT, MEMORY_LIMIT, Damaged, Unpacked, stopped
from paperview.sources.registry import HEAD
from paperview.text.sanitize import sized

_MOST_LEFT: Final = 10**9
_SHARE_LEFT: Final = 20
"""One byte in so many of those that are free stays free, and at most as many as `_MOST_LEFT`."""
_NO_ROOM: Final = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EFBIG))

_PATIENCE: Final = 0.3
"""Seconds after which the beginning that is there has to do, if it will."""
_MOST: Final = 1 << 20
"""Bytes read at once."""
_LOOK: Final = 0.02
"""Seconds between two looks at a file that grows."""
_BATCH: Final = 0.25
"""Seconds after which what has come is handed on, be it as little as it may."""


class Pipe:
    """A text from a pipe, compressed or not: read once, and available as often as needed.

    A daemon thread reads it, because that may never end. After the beginning, the thread waits
    until it gets a place for the rest.
    """

    def __init__(self, file: int) -> None:
        """Take the descriptor, which is closed at the end."""
        self._file = file
        self._changed = Condition()
        self._chunks: list[bytes] = []
        self._spool: _Spool | None = None
        self._limit: int | None = None
        """The most bytes that may come; None while their destination is open."""
        self.count = 0
        """The number of unpacked bytes so far."""
        self.is_over = False
        """Whether no more will come."""
        self.fault = ""
        """Why that is not its own end, if it is not."""
        Thread(target=self._run, name="pipe", daemon=True).start()

    def head(self, is_enough: Callable[[bytes], bool]) -> bytes:
        """Wait for the beginning and return it: 64 KiB, or all there is.

        Args:
            is_enough: whether less than that will do; asked again and again.
        """
        tried = 0
        with self._changed:
            while not self._changed.wait_for(self._has_head, _PATIENCE):
                if self.count > tried and is_enough(self._joined()):
                    break
                tried = self.count
            return self._joined()[:HEAD]

    def keep(self) -> None:
        """Read the rest into memory."""
        self._go_on(MEMORY_LIMIT)

    def spool(self) -> Path:
        """Read the rest into a file; return its path, from which it can be read as it grows.

        Raises:
            OSError: if no file can be made.
        """
        if self._spool is None:
            spool = _Spool()
            with self._changed:
                spool.write(self._joined())
                self._chunks.clear()
                self._spool = spool
                if self.is_over:
                    spool.finish()
        self._go_on(min(FILE_LIMIT, self._spool.room))
        return self._spool.path

    def stop(self) -> None:
        """Stop reading."""
        self._go_on(0)

    def wait(self, seconds: float | None = None) -> bool:
        """Wait for the end, for so long at most; return whether it is over."""
        with self._changed:
            return self._changed.wait_for(lambda: self.is_over, seconds)

    def data(self) -> bytes:
        """Return what is in memory so far."""
        with self._changed:
            return self._joined()

    def _has_head(self) -> bool:
        return self.is_over or self.count >= HEAD

    def _joined(self) -> bytes:
        if len(self._chunks) != 1:
            self._chunks = [b"".join(self._chunks)]
        return self._chunks[0]

    def _go_on(self, limit: int) -> None:
        with self._changed:
            self._limit = limit
            self._changed.notify_all()

    def _run(self) -> None:
        try:
            stream = Unpacked(_Reading(self._file))
            while chunk := stream.read_some():
                self._take(chunk)
        except (Damaged, OSError) as error:
            self.fault = stopped(error, self.count)
            if ";" not in self.fault and getattr(error, "errno", None) in _NO_ROOM:
                self.fault += "; say where there is room: TMPDIR=folder"
        os.close(self._file)
        with self._changed:
            self.is_over = True
            if self._spool is not None:
                self._spool.finish()
            self._changed.notify_all()

    def _take(self, chunk: bytes) -> None:
        """Store a chunk, and wait until there is a place for the next one.

        Raises:
            OSError: if there is no room for it.
        """
        with self._changed:
            if self._spool is None:
                self._chunks.append(chunk)
            else:
                self._spool.write(chunk)
            self.count += len(chunk)
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._limit is not None or self.count < HEAD)
            if self._limit is not None and self.count > self._limit:
                raise OSError(errno.EFBIG, f"more than {sized(self._limit)}; save it to a file")


class _Reading:
    """A pipe to read from: what there is, as soon as there is something."""

    def __init__(self, file: int) -> None:
        self._file = file

    def read(self, size: int, /) -> bytes:
        return os.read(self._file, min(size, _MOST))

    def close(self) -> None:
        """Do nothing: the owner closes the descriptor."""


class _Spool:
    """A file that grows, for this process and its workers.

    It has no name if the system allows that; otherwise it is removed when the program ends. It is
    in memory if there is more room than on the disk. When it is complete, its permissions no longer
    allow writing.
    """

    def __init__(self) -> None:
        """Begin it where there is most room.

        Raises:
            OSError: if that can't be done.
        """
        self.room = _room()
        """The most bytes it may have."""
        name = None
        # It stays open until the program ends: sources know it by its path alone.
        if self.room < MEMORY_LIMIT and hasattr(os, "memfd_create"):
            self._file = os.memfd_create("paperview")
            self.room = MEMORY_LIMIT
        else:
            self._file, name = tempfile.mkstemp(prefix="paperview-", dir=_roomiest())
        self.path = Path(f"/proc/{os.getpid()}/fd/{self._file}")
        """The path under which other processes of the same user find it."""
        if name is not None and self.path.exists():
            Path(name).unlink()
        elif name is not None:
            self.path = Path(name)
            atexit.register(self.path.unlink, missing_ok=True)

    def write(self, chunk: bytes) -> None:
        """Add a chunk, to be read at once.

        Raises:
            OSError: if there is no room.
        """
        view = memoryview(chunk)
        while view:
            view = view[os.write(self._file, view) :]

    def finish(self) -> None:
        """Mark the file as complete, for its readers."""
        os.fchmod(self._file, stat.S_IRUSR)


def _room() -> int:
    """Return how many bytes a temporary file may have."""
    try:
        free = _free(_roomiest())
    except OSError:  # there is no folder that can be written to
        return 0
    return free - min(_MOST_LEFT, free // _SHARE_LEFT)


def _roomiest() -> str:
    """Return the folder that the user has set for temporary files, or else the one with most room.

    Raises:
        OSError: if none can be written to.
    """
    stated = tempfile.gettempdir()
    if any(name in os.environ for name in ("TMPDIR", "TEMP", "TMP")):
        return stated
    # The first is in memory on many systems.
    folders = [one for one in (stated, "/var/tmp") if os.access(one, os.W_OK)]  # noqa: S108 - with mkstemp
    return max(folders, key=_free, default=stated)


def _free(path: str) -> int:
    return shutil.disk_usage(path).free


class Growing:
    """A text that another thread or process is still writing, from its beginning to its end."""

    is_packed: Final = False
    """As `Unpacked` says it."""

    def __init__(self, path: Path, *, waits: bool) -> None:
        """Open it.

        Args:
            path: what `Pipe.spool` gave.
            waits: whether to wait for what is not there yet.

        Raises:
            OSError: if it can't be opened.
        """
        self._file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        self._waits = waits
        self._parent = os.getppid()
        self._paused = monotonic()
        self._is_fresh = False
        self.position = 0
        """The number of bytes read so far."""

    def read(self, size: int, /) -> bytes | None:
        """Return the next bytes, at most `size`, and none behind the end.

        Returns None once when there is nothing more for now, so that the caller can use what came
        so far.

        Raises:
            OSError: if it can't be read.
        """
        while True:
            # Asked before: else something could come in between.
            is_complete = self._is_complete()
            data = os.read(self._file, size)
            if data or is_complete:
                self._is_fresh = True
                self.position += len(data)
                return data
            is_due = self._is_fresh and monotonic() - self._paused > _BATCH
            if is_due or not self._waits:
                self._is_fresh, self._paused = False, monotonic()
                return None
            sleep(_LOOK)

    def _is_complete(self) -> bool:
        """Return whether nothing more will come, for example because its writer is gone."""
        mode = os.fstat(self._file).st_mode
        return not mode & stat.S_IWUSR or os.getppid() != self._parent

    def close(self) -> None:
        """Close the file."""
        os.close(self._file)
