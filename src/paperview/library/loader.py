"""Loading sources into the store and the index, step by step, so that progress can be shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from math import inf

from paperview import index, library, model
from paperview.library.load_state import (
    LISTED_PROBLEMS,
    Growth,
    LoadState,
    SourceResult,
    coming,
)
from paperview.library.store.records import RecordRange
from paperview.library.store.store import MOST_SECONDS, Store, join_by_title
from paperview.model.analysis import words
from paperview.model.identity import title_key
from paperview.model.paper import Paper
from paperview.sources.problem import Problem, SourceError
from paperview.sources.source import JsonlSource, MemorySource, PipedSource, Source, TextSource
from paperview.tex import to_text
from paperview.text.ascii import own
from paperview.text.sanitize import clean

FIRST_INDEX = 2000
"""Papers in the index that is built before all are read: a tenth of a second's worth."""
BATCH = 1000
"""Records read between two steps: some milliseconds' worth."""
_LOOK = 0.2
"""Seconds between two looks at how much has come through a pipe."""


class Loader:
    """Loads sources into a store and indexes it.

    The first step loads what the first screen needs and imports nothing slow. The other steps
    belong in a thread.
    """

    def __init__(
        self, sources: Sequence[Source], *, checks: bool = False, verifies: bool = False
    ) -> None:
        """Take the sources.

        Args:
            sources: where papers are read from.
            checks: whether every problem is wanted, and no index.
            verifies: whether cached indexes are verified before they are used, which takes half a
                second a gigabyte: for those who can't take back what they said.
        """
        self._sources = sources
        self._checks = checks
        self._state = LoadState(LISTED_PROBLEMS if not checks else None, verifies=verifies)
        self.store = self._state.store
        self._files: list[library.JsonlLoader] = []
        self._has_index = checks
        self._loaded = 0
        """The number of sources that were loaded, the present one too."""
        self._is_closed = False

    def close(self) -> None:
        """End what goes on in other processes, and close the files: no paper is read any more."""
        self._is_closed = True
        for file in self._files:
            file.close()

    @property
    def results(self) -> list[SourceResult]:
        """The counts of each source's records so far; for any thread."""
        return self._state.tallies.results

    @property
    def uses_cache(self) -> bool:
        """Whether any index came from the cache."""
        return any(file.cached is not None for file in self._files)

    def forget(self) -> None:
        """Remove the indexes that came from the cache: they are unusable."""
        for file in self._files:
            if file.cached is not None:
                file.cached.forget()

    def is_sound(self) -> bool:
        """Return whether all that came from the cache is as it was written; takes some seconds."""
        cached = (file.cached for file in self._files)
        return all(one.entry.is_sound() for one in cached if one is not None)

    def steps(self) -> Iterator[Growth]:
        """Read and index everything.

        Raises:
            CacheError: if a cached index is unusable; then everything must be loaded again.
        """
        for growth in self._steps():
            self._has_index = self._has_index or growth.index is not None
            yield growth
            if self._is_closed:
                return

    def _steps(self) -> Iterator[Growth]:
        for source in self._sources:
            self._loaded += 1
            yield from source.load(self)
        self._state.settle()
        if not self._state.is_whole:
            yield self._state.whole()
        yield from self._merge_by_title()
        for name, problems in conflicts(self.store).items():
            yield self._state.tallies.named(name).growth(problems)
        if not self._checks:
            yield from self._index_memory()
        if not self._has_index:
            yield Growth(index=self._state.index())

    # --- sources

    def load_pipe(self, source: PipedSource) -> Iterator[Growth]:
        """Load what comes through a pipe: from a file while it comes, or when all of it is there.

        The first step comes at once, even without papers.
        """
        try:
            if source.is_lazy:
                yield from self.load_lines(source.spooled())
                yield self._files[-1].tally.growth(source.problems)
                return
            source.pipe.keep()
            shown = -1
            while not source.pipe.wait(0 if shown < 0 else _LOOK) and not self._is_closed:
                if source.pipe.count > shown:
                    shown = source.pipe.count
                    yield Growth(progress=coming(source.name, shown))
            if not self._is_closed:
                yield from self.load_text(source.read())
        except SourceError as error:
            tally = self._state.tallies.begin(source.name, source.format.title)
            yield tally.growth([error.problem])

    def load_lines(self, source: JsonlSource) -> Iterator[Growth]:
        """Load JSON lines, whose records stay in their file."""
        if not self._checks:
            yield from self._index_memory()
        is_alone, is_last = len(self._sources) == 1, self._loaded == len(self._sources)
        file = library.JsonlLoader(source, self._state, is_alone=is_alone, is_last=is_last)
        self._files.append(file)
        if self._is_closed:  # by another thread, just now
            file.close()
        yield from file.check() if self._checks else file.steps()
        if source.problems:
            yield file.tally.growth(source.problems)

    def load_text(self, source: TextSource | MemorySource) -> Iterator[Growth]:
        """Load a text in batches; index the first papers, to have something to search.

        The first batch is a tenth of the others, to be there for the first screen.
        """
        tally = self._state.tallies.begin(source.name, source.format.title)
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
                yield tally.growth(problems, self._state.ordered())
                problems, left = [], BATCH
                if self.store.end >= FIRST_INDEX and not self._has_index:
                    yield self._first_index()
        tally.defines = not (tally.records or tally.lost) and source.defines
        yield tally.growth(problems, self._state.ordered())

    # --- merging and indexing

    def _merge_by_title(self) -> Iterator[Growth]:
        """Merge papers without ids with those in files that are the same."""
        if not self._files:
            return
        before = len(self.store)
        with_title = self._titled_in_files() if self._checks else self._titled_in_index()
        for _ in join_by_title(self.store, with_title, inf if self._checks else MOST_SECONDS):
            yield Growth()
        if len(self.store) < before:
            yield self._state.whole()
            if not self._checks:
                yield Growth(index=self._state.index())

    def _titled_in_index(self) -> Callable[[Paper], Iterable[int]]:
        """Return what gives the papers of files with the title of a paper, by their index."""
        shards = (one for file in self._files for one in self._state.shards.get(file.first, ()))
        titles = index.Titles(shards)
        return lambda paper: titles.find(words(paper.title or ""))

    def _titled_in_files(self) -> Callable[[Paper], Iterable[int]]:
        """Return what gives the papers of files with the title of a paper, by reading all."""
        papers = (self.store[number] for number in self.store.without_ids())
        wanted = {model.identity_hash(title) for title in map(title_key, papers) if title}
        found: dict[int, list[int]] = {}
        for file in self._files if wanted else ():
            for number, title in file.titles():
                if title in wanted:
                    found.setdefault(title, []).append(number)
        return lambda paper: found.get(model.identity_hash(title_key(paper) or ""), [])

    def _first_index(self) -> Growth:
        papers = (self.store[number] for number in range(FIRST_INDEX))
        return Growth(index=index.Index(tuple(index.build_shards(papers))))

    def _index_memory(self) -> Iterator[Growth]:
        """Index what was read into memory, and index again what has changed since."""
        for some in self.store.ranges:
            if some.first in self.store.changed:
                self.store.changed.discard(some.first)
                yield from self._index(some)

    def _index(self, some: RecordRange) -> Iterator[Growth]:
        papers = (self.store[number] for number in range(some.first, some.end))
        built = index.build_shards(papers, some.first)
        if some.first in self._state.shards:
            # All at once, so that the papers can be found at any time.
            self._state.shards[some.first] = list(built)
            yield Growth(index=self._state.index())
            return
        shards = self._state.shards[some.first] = []
        for shard in built:
            shards.append(shard)
            yield Growth(index=self._state.index())


