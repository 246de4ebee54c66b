"""Screenshots for the documentation: the program with its seeds.

Run with `make screenshots`.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

from paperview.sources.request import Request
from paperview.ui.app import PaperviewApp

HERE = Path(__file__).parent
PICTURES = {
    "screenshot.svg": ("paperview", "fedrated lern"),
    "screenshot-light.svg": ("paperview-light", "digital twin"),
}
"""Per picture the theme and what stands in the filter."""


async def take(name: str, theme: str, query: str) -> None:
    """Run the program, type a query and save the screen."""
    seeds = Request()
    app = PaperviewApp(seeds, seeds.open())
    async with app.run_test(size=(120, 32)) as pilot:
        app.theme = theme
        await pilot.press(*_keys(query))
        reader = app.screen
        while len(reader.results) == len(reader.store):  # type: ignore[attr-defined]
            await pilot.pause(0.05)
        await pilot.pause(0.2)
        app.save_screenshot(name, path=str(HERE))


def _keys(text: str) -> list[str]:
    return ["space" if char == " " else char for char in text]


def main() -> None:
    """Take all screenshots."""
    for name, (theme, query) in PICTURES.items():
        asyncio.run(take(name, theme, query))


if __name__ == "__main__":
    main()
