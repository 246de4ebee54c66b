"""The papers of one run, in memory."""

from __future__ import annotations

from collections.abc import Iterator

from paperview.paper import ArxivId, Doi, Paper


class Store:
    """Papers by number, in the order they were read; the same paper twice is merged into one.

    Numbers count from 0 and stay: papers are added at the end and never taken out.
    """

    def __init__(self) -> None:
        self._papers: list[Paper] = []
        self._by_key: dict[str, int] = {}
        self.duplicates = 0
        """How many records gave a paper that was there already."""

    def add(self, paper: Paper) -> int:
        """Add a paper, or merge it into the one with its arXiv id or DOI; return its number."""
        number = self._same(paper)
        if number is None:
            number = len(self._papers)
            self._papers.append(paper)
        else:
            self.duplicates += 1
            paper = self._papers[number].merged(paper)
            self._papers[number] = paper
        for key in _keys(paper):
            self._by_key.setdefault(key, number)
        return number

    def _same(self, paper: Paper) -> int | None:
        if paper.arxiv_id and (number := self.find(paper.arxiv_id)) is not None:
            return number
        number = self.find(paper.doi) if paper.doi else None
        # Two arXiv papers may name one DOI: an article and its erratum, or a mistake.
        if number is not None and paper.arxiv_id and self._papers[number].arxiv_id:
            return None
        return number

    def find(self, identity: ArxivId | Doi) -> int | None:
        """Return the number of the paper with this arXiv id (of any version) or DOI."""
        key = identity.base if isinstance(identity, ArxivId) else identity.key
        return self._by_key.get(key)

    def __getitem__(self, number: int) -> Paper:
        return self._papers[number]

    def __len__(self) -> int:
        return len(self._papers)

    def __iter__(self) -> Iterator[Paper]:
        return iter(self._papers)


def _keys(paper: Paper) -> list[str]:
    arxiv = [paper.arxiv_id.base] if paper.arxiv_id else []
    return arxiv + ([paper.doi.key] if paper.doi else [])
