"""The window of possible duplicates: pairs of papers side by side, to be merged or kept apart."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from time import monotonic
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from paperview import library
from paperview.exports.lines import any_id
from paperview.index.results import NumberList
from paperview.keys.table import Hint
from paperview.library.session import Session
from paperview.model.paper import Paper
from paperview.tex import to_text
from paperview.text.ascii import own
from paperview.text.sanitize import clean, counted
from paperview.ui.desk import Desk, ShelfChanged
from paperview.ui.dialogs.parts import NARROW, Frame
from paperview.ui.dialogs.windows import Window
from paperview.ui.render.cells import Line, file_name, fit, shown
from paperview.ui.render.page import Page
from paperview.ui.render.signs import NOTED, summary
from paperview.ui.render.styles import MATCH, QUIET
from paperview.ui.widgets.paper_detail import PaperDetail
from paperview.ui.widgets.paper_list import PaperList

if TYPE_CHECKING:
    from paperview.index.storage.index import Index
    from paperview.library.duplicates import Pair

_SLICE = 0.05
"""Seconds for which candidates are compared before the window shows what was found."""
_LOOK = 0.1
"""Seconds between two looks for an index."""
_ROWS = 8
"""Rows of the list, where there are so many."""
_OTHER = MATCH

_LISTING: tuple[Hint, ...] = (
    ("m", "merge", "settle('merge')"),
    ("n", "not the same", "settle('keep_apart')"),
    ("u", "undo", "act('undo')"),
    ("esc", "close", "dismiss"),
    ("enter", "list both", "take"),
    ("o", "open both", "act('open')"),
    ("^d", "scroll", "scroll(1)"),
)
_WITHOUT_PAIR = [hint for hint in _LISTING if hint[1] in ("undo", "close")]


class DuplicatesScreen(Window[list[int]]):
    """Lists pairs of papers that are probably one work, with their differences.

    Its result is a pair of papers to be listed.
    """

    HORIZONTAL_BREAKPOINTS = [(0, "-single"), (NARROW, "-wide")]  # noqa: RUF012 - Textual's way
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (20, "-high")]  # noqa: RUF012 - as above
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,D", "dismiss", "Close"),
        Binding("enter", "take", "List both"),
        Binding("m", "settle('merge')", "Merge on the shelf"),
        Binding("n,x", "settle('keep_apart')", "Not the same"),
        Binding("u", "act('undo')", "Undo"),
        Binding("U", "act('redo')", "Redo"),
        Binding("o", "act('open')", "Open both"),
        Binding("ctrl+d,space", "scroll(0.5)", "Scroll"),
        Binding("ctrl+u", "scroll(-0.5)", "Scroll back"),
    ]

    def __init__(
        self, session: Session, desk: Desk, act: Callable[[str, Sequence[Paper]], None]
    ) -> None:
        """Set the contents of the window.

        Args:
            session: the papers.
            desk: the shelf.
            act: does with papers what a name says.
        """
        super().__init__()
        self._session = session
        self._desk = desk
        self._act = act
        self._found: list[Pair] = []
        self._settled: dict[int, bool] = {}
        """Pairs that were settled here, by index, and whether they still are."""
        self._said = ""
        self._shown: int | None = None
        """The pair that is shown in full."""

    def compose(self) -> ComposeResult:
        """Create the window."""
        with Frame(_LISTING, id="duplicates-window") as window:
            window.border_title = "possible duplicates"
            yield Static("", id="found", markup=False)
            yield PaperList(id="pairs")
            with Horizontal(id="both"):
                yield PaperDetail(id="one")
                yield PaperDetail(id="other")

    def on_mount(self) -> None:
        """Begin to look for pairs."""
        self.query_one(PaperList).focus()
        self._show()
        self._find()

    # --- finding

    @work(exclusive=True)
    async def _find(self) -> None:
        """Find pairs in threads, some at a time."""
        try:
            index = await self._index()
            paper = self._session.store.__getitem__
            search = library.PossibleDuplicates(index, paper, self._is_settled)
            steps = iter(search)
            while (some := await asyncio.to_thread(_next, steps)) is not None:
                self._found += some
                count = counted(len(self._found), "pair")
                looking = own(f"looking … {search.progress:.0%}")
                self._said = own(f"{count} so far …") if self._found else looking
                if some:
                    self._show()
                elif self.is_attached:
                    self._say()
            self._said = f"{counted(len(self._found), 'pair')} found{search.remark}"
        except Exception as error:  # a damaged index leads to errors of many kinds
            await asyncio.to_thread(self._session.failed, error)
        self._show()

    async def _index(self) -> Index:
        """Return the index of all papers, as soon as it is there."""
        while (index := self._session.index) is None or not self._session.is_over:
            waiting = own("indexing …")
            if self._said != waiting:
                self._said = waiting
                self._show()
            await asyncio.sleep(_LOOK)
        self._said = own("looking …")
        self._show()
        return index

    def _is_settled(self, first: Paper, second: Paper) -> bool:
        shelf = self._desk.shelf
        return shelf is not None and shelf.are_settled(first, second)

    # --- showing

    def _show(self) -> None:
        if not self.is_attached:
            return
        listed = self.query_one(PaperList)
        left = [index for index in range(len(self._found)) if not self._settled.get(index)]
        listed.styles.height = max(1, min(_ROWS, len(left))) * listed.lines_per_row
        listed.show(
            NumberList(left),
            self._draw_row,
            stay=listed.number,
            row=listed.cursor,
            otherwise=("None.",) if "found" in self._said else (),
        )
        self._show_pair()

    def _papers(self, index: int) -> tuple[Paper, Paper]:
        pair = self._found[index]
        return self._session.store[pair.first], self._session.store[pair.second]

    def _draw_row(self, index: int, width: int, height: int) -> list[Line]:
        paper = self._session.store[self._found[index].first]
        title, why = shown(to_text(paper.title or "")), self._found[index].why
        if height == 2:
            return [fit([(title, "title")], width), fit([(why, "below")], width)]
        return [fit([(title, "title"), (f"  {why}", "below")], width)]

    def _say(self) -> None:
        """Say how many pairs there are, and what those under the cursor have in common."""
        index, done = self._current, sum(self._settled.values())
        said = [self._said, f"{done:,} done here" if done else ""]
        said += [] if index is None else [self._found[index].why]
        line = Content(own(" · ").join(filter(None, said)))
        self.query_one("#found", Static).update(line, layout=False)

    @on(PaperList.Highlighted)
    def _show_pair(self) -> None:
        """Show the papers of the pair under the cursor, and where they differ."""
        index = self.query_one(PaperList).number
        self._say()
        self.query_one(Frame).show_hints(_WITHOUT_PAIR if index is None else _LISTING)
        details = [self.query_one(name, PaperDetail) for name in ("#one", "#other")]
        if index is None:
            pages = [Content(), Content()]
        else:
            facts = [self._facts(paper) for paper in self._papers(index)]
            pages = [_compared(facts[0], facts[1]), _compared(facts[1], facts[0])]
        is_same, self._shown = index == self._shown, index
        for detail, content in zip(details, pages, strict=True):
            detail.show(Page(content=content), keep_scroll=is_same)

    def _facts(self, paper: Paper) -> dict[str, str]:
        """Return what is shown of a paper."""
        state = self._desk.state(paper)
        added = [summary(state), NOTED if state.note else ""] if state else []
        facts = {
            "id": any_id(paper),
            "title": to_text(paper.title or ""),
            "authors": ", ".join(map(to_text, paper.authors)),
            "date": str(paper.date or ""),
            "journal": to_text(paper.journal_ref or ""),
            "DOI": paper.doi.name if paper.doi else "",
            "comments": to_text(paper.comments or ""),
            "from": ", ".join(map(file_name, paper.sources)),
            "shelf": "  ".join(filter(None, added)),
            "abstract": to_text(paper.abstract or ""),
        }
        return {name: shown(clean(" ".join(text.split()))) for name, text in facts.items()}

    @on(ShelfChanged)
    def _shelf_changed(self) -> None:
        """Take away the pairs that are settled now, and bring back those that no longer are."""
        for index in self._settled:
            self._settled[index] = self._is_settled(*self._papers(index))
        self._show()

    # --- keys

    @property
    def _current(self) -> int | None:
        return self.query_one(PaperList).number

    def action_settle(self, how: str) -> None:
        """Say that the papers are one work, or that they are not."""
        if self._current is not None:
            self._settled.setdefault(self._current, False)
            self._act(how, self._papers(self._current))

    def action_act(self, what: str) -> None:
        """Undo, redo, or open both papers."""
        papers = () if self._current is None else self._papers(self._current)
        if papers or what != "open":
            self._act(what, papers)

    def action_take(self) -> None:
        """List both papers."""
        if self._current is not None:
            pair = self._found[self._current]
            self.dismiss([pair.first, pair.second])

    def action_scroll(self, pages: float) -> None:
        """Scroll both papers."""
        for name in ("#one", "#other"):
            self.query_one(name, PaperDetail).action_page(pages)


def _next(found: Iterator[Pair | None]) -> list[Pair] | None:
    """Return the next pairs, as many as there is time for; None at the end."""
    pairs = []
    ends = monotonic() + _SLICE
    for pair in found:
        if pair is not None:
            pairs.append(pair)
        if monotonic() > ends:
            return pairs
    return pairs or None


def _compared(mine: dict[str, str], theirs: dict[str, str]) -> Content:
    """Write what is known of a paper; words that the other one lacks stand out."""
    parts: list[Content | str] = []
    for name, text in mine.items():
        if not text and not theirs[name]:
            continue
        parts.append(Content.styled(f"{name}  ", QUIET))
        if not text:
            parts.append(Content.styled("none", f"italic {QUIET}"))
        else:
            parts += _with_differences(text, theirs[name])
        parts.append("\n")
    return Content.assemble(*parts)


def _with_differences(text: str, other: str) -> Iterator[Content | str]:
    mine, theirs = text.split(" "), other.split(" ")
    if not other:
        yield text
        return
    steps = SequenceMatcher(None, mine, theirs, autojunk=False).get_opcodes()
    for tag, start, end, _, _ in steps:
        words = " ".join(mine[start:end]) + (" " if end < len(mine) else "")
        if start < end:
            yield words if tag == "equal" else Content.styled(words, _OTHER)
