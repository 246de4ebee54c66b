"""The detail of one paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content, Span
from textual.message import Message
from textual.widgets import Static

from paperview.keys.table import Where
from paperview.model.links import LinkTarget
from paperview.ui.bindings import bindings
from paperview.ui.render.page import Page


class PaperDetail(VerticalScroll, can_focus=True, inherit_bindings=False):
    """Shows a page and its links; scrolls; knows nothing of papers."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(Where.DETAIL, Where.SCROLLING)

    @dataclass
    class Followed(Message):
        """A link was clicked, or chosen and entered."""

        target: LinkTarget

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.count: int | None = None
        """The number before the key that is being done, if there is one."""
        self._page = Page()
        self._chosen: int | None = None

    def compose(self) -> ComposeResult:
        """Create the one text that is ever shown here."""
        yield Static(id="page", markup=False)

    def show(self, page: Page, *, keep_scroll: bool = False) -> None:
        """Show a page from its top, or keep the scroll position if the paper is the same."""
        self._page = page
        if not keep_scroll or self._chosen is None or self._chosen >= len(page.links):
            self._chosen = None
        self.border_title = Content(page.name)
        self._draw()
        if not keep_scroll:
            self.scroll_home(animate=False, immediate=True)

    @property
    def is_on_link(self) -> bool:
        """Whether a link is chosen."""
        return self._chosen is not None

    def action_move(self, lines: int) -> None:
        """Scroll by some lines, so many times."""
        self.scroll_relative(y=lines * (self.count or 1), animate=False)

    def action_page(self, pages: float) -> None:
        """Scroll by some pages, so many times."""
        lines = int(pages * self.scrollable_content_region.height)
        self.action_move(lines or (1 if pages > 0 else -1))

    def action_first(self) -> None:
        """Scroll to the top, or to the line of the number."""
        self.scroll_to(y=(self.count or 1) - 1, animate=False)

    def action_last(self) -> None:
        """Scroll to the bottom, or to the line of the number."""
        self.scroll_to(y=(self.count or self.virtual_size.height) - 1, animate=False)

    def action_choose_link(self, step: int) -> None:
        """Choose the next or the previous link, or one so many further."""
        count = len(self._page.links)
        if count:
            before = self._chosen if self._chosen is not None else -1 if step > 0 else 0
            self._chosen = (before + step * (self.count or 1)) % count
            self._draw()

    def action_follow(self) -> None:
        """Follow the chosen link; without one the key is the screen's."""
        if self._chosen is None:
            raise SkipAction
        self.post_message(self.Followed(self._page.links[self._chosen].target))

    def on_click(self, event: events.Click) -> None:
        """Follow the link that was clicked."""
        index = event.style.meta.get("link")
        if isinstance(index, int) and index < len(self._page.links):
            self.post_message(self.Followed(self._page.links[index].target))

    def _draw(self) -> None:
        content = self._page.content
        if self._chosen is not None:
            link = self._page.links[self._chosen]
            chosen = Span(link.start, link.end, "reverse")
            content = Content(content.plain, [*content.spans, chosen])
        self.query_one("#page", Static).update(content)
