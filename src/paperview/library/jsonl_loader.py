"""Files whose papers stay in them: taken from the cache, or read and indexed in workers."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from functools import partial
from typing import TYPE_CHECKING

from paperview.library.load_state import LoadState
from paperview.library.progress import Growth, Pace
from paperview.library.store.store import Store
from paperview.sources.opening import JsonlSource
from paperview.sources.problem import Problem
from paperview.sources.registry import JSON_LINES
from paperview.text.sanitize import clean

if TYPE_CHECKING:
    from paperview.library.cached_index import CachedIndex
    from paperview.library.store.spans import PaperRange
    from paperview.library.workers.building import Step
    from paperview.library.workers.pool import WorkerPool
    from paperview.sources.jsonl.papers import Begun, LazyRecords


class CacheError(Exception):
    """What the cache has of a file is of no use; it was removed."""


def unreadable(source: JsonlSource, error: OSError) -> Problem:
    """Say that a file can't be read any more, or not to its end."""
    reason = clean(error.strerror or str(error))
    told = f"can't be read ({reason}); what was read so far is shown"
    return Problem(source.name, 0, told, is_cut=True)


class JsonlLoader:
    """One file on its way into the holdings."""

    def __init__(
        self, source: JsonlSource, holdings: LoadState, *, is_alone: bool, is_last: bool
    ) -> None:
        """Take the file, where its papers go, and whether it is the only or the last source."""
        self.known: CachedIndex | None = None
        """What came from the cache."""
        self._source = source
        self._holdings = holdings
        self._store = holdings.store
        self._is_alone = is_alone
        self._is_last = is_last
        self.tally = holdings.tallies.begin(source.name, JSON_LINES.title)
        """What becomes of its records."""
        self._papers: LazyRecords | None = None
        self._crew: WorkerPool | None = None
        self._is_closed = False

    def close(self) -> None:
        """End what goes on in other processes, and close the file."""
        self._is_closed = True
        if self._crew is not None:
            self._crew.dismiss()
        if self._papers is not None:
            self._papers.close()

    def steps(self) -> Iterator[Growth]:
        """Take a file from the cache, or read and index it in workers.

        Raises:
            CacheError: if what the cache has is of no use.
        """
        from paperview.library import cached_index  # noqa: PLC0415 - small piles need no cache

        known = cached_index.find(self._source)
        if known is None:
            yield from self._build()
            return
        self.known = known
        self._papers = known.papers
        yield from self._take(known)

    def _take(self, known: CachedIndex) -> Iterator[Growth]:
        span = self._add(known.papers)
        if self._is_alone:
            self._holdings.is_whole = True
            yield self.tally.growth(known.problems, known.everything, is_whole=True)
            # Which needs numpy: after the first screen.
            self._store.settle()
            if self._store.hidden:
                yield self._holdings.whole()
        else:
            yield self.tally.growth(known.problems, self._holdings.ordered())
            yield from self._settled()
        try:
            self._holdings.volumes[span.first] = [known.volume(span.first)]
            in_order = self._is_alone and not self._store.hidden
            yield Growth(index=known.index() if in_order else self._holdings.index())
        except (OSError, ValueError, KeyError) as error:
            known.forget()
            raise CacheError from error

    def _add(self, papers: LazyRecords) -> PaperRange:
        self.tally.filed = papers
        return self._store.add_filed(papers)

    def _settled(self) -> Iterator[Growth]:
        if self._is_last or self._holdings.are_many_new:
            self._holdings.settle()
        if self._is_last:
            yield self._holdings.whole()

    def _merged(self, span: PaperRange) -> Iterator[tuple[int, int]]:
        """Give the places of papers of the file, and of others that are merged into them."""
        if self._is_alone or isinstance(span.papers, list):
            return self._store.merged_within(span)
        alone = Store()
        own = alone.add_filed(span.papers)
        alone.settle()
        return alone.merged_within(own)

    def _build(self) -> Iterator[Growth]:
        from paperview.sources.jsonl.papers import begin  # noqa: PLC0415 - small piles need it not

        try:
            begun = begin(self._source)
        except OSError as error:
            yield self.tally.growth([unreadable(self._source, error)])
            return
        self._papers = begun.papers
        span = self._add(begun.papers)
        yield self.tally.growth(begun.problems, self._holdings.ordered())
        if not (yield from self._build_in_workers(begun, span)):
            yield from self._build_here(begun, span)

    def _build_in_workers(self, begun: Begun, span: PaperRange) -> Generator[Growth, None, bool]:
        """Read and index a file in other processes; return whether there was room for that."""
        # From here on in a thread, and with numpy.
        from paperview.library.index_folder import places  # noqa: PLC0415
        from paperview.library.workers.building import Building  # noqa: PLC0415
        from paperview.library.workers.pool import WorkerPool  # noqa: PLC0415
        from paperview.library.workers.worker import WorkerError  # noqa: PLC0415

        source = self._source
        pace = Pace(None if source.grows else begun.status.st_size, source.name)
        for place in places(source, begun.status):
            self._crew = WorkerPool()
            if self._is_closed:  # a dismissed crew does nothing
                self._crew.dismiss()
            try:
                merged = partial(self._merged, span)
                building = Building(source, begun, span.first, merged)
                for step in building.steps(self._crew, place):
                    yield from self._stepped(step, span, pace)
            except (OSError, WorkerError):
                place.give_up()
            else:
                return True
            finally:
                self._crew.dismiss()
            if self._is_closed:
                return True
        return False

    def _stepped(self, step: Step, span: PaperRange, pace: Pace) -> Iterator[Growth]:
        count = len(span.papers)
        if step.is_read:
            pace.was_read()
            yield from self._settled()
        elif step.volumes is not None:
            self._holdings.volumes[span.first] = step.volumes
            progress = pace.indexing(step.indexed, count)
            yield Growth(index=self._holdings.index(), progress=progress)
        elif step.position:
            progress = pace.reading(step.position, count)
            yield self.tally.growth(step.problems, self._holdings.ordered(), progress)
        elif step.indexed:
            yield Growth(progress=pace.indexing(step.indexed, count))
        elif step.problems:
            yield self.tally.growth(step.problems)

    def _build_here(self, begun: Begun, span: PaperRange) -> Iterator[Growth]:
        """Read and index a file in this process and its memory: there is no room elsewhere."""
        from paperview.sources.jsonl.papers import further_batches  # noqa: PLC0415 - as above

        try:
            for batch in further_batches(self._source, begun):
                begun.papers.records.extend(batch.records)
                yield self.tally.growth(batch.problems, self._holdings.ordered())
        except OSError as error:
            yield self.tally.growth([unreadable(self._source, error)])
        yield from self._index_here(span)

    def _index_here(self, span: PaperRange) -> Iterator[Growth]:
        from paperview.index.storage.index import build_volumes  # noqa: PLC0415 - numpy

        yield from self._settled()
        if not len(span.papers):
            return
        volumes = self._holdings.volumes[span.first] = []
        papers = (span.papers[place] for place in range(len(span.papers)))
        for volume in build_volumes(papers, span.first):
            volumes.append(volume)
            yield Growth(index=self._holdings.index())
