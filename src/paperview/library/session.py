"""The pile that is open: read, indexed and asked in threads behind the screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Thread

from textual.message import Message

from paperview.index.results import Results
from paperview.library.loader import CacheError, Growth, Loader, Progress
from paperview.library.search_thread import Question, SearchThread
from paperview.library.tallies import SourceResult
from paperview.sources.opening import AnySource


class Session:
    """The papers of some sources, and what is known of them so far.

    The first of them are there at once; the others come after `start`, told in messages.
    """

    @dataclass
    class Grew(Message):
        """More papers were read or indexed."""

        pile: Session
        growth: Growth

    @dataclass
    class Answered(Message):
        """A question was answered."""

        pile: Session
        question: Question
        results: Results

    @dataclass
    class CacheFailed(Message):
        """What the cache had is of no use: the sources have to be opened anew."""

        pile: Session

    @dataclass
    class Failed(Message):
        """What goes on behind the screen came to an end by a fault of the program."""

        error: Exception

    def __init__(self, sources: Sequence[AnySource], post: Callable[[Message], object]) -> None:
        """Read the first papers.

        Args:
            sources: where papers are read from.
            post: takes the messages, from any thread.
        """
        self._post = post
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
        self.progress: Progress | None = first.progress
        """How far reading or indexing is, while it takes its time."""
        self.everything = first.everything or Results()
        """All papers in order, as of the last `Grew` that brought them."""
        self.search_thread = SearchThread(self._answered, self._failed)

    @property
    def results(self) -> list[SourceResult]:
        """What became of the records of each source, as far as they are read."""
        return self._loader.results

    def start(self) -> None:
        """Read and index what is left, in a thread that nothing waits for."""
        Thread(target=self._load, name="loading", daemon=True).start()

    def close(self) -> None:
        """End what goes on behind the screen, and close the files; nothing more is told.

        It may wait for other processes to end.
        """
        self._is_closed = True
        self.search_thread.close()
        self._loader.close()

    def take(self, growth: Growth) -> None:
        """Take in what a `Grew` told; called where the screen lives, not in a thread."""
        self.problems += growth.problems
        self.unlisted += growth.unlisted
        self.is_whole = self.is_whole or growth.is_whole
        self.everything = growth.everything or self.everything
        self.is_over = self.is_over or growth is self._end
        self.progress = growth.progress or (None if self.is_over else self.progress)

    def ask(self, question: Question) -> None:
        """Ask for results; an `Answered` brings them, unless another question comes first."""
        self.search_thread.ask(question)

    def _load(self) -> None:
        try:
            for growth in self._steps:
                if growth.index is not None:
                    self.search_thread.use(growth.index)
                self._post(self.Grew(self, growth))
            self._post(self.Grew(self, self._end))
            if not self._is_closed and not self._loader.is_sound():
                self._loader.forget()
                self._post(self.CacheFailed(self))
        except CacheError:
            self._post(self.CacheFailed(self))
        except Exception as error:
            self._failed(error)

    def _answered(self, question: Question, results: Results) -> None:
        self._post(self.Answered(self, question, results))

    def _failed(self, error: Exception) -> None:
        if self._is_closed:  # under what was just done
            return
        if self._loader.uses_cache and not self._loader.is_sound():
            self._loader.forget()
            self._post(self.CacheFailed(self))
        else:
            self._post(self.Failed(error))
