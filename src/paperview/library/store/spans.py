"""Papers whose numbers follow each other: in memory, or in a file."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from paperview.model.paper import ArxivId, Doi, Paper

Column: TypeAlias = "array[int] | memoryview[int]"


class RecordKeys(Protocol):
    """What the papers of a file are known by, as numbers; see `sources.records.key`."""

    @property
    def keys(self) -> Column:
        """Per paper: the number of its arXiv id, or else of its DOI, or else of its title."""
        ...

    @property
    def doi_keys(self) -> Column:
        """Per paper: the number of its DOI; `NO_DOI` or `NO_ID` where there is none."""
        ...

    @property
    def title_marks(self) -> Column:
        """Per paper: a number of its title's letters; 0 where the title tells too little."""
        ...

    @property
    def duplicate_numbers(self) -> Column:
        """Of each record that gives a paper that is there already: the number of that paper."""
        ...

    @property
    def duplicate_doi_keys(self) -> Column:
        """Of each such record: the number of its DOI, as in `doi_keys`."""
        ...


class LazyPapers(Protocol):
    """Papers that stay in their file; their number may grow while it is read."""

    def __len__(self) -> int: ...

    def __getitem__(self, place: int, /) -> Paper: ...

    @property
    def records(self) -> RecordKeys:
        """What they are known by."""
        ...

    @property
    def dates(self) -> Column:
        """Per paper: when it was created, as YYYYMMDD; 0 where that is not known."""
        ...

    @property
    def duplicates(self) -> int:
        """How many further records of its papers the file has."""
        ...

    def find(self, identity: ArxivId | Doi, /) -> Sequence[int]:
        """Return the places of the papers with this arXiv id or DOI."""
        ...

    def apart(self, place: int, /) -> Sequence[Paper]:
        """Return the records of a paper, not merged."""
        ...

    def line(self, place: int, /) -> int:
        """Return the line of a paper's record, counted from 1; 0 if that is not known any more."""
        ...


@dataclass(frozen=True, slots=True)
class PaperRange:
    """Papers whose numbers follow each other."""

    first: int
    papers: list[Paper] | LazyPapers

    @property
    def is_in_memory(self) -> bool:
        """Whether its papers are in memory."""
        return isinstance(self.papers, list)

    @property
    def end(self) -> int:
        """The number after the last paper's."""
        return self.first + len(self.papers)
