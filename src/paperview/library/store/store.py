"""The papers of one run: in memory, or in files that they are read from when they are wanted."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, reduce
from typing import TYPE_CHECKING

from paperview.library.store.lookup import Lookup
from paperview.library.store.merges import Hidden, Merges
from paperview.library.store.spans import LazyPapers, PaperRange
from paperview.model.identity import evidence, has_edition, same_titled, same_works, stand_apart
from paperview.model.merge import merged
from paperview.model.paper import ArxivId, Doi, Paper, day_number
from paperview.model.title_key import TELLING, title_key

if TYPE_CHECKING:
    from paperview.library.store.columns import Numbers

_MOST_MERGED = 100
"""Papers in files that are merged into one when it is read; more are counted."""

_MOST_COMPARED = 100
"""Papers of one title and first author that one without an id is compared with."""

_Pair = tuple[int, int]
_Pairs = list[_Pair]


class Store:
    """Papers by number, in the order they were read; `settle` merges records of the same paper.

    Records with the same arXiv id, or the same DOI and not two arXiv ids, are of one paper if their
    titles or first authors agree as well; see `works`. A record without ids is of the paper that
    has its title and first author, of several the first, unless the two stand apart.

    Numbers count from 0 and stay: papers are added at the end and never taken out. Of papers that
    turn out to be one the first one in memory, or else the first one, stands for the others, which
    are hidden. Which ones are merged is found out anew each time, as a record may show that others
    are not the same, so it does not depend on the order in which they are read. Papers without ids
    are compared with those in files that have some only when `join` is called for them.
    """

    def __init__(self) -> None:
        self._spans: list[PaperRange] = []
        self._lookup = Lookup()
        self._merges = Merges()
        self._settled = 0, 0
        """How many papers there were, and records in files, when they were merged last."""
        self._plain: tuple[Numbers, Numbers] | None = None
        """Pairs of papers that are the same, of files: there may be millions."""
        self._pairs: _Pairs = []
        """Others that are the same."""
        self._joined: _Pairs = []
        """Those that `join` was told of."""
        self._several: list[list[int]] = []
        """Groups of papers that share an id but are not all the same."""
        self._titled: dict[str, list[int]] = {}
        """Papers in memory that have an id, by title and first author; if others have none."""
        self._bare: dict[int, str] = {}
        """Title and first author of the records in memory that have no id, by number."""
        self.changed: set[int] = set()
        """Spans in memory, by their first number, that have changed since they were taken out."""

    # --- what is there

    @property
    def spans(self) -> Sequence[PaperRange]:
        """The papers in the order of their numbers; the last span may grow."""
        return self._spans

    @property
    def end(self) -> int:
        """The number after the last paper's."""
        return self._spans[-1].end if self._spans else 0

    @property
    def hidden(self) -> Hidden:
        """Numbers of papers for which another one stands."""
        return self._merges.hidden

    @property
    def duplicates(self) -> int:
        """How many records gave a paper that was there already."""
        return len(self.hidden) + self._duplicates_of_files

    @property
    def _duplicates_of_files(self) -> int:
        filed = (span.papers for span in self._spans if not isinstance(span.papers, list))
        return sum(papers.duplicates for papers in filed)

    def count(self, start: int, end: int) -> int:
        """Return how many papers there are that came first with numbers from `start` to `end` - 1.

        A paper in memory that stands for one in a file came with that one.
        """
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
        """Return a paper as it was read, without what others tell of it."""
        span = self._span(number)
        return span.papers[number - span.first]

    def line(self, number: int) -> int:
        """Return the line of a paper's record, counted from 1; 0 where that is not known."""
        span = self._span(number)
        papers = span.papers
        if isinstance(papers, list):
            return papers[number - span.first].line
        return papers.line(number - span.first)

    def __len__(self) -> int:
        return self.end - len(self.hidden)

    def __iter__(self) -> Iterator[Paper]:
        return (self[number] for number in range(self.end) if number not in self.hidden)

    def _span(self, number: int) -> PaperRange:
        spans = self._spans
        return spans[bisect_right(spans, number, key=lambda span: span.first) - 1]

    def dates(self) -> array[int]:
        """Return per number when the paper was created, as YYYYMMDD; 0 where it is not known."""
        dates = array("i")
        merges = self._merges.papers
        for span in self._spans:
            if isinstance(span.papers, list):
                dates.extend(day_number(paper.created) for paper in span.papers)
            elif isinstance(some := span.papers.dates, array):
                dates.extend(some)
            else:
                dates.frombytes(some.cast("B"))
        for number, paper in merges.items():
            dates[number] = day_number(paper.created)
        return dates

    def find(self, identity: ArxivId | Doi) -> list[int]:
        """Return the numbers of the papers with this arXiv id (of any version) or DOI, ascending.

        It takes some milliseconds per million papers that are in files.
        """
        found = set(self._lookup.find(identity))
        for span in self._spans:
            if not isinstance(span.papers, list):
                found.update(span.first + place for place in span.papers.find(identity))
        return sorted(set(map(self.standing_for, found)))

    def titled(self, title: str) -> Sequence[int]:
        """Return the papers in memory that have an id and this key of title and author."""
        return sorted(set(map(self.standing_for, self._titled.get(title, ()))))

    def without_ids(self) -> Iterator[int]:
        """Return the papers that have neither an arXiv id nor a DOI, those in memory first."""
        for span in sorted(self._spans, key=lambda span: not span.is_in_memory):
            for place in _without_ids(span.papers):
                number = span.first + place
                if number not in self.hidden and not self[number].has_id:
                    yield number

    def merged_within(self, span: PaperRange) -> Iterator[_Pair]:
        """Give places of a file's papers, each with that of another one that has its id.

        The other one is merged into it.
        """
        if isinstance(span.papers, list):
            return
        keys = span.papers.records.keys
        for number, other in self._merges.pairs(span.first, span.end):
            place, further = number - span.first, other - span.first
            if 0 <= further < len(keys) and keys[place] == keys[further]:
                yield place, further

    def standing_for(self, number: int) -> int:
        """Return the paper that stands for one, or else the paper itself."""
        return self._merges.standing_for(number)

    @property
    def conflicts(self) -> Iterator[list[int]]:
        """Give papers that have an id in common and are not the same, id by id.

        Two papers with different arXiv ids may name one DOI: an article and its erratum do.
        """
        for numbers in self._several:
            papers = sorted(set(map(self.standing_for, numbers)))
            ids = [self[number].arxiv_id for number in papers]
            named = {one.base for one in ids if one}
            if len(papers) > 1 and len(named) < len(papers):
                yield papers

    # --- what is added

    def add(self, paper: Paper) -> int:
        """Add a paper; return its number."""
        if not self._spans or not isinstance(self._spans[-1].papers, list):
            self._spans.append(PaperRange(self.end, []))
        span = self._spans[-1]
        number = span.end
        if isinstance(span.papers, list):
            span.papers.append(paper)
            self._lookup.note(number, paper)
            self.changed.add(span.first)
        return number

    def add_filed(self, papers: LazyPapers) -> PaperRange:
        """Add the papers of a file, which may grow until they are settled."""
        self._spans.append(PaperRange(self.end, papers))
        return self._spans[-1]

    # --- merging

    def settle(self) -> None:
        """Merge records of the same paper; files must be read to their ends."""
        settled = self.end, self._duplicates_of_files
        if settled == self._settled:
            return
        self._settled = settled
        self._bare = dict(self._titles_without_ids())
        if all(span.is_in_memory for span in self._spans):
            groups = [*self._lookup.common, *self._common_titles()]
        else:
            from paperview.library.store.columns import Columns  # noqa: PLC0415 - numpy

            spans = [span for span in self._spans if len(span.papers)]
            self._plain, groups = Columns(spans).groups()
        self._pairs, self._several = [], []
        for numbers in _connected(groups):
            self._compare(numbers)
        self._find_titles()
        self._merge()

    def join(self, pairs: Iterable[_Pair]) -> None:
        """Make papers one that turn out to be."""
        self._joined += pairs
        self._merge()

    def _titles_without_ids(self) -> Iterator[tuple[int, str]]:
        for span in self._spans:
            if isinstance(span.papers, list):
                for place in _without_ids(span.papers):
                    if title := title_key(span.papers[place]):
                        yield span.first + place, title

    def _common_titles(self) -> Iterator[list[int]]:
        """Give papers in memory without ids that have a title and first author in common."""
        by_title: dict[str, list[int]] = {}
        for number, title in self._bare.items():
            by_title.setdefault(title, []).append(number)
        return (numbers for numbers in by_title.values() if len(numbers) > 1)

    def _compare(self, numbers: Sequence[int]) -> None:
        """Find out which papers are the same of those that have an id or a title in common."""
        # What can't be read any more is not compared.
        records = [
            (number, record)
            for number in numbers
            for record in self._apart(number)
            if record.has_id == self._has_id(number)
        ]
        papers = [record for _, record in records]
        if not papers:
            return
        if papers[0].has_id:
            if _are_plainly_same(papers):
                self._pairs += [(records[0][0], number) for number, _ in records[1:]]
                return
            firsts = same_works([evidence(paper) for paper in papers])
            if any(firsts):
                self._several.append(list(numbers))
        else:
            firsts = same_titled([evidence(paper) for paper in papers])
        self._pairs += [
            (records[first][0], number)
            for first, (number, _) in zip(firsts, records, strict=True)
            if records[first][0] != number
        ]

    def _apart(self, number: int) -> Sequence[Paper]:
        """Return the records of a paper, not merged."""
        span = self._span(number)
        papers, place = span.papers, number - span.first
        return [papers[place]] if isinstance(papers, list) else papers.apart(place)

    def _find_titles(self) -> None:
        """Find the papers in memory by title if there are papers that have nothing else."""
        self._titled = {}
        if not any(len(_without_ids(span.papers)) for span in self._spans):
            return
        for span in self._spans:
            for place, paper in enumerate(span.papers if isinstance(span.papers, list) else ()):
                if paper.has_id and (title := title_key(paper)):
                    self._titled.setdefault(title, []).append(span.first + place)

    def _merge(self) -> None:
        """Merge papers that are the same, and find out which ones stand for the others."""
        merges = Merges()
        groups = self._groups(merges)
        self._join_titled(groups)
        for numbers in {id(numbers): numbers for numbers in groups.values()}.values():
            self._stand(merges, sorted(numbers))
        for number in merges.papers.keys() | self._merges.papers.keys():
            if merges.papers.get(number) is not self._merges.papers.get(number):
                self.changed.add(self._span(number).first)
        self._merges = merges

    def _groups(self, merges: Merges) -> dict[int, list[int]]:
        """Return by number the papers that are the same as one, but for those all in files.

        The latter are noted already, unless one of them has no id.
        """
        groups: dict[int, list[int]] = {}
        if self._plain is None:
            for pair in (*self._pairs, *self._joined):
                _unite(groups, *pair)
            return groups
        import numpy as np  # noqa: PLC0415 - papers in memory do without

        from paperview.library.store.columns import components  # noqa: PLC0415 - the same

        pairs = np.array([*self._pairs, *self._joined], np.int64).reshape(-1, 2)
        columns = (np.concatenate([self._plain[place], pairs[:, place]]) for place in (0, 1))
        numbers, firsts = components((next(columns), next(columns)))
        is_one_by_one = np.isin(numbers, [number for pair in self._joined for number in pair])
        for span in self._spans:
            if span.is_in_memory:
                is_one_by_one |= (numbers >= span.first) & (numbers < span.end)
        is_one_by_one = np.isin(firsts, firsts[is_one_by_one])
        is_pair = ~is_one_by_one & (numbers != firsts)
        merges.add_pairs(firsts[is_pair], numbers[is_pair])
        for first, number in zip(
            firsts[is_one_by_one].tolist(), numbers[is_one_by_one].tolist(), strict=True
        ):
            _unite(groups, first, number)
        return groups

    def _join_titled(self, groups: dict[int, list[int]]) -> None:
        """Join papers in memory without ids to the first that has some, and the same title."""
        seen: set[int] = set()
        known = cache(lambda number: evidence(self.record(number)))
        for number, title in self._bare.items() if self._titled else ():
            mine = groups.get(number, [number])
            if min(mine) in seen or title not in self._titled or any(map(self._has_id, mine)):
                continue
            seen.add(min(mine))
            records = [known(one) for one in mine]
            for other in self._titled[title][:_MOST_COMPARED]:
                if not any(stand_apart(record, known(other)) for record in records):
                    _unite(groups, number, other)
                    break

    def _has_id(self, number: int) -> bool:
        span = self._span(number)
        papers = span.papers
        if isinstance(papers, list):
            return papers[number - span.first].has_id
        from paperview.sources.jsonl.records import NO_ID  # noqa: PLC0415 - small piles need it not

        return papers.records.doi_keys[number - span.first] != NO_ID

    def _stand(self, merges: Merges, numbers: list[int]) -> None:
        """Note which one of some papers stands for them, and what is shown of it."""
        in_memory = (number for number in numbers if self._span(number).is_in_memory)
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


