"""The list of papers, which draws only the visible rows, so that its length does not matter."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.cache import LRUCache
from textual.geometry import Size
from textual.message import Message
from textual.reactive import Reactive, reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from paperview.index.results import NumberList, PaperNumbers
from paperview.keys.table import Where
from paperview.text.ascii import own
from paperview.ui.bindings import bindings
from paperview.ui.render.cells import Line, fit, width_of

Heading = tuple[int, Sequence[str]]
"""A line between papers: the row before which it stands, and its text in several lengths, the
longest first."""
DrawRow = Callable[[int, int, int], list[Line]]
"""Gives the lines of a paper's row from its number, the width in columns and the height."""

_TALL_FROM = 20
"""Lines from which the list has room for rows of two lines."""
_GUTTER = 2
"""Columns at the left for the cursor's bar and the mark."""
_NOT_DIM = Style(dim=False)


class PaperList(ScrollView, can_focus=True, inherit_bindings=False):
    """A list of paper numbers, with a cursor on one of them unless it is empty."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"paper-list--{part}"
        for part in (
            "cursor",
            "hover",
            "bar",
            "mark",
            "signs",
            "date",
            "column",
            "title",
            "label",
            "below",
            "passage",
            "missing",
            "heading",
            "match",
        )
    }
    BINDINGS: ClassVar[list[BindingType]] = bindings(Where.LIST, Where.SCROLLING)

    # Textual lays out the whole screen again for another length; only the scrollbar has to know.
    virtual_size = Reactive(Size(0, 0), layout=False)
    cursor: reactive[int] = reactive(0, repaint=False)
    """The row in the list, from 0; 0 too where the list is empty."""
    hover: reactive[int | None] = reactive(None, repaint=False)

    class Highlighted(Message):
        """The cursor is on another paper, or on none since the list is empty."""

    class ClickedAgain(Message):
        """The paper under the cursor was clicked once more."""

    @dataclass
    class Opened(Message):
        """A paper was double-clicked."""

        number: int

    @dataclass
    class ClickedTo(Message):
        """A row was clicked with shift, to take everything from the cursor to there."""

        row: int

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.count: int | None = None
        """The number before the key that is being done, if there is one."""
        self._numbers: PaperNumbers = NumberList()
        self._headings: Sequence[Heading] = ()
        self._draw: DrawRow = lambda _number, _width, _height: []
        self._otherwise: Sequence[str] = ()
        self._marked: Container[int] = ()
        self._row_height = 1
        self._strips: LRUCache[tuple[int, int, bool, bool], list[Strip]] = LRUCache(512)

    @property
    def number(self) -> int | None:
        """The number of the paper under the cursor."""
        return int(self._numbers[self.cursor]) if self.cursor < len(self._numbers) else None

    @property
    def lines_per_row(self) -> int:
        """How many lines a row has in the room that there is, 1 or 2."""
        return 2 if self.scrollable_content_region.height >= _TALL_FROM else 1

    def show(  # noqa: PLR0913 - all that a list shows, at once
        self,
        numbers: PaperNumbers,
        draw: DrawRow,
        *,
        headings: Sequence[Heading] = (),
        stay: int | None,
        row: int = 0,
        otherwise: Sequence[str] = (),
    ) -> None:
        """Show other papers, or the same ones drawn again.

        Args:
            numbers: the papers' numbers, in order.
            draw: draws a row.
            headings: the lines between papers, in order.
            stay: the paper under the cursor, that stays there and on the same line of the screen
                where that is possible; None to go elsewhere.
            row: where the cursor goes if that paper is not there: the first row, or the last
                where there are fewer, or one on the same line of the screen.
            otherwise: what an empty list says, in lines.
        """
        before = self.number
        line = self._top(self.cursor) - self.scroll_offset.y
        self._headings = headings
        self._numbers, self._draw, self._otherwise = numbers, draw, otherwise
        there = None if stay is None else numbers.index_of(stay)
        cursor = max(0, min(row, len(numbers) - 1)) if there is None else there
        self._measure()
        self.set_reactive(PaperList.cursor, cursor)
        if there is None and not row:
            self._scroll_y(0)
        else:
            self._scroll_y(self._top(cursor) - line)
            self._reveal()
        self.redraw()
        if self.number != before or before is None:
            self.post_message(self.Highlighted())

    def mark(self, marked: Container[int]) -> None:
        """Show which papers are marked."""
        self._marked = marked
        self.redraw()

    def redraw(self) -> None:
        """Draw all rows again."""
        self._strips.clear()
        self.refresh()

    def holds(self, number: int) -> bool:
        """Return whether a paper is in the list."""
        return self._numbers.index_of(number) is not None

    def go_to(self, number: int) -> None:
        """Put the cursor on a paper if it is in the list."""
        row = self._numbers.index_of(number)
        if row is not None:
            self.cursor = row

    def watch_virtual_size(self, size: Size) -> None:
        """Set the new length on the scrollbar."""
        self._scroll_update(size)

    # --- moving

    def go_to_row(self, row: int) -> None:
        """Put the cursor on a row, or on the nearest one that there is."""
        if len(self._numbers):
            self.cursor = max(0, min(row, len(self._numbers) - 1))

    def action_move(self, rows: int) -> None:
        """Move the cursor by some rows, so many times."""
        self.go_to_row(self.cursor + rows * (self.count or 1))

    def action_page(self, pages: float) -> None:
        """Move the cursor by some pages, so many times."""
        rows = int(pages * max(1, self._rows_shown - 1))
        self.go_to_row(self.cursor + rows * (self.count or 1))

    def action_first(self) -> None:
        """Go to the first row, or to the one of the number."""
        self.go_to_row((self.count or 1) - 1)

    def action_last(self) -> None:
        """Go to the last row, or to the one of the number."""
        self.go_to_row((self.count or len(self._numbers)) - 1)

    def action_in_sight(self, which: str) -> None:
        """Go to the first, middle or last row in sight, or so many from the first or the last."""
        first, last = self._in_sight
        further = (self.count or 1) - 1
        rows = {
            "first": min(first + further, last),
            "middle": (first + last) // 2,
            "last": max(first, last - further),
        }
        self.go_to_row(rows[which])

    def scroll_row(self, to: str) -> None:
        """Scroll the row under the cursor, or that of the number, to the top, middle or bottom."""
        if self.count is not None:
            self.go_to_row(self.count - 1)
        room = self.scrollable_content_region.height - self._row_height
        lines = {"top": 0, "middle": room // 2, "bottom": room}
        self._scroll_y(self._top(self.cursor) - lines[to])

    def watch_cursor(self, old: int, new: int) -> None:
        """Draw the two rows concerned and keep the cursor in sight."""
        self._refresh_row(old)
        self._refresh_row(new)
        self._reveal()
        if old != new:
            self.post_message(self.Highlighted())

    def _refresh_row(self, row: int) -> None:
        self.refresh_lines(self._top(row), self._row_height)

    def _top(self, row: int) -> int:
        """Return the line on which a row begins: each heading above takes one."""
        return row * self._row_height + sum(before <= row for before, _ in self._headings)

    def _at(self, line: int) -> tuple[int, int]:
        """Return the row on a line and which of its lines it is, -1 for a heading above it."""
        for before, _ in self._headings:
            if line <= before * self._row_height:
                if line == before * self._row_height:
                    return before, -1
                break
            line -= 1
        return divmod(line, self._row_height)

    def _reveal(self) -> None:
        top = self._top(self.cursor)
        bottom = top + self._row_height - self.scrollable_content_region.height
        if any(before == self.cursor for before, _ in self._headings):
            top -= 1
        if top < self.scroll_offset.y:
            self._scroll_y(top)
        elif bottom > self.scroll_offset.y:
            self._scroll_y(bottom)

    def _scroll_y(self, y: int) -> None:
        self.scroll_to(y=max(0, y), animate=False, force=True, immediate=True)

    @property
    def _rows_shown(self) -> int:
        return max(1, self.scrollable_content_region.height // self._row_height)

    @property
    def _in_sight(self) -> tuple[int, int]:
        """The first and the last row that can be seen as a whole."""
        first, line = self._at(self.scroll_offset.y)
        first += line > 0
        last, line = self._at(self.scroll_offset.y + self.scrollable_content_region.height - 1)
        last -= line < self._row_height - 1
        return first, max(first, min(last, len(self._numbers) - 1))

    # --- mouse

    def on_click(self, event: events.Click) -> None:
        """Put the cursor on the row clicked; a double click opens its paper."""
        row = self._row_at(event)
        if row is None:
            return
        if event.shift:
            self.post_message(self.ClickedTo(row))
            return
        if row == self.cursor and event.chain == 1:
            self.post_message(self.ClickedAgain())
        self.cursor = row
        if event.chain == 2 and self.number is not None:
            self.post_message(self.Opened(self.number))

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Light up the row under the mouse."""
        self.hover = self._row_at(event)

    def on_leave(self) -> None:
        """Light up no row."""
        self.hover = None

    def watch_hover(self, old: int | None, new: int | None) -> None:
        """Draw the two rows concerned."""
        for row in (old, new):
            if row is not None:
                self._refresh_row(row)

    def _row_at(self, event: events.MouseEvent) -> int | None:
        offset = event.get_content_offset(self)
        if offset is None:  # on the border
            return None
        row, line = self._at(offset.y + self.scroll_offset.y)
        return row if 0 <= row < len(self._numbers) and line >= 0 else None

    # --- drawing

    def on_resize(self) -> None:
        """Choose the rows' height and keep the cursor in sight."""
        self._measure()
        self._reveal()
        self.redraw()

    def notify_style_update(self) -> None:
        """Draw again after a change of theme or focus."""
        super().notify_style_update()
        self._strips.clear()

    def _measure(self) -> None:
        region = self.scrollable_content_region
        self._row_height = self.lines_per_row
        lines = len(self._numbers) * self._row_height + len(self._headings)
        self.virtual_size = Size(region.width, lines)

    def render_line(self, y: int) -> Strip:
        """Draw one line of the screen."""
        row, line = self._at(y + self.scroll_offset.y)
        width = self.scrollable_content_region.width
        if y < len(self._otherwise) and not len(self._numbers) and width > _GUTTER:
            gutter = [Segment(" " * _GUTTER, self.rich_style)]
            message = fit([(self._otherwise[y], "below")], width - _GUTTER)
            return self._strip(gutter, message, width, self.rich_style)
        if row >= len(self._numbers) or width <= _GUTTER:
            return Strip.blank(width, self.rich_style)
        if line < 0:
            return self._heading(row, width)
        is_cursor, is_hover = row == self.cursor, row == self.hover
        key = (row, width, is_cursor, is_hover)
        strips = self._strips.get(key)
        if strips is None:
            strips = self._row(int(self._numbers[row]), width, is_cursor, is_hover)
            self._strips[key] = strips
        return strips[line]

    def _row(self, number: int, width: int, is_cursor: bool, is_hover: bool) -> list[Strip]:
        ground = self.rich_style
        if is_hover:
            ground += self._style("hover")
        if is_cursor:
            ground += self._style("cursor")
        bar = Segment(own("▌") if is_cursor else " ", ground + self._style("bar"))
        mark = Segment("+" if number in self._marked else " ", self._drawn("mark", ground))
        lines = self._draw(number, width - _GUTTER, self._row_height)
        return [
            self._strip([bar, mark if i == 0 else Segment(" ", ground)], line, width, ground)
            for i, line in enumerate(lines)
        ]

    def _heading(self, row: int, width: int) -> Strip:
        """Draw the heading before a row, as long a text as there is room for."""
        texts = next(texts for before, texts in self._headings if before == row)
        room = width - _GUTTER
        text = next((text for text in map(own, texts) if cell_len(text) <= room), own(texts[-1]))
        line = fit([(text, "heading")], room)
        if left := room - width_of(line):
            line.append((f" {own('─') * (left - 1)}", "heading"))
        return self._strip([Segment(" " * _GUTTER, self.rich_style)], line, width, self.rich_style)

    def _strip(self, gutter: list[Segment], line: Line, width: int, ground: Style) -> Strip:
        segments = gutter + [Segment(text, self._drawn(part, ground)) for text, part in line]
        blank = width - _GUTTER - width_of(line)
        return Strip([*segments, Segment(" " * blank, ground)], width)

    def _drawn(self, part: str, ground: Style) -> Style:
        """Return the style of a part in a row."""
        style = self._style(part)
        if ground.reverse and part != "match":  # colours would be patches behind the letters
            style = style.without_color + _NOT_DIM
        return ground + style

    def _style(self, part: str) -> Style:
        return self.get_component_rich_style(f"paper-list--{part}", partial=True)
