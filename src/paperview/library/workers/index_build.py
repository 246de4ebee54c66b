"""Reading and indexing one file in workers, batch by batch and segment by segment."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from queue import SimpleQueue
from typing import TypeAlias

from paperview.index.storage.index import Shard, load_shard, segment_sizes
from paperview.library import cached_index
from paperview.library.cache import is_full
from paperview.library.cached_index import IndexFolder
from paperview.library.workers.pool import WorkerError, WorkerPool
from paperview.library.workers.tasks import Share
from paperview.sources.jsonl.lazy_records import MOST_FURTHER, ReadState
from paperview.sources.jsonl.scan import Batch, RecordTable
from paperview.sources.problem import Problem
from paperview.sources.source import JsonlSource


@dataclass(frozen=True, slots=True)
class Step:
    """Progress of an index build."""

    problems: list[Problem] = field(default_factory=list)
    position: int = 0
    """Bytes of the file that are read so far; 0 where that has not changed."""
    is_read: bool = False
    """Whether the whole file is read."""
    indexed: int = 0
    """Papers that are indexed so far, also in unfinished segments."""
    shards: list[Shard] | None = None
    """Shards that can be searched from now on; None where that has not changed."""
    is_unkept: bool = False
    """Whether there was no room to keep the index."""


@dataclass(frozen=True, slots=True)
class _Job:
    """The pool, and the paths that all segments of a file share."""

    pool: WorkerPool
    folder: Path
    """The folder for the segments."""
    text: Path
    """The file, unpacked."""


_Event: TypeAlias = "tuple[object, SegmentBuild | None]"


class _Done:
    """Stands for the end of a task."""


class IndexBuild:
    """The build of the index of one file.

    One task scans the file. As soon as enough records are known, another task indexes some of them
    into a segment. Each segment can be searched once all segments before it are finished. In the
    end all are joined.
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
            merged: gives pairs of papers of the file, counted from 0; the second is merged into
                the first. Called when all are read.
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

    def steps(self, pool: WorkerPool, target: IndexFolder) -> Iterator[Step]:
        """Read and index the file, and keep the index if that is possible.

        The steps end when the pool is shut down from outside. In any case the pool is shut down in
        the end, and an index that is not kept is removed.

        Args:
            pool: the workers.
            target: where the index goes.

        Raises:
            OSError: if the folder has no room, or the file can't be read.
            WorkerError: if a worker fails.
        """
        pool.at_shutdown(target.discard)
        try:
            yield from self._steps(pool, target)
        except (OSError, WorkerError):
            if not pool.is_shut_down:
                raise
        finally:
            pool.shutdown()

    def _steps(self, pool: WorkerPool, target: IndexFolder) -> Iterator[Step]:
        source = self._source
        unpacked = target.folder / cached_index.TEXT if self._state.is_compressed else None
        if unpacked is not None:
            self._state.papers.move_to(unpacked)
        job = _Job(pool, target.folder, unpacked or source.path)
        segments = Segments(self._records, self._first, pool.size)
        self._do(pool, None, "read", source, unpacked, self._state.next_line, self._records)
        yield from self._taken(job, segments)
        for number, other in self._merged():
            segments.merge(number, other)
        for segment in segments:
            if segment.is_stale:
                self._index(job, segments, segment)
        yield from self._taken(job, segments)
        # The segments that can be searched stay in use, even if there is no room to keep them.
        try:
            yield self._joined(job, segments)
            if self._has_failed:  # another time there may be more
                return
            cached_index.write(target.folder, self._records, self._state.problems)
            target.finish({"papers": len(self._records), "segments": len(segments)})
        except WorkerError:
            pass
        except OSError as error:
            yield Step(is_unkept=is_full(error))

    def _taken(self, job: _Job, segments: Segments) -> Iterator[Step]:
        """Handle messages of the tasks, and give free workers more to do, until all is done."""
        while self._under_way:
            message, segment = self._events.get()
            step = self._take(message, segment, segments)
            self._state.problems += step.problems
            while self._under_way <= job.pool.size:
                new = segments.cut(job.folder, is_last=self._is_read, is_pausing=self._is_pausing)
                if new is None:
                    break
                self._index(job, segments, new)
            yield step

    def _do(
        self, pool: WorkerPool, segment: SegmentBuild | None, task: str, *arguments: object
    ) -> None:
        self._under_way += 1
        pool.submit(
            task,
            *arguments,
            on_message=lambda message: self._events.put((message, segment)),
            on_end=lambda error: self._events.put((error or _Done, segment)),
        )

    def _index(self, job: _Job, segments: Segments, segment: SegmentBuild) -> None:
        outs = segment.path, segment.dictionary
        if segment.shard is not None:  # which is mapped: its files must not be written into
            for path in outs:
                path.unlink()
        share = segments.share(segment)
        self._do(job.pool, segment, "segment", job.text, self._source.name, share, outs)

    def _take(self, message: object, segment: SegmentBuild | None, segments: Segments) -> Step:
        """Handle a message of a task."""
        if isinstance(message, Exception):
            raise message
        if isinstance(message, Problem):
            return self._problem(message)
        if isinstance(message, Batch):
            return self._batch(message, segments)
        if message is _Done:
            self._under_way -= 1
            if segment is not None:
                shards = segments.finish(segment)
                return Step(indexed=segments.indexed, shards=shards or None)
            self._is_read = True
            return Step(is_read=True)
        if segment is not None and isinstance(message, int):
            segment.done = max(segment.done, message)
        return Step(indexed=segments.indexed)

    def _problem(self, problem: Problem) -> Step:
        """Report a problem once; a segment that is indexed again finds its problems again."""
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
        dictionaries = [segment.dictionary for segment in segments]
        names = (cached_index.JOINED, cached_index.ORDER, cached_index.RANKS)
        self._do(
            job.pool, None, "join", paths, dictionaries, *(job.folder / name for name in names)
        )
        while (message := self._events.get()[0]) is not _Done:
            if isinstance(message, Exception):
                raise message
        for path in dictionaries:
            path.unlink()
        if not paths:
            return Step()
        shard = load_shard(paths, job.folder / cached_index.JOINED, self._first)
        return Step(indexed=len(shard), shards=[shard])


