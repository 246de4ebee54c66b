"""The first rung: the desktop's tools and what pyperclip does itself."""

import base64
import os
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pyperclip  # type: ignore[import-untyped]  # it comes without types
import pytest

from paperview.system.clipboard import Outcome, Way, desktop
from tests.system.clipboard.support import (
    HARD_TEXT,
    IN_TERMINAL,
    NOISE,
    OSC_TEXT,
    STORE,
    TEXT,
    Fake,
    copied,
)

DEADLINE_S = 20
HANG = "exec 9>$STATE/alive; sleep 60"  # with a child, as a tool behind a wrapper script has


def test_a_tool_that_gives_the_text_back_is_verified(
    xclip: Callable[..., None], tmp_path: Path
) -> None:
    xclip()
    assert copied(HARD_TEXT) == (Outcome(Way.TOOL, True, "copied with xclip"), "")
    assert (tmp_path / "clip").read_text() == HARD_TEXT


@pytest.mark.parametrize("tools", [["xsel", "xsel"], ["wl-copy", "wl-paste"]])
def test_other_linux_tools_are_called_as_pyperclip_chooses(
    tools: list[str], fake: Fake, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("WAYLAND_DISPLAY" if tools[0] == "wl-copy" else "DISPLAY", "0")
    give = 'case "$*" in *-o|-n*) cat $STATE/clip; exit;; esac; '
    for tool in tools:
        fake(tool, give + NOISE + STORE)
    assert copied(HARD_TEXT) == (Outcome(Way.TOOL, True, f"copied with {tools[0]}"), "")
    assert (tmp_path / "clip").read_text() == HARD_TEXT


def test_pbcopy_is_given_a_utf8_locale(
    fake: Fake, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("platform.system", lambda: "Darwin")
    monkeypatch.setitem(sys.modules, "Foundation", None)
    monkeypatch.setenv("LC_ALL", "C")
    refuse = 'case "$LC_ALL" in *.UTF-8) ;; *) exit 1;; esac; '
    fake("pbcopy", refuse + STORE)
    fake("pbpaste", refuse + "cat $STATE/clip")
    assert copied(HARD_TEXT) == (Outcome(Way.TOOL, True, "copied with pbcopy"), "")
    assert (tmp_path / "clip").read_text() == HARD_TEXT


def test_klipper_takes_the_text_as_an_argument(fake: Fake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":0")
    fake("klipper", "")
    fake("qdbus", 'case "$3" in set*) printf %s "$4" >$STATE/clip;; *) cat $STATE/clip; echo; esac')
    assert copied(HARD_TEXT) == (Outcome(Way.TOOL, True, "copied with qdbus"), "")


def test_windows_clipboard_from_linux(
    fake: Fake, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(pyperclip, "determine_clipboard", pyperclip.init_wsl_clipboard)
    fake("clip.exe", STORE)
    unread = Outcome(Way.TOOL, False, "copied with clip.exe, but could not be read back")
    assert copied(HARD_TEXT) == (unread, "")
    assert (tmp_path / "clip").read_bytes() == HARD_TEXT.encode("utf-16le")
    fake("powershell.exe", f"echo {base64.b64encode(HARD_TEXT.encode()).decode()}")
    assert copied(HARD_TEXT) == (Outcome(Way.TOOL, True, "copied with clip.exe"), "")
    fake("powershell.exe", "echo %%%%")
    assert copied() == (IN_TERMINAL, OSC_TEXT)


@pytest.mark.parametrize(
    ("store", "give"),
    [
        (f"{STORE}; exit 1", "cat $STATE/clip"),
        (STORE, "cat $STATE/clip; exit 1"),
        (STORE, "echo something else"),
        (STORE, "printf '\\377'"),
        ("kill -KILL $$", "cat $STATE/clip"),
    ],
)
def test_a_tool_that_fails_is_not_believed(
    store: str, give: str, xclip: Callable[..., None]
) -> None:
    xclip(store, give)
    assert copied() == (IN_TERMINAL, OSC_TEXT)


@pytest.mark.parametrize("moment", ["storing", "reading back"])
def test_a_tool_that_hangs_is_killed(
    moment: str, xclip: Callable[..., None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desktop, "LIMIT_S", 0.3)
    xclip(*(HANG, "") if moment == "storing" else (STORE, HANG))
    os.mkfifo(tmp_path / "alive")
    alive = os.open(tmp_path / "alive", os.O_RDONLY | os.O_NONBLOCK)
    try:
        assert copied() == (IN_TERMINAL, OSC_TEXT)
        deadline = time.monotonic() + DEADLINE_S
        while is_held(alive):
            assert time.monotonic() < deadline
            time.sleep(0.01)
    finally:
        os.close(alive)


def is_held(pipe: int) -> bool:
    """Return whether anybody can still write to a pipe, from which reading does not wait."""
    try:
        return os.read(pipe, 1) != b""
    except BlockingIOError:
        return True


def test_a_child_that_a_tool_leaves_behind_is_not_waited_for(
    xclip: Callable[..., None], tmp_path: Path
) -> None:
    xclip(f"{STORE}; sleep 60 & echo $! >$STATE/pid")
    try:
        assert copied() == (Outcome(Way.TOOL, True, "copied with xclip"), "")
    finally:
        os.kill(int((tmp_path / "pid").read_text()), 9)


@pytest.mark.parametrize("before", ["echo old", "exit 1", "printf '\\377'"])
def test_a_tool_may_be_late_in_answering_with_the_new_text(
    before: str, xclip: Callable[..., None]
) -> None:
    xclip(give=f"[ -e $STATE/asked ] || {{ touch $STATE/asked; {before}; exit; }}; cat $STATE/clip")
    assert copied() == (Outcome(Way.TOOL, True, "copied with xclip"), "")


def test_a_script_that_cannot_be_started_is_no_tool(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", ":0")
    (tmp_path / "bin/xclip").write_text("no program")
    (tmp_path / "bin/xclip").chmod(0o755)
    assert copied() == (IN_TERMINAL, OSC_TEXT)


def _raise() -> str:
    raise pyperclip.PyperclipException("the clipboard is taken")


def _warn() -> str:
    warnings.warn("not perfect", stacklevel=1)
    return TEXT


@pytest.mark.parametrize(
    ("paste", "expected"),
    [
        (lambda: TEXT, (Outcome(Way.TOOL, True, "copied with pyperclip"), "")),
        (_warn, (Outcome(Way.TOOL, True, "copied with pyperclip"), "")),
        (lambda: "something else", (IN_TERMINAL, OSC_TEXT)),
        (_raise, (IN_TERMINAL, OSC_TEXT)),
    ],
)
def test_pyperclip_does_itself_what_needs_no_tool(
    paste: Callable[[], str], expected: tuple[Outcome, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def copy_windows(text: str) -> None:
        assert text == TEXT

    monkeypatch.setattr(pyperclip, "determine_clipboard", lambda: (copy_windows, paste))
    assert copied() == expected


def test_qt_is_never_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setitem(sys.modules, "qtpy", ModuleType("qtpy"))
    monkeypatch.setattr(pyperclip, "init_qt_clipboard", lambda: pytest.fail("Qt was started"))
    assert copied() == (IN_TERMINAL, OSC_TEXT)
