"""The main screen: what can be done on it."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from textual import events, on
from textual.binding import BindingType
from textual.screen import Screen

from paperview.index.results import Order
from paperview.model.paper import ArxivId, Paper
from paperview.ui import actions, keys, typed
from paperview.ui.screen_following import FollowingScreen
from paperview.ui.widgets.filter_bar import FilterBar
from paperview.ui.widgets.lines import ActionChosen
from paperview.ui.widgets.paper_detail import PaperDetail
from paperview.ui.widgets.paper_list import PaperList


class ReaderScreen(FollowingScreen):
    """Papers, and what can be done with them."""

    BINDINGS: ClassVar[list[BindingType]] = list(keys.READER)
    _early_problems: Screen[None] | None = None
    """The window of problems, if it was opened before everything was read."""

    # --- what happens

    @on(FilterBar.QueryChanged)
    def _query_changed(self, event: FilterBar.QueryChanged) -> None:
        self._ask((typed.query(event.text), self.question[1]))
        offer = self.query_one(FilterBar).offer
        typed.complete(self, event.text, self.pile.search_thread.index, offer)

    @on(events.Paste)
    def _pasted(self, event: events.Paste) -> None:
        """Take what is pasted while the list or the detail has the focus for a query."""
        self.action_focus_filter()
        self.query_one(FilterBar).paste(event.text)

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
        numbers = self.store.find(target) if isinstance(target, ArxivId) else []
        if not numbers:
            actions.open_addresses(
                self.app, [target.abs_url if isinstance(target, ArxivId) else target]
            )
            return
        papers, text = self.query_one(PaperList), self.query_one(FilterBar).text
        if papers.number is not None:
            self.places.leave(text, papers.number, self.store[papers.number])
        # Where several papers have the id, all of them are to be seen.
        stays = len(numbers) == 1 and papers.holds(numbers[0])
        self._go_to(numbers[0], text if stays else self.store[numbers[0]].identity)

    @on(ActionChosen)
    async def _action_chosen(self, event: ActionChosen) -> None:
        await self.run_action(event.action)

    def keep_query(self) -> None:
        """Remember the query, unless it finds nothing as far as is known."""
        query = self.question[0]
        if query.clauses and (self.results or self.results.query != query):
            self.query_one(FilterBar).remember()

    # --- what can be done

    def chosen(self) -> list[Paper]:
        """Return the papers to act on: the marked ones in the store's order, or the cursor's."""
        if self.is_typing:
            self.keep_query()
        number = self.query_one(PaperList).number
        numbers = sorted(self.places.marked) or ([] if number is None else [number])
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
        elif self.places.marked:
            self.places.unmark_all()
            self._show_marks()
        else:
            self.action_clear_filter()

    def action_copy_id(self) -> None:
        """Copy the arXiv id."""
        actions.copy_id(self.app, self.chosen(), marked=bool(self.places.marked))

    def action_copy_menu(self) -> None:
        """Ask what to copy, and copy it."""
        actions.copy_menu(self.app, self.chosen(), marked=bool(self.places.marked))

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
            self.places.toggle_mark(papers.number, self.store[papers.number])
            self._show_marks()
            papers.action_move(1)

    def action_sort(self) -> None:
        """Go on to the next order."""
        query, order = self.question
        following = order.following
        if following is Order.NEWEST and not query.clauses:
            following = following.following  # without a query the best is the newest
        self._ask((query, following))

    def action_go_back(self) -> None:
        """Go back to the paper from which a link was followed."""
        step = self.places.go_back()
        if step is not None:
            self._go_to(step.number, step.text)

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

    def action_reload(self) -> None:
        """Read the files as they are now."""
        self.reload(is_asked=True)

    def action_problems(self) -> None:
        """List what could not be read; so far, while there is more to read."""
        self._show_problems()

    def _show_problems(self, instead: Screen[None] | None = None) -> None:
        is_whole = self.pile.is_whole
        window = actions.show_problems(self.app, self.problems, self.pile, instead=instead)
        self._early_problems = None if is_whole else window

    def _tell(self) -> None:
        super()._tell()
        if self._early_problems is not None and self.pile.is_whole:
            self._show_problems(self._early_problems)

    def action_palette(self) -> None:
        """Offer every action by its name."""
        actions.show_palette(self.app, self)

    def action_help(self) -> None:
        """Show every key."""
        actions.show_help(self.app)
