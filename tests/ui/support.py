"""A reader under a pilot: opened on small sources, waited for, and looked at as a user would."""

import asyncio
from asyncio import timeout
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from time import monotonic

import pytest
from textual.events import Key
from textual.geometry import Region
from textual.notifications import Notification
from textual.pilot import Pilot
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input

from paperview.index.query.parser import parse
from paperview.index.results import EVERYTHING
from paperview.library.memory import Memory
from paperview.model.paper import Paper
from paperview.sources.problem import Problem, SourceError
from paperview.sources.request import Request
from paperview.sources.source import Opened, Source, TextSource
from paperview.ui.app import PaperviewApp
from paperview.ui.screen import ReaderScreen
from paperview.ui.widgets.filter_bar import FilterBar
from paperview.ui.widgets.lines import KeyLine, TitleLine
from paperview.ui.widgets.paper_detail import PaperDetail
from paperview.ui.widgets.paper_list import PaperList
from tests.settings.support import chosen

DEADLINE_S = 30
"""How long anything may take on the busiest machine; waiting ends as soon as it is there."""
LIMIT_S = 120
"""How long one reader may run. Textual itself waits without end for its start and its end."""
SMALL = (90, 20)
"""The least size at which everything is shown: it takes the least time to draw."""
WIDE, MIDDLE, STACKED, SINGLE = (120, 36), (80, 24), (60, 24), (40, 15)


class Reader:
    """A running reader."""

    def __init__(self, pilot: Pilot[None]) -> None:
        self.pilot = pilot
        self.app = pilot.app
        assert isinstance(self.app.screen, ReaderScreen)
        self.screen = self.app.screen

    async def mounted(self) -> None:
        """Wait until everything is on the screen and one can type."""
        await self.until(lambda: self.screen.focused)
        self.papers = self.screen.query_one(PaperList)
        self.detail = self.screen.query_one(PaperDetail)
        self.bar = self.screen.query_one(FilterBar)

    # doing

    async def press(self, *keys: str) -> None:
        """Press keys one after the other, and let the detail follow."""
        await self.pilot.press(*keys)
        await self.settled()

    async def write(self, text: str) -> None:
        """Type a query letter by letter and wait for its answer."""
        await self.pilot.press(*text)
        await self.answered(text)

    async def ask(self, text: str) -> None:
        """Put a query into the bar at once and wait for its answer."""
        self.bar.text = text
        await self.answered(text)

    async def resize(self, width: int, height: int) -> None:
        await self.pilot.resize_terminal(width, height)
        await self.until(lambda: self.top._compositor.size == (width, height))
        await self.settled()

    async def burst(self, *keys: str) -> None:
        """Press keys that arrive together, as they do over a slow line."""
        assert self.app._driver
        for key in keys:
            self.app._driver.send_message(Key(key, key if len(key) == 1 else None))
        await self.pilot.pause()
        await self.settled()

    # waiting

    async def until(self, condition: Callable[[], object]) -> None:
        """Wait until something is so; look more and more seldom, as looking takes time, too."""
        deadline = monotonic() + DEADLINE_S
        pause = 0.001
        while not condition():
            assert self.app.is_running, "the program has ended"
            assert monotonic() < deadline, f"still not so:\n{self.text}"
            await asyncio.sleep(pause)
            pause = min(pause * 1.5, 0.02)

    async def answered(self, text: str) -> None:
        """Wait until the answer to what stands in the bar is there."""
        query = parse(text)
        wanted = query if query.clauses else EVERYTHING
        await self.until(lambda: wanted == self.screen.question[0] == self.screen.results.query)
        await self.settled()

    async def settled(self) -> None:
        """Wait until the detail shows the paper under the cursor."""
        await self.until(lambda: not self.screen.reading.is_due)
        await self.pilot.pause()

    async def loaded(self) -> None:
        """Wait until everything is read and queries are answered from the whole index."""
        await self.until(lambda: self.screen.session.is_whole)
        count = len(self.screen.store)
        await self.until(
            lambda: (
                (index := self.screen.session.index) is not None
                and index.searched == count
                and self.screen.results.searched == count
            )
        )
        await self.settled()

    async def listed(self, ids: Sequence[str]) -> None:
        """Wait until the list holds these papers in this order."""
        await self.until(lambda: self.ids == ids)
        await self.settled()

    async def told(self, part: str) -> str:
        """Wait for a toast that says something, and return all that it says."""
        await self.until(lambda: any(part in toast.message for toast in self.toasts))
        return next(toast.message for toast in self.toasts if part in toast.message)

    # looking

    @property
    def top(self) -> Screen[object]:
        """The screen or window in front."""
        return self.app.screen

    @property
    def has_no_window(self) -> bool:
        """Whether nothing stands in front of the papers."""
        return self.app.screen is self.screen

    @property
    def toasts(self) -> list[Notification]:
        return list(self.app._notifications)

    @property
    def strips(self) -> list[Strip]:
        """The screen's lines, as they are drawn."""
        return self.top._compositor.render_strips()

    @property
    def text(self) -> str:
        return "\n".join(strip.text for strip in self.strips)

    def lines(self, widget: Widget) -> list[str]:
        """Return what is seen within a widget, line by line, without blanks at the ends."""
        return [strip.text.rstrip() for strip in self.strips_of(widget)]

    def strips_of(self, widget: Widget) -> list[Strip]:
        region = widget.content_region
        return [strip.crop(region.x, region.right) for strip in self.strips_at(region)]

    def strips_at(self, region: Region) -> list[Strip]:
        """Return the screen's lines where a region is, and draw no others."""
        compositor = self.top._compositor
        rows = region.intersection(compositor.size.region).line_range
        lines = Region(0, rows.start, compositor.size.width, len(rows))
        chops = compositor._render_chops(lines, rows.__contains__)
        return [Strip.join(chops[row].values()) for row in rows]

    def said(self, selector: str) -> str:
        """Return what a small widget says."""
        return " ".join(self.lines(self.screen.query_one(selector))).strip()

    @property
    def title_line(self) -> TitleLine:
        return self.screen.query_one(TitleLine)

    def title(self, part: str) -> str:
        """Return what a part of the title line says."""
        drawn = (run for strip in self.strips_of(self.title_line) for run in strip)
        parts = (run.text for run in drawn if run.style and run.style.meta.get("part") == part)
        return "".join(parts).strip()

    @property
    def page(self) -> str:
        """The detail's text, what is scrolled away too."""
        return self.detail._page.content.plain

    @property
    def key_line(self) -> str:
        return self.said("KeyLine")

    @property
    def hints(self) -> KeyLine:
        return self.screen.query_one(KeyLine)

    @property
    def ids(self) -> list[str]:
        """The identities of the papers in the list, in order."""
        return [name(self.screen.store[number]) for number in self.screen.listed.shown]

    @property
    def current(self) -> str | None:
        """The identity of the paper under the cursor."""
        number = self.papers.number
        return None if number is None else name(self.screen.store[number])

    @property
    def focus(self) -> str:
        """Which pane has the focus."""
        panes = {Input: "filter", PaperList: "list", PaperDetail: "detail"}
        focused = self.screen.focused
        return next((pane for kind, pane in panes.items() if isinstance(focused, kind)), "none")

    @property
    def chosen_link(self) -> str:
        """The stretch of the detail that is seen in reverse."""
        region = self.detail.scrollable_content_region
        return "".join(
            part.text
            for strip in self.strips_at(region)
            for part in strip.crop(region.x, region.right)
            if part.style and part.style.reverse
        )

    def place_of(self, widget: Widget, text: str) -> tuple[int, int]:
        """Return where in a widget a text is seen, for the mouse."""
        region = widget.content_region
        origin = region.offset - widget.region.offset
        for y, line in enumerate(self.lines(widget)):
            if text in line:
                before = line[: line.index(text)]
                return origin.x + len(before), origin.y + y
        raise AssertionError(f"{text!r} is not to be seen:\n{self.text}")

    async def click(self, widget: Widget, text: str, times: int = 1) -> None:
        await self.pilot.click(widget, offset=self.place_of(widget, text), times=times)
        await self.settled()


