"""The papers of one run: in memory, or in files that they are read from when they are wanted."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, reduce
from time import monotonic
from typing import TYPE_CHECKING, TypeAlias

from paperview.library import store as lazy
from paperview.library.store.merges import Hidden, Merges
from paperview.library.store.records import IdTable, MemoryRecords, RecordRange, Records
from paperview.model.dates import day_number
from paperview.model.identity import (
    TELLING,
    Evidence,
    editions_differ,
    evidence,
    has_edition,
    same_titled,
    same_works,
    stand_apart,
    title_key,
)
from paperview.model.merge import merged
from paperview.model.paper import ArxivId, Doi, Paper

if TYPE_CHECKING:
    from paperview.library.store.candidates import Numbers

_MOST_MERGED = 100
"""Papers in files that are merged into one when it is read; more are counted."""

_MOST_COMPARED = 100
"""Papers of one title and first author that one without an id is compared with."""

_Pair = tuple[int, int]
_Pairs = list[_Pair]


class Store:
    """Papers by number, in the order they were read; `settle` merges duplicate records.

    Records with the same arXiv id, or the same DOI and not two arXiv ids, are of one paper if their
    titles or first authors agree as well; see `paperview.model.identity`. A record without ids is
    of the first paper that has its title and first author, unless the two stand apart.

    Numbers count from 0 and never change: papers are added at the end and never removed. The
    canonical record of a paper is its first one in memory, or else its first one; its duplicates
    are hidden. Each call of `settle` compares all candidates again, because a further record may
    show that others are of two papers. So the order of reading does not matter. Papers without ids
    are linked to those in files only by `join`.
    """

    def __init__(self) -> None:
        self._ranges: list[RecordRange] = []
        self._ids = IdTable()
        self._growing: MemoryRecords | None = None
        """The last records if they are in memory; papers are added to them."""
        self._merges = Merges()
        self._settled = 0, 0
        """Papers, and further records in files, at the last merge."""
        self._lazy_pairs: tuple[Numbers, Numbers] | None = None
        """Pairs of duplicates in files; there may be millions."""
        self._pairs: _Pairs = []
        """Other pairs of duplicates."""
        self._linked_pairs: _Pairs = []
        """Pairs of duplicates that `join` was given."""
        self._mixed_groups: list[list[int]] = []
        """Groups of records that share an id but are of several papers."""
        self._by_title_key: dict[str, list[int]] = {}
        """Papers in memory that have an id, by title key; empty if all papers have ids."""
        self._title_keys: dict[int, str] = {}
        """Title keys of the records in memory without an id, by number."""
        self.changed: set[int] = set()
        """First numbers of the ranges in memory that have changed since they were indexed."""

    # --- what is there

    @property
    def ranges(self) -> Sequence[RecordRange]:
        """The records in the order of their numbers; the last range may grow."""
        return self._ranges

    @property
    def end(self) -> int:
        """The number after the last paper's."""
        return self._ranges[-1].end if self._ranges else 0

    @property
    def hidden(self) -> Hidden:
        """Numbers of duplicates, for which a canonical record is shown."""
        return self._merges.hidden

    @property
    def duplicates(self) -> int:
        """Records of papers that were there already."""
        return len(self.hidden) + self._further_records

    @property
    def _further_records(self) -> int:
        return sum(some.records.duplicates for some in self._ranges)

    def count(self, start: int, end: int) -> int:
        """Return how many papers have their first record from `start` to before `end`."""
        return self._merges.count(start, end)

    def __getitem__(self, number: int) -> Paper:
        if not 0 <= number < self.end:
            raise IndexError(number)
        merges = self._merges
        if paper := merges.papers.get(number):
            return paper
        others = merges.others(number)
        return reduce(merged, map(self.record, others[:_MOST_MERGED]), self.record(number))

    def record(self, number: int) -> Paper:
        """Return a record as it was read, not merged with its duplicates."""
        records, index = self._at(number)
        return records[index]

    def line(self, number: int) -> int:
        """Return the line of a paper's record, counted from 1; 0 where that is not known."""
        records, index = self._at(number)
        return records.line(index)

    def __len__(self) -> int:
        return self.end - len(self.hidden)

    def __iter__(self) -> Iterator[Paper]:
        return (self[number] for number in range(self.end) if number not in self.hidden)

    def _at(self, number: int) -> tuple[Records, int]:
        """Return the records that hold a paper, and its index there."""
        ranges = self._ranges
        found = ranges[bisect_right(ranges, number, key=lambda some: some.first) - 1]
        return found.records, number - found.first

    def dates(self) -> array[int]:
        """Return per number when the paper was created, as YYYYMMDD; 0 where it is not known."""
        dates = array("i")
        merges = self._merges.papers
        for some in self._ranges:
            dates.frombytes(memoryview(some.records.dates).cast("B"))
        for number, paper in merges.items():
            dates[number] = day_number(paper.date)
        return dates

    def find(self, identity: ArxivId | Doi) -> list[int]:
        """Return the numbers of the papers with this arXiv id (of any version) or DOI, ascending.

        It takes some milliseconds per million papers that are in files.
        """
        found = (
            some.first + index for some in self._ranges for index in some.records.find(identity)
        )
        return sorted(set(map(self.canonical, found)))

    def find_many(self, chosen: bytes, old: Store) -> bytearray:
        """Return which papers are chosen ones of an earlier store: per paper 1 if it is.

        Papers without an id are known by title and first author; those that have neither are not
        found again. Both stores must be read to the end. It takes a second per million papers.
        """
        found = lazy.carried_over(chosen, old.ranges, self.ranges)
        for number in self.hidden:
            if found[number]:
                found[number] = 0
                found[self.canonical(number)] = 1
        return found

    def with_title_key(self, title: str) -> Sequence[int]:
        """Return the papers in memory that have an id and this key of title and author."""
        return sorted(set(map(self.canonical, self._by_title_key.get(title, ()))))

    def without_ids(self) -> Iterator[int]:
        """Return the papers that have neither an arXiv id nor a DOI, those in memory first."""
        for some in sorted(self._ranges, key=lambda some: some.records.is_lazy):
            for index in some.records.without_ids():
                number = some.first + index
                if number not in self.hidden and not self[number].has_id:
                    yield number

    def merged_within(self, some: RecordRange) -> Iterator[_Pair]:
        """Give indexes of a file's papers, each with that of another one that has its id.

        The other one is merged into it.
        """
        keys = some.records.comparison_keys().keys
        for number, other in self._merges.pairs(some.first, some.end):
            index, further = number - some.first, other - some.first
            if 0 <= further < len(keys) and keys[index] == keys[further]:
                yield index, further

    def canonical(self, number: int) -> int:
        """Return the number of the canonical record of a paper."""
        return self._merges.canonical(number)

    @property
    def conflicts(self) -> Iterator[list[int]]:
        """Give papers that have an id in common and are not the same, id by id.

        Two papers with different arXiv ids may name one DOI: an article and its erratum do.
        """
        for numbers in self._mixed_groups:
            papers = sorted(set(map(self.canonical, numbers)))
            ids = [self[number].arxiv_id for number in papers]
            named = {one.key for one in ids if one}
            if len(papers) > 1 and len(named) < len(papers):
                yield papers

    # --- what is added

    def add(self, paper: Paper) -> int:
        """Add a paper; return its number."""
        number = self.end
        if self._growing is None:
            self._growing = MemoryRecords(number, self._ids)
            self._ranges.append(RecordRange(number, self._growing))
        self._growing.append(paper)
        self.changed.add(self._ranges[-1].first)
        return number

    def add_records(self, records: Records) -> RecordRange:
        """Add records that may grow until they are settled."""
        self._growing = None
        self._ranges.append(RecordRange(self.end, records))
        return self._ranges[-1]

    # --- merging

    def settle(self) -> None:
        """Merge records of the same paper; files must be read to their ends."""
        settled = self.end, self._further_records
        if settled == self._settled:
            return
        self._settled = settled
        self._title_keys = dict(self._find_title_keys())
        if self._ids.papers == self.end:  # all are in memory
            groups = [*self._ids.shared, *self._common_titles()]
        else:
            ranges = [some for some in self._ranges if len(some.records)]
            self._lazy_pairs, groups = lazy.CandidateKeys(ranges).groups()
        self._pairs, self._mixed_groups = [], []
        for numbers in _connected_components(groups):
            self._compare(numbers)
        self._index_titles()
        self._merge()

    def join(self, pairs: Iterable[_Pair]) -> None:
        """Merge further pairs of duplicates."""
        self._linked_pairs += pairs
        self._merge()

    def _find_title_keys(self) -> Iterator[tuple[int, str]]:
        for some in self._ranges:
            for index, paper in some.records.in_memory():
                if not paper.has_id and (title := title_key(paper)):
                    yield some.first + index, title

    def _common_titles(self) -> Iterator[list[int]]:
        """Give papers in memory without ids that have a title and first author in common."""
        by_title: dict[str, list[int]] = {}
        for number, title in self._title_keys.items():
            by_title.setdefault(title, []).append(number)
        return (numbers for numbers in by_title.values() if len(numbers) > 1)

    def _compare(self, numbers: Sequence[int]) -> None:
        """Compare the candidates that have an id or a title key in common."""
        # Records that can't be read any more are not compared.
        records = [
            (number, record)
            for number in numbers
            for record in self._unmerged(number)
            if record.has_id == self._has_id(number)
        ]
        papers = [record for _, record in records]
        if not papers:
            return
        if papers[0].has_id:
            if _are_identical(papers):
                self._pairs += [(records[0][0], number) for number, _ in records[1:]]
                return
            firsts = same_works([evidence(paper) for paper in papers])
            if any(firsts):
                self._mixed_groups.append(list(numbers))
        else:
            firsts = same_titled([evidence(paper) for paper in papers])
        self._pairs += [
            (records[first][0], number)
            for first, (number, _) in zip(firsts, records, strict=True)
            if records[first][0] != number
        ]

    def _unmerged(self, number: int) -> Sequence[Paper]:
        """Return the records of a paper, not merged."""
        records, index = self._at(number)
        return records.unmerged(index)

    def _index_titles(self) -> None:
        """Index the papers in memory by title key if there are papers without ids."""
        self._by_title_key = {}
        if not any(len(some.records.without_ids()) for some in self._ranges):
            return
        for some in self._ranges:
            for index, paper in some.records.in_memory():
                if paper.has_id and (title := title_key(paper)):
                    self._by_title_key.setdefault(title, []).append(some.first + index)

    def _merge(self) -> None:
        """Merge duplicates and choose their canonical records."""
        merges = Merges()
        groups = self._groups(merges)
        self._link_by_title(groups)
        for numbers in {id(numbers): numbers for numbers in groups.values()}.values():
            self._choose_canonical(merges, sorted(numbers))
        for number in merges.papers.keys() | self._merges.papers.keys():
            if merges.papers.get(number) is not self._merges.papers.get(number):
                self.changed.add(number - self._at(number)[1])
        self._merges = merges

    def _groups(self, merges: Merges) -> dict[int, list[int]]:
        """Return by number the papers that are the same as one, but for those all in files.

        The latter are noted already, unless one of them has no id.
        """
        groups: dict[int, list[int]] = {}
        if self._lazy_pairs is None:
            for pair in (*self._pairs, *self._linked_pairs):
                _union(groups, *pair)
            return groups
        in_memory = [some for some in self._ranges if not some.records.is_lazy]
        in_files, at_once = lazy.connect(
            self._lazy_pairs, self._pairs, self._linked_pairs, in_memory
        )
        merges.add_pairs(*in_files)
        for pair in at_once:
            _union(groups, *pair)
        return groups

    def _link_by_title(self, groups: dict[int, list[int]]) -> None:
        """Link papers in memory without ids to the first one with an id and the same title key."""
        seen: set[int] = set()
        claims: _Claims = {}
        known = cache(lambda number: evidence(self.record(number)))
        for number, title in self._title_keys.items() if self._by_title_key else ():
            mine = groups.get(number, [number])
            if min(mine) in seen or title not in self._by_title_key or any(map(self._has_id, mine)):
                continue
            seen.add(min(mine))
            records = [known(one) for one in mine]
            for other in self._by_title_key[title][:_MOST_COMPARED]:
                theirs = groups.get(other, [other])
                if not any(
                    stand_apart(record, known(other))
                    or any(editions_differ(record, known(one)) for one in theirs)
                    for record in records
                ):
                    claims.setdefault(min(theirs), []).append((number, records))
                    break
        for first, number in _compatible(claims):
            _union(groups, first, number)

    def _has_id(self, number: int) -> bool:
        records, index = self._at(number)
        return records.has_id(index)

    def _choose_canonical(self, merges: Merges, numbers: list[int]) -> None:
        """Choose the canonical record of some duplicates, and merge them if it is in memory."""
        in_memory = (number for number in numbers if not self._at(number)[0].is_lazy)
        number = next(in_memory, None)
        if number is None:
            number = next(filter(self._has_id, numbers), numbers[0])
            merges.add_group(number, [one for one in numbers if one != number])
            return
        others = [one for one in numbers if one != number]
        paper = self._merges.papers.get(number)
        if paper is None or self._merges.others(number) != tuple(others):
            paper = reduce(merged, map(self.record, numbers))
        merges.add_group(number, others, paper)


