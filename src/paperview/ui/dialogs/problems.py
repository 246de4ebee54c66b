"""The problems window: what could not be read, and what became of the other records."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from paperview.index.results import NumberList
from paperview.keys.table import Hint
from paperview.library import remarks
from paperview.library.load_state import SourceResult, totals, without_records
from paperview.sources.problem import Problem
from paperview.ui.dialogs.parts import NARROW, Frame, TwoLineList
from paperview.ui.dialogs.windows import Window
from paperview.ui.render.cells import Line, file_name, fit, shortened, shown
from paperview.ui.render.page import Page
from paperview.ui.render.styles import QUIET
from paperview.ui.widgets.paper_detail import PaperDetail
from paperview.ui.widgets.paper_list import PaperList

_LOCATION_SHARE = 3
"""The location takes at most one column of so many of the list."""
_TEXT_LINES = 8
"""Lines of the window for all of a problem, where there is room for them."""
_FRAMES = 4
"""Lines of the window's frame, and of the blanks between its parts."""

_LISTING: tuple[Hint, ...] = (
    ("esc", "close", "leave"),
    ("enter", "read", "read"),
    ("y", "copy", "copy"),
    ("Y", "copy all", "copy_all"),
    ("tab", "go round", "app.focus_next"),
)
_READING: tuple[Hint, ...] = (
    ("esc", "back", "leave"),
    ("n", "next", "move(1)"),
    ("N", "previous", "move(-1)"),
    ("y", "copy", "copy"),
    ("Y", "copy all", "copy_all"),
)
_CLOSING: tuple[Hint, ...] = _LISTING[:1]


