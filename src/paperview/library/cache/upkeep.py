"""Keeping the cache in order: what is in it, what must go, and what nobody finished."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from paperview.library.cache import folders
from paperview.library.cache.entry import Entry, avoid, read
from paperview.library.cache.folders import root


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
