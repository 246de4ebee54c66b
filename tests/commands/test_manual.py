"""The manual page, and what else the package installs."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from paperview.commands import manual, table
from paperview.commands.installed import files
from paperview.settings.kinds import switch
from paperview.settings.table import Setting
from tests.conftest import ROOT


def test_it_has_every_command_and_option() -> None:
    plain = re.sub(r"\\f[BIR]", "", manual.page()).replace(r"\-", "-")
    for command, options in table.options().items():
        section = plain.partition(f".SS {command}\n")[2].partition(".SS ")[0] or plain
        assert all(option in section for option in options)


def test_text_that_means_something_to_roff_stays_text() -> None:
    lines = [line for line in manual.page().split("\n") if line.startswith((".", "'"))]
    assert {line.split()[0] for line in lines} <= {
        *(".TH", ".SH", ".SS", ".PP", ".TP", ".br", ".nh", ".ad")
    }


def test_man_shows_it_without_a_warning(
    tmp_path: Path, require_tool: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    require_tool("man")
    text = ".br is 'text' \\fBhere\\fR, é and -x"
    monkeypatch.setattr(manual, "SETTINGS", [Setting("odd", switch(), False, text)])
    path = tmp_path / "paperview.1"
    path.write_text(manual.page())
    settings = {"LC_ALL": "C.UTF-8", "MANROFFSEQ": "", "MANWIDTH": "80"}
    done = subprocess.run(
        ["man", "--warnings", "-l", "-E", "UTF-8", "-Tutf8", str(path)],
        capture_output=True,
        text=True,
        timeout=180,
        check=True,
        env={**os.environ, **settings},
    )
    assert done.stderr == ""
    shown = re.sub(r"\x1b\[[0-9;]*m|.\x08", "", done.stdout)
    assert text in shown
    assert "--null, -0" in shown
    assert "paperview search -- -survey mine.txt" in shown
    assert max(map(len, shown.splitlines())) <= 80


def test_the_files_are_made_without_the_libraries_of_the_program() -> None:
    """As when the wheel is built; and so `--help` and mistakes need not wait for them."""
    making = (
        "import sys; sys.path.insert(0, sys.argv[1]); "
        "sys.modules.update(dict.fromkeys("
        "'Stemmer defusedxml msgspec numpy pyperclip rapidfuzz rich textual zstandard'.split())); "
        "from paperview.commands.installed import files; print(*files())"
    )
    done = subprocess.run(
        [sys.executable, "-c", making, str(ROOT / "src")],
        capture_output=True,
        text=True,
        timeout=180,
        check=True,
    )
    assert done.stdout.split() == list(files())
