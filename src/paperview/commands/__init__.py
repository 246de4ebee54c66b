"""The commands that need no screen: `search`, `check` and `cache`.

The names below are imported when they are first used.
"""

from typing import TYPE_CHECKING

from paperview.lazy import lazy_names

if TYPE_CHECKING:
    from paperview.commands.cache import clear_entries, print_entries
    from paperview.commands.check import print_problems
    from paperview.commands.search import print_results

__all__ = ["clear_entries", "print_entries", "print_problems", "print_results"]

__getattr__ = lazy_names(
    __name__,
    {
        "clear_entries": "cache",
        "print_entries": "cache",
        "print_problems": "check",
        "print_results": "search",
    },
)
