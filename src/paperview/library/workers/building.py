"""Reading and indexing one file in workers, so that it can be looked at meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from queue import SimpleQueue

from paperview.index.storage.index import Shard
from paperview.library import cached_index
from paperview.library.index_folder import IndexFolder
from paperview.library.workers.pool import WorkerPool
from paperview.library.workers.segments import Making, Segments
from paperview.library.workers.tasks import load_volume
from paperview.library.workers.worker import WorkerError
from paperview.sources.jsonl.papers import Begun
from paperview.sources.jsonl.scan import Batch
from paperview.sources.opening import JsonlSource
from paperview.sources.problem import Problem


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


_Event = tuple[object, Making | None]


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
        begun: Begun,
        first: int,
        merged: Callable[[], Iterable[tuple[int, int]]],
    ) -> None:
        """Take the file.

        Args:
            source: the file.
            begun: what was read of it so far.
            first: the number of its first paper.
            merged: gives papers of the file, counted from 0, and for each of them another one that
                is merged into it; asked when all are read.
        """
        self._source = source
        self._merged = merged
        self._begun = begun
        self._records = begun.papers.records
        self._first = first
        self._batches = 0
        self._is_read = False
        self._is_pausing = False
        self._has_failed = False
        self._problems = set(begun.problems)
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
        unpacked = place.folder / cached_index.TEXT if self._begun.is_compressed else None
        if unpacked is not None:
            self._begun.papers.move_to(unpacked)
        job = _Job(crew, place.folder, unpacked or source.path)
        segments = Segments(self._records, self._first, crew.size)
        self._do(crew, None, "read", source, unpacked, tuple(self._begun.sizes))
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
            cached_index.write(place.folder, self._records, self._begun.problems)
            place.finish({"papers": len(self._records), "segments": len(segments)})

    def _taken(self, job: _Job, segments: Segments) -> Iterator[Step]:
        """Take in what the tasks tell, and give free workers more to do, until all is done."""
        while self._under_way:
            told, segment = self._events.get()
            step = self._take(told, segment, segments)
            self._begun.problems += step.problems
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
        is_new = self._batches >= len(self._begun.sizes)
        self._batches += bool(batch.lines)
        segments.take(batch, is_new=is_new)
        self._is_pausing = batch.is_early
        self._has_failed = self._has_failed or batch.has_failed
        if not is_new:  # what the first screen was made of, or was read for another place
            return Step()
        problems = [problem for problem in batch.problems if problem not in self._problems]
        self._begun.take(replace(batch, problems=[]))
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
        volume = load_volume(paths, job.folder / cached_index.JOINED, self._first)
        return Step(indexed=len(volume), volumes=[volume])
