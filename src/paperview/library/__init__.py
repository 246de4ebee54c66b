"""The core of one run: session, store, loader, cache, workers, watcher.

`JsonlLoader` is imported when a source has JSON lines, what writes files when one is written, what
acts on papers at the first action, and the memory by the reader.
"""

from typing import TYPE_CHECKING

from paperview.lazy import lazy_names

if TYPE_CHECKING:
    from paperview.library import cache, passing_on, shelving
    from paperview.library.duplicates import PossibleDuplicates
    from paperview.library.export_file import Mode, ThereError, WriteError, write
    from paperview.library.filter_counts import Count, FilterCounts
    from paperview.library.jsonl_loader import JsonlLoader
    from paperview.library.memory import usual_memory
    from paperview.library.shelved import ShelvedPapers
    from paperview.library.unread import unread_among

__all__ = [
    "Count",
    "FilterCounts",
    "JsonlLoader",
    "Mode",
    "PossibleDuplicates",
    "ShelvedPapers",
    "ThereError",
    "WriteError",
    "cache",
    "passing_on",
    "shelving",
    "unread_among",
    "usual_memory",
    "write",
]

__getattr__ = lazy_names(
    __name__,
    {
        "PossibleDuplicates": "duplicates",
        "cache": "cache",
        "Count": "filter_counts",
        "FilterCounts": "filter_counts",
        "JsonlLoader": "jsonl_loader",
        "Mode": "export_file",
        "passing_on": "passing_on",
        "shelving": "shelving",
        "ShelvedPapers": "shelved",
        "ThereError": "export_file",
        "WriteError": "export_file",
        "unread_among": "unread",
        "usual_memory": "memory",
        "write": "export_file",
    },
)
