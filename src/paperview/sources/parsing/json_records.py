"""Papers from the objects of JSON documents, whatever their format calls the fields."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from paperview.model.paper import Paper
from paperview.sources.draft import RawRecord
from paperview.sources.parsing.json_scan import Fields, JsonError, Path, decoded, items
from paperview.sources.problem import Problem

_SHOWN = 2000  # bytes of an object that a problem may show


def records(
    data: bytes, source: str, fill: Callable[[Fields, RawRecord], bool], *paths: Path
) -> Iterator[Paper | Problem]:
    """Read the papers of a document, each as soon as the next one is asked for.

    Args:
        data: the document, or several, in UTF-8.
        source: the name that papers and problems tell.
        fill: puts the fields of an object into a record; returns whether it is a record at all, and
            raises `JsonError` where the object says what is wrong and nothing else.
        paths: where the array of objects may be; see `scan.items`.
    """
    for item in items(data, *paths):
        record = RawRecord(line=item.line, text=item.text[:_SHOWN].decode(errors="replace"))
        if item.fault:
            yield record.lost(source, item.fault)
            continue
        try:
            is_record = fill(Fields(decoded(item.text), record.faults), record)
        except JsonError as error:
            yield record.lost(source, error.reason)
            continue
        if is_record:
            yield from record.records(source)
