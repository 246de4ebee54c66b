"""`paperview pick` in a terminal: its screen beside pipes, and what it leaves behind."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.terminal.support import PATIENT, PROGRAM, terminal, tmux

PAPERVIEW = shlex.join(PROGRAM)
MINE = """\
@article{a, title = {How bees dance}, author = {Lee, Ann}, year = 2020, doi = {10.1000/a}}
@article{b, title = {Tides in bays}, author = {Ek, Bo}, year = 2019, doi = {10.1000/b}}
"""
ASKED = r"\x1b\[6n"
MOVES = re.compile(rb"\x1b\[(\d+);\d+H")
TITLE = "pick · enter prints"
FORMS = {
    "output taken": ("echo got $(paperview pick mine.bib)", "got doi:10.1000/b"),
    "a pipe on both sides": ("cat mine.bib | paperview pick | tr a-z A-Z", "DOI:10.1000/B"),
    "all redirected": (
        "paperview pick <mine.bib >out 2>log; cat out; wc -c log",
        r"(?m)^doi:10.1000/b\n0 log",
    ),
}


@pytest.fixture(autouse=True)
def tools(require_tool: Callable[..., None]) -> None:
    require_tool("bash", "setsid", "tmux")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "mine.bib").write_text(MINE)
    return tmp_path


@pytest.mark.parametrize("form", FORMS)
def test_it_draws_on_the_terminal_and_prints_where_output_goes(form: str, folder: Path) -> None:
    command, printed = FORMS[form]
    script = f"cd {shlex.quote(str(folder))}; {command.replace('paperview', PAPERVIEW)}; cat"
    with tmux("bash", "-c", script, size=(100, 20)) as pane:
        pane.screen_with(TITLE)
        pane.type("tides")
        pane.press("Enter")
        screen = pane.screen_with(printed)
        assert TITLE not in screen


@pytest.mark.parametrize(("keys", "code"), [("bees\x1b", 130), ("\r", 0)])
def test_each_end_leaves_the_terminal_as_it_was(keys: str, code: int, folder: Path) -> None:
    with terminal(*PROGRAM, "pick", str(folder / "mine.bib")) as screen:
        screen.read_until("Tides in bays")
        screen.send(keys)
        assert screen.end() == code
        assert screen.settings_now == list(screen.settings)
        restored = screen.received.rindex(b"\x1b[?1049l")
        printed = screen.received.rfind(b"doi:10.1000/a\r\n")
        assert printed > restored if code == 0 else printed == -1


def test_on_some_lines_it_leaves_what_is_above_as_it_was(folder: Path) -> None:
    call = f"{shlex.join(PATIENT)} pick --height 10 mine.bib"
    script = f"cd {shlex.quote(str(folder))}; seq 40; printf 'here '; echo got $({call}); cat"
    with tmux("bash", "-c", script, size=(100, 24)) as pane:
        pane.screen_with(rf"40\nhere\n.*{TITLE}.*\n(.*\n){{8}} enter pick.*\n\Z")
        pane.type("tides")
        pane.press("Enter")
        assert TITLE not in pane.screen_with(r"40\nhere got doi:10.1000/b\n")
        everything = pane.run("capture-pane", "-p", "-S", "-").split()
        assert everything == [*map(str, range(1, 41)), "here", "got", "doi:10.1000/b"]


def test_on_some_lines_it_follows_its_lines_when_the_terminal_gets_another_size(
    folder: Path,
) -> None:
    with terminal(*PATIENT, "pick", "--height=10", str(folder / "mine.bib")) as screen:
        screen.read_until(ASKED)
        screen.do("\x1b[20;1R", r"\x1b\[29;1H[^\n]*quit")
        start = len(screen.received)
        screen.resize(120, 24)
        asked = screen.read_until(ASKED, start)
        cursor = MOVES.findall(screen.received[: asked.start()])[-1].decode()
        room = r"\x1b\[20;1H\x1b\[J\x1b\[24;1H" + 5 * r"\r?\n" + r"\x1b\[15;1H"
        screen.do(f"\x1b[{cursor};1R", room)
        screen.read_until(r"\x1b\[24;1H[^\n]*quit", start)
        screen.send("\x1b")
        assert screen.end() == 130
        assert b"\x1b[?1049" not in screen.received
        assert screen.received.rindex(b"\x1b[15;1H\x1b[J\x1b[15;1H") > start


def test_on_some_lines_of_a_terminal_that_does_not_say_where_its_cursor_is(folder: Path) -> None:
    with terminal(*PROGRAM, "pick", "--height=10", str(folder / "mine.bib")) as screen:
        screen.read_until("Tides in bays")
        screen.send("\r")
        assert screen.end() == 0
        assert screen.settings_now == list(screen.settings)
        assert b"\x1b[36;" in screen.received
        assert screen.received.rfind(b"\x1b[?25h") > screen.received.rfind(b"\x1b[?25l")


def test_a_closed_pipe_ends_quietly(folder: Path) -> None:
    command = f"{PAPERVIEW} pick {folder}/mine.bib | true; echo codes ${{PIPESTATUS[@]}}"
    with terminal("bash", "-c", command) as screen:
        screen.read_until("Tides in bays")
        screen.send("\r")
        screen.read_until("codes 0 0")
        assert screen.end() == 0
        assert b"rror" not in screen.received
