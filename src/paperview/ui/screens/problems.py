"""What could not be read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from paperview.sources.problem import Problem
from paperview.ui.cells import shown

_MOST = 1000
"""Problems shown; `paperview check` prints them all."""
_TEXT = 200
"""Characters shown of the text concerned."""


class ProblemsScreen(ModalScreen[None]):
    """Lists problems: file, line, reason, and the text concerned."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,exclamation_mark,enter", "dismiss", "Close"),
        Binding("j", "scroll('down')", "Down", show=False),
        Binding("k", "scroll('up')", "Up", show=False),
    ]

    def __init__(self, problems: Sequence[Problem], *, is_whole: bool) -> None:
        """Take the problems, and whether these are all."""
        super().__init__()
        self._problems = problems
        self._is_whole = is_whole

    def compose(self) -> ComposeResult:
        """Create the window."""
        with VerticalScroll(classes="window") as window:
            window.border_title = "what could not be read"
            window.border_subtitle = "esc closes"
            yield Static(self._content(), markup=False)

    def _content(self) -> Content:
        if not self._problems:
            return Content("Everything was read." if self._is_whole else "No problems so far.")
        parts: list[Content | str] = []
        for problem in self._problems[:_MOST]:
            text = shown(problem.text[:_TEXT])
            parts += [Content(str(problem)), "\n", Content.styled(f"  {text}", "$quiet"), "\n"]
        if len(self._problems) > _MOST:
            parts.append(f"and {len(self._problems) - _MOST:,} more: paperview check lists them")
        return Content.assemble(*parts)

    def action_scroll(self, how: str) -> None:
        """Scroll the window."""
        getattr(self.query_one(VerticalScroll), f"action_scroll_{how}")()
