"""The reader as a user has it: in a real terminal, with a real clipboard."""

import base64
import re
import shlex
import subprocess
import time
from collections.abc import Callable

import pytest

from tests.terminal.support import DEADLINE_S, PATIENT, PROGRAM, Tmux, terminal, tmux
from tests.terminal.test_clipboard_tools import display

__all__ = ["display"]

FEDERATED = {"2302.13438", "2206.10963", "2206.05209"}
SETTLED_S = 0.6
"""When nothing that follows an answer is still drawn."""
ROW = re.compile(r"^\W*20\d\d-\d\d  \S", re.MULTILINE)


@pytest.fixture(autouse=True)
def tools(require_tool: Callable[..., None]) -> None:
    require_tool("setsid")


def rows(screen: str) -> int:
    """Return how many papers the list shows."""
    return len(ROW.findall(screen))


def test_three_papers_are_found_and_one_is_copied_in_tmux(
    require_tool: Callable[..., None],
) -> None:
    require_tool("tmux")
    with tmux(*PATIENT) as pane:
        assert rows(pane.screen_with("10 papers · seeds", "2107.03832")) == 10
        pane.type("fedrated lern")
        screen = pane.still_screen_with(r"3 of 10 · 4 nearly · \d+\.\d ms", "fedrated → federated")
        found = screen.partition("without ‘fedrated’")[0]
        left = "\n".join(line[:55] for line in found.split("\n"))
        assert set(re.findall(r"\d{4}\.\d{5}", left)) == FEDERATED
        first = re.findall(r"\d{4}\.\d{5}", left)[0]
        pane.press("Enter", "y")
        pane.screen_with(f"arXiv id {first}: in tmux's")
        assert pane.run("show-buffer") == first


def test_a_query_is_completed_and_comes_back_in_the_next_run(
    require_tool: Callable[..., None],
) -> None:
    require_tool("tmux")
    with tmux("sh", "-c", f"{shlex.join(PROGRAM)}; echo ended $?; cat") as pane:
        pane.screen_with("10 papers · seeds", "2107.03832")
        pane.type("has:a")
        pane.screen_with("❯ has:author .*4 of 10", "tab complete")
        pane.press("C-Space")
        pane.screen_with("❯ has:abstract ")
        pane.press("Tab")
        pane.type("author:per")
        pane.screen_with("❯ has:abstract author:perino .*1 of 10")
        pane.press("Right", "Enter")
        pane.screen_with("enter read")
        pane.press("C-q")
        pane.screen_with("ended 0")
    with tmux(*PROGRAM) as pane:
        pane.screen_with("10 papers · seeds", "❯ has:abstract author:perino .*1 of 10")
        pane.press("C-u")
        pane.screen_with("❯ title, author")
        pane.press("C-Up")
        pane.screen_with("❯ has:abstract author:perino .*1 of 10")
        pane.press("C-Down")
        pane.screen_with("❯ title, author")
        pane.press("C-r")
        pane.screen_with("❯ has:abstract author:perino .*1 of 10")


def test_at_every_size_ten_papers_are_seen_and_nothing_of_a_cleared_query(
    require_tool: Callable[..., None],
) -> None:
    require_tool("tmux")
    with tmux(*PROGRAM, size=(80, 24)) as pane:
        assert rows(pane.screen_with("10 papers · seeds", "2021-07")) == 10
        pane.resize(40, 15)
        assert rows(narrow(pane)) == 10
        pane.resize(200, 60)
        pane.screen_with("2021-07.*│")
        pane.resize(20, 5)
        pane.screen_with("The Llama 3 Herd…")
        pane.resize(40, 15)
        assert rows(narrow(pane)) == 10
        pane.resize(120, 36)
        pane.screen_with("10 papers · seeds", "2107.03832")
        pane.run("set-buffer", "federated " * 13 + "(lear")
        for _ in range(3):
            pane.run("paste-buffer", "-p")
            pane.screen_with(r"! .*\(lear +3 of 10 · \d+\.\d ms │")
            time.sleep(SETTLED_S)
            pane.press("C-u")
            pane.screen_with(r"❯ title, author, words of the abstract … +10 │")


def narrow(pane: Tmux) -> str:
    return pane.screen_with(r"(?m)^  2021-07  Serverless")


@pytest.mark.usefixtures("display")
def test_an_id_is_copied_with_xclip() -> None:
    with terminal(*PATIENT) as screen:
        screen.read_until("2107.03832")
        screen.do("p4l", "1 of 10")
        screen.do("\x19", "copied with xclip")
        back = ["xclip", "-selection", "clipboard", "-out"]
        read = subprocess.run(back, stdout=subprocess.PIPE, timeout=DEADLINE_S, check=True).stdout
        assert read == b"2302.13438"


@pytest.mark.parametrize("painted", [b"", rb"\x1b\[\?1049h"], ids=["at once", "empty screen"])
def test_keys_typed_before_the_first_screen_are_kept_and_find_their_panes(painted: bytes) -> None:
    """Before the program has taken the terminal, and before there is anything to type into.

    The id is sent to the terminal, because there is nothing else that takes it.
    """
    with terminal(*PROGRAM) as screen:
        screen.read_until(painted)
        assert b"paperview" not in screen.received
        screen.send("celebi\x19")
        screen.read_until("1 of 10")
        sent = screen.read_until(rb"\x1b\]52;c;([A-Za-z0-9+/=]+)\x07")
        assert base64.b64decode(sent[1]) == b"2407.21783"
        screen.read_until("which may refuse")
        start = len(screen.received)
        screen.resize(100, 30)
        filter_line = screen.read_until(rb"\xe2\x9d\xaf(?:\x1b\[[0-9;]*m| )*(\w+)", start)
        assert filter_line[1] == b"celebi"
        screen.do("\r", "tags")
        screen.do("/qq", "0 of 10")
        screen.do(8 * b"\x7f" + b"perino", "1 of 10")
        assert screen.process.poll() is None


@pytest.mark.parametrize("command", [shlex.join(PROGRAM), f"sh -c '{shlex.join(PROGRAM)}; :'"])
def test_the_screen_is_drawn_anew_after_a_suspension(
    command: str, require_tool: Callable[..., None]
) -> None:
    """Also where another program has started the reader, as make does."""
    require_tool("tmux", "bash")
    with tmux("bash", "--norc", "-i", size=(80, 24)) as pane:
        pane.type(f"PS1='ready> '; {command}")
        pane.press("Enter")
        pane.screen_with(r"\b10 papers · seeds", "help")
        pane.type("fedrated")
        whole = pane.still_screen_with("fedrated → federated +3 of 10", "─ arXiv:2206.05209")
        pane.press("C-z")
        pane.screen_with("Stopped", "(?m)^ready> *$")
        pane.type("clear; fg")
        pane.press("Enter")
        again = pane.still_screen_with("paperview", "╭─ filter ─+╮", "❯ fedrated", "help")
        assert again == whole
        pane.type(" lern")
        pane.screen_with("❯ fedrated lern", "· learning")
