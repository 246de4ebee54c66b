"""Some lines of the terminal, below the cursor, as the screen: what is above stays in sight.

Textual's own inline mode draws everything again with each frame, clears the whole terminal at each
change of its size, and has a driver of its own. Here frames stay as they are for a whole screen,
and only the lines that they name are moved down.
"""

from __future__ import annotations

import os
import re
import select
import termios
import tty
from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING, ClassVar

from paperview.lazy import lazy_pattern

if TYPE_CHECKING:
    from paperview.commands.pick import Height

_PATIENCE = 0.5
"""Seconds in which a terminal says where its cursor is. Some never do."""
_MOST_READ = 4096
_ANSWER = lazy_pattern(rb"\x1b\[(\d{1,5});(\d{1,5})R")
_MOVE = lazy_pattern(r"\x1b\[(\d+);(\d+)H")
_LEAVE = "\x1b[?1049l"
"""What Textual writes for the screen before."""


class Inline:
    """The lines that the screen has."""

    ASK: ClassVar = "\x1b[6n"
    """Asks a terminal where its cursor is."""
    MAKE_ROOM: ClassVar = "\x1b[?1049h"
    """Scrolls the terminal until there is room, and clears that; Textual begins with it."""

    def __init__(self, height: Height) -> None:
        """Take the height that is wanted."""
        self._height = height
        self._columns, self._rows = 80, 24
        self._top = 1
        """The first line, from 1."""
        self._before = 1
        """Where that is before the terminal is scrolled to make room."""
        self._row = 0
        """The line of the screen, from 0, on which the cursor was left."""
        self._asked_row = 0
        """The same, when the terminal was last asked where the cursor is."""
        self._column, self._is_below = 1, False
        """The column of the cursor, and whether its line is the one above."""
        self.answers = True
        """Whether the terminal says where its cursor is."""

    @property
    def above(self) -> int:
        """How many lines are above."""
        return self._top - 1

    @property
    def size(self) -> tuple[int, int]:
        """Columns and lines."""
        return self._columns, self._height.lines(self._rows)

    def begin(self, keys: int, output: int, size: tuple[int, int]) -> bytes:
        """Find out where the cursor is, before anything is drawn.

        Args:
            keys: the terminal, to read from.
            output: the same, to write to.
            size: its columns and rows.

        Returns:
            What was typed meanwhile.
        """
        answer, typed = _ask(keys, output)
        self.answers = answer is not None
        row, self._column = answer or (size[1], 1)
        self._is_below = self._column > 1
        self.resize(size, row + self._is_below)
        return typed

    def ask(self) -> str:
        """Return what asks the terminal where the cursor is, which moves with what is drawn."""
        self._asked_row = self._row
        return self.ASK

    def resize(self, size: tuple[int, int], row: int | None) -> None:
        """Take the size of the terminal.

        Args:
            size: its columns and rows.
            row: that of the cursor when the terminal was asked; None if it is not known.
        """
        was_at_end = self._top + self.size[1] > self._rows
        self._columns, self._rows = size
        last = self._rows - self.size[1] + 1
        self._before = last if was_at_end else self._top
        if row is not None:
            self._before = max(1, row - self._asked_row)
        self._top = max(1, min(self._before, last))

    def placed(self, data: str) -> str:
        """Return what is written for a whole terminal, moved to these lines."""

        def lower(move: re.Match[str]) -> str:
            self._row = int(move[1]) - 1
            return f"\x1b[{int(move[1]) + self.above};{move[2]}H"

        moved = _MOVE.sub(lower, data)
        if self.MAKE_ROOM in moved:
            clear = _clear(self._before) if self._before <= self._rows else ""
            scroll = f"\x1b[{self._rows};1H" + "\n" * (self._before - self._top)
            self._row = 0
            moved = moved.replace(self.MAKE_ROOM, f"{clear}{scroll}\x1b[{self._top};1H")
        if _LEAVE in moved:
            cursor = f"\x1b[{max(1, self._top - self._is_below)};{self._column}H"
            moved = moved.replace(_LEAVE, _clear(self._top) + cursor)
        return moved


def _clear(top: int) -> str:
    """Return what clears a line and all below."""
    return f"\x1b[{top};1H\x1b[J"


def _ask(keys: int, output: int) -> tuple[tuple[int, int] | None, bytes]:
    """Ask a terminal for the line and the column of its cursor; return also what was typed."""
    typed = b""
    with suppress(OSError, termios.error):  # the terminal is gone, which the watchdog sees
        before = termios.tcgetattr(keys)
        try:
            tty.setcbreak(keys, termios.TCSANOW)
            os.write(output, Inline.ASK.encode())
            end = monotonic() + _PATIENCE
            while (left := end - monotonic()) > 0 and select.select([keys], [], [], left)[0]:
                data = os.read(keys, _MOST_READ)
                typed += data
                if match := _ANSWER.search(typed):
                    rest = typed[: match.start()] + typed[match.end() :]
                    return (int(match[1]), int(match[2])), rest
                if not data:
                    break
        finally:
            termios.tcsetattr(keys, termios.TCSANOW, before)
    return None, typed
