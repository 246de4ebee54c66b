"""Writing a file whole or not at all.

It is written completely beside its place and then put there, so that no crash and no full disk
leaves half a file or takes away what was there.
"""

from __future__ import annotations

import errno
import glob
import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

_NO_LINKS = (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EMLINK)
"""Errors of file systems on which a file has one name alone."""


@contextmanager
def beside(path: Path, *, replaces: bool, is_private: bool = False) -> Iterator[IO[bytes]]:
    """Open a new file and put it in a place when it is complete, with the rights of the old one.

    Args:
        path: the place.
        replaces: whether it is put in the place of another file.
        is_private: whether nobody else may read a file that was not there.

    Raises:
        FileExistsError: if there is a file by then, and it is not replaced.
        OSError: if it can't be written.
    """
    # Not by `tempfile`, whose files others can't read, whatever the user's mask says.
    _remove_drafts(path)
    name = str(path.parent / f".{path.name[:50]}.{os.getpid()}.{time.time_ns()}.draft")
    mode = 0o600 if is_private else 0o666
    try:
        handle = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode)
    except FileNotFoundError as error:
        raise FileNotFoundError(error.errno, f"there is no folder {path.parent}") from error
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            _keep_rights(path, file.fileno())
            os.fsync(file.fileno())
        _put(name, path, replaces=replaces)
        name = ""
    finally:
        if name:
            with suppress(OSError):
                Path(name).unlink()
    with suppress(OSError):  # some file systems don't sync folders
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _remove_drafts(path: Path) -> None:
    """Remove what programs left of this file that were killed while they wrote it."""
    for draft in path.parent.glob(f".{glob.escape(path.name[:50])}.*.*.draft"):
        process = draft.name.split(".")[-3]
        if process.isdecimal() and not _is_running(int(process)):
            with suppress(OSError):
                draft.unlink()


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):  # it belongs to somebody else, or is no number of a process
        pass
    return True


def _keep_rights(path: Path, file: int) -> None:
    try:
        old = path.stat()
    except FileNotFoundError:
        return
    with suppress(OSError):  # only root gives files away
        os.fchown(file, old.st_uid, old.st_gid)
    os.fchmod(file, stat.S_IMODE(old.st_mode))


def _put(name: str, path: Path, *, replaces: bool) -> None:
    if replaces:
        Path(name).replace(path)
        return
    try:
        os.link(name, path)  # which never replaces a file, not even one of this moment
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        if path.exists():
            raise FileExistsError(errno.EEXIST, "there is such a file") from None
        Path(name).replace(path)
    else:
        Path(name).unlink()
