"""Triage: unread papers one at a time, and marking all that match as read."""

from pathlib import Path

import pytest

from paperview.library.memory import Memory
from paperview.shelf import Shelf
from paperview.sources.request import Request
from paperview.ui.app import PaperviewApp
from paperview.ui.dialogs.triage import TriageScreen
from paperview.ui.widgets.paper_detail import PaperDetail
from tests.ui.corpora import FIVE, OLD, TIDES, numbered
from tests.ui.support import WIDE, Reader, running
from tests.ui.test_shelf import reading, signs


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "shelf.db"


def page(reader: Reader) -> str:
    """Return what the window in front shows of a paper."""
    return reader.top.query_one(PaperDetail)._page.content.plain


async def begin(reader: Reader) -> None:
    await reader.press("T")
    await reader.until(lambda: isinstance(reader.top, TriageScreen) and page(reader))


async def test_unread_papers_come_one_at_a_time_and_the_list_stays(path: Path) -> None:
    async with reading(path) as reader:
        await reader.press("enter", "j", "m", "space", "g", "j", "j")
        await begin(reader)
        assert "unread: 4 left" in reader.text
        assert page(reader).startswith("How bees dance")
        await reader.pilot.press("enter")
        await reader.until(lambda: "Window glass" in page(reader))
        assert "unread: 3 left · 1 read" in reader.text
        await reader.pilot.press("n", "asterisk")
        await reader.until(lambda: "★" in page(reader))
        assert page(reader).startswith("Knots for sailors")
        await reader.pilot.press("m")
        await reader.until(lambda: "On O(n" in page(reader))
        assert "unread: 1 left · 2 read · 1 skipped" in reader.text
        await reader.pilot.press("u")
        await reader.until(lambda: page(reader).startswith("Knots for sailors"))
        assert "unread: 2 left · 1 read · 1 skipped" in reader.text
        await reader.pilot.press("b", "b")
        assert page(reader).startswith("How bees dance")
        assert "✓ read" in page(reader)
        await reader.pilot.press("n", "n", "n", "enter")
        await reader.until(lambda: "That was the last of them" in reader.text)
        assert "2 papers marked read, 2 skipped" in page(reader)
        await reader.pilot.press("escape")
        await reader.until(lambda: reader.has_no_window)
        assert reader.current == reader.ids[2]
        assert reader.screen.marks.numbers().tolist() == [1]
        assert signs(reader) == ["✓", "✓", "", "★", "✓"]


async def test_the_filter_says_what_there_is_to_read(path: Path) -> None:
    async with reading(path) as reader:
        await reader.ask("okafor")
        await reader.press("enter")
        await begin(reader)
        assert "unread: 2 left" in reader.text
        await reader.pilot.press("enter", "enter", "escape")
        await reader.until(lambda: reader.has_no_window)
        await reader.press("T")
        await reader.told("nothing unread among 2 results")


async def test_all_that_match_are_marked_read_after_a_question_and_as_one_step(path: Path) -> None:
    async with reading(path, FIVE) as reader:
        await reader.ask("narrow heaps")  # nothing has both: papers that lack a word are listed
        assert reader.screen.listed.nearly
        await reader.press("enter", "C")
        await reader.told("no paper to change")
        await reader.ask("id:2212.00002 | heaps")
        assert sorted(reader.ids) == sorted([TIDES, OLD])
        await reader.press("C")
        await reader.until(lambda: "mark 2 papers read" in reader.text)
        await reader.pilot.press("n")
        await reader.until(lambda: reader.has_no_window)
        assert signs(reader) == ["", ""]
        await reader.press("C")
        await reader.pilot.press("y")
        await reader.told("marked read: 2 papers")
        await reader.until(lambda: signs(reader) == ["✓", "✓"])
        await reader.press("u")
        await reader.until(lambda: signs(reader) == ["", ""])
    assert not any(Shelf(path).state(paper).is_read for paper in reader.screen.store)


async def test_the_cursor_keeps_its_row_when_its_paper_leaves_the_unread(path: Path) -> None:
    async with reading(path) as reader:
        await reader.ask("is:unread")
        await reader.press("enter", "j", "j", "m")
        await reader.until(lambda: len(reader.ids) == 4)
        assert reader.papers.cursor == 2


async def test_it_goes_on_where_it_was_when_the_files_are_reloaded(path: Path, refs: Path) -> None:
    request = Request([str(refs)])
    app = PaperviewApp(request, request.open(), memory=Memory(shelf=lambda: path))
    async with running(app, WIDE, until_loaded=True) as reader:
        await reader.until(lambda: reader.screen.desk.shelf)
        await reader.press("enter")
        await begin(reader)
        await reader.pilot.press("enter", "n")
        await reader.until(lambda: page(reader).startswith("Study 13"))
        refs.write_text(numbered(12, start=9))
        before = reader.screen.session
        reader.screen.reloading.begin()
        await reader.until(lambda: reader.screen.session is not before)
        await reader.pilot.press("enter")
        await reader.until(lambda: page(reader).startswith("Study 9\n"))
        assert "unread: 9 left · 2 read · 1 skipped" in reader.text
        await reader.pilot.press("n", "n", "n")
        await reader.until(lambda: page(reader).startswith("Study 15"))
        await reader.pilot.press("b", "b", "b", "b", "b")
        assert page(reader).startswith("Study 12")
        await reader.pilot.press("escape")
        await reader.until(lambda: reader.has_no_window)
    reader.screen.desk.wait()
