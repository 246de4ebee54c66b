"""The pile that is open: read, indexed and asked in threads behind the screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Thread

from textual.message import Message

from paperview.answering import Answerer, Question
from paperview.loading import Growth, load, read
from paperview.search.results import Results, newest_first
from paperview.sources.files import Source
from paperview.store import Store


class Pile:
    """The papers of some sources, and what is known of them so far.

    The first of them are there at once; the others come after `start`, told in messages.
    """

    @dataclass
    class Grew(Message):
        """More papers were read."""

        growth: Growth

    @dataclass
    class Answered(Message):
        """A question was answered."""

        question: Question
        results: Results

    @dataclass
    class Broke(Message):
        """What goes on behind the screen came to an end by a fault of the program."""

        error: Exception

    def __init__(self, sources: Sequence[Source], post: Callable[[Message], object]) -> None:
        """Read the first papers.

        Args:
            sources: where papers are read from.
            post: takes the messages, from any thread.
        """
        self._post = post
        self.store = Store()
        self._reading = read(sources, self.store)
        first = next(self._reading)
        self.problems = first.problems
        self.is_whole = first.is_whole
        """Whether everything is read."""
        self.everything = newest_first(self.store)
        """All papers in order, as of the last `Grew` that brought them."""
        self.answerer = Answerer(self.store, self._answered, self._failed)

    def start(self) -> None:
        """Read and index what is left, in a thread that nothing waits for."""
        Thread(target=self._load, name="loading", daemon=True).start()

    def take(self, growth: Growth) -> None:
        """Take in what a `Grew` told; called where the screen lives, not in a thread."""
        self.problems = [*self.problems, *growth.problems]
        self.is_whole = growth.is_whole
        self.everything = growth.everything or self.everything

    def ask(self, question: Question) -> None:
        """Ask for results; an `Answered` brings them, unless another question comes first."""
        self.answerer.ask(question)

    def _load(self) -> None:
        try:
            for growth in load(self._reading, self.store):
                if growth.index is not None:
                    self.answerer.use(growth.index)
                else:
                    self._post(self.Grew(growth))
        except Exception as error:
            self._failed(error)

    def _answered(self, question: Question, results: Results) -> None:
        self._post(self.Answered(question, results))

    def _failed(self, error: Exception) -> None:
        self._post(self.Broke(error))
