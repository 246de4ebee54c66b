"""What could not be read, and what became of everything else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from paperview.loading.tallies import SourceResult
from paperview.search.results import Listed
from paperview.sources.problem import Problem
from paperview.ui.cells import Line, file_name, fit, shown, width_of
from paperview.ui.screens import actions
from paperview.ui.widgets.paper_list import PaperList

_PLACE_SHARE = 3
"""Of so many columns of the list one is the place's, at most."""
_LIST_MOST = 8
"""Problems for which the window is no higher than it has to be."""


class ProblemsScreen(ModalScreen[None]):
    """Lists problems; all of the one under the cursor stands below the list."""

    HORIZONTAL_BREAKPOINTS = [(0, "-single"), (50, "-wide")]  # noqa: RUF012 - Textual's way
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,exclamation_mark,enter", "dismiss", "Close"),
        Binding("y", "copy", "Copy this problem"),
        Binding("Y", "copy_all", "Copy all problems"),
    ]

    def __init__(
        self,
        problems: Sequence[Problem],
        results: Sequence[SourceResult] = (),
        *,
        unlisted: int = 0,
        is_whole: bool = True,
    ) -> None:
        """Take what the window shows.

        Args:
            problems: those that are listed.
            results: what became of the records of each source.
            unlisted: how many problems there are besides.
            is_whole: whether everything is read.
        """
        super().__init__()
        self._problems = problems
        self._results = results
        self._unlisted = unlisted
        self._is_whole = is_whole
        self._place_width = max((cell_len(_place(problem)) for problem in problems), default=0)

    def compose(self) -> ComposeResult:
        """Create the window."""
        with Vertical(classes="window", id="problems-window") as window:
            window.border_title = "what could not be read"
            window.border_subtitle = "esc closes"
            if self._results:
                with VerticalScroll(id="results"):
                    yield Static(self._said(), markup=False)
            if not self._problems:
                said = "Everything was read." if self._is_whole else "No problems so far."
                yield Static(Content(said), markup=False)
                return
            window.border_subtitle = "y copies · Y all · esc closes"
            yield PaperList(id="problem-list")
            with VerticalScroll(id="problem"):
                yield Static(markup=False)

    def _said(self) -> Content:
        """Say what became of the records of each source."""
        names = [file_name(result.name) for result in self._results]
        are_clear = len(set(names)) == len(names)
        lines = [
            shown(str(replace(result, name=name) if are_clear else result))
            for result, name in zip(self._results, names, strict=True)
        ]
        if not self._is_whole:
            lines.append("so far")
        if self._unlisted:
            lines.append(f"{self._unlisted:,} more problems than here: paperview check lists them")
        return Content("\n".join(lines))

    def on_mount(self) -> None:
        """List the problems, with the cursor on the first one."""
        if not self._problems:
            return
        problems = self.query_one(PaperList)
        if len(self._problems) <= _LIST_MOST:
            problems.styles.height = len(self._problems)
        else:
            self.query_one("#problems-window").add_class("-many")
        numbers = range(len(self._problems))
        problems.show(Listed(numbers, numbers), self._draw_row, stay=None)
        problems.focus()

    def _draw_row(self, number: int, width: int, height: int) -> list[Line]:
        problem = self._problems[number]
        room = min(self._place_width, width // _PLACE_SHARE)
        line = f":{problem.line}" if problem.line else ""
        place = [*fit([(file_name(problem.source), "date")], room - len(line)), (line, "date")]
        blank = " " * (room - width_of(place) + 2)
        style = "title" if problem.lost else "label"
        first = fit([*place, (blank, "date"), (shown(problem.reason), style)], width)
        if height == 1:
            return [first]
        return [first, fit([(" " * (room + 2), "date"), (shown(problem.text), "below")], width)]

    @on(PaperList.Highlighted)
    def _show_problem(self) -> None:
        """Show all of the problem under the cursor."""
        problem = self._current
        if problem is None:
            return
        parts: list[Content | str] = [Content(shown(str(problem)))]
        if problem.text:
            text = "\n".join(shown(line) for line in problem.text.split("\n"))
            parts += ["\n", Content.styled(text, "$quiet")]
        window = self.query_one("#problem", VerticalScroll)
        window.query_one(Static).update(Content.assemble(*parts))
        window.scroll_home(animate=False)

    @property
    def _current(self) -> Problem | None:
        number = self.query_one(PaperList).number if self._problems else None
        return None if number is None else self._problems[number]

    def action_copy(self) -> None:
        """Copy the problem under the cursor."""
        if self._current is not None:
            actions.copy(self.app, _told(self._current), "problem")

    def action_copy_all(self) -> None:
        """Copy all problems that are listed."""
        if self._problems:
            what = f"{len(self._problems):,} problems"
            actions.copy(self.app, "\n".join(map(_told, self._problems)), what)


def _place(problem: Problem) -> str:
    """Return file and line as the list shows them."""
    name = file_name(problem.source)
    return f"{name}:{problem.line}" if problem.line else name


def _told(problem: Problem) -> str:
    """Return what is copied: `FILE:LINE: REASON`, and the text concerned below it."""
    return f"{problem}\n{problem.text}" if problem.text else str(problem)
