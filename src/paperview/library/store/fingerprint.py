"""Fingerprints: find papers again after a reload, which gives them other numbers."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple, Self, TypeAlias

from paperview.library.store.store import Store
from paperview.model.paper import ArxivId, Doi, Paper

_Clue: TypeAlias = tuple[str, ...]


class Fingerprint(NamedTuple):
    """Ids and clues of a paper, the surest first; one that agrees is enough.

    The user may add a DOI to a bibliography or correct a title.
    """

    identities: tuple[ArxivId | Doi, ...]
    clues: tuple[_Clue, ...]
    """The name in its source, and the title, or else the abstract, with the first author."""

    @classmethod
    def of(cls, paper: Paper) -> Self:
        """Return the fingerprint of a paper."""
        identities = tuple(one for one in (paper.arxiv_id, paper.doi) if one)
        clues: list[_Clue] = []
        if paper.name:
            clues.append(("name", paper.name, *paper.sources[:1]))
        if text := paper.title or paper.abstract:
            clues.append(("text", text, *paper.authors[:1]))
        return cls(identities, tuple(clues))


def find_again(store: Store, wanted: Iterable[Fingerprint]) -> dict[Fingerprint, int]:
    """Return the numbers of those papers that are in a store, which may grow meanwhile.

    It takes some milliseconds per wanted paper and million papers in files, and a second per
    hundred thousand papers in memory if one is not found by its id or DOI: for a thread.
    """
    finder = _Finder(store)
    found = ((fingerprint, finder.find(fingerprint)) for fingerprint in wanted)
    return {fingerprint: number for fingerprint, number in found if number is not None}


class _Finder:
    def __init__(self, store: Store) -> None:
        self._store = store

    def find(self, fingerprint: Fingerprint) -> int | None:
        for identity in fingerprint.identities:
            if numbers := self._store.find(identity):
                return next(
                    (one for one in numbers if self._is_alike(one, fingerprint)), numbers[0]
                )
        found = (self._numbers.get(clue) for clue in fingerprint.clues)
        return next((number for number in found if number is not None), None)

    def _is_alike(self, number: int, fingerprint: Fingerprint) -> bool:
        """Return whether one of several papers with an id agrees in another clue too."""
        clues = Fingerprint.of(self._store[number]).clues
        return not set(clues).isdisjoint(fingerprint.clues)

    @cached_property
    def _numbers(self) -> dict[_Clue, int]:
        """By which clues the papers in memory are known; those in files have an id or a DOI."""
        numbers: dict[_Clue, int] = {}
        for some in self._store.ranges:
            for index, paper in some.records.in_memory():
                if some.first + index not in self._store.hidden:
                    for clue in Fingerprint.of(paper).clues:
                        numbers.setdefault(clue, some.first + index)
        return numbers
