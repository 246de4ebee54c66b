"""Filling the store from sources and indexing it, step by step, so that a reader can look on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING

from paperview.paper import Paper
from paperview.search.results import Results, newest_first
from paperview.sources.files import AnySource, FiledSource, Source
from paperview.sources.problem import Problem
from paperview.store import Span, Store

if TYPE_CHECKING:
    from paperview.indexing.building import Step
    from paperview.indexing.crew import Crew
    from paperview.indexing.kept import Kept
    from paperview.search.index import Index
    from paperview.search.volume import Volume
    from paperview.sources.filed import Begun

FIRST_INDEX = 2000
"""Papers in the index that is built before all are read: a tenth of a second's worth."""
BATCH = 1000
"""Records read between two looks: some milliseconds' worth."""
_REORDERED = 1.5
"""How many times as many papers there are when all are put in order anew."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far something is that takes its time."""

    doing: str
    """What is done, in a word: reading, or indexing."""
    share: float
    """From 0 to 1."""
    per_second: float
    """Papers."""
    seconds_left: float


@dataclass(frozen=True, slots=True)
class Growth:
    """A step of what goes on behind the screen: papers read, or an index built."""

    problems: list[Problem] = field(default_factory=list)
    everything: Results | None = None
    """All papers in order, where they were ordered anew."""
    is_whole: bool = False
    """Whether everything is read."""
    index: Index | None = None
    progress: Progress | None = None


class CacheError(Exception):
    """What the cache has of a file is of no use; it was removed."""


