"""Known-item queries, made from a file of papers with a random seed.

Each is a JSON line with `kind`, `query` and `id`, the arXiv id of the wanted paper:

    title       3 to 5 words of the title, in their order
    typos       the same, with a typo in one or two of the longer words
    unfinished  the same, with the last word unfinished
    surname     the surname of one of the first authors and 2 or 3 words of the title
    abstract    4 or 5 of the rarer words of the abstract

The words have at least 4 letters; none is left out for being common. Hard queries have 3 words of
the title, 2 to 4 letters of the unfinished word, and 4 words of the abstract, more common ones.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path
from random import Random

from benchmarks.corpora import papers
from paperview.model.analysis import words
from paperview.model.paper import Paper

_MOST = 100_000
"""Number of papers, the first of the file, that queries are made from."""
_SHORTEST = 4
"""Letters from which on a word is remembered."""
_RARER = (5e-4, 5e-2)
"""Share of the papers that contain a "rarer" word: neither unique nor a filler word."""
_RARER_IF_HARD = (2e-3, 0.2)
_LONGER = 5
"""Letters from which on a typing error is made in a word."""
_NEIGHBOURS = {
    letter: row[max(0, index - 1) : index + 2].replace(letter, "")
    for row in ("qwertyuiop", "asdfghjkl", "zxcvbnm", "1234567890")
    for index, letter in enumerate(row)
}


class Maker:
    """Maker of queries for the papers of a file."""

    def __init__(self, papers: Sequence[Paper], seed: int, *, hard: bool = False) -> None:
        self._papers = [paper for paper in papers if paper.arxiv_id and paper.title]
        self._holders = Counter(
            word for paper in papers for word in set(words(paper.abstract or ""))
        )
        low, high = _RARER_IF_HARD if hard else _RARER
        self._hard = hard
        self._rarer_range = (max(2, low * len(papers)), high * len(papers))
        self._random = Random(seed)  # noqa: S311 - repeatable on purpose, no secret
        self.kinds: dict[str, Callable[[Paper], list[str]]] = {
            "title": self._title,
            "typos": self._typos,
            "unfinished": self._unfinished,
            "surname": self._surname,
            "abstract": self._abstract,
        }

    def make(self, kind: str) -> dict[str, str]:
        """Make one query of a kind for a random paper that allows it."""
        while True:
            paper = self._random.choice(self._papers)
            tokens = self.kinds[kind](paper)
            if tokens and paper.arxiv_id:
                return {"kind": kind, "query": " ".join(tokens), "id": paper.arxiv_id.base}

    def _title(self, paper: Paper, least: int = 3, most: int = 5) -> list[str]:
        eligible = [
            word for word in dict.fromkeys(words(paper.title or "")) if len(word) >= _SHORTEST
        ]
        if len(eligible) < least:
            return []
        most = min(3 if self._hard else most, len(eligible))
        count = self._random.randint(least, most)
        return [eligible[i] for i in sorted(self._random.sample(range(len(eligible)), count))]

    def _typos(self, paper: Paper) -> list[str]:
        tokens = self._title(paper)
        longer = [i for i, token in enumerate(tokens) if len(token) >= _LONGER]
        if not longer:
            return []
        for i in self._random.sample(longer, min(len(longer), self._random.randint(1, 2))):
            tokens[i] = self._with_typo(tokens[i])
        return tokens

    def _with_typo(self, word: str) -> str:
        index = self._random.randrange(len(word))
        near = self._random.choice(_NEIGHBOURS.get(word[index]) or "e")
        before, letter, after = word[:index], word[index], word[index + 1 :]
        changed = self._random.choice(
            [
                before + after,
                before + near + after,
                before + letter + self._random.choice([letter, near]) + after,
                before + after[:1] + letter + after[1:],
            ]
        )
        return changed if changed != word else before + after

    def _unfinished(self, paper: Paper) -> list[str]:
        tokens = self._title(paper)
        if tokens:
            most = len(tokens[-1]) - 1
            tokens[-1] = tokens[-1][: self._random.randint(2, min(4, most) if self._hard else most)]
        return tokens

    def _surname(self, paper: Paper) -> list[str]:
        surnames = [(words(name) or [""])[-1] for name in paper.authors[:3]]
        surnames = [name for name in surnames if len(name) > 1]
        tokens = self._title(paper, 2, 3)
        return [self._random.choice(surnames), *tokens] if surnames and tokens else []

    def _abstract(self, paper: Paper) -> list[str]:
        low, high = self._rarer_range
        rarer = [
            word
            for word in dict.fromkeys(words(paper.abstract or ""))
            if len(word) >= _SHORTEST and low <= self._holders[word] <= high
        ]
        count = self._random.randint(4, 4 if self._hard else 5)
        return self._random.sample(rarer, count) if len(rarer) >= count else []


def main() -> None:
    """Print the same number of queries of each kind, or a mix, half of it with typos."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.queries", description=main.__doc__)
    parser.add_argument("papers", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=400, help="queries of each kind")
    parser.add_argument(
        "--mix",
        action="store_true",
        help="COUNT in all: half with typos, the rest of the other kinds",
    )
    parser.add_argument("--hard", action="store_true", help="fewer, more common words")
    arguments = parser.parse_args()
    maker = Maker(
        list(islice(papers(arguments.papers), _MOST)), arguments.seed, hard=arguments.hard
    )
    others = [kind for kind in maker.kinds if kind != "typos"]
    for number in range(arguments.count):
        kinds = list(maker.kinds)
        if arguments.mix:
            kinds = ["typos"] if number % 2 else [others[number // 2 % len(others)]]
        for kind in kinds:
            print(json.dumps(maker.make(kind)))


if __name__ == "__main__":
    main()
