"""Loading JSON lines: from the cache, or by reading and indexing them in workers."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Final

from paperview import index
from paperview.library import cache, cached_index, workers
from paperview.library.load_state import CacheError, Growth, LoadState, Pace
from paperview.library.store.store import Store
from paperview.sources import jsonl
from paperview.sources.problem import Problem
from paperview.sources.registry import JSON_LINES
from paperview.sources.source import JsonlSource
from paperview.text.sanitize import reason_of

if TYPE_CHECKING:
    from paperview.index.storage.index import Index
    from paperview.library.cached_index import CachedIndex
    from paperview.library.store.records import RecordRange
    from paperview.library.workers.index_build import Step
    from paperview.library.workers.pool import WorkerPool
    from paperview.sources.jsonl.lazy_records import LazyRecords, ReadState


_TOLD: Final[set[str]] = set()
"""The sources whose index is not kept, as was told in this run."""


def unreadable(source: JsonlSource, error: OSError) -> Problem:
    """Return a problem: the file can't be read any more, or not to its end."""
    message = f"can't be read ({reason_of(error)}); what was read so far is shown"
    return Problem(source.name, 0, message, is_cut=True)


class JsonlLoader:
    """Loads one file."""

    def __init__(
        self, source: JsonlSource, state: LoadState, *, is_alone: bool, is_last: bool
    ) -> None:
        """Take the file, where its papers go, and whether it is the only or the last source."""
        self.first = state.store.end
        """The number of its first paper."""
        self.cached: CachedIndex | None = None
        """The cached index, if there is one."""
        self._source = source
        self._state = state
        self._store = state.store
        self._is_alone = is_alone
        self._is_last = is_last
        self.tally = state.tallies.begin(source.name, JSON_LINES.title)
        """The counts of its records."""
        self._papers: LazyRecords | None = None
        self._pool: WorkerPool | None = None
        self._is_closed = False

    def close(self) -> None:
        """Stop the workers, and close the file."""
        self._is_closed = True
        if self._pool is not None:
            self._pool.shutdown()
        if self._papers is not None:
            self._papers.close()

    def steps(self) -> Iterator[Growth]:
        """Take a file from the cache, or read and index it in workers.

        Raises:
            CacheError: if the cached index is unusable.
        """
        cached = cached_index.find(self._source, verifies=self._state.verifies)
        if cached is None:
            yield from self._build()
            return
        self.cached = cached
        yield from self._take(cached)

    def check(self) -> Iterator[Growth]:
        """Read a file to its end for all of its problems, without an index."""
        try:
            file = jsonl.opened(self._source.path)
            papers = jsonl.LazyRecords(file, jsonl.RecordTable(), self._source.name)
            self._add(papers)
            for batch in jsonl.batches(self._source, thorough=True, papers=papers):
                papers.records.extend(batch.records)
                yield self.tally.growth(batch.problems)
        except OSError as error:
            yield self.tally.growth([unreadable(self._source, error)])

    def titles(self) -> Iterator[tuple[int, int]]:
        """Read the file again; give the number of each paper, and that of its title and author."""
        with suppress(OSError):  # a problem says so
            batches = jsonl.batches(self._source, titled=True)
            titles = (title for batch in batches for title in batch.titles)
            yield from enumerate(titles, self.first)

    def _take(self, cached: CachedIndex) -> Iterator[Growth]:
        range_ = self._add(cached.papers)
        if self._is_alone:
            self._state.is_whole = True
            yield self.tally.growth(cached.problems, cached.everything, is_whole=True)
            # The rest needs numpy: only after the first screen. What is there can be searched while
            # records that may be of one paper are read and compared, which takes seconds.
            yield Growth(index=self._index(cached, range_))
            self._store.settle()
            if self._store.hidden:
                yield self._state.whole()
                yield Growth(index=self._state.index())
        else:
            yield self.tally.growth(cached.problems, self._state.ordered())
            yield from self._settled()
            yield Growth(index=self._index(cached, range_))

    def _index(self, cached: CachedIndex, range_: RecordRange) -> Index:
        """Map the cached index of the file; return that of all files so far."""
        try:
            self._state.shards[range_.first] = [cached.shard(range_.first)]
            return cached.index() if self._is_alone else self._state.index()
        except (OSError, ValueError, KeyError) as error:
            cached.forget()
            raise CacheError from error

    def _add(self, papers: LazyRecords) -> RecordRange:
        self._papers = self.tally.lazy = papers
        if self._is_closed:  # while they were opened
            papers.close()
        return self._store.add_records(papers)

    def _settled(self) -> Iterator[Growth]:
        if self._is_last or self._state.are_many_new:
            self._state.settle()
        if self._is_last:
            yield self._state.whole()

    def _merged(self, range_: RecordRange) -> Iterator[tuple[int, int]]:
        """Give the indexes of papers of the file, and of others that are merged into them."""
        if self._is_alone:
            return self._store.merged_within(range_)
        alone = Store()
        own = alone.add_records(range_.records)
        alone.settle()
        return alone.merged_within(own)

    def _build(self) -> Iterator[Growth]:
        try:
            state = jsonl.read_first(self._source)
        except OSError as error:
            yield self.tally.growth([unreadable(self._source, error)])
            return
        range_ = self._add(state.papers)
        yield self.tally.growth(state.problems, self._state.ordered())
        if not (yield from self._build_in_workers(state, range_)):
            yield from self._build_here(state, range_)

    def _build_in_workers(
        self, state: ReadState, range_: RecordRange
    ) -> Generator[Growth, None, bool]:
        """Read and index a file in other processes; return whether there was room for that."""
        source = self._source
        pace = Pace(None if source.grows else state.status.st_size, source.name)
        for folder in cached_index.index_folders(source, state.status):
            if folder is None:
                yield from self._unkept()
                continue
            size = 0 if source.grows else state.status.st_size
            # Else it would be indexed up to the point where the disk is full, and then again.
            if not folder.has_room(size, is_compressed=state.is_compressed):
                folder.discard()
                if folder.is_kept:
                    yield from self._unkept()
                continue
            self._pool = workers.WorkerPool()
            if self._is_closed:  # a pool that is shut down does nothing
                self._pool.shutdown()
            try:
                merged = partial(self._merged, range_)
                build = workers.IndexBuild(source, state, range_.first, merged)
                for step in build.steps(self._pool, folder):
                    if step.is_unkept and folder.is_kept:
                        yield from self._unkept()
                    yield from self._stepped(step, range_, pace)
            except (OSError, workers.WorkerError) as error:
                folder.discard()
                if cache.is_full(error) and folder.is_kept:
                    yield from self._unkept()
            else:
                return True
            finally:
                self._pool.shutdown()
            if self._is_closed:
                return True
        return False

    def _unkept(self) -> Iterator[Growth]:
        """Tell once that the index is made again each time."""
        if self._source.name not in _TOLD:
            _TOLD.add(self._source.name)
            yield Growth(
                note=f"the cache's disk has no room for the index of {self._source.name}: "
                "it is made again each time"
            )

    def _stepped(self, step: Step, range_: RecordRange, pace: Pace) -> Iterator[Growth]:
        count = len(range_.records)
        if step.is_read:
            pace.was_read()
            yield from self._settled()
        elif step.shards is not None:
            self._state.shards[range_.first] = step.shards
            progress = pace.indexing(step.indexed, count)
            yield Growth(index=self._state.index(), progress=progress)
        elif step.position:
            progress = pace.reading(step.position, count)
            yield self.tally.growth(step.problems, self._state.ordered(), progress)
        elif step.indexed:
            yield Growth(progress=pace.indexing(step.indexed, count))
        elif step.problems:
            yield self.tally.growth(step.problems)

    def _build_here(self, state: ReadState, range_: RecordRange) -> Iterator[Growth]:
        """Read and index a file in this process and its memory: there is no room elsewhere."""
        try:
            for batch in jsonl.further_batches(self._source, state):
                state.papers.records.extend(batch.records)
                yield self.tally.growth(batch.problems, self._state.ordered())
        except OSError as error:
            yield self.tally.growth([unreadable(self._source, error)])
        yield from self._index_here(range_)

    def _index_here(self, range_: RecordRange) -> Iterator[Growth]:
        yield from self._settled()
        if not len(range_.records):
            return
        shards = self._state.shards[range_.first] = []
        papers = (range_.records[index] for index in range(len(range_.records)))
        for shard in index.build_shards(papers, range_.first):
            shards.append(shard)
            yield Growth(index=self._state.index())
