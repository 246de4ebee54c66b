"""The windows of saved filters: one to choose from, and one to give a name."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input

from paperview import library
from paperview.keys.table import Hint
from paperview.library.session import Session
from paperview.text.ascii import own
from paperview.text.sanitize import clean
from paperview.ui import typed
from paperview.ui.desk import Desk, ShelfChanged
from paperview.ui.dialogs.menus import ChoiceList
from paperview.ui.dialogs.parts import Frame
from paperview.ui.dialogs.windows import Window
from paperview.ui.render.cells import Line, fit, shown, width_of

if TYPE_CHECKING:
    from paperview.library.filter_counts import Count
    from paperview.shelf.shelf import SavedFilter

_LOOK = 0.1
"""Seconds between two looks for an index."""
_LEAST = 8
"""Columns of a query that is shown at all."""

_LISTING: tuple[Hint, ...] = (
    ("enter", "filter", "choose"),
    ("esc", "close", "dismiss"),
    ("s", "save", "save"),
    ("r", "rename", "rename"),
    ("J", "down", "move(1)"),
    ("K", "up", "move(-1)"),
    ("d", "delete", "delete"),
    ("u", "undo", "act('undo')"),
)
_WITHOUT_FILTER = [hint for hint in _LISTING if hint[1] in ("close", "save", "undo")]


class NameScreen(Window[str]):
    """Asks for the name of a filter."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "Close")]

    def __init__(self, title: str, name: str, taken: Collection[str]) -> None:
        """Take what is asked, the name so far, and those of other filters."""
        super().__init__()
        self._title = title
        self._name = name
        self._taken = taken

    def compose(self) -> ComposeResult:
        """Create the window."""
        with Vertical(classes="window", id="name-window") as window:
            window.border_title = clean(self._title)
            yield Input(self._name, compact=True, placeholder=own("a name …"))

    def on_mount(self) -> None:
        """Let what is typed replace the name so far."""
        self.query_one(Input).select_all()
        self._show()

    @property
    def _typed(self) -> str:
        return " ".join(clean(self.query_one(Input).value).split())

    @on(Input.Changed)
    def _show(self) -> None:
        said = "replaces the one of this name" if self._typed in self._taken else "saves"
        self.query_one("#name-window").border_subtitle = own(f"enter {said} · esc")

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if self._typed:
            self.dismiss(self._typed)


class SavedScreen(Window[str]):
    """Lists saved filters with their counts; its result is the query of the one chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,S,f3", "dismiss(None)", "Close"),
        Binding("s,ctrl+s", "save", "Save the present filter"),
        Binding("r", "rename", "Rename"),
        Binding("J,shift+down", "move(1)", "Move down"),
        Binding("K,shift+up", "move(-1)", "Move up"),
        Binding("d,delete", "delete", "Delete"),
        Binding("u", "act('undo')", "Undo"),
        Binding("U", "act('redo')", "Redo"),
    ]

    def __init__(
        self,
        saved: Sequence[SavedFilter],
        session: Session,
        desk: Desk,
        act: Callable[[str, SavedFilter | None, int], None],
    ) -> None:
        """Set the contents of the window.

        Args:
            saved: the filters, in the user's order.
            session: the papers that are counted.
            desk: the shelf.
            act: does with a filter what a name says, by some steps.
        """
        super().__init__()
        self._saved = saved
        self._session = session
        self._desk = desk
        self._act = act
        self._counts: dict[str, Count] = {}
        """By query."""

    def compose(self) -> ComposeResult:
        """Create the window."""
        with Frame(_LISTING, id="saved-window") as window:
            window.border_title = "saved filters"
            yield ChoiceList()

    def on_mount(self) -> None:
        """List the filters, and begin to count."""
        self.query_one(ChoiceList).focus()
        self._show()
        self._count()

    # --- counting

    @work(exclusive=True)
    async def _count(self) -> None:
        """Count what the filters find, one after the other, in threads."""
        while (index := self._session.index) is None or (shelf := self._desk.shelf) is None:
            await asyncio.sleep(_LOOK)
        try:
            store = self._session.store
            counts = await asyncio.to_thread(library.FilterCounts, index, store, shelf)
            for one in self._saved:
                query = typed.query(one.query)
                self._counts[one.query] = await asyncio.to_thread(counts.count, query)
                self.query_one(ChoiceList).redraw()
        except Exception as error:  # a damaged index leads to errors of many kinds
            await asyncio.to_thread(self._session.failed, error)
        so_far = "" if self._session.is_over else own(" · so far")
        self.query_one("#saved-window").border_title = f"saved filters{so_far}"

    # --- showing

    def _show(self, name: str = "") -> None:
        """List the filters with the cursor on the one of a name, or on the same row."""
        listed = self.query_one(ChoiceList)
        row = listed.cursor
        listed.offer(len(self._saved), self._line, otherwise="None yet: s saves the filter.")
        self.query_one(Frame).show_hints(_LISTING if self._saved else _WITHOUT_FILTER)
        names = [one.name for one in self._saved]
        listed.cursor = names.index(name) if name in names else max(0, min(row, len(names) - 1))

    def _line(self, number: int, width: int) -> Line:
        """Draw a filter's name and query, and its counts at the right."""
        one = self._saved[number]
        count = self._counts.get(one.query)
        said = own("…" if count is None else f"{count.papers:,} · {count.unread:,} unread")
        room = width - cell_len(said) - 2
        name = [(shown(one.name), "title")]
        is_told = one.query == one.name or room - cell_len(one.name) < _LEAST
        query = [] if is_told else [(f"  {shown(one.query)}", "below")]
        left = fit([*name, *query], room)
        return [*left, (" " * (room - width_of(left) + 2) + said, "date")]

    @on(ShelfChanged)
    def _shelf_changed(self) -> None:
        """List the filters as they are now, and count again."""
        if self._desk.shelf is not None:
            current = self._current
            self._saved = self._desk.shelf.filters()
            self._show(current.name if current else "")
            self._count()

    # --- keys

    @property
    def _current(self) -> SavedFilter | None:
        number = self.query_one(ChoiceList).number
        return None if number is None or number >= len(self._saved) else self._saved[number]

    def action_choose(self) -> None:
        """Choose the filter under the cursor."""
        self.query_one(ChoiceList).action_choose()

    @on(ChoiceList.Chosen)
    def _chosen(self, event: ChoiceList.Chosen) -> None:
        event.stop()
        if self._current is not None:
            self.dismiss(self._current.query)

    def action_save(self) -> None:
        """Save the present filter."""
        self._act("save", None, 0)

    def action_rename(self) -> None:
        """Ask for another name."""
        self._do("rename")

    def action_delete(self) -> None:
        """Delete the filter."""
        self._do("delete")

    def action_move(self, rows: int) -> None:
        """Move the filter up or down."""
        self._do("move", self.query_one(ChoiceList).cursor + rows)

    def action_act(self, what: str) -> None:
        """Undo or redo."""
        self._act(what, None, 0)

    def _do(self, what: str, row: int = 0) -> None:
        if self._current is not None and 0 <= row < len(self._saved):
            self._act(what, self._current, row)