def name(paper: Paper) -> str:
    return paper.arxiv_id.base if paper.arxiv_id else str(paper.doi)


def source(text: str, file: str = "five.txt") -> TextSource:
    return TextSource(file, text.encode())


def failed(problem: Problem) -> SourceError:
    """Return the error of a file that can't be opened."""
    error = SourceError(problem.source, problem.reason)
    error.problem = problem
    return error


@asynccontextmanager
async def reading(
    *sources: Source,
    size: tuple[int, int] = SMALL,
    problems: Sequence[Problem] = (),
    is_seeds: bool = False,
    until_loaded: bool = True,
    toasts: bool = False,
) -> AsyncIterator[Reader]:
    """Run the reader on some sources, loaded unless told otherwise.

    Toasts are known to it in any case; with `toasts` they are also drawn.
    """
    request = Request([] if is_seeds else ["a file that is not there"])
    errors = [failed(problem) for problem in problems]
    opened = Opened(list(sources), errors, stamps=request.stamps())
    app = PaperviewApp(request, opened)
    async with running(app, size, until_loaded=until_loaded, toasts=toasts) as reader:
        yield reader


@asynccontextmanager
async def reading_files(
    *paths: Path, size: tuple[int, int] = SMALL, watch: bool = False, until_loaded: bool = True
) -> AsyncIterator[Reader]:
    """Run the reader on some files."""
    request = Request([*map(str, paths)])
    app = PaperviewApp(request, request.open(), memory=Memory(chosen(watch=watch)))
    async with running(app, size, until_loaded=until_loaded) as reader:
        yield reader


@asynccontextmanager
async def running(
    app: PaperviewApp, size: tuple[int, int], *, until_loaded: bool, toasts: bool = False
) -> AsyncIterator[Reader]:
    async with timeout(LIMIT_S), app.run_test(size=size, notifications=toasts) as pilot:
        reader = Reader(pilot)
        await reader.mounted()
        if until_loaded:
            await reader.loaded()
        yield reader
        assert list(reader.top._compositor._get_renders()), "whatever was done, it can be drawn"


def stop_again_and_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the running loop believe that its machine stops for a moment, 300 times."""
    loop, stops = asyncio.get_running_loop(), count()
    time = loop.time
    monkeypatch.setattr(loop, "time", lambda: time() + min(next(stops), 300) / 5)
