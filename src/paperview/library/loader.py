"""Filling the store from sources and indexing it, step by step, so that a reader can look on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from paperview.library.conflicts import conflicts
from paperview.library.jsonl_loader import CacheError, JsonlLoader
from paperview.library.load_state import LoadState
from paperview.library.progress import Growth, Progress, coming
from paperview.library.store.spans import PaperRange
from paperview.library.tallies import SourceResult
from paperview.model.paper import Paper
from paperview.sources.opening import AnySource, JsonlSource, PipedSource, Source
from paperview.sources.problem import Problem, SourceError

__all__ = ["BATCH", "FIRST_INDEX", "CacheError", "Growth", "Loader", "Progress"]

FIRST_INDEX = 2000
"""Papers in the index that is built before all are read: a tenth of a second's worth."""
BATCH = 1000
"""Records read between two looks: some milliseconds' worth."""
_LOOK = 0.2
"""Seconds between two looks at how much has come through a pipe."""


class Loader:
    """Reads sources into a store and indexes it.

    The first step has what the first screen needs and imports nothing slow; the others belong into
    a thread.
    """

    def __init__(self, sources: Sequence[AnySource]) -> None:
        self._sources = sources
        self._holdings = LoadState()
        self.store = self._holdings.store
        self._filings: list[JsonlLoader] = []
        self._has_index = False
        self._is_closed = False

    def close(self) -> None:
        """End what goes on in other processes, and close the files: no paper is read any more."""
        self._is_closed = True
        for filing in self._filings:
            filing.close()

    @property
    def results(self) -> list[SourceResult]:
        """What became of the records of each source so far; for any thread."""
        return self._holdings.tallies.results

    @property
    def uses_cache(self) -> bool:
        """Whether something came from the cache."""
        return any(filing.known is not None for filing in self._filings)

    def forget(self) -> None:
        """Remove from the cache what came from it: it is of no use."""
        for filing in self._filings:
            if filing.known is not None:
                filing.known.forget()

    def is_sound(self) -> bool:
        """Whether all that came from the cache is as it was written. Takes some seconds."""
        known = (filing.known for filing in self._filings)
        return all(one.entry.is_sound() for one in known if one is not None)

    def steps(self) -> Iterator[Growth]:
        """Read and index everything.

        Raises:
            CacheError: if what the cache has is of no use; then all has to be done anew.
        """
        for growth in self._steps():
            self._has_index = self._has_index or growth.index is not None
            yield growth
            if self._is_closed:
                return

    def _steps(self) -> Iterator[Growth]:
        for place, source in enumerate(self._sources, 1):
            is_last = place == len(self._sources)
            if isinstance(source, PipedSource):
                yield from self._receive(source, is_last=is_last)
            elif isinstance(source, JsonlSource):
                yield from self._file(source, is_last=is_last)
            else:
                yield from self._read(source)
        self._holdings.settle()
        if not self._holdings.is_whole:
            yield self._holdings.whole()
        yield from self._join_twins()
        yield from self._conflicts()
        yield from self._index_memory()
        if not self._has_index:
            yield Growth(index=self._holdings.index())

    def _receive(self, source: PipedSource, *, is_last: bool) -> Iterator[Growth]:
        """Read what comes through a pipe: from a file while it comes, or when all of it is there.

        The first step is there at once, whatever there is to show.
        """
        try:
            if source.stays_filed:
                yield from self._file(source.filed(), is_last=is_last)
                yield self._filings[-1].tally.growth(source.problems)
                return
            source.pipe.keep()
            told = -1
            while not source.pipe.wait(0 if told < 0 else _LOOK) and not self._is_closed:
                if source.pipe.count > told:
                    told = source.pipe.count
                    yield Growth(progress=coming(source.name, told))
            if not self._is_closed:
                yield from self._read(source.read())
        except SourceError as error:
            tally = self._holdings.tallies.begin(source.name, source.format.title)
            yield tally.growth([error.problem])

    def _file(self, source: JsonlSource, *, is_last: bool) -> Iterator[Growth]:
        yield from self._index_memory()
        is_alone = len(self._sources) == 1
        filing = JsonlLoader(source, self._holdings, is_alone=is_alone, is_last=is_last)
        self._filings.append(filing)
        yield from filing.steps()
        if source.problems:
            yield filing.tally.growth(source.problems)

    def _read(self, source: Source) -> Iterator[Growth]:
        """Read a source in batches; index the first papers, to have something to answer from.

        The first batch is a tenth of the others, to be there for the first screen.
        """
        tally = self._holdings.tallies.begin(source.name, source.format.title)
        problems: list[Problem] = []
        left = BATCH if self.store.end else BATCH // 10
        for record in source.records():
            if isinstance(record, Paper):
                tally.read += 1
                self.store.add(record)
            else:
                problems.append(record)
            left -= 1
            if not left:
                yield tally.growth(problems, self._holdings.ordered())
                problems, left = [], BATCH
                if self.store.end >= FIRST_INDEX and not self._has_index:
                    yield self._first_index()
        tally.defines = not (tally.records or tally.lost) and source.defines
        yield tally.growth(problems, self._holdings.ordered())

    def _join_twins(self) -> Iterator[Growth]:
        """Merge papers without ids with those in files that are the same."""
        if all(span.is_in_memory for span in self.store.spans):
            return
        from paperview.index.matching.phrases import Titles  # noqa: PLC0415 - numpy
        from paperview.library.store.title_join import join_twins  # noqa: PLC0415 - as above
        from paperview.model.analysis import words  # noqa: PLC0415 - few piles need what follows

        filed = (span.first for span in self.store.spans if not span.is_in_memory)
        titles = Titles(one for first in filed for one in self._holdings.volumes.get(first, ()))
        before = len(self.store)
        for _ in join_twins(self.store, lambda paper: titles.find(words(paper.title or ""))):
            yield Growth()
        if len(self.store) < before:
            yield self._holdings.whole()
            yield Growth(index=self._holdings.index())

    def _conflicts(self) -> Iterator[Growth]:
        """Tell of papers that have an id in common and are not the same."""
        for name, problems in conflicts(self.store).items():
            yield self._holdings.tallies.named(name).growth(problems)

    def _first_index(self) -> Growth:
        from paperview.index.storage.index import Index, build_volumes  # noqa: PLC0415 - numpy

        papers = (self.store[number] for number in range(FIRST_INDEX))
        return Growth(index=Index(tuple(build_volumes(papers))))

    def _index_memory(self) -> Iterator[Growth]:
        """Index what was read into memory, and anew what has changed since."""
        for span in self.store.spans:
            if not span.is_in_memory or span.first not in self.store.changed:
                continue
            self.store.changed.discard(span.first)
            if span.first in self._holdings.volumes:
                yield self._index_anew(span)
            else:
                yield from self._index_first(span)

    def _papers(self, span: PaperRange) -> Iterator[Paper]:
        return (self.store[number] for number in range(span.first, span.end))

    def _index_first(self, span: PaperRange) -> Iterator[Growth]:
        from paperview.index.storage.index import build_volumes  # noqa: PLC0415 - numpy

        volumes = self._holdings.volumes[span.first] = []
        for volume in build_volumes(self._papers(span), span.first):
            volumes.append(volume)
            yield Growth(index=self._holdings.index())

    def _index_anew(self, span: PaperRange) -> Growth:
        from paperview.index.storage.index import build_volumes  # noqa: PLC0415 - numpy

        # All at once: the papers must not be missed meanwhile.
        self._holdings.volumes[span.first] = list(build_volumes(self._papers(span), span.first))
        return Growth(index=self._holdings.index())
