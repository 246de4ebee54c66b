"""An unexpected error ends the reader with a sane terminal, one line, and the details in a file."""

import os
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from paperview.system.crash import CRASHED
from tests.terminal.support import terminal
from tests.terminal.test_ending import is_sane

_FAILING_SORT = """
from paperview.ui.screen import ReaderScreen

def fail(self):
    raise RuntimeError("no \\x1b[31morder\\nat all")

ReaderScreen.action_sort = fail
from paperview.__main__ import main
main()
"""


@pytest.fixture(autouse=True)
def tools(require_tool: Callable[..., None]) -> None:
    require_tool("setsid")


def test_the_line_names_the_file_with_the_details() -> None:
    with terminal(sys.executable, "-c", _FAILING_SORT) as screen:
        screen.read_until("2107.03832")
        screen.send("\rs")
        assert screen.end() == CRASHED
        assert is_sane(screen)
        before, name, said = screen.received.rpartition(b"paperview: an unexpected error ended")
        assert name
        assert b"\x1b[?1004l" in before
        assert b"\x1b" not in said
        assert said.startswith(b" the program (RuntimeError: no ")
        line = " ".join(said.decode().split())
    path = Path(re.search(r"the details are in (\S+)$", line)[1])  # type: ignore[index]
    assert path.parent == Path(os.environ["XDG_STATE_HOME"]) / "paperview"
    details = path.read_text()
    assert "Traceback (most recent call last)" in details
    assert "in fail" in details


def test_where_no_file_can_be_written_the_details_follow(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    env = {**os.environ, "XDG_STATE_HOME": str(blocked)}
    program = f"import tempfile; tempfile.tempdir = {str(blocked)!r}\n{_FAILING_SORT}"
    with terminal(sys.executable, "-c", program, env=env) as screen:
        screen.read_until("2107.03832")
        screen.send("\rs")
        assert screen.end() == CRASHED
        said = screen.received.rpartition(b"\x1b[?1004l")[2]
        assert b"the details:" in said
        assert b"in fail" in said
