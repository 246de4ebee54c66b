"""Files that change while they are open: it is said, and on a key or at once they are reloaded."""

import gc
import os
import sys
import weakref
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from zipfile import ZipFile

import pytest

from paperview.search.query import Query
from paperview.search.results import Results
from paperview.search.searcher import Searcher
from paperview.sources.files import FiledSource
from paperview.sources.opening import Opened, Request
from paperview.ui.widgets.lines import TitleLine
from tests.ui.piles import number, numbered
from tests.ui.support import DEADLINE_S, SINGLE, SMALL, STACKED, Reader, reading_files

CHANGED = "refs.txt changed · f5 reloads"


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("paperview.following.INTERVAL", 0.01)


@pytest.fixture
def refs(tmp_path: Path) -> Path:
    """A file of the papers 11 to 30, newest first, to which newer ones can be added."""
    path = tmp_path / "refs.txt"
    path.write_text(numbered(20, start=11))
    return path


def rewrite(path: Path, *texts: str) -> None:
    """Replace a file as editors do."""
    new = path.with_name("new")
    new.write_text("\n".join(texts))
    new.replace(path)


def rows_of(reader: Reader) -> list[str]:
    """Return the list's lines without the scrollbar."""
    return [line.rstrip("▁▂▃▄▅▆▇█ ") for line in reader.lines(reader.papers)]


async def noticed(reader: Reader, news: str = CHANGED) -> None:
    await reader.until(lambda: reader.said("#news") == news)


def counted(reader: Reader) -> set[int]:
    """Return how many papers will have been listed whenever something was."""
    counts: set[int] = set()
    show = reader.papers.show

    def note_and_show(*args: object, **named: object) -> None:
        show(*args, **named)  # type: ignore[arg-type] # whatever it is given
        counts.add(len(reader.papers._numbers))

    reader.papers.show = note_and_show  # type: ignore[method-assign] # to look on
    return counts


async def reloaded(reader: Reader, count: int) -> None:
    await reader.until(lambda: f"{count} papers" in reader.said("#pile"))
    await reader.until(lambda: not reader.screen.query_one("#news").display)
    await reader.loaded()


class Gate:
    """Holds the opening of files up."""

    def __init__(self) -> None:
        self.is_open = Event()
        self.is_reached = Event()

    def close(self) -> None:
        self.is_open.clear()
        self.is_reached.clear()


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    gate = Gate()
    gate.is_open.set()
    open_files = Request.open

    def open_later(request: Request, *, need_papers: bool = True) -> Opened:
        opened = open_files(request, need_papers=need_papers)
        gate.is_reached.set()
        assert gate.is_open.wait(DEADLINE_S)
        return opened

    monkeypatch.setattr(Request, "open", open_later)
    yield gate
    gate.is_open.set()


# --- saying so


async def test_a_change_is_said_and_what_to_do(refs: Path) -> None:
    async with reading_files(refs) as reader:
        assert not reader.screen.query_one("#news").display
        assert "f5" not in reader.text
        refs.write_text(numbered(30))
        await noticed(reader)
        assert reader.said("#pile") == "20 papers · refs.txt"
        assert reader.said("KeyLine").startswith("f5 reload")
        await reader.press("enter")
        assert reader.said("KeyLine").startswith("f5 reload")
        await reader.press("f5")
        await reloaded(reader, 30)
        assert "f5" not in reader.text
        assert await reader.told("reloaded") == "reloaded: 30 papers"


@pytest.mark.parametrize(
    ("size", "news"),
    [(SMALL, CHANGED), (STACKED, "changed · f5"), (SINGLE, "changed · f5")],
)
async def test_there_is_room_for_it(size: tuple[int, int], news: str, refs: Path) -> None:
    async with reading_files(refs, size=size) as reader:
        rewrite(refs, numbered(30))
        await noticed(reader, news)
        assert "20 papers" in reader.said("#pile")


async def test_a_file_that_is_gone_is_said_and_its_papers_stay(refs: Path) -> None:
    async with reading_files(refs) as reader:
        refs.unlink()
        await noticed(reader, "refs.txt is gone")
        assert "f5" not in reader.said("KeyLine")
        await reader.press("f5")
        assert "no such file" in await reader.told("not reloaded: ")
        assert len(reader.ids) == 20
        await noticed(reader, "refs.txt is gone")
        refs.write_text(numbered(30))
        await noticed(reader)
        await reader.press("f5")
        await reloaded(reader, 30)


async def test_a_text_that_follows_another_at_once_has_room(refs: Path) -> None:
    async with reading_files(refs) as reader:
        title = reader.screen.query_one(TitleLine)
        title.tell("10 papers", "", "short", "", "")
        reader.screen._refresh_layout()
        title.tell("10 papers", "", CHANGED, "", "")
        await noticed(reader)


