"""Which papers of files are the same: told by columns of numbers, for there may be millions.

Ids are numbers of 64 bits here, as in `sources.records`; 0 stands for none.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from typing import Self

import numpy as np
from numpy.typing import NDArray

from paperview.paper import ArxivId, Doi, Paper
from paperview.sources.filed.records import NO_DOI, NO_ID, key
from paperview.store.spans import Keyed
from paperview.titles import title_key

Keys = NDArray[np.uint64]
Places = NDArray[np.int64]
Pairs = tuple[Places, Places]
"""Places of papers, and for each of them that of the paper to be merged into it."""


ARXIV_ID, DOI, TITLE = range(3)
"""The kinds of numbers."""


class Identities:
    """What some papers are known by, as far as no other paper stands for them.

    As with papers in memory, the same arXiv id makes two papers one, and so does the same DOI,
    unless both have an arXiv id: an article and its erratum may name one DOI. Papers without ids
    are one if they have the same title and first author.
    """

    kinds = (ARXIV_ID, DOI, TITLE)
    """What papers are merged by, the surest first."""

    def __init__(self, arxiv_ids: Keys, dois: Keys, titles: Keys) -> None:
        """Take numbers per paper; they are written to.

        Args:
            arxiv_ids: those of the arXiv ids.
            dois: those of the DOIs.
            titles: those of title and first author, of papers that have neither.
        """
        self._columns = (arxiv_ids, dois, titles)
        self._arxiv_ids, self._dois, _ = self._columns
        self._also_places, self._also_dois = np.empty(0, np.int64), np.empty(0, np.uint64)
        """Further DOIs of papers, and these: a preprint and its article may have one each."""
        self._sorted: dict[int, tuple[Keys, Places]] = {}
        self.have_learnt = False
        """Whether papers got ids from others that were merged into them; to be reset."""

    @classmethod
    def of_records(cls, records: Keyed) -> Self:
        """Take what papers of a file are known by."""
        # Copies: an array can't grow while it is looked at.
        columns = (records.keys, records.doi_keys, records.duplicate_doi_keys)
        own, dois, further = (np.frombuffer(column[:], np.uint64).copy() for column in columns)
        numbers = np.frombuffer(records.duplicate_numbers[:], np.uint32)[: len(further)]
        without_id = dois == NO_ID
        dois[without_id] = NO_DOI
        none = np.uint64(0)
        has_no_arxiv_id = (own == dois) | without_id
        known = cls(np.where(has_no_arxiv_id, none, own), dois, np.where(without_id, own, none))
        known._learn_dois(numbers.astype(np.int64), np.where(further == NO_ID, NO_DOI, further))
        return known

    @classmethod
    def of_papers(cls, papers: Iterable[Paper]) -> Self:
        """Take papers in memory."""
        columns = [array("Q") for _ in cls.kinds]
        for paper in papers:
            title = None if paper.has_id else title_key(paper)
            columns[ARXIV_ID].append(key(paper.arxiv_id.base) if paper.arxiv_id else 0)
            columns[DOI].append(key(paper.doi.key) if paper.doi else 0)
            columns[TITLE].append(key(title) if title else 0)
        arxiv_ids, dois, titles = (np.array(column, np.uint64) for column in columns)
        return cls(arxiv_ids, dois, titles)

    def merged_within(self) -> Pairs:
        """Merge each record of a DOI alone with the first one of an arXiv id that names it."""
        alone, named = self._common_dois(self._dois_alone(), self, self._dois_beside())
        into, further = np.minimum(alone, named), np.maximum(alone, named)
        self._arxiv_ids[into] = self._arxiv_ids[named]
        self.have_learnt = self.have_learnt or bool(len(into))
        self.drop(further)
        return into, further

    def merged_by(self, kind: int, later: Identities) -> Pairs:
        """Merge papers that come later into those that are the same by one kind of number."""
        if kind != DOI:
            return self._merge(later, *_common(self._columns[kind], later._columns[kind]))
        first = self._common_dois(self._all_dois(), later, later._dois_alone())
        first = self._merge(later, *first)
        second = self._common_dois(self._dois_alone(), later, later._dois_beside())
        second = self._merge(later, *second)
        return np.concatenate([first[0], second[0]]), np.concatenate([first[1], second[1]])

    def drop(self, places: Places | Sequence[int] | int) -> None:
        """Forget papers for which others stand."""
        if not isinstance(places, int) and not len(places):
            return
        for column in self._columns:
            column[places] = 0
        if len(self._also_places):
            self._also_dois[np.isin(self._also_places, places)] = 0

    def find(self, identity: ArxivId | Doi | str) -> int | None:
        """Return the first place of an id. The first time it takes a second per few millions.

        Args:
            identity: the id; or a key of title and author, for papers without ids.
        """
        kind, name = _named(identity)
        column, wanted = self._columns[kind], np.uint64(key(name))
        if kind not in self._sorted:
            order = np.argsort(column, kind="stable")
            self._sorted[kind] = column[order], order
        ordered, order = self._sorted[kind]
        at = int(np.searchsorted(ordered, wanted))
        if at < len(order) and column[order[at]] == wanted:
            return int(order[at])
        also = self._also_places[self._also_dois == wanted].tolist() if kind == DOI else []
        return also[0] if also else None

    def _all_dois(self) -> Keys:
        """Return the numbers of the DOIs, the further ones behind the others."""
        return np.concatenate([self._dois, self._also_dois]) if len(self._also_dois) else self._dois

    def _dois_alone(self) -> Keys:
        """Return the same with 0 for papers that have an arXiv id."""
        return np.where(self._all_arxiv_ids() == 0, self._all_dois(), np.uint64(0))

    def _dois_beside(self) -> Keys:
        """Return the same with 0 for papers that have no arXiv id."""
        return np.where(self._all_arxiv_ids() == 0, np.uint64(0), self._all_dois())

    def _all_arxiv_ids(self) -> Keys:
        """Return the numbers of the arXiv ids that belong to all DOIs."""
        if not len(self._also_dois):
            return self._arxiv_ids
        return np.concatenate([self._arxiv_ids, self._arxiv_ids[self._also_places]])

    def _places_of(self, dois: Places) -> Places:
        """Return whose some of all DOIs are."""
        if not len(self._also_dois):
            return dois
        return np.concatenate([np.arange(len(self._dois)), self._also_places])[dois]

    def _common_dois(self, mine: Keys, other: Identities, theirs: Keys) -> Pairs:
        """Return which papers have a DOI in common, each of the other ones once."""
        first, second = _common(mine, theirs)
        into, further = self._places_of(first), other._places_of(second)
        if len(self._also_dois) or len(other._also_dois):
            _, once = np.unique(further, return_index=True)
            into, further = into[once], further[once]
        return into, further

    def _merge(self, later: Identities, into: Places, further: Places) -> Pairs:
        """Take over what some papers are known by from others, and forget these."""
        is_new = (self._arxiv_ids[into] == 0) & (later._arxiv_ids[further] != 0)
        self._arxiv_ids[into[is_new]] = later._arxiv_ids[further[is_new]]
        self.have_learnt = self.have_learnt or bool(is_new.any())
        self._learn_dois(into, later._dois[further])
        are_theirs = np.isin(later._also_places, further) if len(later._also_places) else ()
        if np.any(are_theirs):
            order = np.argsort(further)
            at = np.searchsorted(further, later._also_places[are_theirs], sorter=order)
            self._learn_dois(into[order[at]], later._also_dois[are_theirs])
        self._sorted = {}
        later.drop(further)
        return into, further

    def _learn_dois(self, places: Places, dois: Keys) -> None:
        """Note DOIs of papers, which may have others already."""
        # Of several for one paper, the first stays.
        is_first = (self._dois[places] == NO_DOI) & (dois != NO_DOI)
        self._dois[places[is_first][::-1]] = dois[is_first][::-1]
        is_other = (self._dois[places] != dois) & (dois != NO_DOI)
        self._also_places = np.concatenate([self._also_places, places[is_other]])
        self._also_dois = np.concatenate([self._also_dois, dois[is_other]])
        self.have_learnt = self.have_learnt or bool((is_first | is_other).any())


def without_ids(records: Keyed) -> list[int]:
    """Return the places of a file's papers that have neither an arXiv id nor a DOI."""
    return np.flatnonzero(np.frombuffer(records.doi_keys[:], np.uint64) == NO_ID).tolist()


def _named(identity: ArxivId | Doi | str) -> tuple[int, str]:
    match identity:
        case ArxivId():
            return ARXIV_ID, identity.base
        case Doi():
            return DOI, identity.key
        case _:
            return TITLE, identity


def _common(mine: Keys, theirs: Keys) -> Pairs:
    """Return where two columns have a number in common: its first place in each."""
    my_places, their_places = np.flatnonzero(mine), np.flatnonzero(theirs)
    if not len(my_places) or not len(their_places):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    _, first, second = np.intersect1d(mine[my_places], theirs[their_places], return_indices=True)
    return my_places[first], their_places[second]
