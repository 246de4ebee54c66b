"""Indexes of large files, kept on disk: a file that was opened once opens at once the next time.

An **entry** is the finished cache of one file, in a folder of its own; a **draft** is one in the
making. One opens a file like so:

    identity = FileIdentity.of(path)
    entry = find(identity)             # milliseconds
    if entry is None and (making := draft(identity)):
        ...                            # write files into making.folder, in worker processes too
        entry = making.publish({"papers": 2_400_000})

Losing the cache costs only time, so a fault of the cache never stops a caller who reads papers. On
a foreign file, functions return None, and broken entries are removed, or at least not used again.
`draft` and `publish` raise only on a full disk, `remove` and `clear` if they fail. Several programs
may use the cache at once, and none removes the draft of another.
"""

from paperview.library.cache.entry import Entry, FileIdentity, avoid, find
from paperview.library.cache.folders import (
    DEFAULT_LIMIT,
    is_full,
    limit,
    limit_to,
    root,
)
from paperview.library.cache.upkeep import (
    Draft,
    clear,
    draft,
    drafts_in_use,
    drop,
    entries,
    remove,
    trim,
)

__all__ = [
    "DEFAULT_LIMIT",
    "Draft",
    "Entry",
    "FileIdentity",
    "avoid",
    "clear",
    "draft",
    "drafts_in_use",
    "drop",
    "entries",
    "find",
    "is_full",
    "limit",
    "limit_to",
    "remove",
    "root",
    "trim",
]
