"""The core of one run: session, store, loader, cache, workers, watcher.

`JsonlLoader` is imported when a source has JSON lines.
"""

from typing import TYPE_CHECKING

from paperview.lazy import lazy_names

if TYPE_CHECKING:
    from paperview.library.jsonl_loader import JsonlLoader

__all__ = ["JsonlLoader"]

__getattr__ = lazy_names(__name__, {"JsonlLoader": "jsonl_loader"})
