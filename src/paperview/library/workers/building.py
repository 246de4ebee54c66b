"""Reading and indexing one file in workers, so that it can be looked at meanwhile."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from typing import TypeAlias

from paperview.index.storage.index import FIRST_SEGMENT, Shard, load_shard
from paperview.index.storage.segment import MOST_PAPERS
from paperview.library import cached_index
from paperview.library.cached_index import IndexFolder
from paperview.library.workers.pool import WorkerError, WorkerPool
from paperview.library.workers.tasks import Share
from paperview.sources.jsonl.lazy_records import MOST_FURTHER, ReadState
from paperview.sources.jsonl.scan import Batch, RecordTable
from paperview.sources.problem import Problem
from paperview.sources.source import JsonlSource


@dataclass(frozen=True, slots=True)
class Step:
    """Something that was done."""

    problems: list[Problem] = field(default_factory=list)
    position: int = 0
    """How many bytes of the file were read so far, where that has changed."""
    is_read: bool = False
    """Whether that was all of it."""
    indexed: int = 0
    """How many papers were indexed so far, those of unfinished segments too."""
    volumes: list[Shard] | None = None
    """What can be searched from now on, where that has changed."""


@dataclass(frozen=True, slots=True)
class _Job:
    """What is the same for all segments of a file."""

    crew: WorkerPool
    folder: Path
    """Where they go."""
    text: Path
    """The file, unpacked."""


_Event: TypeAlias = "tuple[object, Making | None]"


class _Done:
    """Stands for the end of a task."""


class Building:
    """A file's records on their way into an index.

    Reading is one task; as soon as enough records are known, indexing some of them is another. The
    segments can be searched one by one, as far as there is none missing before, and are joined in
    the end.
    """

    def __init__(
        self,
        source: JsonlSource,
        state: ReadState,
        first: int,
        merged: Callable[[], Iterable[tuple[int, int]]],
    ) -> None:
        """Take the file.

        Args:
            source: the file.
            state: what was read of it so far.
            first: the number of its first paper.
            merged: gives papers of the file, counted from 0, and for each of them another one that
                is merged into it; asked when all are read.
        """
        self._source = source
        self._merged = merged
        self._state = state
        self._records = state.papers.records
        self._first = first
        self._is_read = False
        self._is_pausing = False
        self._has_failed = False
        self._problems = set(state.problems)
        self._events: SimpleQueue[_Event] = SimpleQueue()
        self._under_way = 0

    def steps(self, crew: WorkerPool, place: IndexFolder) -> Iterator[Step]:
        """Read and index the file, and keep the index if that is possible.

        Nothing comes any more when the crew is dismissed, from wherever. In any case the crew is
        dismissed in the end, and what is not kept of the index is removed.

        Args:
            crew: who does it.
            place: where the index goes.

        Raises:
            OSError: if the place has no room, or the file can't be read.
            WorkerError: if a worker fails.
        """
        crew.do_last(place.give_up)
        try:
            yield from self._steps(crew, place)
        except (OSError, WorkerError):
            if not crew.is_dismissed:
                raise
        finally:
            crew.dismiss()

    def _steps(self, crew: WorkerPool, place: IndexFolder) -> Iterator[Step]:
        source = self._source
        unpacked = place.folder / cached_index.TEXT if self._state.is_compressed else None
        if unpacked is not None:
            self._state.papers.move_to(unpacked)
        job = _Job(crew, place.folder, unpacked or source.path)
        segments = Segments(self._records, self._first, crew.size)
        self._do(crew, None, "read", source, unpacked, self._state.next_line, self._records)
        yield from self._taken(job, segments)
        for number, other in self._merged():
            segments.merge(number, other)
        for segment in segments:
            if segment.is_stale:
                self._index(job, segments, segment)
        yield from self._taken(job, segments)
        # What can be searched now stays, whether or not there is room to keep it.
        with suppress(OSError, WorkerError):
            yield self._joined(job, segments)
            if self._has_failed:  # another time there may be more
                return
            cached_index.write(place.folder, self._records, self._state.problems)
            place.finish({"papers": len(self._records), "segments": len(segments)})

    def _taken(self, job: _Job, segments: Segments) -> Iterator[Step]:
        """Take in what the tasks tell, and give free workers more to do, until all is done."""
        while self._under_way:
            told, segment = self._events.get()
            step = self._take(told, segment, segments)
            self._state.problems += step.problems
            while self._under_way <= job.crew.size:
                new = segments.cut(job.folder, is_last=self._is_read, is_pausing=self._is_pausing)
                if new is None:
                    break
                self._index(job, segments, new)
            yield step

    def _do(self, crew: WorkerPool, segment: Making | None, task: str, *arguments: object) -> None:
        def ended(error: Exception | None) -> None:
            self._events.put((error or _Done, segment))

        self._under_way += 1
        told = partial(self._put, segment)
        crew.do(task, *arguments, told=told, ended=ended)

    def _put(self, segment: Making | None, told: object) -> None:
        self._events.put((told, segment))

    def _index(self, job: _Job, segments: Segments, segment: Making) -> None:
        outs = segment.path, segment.words
        if segment.volume is not None:  # which is mapped: its files must not be written into
            for path in outs:
                path.unlink()
        share = segments.share(segment)
        self._do(job.crew, segment, "segment", job.text, self._source.name, share, outs)

    def _take(self, told: object, segment: Making | None, segments: Segments) -> Step:
        """Take in what a task told."""
        if isinstance(told, Exception):
            raise told
        if isinstance(told, Problem):
            return self._problem(told)
        if isinstance(told, Batch):
            return self._batch(told, segments)
        if told is _Done:
            self._under_way -= 1
            if segment is not None:
                volumes = segments.finish(segment)
                return Step(indexed=segments.indexed, volumes=volumes or None)
            self._is_read = True
            return Step(is_read=True)
        if segment is not None and isinstance(told, int):
            segment.done = max(segment.done, told)
        return Step(indexed=segments.indexed)

    def _problem(self, problem: Problem) -> Step:
        """Pass on a problem, unless that was done: what is indexed anew tells of them again."""
        if problem in self._problems:
            return Step()
        self._problems.add(problem)
        return Step([problem])

    def _batch(self, batch: Batch, segments: Segments) -> Step:
        segments.take(batch)
        self._is_pausing = batch.is_early
        self._has_failed = self._has_failed or batch.has_failed
        problems = [problem for problem in batch.problems if problem not in self._problems]
        self._state.take(replace(batch, problems=[]))
        return Step(problems, batch.position)

    def _joined(self, job: _Job, segments: Segments) -> Step:
        paths = [segment.path for segment in segments]
        words = [segment.words for segment in segments]
        names = (cached_index.JOINED, cached_index.ORDER, cached_index.RANKS)
        self._do(job.crew, None, "join", paths, words, *(job.folder / name for name in names))
        while (told := self._events.get()[0]) is not _Done:
            if isinstance(told, Exception):
                raise told
        for path in words:
            path.unlink()
        if not paths:
            return Step()
        volume = load_shard(paths, job.folder / cached_index.JOINED, self._first)
        return Step(indexed=len(volume), volumes=[volume])


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

    def __init__(self, records: RecordTable, first: int, workers: int) -> None:
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

    def take(self, batch: Batch) -> None:
        """Take in what was read of the file."""
        self._marks.append(batch.next_line)
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
        segment.volume = load_shard([segment.path], segment.words, self._first + segment.start)
        volumes: list[Shard] = []
        for some in self._all:
            if some.volume is None:
                break
            volumes.append(some.volume)
        return volumes
