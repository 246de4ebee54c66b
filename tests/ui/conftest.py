"""What every test of the screen needs: nothing blinks, nothing is animated, no time is wasted."""

import asyncio
import gc
from collections.abc import Iterator
from pathlib import Path
from time import monotonic

import pytest
from textual._compositor import Compositor
from textual._queue import Queue
from textual.app import App
from textual.message_pump import MessagePump
from textual.pilot import Pilot
from textual.widgets import Input

from paperview import system
from paperview.sources.request import Request
from paperview.sources.source import Opened
from paperview.system.clipboard import Outcome, Way
from tests.ui.changes import Gate
from tests.ui.corpora import numbered
from tests.ui.styling import ask_once
from tests.ui.support import DEADLINE_S, LIMIT_S


@pytest.fixture(autouse=True)
def still(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the screen still, and Textual's pilot from waiting longer than it must.

    The pilot holds the program for idle when it has used nearly no time for a while. That while is
    a constant without a public name; a fifth of it is enough, since the tests wait for conditions.
    The detail follows the cursor at once, and the garbage of earlier tests is not kept.

    On a machine that stops for seconds toasts are still there afterwards, two clicks are still a
    double click, a second key is still part of the first, and no reload is shown in part.
    """
    monkeypatch.setattr(App, "NOTIFICATION_TIMEOUT", LIMIT_S)
    monkeypatch.setattr(App, "CLICK_CHAIN_TIME_THRESHOLD", LIMIT_S)
    monkeypatch.setattr("paperview.ui.pending._TWICE", LIMIT_S)
    monkeypatch.setattr("paperview.ui.reload.PATIENCE", LIMIT_S)
    monkeypatch.setattr(gc, "freeze", lambda: None)
    monkeypatch.setattr("textual.constants.TEXTUAL_ANIMATIONS", "none")
    monkeypatch.setattr(Pilot, "_wait_for_screen", wait_for_screen)
    monkeypatch.setattr("textual._wait.SLEEP_GRANULARITY", 0.004)
    monkeypatch.setattr("textual._wait.SLEEP_IDLE", 0.0008)
    monkeypatch.setattr("paperview.ui.reading._DELAY", 0.001)
    monkeypatch.setattr(Input.cursor_blink, "_default", False)


async def wait_for_screen(pilot: Pilot[None]) -> bool:
    """Wait until everything on the screen has handled its messages and what waits for a drawing.

    Textual sends a message to each widget and waits until all have come back, after each key. That
    was nearly half of all messages. A widget that waits for a message has handled all others.
    """
    app, end, looks, rests = pilot.app, monotonic() + DEADLINE_S, 0, 0
    while rests < 2 and not app._exception_event.is_set():
        assert monotonic() < end, "some widget handles a message without end"
        await asyncio.sleep(0 if looks < 100 else 0.002)
        looks += 1
        screen = app.screen
        if not all(map(rests_now, (app, *screen.walk_children(with_self=True)))):
            rests = 0
        elif screen._callbacks and not screen._closing:
            screen._on_timer_update()
            rests = 0
        else:
            rests += 1
    return rests == 2


def rests_now(pump: MessagePump) -> bool:
    if pump._closing or pump._closed:
        return True
    queue: Queue[object] = pump._message_queue
    return queue.empty() and bool(queue.ready_event._waiters)


@pytest.fixture(autouse=True, scope="session")
def styled_once() -> Iterator[None]:
    """Ask each style sheet once for all programs what it says."""
    with pytest.MonkeyPatch.context() as patch:
        ask_once(patch)
        yield


@pytest.fixture(autouse=True)
def unpainted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw only where a test looks: what is sent to no terminal takes half of all the time."""

    monkeypatch.setattr(Compositor, "render_partial_update", forget)
    monkeypatch.setattr(Compositor, "render_full_update", forget)


def forget(compositor: Compositor, **_: bool) -> None:
    """Leave out what would be drawn."""
    compositor._dirty_regions.clear()


@pytest.fixture(autouse=True)
def copied(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Gather what is copied instead of copying it."""
    texts: list[str] = []

    def copy(text: str, *_: object) -> Outcome:
        texts.append(text)
        return Outcome(Way.TOOL, True, "copied with a test")

    monkeypatch.setattr(system, "copy", copy)
    return texts


@pytest.fixture(autouse=True)
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Gather the addresses that are opened instead of opening them."""
    addresses: list[str] = []

    def open_address(url: str) -> str | None:
        addresses.append(url)
        return "a-browser"

    monkeypatch.setattr(system, "open_address", open_address)
    return addresses


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look again and again whether files have changed, however slow that is."""
    monkeypatch.setattr("paperview.library.watcher.INTERVAL", 0.01)
    monkeypatch.setattr("paperview.library.watcher._REST", 0)


@pytest.fixture
def refs(tmp_path: Path) -> Path:
    """A file of the papers 11 to 30, newest first, to which newer ones can be added."""
    path = tmp_path / "refs.txt"
    path.write_text(numbered(20, start=11))
    return path


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    gate = Gate()
    gate.is_open.set()
    open_files = Request.open

    def open_later(request: Request, *, need_papers: bool = True) -> Opened:
        opened = open_files(request, need_papers=need_papers)
        gate.is_reached.set()
        assert gate.is_open.wait(DEADLINE_S)
        return opened

    monkeypatch.setattr(Request, "open", open_later)
    yield gate
    gate.is_open.set()
