"""Workers: processes beside the reader that read and index files too large for memory.

The names below bring numpy and the index, and are imported when they are first used.
"""

from typing import TYPE_CHECKING

from paperview.lazy import lazy_names

if TYPE_CHECKING:
    from paperview.library.workers.building import Building
    from paperview.library.workers.pool import WorkerError, WorkerPool

__all__ = [
    "Building",
    "WorkerError",
    "WorkerPool",
]

__getattr__ = lazy_names(
    __name__,
    {
        "Building": "building",
        "WorkerError": "pool",
        "WorkerPool": "pool",
    },
)
