"""Pictures of the reader with the seeds; after a wanted change: pytest --snapshot-update."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from paperview.library.memory import Memory
from paperview.sources.request import Request
from paperview.ui.app import PaperviewApp
from paperview.ui.theme import LIGHT
from tests.ui.support import MIDDLE, SINGLE, STACKED, WIDE, Reader

Steps = Callable[[Reader], Awaitable[None]]
Same = Callable[..., bool]


def same(
    snap_compare: Same,
    size: tuple[int, int],
    steps: Steps | None = None,
    memory: Memory | None = None,
) -> bool:
    """Whether the reader looks as it did, after some steps."""

    async def run(pilot: Pilot[None]) -> None:
        reader = Reader(pilot)
        await reader.mounted()
        await reader.loaded()
        if steps:
            await steps(reader)
            await reader.settled()

    seeds = Request()
    app = PaperviewApp(seeds, seeds.open(), memory=memory)
    return snap_compare(app, terminal_size=size, run_before=run)


@pytest.mark.parametrize(
    "size", [WIDE, MIDDLE, STACKED, SINGLE], ids=["wide", "middle", "stacked", "single"]
)
def test_the_seeds(size: tuple[int, int], snap_compare: Same) -> None:
    assert same(snap_compare, size)


def test_a_filter_with_corrections(snap_compare: Same) -> None:
    async def steps(reader: Reader) -> None:
        await reader.write("fedrated lern")
        await reader.press("down")

    assert same(snap_compare, WIDE, steps)


def test_a_completion(snap_compare: Same) -> None:
    async def steps(reader: Reader) -> None:
        await reader.write("author:per")
        await reader.until(lambda: reader.bar.completion)

    assert same(snap_compare, MIDDLE, steps)


def test_no_match(snap_compare: Same) -> None:
    async def steps(reader: Reader) -> None:
        await reader.ask("federated zzyzx")

    assert same(snap_compare, MIDDLE, steps)


def test_help(snap_compare: Same) -> None:
    async def steps(reader: Reader) -> None:
        await reader.press("f1")

    assert same(snap_compare, (100, 54), steps)


def test_the_copy_menu(snap_compare: Same) -> None:
    async def steps(reader: Reader) -> None:
        await reader.ask("2304.10190")
        await reader.press("enter", "Y")

    assert same(snap_compare, MIDDLE, steps)


def test_the_light_theme(snap_compare: Same) -> None:
    async def steps(reader: Reader) -> None:
        reader.app.theme = LIGHT.name
        await reader.ask("digital twin")
        await reader.press("enter", "space")

    assert same(snap_compare, WIDE, steps)


def test_the_detail_zoomed(snap_compare: Same) -> None:
    async def steps(reader: Reader) -> None:
        await reader.ask("hierarchical")
        await reader.press("enter", "Z", "l")

    assert same(snap_compare, WIDE, steps)


def test_the_shelf(snap_compare: Same, tmp_path: Path) -> None:
    """The signs of the list, the line of the detail, and the window of tags."""

    async def steps(reader: Reader) -> None:
        await reader.until(lambda: reader.screen.desk.shelf)
        await reader.press("enter", "asterisk", "m", "j", "m")
        papers = [reader.screen.store[number] for number in reader.screen.results.numbers]
        await reader.screen.desk.run(lambda shelf: shelf.tag(papers[1:4], ["to read", "method"]))
        await reader.screen.desk.run(lambda shelf: shelf.tag(papers[4:5], ["method"]))
        await reader.screen.desk.run(lambda shelf: shelf.note(papers[2], "Compare with **ours**."))
        await reader.press("j", "V", "j", "t")
        await reader.until(lambda: "[x]" in reader.text)

    assert same(snap_compare, WIDE, steps, Memory(shelf=lambda: tmp_path / "shelf.db"))


def test_papers_that_nearly_match(snap_compare: Same) -> None:
    async def steps(reader: Reader) -> None:
        await reader.ask("federated learning iot xylophone")

    assert same(snap_compare, WIDE, steps)
