"""The program as a process of its own: streams, pipes and exit codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest


def program(*arguments: str | Path, **options: object) -> subprocess.CompletedProcess[str]:
    """Run the program as a user does, without a terminal."""
    command = [sys.executable, "-m", "paperview", *map(str, arguments)]
    settings = {"stdin": subprocess.DEVNULL, "env": os.environ, **options}
    return subprocess.run(  # type: ignore[call-overload, no-any-return]  # options of any kind
        command, capture_output=True, text=True, timeout=30, check=False, **settings
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
        timeout=30,
        check=False,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    assert (done.returncode, done.stdout) == (0, "The Llama 3 Herd of Models\n")
    assert done.stderr == ""


def test_a_full_disk_is_told() -> None:
    if not Path("/dev/full").exists():
        pytest.skip("only Linux has a device that is always full")
    command = f"'{sys.executable}' -m paperview search '' > /dev/full"
    done = subprocess.run(
        ["bash", "-c", command], capture_output=True, text=True, timeout=30, check=False
    )
    assert done.returncode == 2
    assert done.stderr == (
        "paperview: can't write the output (No space left on device); check the disk\n"
    )


def test_a_terminal_without_unicode_gets_escapes_and_json_stays_json(pile: Path) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = program("search", "", pile, "--format", "jsonl", env=environment)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout.splitlines()[1])["authors"] == ["Çy Three"]
    done = program("search", "", pile, env=environment)
    assert "New \\xc9tude" in done.stdout
