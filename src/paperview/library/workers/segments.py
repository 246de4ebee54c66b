"""The segments of a file in the making: which papers are in which, and which can be searched."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from paperview.index.storage.index import FIRST_SEGMENT, Shard
from paperview.index.storage.segment import MOST_PAPERS
from paperview.library import cached_index
from paperview.library.workers.tasks import Share, load_volume
from paperview.sources.jsonl.records import Records
from paperview.sources.jsonl.scan import Batch
from paperview.sources.limits import MOST_FURTHER

_LEAST = 12_000
"""Papers of a segment, at least, but for the first and the last: many small ones search slower."""
_FEW = 8
"""Segments that may be as small as they come, where papers are long in coming."""
_SHARE = 4
"""Further ones need as many papers as one in so many that are indexed then."""


@dataclass(slots=True)
class Making:
    """A segment in the making."""

    start: int
    end: int
    path: Path
    words: Path
    """Where its vocabulary is, until all are joined."""
    done: int = 0
    """How many of its papers are indexed."""
    volume: Shard | None = None
    is_stale: bool = False
    """Whether further records of its papers came up after it was begun."""


class Segments:
    """All segments of a file, in the order of their papers."""

    def __init__(self, records: Records, first: int, workers: int) -> None:
        """Take the records, which may grow, the number of the first, and how many index them."""
        self._records = records
        self._first = first
        self._workers = workers
        self._all: list[Making] = []
        self._further: dict[int, list[tuple[int, int]]] = {}
        self._marks: list[tuple[int, int]] = []
        for number, offset, length in records.duplicates:
            self._takes(number, offset, length)

    def _takes(self, number: int, offset: int, length: int) -> bool:
        """Take in a further record of a paper, unless it has many already."""
        further = self._further.setdefault(number, [])
        if len(further) >= MOST_FURTHER:
            return False
        further.append((offset, length))
        return True

    def __iter__(self) -> Iterator[Making]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    @property
    def indexed(self) -> int:
        """How many papers are indexed so far, those of unfinished segments too."""
        return sum(segment.done for segment in self._all)

    def take(self, batch: Batch, *, is_new: bool) -> None:
        """Take in what was read of the file.

        Args:
            batch: the next batch.
            is_new: whether its records are not known yet.
        """
        self._marks.append(batch.mark)
        if not is_new:
            return
        for number, offset, length in batch.records.duplicates:
            self._take_further(number, offset, length)

    def merge(self, number: int, other: int) -> None:
        """Take the words of a paper for those of another one, too, into which it is merged."""
        self._take_further(number, self._records.offsets[other], self._records.lengths[other])

    def _take_further(self, number: int, offset: int, length: int) -> None:
        end = self._all[-1].end if self._all else 0
        if self._takes(number, offset, length) and number < end:
            place = bisect_right(self._all, number, key=lambda segment: segment.start) - 1
            self._all[place].is_stale = True

    def cut(self, folder: Path, *, is_last: bool, is_pausing: bool = False) -> Making | None:
        """Begin a segment of records that are in none yet, if there are enough.

        The first ones are small, to have something to search early; then large ones, and towards
        the end small ones again, so that no worker has to wait for another.

        Args:
            folder: where it goes.
            is_last: whether all records are known.
            is_pausing: whether others are long in coming: then a few are enough.
        """
        start = self._all[-1].end if self._all else 0
        left = len(self._records) - start
        size = min(FIRST_SEGMENT * 4 ** len(self._all), MOST_PAPERS)
        size = min(size, max(left // (2 * self._workers), _LEAST))
        is_enough = left >= size or is_last
        if is_pausing:
            is_enough = is_enough or len(self._all) < _FEW or left > start // _SHARE
        if not left or not is_enough:
            return None
        name = cached_index.segment_name(len(self._all))
        end = min(start + size, len(self._records))
        self._all.append(Making(start, end, folder / name, folder / f"{name}-words"))
        return self._all[-1]

    def share(self, segment: Making) -> Share:
        """Return where the papers of a segment are, as far as that is known now."""
        segment.is_stale = False
        numbers = range(segment.start, segment.end) if self._further else ()
        return Share(
            self._records.offsets[segment.start : segment.end],
            self._records.lengths[segment.start : segment.end],
            {
                number - segment.start: self._further[number]
                for number in numbers
                if number in self._further
            },
            self._marks,
        )

    def finish(self, segment: Making) -> list[Shard]:
        """Map a segment that is finished; return all that can be searched now.

        Those are the segments behind which none is missing.

        Raises:
            OSError, stored.StoredError: if it is not there.
        """
        segment.done = segment.end - segment.start
        segment.volume = load_volume([segment.path], segment.words, self._first + segment.start)
        volumes: list[Shard] = []
        for some in self._all:
            if some.volume is None:
                break
            volumes.append(some.volume)
        return volumes
