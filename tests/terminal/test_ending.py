"""However the reader ends: promptly, with its exit code, and the terminal as it was before."""

import os
import pty
import random
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest

from tests.terminal.closings import BUSY_S, close
from tests.terminal.support import DEADLINE_S, PATIENT, PROGRAM, Terminal, terminal

MOUSE_MODES = (1000, 1002, 1003, 1006, 1015)


@pytest.fixture(autouse=True)
def tools(require_tool: Callable[..., None]) -> None:
    require_tool("setsid")


def is_sane(screen: Terminal) -> bool:
    """Whether the terminal is left as it was found."""
    written = screen.received
    switched = {
        mode: (written.rfind(b"\x1b[?%dh" % mode), written.rfind(b"\x1b[?%dl" % mode))
        for mode in (1049, 2004, 1004, *MOUSE_MODES)
    }
    return (
        screen.settings_now == list(screen.settings)
        and all(on <= off for on, off in switched.values())
        and written.rfind(b"\x1b[?25h") > written.rfind(b"\x1b[?25l")
        and b"\x1b[?1049l" in written
        and b"Traceback" not in written
    )


TOOLS = {"xdg-open": "o", "xclip": "y"}
"""Tools, and the keys that start them."""


@pytest.fixture
def stuck(tmp_path: Path) -> Iterator[Mapping[str, str]]:
    """Put tools on the PATH that go on and on once they are called, and end them afterwards."""
    pids = [tmp_path / f"{name}.pid" for name in TOOLS]
    for name, pid in zip(TOOLS, pids, strict=True):
        path = tmp_path / name
        path.write_text(f"#!/bin/sh\necho $$ >{pid}.new; mv {pid}.new {pid}; exec sleep 60\n")
        path.chmod(0o755)
    yield {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}", "DISPLAY": ":0"}
    for pid in pids:
        with suppress(ProcessLookupError, FileNotFoundError):
            os.kill(int(pid.read_text()), signal.SIGKILL)


def is_missing(file: Path) -> bool:
    return not file.exists()


def test_a_key_ends_it_though_tools_still_run(stuck: Mapping[str, str], tmp_path: Path) -> None:
    """Other keys end other tests: ctrl+c behind a window, ctrl+q where too much was written."""
    with terminal(*PATIENT, env=stuck) as screen:
        screen.read_until("2107.03832")
        screen.do("\r", "tags")
        for name, key in TOOLS.items():
            screen.send(key)
            screen.read_while(partial(is_missing, tmp_path / f"{name}.pid"))
        screen.send("q")
        assert screen.end() == 0
        assert is_sane(screen)
    for name in TOOLS:
        os.kill(int((tmp_path / f"{name}.pid").read_text()), 0)  # nothing if it is still there


PROMPTLY_S = 1.0
BLOCKED = """
import os
from paperview.__main__ import main
from paperview.ui.app import PaperviewApp

def block(app):
    os.write(2, b"blocked")
    while True:
        pass

PaperviewApp.action_interrupt = block
main()
"""


ANOTHER_S = """
import os
from paperview.__main__ import main

def refuse(file):
    raise PermissionError

os.ttyname = refuse
main()
"""
"""The program where the terminal belongs to another user, as after su, and can't be opened anew."""


def end_promptly(screen: Terminal) -> int:
    """Wait, without reading, until the program is gone; return its exit code."""
    began = time.monotonic()
    code = screen.process.wait(DEADLINE_S)
    assert time.monotonic() - began < PROMPTLY_S + BUSY_S
    return code


def test_a_signal_ends_it() -> None:
    """SIGTERM and SIGHUP end other tests here: every signal has one handler."""
    with terminal(*PROGRAM) as screen:
        screen.read_until("2107.03832")
        screen.process.send_signal(signal.SIGINT)
        assert screen.end() == 128 + signal.SIGINT
        assert is_sane(screen)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_while_its_event_loop_is_blocked(number: signal.Signals) -> None:
    with terminal(sys.executable, "-c", BLOCKED) as screen:
        screen.read_until("2107.03832")
        screen.do("\x03", "blocked")
        screen.process.send_signal(number)
        assert end_promptly(screen) == 128 + number
        screen.end()
        assert is_sane(screen)


