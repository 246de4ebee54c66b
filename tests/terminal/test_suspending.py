"""ctrl+z: back to the shell that waits, and nothing at all where none does."""

import os
import shlex
import signal
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.terminal.closings import MARK, marked
from tests.terminal.support import DEADLINE_S, PROGRAM, Tmux, tmux

PAPERVIEW = shlex.join(PROGRAM)
WITHOUT_SHELL = {
    "alone": PROGRAM,
    "sh -c": ("sh", "-c", f"{PAPERVIEW}; :"),
    "bash -c": ("bash", "-c", f"{PAPERVIEW}; :"),
    "script": ("script", "-qc", PAPERVIEW, "/dev/null"),
}


@pytest.fixture(autouse=True)
def tools(require_tool: Callable[..., None]) -> None:
    require_tool("setsid", "tmux", "bash", "script")


def reader(process: int) -> int:
    """Return the process of the reader among those that a process has started, itself included."""
    if b"paperview" in Path(f"/proc/{process}/cmdline").read_bytes().split(b"\0"):
        return process
    for child in Path(f"/proc/{process}/task/{process}/children").read_text().split():
        if found := reader(int(child)):
            return found
    return 0


def state(process: int) -> str:
    return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]


@pytest.mark.parametrize("launcher", WITHOUT_SHELL)
def test_nothing_happens_where_no_shell_waits(launcher: str) -> None:
    with tmux(*WITHOUT_SHELL[launcher]) as pane:
        pane.screen_with("10 papers · seeds", "2107.03832")
        pane.press("C-z")
        pane.type("fed")
        pane.screen_with("❯ fed", "no shell waits here")
        process = reader(int(pane.run("display-message", "-p", "#{pane_pid}")))
        os.kill(process, signal.SIGTSTP)
        pane.type("rated")
        pane.screen_with("❯ fedrated", r"of 10 ·")
        assert state(process) != "T"


@contextmanager
def shell(*, mark: str = "") -> Iterator[Tmux]:
    """Start the reader from a shell, and type something."""
    with tmux("env", f"{MARK}={mark}", "bash", "--norc", "-i", size=(80, 24)) as pane:
        pane.type(f"PS1='ready> '; {PAPERVIEW}")
        pane.press("Enter")
        pane.screen_with(r"\b10 papers · seeds", "help")
        pane.type("fed")
        pane.screen_with("❯ fed", "of 10")
        yield pane


def test_a_stop_from_outside_is_one_with_a_shell() -> None:
    with shell() as pane:
        process = reader(int(pane.run("display-message", "-p", "#{pane_pid}")))
        for stop in (signal.SIGTSTP, signal.SIGSTOP):
            os.kill(process, stop)
            pane.screen_with("Stopped")
            pane.type("clear; fg")
            pane.press("Enter")
            pane.screen_with(r"\A(?![\s\S]*Stopped)", "╭─ filter ─", "❯ fed", "help")
        pane.type("rated")
        pane.screen_with("❯ fedrated")
        pane.press("C-q")
        pane.screen_with(r"ready>\s*\Z")
        pane.type("stty -a")
        pane.press("Enter")
        pane.screen_with(r" icanon[ \n]", r" echo[ \n]")


def test_a_terminal_that_is_closed_meanwhile_ends_it() -> None:
    mark = str(uuid.uuid4())
    with shell(mark=mark) as pane:
        pane.press("C-z")
        pane.screen_with("Stopped", "(?m)^ready> *$")
        assert any("paperview" in command for command in marked(mark).values())
    deadline = time.monotonic() + DEADLINE_S
    while left := marked(mark):
        assert time.monotonic() < deadline, left
        time.sleep(0.02)
