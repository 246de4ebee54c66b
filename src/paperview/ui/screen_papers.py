"""The papers on the main screen: which are there, which are shown, and how."""

from __future__ import annotations

import asyncio

from textual import on

from paperview.index.results import EVERYTHING, Order, Query, Results
from paperview.library.history import History
from paperview.library.search_thread import NEWEST_PAPERS, Question
from paperview.library.session import Session
from paperview.sources.problem import Problem
from paperview.sources.request import Opened
from paperview.ui import typed
from paperview.ui.marks import Places
from paperview.ui.render import wording
from paperview.ui.render.cells import Line
from paperview.ui.render.page import EMPTY_PAGE, View, page
from paperview.ui.render.rows import row
from paperview.ui.screen_panes import PanesScreen
from paperview.ui.widgets.filter_bar import FilterBar
from paperview.ui.widgets.lines import TitleLine
from paperview.ui.widgets.paper_detail import PaperDetail
from paperview.ui.widgets.paper_list import PaperList

_DETAIL_DELAY = 0.03
"""Seconds: while the cursor runs, the list is drawn first and the detail for where it stops."""


class PapersScreen(PanesScreen):
    """Papers that are filtered, listed and shown."""

    def __init__(self, opened: Opened, *, is_seeds: bool, history: History) -> None:
        """Take what is open, whether that is the seeds, and the history."""
        super().__init__(history)
        self._is_seeds = is_seeds
        self._take_files(opened)
        self.pile = Session(opened.sources, self.post_message)
        self.store = self.pile.store
        self.results = self.pile.everything
        self.question: Question = NEWEST_PAPERS
        self.places = Places()
        self.view = View()
        self._order_shown = Order.BEST
        self._wanted: tuple[Query, int] | None = None
        """A query, and the paper to go to when its answer is there."""
        self._detail_is_due = False
        self._paper_shown: int | None = None

    def _take_files(self, opened: Opened) -> None:
        self._files = opened
        names = [source.name for source in opened.sources]
        self._pile_name = wording.pile(names, is_seeds=self._is_seeds)

    def on_mount(self) -> None:
        """Show the papers there are; read and index the others after the first screen."""
        self.query_one(FilterBar).border_title = "filter"
        self.query_one(PaperList).border_title = "papers"
        self._show(self.pile.everything, Order.BEST)
        self._draw_detail()
        self.query_one(FilterBar).focus_query()
        self.call_after_refresh(self.pile.start)

    def on_unmount(self) -> None:
        """Leave nothing running behind."""
        self.pile.close()

    @property
    def problems(self) -> list[Problem]:
        """What could not be read, of files and in them."""
        return [*(error.problem for error in self._files.errors), *self.pile.problems]

    @property
    def has_read_all(self) -> bool:
        """Whether every source could be read to its end, as far as that is known."""
        return not self._files.errors and not any(one.is_cut for one in self.pile.results)

    # --- the pile

    @on(Session.Grew)
    def _grew(self, event: Session.Grew) -> None:
        if event.pile is not self.pile:
            return
        self.pile.take(event.growth)
        if event.growth.everything is not None and self.question == NEWEST_PAPERS:
            self._ask(self.question)
        self._tell()

    @on(Session.Answered)
    def _answered(self, event: Session.Answered) -> None:
        if event.pile is self.pile and event.question == self.question:
            self._show(event.results, event.question[1])

    @on(Session.Failed)
    def _broke(self, event: Session.Failed) -> None:
        raise event.error

    # --- showing

    def _ask(self, question: Question) -> None:
        self.question = question
        if self._wanted is not None and self._wanted[0] != question[0]:
            self._wanted = None
        if question == NEWEST_PAPERS:
            self._show(self.pile.everything, Order.BEST)
        else:
            self.pile.ask(question)
            self._tell()

    @property
    def _is_at_rest(self) -> bool:
        """Whether one types and has not moved the cursor: then it stays on the first paper."""
        return self.is_typing and not self.query_one(PaperList).cursor

    def _show(self, results: Results, order: Order) -> None:
        """Show results; the cursor stays on its paper unless another query was answered.

        While it is at rest it stays on the first paper, whichever that is.
        """
        is_same = results.query == self.results.query
        keep = (is_same or results.query == EVERYTHING) and not (is_same and self._is_at_rest)
        self._list(results, order, self.query_one(PaperList).number if keep else None)

    def _list(self, results: Results, order: Order, stay: int | None, place: int = 0) -> None:
        """List results with the cursor on a paper, or at a place where that is not among them."""
        papers = self.query_one(PaperList)
        self.results, self._order_shown = results, order
        papers.show(
            results.numbers,
            self._draw_row,
            stay=stay,
            place=place,
            otherwise=wording.why_none(results),
        )
        if self._wanted is not None and self._wanted[0] == results.query:
            papers.go_to(self._wanted[1])
            self._wanted = None
        self._highlighted()
        self._tell()

    def _show_marks(self) -> None:
        self.query_one(PaperList).mark(self.places.marked)
        self._tell()

    def _draw_row(self, number: int, width: int, height: int) -> list[Line]:
        return row(self.store[number], self.results.terms, width, height)

    def _draw_detail(self) -> None:
        self._detail_is_due = False
        number = self.query_one(PaperList).number
        is_same, self._paper_shown = number == self._paper_shown, number
        shown = EMPTY_PAGE
        if number is not None:
            with_sources = len(self._files.sources) > 1
            paper, terms = self.store[number], self.results.terms
            shown = page(paper, terms, self.view, with_sources=with_sources)
        self.query_one(PaperDetail).show(shown, keep_place=is_same)

    def action_read(self) -> None:
        """Go to the detail, which is that of the paper at the cursor by then."""
        if self.query_one(PaperList).number != self._paper_shown:
            self._draw_detail()
        super().action_read()

    @on(PaperList.Highlighted)
    def _highlighted(self) -> None:
        if not self._detail_is_due:
            self._detail_is_due = True
            # No timer of Textual's: that is lost where it comes to run too late.
            loop = asyncio.get_running_loop()
            loop.call_later(_DETAIL_DELAY, self.call_later, self._draw_detail)

    def on_resize(self) -> None:
        """Say as much as there is room for now."""
        self._tell()

    def news_of_files(self) -> str:
        """Say, where it is so, that files are not as they were read."""
        return ""

    def _tell(self) -> None:
        order = self._order_shown
        is_plain = order is Order.BEST and not self.results.query.clauses
        count = len(self.store)
        self.query_one(TitleLine).tell(
            wording.opened(
                self._pile_name,
                count,
                len(self.places.marked),
                is_whole=self.pile.is_whole,
                has_bar=self.pile.progress is not None,
            ),
            wording.progress(self.pile.progress, self.size.width),
            self.news_of_files(),
            wording.problems(len(self.problems) + self.pile.unlisted),
            (Order.NEWEST if is_plain else order).value,
        )
        if self.results.query == self.question[0]:
            said = wording.count_of(self.results, count, self.size.width)
            self.query_one(FilterBar).tell(said, wording.notes_on(self.results))
        elif self.pile.search_thread.index is None:
            self.query_one(FilterBar).tell("indexing …", ())

    def _go_to(self, number: int, text: str) -> None:
        """Put a query into the bar if it is not there, and the cursor on one of its papers."""
        bar = self.query_one(FilterBar)
        if bar.text == text:
            self.query_one(PaperList).go_to(number)
        else:
            self._wanted = (typed.query(text), number)
            bar.text = text
