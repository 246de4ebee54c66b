"""References: which papers does a text cite?

The names below bring numpy and rapidfuzz, and are imported when they are first used.
"""

from typing import TYPE_CHECKING

from paperview.lazy import lazy_names

if TYPE_CHECKING:
    from paperview.references.finding import Finder, Found, Level
    from paperview.references.records import references_in
    from paperview.references.splitting import Reference

__all__ = ["Finder", "Found", "Level", "Reference", "references_in"]

__getattr__ = lazy_names(
    __name__,
    {
        "Finder": "finding",
        "Found": "finding",
        "Level": "finding",
        "references_in": "records",
        "Reference": "splitting",
    },
)
