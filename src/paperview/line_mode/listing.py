"""The results of the line mode: their list, ten at a time, and which papers are meant."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain
from typing import TYPE_CHECKING

from paperview.index.results import Order, Results
from paperview.library.page import listed
from paperview.line_mode.language import Papers
from paperview.text.sanitize import clean, counted

if TYPE_CHECKING:
    from paperview.library.marks import Marks
    from paperview.library.store.store import Store
    from paperview.model.paper import Paper
    from paperview.shelf.entries import State

PAGE = 10
"""Papers that are listed at once."""


class Listing:
    """Results, and how far they are listed."""

    def __init__(self, results: Results, order: Order, *, with_nearly: bool) -> None:
        """List nothing yet."""
        self.all_results = results
        self.results = results if with_nearly else results.without_nearly
        """Without those that nearly match if they are left out."""
        self.order = order
        self.numbers = self.results.shown
        """The papers in their order; the first has the number 1."""
        self.top = 0
        """The row of the first paper that was listed last."""
        self.end = 0
        """The row behind the last paper that was ever listed."""
        self.is_partial = False
        """Whether it was said that these are not yet all papers."""

    def said(self, papers: int, progress: str) -> Iterator[str]:
        """Say how many papers were found, and what was forgiven or misunderstood.

        Args:
            papers: how many there are by now.
            progress: what goes on; empty if everything is read and indexed.
        """
        results = self.results
        is_so_far = self.is_partial = bool(progress) or results.searched < papers
        if results.query.clauses:
            said = f"{len(results):,} of {counted(results.searched, 'paper')}"
        else:
            said = counted(len(results), "paper")
        said += " so far" * is_so_far
        order = self.order.for_query(results.query)
        if order is not Order.BEST and len(self.numbers) > 1:
            said += f", {order.value}"
        yield f"{said} ({progress})" if progress else said
        yield from results.remarks

    def lines(
        self,
        top: int,
        store: Store,
        marks: Marks,
        state: Callable[[Paper], State],
        authors: int,
    ) -> Iterator[tuple[str, str]]:
        """Give the lines of ten papers, each with what begins it where it is wrapped.

        Args:
            top: the row of the first one.
            store: the papers.
            marks: which of them are marked.
            state: gives what is on the shelf of a paper.
            authors: how many authors are named.
        """
        end = min(top + PAGE, len(self.numbers))
        headings = dict(self.results.headings)
        self.top = top
        for row in range(top, end):
            if row in headings:
                yield f"{clean(headings[row][0])}:", ""
            number = self.numbers[row]
            paper = store[number]
            line = listed(
                paper,
                state(paper),
                authors=authors,
                is_marked=number in marks,
                missing=self.results.missing(number),
            )
            start = f"{row + 1}. "
            yield start + line, " " * len(start)
            self.end = max(self.end, row + 1)
        if end < len(self.numbers):
            yield f"{len(self.numbers) - end:,} more: n", ""

    def numbers_of(self, papers: Papers) -> list[int]:
        """Return the store's numbers of papers that are named by their numbers in the list."""
        count = len(self.numbers)
        rows = (
            self.numbers.rows(first - 1, count if last is None else min(last, count))
            for first, last in papers.ranges
        )
        return list(dict.fromkeys(map(int, chain.from_iterable(rows))))
