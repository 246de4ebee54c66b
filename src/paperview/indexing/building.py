"""Reading and indexing one file in workers, so that it can be looked at meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from queue import SimpleQueue

from paperview.indexing import kept
from paperview.indexing.crew import Crew
from paperview.indexing.place import Place
from paperview.indexing.tasks import load_volume
from paperview.search.index import FIRST_SEGMENT
from paperview.search.segment import MOST_PAPERS
from paperview.search.volume import Volume
from paperview.sources.filed import Begun
from paperview.sources.files import FiledSource
from paperview.sources.problem import Problem
from paperview.sources.records import Batch

_LEAST = 4000
"""Papers of a segment, at least, but for the first and the last: many small ones search slower."""


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
    volumes: list[Volume] | None = None
    """What can be searched from now on, where that has changed."""


@dataclass(slots=True)
class _Segment:
    """A segment in the making."""

    start: int
    end: int
    path: Path
    words: Path
    """Where its vocabulary is, until all are joined."""
    done: int = 0
    """How many of its papers are indexed."""
    volume: Volume | None = None


_Event = tuple[object, "_Segment | None"]


class _Done:
    """Stands for the end of a task."""


class Building:
    """A file's records on their way into an index.

    Reading is one task; as soon as enough records are known, indexing some of them is another. The
    segments can be searched one by one, as far as there is none missing before, and are joined in
    the end.
    """

    def __init__(self, source: FiledSource, begun: Begun, first: int) -> None:
        """Take the file, what was read of it so far, and the number of its first paper."""
        self._source = source
        self._begun = begun
        self._records = begun.papers.records
        self._first = first
        self._told = 0
        self._segments: list[_Segment] = []
        self._events: SimpleQueue[_Event] = SimpleQueue()
        self._under_way = 0

    def steps(self, crew: Crew, place: Place) -> Iterator[Step]:
        """Read and index the file, and keep the index if that is possible.

        Args:
            crew: who does it.
            place: where the index goes.

        Raises:
            OSError: if the place has no room, or the file can't be read.
            WorkerError: if a worker fails.
        """
        source = self._source
        unpacked = place.folder / kept.TEXT if self._begun.is_compressed else None
        if unpacked is not None:
            self._begun.papers.move_to(unpacked)
        text = unpacked or source.path
        self._do(crew, None, "read", source.path, source.name, unpacked)
        is_reading = True
        while self._under_way:
            told, segment = self._events.get()
            step = self._take(told, segment)
            if segment is None and told is _Done:
                is_reading = False
                step = Step(is_read=True)
            self._begun.problems += step.problems
            self._cut(crew, place, text, is_last=not is_reading)
            yield step
        yield self._joined(crew, place)
        kept.write(place.folder, self._records, self._begun.problems)
        place.finish({"papers": len(self._records), "segments": len(self._segments)})

    def _do(self, crew: Crew, segment: _Segment | None, task: str, *arguments: object) -> None:
        def ended(error: Exception | None) -> None:
            self._events.put((error or _Done, segment))

        self._under_way += 1
        told = partial(self._put, segment)
        crew.do(task, *arguments, told=told, ended=ended)

    def _put(self, segment: _Segment | None, told: object) -> None:
        self._events.put((told, segment))

    def _take(self, told: object, segment: _Segment | None) -> Step:
        """Take in what a task told."""
        if isinstance(told, Exception):
            raise told
        if isinstance(told, Problem):
            return Step([told])
        if isinstance(told, Batch):
            self._told += 1
            if self._told <= self._begun.batches:  # what the first screen was made of
                return Step()
            self._begun.batches += 1
            self._records.extend(told.records)
            return Step(told.problems, told.position)
        if told is _Done:
            self._under_way -= 1
        if segment is None:
            return Step()
        if told is _Done:
            return self._finished(segment)
        if isinstance(told, int):
            segment.done = told
        return Step(indexed=self._indexed)

    @property
    def _indexed(self) -> int:
        return sum(segment.done for segment in self._segments)

    def _cut(self, crew: Crew, place: Place, text: Path, *, is_last: bool) -> None:
        """Give free workers segments of the records that are in none yet, if there are enough.

        The first ones are small, to have something to search early; then large ones, and towards
        the end small ones again, so that no worker has to wait for another.
        """
        records = self._records
        while self._under_way <= crew.size:
            start = self._segments[-1].end if self._segments else 0
            left = len(records) - start
            size = min(FIRST_SEGMENT * 4 ** len(self._segments), MOST_PAPERS)
            size = min(size, max(left // (2 * crew.size), _LEAST))
            if not left or (left < size and not is_last):
                return
            end = min(start + size, len(records))
            name = kept.segment_name(len(self._segments))
            segment = _Segment(start, end, place.folder / name, place.folder / f"{name}-words")
            self._segments.append(segment)
            offsets, lengths = records.offsets[start:end], records.lengths[start:end]
            outs = segment.path, segment.words
            self._do(crew, segment, "segment", text, self._source.name, offsets, lengths, outs)

    def _finished(self, segment: _Segment) -> Step:
        """Make a segment searchable, and those behind it that waited for it."""
        segment.done = segment.end - segment.start
        segment.volume = load_volume([segment.path], segment.words, self._first + segment.start)
        volumes: list[Volume] = []
        for some in self._segments:
            if some.volume is None:
                break
            volumes.append(some.volume)
        return Step(indexed=self._indexed, volumes=volumes or None)

    def _joined(self, crew: Crew, place: Place) -> Step:
        paths = [segment.path for segment in self._segments]
        words = [segment.words for segment in self._segments]
        names = (kept.JOINED, kept.ORDER, kept.RANKS)
        self._do(crew, None, "join", paths, words, *(place.folder / name for name in names))
        while (told := self._events.get()[0]) is not _Done:
            if isinstance(told, Exception):
                raise told
        for path in words:
            path.unlink()
        if not paths:
            return Step()
        volume = load_volume(paths, place.folder / kept.JOINED, self._first)
        return Step(indexed=len(volume), volumes=[volume])
