"""Notes survive whatever ends the program, and can be written in the user's editor."""

import os
import signal
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from paperview.shelf import Shelf, drafts_folder
from tests.terminal.support import PROGRAM, Terminal, terminal
from tests.ui.corpora import FIVE


@pytest.fixture(autouse=True)
def tools(require_tool: Callable[..., None]) -> None:
    require_tool("setsid")


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    return tmp_path / "shelf.db"


@pytest.fixture
def command(tmp_path: Path, shelf: Path) -> tuple[str, ...]:
    papers = tmp_path / "five.txt"
    papers.write_text(FIVE)
    return (*PROGRAM, str(papers), "--shelf", str(shelf))


def notes(shelf: Path) -> list[str]:
    found = Shelf(shelf)
    return [found.entries.state(entries).note for entries in found.entries.papers()]


def kill(program: Terminal) -> None:
    program.process.send_signal(signal.SIGKILL)
    assert program.end() == -signal.SIGKILL


def ignores_interrupts(process: int) -> bool:
    """Return whether a process ignores SIGINT, by Linux's /proc."""
    status = Path(f"/proc/{process}/status").read_text()
    (ignored,) = (line.split()[1] for line in status.splitlines() if line.startswith("SigIgn:"))
    return bool(int(ignored, 16) >> (signal.SIGINT - 1) & 1)


def drafted(shelf: Path) -> str:
    with suppress(OSError):
        return "".join(path.read_text() for path in drafts_folder(shelf).glob("*.json"))
    return ""


def test_a_note_is_there_after_a_kill_and_so_is_what_was_typed_until_then(
    command: tuple[str, ...], shelf: Path
) -> None:
    with terminal(*command) as program:
        program.read_until("How bees dance")
        program.do("\r", "filter")
        program.do("e", "note on How bees dance")
        program.send("Kept for good.")
        program.do("\x1b", "noted: How bees dance")
        program.do("j", "Tides")
        program.do("e", "note on")
        program.send("And more")
        program.read_while(lambda: "And more" not in drafted(shelf))
        kill(program)
    with terminal(*command) as program:
        program.read_until("an unfinished note was kept: ")
        program.read_until("Kept for good")
        kill(program)
    assert notes(shelf) == ["Kept for good.", "And more"]
    assert drafted(shelf) == ""


def test_changes_that_the_shelf_cannot_take_are_told_and_end_with_exit_code_2(
    command: tuple[str, ...], shelf: Path
) -> None:
    shelf.write_text("no shelf")
    with terminal(*command) as program:
        program.read_until("can't be saved")
        program.do("\r", "filter")
        program.do("*", "starred")
        program.send("q")
        assert program.end() == 2
        assert "1 change can't be saved" in program.text
    assert shelf.read_text() == "no shelf"


def test_a_note_is_written_in_the_users_editor_and_the_reader_comes_back(
    command: tuple[str, ...], shelf: Path, tmp_path: Path
) -> None:
    editor = tmp_path / "editor"
    with terminal(*command, env={**os.environ, "EDITOR": str(editor), "VISUAL": ""}) as program:
        program.read_until("How bees dance")
        program.do("\r", "filter")
        program.do("\x05", "the note stays as it was")
        editor.write_text("#!/bin/sh\necho From outside. > $1\necho IN THE EDITOR\nread line\n")
        editor.chmod(0o700)
        program.do("\x05", "IN THE EDITOR")
        program.read_while(lambda: not ignores_interrupts(program.process.pid))
        # ctrl+c ends the editor, which has saved something, and not the reader.
        program.do("\x03", "noted: How bees dance")
        program.send("q")
        assert program.end() == 0
    assert notes(shelf) == ["From outside."]
    assert list(drafts_folder(shelf).glob("*")) == []
