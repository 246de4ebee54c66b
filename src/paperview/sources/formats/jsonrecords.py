"""Records as in JSON lines, but in an array, in an object with one, or over several lines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from paperview.model.paper import Paper
from paperview.sources.formats import snapshot
from paperview.sources.parsing.json_scan import Path, beginning, items
from paperview.sources.problem import Problem
from paperview.text.sanitize import clean

_ARRAYS: Final[tuple[Path, ...]] = tuple(
    (name,) for name in ("papers", "records", "entries", "articles", "results", "data", "items")
)
_KEPT = 300
"""Characters of a record that a problem keeps."""


def looks_like(head: bytes) -> bool:
    """Whether the first object of a document has the fields of such a record."""
    _, record = beginning(head, *_ARRAYS)
    return snapshot.holds_record(record)


def read(data: bytes, source: str) -> Iterator[Paper | Problem]:
    """Read records in UTF-8; what can't be read comes as problems."""
    for item in items(data, *_ARRAYS):
        text = clean(" ".join(item.text[: 4 * _KEPT].decode(errors="replace").split()))[:_KEPT]
        reason = item.fault
        if not reason:
            try:
                found, reasons = snapshot.paper(item.text, source)
            except snapshot.RecordError as error:
                reason = error.reason
            else:
                yield found
                yield from (
                    Problem(source, item.line, reason, text, lost=False) for reason in reasons
                )
                continue
        yield Problem(source, item.line, reason, text)
