"""What ctrl+c must not break off, and what it ends."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest

from paperview.system.interrupts import interrupts_ignored


def test_ctrl_c_is_ignored_for_as_long_as_work_takes() -> None:
    with interrupts_ignored():
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGQUIT)  # ctrl+\ would end it at once
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)


STARTING = """
import signal, sys

class Finder:
    def find_spec(self, name, path=None, target=None):
        if name == "paperview.cli":
            signal.raise_signal(signal.SIGINT)

sys.meta_path.insert(0, Finder())
from paperview.__main__ import main
"""


def test_ctrl_c_ends_the_program_without_a_word_while_it_starts() -> None:
    ended = subprocess.run([sys.executable, "-c", STARTING], capture_output=True, check=False)
    assert (ended.returncode, ended.stderr) == (-signal.SIGINT, b"")
