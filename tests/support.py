"""Sources and stores for tests."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from paperview.library.store.store import Store
from paperview.model.paper import Paper
from paperview.sources.opening import open_source
from paperview.sources.problem import Problem
from paperview.sources.source import OpenOptions, TextSource


def open_text(path: Path, *, needs_paper: bool = True) -> TextSource:
    """Open a file that is read into memory."""
    source = open_source(path, OpenOptions(needs_paper=needs_paper))
    assert isinstance(source, TextSource)
    return source


def stored(*papers: Paper) -> Store:
    """Return a store of records, merged."""
    store = Store()
    for paper in papers:
        store.add(paper)
    store.settle()
    return store


def read_all(sources: Sequence[TextSource], store: Store) -> list[Problem]:
    """Read all records into a store, and merge those of the same paper; return the problems."""
    problems = []
    for source in sources:
        for record in source.records():
            if isinstance(record, Paper):
                store.add(record)
            else:
                problems.append(record)
    store.settle()
    return problems
