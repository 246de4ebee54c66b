"""Filling the store from sources, in batches, so that a reader can look on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from paperview.paper import Paper
from paperview.search.results import Results, newest_first
from paperview.sources.files import Source
from paperview.sources.problem import Problem
from paperview.store import Store

if TYPE_CHECKING:
    from paperview.search.index import Index

FIRST_INDEX = 2000
"""Papers in the index that is built before all are read: a tenth of a second's worth."""
BATCH = 1000
"""Records read between two looks: some milliseconds' worth."""


@dataclass(frozen=True, slots=True)
class Growth:
    """A step of what goes on behind the screen: papers read, or an index built."""

    problems: list[Problem] = field(default_factory=list)
    everything: Results | None = None
    """All papers in order, where they were ordered anew."""
    is_whole: bool = False
    """Whether everything is read."""
    index: Index | None = None


def read(sources: Sequence[Source], store: Store) -> Iterator[Growth]:
    """Read all records into the store; after each batch, tell of the problems met in it.

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
                yield Growth(problems)
                problems, left = [], BATCH
    yield Growth(problems, is_whole=True)


def read_all(sources: Sequence[Source], store: Store) -> list[Problem]:
    """Read all records into the store and return the problems."""
    return [problem for growth in read(sources, store) for problem in growth.problems]


def load(reading: Iterator[Growth], store: Store) -> Iterator[Growth]:
    """Read what is left and index the store, telling of each step.

    A first index of some papers comes early, so that a filter has something to answer from.
    """
    from paperview.search.index import build, build_in_steps  # noqa: PLC0415 - numpy

    ordered = len(store)
    has_index = False
    for growth in reading:
        if growth.is_whole or len(store) >= 2 * ordered:
            ordered = len(store)
            yield replace(growth, everything=newest_first(store))
        else:
            yield growth
        if not has_index and len(store) >= FIRST_INDEX:
            has_index = True
            yield Growth(index=build(store[number] for number in range(FIRST_INDEX)))
    for index in build_in_steps(list(store)):
        yield Growth(index=index)
