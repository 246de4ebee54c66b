"""The papers of one run: in memory, or in files that they are read from when they are wanted."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from functools import reduce
from typing import TYPE_CHECKING

from paperview.merging import merged
from paperview.paper import ArxivId, Doi, Paper, day_number
from paperview.store.lookup import Lookup
from paperview.store.merges import Hidden, Merges
from paperview.store.spans import Filed, Span
from paperview.titles import stand_apart, title_key

if TYPE_CHECKING:
    from paperview.store.identities import Identities, Pairs


class Store:
    """Papers by number, in the order they were read; the same paper twice is merged into one.

    Two records are of one paper if they have the same arXiv id, or the same DOI and not two arXiv
    ids. A record without ids is of the paper that has its title and first author, of several the
    first, unless the two stand at different places of one journal. What merging tells of a paper
    counts as what its records tell.

    Numbers count from 0 and stay: papers are added at the end and never taken out. Of two papers
    that turn out to be one the later one is hidden. Where one of the two is in memory and the other
    in a file, the merged paper is in memory, and the one in the file is hidden. Papers without ids
    are compared with those in files that have some only when `join` is called for them.
    """

    def __init__(self) -> None:
        self._spans: list[Span] = []
        self._lookup = Lookup()
        self._identities: dict[int, Identities] = {}
        """Of the papers of files, by the first number, once others are compared with them."""
        self._merges = Merges()
        self._again = 0
        """How many records were merged without getting a number."""
        self.changed: set[int] = set()
        """Spans in memory, by their first number, that have changed since they were taken out."""

    # --- what is there

    @property
    def spans(self) -> Sequence[Span]:
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
        filed = (span.papers for span in self._spans if not isinstance(span.papers, list))
        return self._again + len(self.hidden) + sum(papers.duplicates for papers in filed)

    def count(self, start: int, end: int) -> int:
        """Return how many papers there are that came first with numbers from `start` to `end` - 1.

        A paper in memory that stands for one in a file came with that one.
        """
        return self._merges.count(start, end)

    def __getitem__(self, number: int) -> Paper:
        if not 0 <= number < self.end:
            raise IndexError(number)
        span = self._span(number)
        paper = span.papers[number - span.first]
        return reduce(merged, map(self.__getitem__, self._merges.further(number)), paper)

    def __len__(self) -> int:
        return self.end - len(self.hidden)

    def __iter__(self) -> Iterator[Paper]:
        return (self[number] for number in range(self.end) if number not in self.hidden)

    def _span(self, number: int) -> Span:
        spans = self._spans
        return spans[bisect_right(spans, number, key=lambda span: span.first) - 1]

    def dates(self) -> array[int]:
        """Return per number when the paper was created, as YYYYMMDD; 0 where it is not known."""
        dates = array("i")
        for span in self._spans:
            if isinstance(span.papers, list):
                dates.extend(day_number(paper.created) for paper in span.papers)
            elif isinstance(some := span.papers.dates, array):
                dates.extend(some)
            else:
                dates.frombytes(some.cast("B"))
        return dates

    def find(self, identity: ArxivId | Doi) -> int | None:
        """Return the number of the paper with this arXiv id (of any version) or DOI.

        It takes some milliseconds per million papers that are in files.
        """
        number = self._lookup.find(identity)
        if number is not None:
            return self.standing_for(number)
        for span in self._spans:
            if not isinstance(span.papers, list):
                place = span.papers.find(identity)
                if place is not None:
                    return self.standing_for(span.first + place)
        return None

    def titled(self, title: str) -> int | None:
        """Return the first paper in memory with this key of title and author; see `titles`."""
        if not self._lookup.has_titles:
            self._lookup.note_titles(
                (self.standing_for(span.first + place), paper)
                for span in self._spans
                if isinstance(span.papers, list)
                for place, paper in enumerate(span.papers)
            )
        number = self._lookup.titled(title)
        return None if number is None else self.standing_for(number)

    def without_ids(self) -> Iterator[int]:
        """Return the papers that have neither an arXiv id nor a DOI, those in memory first."""
        for span in sorted(self._spans, key=lambda span: not span.is_in_memory):
            for place in _without_ids(span.papers):
                if span.first + place not in self.hidden:
                    yield span.first + place

    # --- papers in memory

    def add(self, paper: Paper) -> int:
        """Add a paper, or merge it into the one that it is; return its number.

        Papers of files that were added before have to be settled.
        """
        before = self.end
        number = self._unite([paper], [])
        self._again += self.end == before
        return number

    def join(self, number: int, other: int) -> int:
        """Make one paper of two that turn out to be one; return its number.

        If both are in files the first one stays, which is found by its own words alone.
        """
        number, other = self.standing_for(number), self.standing_for(other)
        if number == other:
            return number
        if self._span(number).is_in_memory or self._span(other).is_in_memory:
            numbers = sorted((number, other))
            return self._unite([self[one] for one in numbers], numbers)
        self._merges.add_one(number, other)
        self._forget(other)
        return number

    def standing_for(self, number: int) -> int:
        """Return the paper that stands for one, or else the paper itself."""
        return self._merges.standing_for(number)

    def _unite(self, records: list[Paper], joined: list[int]) -> int:
        """Put a paper in the place of all papers that it is; return its number.

        Args:
            records: what it is made of so far.
            joined: the numbers that some of these have.
        """
        paper = reduce(merged, records)
        while (twin := self._twin(paper, records, joined)) is not None:
            joined.append(twin)
            records.append(self[twin])
            paper = merged(records[-1], paper)
        in_memory = [one for one in joined if self._span(one).is_in_memory]
        number = self._replace(min(in_memory), paper) if in_memory else self._append(paper)
        others = [one for one in joined if one != number]
        self._merges.stand(number, others)
        for other in others:
            self._forget(other)
        self._lookup.note(number, [*records, paper] if joined else records)
        return number

    def _append(self, paper: Paper) -> int:
        if not self._spans or not isinstance(self._spans[-1].papers, list):
            self._spans.append(Span(self.end, []))
        number = self.end
        if isinstance(papers := self._spans[-1].papers, list):
            papers.append(paper)
            self.changed.add(self._spans[-1].first)
        return number

    def _replace(self, number: int, paper: Paper) -> int:
        span = self._span(number)
        if isinstance(span.papers, list):
            span.papers[number - span.first] = paper
            self.changed.add(span.first)
        return number

    def _forget(self, number: int) -> None:
        """Compare no more papers with one that is hidden."""
        span = self._span(number)
        if span.first in self._identities and not span.is_in_memory:
            self._identities[span.first].drop(number - span.first)

    def _twin(self, paper: Paper, records: Sequence[Paper], joined: Collection[int]) -> int | None:
        """Return a paper that is the same as one made of some records and papers.

        Args:
            paper: the paper, merged.
            records: what it is made of.
            joined: those of them that have a number already, which is not returned.
        """
        for identity in (one for record in records for one in (record.arxiv_id, record.doi)):
            number = self._known(identity) if identity else None
            if number is not None and number not in joined and not self._differ(paper, number):
                return number
        if paper.has_id and not self._lookup.has_titles:
            return None
        for title in filter(None, map(title_key, records)):
            number = self.titled(title)
            if number is None and not paper.has_id:
                number = self._known(title)
            if number is None or number in joined:
                continue
            other = self[number]
            if not (paper.has_id and other.has_id) and not stand_apart(paper, other):
                return number
        return None

    def _differ(self, paper: Paper, number: int) -> bool:
        """Whether a paper has another arXiv id: an article and its erratum may name one DOI."""
        other = self[number].arxiv_id if paper.arxiv_id else None
        return bool(paper.arxiv_id and other and paper.arxiv_id.base != other.base)

    def _known(self, identity: ArxivId | Doi | str) -> int | None:
        """Do what `find` does, in no time where many are asked for.

        Args:
            identity: an arXiv id or DOI; or a key of title and author, for papers in files that
                have neither.
        """
        number = None if isinstance(identity, str) else self._lookup.find(identity)
        if number is not None:
            return self.standing_for(number)
        for span in self._spans:
            if not isinstance(span.papers, list):
                place = self._identities_of(span).find(identity)
                if place is not None and span.first + place not in self.hidden:
                    return span.first + place
        return None

    # --- papers of files

    def add_filed(self, papers: Filed) -> Span:
        """Add the papers of a file, which may grow until they are settled."""
        self._spans.append(Span(self.end, papers))
        return self._spans[-1]

    def settle(self, span: Span) -> None:
        """Merge a file's papers, all of them read, with each other and with those before them."""
        if isinstance(span.papers, list) or not len(span.papers):
            return
        earlier = [some for some in self._spans if some.first < span.first]
        known = [(some, self._identities_of(some)) for some in earlier]
        theirs = self._identities_of(span, is_new=True)
        self._merge(span, span, theirs.merged_within())
        theirs.have_learnt = False  # nothing was compared with them yet
        for kind in theirs.kinds:
            for some, mine in known:
                self._merge(some, span, mine.merged_by(kind, theirs))
        if not earlier:
            del self._identities[span.first]
        while self._have_learnt():
            self._settle_all()

    def _have_learnt(self) -> bool:
        """Whether papers of files have learnt ids since this was asked last."""
        learnt = [one for one in self._identities.values() if one.have_learnt]
        for identities in learnt:
            identities.have_learnt = False
        return bool(learnt)

    def _settle_all(self) -> None:
        """Merge all papers anew."""
        for place, span in enumerate(self._spans):
            mine = self._identities_of(span)
            if not span.is_in_memory:
                self._merge(span, span, mine.merged_within())
            for other in self._spans[place + 1 :]:
                theirs = self._identities_of(other)
                for kind in mine.kinds:
                    self._merge(span, other, mine.merged_by(kind, theirs))

    def _merge(self, span: Span, later: Span, pairs: Pairs) -> None:
        """Merge papers of a span into papers of another one, or of the same."""
        into, further = pairs[0] + span.first, pairs[1] + later.first
        if not span.is_in_memory and not later.is_in_memory:
            self._merges.add(into, further)
            return
        for number, other in zip(into.tolist(), further.tolist(), strict=True):
            self.join(number, other)

    def _identities_of(self, span: Span, *, is_new: bool = False) -> Identities:
        from paperview.store.identities import Identities  # noqa: PLC0415 - numpy

        papers = span.papers
        if isinstance(papers, list):
            known = Identities.of_papers(papers)
            known.drop([i for i in range(len(papers)) if span.first + i in self.hidden])
            return known
        if not len(papers):  # the next span has the same first number
            return Identities.of_papers(())
        if span.first not in self._identities:
            self._identities[span.first] = known = Identities.of_records(papers.records)
            if not is_new:
                known.merged_within()
                known.have_learnt = False  # as settling them took it into account
        return self._identities[span.first]


def _without_ids(papers: list[Paper] | Filed) -> Sequence[int]:
    if isinstance(papers, list):
        return [place for place, paper in enumerate(papers) if not paper.has_id]
    from paperview.store.identities import without_ids  # noqa: PLC0415 - numpy

    return without_ids(papers.records)