def _union(groups: dict[int, list[int]], first: int, second: int) -> None:
    """Unite the groups of two numbers."""
    mine, theirs = groups.get(first, [first]), groups.get(second, [second])
    if mine is theirs:
        groups[first] = mine
        return
    if len(mine) < len(theirs):
        mine, theirs = theirs, mine
    if second == first:
        theirs = []
    mine += theirs
    for number in (first, second, *theirs):
        groups[number] = mine


def _connected_components(groups: Iterable[Sequence[int]]) -> Iterable[list[int]]:
    """Return the connected components of groups that may have numbers in common.

    A record with two ids belongs to two groups. Compared group by group, it could link records
    that are not of one work.
    """
    joined: dict[int, list[int]] = {}
    for first, *others in groups:
        for number in others:
            _union(joined, first, number)
    return (sorted(numbers) for numbers in {id(some): some for some in joined.values()}.values())


def _are_identical(papers: Sequence[Paper]) -> bool:
    """Return whether papers with an id in common also have the same title, which is long enough."""
    first = papers[0]
    title = first.title
    if not title or title.count(" ") < TELLING - 1:
        return False
    key = first.arxiv_id.key if first.arxiv_id else None
    return all(
        paper.title == title
        and (paper.arxiv_id.key if paper.arxiv_id else None) == key
        and not has_edition(paper)
        for paper in papers
    )


