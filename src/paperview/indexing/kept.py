"""The files that an index consists of, and finding them in the cache when it was made before."""

from __future__ import annotations

import json
import mmap
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from paperview import cache
from paperview.search.results import Listed, Results
from paperview.sources.filed import FiledPapers, opened
from paperview.sources.problem import Problem
from paperview.sources.records import Records

if TYPE_CHECKING:
    from paperview.search.index import Index
    from paperview.search.volume import Volume

RECORDS, PROBLEMS, TEXT = "records", "problems", "text"
JOINED, ORDER, RANKS = "joined", "order", "ranks"


@dataclass(frozen=True, slots=True)
class Kept:
    """A file whose index is in the cache: its papers are there without reading it."""

    entry: cache.Entry
    papers: FiledPapers
    problems: list[Problem]
    everything: Results
    """All papers, newest first."""

    def forget(self) -> None:
        """Remove it from the cache."""
        cache.remove(self.entry)

    def volume(self, first: int) -> Volume:
        """Map the index, whose papers count from `first`.

        Raises:
            OSError, stored.StoredError: if it is not there any more, or not whole.
        """
        from paperview.indexing.tasks import load_volume  # noqa: PLC0415 - numpy

        count = self.entry.facts["segments"]
        segments = [self.entry.path(segment_name(place)) for place in range(count)]
        return load_volume(segments, self.entry.path(JOINED), first)

    def index(self) -> Index:
        """Map the index of this file alone; raises as `volume` does."""
        import numpy as np  # noqa: PLC0415 - not before the first screen

        from paperview.search.index import Index  # noqa: PLC0415 - the same

        order, ranks = (np.fromfile(self.entry.path(name), np.uint32) for name in (ORDER, RANKS))
        return Index((self.volume(0),), order=(order, ranks))


def segment_name(place: int) -> str:
    """Return the name of a segment's file."""
    return f"segment{place:04}"


def find(path: Path, name: str) -> Kept | None:
    """Return what the cache has of a file, None if that is nothing, or of no use.

    Args:
        path: the file.
        name: its name, for its problems.
    """
    try:
        entry = cache.find(cache.Identity.of(path))
    except OSError:
        return None
    if entry is None:
        return None
    try:
        return _kept(entry, path, name)
    except (OSError, ValueError, KeyError, TypeError):
        cache.remove(entry)
        return None


def _kept(entry: cache.Entry, path: Path, name: str) -> Kept:
    records = Records.load(_mapped(entry.path(RECORDS)))
    order, ranks = (_mapped(entry.path(one)).cast("I") for one in (ORDER, RANKS))
    if not len(order) == len(ranks) == len(records):
        raise ValueError("parts of different indexes")
    noted = json.loads(entry.path(PROBLEMS).read_text())
    problems = [Problem(**{**fields, "source": name}) for fields in noted]
    text = entry.path(TEXT) if TEXT in entry.files else path
    everything = Results(numbers=Listed(order, ranks), searched=len(order))
    return Kept(entry, FiledPapers(opened(text), records), problems, everything)


def _mapped(path: Path) -> memoryview[int]:
    with path.open("rb") as file:
        return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))


def write(folder: Path, records: Records, problems: Sequence[Problem]) -> None:
    """Write what is known of the records of a file.

    Raises:
        OSError: if it can't be written.
    """
    with (folder / RECORDS).open("wb") as file:
        records.dump(file)
    (folder / PROBLEMS).write_text(json.dumps([asdict(problem) for problem in problems]))
