"""The papers of one run: in memory, or in files that they are read from when they are wanted."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeAlias

from paperview.merges import Hidden, Merges
from paperview.paper import ArxivId, Doi, Paper, day_number

if TYPE_CHECKING:
    from paperview.identities import Identities, Pairs

Column: TypeAlias = "array[int] | memoryview[int]"


class Keyed(Protocol):
    """What the papers of a file are known by, as numbers; see `sources.records.key`."""

    @property
    def keys(self) -> Column:
        """Per paper: the number of its arXiv id or else of its DOI."""
        ...

    @property
    def doi_keys(self) -> Column:
        """Per paper: the number of its DOI; 0 where there is none."""
        ...


class Filed(Protocol):
    """Papers that stay in their file; their number may grow while it is read."""

    def __len__(self) -> int: ...

    def __getitem__(self, place: int, /) -> Paper: ...

    @property
    def records(self) -> Keyed:
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

    def find(self, identity: ArxivId | Doi, /) -> int | None:
        """Return the place of the paper with this arXiv id or DOI."""
        ...


@dataclass(frozen=True, slots=True)
class Span:
    """Papers whose numbers follow each other."""

    first: int
    papers: list[Paper] | Filed


class Store:
    """Papers by number, in the order they were read; the same paper twice is merged into one.

    Numbers count from 0 and stay: papers are added at the end and never taken out. Of two records
    in files the later one is hidden, and read together with the earlier one. Where one of the two
    is in memory, the merged paper is there, too, and the record in the file is hidden.
    """

    def __init__(self) -> None:
        self._spans: list[Span] = []
        self._by_key: dict[str, int] = {}
        """The numbers of the papers in memory."""
        self._identities: dict[int, Identities] = {}
        """Of the papers of files, by the first number, once others are compared with them."""
        self._merges = Merges()
        self._merged = 0
        self.hidden = Hidden()
        """Numbers of papers for which another one stands."""
        self.changed: set[int] = set()
        """Spans in memory, by their first number, that have changed since they were taken out."""

    @property
    def spans(self) -> Sequence[Span]:
        """The papers in the order of their numbers; the last span may grow."""
        return self._spans

    @property
    def end(self) -> int:
        """The number after the last paper's."""
        return self._spans[-1].first + len(self._spans[-1].papers) if self._spans else 0

    @property
    def duplicates(self) -> int:
        """How many records gave a paper that was there already."""
        return self._merged + sum(
            span.papers.duplicates for span in self._spans if not isinstance(span.papers, list)
        )

    def add(self, paper: Paper) -> int:
        """Add a paper, or merge it into the one with its arXiv id or DOI; return its number.

        Papers of files that were added before have to be settled.
        """
        number = self._same(paper)
        if number is not None:
            self._merged += 1
            paper = self[number].merged(paper)
        if number is None or not self._replace(number, paper):
            if number is not None:
                self._hide(number)
            number = self._append(paper)
        self._register(paper, number)
        return number

    def _hide(self, number: int) -> None:
        """Hide a paper of a file for which one in memory stands now."""
        span = self._span(number)
        self.hidden.add(number)
        self._identities_of(span).drop(number - span.first)

    def _append(self, paper: Paper) -> int:
        if not self._spans or not isinstance(self._spans[-1].papers, list):
            self._spans.append(Span(self.end, []))
        number = self.end
        if isinstance(papers := self._spans[-1].papers, list):
            papers.append(paper)
            self.changed.add(self._spans[-1].first)
        return number

    def _replace(self, number: int, paper: Paper) -> bool:
        """Put a merged paper in the place of the one it has come from, unless that is in a file."""
        span = self._span(number)
        if not isinstance(span.papers, list):
            return False
        span.papers[number - span.first] = paper
        self.changed.add(span.first)
        return True

    def _register(self, paper: Paper, number: int) -> None:
        for key in _keys(paper):
            self._by_key.setdefault(key, number)

    def _same(self, paper: Paper) -> int | None:
        if paper.arxiv_id and (number := self._known(paper.arxiv_id)) is not None:
            return number
        number = self._known(paper.doi) if paper.doi else None
        # Two arXiv papers may name one DOI: an article and its erratum, or a mistake.
        if number is not None and paper.arxiv_id and self[number].arxiv_id:
            return None
        return number

    def _known(self, identity: ArxivId | Doi) -> int | None:
        """Do what `find` does, in no time where many are asked for."""
        number = self._by_key.get(_key(identity))
        if number is not None:
            return number
        for span in self._spans:
            if not isinstance(span.papers, list):
                place = self._identities_of(span).find(identity)
                if place is not None and span.first + place not in self.hidden:
                    return span.first + place
        return None

    def add_filed(self, papers: Filed) -> Span:
        """Add the papers of a file, which may grow until they are settled."""
        self._spans.append(Span(self.end, papers))
        return self._spans[-1]

    def settle(self, span: Span) -> None:
        """Merge a file's papers, all of them read, with each other and with those before them."""
        if isinstance(span.papers, list) or not len(span.papers):
            return
        from paperview.identities import Identities  # noqa: PLC0415 - numpy

        records = span.papers.records
        theirs = Identities.of_columns(records.keys, records.doi_keys)
        self._merge(span, span, theirs.merged_within())
        earlier = [
            (some, self._identities_of(some)) for some in self._spans if some.first < span.first
        ]
        for merged in (Identities.merged_by_arxiv_id, Identities.merged_by_doi):
            for some, mine in earlier:
                self._merge(some, span, merged(mine, theirs))
        if earlier:
            self._identities[span.first] = theirs

    def _merge(self, span: Span, later: Span, pairs: Pairs) -> None:
        """Merge papers of a span into papers of another one, or of the same."""
        into, further = pairs[0] + span.first, pairs[1] + later.first
        if isinstance(span.papers, list):
            for number, other in zip(into.tolist(), further.tolist(), strict=True):
                paper = self[number].merged(self[other])
                self._replace(number, paper)
                self._register(paper, number)
        else:
            self._merges.add(into, further)
        self.hidden.update(further)
        self._merged += len(further)

    def _identities_of(self, span: Span) -> Identities:
        from paperview.identities import Identities  # noqa: PLC0415 - numpy

        papers = span.papers
        if isinstance(papers, list):
            return Identities.of_papers(papers)
        if not len(papers):  # the next span has the same first number
            return Identities.of_papers(())
        if span.first not in self._identities:
            known = Identities.of_columns(papers.records.keys, papers.records.doi_keys)
            known.merged_within()
            self._identities[span.first] = known
        return self._identities[span.first]

    def find(self, identity: ArxivId | Doi) -> int | None:
        """Return the number of the paper with this arXiv id (of any version) or DOI.

        It takes some milliseconds per million papers that are in files.
        """
        number = self._by_key.get(_key(identity))
        if number is not None:
            return number
        for span in self._spans:
            if not isinstance(span.papers, list):
                place = span.papers.find(identity)
                if place is None:
                    continue
                number = span.first + place
                if number in self.hidden:
                    number = self._merges.standing_for(number)
                if number not in self.hidden:
                    return number
        return None

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

    def _span(self, number: int) -> Span:
        spans = self._spans
        return spans[bisect_right(spans, number, key=lambda span: span.first) - 1]

    def __getitem__(self, number: int) -> Paper:
        if not 0 <= number < self.end:
            raise IndexError(number)
        span = self._span(number)
        paper = span.papers[number - span.first]
        for further in self._merges.further(number):
            paper = paper.merged(self[further])
        return paper

    def __len__(self) -> int:
        return self.end - len(self.hidden)

    def __iter__(self) -> Iterator[Paper]:
        return (self[number] for number in range(self.end) if number not in self.hidden)


def _key(identity: ArxivId | Doi) -> str:
    return identity.base if isinstance(identity, ArxivId) else identity.key


def _keys(paper: Paper) -> list[str]:
    return [_key(identity) for identity in (paper.arxiv_id, paper.doi) if identity]
