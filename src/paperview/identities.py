"""Which papers of files are the same: told by columns of numbers, for there may be millions.

Ids are numbers of 64 bits here, as in `sources.records`; 0 stands for none.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from typing import Self

import numpy as np
from numpy.typing import NDArray

from paperview.paper import ArxivId, Doi, Paper
from paperview.sources.records import key

Keys = NDArray[np.uint64]
Places = NDArray[np.int64]
Pairs = tuple[Places, Places]
"""Places of papers, and for each of them that of the paper to be merged into it."""


class Identities:
    """What some papers are known by, as far as no other paper stands for them.

    As with papers in memory, the same arXiv id makes two papers one, and so does the same DOI,
    unless both have an arXiv id: an article and its erratum may name one DOI.
    """

    def __init__(self, arxiv_ids: Keys, dois: Keys) -> None:
        """Take per paper the number of its arXiv id and that of its DOI; they are written to."""
        self._arxiv_ids = arxiv_ids
        self._dois = dois
        self._sorted: dict[type, tuple[Keys, Places]] = {}

    @classmethod
    def of_columns(
        cls, keys: array[int] | memoryview[int], doi_keys: array[int] | memoryview[int]
    ) -> Self:
        """Take columns of `Records`, where a paper without an arXiv id has its DOI as the key."""
        # Copies: an array can't grow while it is looked at.
        own, dois = (np.frombuffer(column[:], np.uint64) for column in (keys, doi_keys))
        return cls(np.where(own == dois, np.uint64(0), own), dois.copy())

    @classmethod
    def of_papers(cls, papers: Iterable[Paper]) -> Self:
        """Take papers in memory."""
        arxiv_ids, dois = array("Q"), array("Q")
        for paper in papers:
            arxiv_ids.append(key(paper.arxiv_id.base) if paper.arxiv_id else 0)
            dois.append(key(paper.doi.key) if paper.doi else 0)
        return cls(np.array(arxiv_ids, np.uint64), np.array(dois, np.uint64))

    def merged_within(self) -> Pairs:
        """Merge each record of a DOI alone with the first one of an arXiv id that names it."""
        alone, named = _common(self._dois_alone(), self._dois_beside())
        into, further = np.minimum(alone, named), np.maximum(alone, named)
        self._arxiv_ids[into] = self._arxiv_ids[named]
        self.drop(further)
        return into, further

    def merged_by_arxiv_id(self, later: Identities) -> Pairs:
        """Merge papers that come later into those that have their arXiv id."""
        return self._merged(later, self._arxiv_ids, later._arxiv_ids)

    def merged_by_doi(self, later: Identities) -> Pairs:
        """Merge papers that come later into those that have their DOI."""
        first = self._merged(later, self._dois, later._dois_alone())
        second = self._merged(later, self._dois_alone(), later._dois_beside())
        return np.concatenate([first[0], second[0]]), np.concatenate([first[1], second[1]])

    def drop(self, places: Places | int) -> None:
        """Forget papers for which others stand."""
        self._arxiv_ids[places] = 0
        self._dois[places] = 0

    def find(self, identity: ArxivId | Doi) -> int | None:
        """Return the first place of an id. The first time it takes a second per few millions."""
        if isinstance(identity, ArxivId):
            column, wanted = self._arxiv_ids, np.uint64(key(identity.base))
        else:
            column, wanted = self._dois, np.uint64(key(identity.key))
        if type(identity) not in self._sorted:
            order = np.argsort(column, kind="stable")
            self._sorted[type(identity)] = column[order], order
        ordered, order = self._sorted[type(identity)]
        at = int(np.searchsorted(ordered, wanted))
        place = int(order[at]) if at < len(order) else None
        return None if place is None or column[place] != wanted else place

    def _dois_alone(self) -> Keys:
        return np.where(self._arxiv_ids == 0, self._dois, np.uint64(0))

    def _dois_beside(self) -> Keys:
        return np.where(self._arxiv_ids == 0, np.uint64(0), self._dois)

    def _merged(self, later: Identities, mine: Keys, theirs: Keys) -> Pairs:
        into, further = _common(mine, theirs)
        for own, other in ((self._arxiv_ids, later._arxiv_ids), (self._dois, later._dois)):
            own[into] = np.where(own[into] == 0, other[further], own[into])
        self._sorted = {}
        later.drop(further)
        return into, further


def _common(mine: Keys, theirs: Keys) -> Pairs:
    """Return where two columns have a number in common: its first place in each."""
    my_places, their_places = np.flatnonzero(mine), np.flatnonzero(theirs)
    if not len(my_places) or not len(their_places):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    _, first, second = np.intersect1d(mine[my_places], theirs[their_places], return_indices=True)
    return my_places[first], their_places[second]
