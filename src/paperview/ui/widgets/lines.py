"""The lines at the top and the bottom of the screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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
    """Something on one of the lines was clicked that stands for an action of the screen."""

    action: str


class TitleLine(Horizontal):
    """The program's name, what is open, what there is to know about it, and the order."""

    def __init__(self) -> None:
        super().__init__()
        self._told = ("", "", "", "", "")

    def compose(self) -> ComposeResult:
        """Create the parts."""
        yield Static("paperview", id="name")
        yield Static(id="pile", markup=False)
        yield Static(id="progress", markup=False)
        yield _Button("reload", id="news")
        yield _Button("problems", id="problems")
        yield _Button("sort", id="order")

    def tell(self, pile: str, progress: str, news: str, problems: str, order: str) -> None:
        """Show what is open, how far it is read, if files changed, what is wrong, and the order."""
        told = (pile, progress, news, problems, order)
        if self._told == told:
            return  # an update lays out and draws the whole screen anew
        self._told = told
        self.query_one("#pile", Static).update(Content(pile))
        others = {"#progress": progress, "#news": news, "#problems": problems, "#order": order}
        for place, text in others.items():
            part = self.query_one(place, Static)
            # Where one text follows another at once, Textual may give it the other one's room.
            part.styles.width = cell_len(text)
            part.update(Content(text))
        for place in ("#news", "#problems"):
            self.query_one(place).display = bool(others[place])


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

    What is clicked can be told by the place of the hint, which stands in the style as `hint`.
    """
    text = ""
    spans: list[Span] = []
    for place, (key, label, _) in enumerate(hints):
        start = len(text) + (len(_BETWEEN) if text else 0)
        end = start + len(key) + 1 + len(label)
        if end > width:
            break
        text = f"{text:<{start}}{key} {label}"
        spans.append(Span(start, start + len(key), "bold $accent"))
        spans.append(Span(start, end, Style.from_meta({"hint": place})))
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
        place = event.style.meta.get("hint")
        if isinstance(place, int) and place < len(self._hints):
            self.post_message(ActionChosen(self._hints[place][2]))
