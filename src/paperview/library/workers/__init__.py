"""Workers: processes that read and index files too large for memory.

The names below bring numpy and the index, and are imported when they are first used.
"""

from typing import TYPE_CHECKING

from paperview.lazy import lazy_names

if TYPE_CHECKING:
    from paperview.library.workers.index_build import IndexBuild
    from paperview.library.workers.pool import WorkerError, WorkerPool

__all__ = [
    "IndexBuild",
    "WorkerError",
    "WorkerPool",
]

__getattr__ = lazy_names(
    __name__,
    {
        "IndexBuild": "index_build",
        "WorkerError": "pool",
        "WorkerPool": "pool",
    },
)
