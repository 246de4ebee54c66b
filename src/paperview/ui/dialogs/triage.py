"""The window of triage: unread papers one at a time, over the whole screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from paperview.keys.table import Hint
from paperview.model.paper import ArxivId, Paper
from paperview.text.ascii import own
from paperview.text.sanitize import counted
from paperview.ui.desk import ShelfChanged
from paperview.ui.dialogs.windows import Window
from paperview.ui.render.page import Page, View, page
from paperview.ui.shelf_windows.unread import Unread
from paperview.ui.widgets.lines import ActionChosen, KeyLine
from paperview.ui.widgets.paper_detail import PaperDetail

_READING: tuple[Hint, ...] = (
    ("enter", "read, next", "read_on"),
    ("n", "skip", "skip"),
    ("b", "back", "go_back"),
    ("esc", "list", "dismiss"),
    ("space", "scroll", "scroll"),
    ("*", "star", "act('star')"),
    ("t", "tags", "act('tag')"),
    ("e", "note", "act('note')"),
    ("u", "undo", "undo"),
    ("y", "copy id", "act('copy_id')"),
    ("o", "open", "act('open')"),
    ("p", "pdf", "act('pdf')"),
    ("r", "source", "toggle_raw"),
    ("a", "authors", "toggle_authors"),
)
_ENDED: tuple[Hint, ...] = (
    ("esc", "list", "dismiss"),
    ("b", "back", "go_back"),
    ("u", "undo", "undo"),
)


class TriageScreen(Window[None]):
    """Shows unread papers one after the other; what is done with each is one key."""

    HORIZONTAL_BREAKPOINTS = [(0, "-single"), (50, "-wide")]  # noqa: RUF012 - Textual's way
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (8, "-low"), (20, "-high")]  # noqa: RUF012 - as above
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,T", "dismiss", "Back to the list"),
        Binding("enter,m", "read_on", "Mark read and go on"),
        Binding("n", "skip", "Skip"),
        Binding("b,N,backspace", "go_back", "Back"),
        Binding("asterisk", "act('star')", "Star"),
        Binding("t", "act('tag')", "Tags"),
        Binding("e", "act('note')", "Note"),
        Binding("ctrl+e", "act('note_outside')", "Note in $EDITOR"),
        Binding("u", "undo", "Undo"),
        Binding("U", "act('redo')", "Redo"),
        Binding("y,ctrl+y", "act('copy_id')", "Copy the arXiv id"),
        Binding("o", "act('open')", "Open the abs page"),
        Binding("p", "act('pdf')", "Open the PDF"),
        Binding("r", "toggle_raw", "Source text"),
        Binding("a", "toggle_authors", "All authors"),
    ]

    def __init__(
        self,
        unread: Unread,
        act: Callable[[str, Paper], None],
        follow: Callable[[str], None],
        view: View,
    ) -> None:
        """Set the contents of the window.

        Args:
            unread: the papers.
            act: does with a paper what a name says.
            follow: opens an address.
            view: how papers are shown.
        """
        super().__init__()
        self._unread = unread
        self._act = act
        self._follow = follow
        self._view = view
        self._seen: list[Paper] = []
        self._at = 0
        """The index of the paper that is shown, behind the last one at the end."""
        self._read: list[int] = []
        """The indexes of the papers that were marked here, the last one at the end."""
        self._is_undoing = False

    def compose(self) -> ComposeResult:
        """Create the window."""
        yield Static(id="triage-line", markup=False)
        yield PaperDetail(id="triage-paper")
        yield KeyLine()

    async def on_mount(self) -> None:
        """Show the first paper."""
        self.query_one(PaperDetail).focus()
        await self._go_on(0)

    @property
    def _paper(self) -> Paper | None:
        return self._seen[self._at] if self._at < len(self._seen) else None

    async def _go_on(self, steps: int = 1) -> None:
        """Show the next paper."""
        self._at = min(self._at + steps, len(self._seen))
        if self._at == len(self._seen) and (paper := await self._unread.take()):
            self._seen.append(paper)
        self._draw()

    def _draw(self, *, keep_scroll: bool = False) -> None:
        paper, shown = self._paper, Page("", Content(self._farewell))
        if paper is not None:
            shown = page(
                paper,
                self._unread.results.tokens,
                self._view,
                with_sources=self._unread.has_sources,
                state=self._unread.state(paper),
            )
        self.query_one(PaperDetail).show(shown, keep_scroll=keep_scroll)
        self.query_one("#triage-line", Static).update(Content(self._said))
        self.query_one(KeyLine).show(_READING if paper else _ENDED)

    @property
    def _said(self) -> str:
        left = self._unread.left + self._count_unread(self._at, len(self._seen))
        so_far = "" if self._unread.is_whole else " so far"
        read, skipped = len(self._read), self._count_unread(0, self._at)
        parts = [f"unread: {left:,} left{so_far}"]
        parts += [f"{read:,} read"] if read else []
        parts += [f"{skipped:,} skipped"] if skipped else []
        parts += ["in this run alone"] if self._unread.problem else []
        return own(" · ").join(parts)

    def _count_unread(self, start: int, end: int) -> int:
        return sum(not self._is_read(index) for index in range(start, end))

    @property
    def _farewell(self) -> str:
        skipped = self._count_unread(0, self._at)
        read = f"{counted(len(self._read), 'paper')} marked read"
        more = f", {skipped:,} skipped" if skipped else ""
        return f"That was the last of them.\n\n{read}{more}"

    # --- keys

    async def action_read_on(self) -> None:
        """Mark the paper as read, and go on to the next one."""
        paper, at = self._paper, self._at
        if paper is None:
            self.dismiss()
        elif await self._unread.mark_read(paper):
            self._read.append(at)
        if paper is not None:
            await self._go_on()

    async def action_skip(self) -> None:
        """Go on to the next paper, and leave this one unread."""
        if self._paper is not None:
            await self._go_on()

    def action_go_back(self) -> None:
        """Go back to the paper before."""
        self._at = max(0, self._at - 1)
        self._draw()

    def action_scroll(self) -> None:
        """Read on."""
        self.query_one(PaperDetail).action_page(1)

    def action_act(self, what: str) -> None:
        """Do something with the paper."""
        if self._paper is not None or what in ("undo", "redo"):
            self._act(what, self._paper or self._seen[-1])

    def action_undo(self) -> None:
        """Undo the last change; if that marked a paper, go back to it."""
        self._is_undoing = True
        self.action_act("undo")

    @on(ShelfChanged)
    def _shelf_changed(self) -> None:
        """Show what is on the shelf now."""
        is_undone = self._read and not self._is_read(self._read[-1])
        if is_undone and self._is_undoing:
            self._at = self._read.pop()
        self._is_undoing = False
        self._draw(keep_scroll=not is_undone)

    def _is_read(self, index: int) -> bool:
        state = self._unread.state(self._seen[index])
        return state is not None and state.is_read

    def action_toggle_raw(self) -> None:
        """Switch between the source text and the readable one."""
        self._view = self._view._replace(raw=not self._view.raw)
        self._draw(keep_scroll=True)

    def action_toggle_authors(self) -> None:
        """Show all authors, or the first few."""
        self._view = self._view._replace(all_authors=not self._view.all_authors)
        self._draw(keep_scroll=True)

    @on(ActionChosen)
    async def _action_chosen(self, event: ActionChosen) -> None:
        event.stop()
        await self.run_action(event.action)

    @on(PaperDetail.Followed)
    def _link_followed(self, event: PaperDetail.Followed) -> None:
        event.stop()
        target = event.target
        self._follow(target.abs_url if isinstance(target, ArxivId) else target)
