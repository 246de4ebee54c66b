"""Upkeep of the cache: making entries, listing and removing them, keeping to the limit."""

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
    """Remove leftovers, as far as that is possible.

    Leftovers are drafts whose process is gone, entries that are broken or of another format, and
    folders that are set aside for deletion.

    Returns:
        The bytes that were freed.
    """
    root_folder = root()
    if root_folder is None:
        return 0
    with suppress(OSError), folders.locked(root_folder):
        drafts = folders.ours(root_folder, folders.DRAFT)
        useless = [draft for draft in drafts if not folders.is_in_use(draft)]
        useless += [
            entry for entry in folders.ours(root_folder, folders.ENTRY) if read(entry) is None
        ]
        for folder in useless:
            folders.set_aside(folder)
    return sum(folders.delete(folder) for folder in folders.ours(root_folder, folders.REMOVED))


def entries() -> list[Entry]:
    """Remove leftovers; return all entries, the last used first."""
    sweep()
    root_folder = root()
    if root_folder is None:
        return []
    found = [
        entry for folder in folders.ours(root_folder, folders.ENTRY) if (entry := read(folder))
    ]
    return sorted(found, key=lambda entry: entry.last_used_ns, reverse=True)


def drafts_in_use() -> int:
    """Return the number of drafts that running programs work on."""
    root_folder = root()
    if root_folder is None:
        return 0
    return sum(folders.is_in_use(draft) for draft in folders.ours(root_folder, folders.DRAFT))


def remove(entry: Entry, *, wait: bool = True) -> int:
    """Remove an entry, unless another program has put a new one in its place.

    Args:
        entry: the entry.
        wait: whether to wait while another program holds the lock.

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
    """Remove a useless entry at once; if that can't be done, it is avoided in this run."""
    avoid(entry)
    with suppress(OSError):
        remove(entry, wait=False)


def clear(chosen: Iterable[Entry] | None = None) -> int:
    """Remove some entries, or all of them and leftovers; drafts in use stay.

    Returns:
        The bytes that were freed.

    Raises:
        OSError: if an entry can't be removed.
    """
    if chosen is not None:
        return sum(map(remove, chosen))
    return sweep() + sum(map(remove, entries()))


def trim(limit: int, keep: Path | None = None) -> int:
    """Remove the least recently used entries until the others fit into a limit.

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
    """An entry that is being made.

    Attributes:
        folder: the folder for its files, from any process; it may hold plain files only when it
            is published.
    """

    def __init__(self, folder: Path, identity: FileIdentity, lock: int) -> None:
        self.folder = folder
        self._identity = identity
        self._lock = lock

    def publish(self, facts: Mapping[str, object]) -> Entry | None:
        """Make this the entry of its file, in place of an older one; then trim the cache.

        If another program was quicker, its entry stays and is returned. In any case open and
        mapped files of the draft stay usable. Takes about a second a gigabyte for the checksums.

        Args:
            facts: notes for the next reader, as JSON can hold them.

        Returns:
            The entry; None if it can't be stored: the folder was removed, or the file has changed
            since its identity was taken. The draft is gone then.

        Raises:
            OSError: if the disk is full; the draft is gone.
            TypeError, ValueError: as `write_manifest`, if the caller is wrong; the draft is gone.
        """
        try:
            entry = self._publish(facts)
        except OSError as error:
            if folders.is_full(error):
                raise
            return None
        finally:
            self.discard()
        if entry is not None:
            trim(limit(), keep=entry.folder)
        return entry

    def _publish(self, facts: Mapping[str, object]) -> Entry | None:
        write_manifest(self.folder, self._identity, facts)
        root_folder = self.folder.parent
        target = root_folder / folder_name(self._identity.name)
        with folders.locked(root_folder):
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
        """Remove the draft and its files; do nothing if it is gone or published."""
        lock, self._lock = self._lock, -1
        if lock >= 0:
            folders.delete(self.folder)
            os.close(lock)


def draft(identity: FileIdentity) -> Draft | None:
    """Begin an entry for a file, and remove leftovers, which may take a second or so.

    Returns:
        The draft; None where no cache is wanted (a limit of 0) or possible: no home folder, no
        permission.

    Raises:
        OSError: if the disk is full.
    """
    root_folder = root()
    if root_folder is None or limit() == 0:
        return None
    try:
        folders.make_private(root_folder)
        sweep()
        folder = root_folder / f"{folder_name(identity.name)}.{folders.token()}{folders.DRAFT}"
        # Under the lock, no program removes the folder before it is marked.
        with folders.locked(root_folder):
            folder.mkdir(mode=0o700)
            return Draft(folder, identity, _hold(folder))
    except OSError as error:
        if folders.is_full(error):
            raise
        return None


def _hold(folder: Path) -> int:
    try:
        return folders.hold_draft(folder)
    except OSError:
        (folder / folders.DRAFT_LOCK).unlink(missing_ok=True)
        folder.rmdir()
        raise