class ProblemsScreen(Window[None]):
    """Lists problems, with the full text of the one under the cursor below."""

    HORIZONTAL_BREAKPOINTS = [(0, "-single"), (NARROW, "-wide")]  # noqa: RUF012 - Textual's way
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (12, "-high")]  # noqa: RUF012 - as above
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Back, or close"),
        Binding("q,exclamation_mark", "dismiss", "Close"),
        Binding("enter", "read", "Read all of this problem"),
        Binding("n", "move(1)", "Next problem", show=False),
        Binding("N", "move(-1)", "Previous problem", show=False),
        Binding("y", "copy", "Copy this problem"),
        Binding("Y", "copy_all", "Copy all problems"),
    ]

    def __init__(
        self,
        problems: Sequence[Problem],
        results: Sequence[SourceResult],
        *,
        unlisted: int,
        is_whole: bool,
        copy: Callable[[str, str], None],
    ) -> None:
        """Set the contents of the window.

        Args:
            problems: those that are listed; sources without records come behind them.
            results: the tally of each source.
            unlisted: the number of problems that are not listed.
            is_whole: whether everything is read.
            copy: copies a text, given with its description.
        """
        super().__init__()
        self._copy = copy
        if is_whole:
            problems = [*problems, *without_records(results)]
        self._problems = problems
        self._results = results
        self._unlisted = unlisted
        self._is_whole = is_whole
        self._name_width = max((cell_len(file_name(each.source)) for each in problems), default=0)
        self._line_width = max((len(_line(each)) for each in problems), default=0)

    def compose(self) -> ComposeResult:
        """Create the window."""
        with Frame(self._hints, id="problems-window") as window:
            window.border_title = "what could not be read"
            window.set_class(not self._problems, "-nothing")
            if self._results:
                yield PaperDetail(id="results")
            if self._problems:
                yield TwoLineList(id="problem-list")
                yield PaperDetail(id="problem")
            else:
                said = "Everything was read." if self._is_whole else "No problems so far."
                yield Static(Content(said), markup=False)

    def on_mount(self) -> None:
        """List the problems, with the cursor on the first one."""
        if self._results:
            self.query_one("#results", PaperDetail).show(Page(content=Content(self._said())))
        if self._problems:
            problems = self.query_one(TwoLineList)
            numbers = range(len(self._problems))
            problems.show(NumberList(numbers, numbers), self._draw_row, stay=None)
            problems.focus()

    def on_resize(self) -> None:
        """Fit the window's height to its contents."""
        if self._problems:
            problems = self.query_one(TwoLineList)
            rows = len(self._problems) * problems.lines_per_row
            problems.styles.height = rows
            said = self._said().count("\n") + 1
            self.query_one(Frame).styles.height = said + rows + _TEXT_LINES + _FRAMES

    def on_descendant_focus(self) -> None:
        """Give the focused part the height that it needs."""
        self.set_class(self._is_reading, "-all")
        self.query_one(Frame).show_hints(self._hints)

    @property
    def _hints(self) -> tuple[Hint, ...]:
        if not self._problems:
            return _CLOSING
        return _READING if self._is_reading else _LISTING

    @property
    def _is_reading(self) -> bool:
        """Whether the text of a problem has the focus."""
        return self.focused is not None and self.focused.id == "problem"

    def _said(self) -> str:
        """Return a line for each source that says what became of its records."""
        lines = [] if self._is_whole else ["so far"]
        if self._unlisted:
            lines.append(remarks.unlisted(self._unlisted))
        if len(self._results) > 1:
            lines.append(totals(self._results, is_whole=self._is_whole))
        names = [file_name(result.name) for result in self._results]
        are_clear = len(set(names)) == len(names)
        lines += [
            shown(str(result._replace(name=name) if are_clear else result))
            for result, name in zip(self._results, names, strict=True)
        ]
        return "\n".join(lines)

    def _draw_row(self, number: int, width: int, height: int) -> list[Line]:
        """Draw location and reason; the number of the line is never cut."""
        problem = self._problems[number]
        reason = (shown(problem.reason), "title" if problem.lost else "label")
        line = _line(problem)
        if height == 2:
            name = shortened(file_name(problem.source), width - len(line))
            return [fit([(name + line, "date")], width), fit([reason], width)]
        room = min(self._name_width, width // _LOCATION_SHARE - self._line_width)
        location = shortened(file_name(problem.source), room) + line
        blank = " " * (room + self._line_width + 2 - cell_len(location))
        return [fit([(location + blank, "date"), reason], width)]

    @on(PaperList.Highlighted)
    def _show_problem(self) -> None:
        """Show all of the problem under the cursor."""
        problem = self._current
        if problem is None:
            return
        parts: list[Content | str] = [Content(shown(str(problem)))]
        if problem.text:
            text = "\n".join(shown(line) for line in problem.text.split("\n"))
            parts += ["\n", Content.styled(text, QUIET)]
        self.query_one("#problem", PaperDetail).show(Page(content=Content.assemble(*parts)))

    @property
    def _current(self) -> Problem | None:
        number = self.query_one(TwoLineList).number if self._problems else None
        return None if number is None else self._problems[number]

    def action_leave(self) -> None:
        """Go back to the list, or close the window."""
        if self._is_reading:
            self.query_one(TwoLineList).focus()
        else:
            self.dismiss()

    @on(PaperList.ClickedAgain)
    def _clicked_again(self) -> None:
        if self.has_class("-single"):
            self.action_read()

    def action_read(self) -> None:
        """Go to the text of the problem under the cursor; where there is none, close the window."""
        if self._problems:
            self.query_one("#problem").focus()
        else:
            self.dismiss()

    def action_move(self, rows: int) -> None:
        """Move the cursor by some problems."""
        if self._problems:
            self.query_one(TwoLineList).action_move(rows)

    def action_copy(self) -> None:
        """Copy the problem under the cursor."""
        if self._current is not None:
            self._copy(_copied(self._current), "problem")

    def action_copy_all(self) -> None:
        """Copy all problems that are listed."""
        if self._problems:
            what = f"{len(self._problems):,} problems"
            self._copy("\n".join(map(_copied, self._problems)), what)


def _line(problem: Problem) -> str:
    """Return the line as it follows the file's name."""
    return f":{problem.line}" if problem.line else ""


def _copied(problem: Problem) -> str:
    """Return what is copied: `FILE:LINE: REASON`, and the text concerned below it."""
    return f"{problem}\n{problem.text}" if problem.text else str(problem)
