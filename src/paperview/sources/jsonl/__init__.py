"""JSON lines too large for memory: records that are read from their file when needed.

The names below are imported when they are first used.
"""

from typing import TYPE_CHECKING

from paperview.lazy import lazy_names

if TYPE_CHECKING:
    from paperview.sources.jsonl.lazy_records import (
        LazyRecords,
        batches,
        further_batches,
        opened,
        read_first,
    )
    from paperview.sources.jsonl.scan import RecordTable

__all__ = [
    "LazyRecords",
    "RecordTable",
    "batches",
    "further_batches",
    "opened",
    "read_first",
]

__getattr__ = lazy_names(
    __name__,
    {
        "LazyRecords": "lazy_records",
        "batches": "lazy_records",
        "further_batches": "lazy_records",
        "opened": "lazy_records",
        "read_first": "lazy_records",
        "RecordTable": "scan",
    },
)
