"""Files of many small records, and what becomes of them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from paperview.index.query.parser import parse
from paperview.index.results import Results
from paperview.index.searcher import Searcher
from paperview.index.storage.index import Index, build
from paperview.library import cache
from paperview.library.loader import Loader
from paperview.model.paper import Paper
from paperview.sources.formats import snapshot
from paperview.sources.opening import open_source
from paperview.sources.problem import Problem

WORDS = (
    "quantum gravity federated learning dark matter halo graph neural network zebra".split()  # noqa: SIM905 - easier to read
)
QUERIES = ("", "graph", "fedrated lern", '"dark matter"', "year:2015 -zebra", "author:ann7", "zzz")

FIRST_SEGMENT = 200
"""How many papers the first segment has in tests."""
COUNT = 260
"""So many records that they are indexed in two segments."""

OPEN: list[Loader] = []
"""What is closed at the end of a test."""


def record(number: int) -> dict[str, object]:
    """Return the record of a paper that no other one is like."""
    words = [WORDS[(number * step) % len(WORDS)] for step in (1, 3, 7, 5, 2)]
    return {
        "id": f"1501.{number + 1:05}",
        "title": f"{words[0]} {words[1]}\n  of {words[2]}",
        "authors": f"Ann{number % 97} Lee, Bo Hen",
        "abstract": f"  We show {words[3]} and {words[4]} number{number % 501}.\n",
        "categories": "cs.LG" if number % 2 else "hep-th",
        "update_date": "2024-01-02",
        "created": f"20{10 + number % 14}-{number % 12 + 1:02}-01",
    }


def lines(count: int, first: int = 0) -> bytes:
    """Return a file's text."""
    numbers = range(first, first + count)
    return b"".join(json.dumps(record(number)).encode() + b"\n" for number in numbers)


TEXT = lines(COUNT)
"""A file that several tests load."""


@dataclass
class Loaded:
    """What a loader gave, from the first step to the last."""

    loader: Loader
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    everything: Results = field(default_factory=Results)
    indexes: list[Index] = field(default_factory=list)

    @classmethod
    def of(cls, *paths: Path) -> Loaded:
        """Open files, of which nothing is loaded yet."""
        loaded = cls(Loader([open_source(path) for path in paths]))
        OPEN.append(loaded.loader)
        return loaded

    @property
    def papers(self) -> Sequence[Paper]:
        return list(self.loader.store)

    def found(self, query: str) -> list[int]:
        """Return the numbers of the papers that a query finds, in order."""
        return list(Searcher(self.indexes[-1]).search(parse(query)).numbers)

    def answers(self) -> list[list[int]]:
        return [self.found(query) for query in QUERIES]


def load(*paths: Path) -> Loaded:
    """Load files to the end."""
    loaded = Loaded.of(*paths)
    for _ in steps(loaded):
        pass
    return loaded


def steps(loaded: Loaded) -> Iterator[None]:
    """Take in one step after the other."""
    for growth in loaded.loader.steps():
        loaded.problems += growth.problems
        loaded.notes += [growth.note] if growth.note else []
        loaded.everything = growth.everything or loaded.everything
        if growth.index is not None:
            loaded.indexes.append(growth.index)
        yield


def answers_in_memory(text: bytes) -> list[list[int]]:
    """Return the answers of an index of a file's records that is built without any of this."""
    searcher = Searcher(build([snapshot.paper(line)[0] for line in text.splitlines()]))
    return [list(searcher.search(parse(query)).numbers) for query in QUERIES]


def left_in_cache() -> list[str]:
    """Return the names of all that lies in the folder of the cache, its lock apart."""
    root = cache.root()
    assert root is not None
    return sorted(path.name for path in root.iterdir() if path.name != "lock")
