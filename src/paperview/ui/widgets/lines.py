"""The lines at the top and the bottom of the screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from rich.cells import cell_len
from textual import events
from textual.content import Content, Span
from textual.message import Message
from textual.style import Style
from textual.widgets import Static

from paperview.keys.table import Hint
from paperview.text.ascii import own
from paperview.ui.render.styles import QUIET


@dataclass
class ActionChosen(Message):
    """A text on one of the lines was clicked, which stands for an action of the screen."""

    action: str


_Parts: TypeAlias = tuple[Sequence[str], str, str, Sequence[str], str]
_GAP = 2
"""Columns between the parts of the title line, at least; one more behind the program's name."""
_STYLES = {
    "name": "bold $accent",
    "session": QUIET,
    "progress": QUIET,
    "news": "$accent",
    "problems": "$warning",
    "order": QUIET,
}
"""The parts of the title line from left to right, with their styles."""
_ACTIONS = {"news": "reload", "problems": "problems", "order": "sort"}
"""The parts that stand for an action."""


class TitleLine(Static):
    """The title line: the program's name, the open files, their state, and the order.

    It is one widget, for each further one would delay the first screen.
    """

    def __init__(self, *names: str) -> None:
        """Take the program's name in several lengths, the longest first."""
        super().__init__(markup=False)
        self._names = names
        self._parts: _Parts = ((), "", "", (), "")
        self._shown: tuple[dict[str, str], int] = ({}, 0)
        """What the parts say, and the width of the line."""
        self._hovered: str | None = None
        """The part under the mouse, if it stands for an action."""

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

    def on_resize(self) -> None:
        """Show as much as there is room for now."""
        self._show()

    def _show(self) -> None:
        # Before the first screen it has no width yet, and is to be drawn once.
        width = self.content_size.width or self.app.size.width - self.gutter.width
        shown = self._fitting(width), width
        if self._shown != shown:
            self._shown = shown
            self._draw()

    def _fitting(self, width: int) -> dict[str, str]:
        """Return what the parts say; where there is little room some say less, or nothing."""
        session, progress, news, problems, order = self._parts
        shown = {
            "name": self._names[0],
            "session": "".join(session[:1]),
            "progress": progress,
            "news": news,
            "problems": "".join(problems[:1]),
            "order": order,
        }
        shorter = [*(("name", name) for name in self._names[1:]), ("order", "")]
        shorter += [("session", text) for text in session[1:]]
        shorter += [("problems", text) for text in problems[1:]]
        for part, text in shorter:
            widths = [cell_len(text) + _GAP for text in shown.values() if text]
            if sum(widths) - _GAP + bool(shown["name"]) <= width:
                break
            shown[part] = text
        return shown

    def _draw(self) -> None:
        """Draw the parts; the session fills the room that the others leave."""
        shown, width = self._shown
        name, session, *others = (self._styled(part, text) for part, text in shown.items())
        left = name + " " * (_GAP + 1) if name else name
        right = Content("").join(" " * _GAP + other for other in others if other)
        room = max(0, width - left.cell_length - right.cell_length)
        self.update(left + session.truncate(room, ellipsis=True, pad=True) + right, layout=False)

    def _styled(self, part: str, text: str) -> Content:
        underline = " underline" if part == self._hovered else ""
        styles = (_STYLES[part] + underline, Style.from_meta({"part": part}))
        return Content(text, [Span(0, len(text), style) for style in styles])

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Underline a part that can be clicked while the mouse is over it."""
        self._hover(event.style.meta.get("part"))

    def on_leave(self) -> None:
        """Underline nothing any more."""
        self._hover(None)

    def _hover(self, part: str | None) -> None:
        hovered = part if part in _ACTIONS else None
        if hovered != self._hovered:
            self._hovered = hovered
            self._draw()

    def on_click(self, event: events.Click) -> None:
        """Choose the action of the part that was clicked."""
        action = _ACTIONS.get(event.style.meta.get("part", ""))
        if action is not None:
            self.post_message(ActionChosen(action))


_BETWEEN = "  "


def hint_text(hints: Sequence[Hint], width: int) -> Content:
    """Write as many hints as fit into a width in columns, the first ones.

    The style holds the index of each hint as `hint`, to find the hint that was clicked.
    """
    text = ""
    spans: list[Span] = []
    for index, hint in enumerate(hints):
        key, label = own(hint[0]), own(hint[1])
        start = len(text) + (len(_BETWEEN) if text else 0)
        end = start + len(key) + 1 + len(label)
        if end > width:
            break
        text = f"{text:<{start}}{key} {label}"
        spans.append(Span(start, start + len(key), "bold $accent"))
        spans.append(Span(start + len(key), end, QUIET))
        spans.append(Span(start, end, Style.from_meta({"hint": index})))
    return Content(text, spans)


class KeyLine(Static):
    """The most useful keys of the moment; each can be clicked."""

    def __init__(self) -> None:
        super().__init__(markup=False)
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