async def test_a_click_on_it_reloads(refs: Path) -> None:
    async with reading_files(refs) as reader:
        rewrite(refs, numbered(30))
        await noticed(reader)
        await reader.pilot.click("#news")
        await reloaded(reader, 30)


async def test_a_name_from_outside_is_shown_as_text_and_not_too_long(tmp_path: Path) -> None:
    path = tmp_path / f"[bold]\x1b[2J{'x' * 50}.txt"
    path.write_text(numbered(3))
    async with reading_files(path) as reader:
        path.unlink()
        await noticed(reader, f"[bold]␛[2J{'x' * 7}… is gone")


async def test_the_palette_offers_to_reload(refs: Path) -> None:
    async with reading_files(refs) as reader:
        rewrite(refs, numbered(30))
        await reader.press("f2")
        await reader.pilot.press(*"reload")
        await reader.until(lambda: "Reload the files" in reader.text)
        await reader.press("enter")
        await reloaded(reader, 30)


# --- reloading


async def test_everything_stays_in_its_place(refs: Path) -> None:
    async with reading_files(refs, size=(90, 14)) as reader:
        await reader.ask("study")
        await reader.press("enter", "s", "s")
        await reader.until(lambda: reader.said("#order") == "oldest first")
        await reader.listed([number(n) for n in range(30, 10, -1)])
        await reader.press("g", "j", "space", *"jjjjj", "space", *"jjjjjj", *"kkk", "a", "r")
        assert reader.current == number(19)
        rows, view = rows_of(reader), reader.screen.view
        chosen = [paper.identity for paper in reader.screen.chosen()]
        rewrite(refs, numbered(10), numbered(15, start=16), numbered(2, start=12))
        await noticed(reader)
        await reader.press("R")
        await reloaded(reader, 27)
        assert reader.current == number(19)
        assert reader.said("#pile").endswith("2 marked")
        assert {paper.identity for paper in reader.screen.chosen()} == set(chosen)
        assert rows_of(reader)[:6] == rows[:6]
        assert reader.bar.text == "study"
        assert reader.said("#order") == "oldest first"
        assert reader.focus == "list"
        assert reader.screen.view == view


async def test_the_detail_stays_where_it_was_scrolled(refs: Path) -> None:
    async with reading_files(refs, size=(60, 12)) as reader:
        await reader.press("enter", "j", "enter", "j", "j", "l")
        seen = reader.lines(reader.detail)
        assert reader.detail.scroll_offset.y > 0
        rewrite(refs, numbered(30))
        await noticed(reader, "changed · f5")
        await reader.press("f5")
        await reloaded(reader, 30)
        assert reader.current == number(12)
        assert reader.lines(reader.detail) == seen
        assert reader.focus == "detail"


async def test_where_the_paper_is_gone_the_cursor_stays_in_its_place(refs: Path) -> None:
    async with reading_files(refs) as reader:
        await reader.press(*["down"] * 5)
        rewrite(refs, numbered(5, start=11), numbered(14, start=17))
        await reader.press("f5")
        await reloaded(reader, 19)
        assert reader.current == number(17)
        rewrite(refs, numbered(3, start=11))
        await reader.press("f5")
        await reloaded(reader, 3)
        assert reader.current == number(13)


async def test_one_goes_back_to_where_a_link_was_followed(refs: Path) -> None:
    refs.write_text(
        f"A note\n\nCompare arXiv:{number(25)}.\n\narXiv:{number(99)}\n\n{numbered(30)}"
    )
    async with reading_files(refs) as reader:
        await reader.press("enter", "G")
        assert reader.current == number(99)
        await reader.press("enter", "h", "enter")
        await reader.until(lambda: reader.current == number(25))
        rewrite(refs, numbered(40), refs.read_text())
        await reader.press("f5")
        await reloaded(reader, 41)
        await reader.press("b")
        await reader.until(lambda: reader.current == number(99))


async def test_marks_come_back_with_their_papers(refs: Path) -> None:
    """A file may be seen half-written, once: what was marked is not forgotten for that."""
    async with reading_files(refs, watch=True) as reader:
        await reader.press("enter", "space", "space", "space")
        rewrite(refs, numbered(10, start=13))
        await reloaded(reader, 10)
        assert reader.said("#pile").endswith("1 marked")
        rewrite(refs, numbered(30))
        await reloaded(reader, 30)
        assert reader.said("#pile").endswith("3 marked")
        assert [str(paper.arxiv_id) for paper in reader.screen.chosen()] == [
            number(n) for n in (11, 12, 13)
        ]
        assert reader.current == number(14)
        await reader.press("k", "space")
        rewrite(refs, numbered(31))
        await reloaded(reader, 31)
        assert reader.said("#pile").endswith("2 marked")
        rewrite(refs, numbered(5, start=12))
        await reloaded(reader, 5)
        assert reader.said("#pile").endswith("1 marked")
        await reader.press("escape")
        rewrite(refs, numbered(32))
        await reloaded(reader, 32)
        assert "marked" not in reader.said("#pile")


