"""What every test of the screen needs: nothing blinks, nothing is animated, no time is wasted."""

import gc

import pytest
from textual._compositor import Compositor
from textual.widgets import Input

from paperview import browser, clipboard
from paperview.clipboard import Outcome, Way


@pytest.fixture(autouse=True)
def still(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the screen still, and Textual's pilot from waiting longer than it must.

    The pilot holds the program for idle when it has used nearly no time for a while. That while is
    a constant without a public name; a fifth of it is enough, since the tests wait for conditions.
    The detail follows the cursor at once, and the garbage of earlier tests is not kept.
    """
    monkeypatch.setattr(gc, "freeze", lambda: None)
    monkeypatch.setattr("textual.constants.TEXTUAL_ANIMATIONS", "none")
    monkeypatch.setattr("textual._wait.SLEEP_GRANULARITY", 0.004)
    monkeypatch.setattr("textual._wait.SLEEP_IDLE", 0.0008)
    monkeypatch.setattr("paperview.ui.screens.papers._DETAIL_DELAY", 0.001)
    monkeypatch.setattr(Input.cursor_blink, "_default", False)


@pytest.fixture(autouse=True)
def unpainted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw only where a test looks: what is sent to no terminal takes half of all the time."""

    def forget(compositor: Compositor, **_: bool) -> None:
        compositor._dirty_regions.clear()

    monkeypatch.setattr(Compositor, "render_partial_update", forget)
    monkeypatch.setattr(Compositor, "render_full_update", forget)


@pytest.fixture(autouse=True)
def copied(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Gather what is copied instead of copying it."""
    texts: list[str] = []

    def copy(text: str, *_: object) -> Outcome:
        texts.append(text)
        return Outcome(Way.TOOL, True, "copied with a test")

    monkeypatch.setattr(clipboard, "copy", copy)
    return texts


@pytest.fixture(autouse=True)
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Gather the addresses that are opened instead of opening them."""
    addresses: list[str] = []

    def open_address(url: str) -> str | None:
        addresses.append(url)
        return "a-browser"

    monkeypatch.setattr(browser, "open_address", open_address)
    return addresses