_LEAST = 25_000
"""Papers of a segment at least, except the first and the last: many small ones search slower."""
_PAPERS_BEFORE = 8
"""And at least one paper for so many before it: a large file has no small segments at its end."""
_FEW = 8
"""Segments that may have any size while papers come in slowly."""
_SHARE = 4
"""A further one then needs more papers than this fraction (1/4) of those indexed."""


@dataclass(slots=True)
class SegmentBuild:
    """A segment that is being built."""

    start: int
    end: int
    path: Path
    dictionary: Path
    """The file of its term dictionary, until all are joined."""
    done: int = 0
    """Papers that are indexed."""
    shard: Shard | None = None
    is_stale: bool = False
    """Whether further records of its papers were found after its build started."""


class Segments:
    """All segments of a file, in the order of their papers."""

    def __init__(self, records: RecordTable, first: int, workers: int) -> None:
        """Take the records, which may grow, the number of the first, and how many index them."""
        self._records = records
        self._first = first
        self._workers = workers
        self._all: list[SegmentBuild] = []
        self._further: dict[int, list[tuple[int, int]]] = {}
        self._marks: list[tuple[int, int]] = []
        for number, offset, length in records.duplicates:
            self._add(number, offset, length)

    def _add(self, number: int, offset: int, length: int) -> bool:
        """Note a further record of a paper, unless it has many already."""
        further = self._further.setdefault(number, [])
        if len(further) >= MOST_FURTHER:
            return False
        further.append((offset, length))
        return True

    def __iter__(self) -> Iterator[SegmentBuild]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    @property
    def indexed(self) -> int:
        """Papers that are indexed so far, also in unfinished segments."""
        return sum(segment.done for segment in self._all)

    def take(self, batch: Batch) -> None:
        """Note a batch of the file."""
        self._marks.append(batch.next_line)
        for number, offset, length in batch.records.duplicates:
            self._take_further(number, offset, length)

    def merge(self, number: int, other: int) -> None:
        """Index the words of a paper as those of another one, too, into which it is merged."""
        self._take_further(number, self._records.offsets[other], self._records.lengths[other])

    def _take_further(self, number: int, offset: int, length: int) -> None:
        end = self._all[-1].end if self._all else 0
        if self._add(number, offset, length) and number < end:
            index = bisect_right(self._all, number, key=lambda segment: segment.start) - 1
            self._all[index].is_stale = True

    def cut(self, folder: Path, *, is_last: bool, is_pausing: bool = False) -> SegmentBuild | None:
        """Begin a segment of records that are in none yet, if there are enough.

        The first ones are small, to have something to search early; then large ones, and towards
        the end small ones again, so that no worker has to wait for another.

        Args:
            folder: where it goes.
            is_last: whether all records are known.
            is_pausing: whether more come in slowly; then a few are enough.
        """
        start = self._all[-1].end if self._all else 0
        left = len(self._records) - start
        size = next(islice(segment_sizes(), len(self._all), None))
        least = max(_LEAST, start // _PAPERS_BEFORE)
        size = min(size, max(left // (2 * self._workers), least))
        is_enough = left >= size or is_last
        if is_pausing:
            is_enough = is_enough or len(self._all) < _FEW or left > start // _SHARE
        if not left or not is_enough:
            return None
        name = cached_index.segment_name(len(self._all))
        end = min(start + size, len(self._records))
        self._all.append(SegmentBuild(start, end, folder / name, folder / f"{name}-dictionary"))
        return self._all[-1]

    def share(self, segment: SegmentBuild) -> Share:
        """Return where the papers of a segment are in the file, as far as that is known now."""
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

    def finish(self, segment: SegmentBuild) -> list[Shard]:
        """Map a finished segment; return the shards that can be searched now.

        A segment can be searched if all before it are finished.

        Raises:
            OSError, StoredError: if it is not there.
        """
        segment.done = segment.end - segment.start
        segment.shard = load_shard([segment.path], segment.dictionary, self._first + segment.start)
        shards: list[Shard] = []
        for some in self._all:
            if some.shard is None:
                break
            shards.append(some.shard)
        return shards
