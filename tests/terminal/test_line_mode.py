"""The line mode in a terminal: readline, and terminals that can do nothing but print."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from paperview.library.history import History, state_file
from tests.terminal.support import DEADLINE_S, PROGRAM, kinds, terminal

PLAIN = (*PROGRAM, "--plain")
DUMB = ("env", "TERM=dumb", *PLAIN)


def test_readline_recalls_queries_completes_and_moves_nothing_by_itself() -> None:
    History(state_file).remember("llama herd")
    with terminal(*PLAIN) as shown:
        shown.read_until("10 papers in seeds. . lists the commands.\r\n> ")
        shown.do("federated\r", "of 10 papers[^>]*\r\n> $")
        assert kinds(shown.received) == set()
        shown.do("\x1b[A\x1b[A", "llama herd")  # up, over the query that was just typed
        shown.do("\r", r"1 of 10 papers\r\n1. The Llama 3 Herd[^>]*\r\n> $")
        shown.do("auth\t", "author:")
        shown.do("nobody", "nobody")
        shown.interrupt(r"\r\n> $")
        shown.do("s ol\t\r", r"1 of 10[^>]*\r\n> $")
        shown.do("1-", "1-")
        shown.interrupt(r"\r\n> $")
        shown.send("\x04")
        assert shown.end() == 0
        assert b"\a" not in shown.received
        assert b"Traceback" not in shown.received
    assert state_file().read_text() == "llama herd\nfederated\nllama herd\n"


def test_a_terminal_that_only_prints_gets_text_alone() -> None:
    with terminal(*DUMB, size=(40, 20)) as shown:
        shown.read_until("\r\n> $")
        for line in ("llama", "1", "1y", "1*", "n", "?", "auth\t"):
            shown.do(f"{line}\r", r"\r\n> $")
        shown.do("half a line", "half a line")
        shown.interrupt(r"\r\n> $")
        shown.do("=\r", r"\r\n> $")
        shown.do("q\r", "")
        assert shown.end() == 0
        assert kinds(shown.received) <= {"control b'\\t'"}  # the echo of the tab key
        lines = shown.received.decode().split("\r\n")
        assert max(map(len, (line for line in lines if " " in line.strip()))) <= 40


def test_the_reader_offers_the_line_mode_where_the_terminal_only_prints() -> None:
    with terminal("env", "TERM=dumb", *PROGRAM) as shown:
        assert shown.end() == 2
        assert "use: paperview --plain [FILE ...]" in shown.text


def test_the_line_mode_ends_with_its_terminal() -> None:
    with terminal(*PLAIN) as shown:
        shown.read_until("\r\n> $")
        shown.hang_up()
        # Its output is lost, or it is told so.
        assert shown.process.wait(DEADLINE_S) in (2, 128 + 1)


def sent(text: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*PLAIN, *map(str, arguments)],
        input=text,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "COLUMNS": "40"},
    )


@pytest.mark.usefixtures("isolated_home")
def test_commands_from_a_pipe_are_done_to_the_end_of_the_input() -> None:
    done = sent("llama\n1y")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(
        "1 of 10 papers\n1. The Llama 3 Herd of Models; Abhimanyu\n   Dubey"
    )
    assert done.stdout.endswith("2407.21783\n")


def test_papers_in_place_of_commands_are_refused_with_the_way_to_read_them() -> None:
    done = sent('{"id": "2001.00001", "title": "One"}\n1*\n')
    assert (done.returncode, done.stdout) == (2, "")
    assert "to read them: paperview --plain -" in done.stderr