def _unite(groups: dict[int, list[int]], first: int, second: int) -> None:
    """Put two numbers, and those in groups with them, into one group."""
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


def _connected(groups: Iterable[Sequence[int]]) -> Iterable[list[int]]:
    """Join groups that have a number in common.

    A record with two ids belongs to two groups. If each were compared alone, it could link records
    that are not of one work.
    """
    joined: dict[int, list[int]] = {}
    for first, *others in groups:
        for number in others:
            _unite(joined, first, number)
    return (sorted(numbers) for numbers in {id(some): some for some in joined.values()}.values())


def _are_plainly_same(papers: Sequence[Paper]) -> bool:
    """Whether papers that have an id in common have one title, too, that tells enough."""
    first = papers[0]
    title = first.title
    if not title or title.count(" ") < TELLING - 1:
        return False
    base = first.arxiv_id.base if first.arxiv_id else None
    return all(
        paper.title == title
        and (paper.arxiv_id.base if paper.arxiv_id else None) == base
        and not has_edition(paper)
        for paper in papers
    )


def _without_ids(papers: list[Paper] | LazyPapers) -> Sequence[int]:
    if isinstance(papers, list):
        return [place for place, paper in enumerate(papers) if not paper.has_id]
    from paperview.library.store.columns import without_ids  # noqa: PLC0415 - numpy

    return without_ids(papers.records)
