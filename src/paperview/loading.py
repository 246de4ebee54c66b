"""Filling the store from sources, in batches, so that a reader can look on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from paperview.paper import Paper
from paperview.sources.files import Source
from paperview.sources.problem import Problem
from paperview.store import Store

BATCH = 1000
"""Records read between two looks: some milliseconds' worth."""


def read(sources: Sequence[Source], store: Store) -> Iterator[list[Problem]]:
    """Read all records into the store; after each batch, give the problems met in it.

    The first batch is a tenth of the others, to be there for the first screen.
    """
    problems: list[Problem] = []
    left = BATCH // 10
    for source in sources:
        for record in source.records():
            if isinstance(record, Paper):
                store.add(record)
            else:
                problems.append(record)
            left -= 1
            if not left:
                yield problems
                problems, left = [], BATCH
    yield problems


def read_all(sources: Sequence[Source], store: Store) -> list[Problem]:
    """Read all records into the store and return the problems."""
    return [problem for problems in read(sources, store) for problem in problems]
