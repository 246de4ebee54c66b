"""Writing papers: one module a format.

The names below are imported when they are first used.
"""

from typing import TYPE_CHECKING

from paperview.lazy import lazy_names

if TYPE_CHECKING:
    from paperview.exports.registry import ID, PIECES, Piece

__all__ = [
    "ID",
    "PIECES",
    "Piece",
]

__getattr__ = lazy_names(
    __name__,
    {
        "ID": "registry",
        "PIECES": "registry",
        "Piece": "registry",
    },
)
