"""The list and the detail: sizes and ways to stand, by settings, keys and mouse."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from textual import events

from paperview.library.memory import Memory
from paperview.settings import Settings, load, table
from paperview.sources.request import Request
from paperview.sources.source import Opened
from paperview.ui.app import PaperviewApp
from tests.settings.support import chosen, written
from tests.ui.corpora import FIVE
from tests.ui.support import SINGLE, STACKED, WIDE, Reader, running, source


@asynccontextmanager
async def reading(settings: Settings, size: tuple[int, int] = WIDE) -> AsyncIterator[Reader]:
    app = PaperviewApp(Request(["five.txt"]), Opened([source(FIVE)], []), memory=Memory(settings))
    async with running(app, size, until_loaded=False) as reader:
        yield reader


async def sized(reader: Reader, width: int, height: int) -> None:
    """Wait until the list has a size."""
    await reader.until(lambda: reader.papers.outer_size == (width, height))


async def test_sizes_are_changed_by_keys_and_remembered_for_the_next_run() -> None:
    async with reading(load()) as reader:
        await sized(reader, 56, 31)
        await reader.press("enter", "greater_than_sign", "greater_than_sign")
        await sized(reader, 68, 31)  # 57 percent of 120
        await reader.press("vertical_line")
        await sized(reader, 120, 15)
        await reader.press("less_than_sign")
        await reader.until(lambda: reader.papers.outer_size.height == 13)
    async with reading(load()) as reader:
        await sized(reader, 120, 13)
        await reader.press("enter", "vertical_line")
        await sized(reader, 68, 31)
        await reader.press("equals_sign")
        await sized(reader, 56, 31)
    assert load()[table.PANES_SPLIT] == "side-by-side"


async def test_what_is_set_in_the_file_is_not_remembered_otherwise_and_that_is_told() -> None:
    written("[panes]\nwidth = 30\nsplit = 'stacked'")
    async with reading(load()) as reader:
        await sized(reader, 120, 15)
        await reader.press("enter", "vertical_line")
        await reader.told("in this run alone")
        await sized(reader, 36, 31)
    assert load()[table.PANES_SPLIT] == "stacked"


async def test_a_narrow_screen_has_them_side_by_side_where_that_is_set() -> None:
    beside = chosen(panes__split="side-by-side", panes__width=40)
    async with reading(beside, STACKED) as reader:
        await sized(reader, 24, 19)
        await reader.resize(*SINGLE)
        await reader.until(lambda: reader.papers.outer_size.width == SINGLE[0])
        assert not reader.detail.display


async def test_what_is_not_seen_is_not_changed() -> None:
    async with reading(load(), SINGLE) as reader:
        await reader.press("enter")
        for key in ("less_than_sign", "vertical_line", "equals_sign"):
            await reader.press(key)
            await reader.told("only one of list and detail is shown here")
        await reader.resize(*WIDE)
        await sized(reader, 56, 31)
        await reader.press("Z", "greater_than_sign")
        await reader.told("only one")
        await reader.press("Z")
        await sized(reader, 56, 31)
    for setting in (table.PANES_WIDTH, table.PANES_SPLIT):
        assert load().origin(setting) == "default"


async def mouse(reader: Reader, kind: type[events.MouseEvent], x: int, y: int) -> None:
    event = kind(
        None, x=x, y=y, delta_x=0, delta_y=0, button=1,
        shift=False, meta=False, ctrl=False, screen_x=x, screen_y=y,
    )  # fmt: skip
    reader.screen._forward_event(event)
    await reader.pilot.pause()


async def test_the_border_is_dragged_with_the_mouse() -> None:
    async with reading(load()) as reader:
        edge = reader.detail.region.x
        await mouse(reader, events.MouseDown, edge, 10)
        await mouse(reader, events.MouseUp, edge, 10)
        assert load().origin(table.PANES_WIDTH) == "default", "a click changes nothing"
        await mouse(reader, events.MouseDown, edge, 10)
        await mouse(reader, events.MouseMove, edge + 12, 10)
        await reader.until(lambda: abs(reader.detail.region.x - edge - 12) < 2)
        await mouse(reader, events.MouseUp, edge + 12, 10)
        width = reader.papers.outer_size.width
        await mouse(reader, events.MouseMove, 20, 10)
        assert reader.papers.outer_size.width == width, "the border was let go"
        await mouse(reader, events.MouseDown, 20, 10)
        await mouse(reader, events.MouseMove, 30, 10)
        assert reader.papers.outer_size.width == width, "only the border can be dragged"
    assert load()[table.PANES_WIDTH] == round(100 * (edge + 12) / WIDE[0])
