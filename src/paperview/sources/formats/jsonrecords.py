"""Records as in JSON lines, but in an array, in an object with one, or over several lines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from paperview.model.paper import Paper
from paperview.sources.formats import snapshot
from paperview.sources.parsing.json_scan import Path, beginning, items
from paperview.sources.problem import Problem

_ARRAYS: Final[tuple[Path, ...]] = tuple(
    (name,) for name in ("papers", "records", "entries", "articles", "results", "data", "items")
)


def looks_like(head: bytes) -> bool:
    """Return whether the first object of a document has the fields of such a record."""
    _, record = beginning(head, *_ARRAYS)
    return snapshot.holds_record(record)


def read(data: bytes, source: str) -> Iterator[Paper | Problem]:
    """Read records in UTF-8; what can't be read comes as problems."""
    for item in items(data, *_ARRAYS):
        if item.fault:
            yield Problem(source, item.line, item.fault, snapshot.excerpt(item.text))
        else:
            yield from snapshot.read_record(item.text, source, item.line)
