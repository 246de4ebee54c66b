"""The window of pasted references: the paper that each means, and those that are missing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from enum import Enum
from time import monotonic
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from rich.cells import cell_len
from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from paperview import references
from paperview.exports.lines import any_id
from paperview.index.results import NumberList
from paperview.keys.table import Hint
from paperview.library.session import Session
from paperview.tex import to_text
from paperview.text.ascii import own
from paperview.text.sanitize import clean, counted
from paperview.ui.dialogs.parts import NARROW, Frame, TwoLineList
from paperview.ui.dialogs.windows import Window
from paperview.ui.render.cells import Line, fit, shown
from paperview.ui.render.page import Page
from paperview.ui.render.styles import QUIET
from paperview.ui.widgets.paper_detail import PaperDetail
from paperview.ui.widgets.paper_list import PaperList

if TYPE_CHECKING:
    from paperview.index.storage.index import Index
    from paperview.references import Finder, Found, Reference

_SLICE = 0.05
"""Seconds for which references are resolved before the window shows what was found."""
_LOOK = 0.1
"""Seconds between two looks for an index."""
_ID_LEAST, _ID_MOST = 12, 18
"""Columns for a paper's id, and two blanks."""
_TEXT_LINES = 6
"""Lines of the window for all of a reference, where there is room for them."""
_FRAMES = 5
"""Lines of the window's frame, of its first line, and of the blanks between its parts."""
_SIGNS = ("✗", "~", "✓")
"""The sign of each level."""

_LISTING: tuple[Hint, ...] = (
    ("enter", "list and mark", "take"),
    ("esc", "back", "leave"),
    ("/", "search the text", "search"),
    ("y", "copy missing", "copy_missing"),
    ("tab", "go round", "app.focus_next"),
)


class Outcome(Enum):
    """What is done with the pasted text."""

    TAKE = "list and mark the papers found"
    SEARCH = "put the text into the filter bar"


class ReferencesChoice(NamedTuple):
    """The user's choice."""

    outcome: Outcome
    numbers: list[int]
    """The papers found, in the order of the references."""


