"""A session: the sources of one run, read, indexed and searched in threads."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import Condition, Thread
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from paperview import library
from paperview.index.results import Results
from paperview.library.load_state import CacheError, Growth, Progress, SourceResult
from paperview.library.loader import Loader
from paperview.library.search_thread import Question, SearchThread
from paperview.sources.source import Source

if TYPE_CHECKING:
    from paperview.index.storage.index import Index
    from paperview.shelf.shelf import Shelf


class Grew(NamedTuple):
    """More papers were read or indexed."""

    session: Session
    growth: Growth


class Answered(NamedTuple):
    """A question was answered."""

    session: Session
    question: Question
    results: Results


class CacheFailed(NamedTuple):
    """The cached index is of no use: the sources have to be opened again."""

    session: Session


class Failed(NamedTuple):
    """An unexpected error ended the work in the background."""

    error: Exception


Event: TypeAlias = Grew | Answered | CacheFailed | Failed


class Session:
    """The papers of some sources, their index, and the search.

    The first papers are there at once; the others come after `start`, reported as events.
    """

    def __init__(self, sources: Sequence[Source], report: Callable[[Event], object]) -> None:
        """Read the first papers.

        Args:
            sources: where papers are read from.
            report: takes the events, from any thread.
        """
        self._report = report
        self._loader = Loader(sources)
        self.store = self._loader.store
        self._steps = self._loader.steps()
        first = next(self._steps)
        self.problems = list(first.problems)
        self.unlisted = first.unlisted
        """Problems beyond those that are listed."""
        self.is_whole = first.is_whole
        """Whether everything is read."""
        self.is_over = False
        """Whether everything is indexed, too, and nothing more comes."""
        self._end = Growth()
        """The last that comes."""
        self._is_closed = False
        self._has_damage = False
        """Whether its cached index turned out to be damaged."""
        self.progress: Progress | None = first.progress
        """The progress of reading or indexing, while it takes its time."""
        self.everything = first.everything or Results()
        """All papers in order, as of the last `Grew` that brought them."""
        self._search_thread = SearchThread(self._answered, self.failed)
        self._uses = 0
        """How many threads are reading papers, whatever is shown."""
        self._uses_changed = Condition()

    @property
    def results(self) -> list[SourceResult]:
        """The counts of each source's records, as far as they are read."""
        return self._loader.results

    @property
    def index(self) -> Index | None:
        """The index that is searched; None before there is one."""
        return self._search_thread.index

    def start(self) -> None:
        """Read and index what is left, in a thread that nothing waits for."""
        Thread(target=self._load, name="loading", daemon=True).start()

    @contextmanager
    def used(self) -> Iterator[None]:
        """Have papers readable for as long as it takes, though another session is shown by then."""
        with self._uses_changed:
            self._uses += 1
        try:
            yield
        finally:
            with self._uses_changed:
                self._uses -= 1
                self._uses_changed.notify_all()

    def close_unused(self) -> None:
        """Close it as soon as nobody uses its papers any more."""
        with self._uses_changed:
            self._uses_changed.wait_for(lambda: not self._uses)
        self.close()

    def close(self) -> None:
        """End the threads and close the files; nothing more is reported.

        It may wait for other processes to end.
        """
        self._is_closed = True
        self._search_thread.close()
        self._loader.close()

    def take(self, growth: Growth) -> None:
        """Apply a `Grew`; call it on the screen's thread."""
        self.problems += growth.problems
        self.unlisted += growth.unlisted
        self.is_whole = self.is_whole or growth.is_whole
        self.everything = growth.everything or self.everything
        self.is_over = self.is_over or growth is self._end
        self.progress = growth.progress or (None if self.is_over else self.progress)

    def ask(self, question: Question) -> None:
        """Ask for results; an `Answered` brings them, unless another question comes first."""
        self._search_thread.ask(question)

    def use_shelf(self, shelf: Shelf) -> None:
        """Find by a shelf what the user added to papers; ask again when the shelf has changed."""
        self._search_thread.use_shelf(library.ShelvedPapers(self.store, shelf).find)

    def _load(self) -> None:
        try:
            for growth in self._steps:
                if growth.index is not None:
                    self._search_thread.use(growth.index)
                self._report(Grew(self, growth))
            self._report(Grew(self, self._end))
            if not self._is_closed and not self._loader.is_sound():
                self._cache_failed()
        except CacheError:
            self._has_damage = True
            self._report(CacheFailed(self))
        except Exception as error:
            self.failed(error)

    def _answered(self, question: Question, results: Results) -> None:
        self._report(Answered(self, question, results))

    def failed(self, error: Exception) -> None:
        """Report an error in work on the papers, as the cache's if the cached index is damaged.

        Reading the cached files takes about a second a gigabyte.
        """
        # Closed under what was just done, or to be replaced: more errors say nothing new.
        if self._is_closed or self._has_damage:
            return
        if self._loader.uses_cache and not self._loader.is_sound():
            self._cache_failed()
        elif not self._has_damage:  # which another thread may have found meanwhile
            self._report(Failed(error))

    def _cache_failed(self) -> None:
        self._has_damage = True
        self._loader.forget()
        self._report(CacheFailed(self))
