"""JSON lines too large for memory: records that are read from their file when needed.

The names below are imported when they are first used.
"""

from typing import TYPE_CHECKING

from paperview.lazy import lazy_names

if TYPE_CHECKING:
    from paperview.sources.jsonl.papers import LazyRecords, batches, begin, further_batches, opened
    from paperview.sources.jsonl.records import Records

__all__ = [
    "LazyRecords",
    "Records",
    "batches",
    "begin",
    "further_batches",
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
        "Records": "records",
    },
)
