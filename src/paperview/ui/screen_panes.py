"""The three panes of the main screen, and which of them has the focus."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.screen import Screen

from paperview.library.history import History
from paperview.ui import keys
from paperview.ui.widgets.filter_bar import FilterBar
from paperview.ui.widgets.lines import Hint, KeyLine, TitleLine
from paperview.ui.widgets.paper_detail import PaperDetail
from paperview.ui.widgets.paper_list import PaperList


class PanesScreen(Screen[None]):
    """A filter bar, a list and a detail, with a line above and one below."""

    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 - the base class has it without ClassVar
        (0, "-single"),
        (50, "-stacked"),
        (80, "-wide"),
    ]
    VERTICAL_BREAKPOINTS = [  # noqa: RUF012 - as above
        (0, "-flat"),
        (8, "-low"),
        (20, "-high"),
    ]

    def __init__(self, history: History) -> None:
        """Take the earlier queries."""
        super().__init__()
        self._history = history
        self._read_before_zoom = False

    def compose(self) -> ComposeResult:
        """Create the widgets."""
        yield TitleLine()
        yield FilterBar(self._history)
        with Horizontal(id="panes"):
            yield PaperList()
            yield PaperDetail()
        yield KeyLine()

    @property
    def is_typing(self) -> bool:
        """Whether the filter bar has the focus."""
        return self.query_one(PaperList).has_class("typing")

    def on_descendant_focus(self) -> None:
        """Show the keys of the pane that has the focus, which may have moved on since."""
        is_reading = isinstance(self.focused, PaperDetail)
        is_typing = not is_reading and not isinstance(self.focused, PaperList)
        if self.is_typing and not is_typing:
            self.keep_query()
        self.query_one(PaperList).set_class(is_typing, "typing")
        self.set_class(is_reading, "-reading")
        self._show_keys()

    def keep_query(self) -> None:
        """Do with the query what is due when it has led to papers."""

    @on(FilterBar.ProposalShown)
    def _show_keys(self) -> None:
        hints = keys.READING if self.has_class("-reading") else keys.BROWSING
        if self.is_typing:
            hints = keys.COMPLETING if self.query_one(FilterBar).proposal else keys.TYPING
        self.query_one(KeyLine).show((*self.due_hints(), *hints))

    def due_hints(self) -> tuple[Hint, ...]:
        """Tell of keys that there is a reason for just now."""
        return ()

    def action_move(self, rows: int) -> None:
        """Move the list's cursor by some rows."""
        self.query_one(PaperList).action_move(rows)

    def action_page(self, pages: float) -> None:
        """Move the list's cursor by some pages."""
        self.query_one(PaperList).action_page(pages)

    def action_focus_filter(self) -> None:
        """Go to the filter bar."""
        self.remove_class("-reading", "-zoomed")
        self.query_one(FilterBar).focus_query()

    def action_focus_list(self) -> None:
        """Go to the list."""
        self.remove_class("-reading", "-zoomed")
        self.set_focus(self.query_one(PaperList), scroll_visible=False)

    def action_read(self) -> None:
        """Go to the detail."""
        self.add_class("-reading")
        self.set_focus(self.query_one(PaperDetail), scroll_visible=False)

    def action_next_pane(self, step: int = 1) -> None:
        """Go round the filter bar, the list and the detail."""
        panes = (self.action_focus_filter, self.action_focus_list, self.action_read)
        place = isinstance(self.focused, PaperList) + 2 * isinstance(self.focused, PaperDetail)
        panes[(place + step) % len(panes)]()

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