_Claims: TypeAlias = dict[int, list[tuple[int, list[Evidence]]]]
"""By the number of a paper with an id: papers without ids that may be the same, with evidence."""


def _compatible(claims: _Claims) -> Iterator[_Pair]:
    """Yield the claims on each paper that agree on its edition with all others.

    Two volumes of a book may both have the title of a paper that names no volume. It can't be
    both, and nothing says which one it is.
    """
    for number, claimants in claims.items():
        for claimant, records in claimants:
            others = (one for other, some in claimants if other != claimant for one in some)
            if not any(editions_differ(record, one) for one in others for record in records):
                yield number, claimant


MOST_SECONDS = 10.0
"""Time limit of the lookup; papers that are left are not merged."""
_AT_ONCE = 50
"""Papers looked up between two looks at the clock: some hundredths of a second."""


def join_by_title(
    store: Store, titled: Callable[[Paper], Iterable[int]], seconds: float = MOST_SECONDS
) -> Iterator[None]:
    """Merge each paper without an id with the first one that is the same and has one.

    It yields from time to time, so that the caller can stop it.

    Args:
        store: all papers, read.
        titled: gives papers of files that have the title of a paper, and possibly others.
        seconds: how long to go on, at most.
    """
    end = monotonic() + seconds
    numbers = list(store.without_ids())
    if len(numbers) == len(store):  # none has an id
        return
    claims: _Claims = {}
    for count, number in enumerate(numbers):
        if count % _AT_ONCE == 0:
            yield
            if monotonic() > end:
                break
        paper = store[number]
        title = title_key(paper)
        same = _same_paper(store, number, title, titled(paper)) if title else None
        if same is not None:
            claims.setdefault(same, []).append((number, [evidence(paper)]))
    if pairs := list(_compatible(claims)):
        store.join(pairs)


def _same_paper(store: Store, number: int, title: str, candidates: Iterable[int]) -> int | None:
    """Return the first paper with an id that a paper without ids is a duplicate of, if any."""
    mine = evidence(store[number])
    for other in sorted({*store.with_title_key(title), *map(store.canonical, candidates)}):
        if other != number:
            paper = store[other]
            is_alike = paper.has_id and title_key(paper) == title
            if is_alike and not stand_apart(evidence(paper), mine):
                return other
    return None
