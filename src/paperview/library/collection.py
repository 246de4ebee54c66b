"""Sources that are read to their end and then searched: for commands, and for Python."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from paperview import index, library, references
from paperview.index.results import Order, Query, Results
from paperview.library.load_state import CacheError, SourceResult
from paperview.library.loader import Loader
from paperview.library.store.store import Store
from paperview.model.paper import ArxivId, Doi, Paper
from paperview.shelf import Shelf
from paperview.sources.problem import Problem
from paperview.sources.source import Source

if TYPE_CHECKING:
    from paperview.index.searcher import Searcher
    from paperview.index.sorting import Sorter
    from paperview.index.storage.index import Index
    from paperview.references import Found, Reference


class Collection:
    """The papers of some sources. They are read and indexed when that is first needed.

    A session grows while somebody watches; this is complete, or not there yet. Not to be shared
    between threads.
    """

    def __init__(
        self,
        sources: Sequence[Source],
        shelf: Path | None = None,
        tell: Callable[[str], object] = lambda _: None,
    ) -> None:
        """Take the sources; nothing is read yet.

        Args:
            sources: where papers are read from.
            shelf: the file of the user's shelf, for `is:starred` and the like.
            tell: takes remarks on the work itself, in one line each.
        """
        self._sources = sources
        self._shelf_file = shelf
        self._tell = tell
        self._is_shelf_read = True
        self._begin()

    def _begin(self) -> None:
        self._loader = Loader(self._sources, verifies=True)
        self._steps = self._loader.steps()
        self._problems: list[Problem] = []
        self._unlisted = 0
        self._everything = Results()
        self._index: Index | None = None
        self._is_whole = False
        self._searcher: Searcher | None = None
        self._sorter: Sorter | None = None

    def close(self) -> None:
        """End what goes on in other processes, and close the files: no paper is read any more."""
        self._loader.close()

    # --- what is there

    @property
    def store(self) -> Store:
        """The papers by number."""
        self.read()
        return self._loader.store

    @property
    def problems(self) -> list[Problem]:
        """What could not be read; at most a thousand problems of each source."""
        self.read()
        return self._problems

    @property
    def problem_count(self) -> int:
        """The number of all problems."""
        return len(self.problems) + self._unlisted

    @property
    def results(self) -> list[SourceResult]:
        """The counts of each source's records."""
        self.read()
        return self._loader.results

    @property
    def is_cut(self) -> bool:
        """Whether some source, or the shelf if a query asks for it, was not read to its end."""
        return not self._is_shelf_read or any(result.is_cut for result in self.results)

    @property
    def index(self) -> Index | None:
        """The index of all papers; None without papers."""
        self._load(lambda: False)
        return self._index

    # --- what is asked

    def search(self, query: Query, order: Order = Order.BEST) -> Results:
        """Return the papers that a query finds, in an order."""
        if not query.clauses and order.for_query(query) is Order.NEWEST:
            self.read()
            return replace(self._everything, query=query)
        found = self.index
        if found is None:
            return Results(query)
        results = self._searcher_for(query, found).search(query)
        if order is Order.BEST:
            return results
        self._sorter = self._sorter or index.Sorter(found)
        return self._sorter.sort(results, order)

    def find(self, identity: str) -> list[Paper]:
        """Return the papers with an arXiv id, of any version, a DOI, or a name in their source."""
        known = ArxivId.parse(identity) or Doi.parse(identity)
        if known is not None and (numbers := self.store.find(known)):
            return [self.store[number] for number in numbers]
        # Some citation keys look like ids.
        return [paper for paper in self.store if identity in paper.names]

    def resolve(self, cited: Sequence[Reference]) -> list[Found]:
        """Return which paper each reference means."""
        if self.index is None:
            return [references.Found(one, references.Level.MISSING) for one in cited]
        finder = references.Finder(self.index, self.store.__getitem__)
        return [finder.find(one) for one in cited]

    def _searcher_for(self, query: Query, found: Index) -> Searcher:
        """Return a searcher, which knows the shelf if the query asks for it."""
        if self._shelf_file is not None and index.uses_shelf(query):
            with closing(Shelf(self._shelf_file)) as shelf:
                if shelf.problem is not None:
                    self._tell(shelf.problem)
                self._is_shelf_read = shelf.is_whole
                return index.Searcher(found, library.ShelvedPapers(self.store, shelf).find)
        self._searcher = self._searcher or index.Searcher(found)
        return self._searcher

    # --- loading

    def read(self) -> None:
        """Read all papers.

        JSON lines are indexed as well: problems found by that count too, and their index is kept
        for the next time.
        """
        has_cache = any(one.has_cached_index for one in self._sources)
        self._load(lambda: self._is_whole and not has_cache)

    def _load(self, is_enough: Callable[[], bool]) -> None:
        try:
            self._take(is_enough)
        except CacheError:  # another program has just removed it
            self._loader.close()
            self._begin()
            self._take(is_enough)

    def _take(self, is_enough: Callable[[], bool]) -> None:
        while not is_enough():
            growth = next(self._steps, None)
            if growth is None:
                return
            self._problems += growth.problems
            self._unlisted += growth.unlisted
            if growth.note:
                self._tell(growth.note)
            self._everything = growth.everything or self._everything
            self._index = growth.index or self._index
            self._is_whole = self._is_whole or growth.is_whole
