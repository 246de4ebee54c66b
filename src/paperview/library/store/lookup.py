"""The numbers of the papers in memory, by arXiv id and by DOI."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from paperview.model.paper import ArxivId, Doi, Paper


class Lookup:
    """Numbers by id: several records may have the same one."""

    def __init__(self) -> None:
        # Nearly all have one number: a list each would take twice the memory.
        self._numbers: dict[str, int | list[int]] = {}
        self._several: dict[str, list[int]] = {}

    def find(self, identity: ArxivId | Doi) -> Sequence[int]:
        """Return the numbers that were noted for an id of any version, ascending."""
        found = self._numbers.get(key_of(identity), ())
        return (found,) if isinstance(found, int) else found

    def note(self, number: int, record: Paper) -> None:
        """Note what a record is known by."""
        for identity in (record.arxiv_id, record.doi):
            if identity:
                self._note(key_of(identity), number)

    def _note(self, identity: str, number: int) -> None:
        known = self._numbers.setdefault(identity, number)
        if isinstance(known, list):
            known.append(number)
        elif known != number:
            self._numbers[identity] = self._several[identity] = [known, number]

    @property
    def common(self) -> Iterator[list[int]]:
        """Give the records that have an id in common, id by id."""
        return iter(self._several.values())


def key_of(identity: ArxivId | Doi) -> str:
    """Return what is the same for all ways in which an id is written."""
    return identity.base if isinstance(identity, ArxivId) else identity.key
