"""The terminals without which nobody sees the program: its own, and those behind it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_DELETED = " (deleted)"
_OPEN = os.O_RDONLY | os.O_NOCTTY | os.O_NONBLOCK


class GoneError(Exception):
    """One of these terminals is gone already."""


def opened() -> Iterator[int]:
    """Open these terminals, as files that nobody else uses.

    Raises:
        GoneError: if that is too late.
    """
    own = _own()
    if own is not None:
        yield own
        yield from _behind()


def _own() -> int | None:
    """Open the terminal that the program was started in."""
    for file in (0, 1, 2):
        if os.isatty(file):
            return os.dup(file)
    try:
        return os.open("/dev/tty", _OPEN)
    except OSError:
        return None


def _behind() -> Iterator[int]:
    """Open the terminals behind our own.

    A program such as `script` makes a terminal for those it starts and shows it in its own. When
    that is closed, it stays, reads no more keys, and throws away what it should show. This is told
    by /proc, so it is known on Linux alone. The maker of a terminal is the parent of the leader of
    its session. It counts if it has the terminal that it reads from for itself: what runs in the
    background there, as a terminal's window that was opened from a shell does, outlives it.
    """
    process = os.getpid()
    while maker := _maker(process):
        input_of_maker = Path(f"/proc/{maker}/fd/0")
        try:
            if not _State.of(maker).has_terminal:
                if _is_script(maker) and str(input_of_maker.readlink()).endswith(_DELETED):
                    raise GoneError
                return
            file = os.open(input_of_maker, _OPEN)
        except OSError:
            return
        if not os.isatty(file):
            os.close(file)
            return
        yield file
        process = maker


def _maker(process: int) -> int:
    """Return the process that has made the terminal of another, or 0 if that is not known."""
    try:
        leader = _State.of(_State.of(process).session)
        return leader.parent if _State.of(leader.parent).session != leader.session else 0
    except OSError:
        return 0


def _is_script(process: int) -> bool:
    """Whether it is the program that does nothing but to show a terminal in its own.

    Once it has none, it can't be told any more whether it had one for itself. Others may go on.
    """
    return Path(f"/proc/{process}/comm").read_text("utf-8", "replace").strip() == "script"


@dataclass(frozen=True, slots=True)
class _State:
    """What Linux tells of a process."""

    parent: int
    group: int
    session: int
    terminal: int
    group_with_keys: int

    @classmethod
    def of(cls, process: int) -> _State:
        """Read the state of a process.

        Raises:
            OSError: if it is not known.
        """
        text = Path(f"/proc/{process}/stat").read_text("utf-8", "replace")
        # Its name, in parentheses, may hold anything.
        return cls(*map(int, text.rpartition(")")[2].split()[1:6]))

    @property
    def has_terminal(self) -> bool:
        """Whether it reads what is typed into its terminal."""
        return self.terminal != 0 and self.group == self.group_with_keys