class Loader:
    """Reads sources into a store and indexes it.

    The first step has what the first screen needs and imports nothing slow; the others belong into
    a thread.
    """

    def __init__(self, sources: Sequence[AnySource]) -> None:
        self.store = Store()
        self._sources = sources
        self._volumes: dict[int, list[Volume]] = {}
        """What can be searched, by the number of the span's first paper."""
        self._kept: list[Kept] = []
        self._crew: Crew | None = None
        self._ordered = 0

    def close(self) -> None:
        """End what goes on in other processes."""
        if self._crew is not None:
            self._crew.dismiss()

    @property
    def uses_cache(self) -> bool:
        """Whether something came from the cache."""
        return bool(self._kept)

    def forget(self) -> None:
        """Remove from the cache what came from it: it is of no use."""
        for known in self._kept:
            known.forget()

    def is_sound(self) -> bool:
        """Whether all that came from the cache is as it was written. Takes some seconds."""
        return all(known.entry.is_sound() for known in self._kept)

    def steps(self) -> Iterator[Growth]:
        """Read and index everything.

        Raises:
            CacheError: if what the cache has is of no use; then all has to be done anew.
        """
        for place, source in enumerate(self._sources, 1):
            is_last = place == len(self._sources)
            if isinstance(source, FiledSource):
                yield from self._file(source, is_last=is_last)
            else:
                yield from self._read(source)
                if is_last:
                    yield Growth(everything=self._ordered_anew(), is_whole=True)
        yield from self._index_memory()

    # --- sources that are read into memory

    def _read(self, source: Source) -> Iterator[Growth]:
        """Read a source in batches; index the first papers, to have something to answer from.

        The first batch is a tenth of the others, to be there for the first screen.
        """
        problems: list[Problem] = []
        left = BATCH if self.store.end else BATCH // 10
        for record in source.records():
            if isinstance(record, Paper):
                self.store.add(record)
            else:
                problems.append(record)
            left -= 1
            if not left:
                yield self._grown(problems)
                problems, left = [], BATCH
                if self.store.end >= FIRST_INDEX and not self._volumes:
                    yield self._first_index()
        yield self._grown(problems)

    def _grown(self, problems: list[Problem], progress: Progress | None = None) -> Growth:
        """Tell of papers that were read, and put all in order anew if they are many more."""
        everything = None
        if self.store.end > _REORDERED * self._ordered:
            everything = self._ordered_anew()
        return Growth(problems, everything, progress=progress)

    def _ordered_anew(self) -> Results:
        self._ordered = self.store.end
        return newest_first(self.store.dates(), self.store.hidden)

    def _first_index(self) -> Growth:
        from paperview.search.index import Index, build_volumes  # noqa: PLC0415 - numpy

        papers = (self.store[number] for number in range(FIRST_INDEX))
        return Growth(index=Index(tuple(build_volumes(papers))))

    def _index_memory(self) -> Iterator[Growth]:
        """Index what was read into memory, now that nothing is merged into it any more."""
        from paperview.search.index import build_volumes  # noqa: PLC0415 - numpy

        for span in self.store.spans:
            if isinstance(span.papers, list):
                volumes = self._volumes[span.first] = []
                for volume in build_volumes(span.papers, span.first):
                    volumes.append(volume)
                    yield Growth(index=self._index())
        if not self.store.spans:
            yield Growth(index=self._index())

    def _index(self) -> Index:
        import numpy as np  # noqa: PLC0415 - the first screen does without

        from paperview.search.index import Index  # noqa: PLC0415 - numpy

        volumes = (volume for _, some in sorted(self._volumes.items()) for volume in some)
        hidden = np.array(sorted(self.store.hidden), np.int64) if self.store.hidden else None
        return Index(tuple(volumes), hidden)

    # --- sources whose papers stay in their file

    def _file(self, source: FiledSource, *, is_last: bool) -> Iterator[Growth]:
        """Take a file from the cache, or read and index it in workers."""
        from paperview.indexing import kept  # noqa: PLC0415 - small piles need no cache

        known = kept.find(source.path, source.name)
        if known is None:
            yield from self._build(source, is_last=is_last)
            return
        self._kept.append(known)
        span = self.store.add_filed(known.papers)
        is_alone = len(self._sources) == 1
        if is_alone:
            self._ordered = self.store.end
            yield Growth(known.problems, known.everything, is_whole=True)
        else:
            yield self._grown(known.problems)
            self.store.settle(span)
            if is_last:
                yield Growth(everything=self._ordered_anew(), is_whole=True)
        try:
            volume = known.volume(span.first)
            self._volumes[span.first] = [volume]
            yield Growth(index=known.index() if is_alone else self._index())
        except (OSError, ValueError, KeyError) as error:
            self.forget()
            raise CacheError from error

    def _build(self, source: FiledSource, *, is_last: bool) -> Iterator[Growth]:
        from paperview.sources.filed import begin  # noqa: PLC0415 - small piles need it not

        begun = begin(source)
        span = self.store.add_filed(begun.papers)
        yield self._grown(list(begun.problems))
        # From here on in a thread, and with numpy.
        from paperview.indexing.building import Building  # noqa: PLC0415
        from paperview.indexing.crew import Crew  # noqa: PLC0415
        from paperview.indexing.place import places  # noqa: PLC0415
        from paperview.indexing.worker import WorkerError  # noqa: PLC0415

        pace = Pace(source.path.stat().st_size)
        for place in places(source.path):
            self._crew = Crew()
            try:
                for step in Building(source, begun, span.first).steps(self._crew, place):
                    yield from self._stepped(step, span, pace, is_last=is_last)
                return
            except (OSError, WorkerError):
                place.give_up()
            finally:
                self._crew.dismiss()
        yield from self._build_here(source, begun, span, is_last=is_last)

    def _stepped(self, step: Step, span: Span, pace: Pace, *, is_last: bool) -> Iterator[Growth]:
        count = len(span.papers)
        if step.is_read:
            pace.was_read()
            self.store.settle(span)
            if is_last:
                yield Growth(everything=self._ordered_anew(), is_whole=True)
        elif step.volumes is not None:
            self._volumes[span.first] = step.volumes
            yield Growth(index=self._index(), progress=pace.indexing(step.indexed, count))
        elif step.position:
            yield self._grown(step.problems, pace.reading(step.position, count))
        elif step.indexed:
            yield Growth(progress=pace.indexing(step.indexed, count))
        elif step.problems:
            yield Growth(step.problems)

    def _build_here(
        self, source: FiledSource, begun: Begun, span: Span, *, is_last: bool
    ) -> Iterator[Growth]:
        """Read and index a file in this process and its memory: there is no room elsewhere."""
        from paperview.search.index import build_volumes  # noqa: PLC0415 - numpy
        from paperview.sources.filed import batches  # noqa: PLC0415 - as above

        if begun.is_compressed:
            reason = "no room on the disk to unpack it: only its beginning is shown"
            yield Growth([Problem(source.name, 0, reason)])
        else:
            for place, batch in enumerate(batches(source)):
                if place >= begun.batches:
                    begun.papers.records.extend(batch.records)
                    yield self._grown(batch.problems)
        self.store.settle(span)
        if is_last:
            yield Growth(everything=self._ordered_anew(), is_whole=True)
        volumes = self._volumes[span.first] = []
        papers = (begun.papers[number] for number in range(len(begun.papers)))
        for volume in build_volumes(papers, span.first):
            volumes.append(volume)
            yield Growth(index=self._index())


class Pace:
    """How fast a file is read and indexed."""

    def __init__(self, size: int) -> None:
        """Take the size of the file in bytes."""
        self._size = max(size, 1)
        self._started = monotonic()
        self._reading: Progress | None = None

    def reading(self, position: int, papers: int) -> Progress:
        """Return the progress of reading, up to a byte and with so many papers so far."""
        seconds = monotonic() - self._started
        self._reading = _progress("reading", position / self._size, papers, seconds)
        return self._reading

    def was_read(self) -> None:
        """Tell that the file is read to its end."""
        self._reading = None

    def indexing(self, papers: int, count: int) -> Progress:
        """Return the progress of indexing, or of reading while that is not at its end.

        Args:
            papers: how many are indexed.
            count: how many there are.
        """
        if self._reading is not None:
            return self._reading
        seconds = monotonic() - self._started
        return _progress("indexing", papers / max(count, 1), papers, seconds)


def _progress(doing: str, share: float, papers: int, seconds: float) -> Progress:
    share = min(max(share, 1e-9), 1.0)
    return Progress(doing, share, papers / max(seconds, 1e-3), seconds * (1 - share) / share)
