"""Which papers have what somebody remembers of a paper."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from paperview.model.analysis import words
from paperview.model.names import author_key
from paperview.model.paper import Paper

Trait = tuple[str, str]
"""A field and what a paper has in it: a word of the `title`, the `abstract` or a `name`, an
`author` as surname and initial, or a `year`."""


class Holders:
    """The papers of a file by their traits."""

    def __init__(self, papers: Sequence[Paper]) -> None:
        self._papers = papers
        self._holders: defaultdict[Trait, list[int]] = defaultdict(list)
        self.pairs: Counter[tuple[str, str]] = Counter()
        """Words next to each other in titles, and in how many."""
        for number, paper in enumerate(papers):
            title = words(paper.title or "")
            self.pairs.update(set(pairwise(title)))
            for trait in _traits(paper, title):
                self._holders[trait].append(number)

    def papers(self, trait: Trait) -> list[Paper]:
        """Return the papers with a trait."""
        return [self._papers[number] for number in self._holders.get(trait, ())]

    def count(self, *traits: Trait) -> int:
        """Count the papers with all of these traits."""
        return len(self._having(traits))

    def count_compound(self, first: str, second: str, most: int) -> int:
        """Count the papers with two words written together or next to each other.

        Where more than `most` have them in their titles, these are enough.
        """
        if self.pairs[first, second] > most:
            return self.pairs[first, second]
        together = self._anywhere(first + second)
        apart = {
            number
            for number in self._anywhere(first) & self._anywhere(second)
            if any(
                (first, second) in pairwise(words(text or ""))
                for text in (self._papers[number].title, self._papers[number].abstract)
            )
        }
        return len(together | apart)

    def _anywhere(self, word: str) -> set[int]:
        return self._having([("title", word)]) | self._having([("abstract", word)])

    def _having(self, traits: Iterable[Trait]) -> set[int]:
        rarest, *others = sorted((self._holders.get(one, []) for one in traits), key=len)
        return set(rarest).intersection(*others)


def _traits(paper: Paper, title: list[str]) -> set[Trait]:
    traits = {("title", word) for word in title}
    traits.update(("abstract", word) for word in words(paper.abstract or ""))
    traits.update(("name", word) for name in paper.authors for word in words(name))
    traits.update(("author", author_key(name)) for name in paper.authors)
    if paper.created:
        traits.add(("year", str(paper.created.year)))
    return traits