class ReferencesScreen(Window[ReferencesChoice]):
    """Lists references with the papers found, the missing ones below, and one in full."""

    HORIZONTAL_BREAKPOINTS = [(0, "-single"), (NARROW, "-wide")]  # noqa: RUF012 - Textual's way
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (12, "-high")]  # noqa: RUF012 - as above
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "leave", "Back"),
        Binding("enter", "take", "List and mark the papers found"),
        Binding("slash", "search", "Search for the text"),
        Binding("y", "copy_missing", "Copy the missing references"),
    ]

    def __init__(self, text: str, session: Session, copy: Callable[[str, str], None]) -> None:
        """Set the contents of the window.

        Args:
            text: what was pasted.
            session: the papers to look in.
            copy: copies a text, given with its description.
        """
        super().__init__()
        self._text = text
        self._session = session
        self._copy = copy
        self._found: list[Found] = []
        self._total: int | None = None
        """How many references there are; None before that is known."""
        self._id_width = _ID_LEAST
        self._so_far = False
        """Whether there was more to index when the search began."""

    def compose(self) -> ComposeResult:
        """Create the window."""
        with Frame(id="references-window") as window:
            window.border_title = "references"
            yield Static("", id="resolved", markup=False)
            yield TwoLineList(id="reference-list")
            yield PaperDetail(id="reference")

    def on_mount(self) -> None:
        """Begin to resolve the references."""
        self.query_one(TwoLineList).focus()
        self._show()
        self._resolve()

    def on_resize(self) -> None:
        """Fit the window to the screen."""
        self._fit()

    # --- resolving

    @work(exclusive=True)
    async def _resolve(self) -> None:
        """Resolve the references in threads, some at a time."""
        try:
            cited = await asyncio.to_thread(references.references_in, self._text)
            self._total = len(cited)
            self._fit()
            index = await self._index()
            finder = await asyncio.to_thread(self._finder, index)
            left = iter(cited)
            while found := await asyncio.to_thread(_find, finder, left):
                self._found += found
                self._measure(found)
                self._show()
        except Exception as error:  # a damaged index leads to errors of many kinds
            await asyncio.to_thread(self._session.failed, error)
        self._show()

    def _measure(self, some: Sequence[Found]) -> None:
        """Give the ids their room."""
        ids = (any_id(self._session.store[one.number]) for one in some if one.number is not None)
        widths = (cell_len(shown(name)) + 2 for name in ids)
        self._id_width = max(self._id_width, *(min(width, _ID_MOST) for width in (*widths, 0)))

    async def _index(self) -> Index:
        """Return the index, as soon as there is one."""
        while (index := self._session.index) is None:
            await asyncio.sleep(_LOOK)
        self._so_far = not self._session.is_over
        return index

    def _finder(self, index: Index) -> Finder:
        return references.Finder(index, self._session.store.__getitem__)

    # --- showing

    @property
    def _in_order(self) -> list[int]:
        """The indexes of the references: the papers found, and the missing ones below."""
        order = range(len(self._found))
        return sorted(order, key=lambda i: self._found[i].number is None)

    def _show(self) -> None:
        if not self.is_attached:
            return
        # Only what changes: a new layout of the window takes ten times as long.
        self.query_one("#resolved", Static).update(Content(self._said()), layout=False)
        listed = self.query_one(TwoLineList)
        listed.show(NumberList(self._in_order), self._draw_row, stay=listed.number)
        self.query_one(Frame).show_hints(self._hints)

    @property
    def _hints(self) -> list[Hint]:
        """The hints of the keys that may do something, as far as is known."""
        is_over = len(self._found) == self._total
        missing = sum(one.number is None for one in self._found)
        idle = {"take"} if is_over and missing == self._total else set()
        idle |= {"copy_missing"} if is_over and not missing else set()
        return [hint for hint in _LISTING if hint[2] not in idle]

    def _said(self) -> str:
        if self._total is None:
            return own("reading …")
        if len(self._found) < self._total:
            indexing = "" if self._session.index else own("indexing … ")
            count = f"{len(self._found):,} of {counted(self._total, 'reference')}"
            return own(f"{indexing}{count} …")
        there = sum(one.number is not None for one in self._found)
        likely = sum(one.level is references.Level.LIKELY for one in self._found)
        also = f", {likely:,} of them only likely" if likely else ""
        so_far = "; not all papers were indexed yet" if self._so_far else ""
        return f"{there:,} of {counted(self._total, 'reference')} found{also}{so_far}"

    def _fit(self) -> None:
        """Fit the window's height to its contents."""
        listed = self.query_one(TwoLineList)
        rows = max(1, self._total or 0) * listed.lines_per_row
        listed.styles.height = rows
        self.query_one(Frame).styles.height = rows + _TEXT_LINES + _FRAMES
        self.query_one(Frame).show_hints(self._hints)

    def _draw_row(self, index: int, width: int, height: int) -> list[Line]:
        """Draw how sure a reference is, the paper's id and its title; or the missing reference."""
        found = self._found[index]
        sign = (f"{own(_SIGNS[found.level])} ", "mark" if found.level else "below")
        if found.number is None:
            text = shown(found.reference.text)
            name = "missing".ljust(self._id_width)
            line = fit([sign, (name, "below"), (text, "label")], width)
            if height == 1:
                return [line]
            return [fit([sign, ("missing", "below")], width), fit([("  " + text, "label")], width)]
        paper = self._session.store[found.number]
        name = shown(any_id(paper))
        title = (shown(to_text(paper.title or paper.label)), "title")
        doubt = "" if found.level is references.Level.SURE else f"likely: {found.why}"
        if height == 2:
            return [
                fit([sign, (f"{name}  {doubt}", "date")], width),
                fit([("  ", "title"), title], width),
            ]
        blank = " " * max(2, self._id_width - cell_len(name))
        return [fit([sign, (name + blank, "date"), title, (f"  {doubt}", "below")], width)]

    @on(PaperList.Highlighted)
    def _show_reference(self) -> None:
        """Show all of the reference under the cursor, the paper found, and why."""
        index = self.query_one(TwoLineList).number
        if index is None:
            return
        found = self._found[index]
        parts: list[Content | str] = [
            f"line {found.reference.line}: {shown(found.reference.text)}\n"
        ]
        if found.number is None:
            parts.append(Content.styled("missing: no paper here fits", QUIET))
        else:
            paper = self._session.store[found.number]
            more = own(" …") * (len(paper.authors) > 3)
            names = ", ".join(map(to_text, paper.authors[:3])) + more
            title = to_text(paper.title or paper.label)
            year = f" ({paper.date.year})" if paper.date else ""
            parts.append(Content.styled(f"{found.level.name.lower()}: {found.why}\n", QUIET))
            parts.append(shown(clean(f"{paper.identity}  {title}. {names}{year}")))
        self.query_one("#reference", PaperDetail).show(Page(content=Content.assemble(*parts)))

    # --- keys

    def _numbers(self) -> list[int]:
        numbers = (one.number for one in self._found)
        return list(dict.fromkeys(number for number in numbers if number is not None))

    def action_leave(self) -> None:
        """Go back to what was there."""
        self.dismiss()

    def action_take(self) -> None:
        """List and mark the papers found so far; where there are none, go back."""
        numbers = self._numbers()
        self.dismiss(ReferencesChoice(Outcome.TAKE, numbers) if numbers else None)

    def action_search(self) -> None:
        """Make the text a query after all."""
        self.dismiss(ReferencesChoice(Outcome.SEARCH, []))

    def action_copy_missing(self) -> None:
        """Copy the missing references."""
        missing = [one.reference.text for one in self._found if one.number is None]
        if missing:
            self._copy("\n".join(missing), counted(len(missing), "missing reference"))


def _find(finder: Finder, left: Iterator[Reference]) -> list[Found]:
    """Resolve the next references, as many as there is time for."""
    found = []
    ends = monotonic() + _SLICE
    for reference in left:
        found.append(finder.find(reference))
        if monotonic() > ends:
            break
    return found
