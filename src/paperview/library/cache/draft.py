"""Drafts: making an entry, which is seen whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from paperview.library.cache import folders
from paperview.library.cache.entry import (
    Entry,
    FileIdentity,
    avoided,
    folder_name,
    read,
    write_manifest,
)
from paperview.library.cache.location import limit, root
from paperview.library.cache.upkeep import sweep, trim


class Draft:
    """An entry in the making.

    Attributes:
        folder: where its files go: plain files, from any process; subfolders must be gone before
            it is published.
    """

    def __init__(self, folder: Path, identity: FileIdentity, lock: int) -> None:
        self.folder = folder
        self._identity = identity
        self._lock = lock

    def publish(self, facts: Mapping[str, object]) -> Entry | None:
        """Make this the entry of its file, in place of an older one; then trim the cache.

        If another program has been quicker, its entry stays and is returned. Either way, and also
        without an entry, what is open or mapped from the draft's folder stays usable.

        Takes about a second a gigabyte, for the checksums: for a thread or a worker process.

        Args:
            facts: what the next reader wants to know, as far as JSON can say it.

        Returns:
            The entry; None if the disk is full, the folder was removed, the file has changed since
            its identity was taken, or anything else keeps it from being stored. The draft is gone
            then.

        Raises:
            TypeError, ValueError: as `write_manifest`, if the caller is wrong; the draft is gone.
        """
        try:
            entry = self._publish(facts)
        except OSError:
            return None
        finally:
            self.discard()
        if entry is not None:
            trim(limit(), keep=entry.folder)
        return entry

    def _publish(self, facts: Mapping[str, object]) -> Entry | None:
        write_manifest(self.folder, self._identity, facts)
        place = self.folder.parent
        target = place / folder_name(self._identity.name)
        with folders.locked(place):
            if self._identity.now() != self._identity:
                return None
            theirs = read(target)
            is_theirs_good = target not in avoided
            if theirs is not None and theirs.identity == self._identity and is_theirs_good:
                return theirs
            if folders.is_ours(target):
                folders.set_aside(target)
            self.folder.rename(target)
            (target / folders.DRAFT_LOCK).unlink()
            avoided.discard(target)
        return read(target)

    def discard(self) -> None:
        """Remove the draft and its files; does nothing if it is gone already, or published."""
        lock, self._lock = self._lock, -1
        if lock >= 0:
            folders.delete(self.folder)
            os.close(lock)


def draft(identity: FileIdentity) -> Draft | None:
    """Begin an entry for a file, and remove what others began and did not finish.

    Takes as long as deleting that takes, up to a second or so.

    Returns:
        The draft; None where no cache is wanted (a limit of 0) or possible: no home folder, no
        permission, no space.
    """
    place = root()
    if place is None or limit() == 0:
        return None
    try:
        folders.make_private(place)
        sweep()
        folder = place / f"{folder_name(identity.name)}.{folders.token()}{folders.DRAFT}"
        # Under the lock nobody takes the folder for a dead one before it is marked.
        with folders.locked(place):
            folder.mkdir(mode=0o700)
            return Draft(folder, identity, _hold(folder))
    except OSError:
        return None


def _hold(folder: Path) -> int:
    try:
        return folders.hold_draft(folder)
    except OSError:
        (folder / folders.DRAFT_LOCK).unlink(missing_ok=True)
        folder.rmdir()
        raise
