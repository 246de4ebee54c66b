"""Folders of the cache: finding, recognizing, locking and removing them.

Every folder of ours says what it is by its name and by a marker in it. A folder that lacks either
is not ours and stays; so does the target of a symbolic link.

A folder is removed in two steps. Under the lock of the cache it is quickly renamed, so that no
program finds it any more. Its files are deleted without the lock, which takes a second for some
gigabytes. The marker goes last, so that the next program can finish the deletion.
"""

from __future__ import annotations

import errno
import fcntl
import os
import stat
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

ENTRY: Final = ".index"
DRAFT: Final = ".draft"
REMOVED: Final = ".removed"
"""Endings of the names of folders: a finished entry, a draft, and one to be deleted."""

MANIFEST: Final = "paperview.json"
DRAFT_LOCK: Final = "paperview.lock"
_MARKERS: Final = (MANIFEST, DRAFT_LOCK)

_ROOT_LOCK: Final = "lock"
PATIENCE: Final = 5.0
"""Seconds to wait for the lock of the cache, which is held for milliseconds, unless its holder was
suspended just then."""
_PAUSE: Final = 0.005

_LOCK_FLAGS: Final = os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW


def is_full(error: Exception) -> bool:
    """Return whether an error says that a disk is full, or the user's share of it."""
    return isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)


@contextmanager
def locked(root: Path, *, wait: bool = True) -> Iterator[None]:
    """Hold the lock of the cache, under which its folders are made, renamed and judged.

    Args:
        root: the folder of all entries.
        wait: whether to wait while another program holds it.

    Raises:
        OSError: if the folder is missing or can't be written to.
        TimeoutError: if another program keeps it; that is an OSError too.
    """
    lock = os.open(root / _ROOT_LOCK, _LOCK_FLAGS | os.O_CREAT, 0o600)
    try:
        deadline = time.monotonic() + (PATIENCE if wait else 0)
        while not _try_lock(lock):
            if time.monotonic() >= deadline:
                raise TimeoutError(errno.ETIMEDOUT, "another program keeps it locked")
            time.sleep(_PAUSE)
        try:
            yield
        finally:
            # Closing would not do: a process forked meanwhile has the same lock.
            fcntl.flock(lock, fcntl.LOCK_UN)
    finally:
        os.close(lock)


def _try_lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def make_private(folder: Path) -> None:
    """Make a folder, and those above it that are missing, for the user alone.

    Raises:
        OSError: if it can't be made.
    """
    if not folder.is_dir():
        make_private(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)


def hold_draft(folder: Path) -> int:
    """Mark a new folder as a draft in use; return what keeps it so until it is closed.

    The lock ends with the last process that has it: with this one, or, where its workers were
    forked and outlive it, with them.

    Raises:
        OSError: if nothing can be written there.
    """
    lock = os.open(folder / DRAFT_LOCK, _LOCK_FLAGS | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        # Other programs hold it only for a moment, to test whether it is free: wait for them.
        fcntl.flock(lock, fcntl.LOCK_EX)
        # A full disk accepts an empty file but no byte: find out now rather than after the work.
        os.write(lock, b"%d\n" % os.getpid())
    except OSError:
        os.close(lock)
        raise
    return lock


def is_in_use(draft: Path) -> bool:
    """Return whether a process still works on a draft, or may do so."""
    try:
        lock = os.open(draft / DRAFT_LOCK, _LOCK_FLAGS)
    except FileNotFoundError:
        return False
    except OSError:
        return True
    try:
        return not _try_lock(lock)
    except OSError:
        return True
    finally:
        os.close(lock)


def ours(root: Path, ending: str) -> list[Path]:
    """Return the folders of ours whose names end so; none if there is no cache."""
    try:
        paths = list(root.iterdir())
    except OSError:
        return []
    return sorted(path for path in paths if path.name.endswith(ending) and is_ours(path))


def is_ours(folder: Path) -> bool:
    """Return whether this is a folder, not a link to one, with a marker of ours in it."""
    return _is(folder, stat.S_IFDIR) and any(_is(folder / name, stat.S_IFREG) for name in _MARKERS)


def _is(path: Path, kind: int) -> bool:
    try:
        return stat.S_IFMT(path.lstat().st_mode) == kind
    except OSError:
        return False


def set_aside(folder: Path) -> Path:
    """Rename a folder of ours so that no program finds it any more; return the new path.

    To be called with the cache locked.

    Raises:
        OSError: if it can't be renamed.
    """
    return folder.rename(folder.with_name(f"{folder.name}.{token()}{REMOVED}"))


def token() -> str:
    """Return letters that make a name unlike any other."""
    return os.urandom(6).hex()


def delete(folder: Path) -> int:
    """Delete a folder that was set aside, as far as that is possible.

    Returns:
        The bytes that its files had.
    """
    if not is_ours(folder):
        return 0
    try:
        paths = list(folder.iterdir())
    except OSError:
        return 0
    freed = sum(_delete_one(path) for path in paths if path.name not in _MARKERS)
    with suppress(OSError):
        if all(path.name in _MARKERS for path in folder.iterdir()):
            freed += sum(_delete_one(folder / name) for name in _MARKERS)
            folder.rmdir()
    return freed


def _delete_one(path: Path) -> int:
    """Delete a file, a link or a folder with all that is in it; return the bytes of its files."""
    try:
        status = path.lstat()
        if not stat.S_ISDIR(status.st_mode):
            path.unlink()
            return status.st_size
        freed = sum(_delete_one(inner) for inner in path.iterdir())
        path.rmdir()
    except OSError:
        return 0
    return freed


DEFAULT_LIMIT: Final = 20 * 10**9
"""Bytes that all entries may take together: the index of all of arXiv takes some 3 GB, and a few
such files should fit side by side without filling the disk of a laptop."""

_limit = DEFAULT_LIMIT


def root() -> Path | None:
    """Return the folder of all entries, which need not be there; None without a home folder.

    It is `paperview` in $XDG_CACHE_HOME if that is an absolute path (the XDG Base Directory
    Specification says to ignore others), else in the system's folder for caches.
    """
    stated = os.environ.get("XDG_CACHE_HOME", "")
    if Path(stated).is_absolute():
        return Path(stated, "paperview")
    try:
        home = Path.home()
    except RuntimeError:
        return None
    if not home.is_absolute():
        return None
    return home / ("Library/Caches" if sys.platform == "darwin" else ".cache") / "paperview"


def limit() -> int:
    """Return how many bytes the cache may take; 0 for no cache."""
    return _limit


def limit_to(size: int) -> None:
    """Set how many bytes the cache may take in this run; 0 for no cache."""
    global _limit  # noqa: PLW0603 - there is one cache
    _limit = size
