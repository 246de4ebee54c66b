"""The commands that need no screen, a module each, and the arguments of all calls.

The names below are imported when they are first used. The reader without options needs none.
"""

from typing import TYPE_CHECKING

from paperview.lazy import lazy_names

if TYPE_CHECKING:
    from paperview.commands import reader, suggestions, table

__all__ = ["reader", "suggestions", "table"]

__getattr__ = lazy_names(__name__, {name: name for name in __all__})
