"""Possible duplicates in the line mode: pairs of papers, to be merged or kept apart."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from paperview import library
from paperview.library import shelving
from paperview.line_mode.language import Command
from paperview.line_mode.output import say
from paperview.text.sanitize import counted

if TYPE_CHECKING:
    from paperview.library.duplicates import Pair
    from paperview.library.session import Session
    from paperview.line_mode.papers import OpenPapers
    from paperview.line_mode.reading import Reading
    from paperview.line_mode.shelf import ShelfAtHand
    from paperview.model.paper import Paper

_MOST = 10
"""Pairs that are listed at once."""
_MANY = 50_000
"""Papers among which it takes more than a moment to look."""


class Duplicates:
    """The pairs that were found, and how far they are listed."""

    def __init__(self, papers: OpenPapers, shelf: ShelfAtHand, reading: Reading) -> None:
        """Look for nothing yet.

        Args:
            papers: what is open.
            shelf: keeps which pairs are one work, and which are not.
            reading: lists and prints papers.
        """
        self._papers = papers
        self._shelf = shelf
        self._reading = reading
        self._session: Session | None = None
        """The session in which the pairs were found."""
        self._found: Sequence[Pair] = ()
        self._next = 0
        """The index of the first pair that is not listed yet."""
        self.commands: dict[str, Callable[[Command], None]] = {
            "D": self._list_or_read,
            "D+": self._settle,
            "D-": self._settle,
        }
        """What the letters do."""

    def _list_or_read(self, command: Command) -> None:
        if not command.text:
            self._list()
        elif pair := self._pair(command.text):
            self._reading.read_unlisted([pair.first, pair.second])

    def _settle(self, command: Command) -> None:
        """Say that the papers of a pair are one work, or that they are not."""
        pair = self._pair(command.text)
        if pair is None:
            return
        both, are_same = self._both(pair), command.letter == "D+"
        if self._shelf.shelf.are_settled(*both):
            say(f"pair {command.text} is settled already")
        else:
            self._shelf.change(both, lambda shelf: shelving.settle(shelf, both, are_same=are_same))

    def _pair(self, number: str) -> Pair | None:
        """Return the pair of a number, or say why there is none."""
        if self._session is not self._papers.session:
            say("D looks for pairs first")
        elif not number:
            say("which pair? put its number after the letter, as in D+ 2")
        elif 1 <= int(number) <= self._next:
            return self._found[int(number) - 1]
        else:
            say(f"there is no pair {number} in the list")
        return None

    def _both(self, pair: Pair) -> tuple[Paper, Paper]:
        store = self._papers.session.store
        return store[pair.first], store[pair.second]

    def _list(self) -> None:
        """List the next ten pairs; look for them first, and again behind the last one."""
        if self._session is not self._papers.session or self._next == len(self._found):
            self._find()
        end = min(self._next + _MOST, len(self._found))
        for index in range(self._next, end):
            start = f"{index + 1}. "
            say(f"{start}{self._found[index].why}:", " " * len(start))
            for paper in self._both(self._found[index]):
                say(f"   {self._reading.listed(paper)}", "   ")
        self._next = end
        if more := len(self._found) - end:
            say(f"{more:,} more: D")

    def _find(self) -> None:
        """Look for pairs that are not settled yet, and say how many there are."""
        shelf = self._shelf.shelf
        self._papers.wait_for_index()
        session = self._papers.session
        if len(session.store) > _MANY:
            say(f"looking among {len(session.store):,} papers …")
        self._found, self._next, self._session = (), 0, session
        remark = ""
        if session.index is not None:
            search = library.PossibleDuplicates(
                session.index, session.store.__getitem__, shelf.are_settled
            )
            self._found = [pair for pair in search if pair is not None]
            remark = search.remark
        say(f"{counted(len(self._found), 'pair')} of possible duplicates{remark}")
