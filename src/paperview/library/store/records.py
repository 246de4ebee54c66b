"""Records of papers whose numbers follow each other: held in memory, or read from a file.

Both kinds are asked in the same way. Those of a file are `paperview.sources.jsonl.lazy_records`.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, Protocol, TypeAlias

from paperview import model
from paperview.model.dates import day_number
from paperview.model.identity import NO_DOI, NO_ID, title_key
from paperview.model.paper import ArxivId, Doi, Paper

Column: TypeAlias = "array[int] | memoryview[int]"


class RecordKeys(Protocol):
    """The keys by which records are compared; see `paperview.model.hashing`."""

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
        """Per paper: a number of its title's letters; 0 where the title says too little."""
        ...

    @property
    def duplicate_numbers(self) -> Column:
        """Per further record of a paper that is there already: the index of that paper."""
        ...

    @property
    def duplicate_doi_keys(self) -> Column:
        """Per further record: the number of its DOI, as in `doi_keys`."""
        ...


class Records(Protocol):
    """Records by index, counted from 0; their number may grow while a source is read."""

    def __len__(self) -> int: ...

    def __getitem__(self, index: int, /) -> Paper: ...

    @property
    def is_lazy(self) -> bool:
        """Whether a paper is read from its file each time, and merged with others then."""
        ...

    @property
    def dates(self) -> Column:
        """Per paper: when it was created, as YYYYMMDD; 0 where that is not known."""
        ...

    @property
    def duplicates(self) -> int:
        """The number of further records, which are merged into papers that are there already."""
        ...

    def find(self, identity: ArxivId | Doi, /) -> Sequence[int]:
        """Return the indexes of the papers with this arXiv id or DOI."""
        ...

    def has_id(self, index: int, /) -> bool:
        """Return whether a paper has an arXiv id or a DOI."""
        ...

    def without_ids(self) -> Sequence[int]:
        """Return the indexes of the papers without an arXiv id and without a DOI."""
        ...

    def unmerged(self, index: int, /) -> Sequence[Paper]:
        """Return the records of a paper, not merged."""
        ...

    def line(self, index: int, /) -> int:
        """Return the line of a paper's record, counted from 1; 0 if it is not known any more."""
        ...

    def in_memory(self) -> Iterable[tuple[int, Paper]]:
        """Give the papers that are in memory, each with its index."""
        ...

    def comparison_keys(self) -> RecordKeys:
        """Return the numbers by which the records are compared."""
        ...


class RecordRange(NamedTuple):
    """Records whose papers' numbers begin at `first` and follow each other."""

    first: int
    records: Records

    @property
    def end(self) -> int:
        """The number after the last paper's."""
        return self.first + len(self.records)


class IdTable:
    """Numbers of papers in memory by id; several records may have the same one."""

    def __init__(self) -> None:
        # Nearly all ids have one number: a list each would take twice the memory.
        self._numbers: dict[str, int | list[int]] = {}
        self._shared: dict[str, list[int]] = {}
        self.papers = 0
        """The number of papers that were added."""

    def find(self, identity: ArxivId | Doi) -> Sequence[int]:
        """Return the numbers of an id of any version, ascending."""
        found = self._numbers.get(identity.key, ())
        return (found,) if isinstance(found, int) else found

    def add(self, number: int, record: Paper) -> None:
        """Add the ids of a record."""
        self.papers += 1
        for identity in (record.arxiv_id, record.doi):
            if identity:
                self._add(identity.key, number)

    def _add(self, identity: str, number: int) -> None:
        known = self._numbers.setdefault(identity, number)
        if isinstance(known, list):
            known.append(number)
        elif known != number:
            self._numbers[identity] = self._shared[identity] = [known, number]

    @property
    def shared(self) -> Iterator[list[int]]:
        """Give the records that share an id, id by id."""
        return iter(self._shared.values())


class MemoryRecords:
    """Records held in memory."""

    is_lazy = False
    duplicates = 0

    def __init__(self, first: int, ids: IdTable) -> None:
        """Begin with none.

        Args:
            first: the number of the first paper.
            ids: the table of ids that these papers are added to.
        """
        self._first = first
        self._ids = ids
        self._papers: list[Paper] = []

    def __len__(self) -> int:
        return len(self._papers)

    def __getitem__(self, index: int) -> Paper:
        return self._papers[index]

    def append(self, paper: Paper) -> None:
        """Add a paper."""
        self._ids.add(self._first + len(self._papers), paper)
        self._papers.append(paper)

    @property
    def dates(self) -> array[int]:
        """Per paper: when it was created, as YYYYMMDD; 0 where that is not known."""
        return array("i", [day_number(paper.date) for paper in self._papers])

    def find(self, identity: ArxivId | Doi) -> Sequence[int]:
        """Return the indexes of the papers with this arXiv id or DOI."""
        end = len(self._papers)
        found = (number - self._first for number in self._ids.find(identity))
        return [index for index in found if 0 <= index < end]

    def has_id(self, index: int) -> bool:
        """Return whether a paper has an arXiv id or a DOI."""
        return self._papers[index].has_id

    def without_ids(self) -> Sequence[int]:
        """Return the indexes of the papers without an arXiv id and without a DOI."""
        return [index for index, paper in enumerate(self._papers) if not paper.has_id]

    def unmerged(self, index: int) -> Sequence[Paper]:
        """Return the records of a paper: one."""
        return [self._papers[index]]

    def line(self, index: int) -> int:
        """Return the line of a paper's record, counted from 1; 0 where it is not known."""
        return self._papers[index].line

    def in_memory(self) -> Iterable[tuple[int, Paper]]:
        """Give all papers, each with its index."""
        return enumerate(self._papers)

    def comparison_keys(self) -> RecordKeys:
        """Return the numbers by which the records are compared."""
        return _MemoryKeys(self._papers)


class _MemoryKeys:
    """The keys of papers in memory, in columns as those of a file have them."""

    def __init__(self, papers: Sequence[Paper]) -> None:
        self.keys = array("Q")
        self.doi_keys = array("Q")
        self.title_marks = array("I", bytes(4 * len(papers)))
        self.duplicate_numbers = array("I")
        self.duplicate_doi_keys = array("Q")
        for paper in papers:
            doi = NO_DOI if paper.arxiv_id else NO_ID
            if paper.doi:
                doi = model.identity_hash(paper.doi.key)
            name = paper.arxiv_id.key if paper.arxiv_id else title_key(paper)
            self.doi_keys.append(doi)
            if doi > NO_ID and not paper.arxiv_id:
                self.keys.append(doi)
            else:
                self.keys.append(model.identity_hash(name) if name else 0)
