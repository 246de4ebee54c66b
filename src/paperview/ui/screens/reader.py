"""The main screen: holds the state and says what the filter bar, the list and the detail show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from textual import on
from textual.binding import BindingType

from paperview.answering import NEWEST_PAPERS, Question
from paperview.history import History
from paperview.paper import ArxivId, Paper
from paperview.search.order import Order
from paperview.search.query import EVERYTHING, Query
from paperview.search.results import Results
from paperview.sources.files import AnySource
from paperview.sources.problem import Problem
from paperview.ui import keys, typed, wording
from paperview.ui.cells import Line
from paperview.ui.commands import ReaderCommands
from paperview.ui.pile import Pile
from paperview.ui.reading import EMPTY_PAGE, View, page
from paperview.ui.rows import row
from paperview.ui.screens import actions
from paperview.ui.screens.panes import PanesScreen
from paperview.ui.widgets.filter_bar import FilterBar
from paperview.ui.widgets.lines import ActionChosen, TitleLine
from paperview.ui.widgets.paper_detail import PaperDetail
from paperview.ui.widgets.paper_list import PaperList

_DETAIL_DELAY = 0.03
"""Seconds: while the cursor runs, the list is drawn first and the detail for where it stops."""


class ReaderScreen(PanesScreen):
    """Papers, filtered and shown."""

    COMMANDS = {ReaderCommands}  # noqa: RUF012 - Textual's way
    BINDINGS: ClassVar[list[BindingType]] = list(keys.READER)

    def __init__(
        self,
        sources: Sequence[AnySource],
        problems: Sequence[Problem],
        *,
        is_seeds: bool,
        history: History,
    ) -> None:
        """Take the sources, what is wrong with others, if these are the seeds, and the history."""
        super().__init__(history)
        self._pile_name = wording.pile([source.name for source in sources], is_seeds=is_seeds)
        self._file_problems = problems
        self._sources = sources
        self.pile = Pile(sources, self.post_message)
        self.store = self.pile.store
        self.results = self.pile.everything
        self.question: Question = NEWEST_PAPERS
        self.marked: frozenset[int] = frozenset()
        self.view = View()
        self.trail: list[tuple[str, int]] = []
        """Query and paper from which links were followed."""
        self._order_shown = Order.BEST
        self._wanted: tuple[Query, int] | None = None
        """A query, and the paper to go to when its answer is there."""
        self._detail_is_due = False
        self._paper_shown: int | None = None

    def on_mount(self) -> None:
        """Show the papers there are; read and index the others after the first screen."""
        self.query_one(FilterBar).border_title = "filter"
        self.query_one(PaperList).border_title = "papers"
        self._show(self.pile.everything, Order.BEST)
        self._draw_detail()
        self.query_one(FilterBar).focus_query()
        self.call_after_refresh(self.pile.start)

    @property
    def problems(self) -> list[Problem]:
        """What could not be read, of files and in them."""
        return [*self._file_problems, *self.pile.problems]

    # --- what happens

    @on(Pile.Grew)
    def _grew(self, event: Pile.Grew) -> None:
        if event.pile is not self.pile:
            return
        self.pile.take(event.growth)
        if event.growth.everything is not None and self.question == NEWEST_PAPERS:
            self._ask(self.question)
        self._tell()

    @on(Pile.Answered)
    def _answered(self, event: Pile.Answered) -> None:
        if event.pile is self.pile and event.question == self.question:
            self._show(event.results, event.question[1])

    @on(Pile.Spoilt)
    def _spoilt(self, event: Pile.Spoilt) -> None:
        if event.pile is self.pile:
            self._reopen()

    def _reopen(self) -> None:
        """Open the sources anew; the filter stays."""
        self.pile.close()
        self.pile = Pile(self._sources, self.post_message)
        self.store = self.pile.store
        self.marked = frozenset()
        self.trail.clear()
        self._show(self.pile.everything, Order.BEST)
        self.pile.start()
        self._ask(self.question)

    def on_unmount(self) -> None:
        """Leave nothing running behind."""
        self.pile.close()

    @on(Pile.Broke)
    def _broke(self, event: Pile.Broke) -> None:
        raise event.error

    @on(FilterBar.QueryChanged)
    def _query_changed(self, event: FilterBar.QueryChanged) -> None:
        self._ask((typed.query(event.text), self.question[1]))
        offer = self.query_one(FilterBar).offer
        typed.complete(self, event.text, self.pile.answerer.index, offer)

    @on(PaperList.Highlighted)
    def _highlighted(self) -> None:
        if not self._detail_is_due:
            self._detail_is_due = True
            self.set_timer(_DETAIL_DELAY, self._draw_detail)

    @on(PaperList.Opened)
    def _opened(self, event: PaperList.Opened) -> None:
        actions.open_papers(self.app, [self.store[event.number]])

    @on(PaperList.ClickedAgain)
    def _clicked_again(self) -> None:
        if self.has_class("-single"):
            self.action_read()

    @on(PaperDetail.Followed)
    def _followed(self, event: PaperDetail.Followed) -> None:
        target = event.target
        number = self.store.find(target) if isinstance(target, ArxivId) else None
        if number is None:
            actions.open_addresses(
                self.app, [target.abs_url if isinstance(target, ArxivId) else target]
            )
            return
        papers, text = self.query_one(PaperList), self.query_one(FilterBar).text
        if papers.number is not None:
            self.trail.append((text, papers.number))
        self._go_to(number, text if papers.holds(number) else self.store[number].identity)

    @on(ActionChosen)
    async def _action_chosen(self, event: ActionChosen) -> None:
        await self.run_action(event.action)

    def keep_query(self) -> None:
        """Remember the query, unless it finds nothing as far as is known."""
        query = self.question[0]
        if query.clauses and (self.results or self.results.query != query):
            self.query_one(FilterBar).remember()

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

    def _show(self, results: Results, order: Order) -> None:
        """Show results; the cursor stays on its paper unless another query was answered.

        While one types and has not moved it, it stays on the first paper, whichever that is.
        """
        papers = self.query_one(PaperList)
        is_same = results.query == self.results.query
        is_at_rest = is_same and self.is_typing and not papers.cursor
        keep = (is_same or results.query == EVERYTHING) and not is_at_rest
        self.results, self._order_shown = results, order
        papers.show(results.numbers, self._draw_row, keep=keep, otherwise=wording.why_none(results))
        if self._wanted is not None and self._wanted[0] == results.query:
            papers.go_to(self._wanted[1])
            self._wanted = None
        self._highlighted()
        self._tell()

    def _draw_row(self, number: int, width: int, height: int) -> list[Line]:
        return row(self.store[number], self.results.terms, width, height)

    def _draw_detail(self) -> None:
        self._detail_is_due = False
        number = self.query_one(PaperList).number
        is_same, self._paper_shown = number == self._paper_shown, number
        shown = EMPTY_PAGE
        if number is not None:
            shown = page(self.store[number], self.results.terms, self.view)
        self.query_one(PaperDetail).show(shown, keep_place=is_same)

    def on_resize(self) -> None:
        """Say as much as there is room for now."""
        self._tell()

    def _tell(self) -> None:
        order = self._order_shown
        is_plain = order is Order.BEST and not self.results.query.clauses
        count = len(self.store)
        self.query_one(TitleLine).tell(
            wording.opened(
                self._pile_name,
                count,
                len(self.marked),
                is_whole=self.pile.is_whole,
                has_bar=self.pile.progress is not None,
            ),
            wording.progress(self.pile.progress, self.size.width),
            wording.problems(len(self.problems) + self.pile.unlisted),
            (Order.NEWEST if is_plain else order).value,
        )
        if self.results.query == self.question[0]:
            said = wording.count_of(self.results, count, self.size.width)
            self.query_one(FilterBar).tell(said, wording.note_on(self.results))
        elif self.pile.answerer.index is None:
            self.query_one(FilterBar).tell("indexing …", wording.NO_NOTE)

    def _go_to(self, number: int, text: str) -> None:
        """Put a query into the bar if it is not there, and the cursor on one of its papers."""
        bar = self.query_one(FilterBar)
        if bar.text == text:
            self.query_one(PaperList).go_to(number)
        else:
            self._wanted = (typed.query(text), number)
            bar.text = text

    # --- what can be done

    def chosen(self) -> list[Paper]:
        """Return the papers to act on: the marked ones in the store's order, or the cursor's."""
        if self.is_typing:
            self.keep_query()
        number = self.query_one(PaperList).number
        numbers = sorted(self.marked) or ([] if number is None else [number])
        return [self.store[number] for number in numbers]

    def action_clear_filter(self) -> None:
        """Empty the filter bar."""
        self.query_one(FilterBar).text = ""

    def action_recall(self, steps: int) -> None:
        """Go to an older query, or to a newer one."""
        self.query_one(FilterBar).recall(steps)

    def action_back_out(self) -> None:
        """Leave the detail; in the list unmark the papers, or else clear the filter."""
        if isinstance(self.focused, PaperDetail) or self.has_class("-zoomed"):
            self.action_focus_list()
        elif self.marked:
            self._mark(frozenset())
        else:
            self.action_clear_filter()

    def action_copy_id(self) -> None:
        """Copy the arXiv id."""
        actions.copy_id(self.app, self.chosen(), marked=bool(self.marked))

    def action_copy_menu(self) -> None:
        """Ask what to copy, and copy it."""
        actions.copy_menu(self.app, self.chosen(), marked=bool(self.marked))

    def action_open_abs(self) -> None:
        """Open the papers' abs pages, or what their DOIs lead to."""
        actions.open_papers(self.app, self.chosen())

    def action_open_pdf(self) -> None:
        """Open the papers' PDFs."""
        actions.open_pdfs(self.app, self.chosen())

    def action_toggle_mark(self) -> None:
        """Mark the paper under the cursor, or unmark it, and go on to the next."""
        papers = self.query_one(PaperList)
        if papers.number is not None:
            self._mark(self.marked ^ {papers.number})
            papers.action_move(1)

    def _mark(self, marked: frozenset[int]) -> None:
        self.marked = marked
        self.query_one(PaperList).mark(marked)
        self._tell()

    def action_sort(self) -> None:
        """Go on to the next order."""
        query, order = self.question
        following = order.following
        if following is Order.NEWEST and not query.clauses:
            following = following.following  # without a query the best is the newest
        self._ask((query, following))

    def action_go_back(self) -> None:
        """Go back to the paper from which a link was followed."""
        if self.trail:
            text, number = self.trail.pop()
            self._go_to(number, text)

    def action_toggle_raw(self) -> None:
        """Show texts as in the source, or as they read."""
        self.view = replace(self.view, raw=not self.view.raw)
        self._draw_detail()

    def action_toggle_authors(self) -> None:
        """Show all authors, or the first few."""
        self.view = replace(self.view, all_authors=not self.view.all_authors)
        self._draw_detail()

    def action_choose_link(self) -> None:
        """Choose the next link of the detail."""
        self.query_one(PaperDetail).action_choose_link(1)

    def action_problems(self) -> None:
        """List what could not be read."""
        actions.show_problems(self.app, self.problems, is_whole=self.pile.is_whole)

    def action_help(self) -> None:
        """Show every key."""
        actions.show_help(self.app)