_LENGTH = 70  # characters of a title


def conflicts(store: Store) -> dict[str, list[Problem]]:
    """Return a problem for each paper that has the id of an earlier one, by the source.

    Nothing is lost: both papers are shown.
    """
    problems: dict[str, dict[int, Problem]] = {}
    for first, *others in store.conflicts:
        earlier = store[first]
        for number in others:
            paper, record = store[number], store.record(number)
            source, line = next(iter(record.sources), ""), store.line(number)
            reason = (
                f"{_common_id(earlier, paper)} is {_said(paper)} here, and {_said(earlier)}"
                f" at {_where(store, first)}; both are shown"
            )
            problem = Problem(source, line, clean(reason), _title(paper), lost=False, is_doubt=True)
            problems.setdefault(source, {}).setdefault(number, problem)
    return {source: list(some.values()) for source, some in problems.items()}


def _common_id(first: Paper, second: Paper) -> str:
    if first.arxiv_id and second.arxiv_id and first.arxiv_id.base == second.arxiv_id.base:
        return f"arXiv:{first.arxiv_id.base}"
    doi = second.doi or first.doi
    return f"doi:{doi}" if doi else second.identity


def _said(paper: Paper) -> str:
    if paper.title:
        return f'"{_title(paper)}"'
    return f"a paper by {to_text(paper.authors[0])}" if paper.authors else "a paper without title"


def _title(paper: Paper) -> str:
    title = to_text(paper.title or "")
    return title if len(title) <= _LENGTH else f"{title[:_LENGTH].rstrip()}{own('…')}"


def _where(store: Store, number: int) -> str:
    source, line = next(iter(store.record(number).sources), ""), store.line(number)
    return f"{source}:{line}" if line else source
