"""JSON lines too large for memory: records that are read from their file when needed.

The names below are imported when they are first used.
"""

from typing import TYPE_CHECKING

from paperview.lazy import lazy_names

if TYPE_CHECKING:
    from paperview.sources.jsonl.papers import LazyRecords, batches, begin, further_batches, opened
    from paperview.sources.jsonl.records import NO_DOI, NO_ID, Records, key

__all__ = [
    "NO_DOI",
    "NO_ID",
    "LazyRecords",
    "Records",
    "batches",
    "begin",
    "further_batches",
    "key",
    "opened",
]

__getattr__ = lazy_names(
    __name__,
    {
        "LazyRecords": "papers",
        "batches": "papers",
        "begin": "papers",
        "further_batches": "papers",
        "opened": "papers",
        "NO_DOI": "records",
        "NO_ID": "records",
        "Records": "records",
        "key": "records",
    },
)
