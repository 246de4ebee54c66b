"""The papers of one run: in memory, or in files that they are read from when they are wanted."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from paperview.paper import ArxivId, Doi, Paper


class Filed(Protocol):
    """Papers that stay in their file; their number may grow while it is read."""

    def __len__(self) -> int: ...

    def __getitem__(self, place: int, /) -> Paper: ...

    @property
    def dates(self) -> array[int] | memoryview[int]:
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

    Numbers count from 0 and stay: papers are added at the end and never taken out. One whose record
    stays in a file is hidden when another source knows it too; the merged one has another number.
    """

    def __init__(self) -> None:
        self._spans: list[Span] = []
        self._by_key: dict[str, int] = {}
        self._merged = 0
        self.hidden: set[int] = set()
        """Numbers of papers for which another one stands."""

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
        """Add a paper, or merge it into the one with its arXiv id or DOI; return its number."""
        number = self._same(paper)
        if number is not None:
            self._merged += 1
            paper = self[number].merged(paper)
        if number is None or not self._replace(number, paper):
            if number is not None:
                self.hidden.add(number)
            number = self._append(paper)
        for key in _keys(paper):
            if self._by_key.setdefault(key, number) in self.hidden:
                self._by_key[key] = number
        return number

    def _append(self, paper: Paper) -> int:
        if not self._spans or not isinstance(self._spans[-1].papers, list):
            self._spans.append(Span(self.end, []))
        number = self.end
        if isinstance(papers := self._spans[-1].papers, list):
            papers.append(paper)
        return number

    def _replace(self, number: int, paper: Paper) -> bool:
        """Put a merged paper in the place of the one it has come from, unless that is in a file."""
        span = self._span(number)
        if not isinstance(span.papers, list):
            return False
        span.papers[number - span.first] = paper
        return True

    def add_filed(self, papers: Filed) -> Span:
        """Add the papers of a file, which may grow until others are added."""
        self._spans.append(Span(self.end, papers))
        return self._spans[-1]

    def settle(self, span: Span) -> None:
        """Merge a file's papers, all of them read, into those that were there before."""
        if isinstance(span.papers, list):
            return
        for number in sorted(set(self._by_key.values())):
            mine = self[number]
            for identity in (mine.arxiv_id, mine.doi):
                place = span.papers.find(identity) if identity else None
                if place is None or number >= span.first:
                    continue
                theirs = span.papers[place]
                if identity is mine.doi and mine.arxiv_id and theirs.arxiv_id:
                    continue
                self._merged += 1
                self.hidden.add(span.first + place)
                self._replace(number, mine.merged(theirs))
                break

    def _same(self, paper: Paper) -> int | None:
        if paper.arxiv_id and (number := self.find(paper.arxiv_id)) is not None:
            return number
        number = self.find(paper.doi) if paper.doi else None
        # Two arXiv papers may name one DOI: an article and its erratum, or a mistake.
        if number is not None and paper.arxiv_id and self[number].arxiv_id:
            return None
        return number

    def find(self, identity: ArxivId | Doi) -> int | None:
        """Return the number of the paper with this arXiv id (of any version) or DOI."""
        number = self._by_key.get(identity.base if isinstance(identity, ArxivId) else identity.key)
        if number is not None:
            return number
        for span in self._spans:
            if not isinstance(span.papers, list):
                place = span.papers.find(identity)
                if place is not None and span.first + place not in self.hidden:
                    return span.first + place
        return None

    def dates(self) -> array[int]:
        """Return per number when the paper was created, as YYYYMMDD; 0 where it is not known."""
        dates = array("i")
        for span in self._spans:
            if isinstance(span.papers, list):
                dates.extend(map(_date, span.papers))
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
        return span.papers[number - span.first]

    def __len__(self) -> int:
        return self.end - len(self.hidden)

    def __iter__(self) -> Iterator[Paper]:
        return (self[number] for number in range(self.end) if number not in self.hidden)


def _date(paper: Paper) -> int:
    created = paper.created
    return created.year * 10_000 + created.month * 100 + created.day if created else 0


def _keys(paper: Paper) -> list[str]:
    arxiv = [paper.arxiv_id.base] if paper.arxiv_id else []
    return arxiv + ([paper.doi.key] if paper.doi else [])
