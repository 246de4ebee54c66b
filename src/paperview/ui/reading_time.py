"""Papers count as read after they were open for some seconds, if the user wants that."""

from __future__ import annotations

import asyncio

from paperview.model.paper import Paper
from paperview.ui.desk import Desk


class ReadingTime:
    """How long a paper is open in the detail."""

    def __init__(self, desk: Desk, seconds: float | None) -> None:
        """Take the shelf, and after how many seconds a paper counts as read; None for never."""
        self._desk = desk
        self._seconds = seconds
        self._paper: Paper | None = None
        self._timer: asyncio.TimerHandle | None = None

    def show(self, paper: Paper | None) -> None:
        """Take the paper that is open now, which may be the same as before; None for none."""
        if self._seconds is None or paper == self._paper:
            return
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self._paper = paper
        if paper is not None:
            loop = asyncio.get_running_loop()
            self._timer = loop.call_later(self._seconds, self._desk.was_read, paper)
