"""What became of the records of each source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from paperview.library.progress import Tally
from paperview.sources.problem import Problem
from paperview.text.sanitize import counted

if TYPE_CHECKING:
    from paperview.library.store.store import Store


@dataclass(frozen=True, slots=True)
class SourceResult:
    """What became of the records of a source: each is a paper, a duplicate or a problem."""

    name: str
    """The source's."""
    format: str
    """The title of the format that it is read as."""
    papers: int
    """Records of papers that were not there yet."""
    duplicates: int
    """Records of papers that were there already, or turned out to be."""
    problems: int
    """Records that were lost."""
    parts: int = 0
    """Problems with a part of a record, whose paper is there without it."""
    doubts: int = 0
    """Papers that have the id of another one."""
    is_cut: bool = False
    """Whether the source could not be read to its end."""
    defines: bool = False
    """Whether it has no record, but defines something for other sources."""

    @property
    def records(self) -> int:
        """How many records were seen."""
        return self.papers + self.duplicates + self.problems

    @property
    def is_empty(self) -> bool:
        """Whether there is no record in the source, which may be of another format then."""
        return not (self.records or self.is_cut or self.defines)

    def __str__(self) -> str:
        """Say it in a line: `refs.bib: BibTeX, 120 records: 112 papers, 8 duplicates`."""
        counts = [counted(self.papers, "paper")]
        counts += [counted(self.duplicates, "duplicate")] if self.duplicates else []
        counts += [counted(self.problems, "problem")] if self.problems else []
        counts += [f"{self.parts:,} shown in part"] if self.parts else []
        counts += [counted(self.doubts, "doubtful id")] if self.doubts else []
        counts += ["definitions for other files"] if self.defines else []
        counts += ["not read to its end"] if self.is_cut else []
        seen = counted(self.records, "record")
        return f"{self.name}: {self.format}, {seen}: {', '.join(counts)}"


def without_records(results: Sequence[SourceResult]) -> list[Problem]:
    """Return the problems of sources, all of them read, in which there is no record."""
    return [
        Problem(result.name, 0, f"no record in it; it is read as {result.format}")
        for result in results
        if result.is_empty
    ]


def totals(results: Sequence[SourceResult], *, is_whole: bool = True) -> str:
    """Say what became of the records of all sources: `112 papers, 8 duplicates, 1 problem`.

    A source that could not be read to its end is a problem more, and so is one without any record.

    Args:
        results: what became of those of each source.
        is_whole: whether everything is read; before, a source may merely have no record yet.
    """
    said = [counted(sum(result.papers for result in results), "paper")]
    if duplicates := sum(result.duplicates for result in results):
        said.append(counted(duplicates, "duplicate"))
    problems = sum(result.problems + result.is_cut for result in results)
    problems += len(without_records(results)) if is_whole else 0
    if problems:
        said.append(counted(problems, "problem"))
    if parts := sum(result.parts for result in results):
        said.append(f"{parts:,} shown in part")
    if doubts := sum(result.doubts for result in results):
        said.append(counted(doubts, "doubtful id"))
    return ", ".join(said)


class Tallies:
    """The tallies of all sources, in the order in which they are read into a store."""

    def __init__(self, store: Store, listed: int | None) -> None:
        """Take the store, and how many problems of each source are listed: None for all."""
        self._store = store
        self._listed = listed
        self._tallies: list[tuple[int, Tally]] = []
        """Each with the number that the source's first paper gets."""

    def begin(self, name: str, form: str) -> Tally:
        """Begin with the next source.

        Args:
            name: its name.
            form: the title of its format.
        """
        tally = Tally(name, form, self._listed)
        self._tallies.append((self._store.end, tally))
        return tally

    def named(self, name: str) -> Tally:
        """Return the first tally of a source of a name.

        Raises:
            StopIteration: if there is none.
        """
        return next(tally for _, tally in self._tallies if tally.name == name)

    @property
    def results(self) -> list[SourceResult]:
        """What became of the records so far; may be asked for from another thread."""
        tallies = list(self._tallies)
        if not tallies:
            return []
        ends = [first for first, _ in tallies[1:]] + [self._store.end]
        return [
            self._result(tally, first, end)
            for (first, tally), end in zip(tallies, ends, strict=True)
        ]

    def _result(self, tally: Tally, first: int, end: int) -> SourceResult:
        papers = self._store.count(first, end)
        return SourceResult(
            tally.name,
            tally.format,
            papers,
            tally.records - papers,
            tally.lost,
            tally.parts,
            tally.doubts,
            tally.is_cut,
            tally.defines,
        )
