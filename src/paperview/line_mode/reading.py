"""Reading in the line mode: queries, lists, papers, links and marks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from time import monotonic
from typing import TYPE_CHECKING

from paperview import library
from paperview.index.query.parser import parse
from paperview.index.results import EVERYTHING, ORDERS, NumberList, Order, Query, Results
from paperview.library import passing_on, remarks
from paperview.library.marks import Chosen, Marks
from paperview.library.page import Page, View, listed
from paperview.library.reopening import NotOpenedError, Reopened
from paperview.library.store.fingerprint import Fingerprint, find_again
from paperview.line_mode import language, passing, telling
from paperview.line_mode.language import Command, Papers
from paperview.line_mode.listing import PAGE, Listing
from paperview.line_mode.output import say, say_all
from paperview.model.links import LinkTarget
from paperview.model.paper import ArxivId
from paperview.settings.table import DATES, LIST_AUTHORS, LIST_ORDER, MARK_READ, PAGE_AUTHORS
from paperview.text.sanitize import counted

if TYPE_CHECKING:
    from paperview.library.history import History
    from paperview.library.store.store import Store
    from paperview.line_mode.papers import OpenPapers
    from paperview.line_mode.shelf import ShelfAtHand
    from paperview.model.paper import Paper
    from paperview.settings import Settings

MOST_OPENED = 10
"""Papers that are opened at once."""


class Reading:
    """The list, the paper read last, and the marks."""

    def __init__(
        self,
        papers: OpenPapers,
        shelf: ShelfAtHand,
        history: History,
        settings: Settings,
    ) -> None:
        """List nothing yet.

        Args:
            papers: what is open.
            shelf: what the user added to them.
            history: takes the queries that find something.
            settings: how papers are listed and read, and when they count as read.
        """
        self._papers = papers
        self._shelf = shelf
        self._history = history
        self._read_after = settings[MARK_READ]
        self._authors = settings[LIST_AUTHORS]
        self._view = View(
            all_authors_key=language.ALL_AUTHORS,
            authors=settings[PAGE_AUTHORS],
            dates=settings[DATES],
        )
        self._first_order = ORDERS[settings[LIST_ORDER]]
        self._listing: Listing | None = None
        self.marks = Marks()
        self._shows_nearly = True
        self._row: int | None = None
        """The row of the paper that was read last; None if it is not in the list."""
        self._present: int | None = None
        """The number of that paper in the store; None before one is read."""
        self._links: Sequence[LinkTarget] = ()
        """Its links."""
        self._read_at: float | None = None
        """When it was printed."""
        self.commands: dict[str, Callable[[Command], None]] = {
            language.READ: self._read,
            "r": self._read,
            language.ALL_AUTHORS: self._read,
            "+": self._mark_or_next,
            "-": lambda _: self._step(-1),
            language.FOLLOW: self._follow,
            "n": self._next_page,
            "N": self._page_before,
            "b": self._page_before,
            "l": self._list_again,
            "s": self._sort,
            "w": self._toggle_nearly,
            "A": self._mark_all,
            "I": self._mark_all,
            "X": self._mark_all,
        }
        """What the letters do."""

    @property
    def listing(self) -> Listing:
        """The results; before anything is asked, all papers."""
        return self._listing or self._show(
            self._papers.ask(EVERYTHING, self._first_order), self._first_order
        )

    @property
    def present(self) -> Paper | None:
        """The paper that was read last; None before one is read."""
        return None if self._present is None else self._store[self._present]

    @property
    def has_listed(self) -> bool:
        """Whether any paper was listed."""
        return self._listing is not None and self._listing.end > 0

    @property
    def is_partial(self) -> bool:
        """Whether a list was printed before all papers were read and indexed."""
        return self._listing is not None and self._listing.is_partial

    @property
    def _store(self) -> Store:
        return self._papers.session.store

    # --- searching and listing

    def search(self, text: str) -> None:
        """Search, and list what is found."""
        query = parse(text) if text else EVERYTHING
        self._ask(query, self._listing.order if self._listing else self._first_order)
        if query.clauses and len(self.listing.numbers):
            self._history.remember(text)

    def _ask(self, query: Query, order: Order, top: int = 0) -> None:
        """Ask for results and list them."""
        try:
            results = self._papers.ask(query, order)
        except KeyboardInterrupt:
            say("interrupted; the list stays as it was")
            raise
        if self._listing is None or query != self._listing.results.query:
            self._present, self._links = None, ()
        self._show(results, order)
        say_all(self.listing.said(len(self._store), self._papers.progress))
        self._list(min(top, max(0, len(self.listing.numbers) - 1) // PAGE * PAGE))

    def _show(self, results: Results, order: Order) -> Listing:
        self._listing = listing = Listing(results, order, with_nearly=self._shows_nearly)
        present = self._present
        self._row = None if present is None else listing.numbers.index_of(present)
        return listing

    def _list(self, top: int) -> None:
        for line, further in self.listing.lines(
            top, self._store, self.marks, self._shelf.shelf.state, self._authors
        ):
            say(line, further)

    def _next_page(self, _: Command) -> None:
        listing = self.listing
        if not listing.end and not listing.top:
            self._list_again(Command("l"))
        elif listing.top + PAGE < len(listing.numbers):
            self._list(listing.top + PAGE)
        else:
            say("there are no more")

    def _page_before(self, _: Command) -> None:
        if self.listing.top:
            self._list(max(0, self.listing.top - PAGE))
        else:
            say("these are the first")

    def _list_again(self, command: Command) -> None:
        listing = self.listing
        top = int(command.text) - 1 if command.text else listing.top
        if command.text and not 0 <= top < len(listing.numbers):
            say(telling.only(len(listing.numbers)))
        elif command.text:
            self._list(top)
        else:
            self._ask(listing.results.query, listing.order, top)

    def _sort(self, command: Command) -> None:
        query, order = self.listing.results.query, language.order_named(command.text)
        self._ask(query, order or self.listing.order.following_for(query))

    def _toggle_nearly(self, _: Command) -> None:
        self._shows_nearly = not self._shows_nearly
        say(remarks.nearly(is_listed=self._shows_nearly))
        listing = self.listing
        if listing.all_results.groups:
            self._show(listing.all_results, listing.order)
            self._list(0)

    # --- which papers

    def chosen(self, papers: Papers) -> Chosen | None:
        """Return the papers that are meant, or say why there are none."""
        numbers: Sequence[int] = ()
        count = len(self.listing.numbers)
        if papers.ranges:
            if papers.last > count:
                say(telling.only(count))
                return None
            numbers = self.listing.numbers_of(papers)
        elif self.marks:
            numbers = self.marks.numbers()
        elif self._present is not None:
            numbers = [self._present]
        elif count == 1:
            numbers = self.listing.numbers_of(Papers(((1, 1),)))
        else:
            say("which paper? put its number before the letter, or read it first")
            return None
        return Chosen(numbers, self._store.__getitem__)

    def chosen_for_note(self, papers: Papers) -> Chosen | None:
        """Return what a note is meant for: without a number the paper read last, marked or not."""
        if papers.ranges or self._present is None:
            return self.chosen(papers)
        return Chosen([self._present], self._store.__getitem__)

    def are_marked(self, papers: Papers) -> bool:
        """Return whether the marked papers are meant."""
        return not papers.ranges and bool(self.marks)

    # --- reading

    @property
    def _usual_view(self) -> View:
        return self._view._replace(with_sources=len(self._papers.opened.sources) > 1)

    def _read(self, command: Command) -> None:
        papers, listing = command.papers, self.listing
        view = self._usual_view._replace(
            is_raw=command.letter == "r", all_authors=command.letter == language.ALL_AUTHORS
        )
        if not papers.ranges:
            if self._present is None:
                chosen = self.chosen(papers)
                if chosen is not None:
                    self._read_papers([(None, number) for number in chosen.numbers], view)
            else:
                self._read_papers([(self._row, self._present)], view)
        elif papers.last > listing.end:
            say(telling.not_listed(papers, listing.end, len(listing.numbers)))
        else:
            rows = list(papers.rows(listing.end))
            self._read_papers([(row, listing.numbers[row]) for row in rows], view)

    def _read_papers(self, found: Sequence[tuple[int | None, int]], view: View) -> None:
        """Print papers, each known by its row, if it is listed, and its number in the store."""
        for index, (row, number) in enumerate(found):
            paper = self._store[number]
            page = Page(paper, self._shelf.shelf.state(paper), view)
            first, *others = page.lines
            say("\n" * bool(index) + (first if row is None else f"{row + 1}. {first}"))
            say_all(others)
            self._row, self._present, self._links = row, number, page.links
            self._read_at = monotonic()
            if len(found) <= MOST_OPENED:
                self._shelf.opened(paper)

    def read_unlisted(self, numbers: Sequence[int]) -> None:
        """Print papers, whether or not they are in the list."""
        self._read_papers([(None, number) for number in numbers], self._usual_view)

    def listed(self, paper: Paper) -> str:
        """Return a paper as one line of a list."""
        state = self._shelf.shelf.state(paper)
        return listed(paper, state, authors=self._authors, is_marked=False, missing=())

    def time_reading(self) -> None:
        """Mark the paper read that was open until now, if it was so for long enough."""
        if self._read_at is None or not self._read_after or self._present is None:
            return
        if monotonic() - self._read_at >= self._read_after:
            self._shelf.was_read(self._store[self._present])
        self._read_at = None

    def _mark_or_next(self, command: Command) -> None:
        if not command.papers.ranges:
            self._step(1)
        elif (papers := self.chosen(command.papers)) is not None:
            self.marks.toggle(NumberList(papers.numbers), 0, len(papers), self._store)
            self._say_marked()

    def _step(self, step: int) -> None:
        """Read the next paper of the list, or the one before."""
        if not len(self.listing.numbers):
            say(telling.only(0))
            return
        row = -1 if self._row is None else self._row
        row = max(row + step, -1)
        if not 0 <= row < len(self.listing.numbers):
            say("this is the last" if step > 0 else "this is the first")
            return
        self._read_row(row)

    def _read_row(self, row: int) -> None:
        self.listing.end = max(self.listing.end, row + 1)
        self._read_papers([(row, self.listing.numbers[row])], self._usual_view)

    def read_unread(self) -> None:
        """Read the next unread paper of the list."""
        numbers = self.listing.numbers
        start = 0 if self._row is None else self._row + 1
        following = list(numbers.rows(start, len(numbers)))
        unread = library.unread_among(self._store, self._shelf.shelf, NumberList(following))
        if unread:
            say(f"unread: {len(unread):,} left")
            self._read_row(start + following.index(unread[0]))
        else:
            say("no unread paper follows in the list")

    def _follow(self, command: Command) -> None:
        number = int(command.text) if command.text else 0
        if not 1 <= number <= len(self._links):
            count = counted(len(self._links), "link")
            say(f"there is no link {number}; the paper read last has {count}")
            return
        target = self._links[number - 1]
        found = self._store.find(target) if isinstance(target, ArxivId) else []
        if found:
            self.read_unlisted(found)
        else:
            url = target.abs_url if isinstance(target, ArxivId) else target
            passing.open_pages(passing_on.Pages([url], ""))

    # --- marks

    def _say_marked(self) -> None:
        say(remarks.marked(len(self.marks), len(self.listing.results.chosen)))

    def _mark_all(self, command: Command) -> None:
        chosen = self.listing.results.chosen
        match command.letter:
            case "A":
                self.marks.add(chosen, self._store)
            case "I":
                self.marks.invert(chosen, self._store)
            case _:
                self.marks.clear()
        self._say_marked()

    # --- reloading

    def reload(self) -> bool:
        """Read the files as they are now; return whether that could be done.

        Marks, and the paper read last, stay on their papers.

        Raises:
            KeyboardInterrupt: at ctrl+c; the papers stay as they were.
        """
        try:
            fresh = self._papers.reload()
        except NotOpenedError as error:
            say(f"not reloaded: {error}")
            return False
        except KeyboardInterrupt:
            say("interrupted; the papers stay as they were")
            raise
        self._take(fresh)
        say(remarks.reloaded(len(self._store), fresh.stale))
        if self.has_listed:
            self._ask(self.listing.results.query, self.listing.order, self.listing.top)
        return True

    def _take(self, fresh: Reopened) -> None:
        """Take papers that were read again, which have other numbers."""
        store, present = fresh.session.store, None
        if self._present is not None:
            present = Fingerprint.of(self._store[self._present])
        wanted = self.marks.fingerprints | ({present} if present else set())
        found = find_again(store, wanted)
        if many := self.marks.many:
            lost = self.marks.renumber_many(store.find_many(many, self._store), store)
            if lost:
                say(remarks.lost(lost))
        else:
            self.marks.renumber(found, store)
        self._papers.use(fresh)
        self._present = None if present is None else found.get(present)
