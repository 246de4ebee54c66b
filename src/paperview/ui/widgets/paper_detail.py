"""The detail of one paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content, Span
from textual.message import Message
from textual.widgets import Static

from paperview.model.links import LinkTarget
from paperview.ui.render.page import Page


class PaperDetail(VerticalScroll, can_focus=True):
    """Shows a page and its links; scrolls; knows nothing of papers."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "scroll_down", "down", show=False),
        Binding("k", "scroll_up", "up", show=False),
        Binding("ctrl+d", "half_page(1)", "half a page down", show=False),
        Binding("ctrl+u", "half_page(-1)", "half a page up", show=False),
        Binding("space", "page_down", "page down", show=False),
        Binding("g", "scroll_home", "top", show=False),
        Binding("G", "scroll_end", "bottom", show=False),
        Binding("l", "choose_link(1)", "next link", show=False),
        Binding("h", "choose_link(-1)", "previous link", show=False),
        Binding("enter", "follow", "follow the link", show=False),
    ]

    @dataclass
    class Followed(Message):
        """A link was clicked, or chosen and entered."""

        target: LinkTarget

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
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

    def action_half_page(self, pages: int) -> None:
        """Scroll by half a page."""
        self.scroll_relative(y=pages * max(1, self.size.height // 2), animate=False)

    def action_choose_link(self, step: int) -> None:
        """Choose the next or the previous link."""
        count = len(self._page.links)
        if count:
            first = 0 if step > 0 else count - 1
            self._chosen = first if self._chosen is None else (self._chosen + step) % count
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