async def test_old_papers_are_shown_until_the_new_ones_are_there(refs: Path, gate: Gate) -> None:
    async with reading_files(refs) as reader:
        gate.close()
        rewrite(refs, numbered(30))
        await reader.press("f5")
        await noticed(reader, "reloading …")
        assert len(reader.ids) == 20
        await reader.press("enter", "j", "space")
        assert reader.said("#pile") == "20 papers · refs.txt · 1 marked"
        counts = counted(reader)
        gate.is_open.set()
        await reloaded(reader, 30)
        assert counts == {30}, "nothing less is shown in between"
        assert reader.said("#pile") == "30 papers · refs.txt · 1 marked"
        assert reader.current == number(13)


async def test_what_is_typed_while_reloading_is_answered_from_both(refs: Path, gate: Gate) -> None:
    async with reading_files(refs) as reader:
        gate.close()
        rewrite(refs, numbered(30))
        await reader.write("study")
        await reader.press("f5")
        await noticed(reader, "reloading …")
        await reader.ask("study 15")
        assert reader.ids[0] == number(15)
        await reader.ask("study 5")
        gate.is_open.set()
        await reloaded(reader, 30)
        assert reader.bar.text == "study 5"
        assert reader.ids[0] == number(5)
        assert reader.said("#count").startswith("1 of 30")
        assert reader.focus == "filter"


