"""The state of loading: papers in order, shards of the index, progress, and counts by source."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

from paperview import index
from paperview.index.results import Results, newest_first
from paperview.library.store.store import Store
from paperview.sources.problem import Problem
from paperview.text.sanitize import counted, sized

if TYPE_CHECKING:
    from paperview.index.storage.index import Index, Shard
    from paperview.library.store.records import Records

_MANY = 5000
"""Papers from which on numpy puts them in order, which takes a moment to import."""
_REORDERED = 1.5
"""The growth of the number of papers after which all are put in order, or merged, anew."""


class CacheError(Exception):
    """An error: the cached index of a file is unusable; it was removed."""


class LoadState:
    """The store, the tallies and the index that sources are loaded into."""

    def __init__(self, listed: int | None, *, verifies: bool = False) -> None:
        """Begin with nothing.

        Args:
            listed: how many problems of each source are listed, None for all.
            verifies: whether a cached index is verified before it is used.
        """
        self.verifies = verifies
        self.store = Store()
        self.tallies = Tallies(self.store, listed)
        self.shards: dict[int, list[Shard]] = {}
        """The shards that can be searched, by the number of the first paper of a range."""
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
        dates, hidden = self.store.dates(), self.store.hidden
        if len(dates) > _MANY:
            return index.many_newest_first(dates, hidden)
        return newest_first(dates, hidden)

    def whole(self) -> Growth:
        """Report that everything is read."""
        self.is_whole = True
        return Growth(everything=self.ordered_anew(), is_whole=True)

    def index(self) -> Index:
        """Return an index of all shards."""
        hidden = self.store.hidden
        shards = (shard for _, some in sorted(self.shards.items()) for shard in some)
        return index.Index(tuple(shards), array("q", hidden) if hidden else None)


LISTED_PROBLEMS = 1000
"""Problems of a source that are listed; the others are only counted."""


class Progress(NamedTuple):
    """The progress of a long operation."""

    doing: str
    """The activity in a word or two: reading, or indexing."""
    share: float | None = None
    """From 0 to 1; None where nobody knows how much there is."""
    per_second: float = 0.0
    """Papers."""
    seconds_left: float = 0.0


@dataclass(frozen=True, slots=True)
class Growth:
    """A step of the work in the background: papers read, or an index built."""

    problems: list[Problem] = field(default_factory=list)
    everything: Results | None = None
    """All papers in order, where they were ordered anew."""
    is_whole: bool = False
    """Whether everything is read."""
    index: Index | None = None
    progress: Progress | None = None
    unlisted: int = 0
    """The number of problems beyond those listed: a source has too many of them."""
    note: str = ""
    """What the user should know of the work itself."""


class Tally:
    """The records of one source; of its problems the first are listed and all are counted."""

    def __init__(self, name: str = "", form: str = "", listed: int | None = None) -> None:
        """Begin with no record.

        Args:
            name: the name of the source.
            form: the title of its format.
            listed: how many problems are listed; None for all.
        """
        self.name = name
        self.format = form
        self.lazy: Records | None = None
        """Its records, if they stay in their file."""
        self.read = 0
        """The number of records of papers read into memory."""
        self.lost = 0
        """The number of records that were lost."""
        self.parts = 0
        """The number of problems with a part of a record."""
        self.doubts = 0
        """The number of papers with the id of another one."""
        self.is_cut = False
        """Whether the source could not be read to its end."""
        self.defines = False
        """Whether the source has no record, but defines something for other sources."""
        self._left = listed

    @property
    def records(self) -> int:
        """The number of records of papers; further records of a paper count, too."""
        lazy = len(self.lazy) + self.lazy.duplicates if self.lazy is not None else 0
        return self.read + lazy

    def growth(
        self,
        problems: Sequence[Problem] = (),
        everything: Results | None = None,
        progress: Progress | None = None,
        *,
        is_whole: bool = False,
    ) -> Growth:
        """Return a step that brings problems, as far as they are listed; count them."""
        for problem in problems:
            self.parts += not problem.lost and not problem.is_doubt
            self.doubts += problem.is_doubt
            self.lost += problem.lost and not problem.is_cut
            self.is_cut = self.is_cut or problem.is_cut
        listed = list(problems[: self._left])
        if self._left is not None:
            self._left -= len(listed)
        unlisted = len(problems) - len(listed)
        return Growth(listed, everything, is_whole, progress=progress, unlisted=unlisted)


class Pace:
    """The pace of reading and indexing a file."""

    def __init__(self, size: int | None, name: str) -> None:
        """Set the size of the file in bytes, None if it is unknown, and its name."""
        self._size = size
        self._name = name
        self._started = monotonic()
        self._reading: Progress | None = None

    def reading(self, position: int, papers: int) -> Progress:
        """Return the progress of reading, up to a byte and with so many papers so far."""
        seconds = monotonic() - self._started
        if self._size is None:
            self._reading = coming(self._name, position)
        else:
            share = position / max(self._size, 1)
            self._reading = _progress("reading", share, papers, seconds)
        return self._reading

    def was_read(self) -> None:
        """Note that the file is read to its end."""
        self._reading = None

    def indexing(self, papers: int, count: int) -> Progress:
        """Return the progress of indexing, or of reading while that is not at its end.

        Args:
            papers: how many are indexed.
            count: how many there are.
        """
        if self._reading is not None:
            return self._reading
        seconds = monotonic() - self._started
        return _progress("indexing", papers / max(count, 1), papers, seconds)


def coming(name: str, count: int) -> Progress:
    """Return the progress of a text of unknown length, in bytes."""
    return Progress(f"reading {name}, {sized(count)}")


def _progress(doing: str, share: float, papers: int, seconds: float) -> Progress:
    share = min(max(share, 1e-9), 1.0)
    return Progress(doing, share, papers / max(seconds, 1e-3), seconds * (1 - share) / share)


class SourceResult(NamedTuple):
    """The counts of a source's records: each is a paper, a duplicate or a problem."""

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
        """The number of records that were seen."""
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
    """Return a problem for each source without any record; call it when all are read."""
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
        """The counts so far; for any thread."""
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
