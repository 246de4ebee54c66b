"""Longest block of the event loop while a file is indexed and somebody types.

    python -m benchmarks.blocking FILE

The reader runs without a terminal, on an empty cache. A task that should wake every few ms records
how late it wakes. Every 80 ms a key is pressed: words are typed and deleted again, and the list is
moved in between.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import tempfile
import time
from pathlib import Path
from statistics import quantiles

from textual import events

from paperview.sources.request import Request
from paperview.ui.app import PaperviewApp
from paperview.ui.screen import ReaderScreen

_WAKE = 0.002
_PACE = 0.08
_KEYS = (
    "down",
    *"quantum grav",
    *["backspace"] * 12,
    "pagedown",
    *"fedrated lern",
    "ctrl+u",
    "end",
)
_SHOWN = 5


async def _beat(lateness: list[float]) -> None:
    """Record repeatedly how late the task wakes."""
    while True:
        due = time.perf_counter() + _WAKE
        await asyncio.sleep(_WAKE)
        lateness.append(time.perf_counter() - due)


async def measure(path: Path) -> tuple[list[float], float]:
    """Open a file, type until all is indexed; return how late the loop was, and the seconds."""
    request = Request([str(path)])
    app = PaperviewApp(request, request.open())
    lateness: list[float] = []
    async with app.run_test(size=(120, 36)):
        screen = app.screen
        if not isinstance(screen, ReaderScreen) or app._driver is None:
            raise TypeError("the reader is not there")
        started = time.perf_counter()
        beat = asyncio.create_task(_beat(lateness))
        while not _is_loaded(screen):
            for key in _KEYS:
                character = key if len(key) == 1 else None
                name = "space" if key == " " else key
                app._driver.send_message(events.Key(name, character))
                await asyncio.sleep(_PACE)
        seconds = time.perf_counter() - started
        beat.cancel()
    return lateness, seconds


def _is_loaded(screen: ReaderScreen) -> bool:
    index = screen.session.index

    return screen.session.is_whole and index is not None and index.searched == len(screen.store)


def main() -> None:
    """Print the longest blocks."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_CACHE_HOME"] = folder
        lateness, seconds = asyncio.run(measure(arguments.file))
    times = sorted((1000 * late for late in lateness), reverse=True)
    longest = ", ".join(f"{late:.0f}" for late in times[:_SHOWN])
    p99 = quantiles(times, n=100)[-1]
    print(
        f"loaded in {seconds:.0f} s; the loop was late by {p99:.1f} ms (p99); longest: {longest} ms"
    )


if __name__ == "__main__":
    main()
