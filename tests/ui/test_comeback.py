"""Coming back where one was in the same files."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from paperview.commands.pick import Wish
from paperview.library.memory import Memory
from paperview.sources.request import Request
from paperview.ui.app import PaperviewApp
from paperview.ui.picking import Picking
from tests.settings.support import chosen
from tests.ui.corpora import number, numbered
from tests.ui.support import SMALL, Reader, running


@asynccontextmanager
async def run(
    shelf: Path, *files: Path, is_fresh: bool = False, picks: bool = False
) -> AsyncIterator[Reader]:
    request = Request([*map(str, files)])
    memory = Memory(chosen(restore=not is_fresh), shelf=lambda: shelf)
    picking = Picking(Wish()) if picks else None
    app = PaperviewApp(request, request.open(), memory=memory, picking=picking)
    async with running(app, SMALL, until_loaded=True) as reader:
        await reader.until(lambda: reader.screen.desk.shelf)
        await reader.settled()
        yield reader
    reader.screen.desk.wait()


async def test_filter_order_and_cursor_come_back_with_the_same_files(
    refs: Path, tmp_path: Path
) -> None:
    shelf, other = tmp_path / "shelf.db", tmp_path / "other.txt"
    other.write_text(numbered(3))
    async with run(shelf, refs) as reader:
        await reader.ask("study")
        await reader.press("enter", "s", "s", "g", "j", "j")
        ids, current = reader.ids, reader.current
        assert current == number(28)
    async with run(shelf, other) as reader:
        assert reader.bar.text == ""
    async with run(shelf, refs, is_fresh=True) as reader:
        assert reader.bar.text == ""
        assert reader.current == number(11)
    async with run(shelf, refs, picks=True) as reader:
        assert reader.bar.text == ""
        await reader.write("29")
    refs.write_text(numbered(1) + "\n" + refs.read_text())
    async with run(shelf, refs) as reader:
        await reader.answered("study")
        await reader.until(lambda: reader.current == current)
        assert reader.ids == [*ids, number(1)]
        assert reader.focus == "filter"
        await reader.press("1")  # what is typed takes the place of what came back
        assert reader.bar.text == "1"
    async with run(shelf, refs, other) as reader:
        assert reader.bar.text == ""


async def test_who_has_begun_already_stays_there(refs: Path, tmp_path: Path) -> None:
    shelf = tmp_path / "shelf.db"
    async with run(shelf, refs) as reader:
        await reader.ask("study")
    request = Request([str(refs)])
    app = PaperviewApp(request, request.open(), memory=Memory(shelf=lambda: shelf))
    open_shelf = app._reader.desk.open
    app._reader.desk.open = lambda: None  # type: ignore[method-assign]
    async with running(app, SMALL, until_loaded=True) as reader:
        await reader.write("we")
        open_shelf()
        await reader.until(lambda: reader.screen.desk.shelf)
        await reader.settled()
        assert reader.bar.text == "we"