@pytest.mark.parametrize(
    ("program", "number"),
    [
        (PROGRAM, signal.SIGHUP),
        (PROGRAM, None),
        ((sys.executable, "-c", ANOTHER_S), signal.SIGTERM),
        ((sys.executable, "-c", ANOTHER_S), None),
    ],
)
def test_it_ends_while_the_terminal_takes_nothing(
    program: tuple[str, ...], number: signal.Signals | None
) -> None:
    """As with ctrl+s, or while the terminal's program is stopped; None is a key."""
    with terminal(*program) as screen:
        screen.read_until("2107.03832")
        screen.stop_output()
        screen.send("fed\x1b[B\r")
        if number is None:
            screen.send("\x11")
        else:
            screen.process.send_signal(number)
        assert end_promptly(screen) == (0 if number is None else 128 + number)
        assert screen.settings_now == list(screen.settings)


def test_frames_that_a_terminal_could_not_take_are_made_up_for_and_leave_it_sane() -> None:
    def fill() -> None:
        for number in range(100):  # frames enough for what a terminal holds that nobody reads
            screen.resize(119 + number % 2, 36)
            screen.process.send_signal(signal.SIGWINCH)
            time.sleep(0.01)

    with terminal(*PROGRAM) as screen:
        screen.read_until("2107.03832")
        screen.stop_output()
        fill()
        screen.send("fed")
        start = len(screen.received)
        screen.start_output()
        screen.read_until("3 of 10", start)
        screen.read_until("\\^q", start)
        assert len(screen.received) - start < 300_000
        fill()
        screen.send("\x11")
        assert end_promptly(screen) == 0
        screen.end()
        assert is_sane(screen)


def test_a_closed_terminal_ends_it() -> None:
    with terminal(*PROGRAM) as screen:
        screen.read_until("2107.03832")
        screen.hang_up()
        assert end_promptly(screen) in {128 + signal.SIGHUP, -signal.SIGHUP}


def test_a_terminal_that_is_closed_while_standard_input_is_waited_for_ends_it(
    tmp_path: Path,
) -> None:
    feed = tmp_path / "feed"
    os.mkfifo(feed)
    writer = os.open(feed, os.O_RDWR)
    try:
        with terminal("sh", "-c", f"trap '' HUP; {shlex.join(PROGRAM)} - <{feed}; :") as screen:
            screen.read_until("waiting for standard input")
            screen.hang_up()
            end_promptly(screen)
    finally:
        os.close(writer)


@pytest.mark.parametrize(
    ("launcher", "typing"),
    [("make", False), ("sh -c", True), ("script", True), ("a Python launcher", False)],
)
def test_a_terminal_closed_at_any_moment_leaves_nothing(
    launcher: str, typing: bool, require_tool: Callable[..., None]
) -> None:
    require_tool("make", "script")
    chance = random.Random(f"closings of {launcher}")  # noqa: S311 - no secret
    for _ in range(int(os.environ.get("PAPERVIEW_CLOSINGS", "1"))):
        moment = chance.uniform(0, 1.5)
        closing = close(launcher, "closed", typing=typing, moment=moment)
        assert not closing.left, closing


def test_an_open_window_does_not_keep_it() -> None:
    with terminal(*PROGRAM) as screen:
        screen.read_until("2107.03832")
        screen.do("\rY", "BibTeX")
        screen.send("\x03")
        assert screen.end() == 0
        assert is_sane(screen)


@pytest.mark.parametrize("missing", ["stdin", "stderr"])
def test_without_a_terminal_it_says_so_in_one_line(missing: str) -> None:
    master, slave = pty.openpty()
    reading, writing = os.pipe()
    streams = {
        name: writing if name == missing else slave for name in ("stdin", "stdout", "stderr")
    }
    if missing == "stdin":
        streams["stdin"] = subprocess.DEVNULL
    try:
        process = subprocess.run(  # type: ignore[call-overload]  # the streams are files
            PROGRAM, **streams, timeout=DEADLINE_S, check=False, start_new_session=True
        )
        said = os.read(reading if missing == "stderr" else master, 4096).decode()
    finally:
        for file in (master, slave, reading, writing):
            os.close(file)
    assert process.returncode == 2
    assert said.splitlines() == [
        "paperview: the reader needs a terminal; in scripts use: paperview search QUERY [FILE ...]"
    ]
