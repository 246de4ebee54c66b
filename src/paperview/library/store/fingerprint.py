"""Knowing papers again when their files were read anew: there they have other numbers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Self, TypeAlias

from paperview.library.store.store import Store
from paperview.model.paper import ArxivId, Doi, Paper

_Clue: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What a paper is known again by, the surest first: one is enough.

    Somebody who keeps a bibliography adds a DOI here and mends a title there.
    """

    identities: tuple[ArxivId | Doi, ...]
    clues: tuple[_Clue, ...]
    """What its source calls it, and the title, or else the abstract, with the first author."""

    @classmethod
    def of(cls, paper: Paper) -> Self:
        """Take down what a paper is known by."""
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
    found = ((traits, finder.find(traits)) for traits in wanted)
    return {traits: number for traits, number in found if number is not None}


class _Finder:
    def __init__(self, store: Store) -> None:
        self._store = store

    def find(self, traits: Fingerprint) -> int | None:
        for identity in traits.identities:
            if numbers := self._store.find(identity):
                return next((one for one in numbers if self._is_alike(one, traits)), numbers[0])
        found = (self._numbers.get(clue) for clue in traits.clues)
        return next((number for number in found if number is not None), None)

    def _is_alike(self, number: int, traits: Fingerprint) -> bool:
        """Whether one of several papers with an id has something else of what is wanted."""
        clues = Fingerprint.of(self._store[number]).clues
        return not set(clues).isdisjoint(traits.clues)

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
