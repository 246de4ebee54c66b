"""Keeping the cache in order: what is in it, what must go, and what nobody finished."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from paperview.library.cache import folders
from paperview.library.cache.entry import (
    Entry,
    FileIdentity,
    avoid,
    avoided,
    folder_name,
    read,
    write_manifest,
)
from paperview.library.cache.folders import limit, root


def sweep() -> int:
    """Remove what is of use to nobody, as far as that is possible.

    That is: drafts whose process is gone, entries that are broken or of another format, and folders
    that were to be deleted.

    Returns:
        The bytes that were freed.
    """
    place = root()
    if place is None:
        return 0
    with suppress(OSError), folders.locked(place):
        useless = [draft for draft in folders.ours(place, folders.DRAFT) if _is_dead(draft)]
        useless += [entry for entry in folders.ours(place, folders.ENTRY) if read(entry) is None]
        for folder in useless:
            folders.set_aside(folder)
    return sum(folders.delete(folder) for folder in folders.ours(place, folders.REMOVED))


def _is_dead(draft: Path) -> bool:
    return not folders.is_in_use(draft)


def entries() -> list[Entry]:
    """Return all entries, the last used first. Removes what `sweep` does."""
    sweep()
    place = root()
    if place is None:
        return []
    found = [entry for folder in folders.ours(place, folders.ENTRY) if (entry := read(folder))]
    return sorted(found, key=lambda entry: entry.last_used_ns, reverse=True)


def drafts_in_use() -> int:
    """Return how many drafts running programs work on."""
    place = root()
    if place is None:
        return 0
    return sum(folders.is_in_use(draft) for draft in folders.ours(place, folders.DRAFT))


def remove(entry: Entry, *, wait: bool = True) -> int:
    """Remove an entry, unless another program has put a new one in its place.

    Args:
        entry: the entry.
        wait: whether to be patient if another program holds the lock.

    Returns:
        The bytes that were freed.

    Raises:
        OSError: if it can't be removed.
    """
    with folders.locked(entry.folder.parent, wait=wait):
        if read(entry.folder) not in (entry, None) or not folders.is_ours(entry.folder):
            return 0
        aside = folders.set_aside(entry.folder)
    return folders.delete(aside)


def drop(entry: Entry) -> None:
    """Remove an entry that is of no use, at once; if that can't be done it is avoided."""
    avoid(entry)
    with suppress(OSError):
        remove(entry, wait=False)


def clear(chosen: Iterable[Entry] | None = None) -> int:
    """Remove some entries, or all of them and what `sweep` does; drafts in use stay.

    Returns:
        The bytes that were freed.

    Raises:
        OSError: if an entry can't be removed.
    """
    if chosen is not None:
        return sum(map(remove, chosen))
    return sweep() + sum(map(remove, entries()))


def trim(limit: int, keep: Path | None = None) -> int:
    """Remove entries, the longest unused first, until the others fit into a limit.

    Args:
        limit: in bytes.
        keep: the folder of an entry that stays in any case.

    Returns:
        The bytes that were freed; what can't be removed stays.
    """
    found = entries()
    excess = sum(entry.size for entry in found) - limit
    freed = 0
    for entry in reversed(found):
        if excess <= 0:
            break
        if entry.folder == keep:
            continue
        with suppress(OSError):
            freed += remove(entry)
            excess -= entry.size
    return freed


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
