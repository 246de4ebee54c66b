"""The core of one run: session, store, loader, cache, workers, watcher.

`JsonlLoader` is imported when a source has JSON lines, and what writes files when one is written.
"""

from typing import TYPE_CHECKING

from paperview.lazy import lazy_names

if TYPE_CHECKING:
    from paperview.library.export_file import Mode, ThereError, WriteError, write
    from paperview.library.jsonl_loader import JsonlLoader

__all__ = ["JsonlLoader", "Mode", "ThereError", "WriteError", "write"]

__getattr__ = lazy_names(
    __name__,
    {
        "JsonlLoader": "jsonl_loader",
        "Mode": "export_file",
        "ThereError": "export_file",
        "WriteError": "export_file",
        "write": "export_file",
    },
)
