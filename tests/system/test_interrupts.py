"""What ctrl+c must not break off."""

from __future__ import annotations

import signal

import pytest

from paperview.system.interrupts import interrupts_ignored


def test_ctrl_c_is_ignored_for_as_long_as_work_takes() -> None:
    with interrupts_ignored():
        signal.raise_signal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)
