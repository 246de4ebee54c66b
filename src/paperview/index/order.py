"""Orders that a reader may ask for instead of the best match first."""

from __future__ import annotations

from enum import Enum


class Order(Enum):
    """How results are ordered; the value is what the header says."""

    BEST = "best match first"
    """Without a query: newest first."""
    NEWEST = "newest first"
    OLDEST = "oldest first"
    TITLE = "by title"
    AUTHOR = "by first author"

    @property
    def following(self) -> Order:
        """The order that comes next when they are gone through."""
        orders = list(Order)
        return orders[(orders.index(self) + 1) % len(orders)]
