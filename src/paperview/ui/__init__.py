"""The screen: the only package that imports Textual.

The names below are imported when they are first used: actions that the first screen does not need.
"""

from typing import TYPE_CHECKING

from paperview.lazy import lazy_names

if TYPE_CHECKING:
    from paperview.ui import exporting, palette

__all__ = ["exporting", "palette"]

__getattr__ = lazy_names(__name__, {name: name for name in __all__})
