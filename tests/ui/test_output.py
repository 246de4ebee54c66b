"""What goes to a terminal that takes it slowly, or not at all any more."""

from __future__ import annotations

import os
import pty
import select
import tty
from collections.abc import Iterator
from dataclasses import dataclass, field
from threading import Event

import pytest

from paperview.ui.terminal.output import Output

PATIENCE_S = 20.0
FRAME = "x" * 20_000


@dataclass
class Terminal:
    """A terminal that nobody reads before it is wanted."""

    master: int
    slave: int
    gone: Event = field(default_factory=Event)
    caught_up: Event = field(default_factory=Event)
    failures: list[Exception] = field(default_factory=list)

    def output(self, encoding: str = "utf-8") -> Output:
        return Output(
            self.slave,
            encoding,
            gone=self.gone.set,
            caught_up=self.caught_up.set,
            failed=self.failures.append,
        )

    def read(self, end: bytes) -> bytes:
        received = b""
        while not received.endswith(end):
            assert select.select([self.master], [], [], PATIENCE_S)[0], received[-80:]
            received += os.read(self.master, 1 << 16)
        return received


@pytest.fixture
def terminal() -> Iterator[Terminal]:
    master, slave = pty.openpty()
    tty.setraw(slave)
    terminal = Terminal(master, slave)
    yield terminal
    for file in {terminal.master, slave} - {-1}:
        os.close(file)


def test_frames_are_left_out_until_all_is_taken_and_then_asked_for(terminal: Terminal) -> None:
    output = terminal.output()
    frames = 0
    while not output.is_behind:
        output.write(FRAME)
        frames += 1
    output.skip()
    assert not terminal.caught_up.is_set()
    output.write("end")
    assert len(terminal.read(b"end")) == frames * len(FRAME) + 3
    assert terminal.caught_up.wait(PATIENCE_S)
    assert not output.is_behind
    assert output.close(PATIENCE_S)


def test_a_frame_that_is_left_out_when_all_is_taken_already_is_asked_for_too(
    terminal: Terminal,
) -> None:
    output = terminal.output()
    output.write("all")
    terminal.read(b"all")
    output.skip()
    assert terminal.caught_up.wait(PATIENCE_S)
    assert output.close(PATIENCE_S)


def test_what_is_written_last_passes_what_waits(terminal: Terminal) -> None:
    output = terminal.output()
    for _ in range(20):
        output.write(FRAME)
    assert not output.close(0.05)
    output.write_last("last")
    assert terminal.read(b"last").count(b"x") < 20 * len(FRAME)


def test_a_terminal_that_is_gone_is_told_of(terminal: Terminal) -> None:
    output = terminal.output()
    os.close(terminal.master)
    terminal.master = -1
    output.write("x")
    assert terminal.gone.wait(PATIENCE_S)
    assert not output.close(PATIENCE_S)
    output.write_last("last")
    assert not terminal.failures


def test_what_else_goes_wrong_is_told_too(terminal: Terminal) -> None:
    output = terminal.output("no encoding")
    output.write("x")
    assert not output.close(PATIENCE_S)
    assert isinstance(terminal.failures[0], LookupError)
