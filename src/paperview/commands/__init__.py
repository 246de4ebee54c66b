"""The commands that need no screen: `search`, `resolve`, `check`, `cache` and `shelf`.

The names below are imported when they are first used. The reader without options needs none.
"""

from typing import TYPE_CHECKING

from paperview.lazy import lazy_names

if TYPE_CHECKING:
    from paperview.commands import arguments, suggestions
    from paperview.commands.cache import clear_entries, print_entries
    from paperview.commands.check import print_problems
    from paperview.commands.resolve import print_resolved, read_references
    from paperview.commands.search import NotWrittenError, Sought, print_results
    from paperview.commands.shelf import export_shelf, import_files, print_path, print_summary

__all__ = [
    "NotWrittenError",
    "Sought",
    "arguments",
    "clear_entries",
    "export_shelf",
    "import_files",
    "print_entries",
    "print_path",
    "print_problems",
    "print_resolved",
    "print_results",
    "print_summary",
    "read_references",
    "suggestions",
]

__getattr__ = lazy_names(
    __name__,
    {
        "arguments": "arguments",
        "clear_entries": "cache",
        "export_shelf": "shelf",
        "import_files": "shelf",
        "print_entries": "cache",
        "print_path": "shelf",
        "print_problems": "check",
        "NotWrittenError": "search",
        "print_resolved": "resolve",
        "print_results": "search",
        "Sought": "search",
        "print_summary": "shelf",
        "read_references": "resolve",
        "suggestions": "suggestions",
    },
)
