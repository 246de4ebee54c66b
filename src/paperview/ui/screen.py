"""The main screen: it holds the state, joins the widgets, and does what the keys ask for."""

from __future__ import annotations

import asyncio
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message
from textual.screen import Screen
from textual.worker import Worker

from paperview import ui
from paperview.index.results import EVERYTHING, ORDERS, Order, Results
from paperview.keys import table as keys
from paperview.library import remarks
from paperview.library import session as sessions
from paperview.library.history import History
from paperview.library.load_state import Growth
from paperview.library.marks import Chosen, Marks, Trail
from paperview.library.memory import Memory
from paperview.library.search_thread import NEWEST_PAPERS, Question
from paperview.library.session import Session
from paperview.model.paper import ArxivId, Paper
from paperview.settings import table
from paperview.sources.problem import Problem
from paperview.sources.request import Request
from paperview.sources.source import Opened
from paperview.text.ascii import own
from paperview.text.sanitize import counted
from paperview.ui import actions, shelf_actions, shelf_windows, typed
from paperview.ui.bindings import PICKER_BINDINGS, bindings, rebind
from paperview.ui.comeback import Comeback
from paperview.ui.desk import Desk, NotesSynced, ShelfChanged, ShelfOpened
from paperview.ui.listing import Listing, NewNumber
from paperview.ui.marking import Marking
from paperview.ui.pending import Pending
from paperview.ui.reading import Reading
from paperview.ui.reloading import Reloading
from paperview.ui.render import wording
from paperview.ui.split import Split
from paperview.ui.widgets.filter_bar import FilterBar
from paperview.ui.widgets.lines import ActionChosen, KeyLine, TitleLine
from paperview.ui.widgets.panes import Panes
from paperview.ui.widgets.paper_detail import PaperDetail
from paperview.ui.widgets.paper_list import PaperList

if TYPE_CHECKING:
    from paperview.ui.picking import Picking
    from paperview.ui.shelf_actions import Opening

_LOOKS, _PAUSE = 400, 0.005
"""How often a key looks whether what was typed before it is answered, and seconds between. A time
to wait would be over on a machine that stops for a moment."""


@dataclass
class SessionReported(Message):
    """A session reported something, from one of its threads."""

    event: sessions.Event


