"""Whatever the standard streams are: it draws on the terminal, and reads its keys from there."""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.terminal.support import PROGRAM, terminal, tmux

PAPERVIEW = shlex.join(PROGRAM)
MINE = "@article{a,\n title = {How bees dance}, author = {Lee, Ann}, year = 2020}\n"

SEEDS, FILE, INPUT = "10 papers · seeds", "1 paper · mine.bib", "1 paper · standard input"
FORMS = {
    "output to a pipe": ("paperview | cat", SEEDS),
    "xargs": ("echo mine.bib | xargs paperview", FILE),
    "nothing": ("paperview </dev/null", SEEDS),
    "closed": ("paperview <&- >&- 2>&-", SEEDS),
    "a file, and output to a file": ("COLUMNS=70 LINES=10 paperview <mine.bib >out", INPUT),
    "a pipe beside a file": ("yes | paperview mine.bib", FILE),
    "a pipe, and errors to a file": ("cat mine.bib | paperview 2>log | cat", INPUT),
}
"""Calls, and what the first line says of the papers. In one, the environment has another size."""
LONG_LINE = r"(?m)^.{120,}$"


@pytest.fixture(autouse=True)
def tools(require_tool: Callable[..., None]) -> None:
    require_tool("bash", "setsid", "tmux")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "mine.bib").write_text(MINE)
    return tmp_path


@pytest.mark.parametrize("form", FORMS)
def test_keys_and_the_size_of_the_window_are_those_of_the_terminal(form: str, folder: Path) -> None:
    command, opened = FORMS[form]
    call = command.replace("paperview", PAPERVIEW)
    script = f"cd {shlex.quote(str(folder))}; {call}; echo ended ${{PIPESTATUS[@]}}; cat"
    with tmux("bash", "-c", script, size=(100, 30)) as pane:
        pane.screen_with(opened)
        pane.type("zebra")
        pane.screen_with("❯ zebra")
        pane.resize(140, 40)
        pane.screen_with("❯ zebra", LONG_LINE)
        pane.resize(90, 20)
        pane.screen_with("❯ zebra", opened)
        pane.press("C-q")
        pane.screen_with(r"ended (0|141)( 0)*")  # 141: `yes` finds its pipe closed


def test_what_could_not_be_read_to_its_end_ends_with_exit_code_2(folder: Path) -> None:
    with terminal(*PROGRAM, str(folder / "mine.bib"), str(folder / "missing.bib")) as screen:
        screen.read_until("How bees dance")
        screen.send("\x11")
        assert screen.end() == 2


@pytest.mark.parametrize("name", ["dumb", "unknown"])
def test_a_terminal_that_obeys_nothing_is_refused_in_one_line(name: str) -> None:
    with terminal("env", f"TERM={name}", *PROGRAM) as screen:
        assert screen.end() == 2
        assert b"\x1b" not in screen.received
        assert screen.text.strip() == (
            f"paperview: the terminal can't show the reader (TERM={name}); "
            "use: paperview --plain [FILE ...]"
        )


def test_a_terminal_that_says_so_gets_light_colours() -> None:
    said = {"COLORFGBG": "0;15", "COLORTERM": "truecolor"}
    with terminal(*PROGRAM, env={**os.environ, **said}) as screen:
        screen.read_until("2107.03832")
        assert b"48;2;250;248;244" in screen.received
        screen.send("\x11")
        assert screen.end() == 0


def test_a_terminal_that_is_asked_says_that_it_is_light() -> None:
    with terminal(*PROGRAM, env={**os.environ, "COLORTERM": "truecolor"}) as screen:
        screen.read_until(r"\x1b\]11;\?\x1b\\")
        assert "10 papers" in screen.text  # it was asked behind the first screen
        screen.do("\x1b]11;rgb:0000/0000/0000\x07zebra", "zebra")
        assert b"48;2;21;24;29" in screen.received
        assert b"48;2;250;248;244" not in screen.received
        screen.do("\x1b]11;rgb:fafa/f8f8/f4f4\x1b\\ fox", "fox")
        assert b"48;2;250;248;244" in screen.received
        assert "rgb" not in screen.text
        screen.send("\x11")
        assert screen.end() == 0
