"""Papers come through a pipe and keys from the terminal."""

import gzip
import os
import shlex
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from paperview.library import cache
from tests.library.workers.support import lines
from tests.terminal.support import DEADLINE_S, PROGRAM, terminal, tmux

PAPERVIEW = shlex.join(PROGRAM)
TITLES = "quantum quantum of quantum"


@pytest.fixture(autouse=True)
def tools(require_tool: Callable[..., None]) -> None:
    require_tool("setsid", "bash")


@pytest.fixture
def packed(tmp_path: Path) -> Path:
    path = tmp_path / "papers.gz"
    path.write_bytes(gzip.compress(lines(3000)))
    return path


def test_papers_from_a_pipe_are_filtered_with_keys_in_tmux(
    packed: Path, require_tool: Callable[..., None]
) -> None:
    require_tool("tmux")
    with tmux("bash", "-c", f"zcat {packed} | {PAPERVIEW} -; echo ended $?; cat") as pane:
        pane.screen_with("3,000 papers · standard input")
        pane.type("title:zebra ann7")
        pane.screen_with(r"❯ title:zebra ann7 .* of 3,000 · \d")
        pane.press("Enter", "q")
        pane.screen_with("ended 0")


def test_papers_are_shown_while_others_are_coming_and_quitting_waits_for_nobody(
    tmp_path: Path, scratch: Path
) -> None:
    feed = tmp_path / "feed"
    os.mkfifo(feed)
    writer = os.open(feed, os.O_RDWR)
    try:
        with terminal("bash", "-c", f"exec {PAPERVIEW} - <{feed}") as screen:
            screen.read_until("waiting for standard input; ctrl\\+c ends it")
            os.write(writer, lines(20))
            screen.read_until("20 papers so far")
            screen.read_until("reading standard input, ")
            os.write(writer, lines(15, 20))
            screen.read_until("35 papers so far")
            screen.do("title:zebra", r"\d of (?:20|35) · ")
            screen.send("\x11")
            assert screen.end() == 0
            assert screen.settings_now == list(screen.settings)
            assert_nothing_is_left_in(scratch)
    finally:
        os.close(writer)


def test_a_text_that_is_still_coming_says_how_much_there_is(tmp_path: Path) -> None:
    feed = tmp_path / "feed"
    os.mkfifo(feed)
    writer = os.open(feed, os.O_RDWR)
    with terminal("bash", "-c", f"exec {PAPERVIEW} - <{feed}") as screen:
        os.write(writer, b"We show one.\n\narXiv:2304.00001\n\n")
        screen.read_until("reading standard input, 32 bytes")
        screen.read_until("No papers so far")
        os.write(writer, b"We show two.\n\narXiv:2304.00002\n\n")
        screen.read_until("reading standard input, 64 bytes")
        os.close(writer)
        screen.read_until("2 papers · standard input")
        screen.send("\x11")
        assert screen.end() == 0


def test_the_output_of_a_command_is_read_while_it_comes(packed: Path) -> None:
    command = f"{PAPERVIEW} <(zcat {packed}; sleep 60)"
    with terminal("bash", "-c", command) as screen:
        screen.read_until("3,000 papers so far")
        screen.send("\x11")
        assert screen.end() == 0


def test_the_keyboard_is_no_standard_input() -> None:
    with terminal(*PROGRAM, "-") as screen:
        assert screen.end() == 2
        assert screen.text.strip() == (
            "paperview: standard input: is the keyboard; send papers through a pipe: "
            "zcat papers.bib.gz | paperview -"
        )


def test_without_a_terminal_for_keys_it_says_so(packed: Path) -> None:
    """The output may be a terminal though there is none that controls the program."""
    master, slave = os.openpty()
    try:
        with packed.open("rb") as file:
            done = subprocess.run(
                ["setsid", *PROGRAM, "-"],
                stdin=file,
                stdout=slave,
                stderr=slave,
                timeout=DEADLINE_S,
                check=False,
            )
        said = os.read(master, 4096).decode()
    finally:
        os.close(master)
        os.close(slave)
    assert done.returncode == 2
    # On a busy machine it was said before that standard input is waited for.
    assert said.splitlines()[-1].startswith("paperview: the reader needs a terminal; ")


def test_ctrl_c_ends_waiting_for_a_beginning_that_does_not_come(tmp_path: Path) -> None:
    feed = tmp_path / "feed"
    os.mkfifo(feed)
    writer = os.open(feed, os.O_RDWR)
    try:
        with terminal("bash", "-c", f"echo begun; exec {PAPERVIEW} - <{feed}") as screen:
            screen.read_until("begun")
            os.write(writer, b"@")
            screen.read_while(lambda: _interrupted(screen.process.pid))
            screen.send("\x03")
            assert screen.end() == 130
            assert "Traceback" not in screen.text
    finally:
        os.close(writer)


def _interrupted(pid: int) -> bool:
    """Whether the process has not yet its thread that reads the pipe."""
    return len(list(Path(f"/proc/{pid}/task").iterdir())) < 3  # it, and the watchdog


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make the folder of temporary files."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    return folder


def test_nothing_is_left_behind_when_it_is_killed(tmp_path: Path, scratch: Path) -> None:
    feed = tmp_path / "feed"
    os.mkfifo(feed)
    writer = os.open(feed, os.O_RDWR)
    try:
        with terminal("bash", "-c", f"exec {PAPERVIEW} - <{feed}") as screen:
            os.write(writer, lines(20))
            screen.read_until("20 papers so far")
            screen.do("title:zebra", r"\d of 20 · ")
            screen.process.send_signal(signal.SIGKILL)
            screen.end()
            assert_nothing_is_left_in(scratch)
    finally:
        os.close(writer)


def assert_nothing_is_left_in(scratch: Path) -> None:
    assert list(scratch.iterdir()) == []
    assert cache.drafts_in_use() == 0
    assert cache.entries() == []
    place = cache.root()
    assert place is not None
    assert [path.name for path in place.iterdir()] == ["lock"]


def test_titles_of_the_papers_are_there(packed: Path) -> None:
    with terminal("bash", "-c", f"zcat {packed} | {PAPERVIEW} -") as screen:
        screen.read_until(TITLES)
        screen.send("\x11")
        assert screen.end() == 0
        assert screen.settings_now == list(screen.settings)
