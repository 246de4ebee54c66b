"""The numbers of the papers in memory, by what these are known by."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from paperview.paper import ArxivId, Doi, Paper
from paperview.titles import title_key


class Lookup:
    """Numbers by arXiv id, by DOI, and by title and first author.

    The last ones are needed only when a paper has no id. Until then no more is noted than what
    would be lost: the titles of records that were merged.
    """

    def __init__(self) -> None:
        self._by_id: dict[str, int] = {}
        self._by_title: dict[str, int] = {}
        self.has_titles = False
        """Whether it has the titles of all papers."""

    def find(self, identity: ArxivId | Doi) -> int | None:
        """Return the first number that was noted for an id of any version."""
        return self._by_id.get(_key(identity))

    def titled(self, title: str) -> int | None:
        """Return the first number that was noted for a key of title and author."""
        return self._by_title.get(title)

    def note(self, number: int, records: Sequence[Paper]) -> None:
        """Note what a paper is known by, given the records it is made of and the paper itself."""
        for record in records:
            for identity in (record.arxiv_id, record.doi):
                if identity:
                    self._by_id.setdefault(_key(identity), number)
            if self.has_titles or len(records) > 1:
                self._note_title(number, record)

    def note_titles(self, papers: Iterable[tuple[int, Paper]]) -> None:
        """Note the titles of all papers there are so far."""
        self.has_titles = True
        for number, paper in papers:
            self._note_title(number, paper)

    def _note_title(self, number: int, paper: Paper) -> None:
        if title := title_key(paper):
            self._by_title.setdefault(title, number)


def _key(identity: ArxivId | Doi) -> str:
    return identity.base if isinstance(identity, ArxivId) else identity.key