class ReaderScreen(Screen[None]):
    """A filter bar, a list and a detail, with a title line above and a key line below."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *PICKER_BINDINGS,
        *bindings(keys.Where.PANES),
    ]
    VERTICAL_BREAKPOINTS = [  # noqa: RUF012 - the base class has it without ClassVar
        (0, "-flat"),
        (8, "-low"),
        (20, "-high"),
    ]

    def __init__(
        self,
        request: Request,
        opened: Opened,
        *,
        memory: Memory,
        picking: Picking | None = None,
    ) -> None:
        """Take what is shown.

        Args:
            request: what was asked for, to be opened again when files have changed.
            opened: what came of it so far.
            memory: what is set and remembered.
            picking: what is to be picked; None to read.
        """
        super().__init__()
        settings = memory.settings
        self._picking = picking
        if picking is None:
            self._keys = keys.reader(settings.keys) if settings.keys else keys.READER
        else:
            self._keys = keys.picker(several=picking.wish.several, changes=settings.keys)
        rebind(self, settings.keys)
        if picking is not None:
            picking.begin(self)
        self._request = request
        self.opened = opened
        printed = None if picking is None else picking.wish.printed
        self._title_line, self._key_line = TitleLine(*wording.program(printed)), KeyLine()
        self.bar = FilterBar(memory.history or History())
        self.papers = PaperList()
        self.detail = PaperDetail()
        usual = table.PANES_WIDTH.default, table.PANES_HEIGHT.default
        self._panes = Panes(self.papers, self.detail, usual)
        self._split = Split(self._panes, settings, self._say)
        self.HORIZONTAL_BREAKPOINTS = self._split.breakpoints
        self.session = Session(opened.sources, self.report)
        self.store = self.session.store
        self.question: Question = NEWEST_PAPERS
        self._typed = ""
        """What stood in the bar when it was asked last."""
        self._completing: Worker[None] | None = None
        self.results = self.session.everything
        """The newest answer, which may be that to the question before."""
        self.listed = self.results
        """The same, without the papers that nearly match if they are left out."""
        self.desk = Desk(
            memory.shelf,
            self.post_message,
            lambda error: self.report(sessions.Failed(error)),
            settings[table.NOTES],
            settings[table.EDITOR],
        )
        self.marks = Marks()
        self.trail = Trail()
        comes_back = settings[table.RESTORE] and picking is None
        files = frozenset(opened.stamps if comes_back else ())
        self._first: Question = EVERYTHING, ORDERS[settings[table.LIST_ORDER]]
        self._comeback = Comeback(self, files, self._first)
        self.reading = Reading(self, settings)
        self.listing = Listing(self, self.reading.view.look)
        self.reloading = Reloading(self, request, settings)
        self._read_before_zoom = False
        self._marking = Marking(self, is_allowed=picking is None or picking.wish.several)
        self.pending = Pending(self._keys, self._pending_changed, self._say)
        self._early_problems: Screen[None] | None = None
        """The window of problems, if it was opened before everything was read."""

    def compose(self) -> ComposeResult:
        """Create the widgets."""
        yield self._title_line
        yield self.bar
        yield self._panes
        yield self._key_line

    def on_mount(self) -> None:
        """Show the papers there are; everything else begins after the first screen."""
        self.bar.border_title = "filter"
        self.papers.border_title = "papers"
        self.listing.show(self.session.everything, Order.BEST)
        self.reading.draw()
        self.bar.focus_query()
        if self._picking is not None:
            self.bar.text = self._picking.wish.query
        if self._first != NEWEST_PAPERS:
            self.ask(self._first)
        self.call_after_refresh(self.session.start)
        self.call_after_refresh(self.reloading.watcher.start)
        self.call_after_refresh(self.desk.open)

    def on_unmount(self) -> None:
        """Close the session and the shelf, and stop the watcher.

        Papers that were picked are still to be read.
        """
        self.reloading.watcher.stop()
        if self._picking is None or not self._picking.picked.papers:
            self.session.close()
        self.desk.close()

    def on_resize(self) -> None:
        """Fit the texts to the new width."""
        self._update_status()

    def _say(self, text: str) -> None:
        actions.say(self.app, text)

    # --- the session

    @property
    def problems(self) -> list[Problem]:
        """The problems: files, and parts of files, that could not be read."""
        return [*(error.problem for error in self.opened.errors), *self.session.problems]

    @property
    def has_read_all(self) -> bool:
        """Whether every source could be read to its end, as far as that is known."""
        return not self.opened.errors and not any(one.is_cut for one in self.session.results)

    def report(self, event: sessions.Event) -> None:
        """Take an event of a session, from any thread."""
        self.post_message(SessionReported(event))

    @on(SessionReported)
    def _session_reported(self, message: SessionReported) -> None:
        """Handle a report of the session that is shown, or of the one that will replace it."""
        event = message.event
        if isinstance(event, sessions.Failed):
            raise event.error
        if event.session is self.session:
            if isinstance(event, sessions.Grew):
                self._grew(event.growth)
            elif isinstance(event, sessions.CacheFailed):
                self.reloading.begin(is_urgent=True)
            elif event.question == self.question:
                self.listing.show(event.results, event.question[1])
        else:
            self.reloading.take(event)

    def _grew(self, growth: Growth) -> None:
        self.session.take(growth)
        if growth.note:
            actions.say(self.app, growth.note, is_bad=True)
        if growth.everything is not None and self.question == NEWEST_PAPERS:
            self.ask(self.question)
        if growth.everything is not None or self.session.is_over:
            self._comeback.go_on()
            self.reloading.restore_marks()
            if not self.desk.has_signs:
                self.desk.look_in(self.store)
        self._update_status()
        if self._picking is not None:
            self._picking.pick_if_due()

    # --- showing papers

    def ask_typed(self) -> None:
        """Ask what stands in the bar, unless that is asked: the bar's message may be late."""
        text = self.bar.text
        if text == self._typed:
            return
        self._typed = text
        query = typed.query(text)
        if query != self.question[0]:
            if self._picking is not None:
                self._picking.forget()
            self.ask((query, self.question[1]))
        self._completing = typed.complete(self, text, self.session, self.desk.tags, self.bar.offer)

    @property
    def is_awaited(self) -> bool:
        """Whether the answer to what was typed is still to come, or its completion."""
        is_completing = self._completing is not None and not self._completing.is_finished
        return is_completing or not self.is_answered

    async def answered(self) -> None:
        """Wait a moment for what is awaited, unless the index is still to be built."""
        if self.session.index is None and self.session.progress is not None:
            return
        for _ in range(_LOOKS):
            if not self.is_awaited:
                return
            await asyncio.sleep(_PAUSE)

    def ask(self, question: Question) -> None:
        """Ask for results."""
        self.question = question
        self.listing.asked(question[0])
        if question == NEWEST_PAPERS:
            self.listing.show(self.session.everything, Order.BEST)
        else:
            self.session.ask(question)
            self._update_status()
        self.reloading.ask(question)

    @property
    def is_answered(self) -> bool:
        """Whether the results are those of the query that was asked last."""
        return self.results.query == self.question[0]

    def show_listed(self) -> None:
        """Show what depends on the papers that are listed and on the one under the cursor."""
        self._highlighted()
        self._update_status()
        if self._picking is not None:
            self._picking.pick_if_due()

    @on(PaperList.Highlighted)
    def _highlighted(self) -> None:
        self.reading.draw_soon()
        self._comeback.keep()
        self._marking.stretch()

    def _update_status(self) -> None:
        """Update the title line, the bar's count and a problems window that was opened early."""
        count = len(self.store)
        names = [source.name for source in self.opened.sources]
        self._title_line.show(
            wording.opened(
                remarks.session(names, is_seeds=self._request.is_seeds),
                count,
                len(self.marks),
                is_whole=self.session.is_whole,
                has_bar=self.session.progress is not None,
            ),
            wording.progress(self.session.progress, self.size.width),
            self.reloading.news(self.size.width),
            wording.problems(len(self.problems) + self.session.unlisted),
            self.listing.order.for_query(self.results.query).value,
        )
        if self.is_answered:
            said = wording.count_of(self.listed, count, self.size.width)
            tags = typed.tags_meant(self.bar.text, self.desk.tags)
            self.bar.show_findings(said, wording.notes_on(self.listed) or wording.tags(tags))
        elif self.session.index is None:
            self.bar.show_findings(own("indexing …"), ())
        if self._early_problems is not None and self.session.is_whole:
            self._show_problems(self._early_problems)

    def show_marks(self) -> None:
        """Show which papers are marked, and how many."""
        self.papers.mark(self.marks)
        self.show_state()

    # --- the shelf

    @on(ShelfOpened)
    def _shelf_opened(self, event: ShelfOpened) -> None:
        shelf_actions.say_opened(self.app, event.problem, event.recovered)
        if self.desk.shelf is not None:
            self.session.use_shelf(self.desk.shelf)
            self.desk.look_in(self.store)
        self._comeback.begin()
        self._shelf_changed()

    @on(NotesSynced)
    def _notes_synced(self, event: NotesSynced) -> None:
        shelf_actions.say_synced(self.app, event.taken_in, event.problem)

    @on(ShelfChanged)
    def _shelf_changed(self) -> None:
        self.papers.redraw()
        self.reading.draw_state()
        for window in self.app.screen_stack:
            if window is not self:
                window.post_message(ShelfChanged())
        if typed.uses_shelf(self.question[0]):
            self.ask(self.question)

    def action_shelf(self, what: str) -> Opening:
        """Change what is on the shelf of the marked papers, or of the one under the cursor."""
        return shelf_actions.ACTIONS[what](self.app, self.desk, self.chosen())

    def action_revert(self, how: str) -> None:
        """Undo the last change of the shelf, or do it again; so many after a number."""
        revert = shelf_actions.undo if how == "undo" else shelf_actions.redo
        revert(self.app, self.desk, self.pending.count or 1)

    def action_triage(self) -> Opening:
        """Show the unread of the results one at a time."""
        return shelf_windows.show_unread(
            self.app, self.desk, lambda: (self.session, self.listed), self.reading.view
        )

    def action_mark_all_read(self) -> None:
        """Mark all papers read that match the filter."""
        shelf_actions.mark_all_read(
            self.app,
            self.desk,
            lambda: Chosen(array("I", self.results.numbers), self.store.__getitem__),
        )

    def action_duplicates(self) -> None:
        """List pairs of papers that are probably the same."""
        shelf_windows.show_duplicates(
            self.app, self.desk, lambda: self.session, self._mark_and_list
        )

    def action_note(self, how: str) -> Opening:
        """Write a note on the paper under the cursor, marked or not."""
        number = self.papers.number
        papers = [] if number is None else [self.store[number]]
        return shelf_actions.ACTIONS[how](self.app, self.desk, papers)

    # --- reloading

    def replace_session(
        self, session: Session, opened: Opened, results: Results, new: NewNumber
    ) -> None:
        """Show the papers of another session; the cursor stays on its paper.

        Args:
            session: what is shown from now on.
            opened: where its papers are from.
            results: its answer to what is asked now.
            new: gives the new numbers of papers.
        """
        self.desk.look_in(session.store)
        self.session, self.store, self.opened = session, session.store, opened
        self.reading.number = new(self.reading.number)
        self.listing.replace(results, self.question[1], new)

    def show_state(self) -> None:
        """Show how far reading and reloading are, and which keys are useful."""
        self._update_status()
        self._show_keys()

    # --- the panes and the focus

    @property
    def is_typing(self) -> bool:
        """Whether the filter bar has the focus."""
        return self.papers.has_class("typing")

    def on_descendant_focus(self) -> None:
        """Show the keys of the pane that has the focus, which may have moved on since."""
        is_reading = isinstance(self.focused, PaperDetail)
        is_typing = not is_reading and not isinstance(self.focused, PaperList)
        if self.is_typing and not is_typing:
            self._remember_query()
        self.papers.set_class(is_typing, "typing")
        self.set_class(is_reading, "-reading")
        self.reading.time()
        self.pending.drop()
        self._show_keys()

    @on(FilterBar.CompletionShown)
    def _show_keys(self) -> None:
        table = self._keys
        hints = table.reading if self.has_class("-reading") else table.browsing
        if self.marks.holds_range and not self.has_class("-reading"):
            hints = keys.joined(table.selecting, hints)
        if self.is_typing:
            hints = table.completing if self.bar.completion else table.typing
        if self.reloading.watcher.changes.can_be_reloaded:
            hints = (*table.reloading, *hints)
        if self.pending:
            hints = table.pending(self.pending.digits, self.pending.first)
        self._key_line.show(hints)

    def _remember_query(self) -> None:
        """Remember the query, unless it finds nothing as far as is known."""
        query = self.question[0]
        if query.clauses and (len(self.results.shown) or not self.is_answered):
            self.bar.remember()

    def action_move(self, rows: int) -> None:
        """Move the list's cursor by some rows."""
        self.papers.action_move(rows)

    def action_page(self, pages: float) -> None:
        """Move the list's cursor by some pages."""
        self.papers.action_page(pages)

    def action_scroll_row(self, to: str) -> None:
        """Scroll the list until the cursor's row is at its top, middle or bottom."""
        self.papers.scroll_row(to)

    def _pending_changed(self) -> None:
        self.papers.count = self.detail.count = self.pending.count
        self._show_keys()

    def action_drop_keys(self) -> None:
        """Forget a number, or keys that wait for the next one."""
        self.pending.drop()

    def action_focus_filter(self) -> None:
        """Go to the filter bar."""
        self.remove_class("-reading", "-zoomed")
        self.bar.focus_query()

    def action_focus_list(self) -> None:
        """Go to the list."""
        self.remove_class("-reading", "-zoomed")
        self.set_focus(self.papers, scroll_visible=False)

    def action_read(self) -> None:
        """Go to the detail, which is that of the paper at the cursor by then."""
        if self.papers.number != self.reading.number:
            self.reading.draw()
        if self.reading.number is not None:
            self.desk.opened([self.store[self.reading.number]])
        self.add_class("-reading")
        self.set_focus(self.detail, scroll_visible=False)

    def action_next_pane(self, step: int = 1) -> None:
        """Go round the filter bar, the list and the detail."""
        panes = (self.action_focus_filter, self.action_focus_list, self.action_read)
        index = isinstance(self.focused, PaperList) + 2 * isinstance(self.focused, PaperDetail)
        panes[(index + step) % len(panes)]()

    @on(Panes.Resized)
    def _panes_resized(self, event: Panes.Resized) -> None:
        self._split.keep(event)

    def action_grow_list(self, steps: int) -> None:
        """Give the list more room, or less."""
        self._split.grow(steps)

    def action_usual_panes(self) -> None:
        """Give the list and the detail their usual sizes."""
        self._split.make_usual()

    def action_turn_panes(self) -> None:
        """Let the list and the detail stand side by side, or one above the other."""
        if self._split.turn():
            self.HORIZONTAL_BREAKPOINTS = self._split.breakpoints
            for name, is_on in self._split.classes(self.size.width).items():
                self.set_class(is_on, name)
            self._panes.share_room()

    def action_zoom(self) -> None:
        """Give the detail the whole width, or take it back."""
        if self.has_class("-zoomed"):
            self.remove_class("-zoomed")
            if not self._read_before_zoom:
                self.action_focus_list()
        else:
            self._read_before_zoom = self.has_class("-reading")
            self.add_class("-zoomed")
            self.action_read()

    @property
    def is_reading(self) -> bool:
        """Whether the detail has the focus or the whole screen."""
        return isinstance(self.focused, PaperDetail) or self.has_class("-zoomed")

    def action_back_out(self) -> None:
        """Leave the detail; in the list unmark the papers, or else clear the filter."""
        if self.is_reading:
            self.action_focus_list()
        elif not self._marking.back_out():
            self.action_clear_filter()

    # --- the filter

    @on(FilterBar.QueryChanged)
    def _query_changed(self) -> None:
        self.ask_typed()

    @on(events.Paste)
    def _pasted(self, event: events.Paste) -> None:
        """Use a paste as the query if the list or the detail has the focus."""
        self.action_focus_filter()
        self.bar.receive(event.text)

    @on(FilterBar.ReferencesPasted)
    def _references_pasted(self, event: FilterBar.ReferencesPasted) -> None:
        """List the papers that a pasted text cites; what is done with them is chosen there."""
        search = partial(self.bar.paste, event.text)
        actions.show_references(
            self.app, event.text, lambda: self.session, search, self._mark_and_list
        )

    def _mark_and_list(self, numbers: list[int]) -> None:
        """Mark papers, and list those that have an id."""
        self._marking.add(numbers)
        ids = [typed.identity(self.store[number]) for number in numbers]
        self.bar.text = " ".join(filter(None, ids))
        self.action_focus_list()

    def action_clear_filter(self) -> None:
        """Empty the filter bar."""
        self.bar.text = ""

    def action_recall(self, steps: int) -> None:
        """Go to an older query, or to a newer one."""
        self.bar.recall(steps)

    def action_save_filter(self) -> Opening:
        """Save what stands in the filter bar under a name."""
        return shelf_windows.save_filter(self.app, self.desk, self.bar.text)

    def action_saved_filters(self) -> Opening:
        """List the saved filters, with how much they find."""

        def choose(query: str) -> None:
            self.bar.text = query

        return shelf_windows.show_filters(self.app, self.desk, self.session, self.bar.text, choose)

    def action_sort(self) -> None:
        """Go on to the next order."""
        query, order = self.question
        self.ask((query, order.following_for(query)))

    def action_toggle_nearly(self) -> None:
        """List papers that nearly match, or leave them out."""
        self.listing.toggle_nearly()

    # --- acting on papers

    def chosen(self) -> Chosen:
        """Return the papers to act on: the marked ones in the store's order, or the cursor's."""
        if self.is_typing:
            self._remember_query()
        self._marking.finish()
        number = self.papers.number
        numbers = self.marks.numbers() or ([] if number is None else [number])
        return Chosen(numbers, self.store.__getitem__)

    @on(PaperList.Opened)
    def _paper_opened(self, event: PaperList.Opened) -> None:
        if self._picking is None:
            self._open([self.store[event.number]])
        else:
            self._picking.pick()

    @on(PaperList.ClickedAgain)
    def _clicked_again(self) -> None:
        if self.has_class("-single"):
            self.action_read()

    @on(ActionChosen)
    async def _action_chosen(self, event: ActionChosen) -> None:
        if self.focused is not None or not event.action.startswith("focused."):
            await self.run_action(event.action)
        self.pending.drop()

    @on(events.Click)
    def _clicked(self, event: events.Click) -> None:
        """Forget a number, or the first of two keys, unless the key line goes on with it."""
        if event.widget is not self._key_line:
            self.pending.drop()

    def action_copy_id(self) -> None:
        """Copy the arXiv id."""
        actions.copy_id(self.app, self.chosen(), marked=bool(self.marks))

    def action_copy_menu(self) -> None:
        """Ask what to copy, and copy it."""
        actions.copy_menu(self.app, self.chosen(), marked=bool(self.marks))

    def action_export(self) -> None:
        """Ask how and where to export the marked papers or all results, and do it."""
        papers, found = self.chosen(), self.listed.chosen
        is_whole = self.session.is_whole and self.is_answered
        said = counted(len(papers), "marked paper") if self.marks else "this paper"
        scopes = [
            ui.exporting.Scope(said, len(papers), lambda: papers, self.session),
            ui.exporting.Scope(
                f"{wording.all_results(self.listed)}{'' if is_whole else ' so far'}",
                len(found),
                partial(map, self.store.__getitem__, found),
                self.session,
            ),
        ]
        ui.exporting.export(self.app, [scope for scope in scopes if scope.size])

    def action_open_abs(self) -> None:
        """Open the papers' abs pages, or what their DOIs lead to."""
        self._open(self.chosen())

    def action_open_pdf(self) -> None:
        """Open the papers' PDFs."""
        self._open(self.chosen(), pdf=True)

    def _open(self, papers: Sequence[Paper], *, pdf: bool = False) -> None:
        (actions.open_pdfs if pdf else actions.open_papers)(self.app, papers)
        self.desk.opened(papers)

    def action_mark(self, what: str) -> None:
        """Mark papers, or unmark them."""
        self._marking.act(what)

    @on(PaperList.ClickedTo)
    def _clicked_to(self, event: PaperList.ClickedTo) -> None:
        self._marking.mark_to(event.row)

    # --- picking

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enable the picker's keys, which come first, where papers are picked."""
        if action in keys.PICKER_ACTIONS:
            return self._picking is not None and self._picking.allows(action)
        return super().check_action(action, parameters)

    def action_pick(self) -> None:
        """End with the marked papers, or the one under the cursor."""
        if self._picking is not None:
            self._picking.pick()

    def action_mark_and_move(self, rows: int) -> None:
        """Mark the paper under the cursor, or unmark it, and go to another one."""
        self._marking.toggle(rows)

    def action_abort(self) -> None:
        """End without picking."""
        self.app.exit()

    # --- the detail and its links

    @on(PaperDetail.Followed)
    def _link_followed(self, event: PaperDetail.Followed) -> None:
        target = event.target
        numbers = self.store.find(target) if isinstance(target, ArxivId) else []
        if not numbers:
            url = target.abs_url if isinstance(target, ArxivId) else target
            actions.open_addresses(self.app, [url])
            return
        number, text = self.papers.number, self.bar.text
        if number is not None:
            self.trail.leave(text, number, self.store[number])
        # If several papers have the id, all of them are shown.
        stays = len(numbers) == 1 and self.papers.holds(numbers[0])
        self.listing.go_to(numbers[0], text if stays else self.store[numbers[0]].identity)

    def action_go_back(self) -> None:
        """Go back to the paper from which a link was followed."""
        step = self.trail.go_back(self.pending.count or 1)
        if step is not None:
            self.listing.go_to(step.number, step.text)

    def action_toggle_raw(self) -> None:
        """Switch between the source texts and the readable texts."""
        view = self.reading.view
        self.reading.draw_as(view._replace(raw=not view.raw))

    def action_toggle_authors(self) -> None:
        """Show all authors, or the first few."""
        view = self.reading.view
        self.reading.draw_as(view._replace(all_authors=not view.all_authors))

    # --- windows

    def action_reload(self) -> None:
        """Read the files as they are now."""
        self.reloading.begin(announces=True)

    def action_problems(self) -> None:
        """List what could not be read; so far, while there is more to read."""
        self._show_problems()

    def _show_problems(self, instead: Screen[None] | None = None) -> None:
        is_whole = self.session.is_whole
        window = actions.show_problems(self.app, self.problems, self.session, instead=instead)
        self._early_problems = None if is_whole else window

    def action_palette(self) -> None:
        """Offer every action by its name."""
        ui.palette.show(self.app, self, self._keys)

    def action_help(self) -> None:
        """Show every key."""
        actions.show_help(self.app, self._keys)
