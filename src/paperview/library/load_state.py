"""What is loaded so far: the papers, in order, and the index of some of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paperview.index.results import Results, newest_first
from paperview.library.progress import Growth
from paperview.library.store.store import Store
from paperview.library.tallies import Tallies

if TYPE_CHECKING:
    from paperview.index.storage.index import Index, Shard

_REORDERED = 1.5
"""How many times as many papers there are when all are put in order, or merged, anew."""


class LoadState:
    """The store, the tallies and the index that sources are loaded into."""

    def __init__(self, listed: int | None) -> None:
        """Begin with nothing; list so many problems of each source, or all."""
        self.store = Store()
        self.tallies = Tallies(self.store, listed)
        self.shards: dict[int, list[Shard]] = {}
        """What can be searched, by the number of the first paper of a range."""
        self.is_whole = False
        """Whether it was reported that everything is read."""
        self._ordered = 0
        self._settled = 0

    @property
    def are_many_new(self) -> bool:
        """Whether there are many more papers than when they were merged last."""
        return self.store.end > _REORDERED * self._settled

    def settle(self) -> None:
        """Merge records of the same paper."""
        self._settled = self.store.end
        self.store.settle()

    def ordered(self) -> Results | None:
        """Return all papers in order if there are many more than when they were ordered last."""
        return self.ordered_anew() if self.store.end > _REORDERED * self._ordered else None

    def ordered_anew(self) -> Results:
        """Put all papers in order."""
        self._ordered = self.store.end
        return newest_first(self.store.dates(), self.store.hidden)

    def whole(self) -> Growth:
        """Report that everything is read."""
        self.is_whole = True
        return Growth(everything=self.ordered_anew(), is_whole=True)

    def index(self) -> Index:
        """Return what can be searched."""
        import numpy as np  # noqa: PLC0415 - the first screen does without

        from paperview.index.storage.index import Index  # noqa: PLC0415 - numpy

        hidden = self.store.hidden
        shards = (shard for _, some in sorted(self.shards.items()) for shard in some)
        return Index(tuple(shards), np.fromiter(hidden, np.int64) if hidden else None)
