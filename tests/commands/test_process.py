"""The program as its own process: streams, pipes and exit codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from itertools import product
from pathlib import Path

import pytest

from tests.cases import for_each
from tests.conftest import ROOT


def program(*arguments: str | Path, **options: object) -> subprocess.CompletedProcess[str]:
    """Run the program as a user does, without a terminal."""
    command = [sys.executable, "-m", "paperview", *map(str, arguments)]
    settings = {"stdin": subprocess.DEVNULL, "env": os.environ, **options}
    settings["start_new_session"] = True  # without the terminal of who runs the tests
    return subprocess.run(  # type: ignore[call-overload, no-any-return]  # options of any kind
        command, capture_output=True, text=True, timeout=60, check=False, **settings
    )


def shell(command: str) -> subprocess.CompletedProcess[str]:
    """Run a command of a shell, without a terminal."""
    return subprocess.run(
        ["bash", "-c", command.replace("paperview", f"'{sys.executable}' -m paperview")],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        start_new_session=True,
        cwd=ROOT,
    )


def test_the_reader_without_a_terminal_is_one_line() -> None:
    done = program()
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("paperview: the reader needs a terminal; ")
    assert done.stderr.count("\n") == 1


def test_output_that_nobody_reads_to_its_end_is_no_mistake() -> None:
    command = f"'{sys.executable}' -m paperview search '' --format text | head -1"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    assert (done.returncode, done.stdout) == (0, "The Llama 3 Herd of Models\n")
    assert done.stderr == ""


PRINTING = ("--help", "--version", "search --help", "search ''", "check seeds", "cache")
BOTH_WAYS = ("--help", "search ''")


@pytest.mark.parametrize(
    ("arguments", "unbuffered", "output"),
    [
        *product(PRINTING, [""], [">/dev/full"]),
        *product(BOTH_WAYS, ["1"], [">/dev/full"]),
        *product(BOTH_WAYS, [""], [">&-"]),
    ],
)
def test_output_that_can_not_be_written_is_told(
    arguments: str, unbuffered: str, output: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("only Linux has a device that is always full")
    monkeypatch.setenv("PYTHONUNBUFFERED", unbuffered)
    done = shell(f"paperview {arguments} {output}")
    reason = "Bad file descriptor" if output == ">&-" else "No space left on device"
    assert done.returncode == 2
    assert done.stderr == f"paperview: can't write the output ({reason}); check where it goes\n"


def test_a_mistake_that_nobody_hears_is_a_mistake_all_the_same() -> None:
    assert shell("paperview search '' missing.bib 2>&-").returncode == 2
    assert shell("paperview search '' missing.bib 2>/dev/full").returncode == 2


# --- what is sent through standard input, without being named


@pytest.mark.parametrize("sending", ["cat {} | paperview", "paperview <{}"])
def test_what_is_sent_is_meant_where_no_file_is_named(sending: str, sample: Path) -> None:
    called = sending.format(sample)
    done = shell(called.replace("paperview", "paperview search zebra --format ids"))
    assert (done.returncode, done.stdout.split()) == (0, ["2001.00001", "2003.00003"])
    done = shell(called.replace("paperview", "paperview check"))
    assert done.stdout.startswith("standard input: plain text records, 3 records: 3 papers\n")


def test_files_that_are_named_count_and_what_is_sent_is_left_unread(sample: Path) -> None:
    done = shell(f"(echo one; echo two) | (paperview search '' {sample} --format ids; cat)")
    assert done.stdout.split()[-2:] == ["one", "two"]
    assert len(done.stdout.split()) == 5


def test_where_nothing_is_sent_the_seeds_are_meant() -> None:
    done = shell("paperview search '' --format ids </dev/null")
    assert (done.returncode, len(done.stdout.split())) == (0, 10)
    done = shell("paperview search '' --format ids <&-")
    assert (done.returncode, len(done.stdout.split())) == (0, 10)
    done = shell("paperview check </dev/null")
    assert (done.returncode, done.stdout) == (2, "")


@for_each("command", ["search x", "check", ""])
def test_an_empty_pipe_is_no_papers_and_says_why_it_is_read(command: str) -> None:
    done = shell(f": | paperview {command}")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "paperview: standard input: is empty; put records into it, or name another file "
        "(it is read because no FILE is named)\n"
    )


@pytest.mark.parametrize("command", ["search x", "check", ""])
def test_nobody_waits_for_ever_for_a_pipe_that_nothing_comes_through(command: str) -> None:
    impatient = (
        "import sys; from paperview import cli; from paperview.commands import opening; "
        "opening._PATIENCE = 0.2; sys.exit(cli.run(sys.argv[1:]))"
    )
    reading, writing = os.pipe()
    try:
        done = subprocess.run(
            [sys.executable, "-c", impatient, *command.split()],
            stdin=reading,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
            start_new_session=True,
        )
    finally:
        os.close(reading)
        os.close(writing)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "paperview: standard input: nothing has come in 0.2 seconds; "
        "name a FILE, or - to wait for it\n"
    )


def test_a_terminal_without_unicode_gets_escapes_and_json_stays_json(sample: Path) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = program("search", "", sample, "--format", "jsonl", env=environment)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout.splitlines()[1])["authors"] == ["Çy Three"]
    done = program("search", "", sample, env=environment)
    assert "New \\xc9tude" in done.stdout