async def test_an_answer_about_a_part_is_not_shown(
    refs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("paperview.loading.BATCH", 20)
    monkeypatch.setattr("paperview.loading.FIRST_INDEX", 10)
    is_over = Event()
    search = Searcher.search

    def search_late(searcher: Searcher, query: Query) -> Results:
        if searcher.index.searched == 90:
            assert is_over.wait(DEADLINE_S)
        return search(searcher, query)

    monkeypatch.setattr(Searcher, "search", search_late)
    async with reading_files(refs) as reader:
        await reader.ask("study")
        counts = counted(reader)
        rewrite(refs, numbered(90))
        await reader.press("f5")
        await reader.until(lambda: getattr(reader.screen._renewal, "pile", None))
        renewal = reader.screen._renewal
        await reader.until(lambda: renewal and renewal.pile and renewal.pile.is_over)
        await reader.settled()
        is_over.set()
        await reloaded(reader, 90)
        assert counts == {90}


async def test_a_file_that_goes_at_the_last_moment_takes_no_papers_away(
    refs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with reading_files(refs) as reader:
        gone = FiledSource("refs.json", refs.with_name("refs.json"))
        monkeypatch.setattr(Request, "open", lambda _request: Opened([gone], []))
        await reader.press("f5")
        assert "refs.json: can't be read" in await reader.told("not reloaded: ")
        assert len(reader.ids) == 20


async def test_two_quick_changes(refs: Path, gate: Gate) -> None:
    async with reading_files(refs) as reader:
        gate.close()
        rewrite(refs, numbered(30))
        await noticed(reader)
        await reader.press("f5")
        assert gate.is_reached.wait(DEADLINE_S)
        rewrite(refs, numbered(40))
        await reader.until(lambda: reader.screen._renewal and reader.screen._renewal.is_outdated)
        gate.is_open.set()
        await reader.until(lambda: "30 papers" in reader.said("#pile"))
        await noticed(reader)
        await reader.press("f5")
        await reloaded(reader, 40)


async def test_nothing_of_the_old_papers_is_left(refs: Path) -> None:
    async with reading_files(refs, watch=True) as reader:
        await reader.ask("study")
        old = weakref.ref(reader.screen.store)
        gc.collect()
        gc.disable()
        rewrite(refs, numbered(30))
        await reloaded(reader, 30)
        await reader.until(lambda: old() is None)
        gc.enable()


# --- by itself


async def test_watched_files_are_reloaded_by_themselves(refs: Path) -> None:
    async with reading_files(refs, watch=True) as reader:
        await reader.press("down", "down")
        for count in (30, 40):
            rewrite(refs, numbered(count))
            await reloaded(reader, count)
            assert reader.current == number(13)
        with refs.open("a") as file:
            file.write("\n" + numbered(5, start=41))
        await reloaded(reader, 45)
        assert not reader.toasts


async def test_watched_files_that_change_meanwhile_are_reloaded_again(
    refs: Path, gate: Gate
) -> None:
    async with reading_files(refs, watch=True) as reader:
        gate.close()
        rewrite(refs, numbered(30))
        await reader.until(gate.is_reached.is_set)
        rewrite(refs, numbered(40))
        await reader.until(lambda: reader.screen._renewal and reader.screen._renewal.is_outdated)
        gate.is_open.set()
        await reloaded(reader, 40)


async def test_a_watched_file_that_is_gone_comes_back(refs: Path) -> None:
    async with reading_files(refs, watch=True) as reader:
        refs.unlink()
        await noticed(reader, "refs.txt is gone")
        assert len(reader.ids) == 20
        assert not reader.toasts
        refs.write_text(numbered(30))
        await reloaded(reader, 30)


@pytest.mark.parametrize(
    ("half", "reason"),
    [("", "is empty"), ("Study 1\n", "no papers in it"), ("\0\1\2" * 99, "is a binary file")],
    ids=["empty", "no paper", "no text"],
)
async def test_a_half_written_file_does_not_take_the_papers_away(
    half: str, reason: str, refs: Path
) -> None:
    async with reading_files(refs, watch=True) as reader:
        await reader.press("down")
        rewrite(refs, half)
        assert "refs.txt" in await reader.told(f"{reason}")
        assert reader.toasts[-1].message.startswith("not reloaded: ")
        assert len(reader.ids) == 20
        await noticed(reader)
        rewrite(refs, numbered(30))
        await reloaded(reader, 30)
        assert reader.current == number(12)


# --- several files


@pytest.fixture
def others(tmp_path: Path) -> Path:
    path = tmp_path / "others.txt"
    path.write_text(numbered(5, start=101))
    return path


async def test_of_several_files_a_half_written_one_keeps_its_papers(
    refs: Path, others: Path
) -> None:
    async with reading_files(refs, others) as reader:
        rewrite(refs, "half")
        rewrite(others, numbered(6, start=101))
        await noticed(reader, "2 files changed · f5 reloads")
        await reader.press("f5")
        await reloaded(reader, 26)
        assert "no papers in it" in await reader.told("its papers stay as they were")
        assert reader.said("#problems") == "! 1 problem"
        rewrite(refs, numbered(30))
        await noticed(reader)
        await reader.press("f5")
        await reloaded(reader, 36)
        assert not reader.screen.query_one("#problems").display


async def test_of_several_files_one_that_is_gone_takes_its_papers_along(
    refs: Path, others: Path
) -> None:
    async with reading_files(refs, others) as reader:
        others.unlink()
        await noticed(reader, "others.txt is gone · f5 reloads")
        await reader.press("f5")
        await reloaded(reader, 20)
        assert reader.said("#pile") == "20 papers · refs.txt"
        others.write_text(numbered(5, start=101))
        await noticed(reader, "others.txt is new · f5 reloads")
        await reader.press("f5")
        await reloaded(reader, 25)
        assert reader.said("#pile") == "25 papers · 2 files"


async def test_a_new_file_in_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    for name, first in (("a.txt", 11), ("b.txt", 31)):
        (folder / name).write_text(numbered(10, start=first))
    async with reading_files(folder) as reader:
        await reader.press("down")
        (folder / "new.txt").write_text(numbered(10))
        await noticed(reader, "new.txt is new · f5 reloads")
        await reader.press("f5")
        await reloaded(reader, 30)
        assert reader.said("#pile") == "30 papers · 3 files"
        assert reader.current == number(12)
        (folder / "a.txt").write_text("half")
        (folder / "b.txt").unlink()
        await noticed(reader, "2 files changed · f5 reloads")
        await reader.press("f5")
        await reloaded(reader, 20)
        assert "a.txt: " in await reader.told("its papers stay as they were")
        assert reader.current == number(12)


async def test_a_half_written_archive_keeps_its_papers(refs: Path, tmp_path: Path) -> None:
    archive = tmp_path / "refs.zip"
    with ZipFile(archive, "w") as file:
        for name, first in (("a.txt", 101), ("b.txt", 111)):
            file.writestr(name, numbered(10, start=first))
    async with reading_files(refs, archive) as reader:
        archive.write_bytes(archive.read_bytes()[:500])
        rewrite(refs, numbered(30))
        await noticed(reader, "2 files changed · f5 reloads")
        await reader.press("f5")
        await reloaded(reader, 50)
        await reader.told("its papers stay as they were")


async def test_standard_input_is_not_followed_and_its_papers_stay(
    refs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    end, beginning = os.pipe()
    os.write(beginning, numbered(10, start=101).encode())
    os.close(beginning)
    with os.fdopen(end) as pipe:
        monkeypatch.setattr(sys, "stdin", pipe)
        async with reading_files(Path("-"), refs) as reader:
            rewrite(refs, numbered(30))
            await noticed(reader)
            await reader.press("f5")
            await reloaded(reader, 40)
