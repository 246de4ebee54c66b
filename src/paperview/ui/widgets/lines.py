"""The lines at the top and the bottom of the screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content, Span
from textual.message import Message
from textual.style import Style
from textual.widgets import Static


@dataclass
class ActionChosen(Message):
    """A text on one of the lines was clicked, which stands for an action of the screen."""

    action: str


_Parts: TypeAlias = tuple[Sequence[str], str, str, Sequence[str], str]
_GAP = 2
"""Columns between the parts of the title line, at least; one more behind the program's name."""


class TitleLine(Horizontal):
    """The title line: the program's name, the open files, their state, and the order."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: _Parts = ((), "", "", (), "")
        self._shown: dict[str, str] = {}

    def compose(self) -> ComposeResult:
        """Create the parts."""
        yield Static(id="name")
        yield Static(id="session", markup=False)
        yield Static(id="progress", markup=False)
        yield _Button("reload", id="news")
        yield _Button("problems", id="problems")
        yield _Button("sort", id="order")

    def on_resize(self) -> None:
        """Show as much as there is room for now."""
        self._show()

    def show(
        self, session: Sequence[str], progress: str, news: str, problems: Sequence[str], order: str
    ) -> None:
        """Show the state of the session, as far as there is room.

        Args:
            session: the open files, in texts of several lengths, the longest first.
            progress: the progress of reading.
            news: whether files have changed.
            problems: the count of problems, in texts of several lengths, the longest first.
            order: the order of the list.
        """
        self._parts = (session, progress, news, problems, order)
        self._show()

    def _show(self) -> None:
        shown = self._fitting()
        if self._shown == shown:
            return  # an update lays out and draws the whole screen again
        self._shown = shown
        for part_id, text in shown.items():
            part = self.query_one(part_id, Static)
            if part_id != "#session":
                # Where one text follows another at once, Textual may give it the other one's room.
                part.styles.width = cell_len(text)
                part.display = bool(text)
            part.update(Content(text))

    def _fitting(self) -> dict[str, str]:
        """Return what the parts say; where there is little room some say less, or nothing."""
        session, progress, news, problems, order = self._parts
        shown = {
            "#name": "paperview",
            "#session": "".join(session[:1]),
            "#progress": progress,
            "#news": news,
            "#problems": "".join(problems[:1]),
            "#order": order,
        }
        # Before the first screen it has no width yet, and is to be drawn once.
        width = self.content_size.width or self.app.size.width
        shorter = [("#name", ""), ("#order", "")]
        shorter += [("#session", text) for text in session[1:]]
        shorter += [("#problems", text) for text in problems[1:]]
        for part_id, text in shorter:
            widths = [cell_len(text) + _GAP for text in shown.values() if text]
            if sum(widths) - _GAP + bool(shown["#name"]) <= width:
                break
            shown[part_id] = text
        return shown


class _Button(Static):
    """A text that stands for an action."""

    def __init__(self, action: str, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, markup=False)
        self._action = action

    def on_click(self) -> None:
        """Choose the action."""
        self.post_message(ActionChosen(self._action))


Hint = tuple[str, str, str]
"""A key as it is shown, what it does in a word or two, and the action's name."""


_BETWEEN = "  "


def hint_text(hints: Sequence[Hint], width: int) -> Content:
    """Write as many hints as fit into a width in columns, the first ones.

    The style holds the index of each hint as `hint`, to find the hint that was clicked.
    """
    text = ""
    spans: list[Span] = []
    for index, (key, label, _) in enumerate(hints):
        start = len(text) + (len(_BETWEEN) if text else 0)
        end = start + len(key) + 1 + len(label)
        if end > width:
            break
        text = f"{text:<{start}}{key} {label}"
        spans.append(Span(start, start + len(key), "bold $accent"))
        spans.append(Span(start, end, Style.from_meta({"hint": index})))
    return Content(text, spans)


class KeyLine(Static):
    """The most useful keys of the moment; each can be clicked."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, markup=False)
        self._hints: tuple[Hint, ...] = ()

    def show(self, hints: tuple[Hint, ...]) -> None:
        """Show other keys, the most useful ones first: those behind may find no room."""
        if hints != self._hints:
            self._hints = hints
            self._draw()

    def on_resize(self) -> None:
        """Show as many keys as there is room for now."""
        self._draw()

    def _draw(self) -> None:
        self.update(hint_text(self._hints, self.content_size.width), layout=False)

    def on_click(self, event: events.Click) -> None:
        """Choose the action that was clicked."""
        index = event.style.meta.get("hint")
        if isinstance(index, int) and index < len(self._hints):
            self.post_message(ActionChosen(self._hints[index][2]))
