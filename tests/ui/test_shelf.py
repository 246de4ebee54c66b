"""The shelf on the screen: star, read, tags, note, undo, and what the list and the detail show."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from time import time

import pytest
from textual.events import Key

from paperview.library.history import state_file
from paperview.library.memory import Memory
from paperview.model.paper import Paper
from paperview.shelf import Shelf, drafts_folder
from paperview.sources.request import Request
from paperview.sources.source import Opened
from paperview.system import CRASHED
from paperview.ui.app import PaperviewApp, run_reader
from paperview.ui.desk import Desk
from paperview.ui.dialogs.notes import NoteScreen
from paperview.ui.dialogs.tags import TagScreen
from paperview.ui.screen import ReaderScreen
from tests.settings.support import chosen
from tests.ui.corpora import FIVE, numbered
from tests.ui.support import LIMIT_S, WIDE, Reader, running, source


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "shelf.db"


@asynccontextmanager
async def reading(
    path: Path, text: str = FIVE, notes: Path | None = None, read_after: float | None = None
) -> AsyncIterator[Reader]:
    """Run the reader with a shelf that is open."""
    opened = Opened([source(text)], [])
    settings = chosen(notes=notes, mark_read=read_after or 0)
    memory = Memory(settings, shelf=lambda: path)
    app = PaperviewApp(Request(["five.txt"]), opened, memory=memory)
    async with running(app, WIDE, until_loaded=True) as reader:
        await reader.until(lambda: reader.screen.desk.shelf)
        await reader.settled()
        yield reader
    reader.screen.desk.wait()


def signs(reader: Reader) -> list[str]:
    """Return what stands before the dates, row by row."""
    lines = reader.lines(reader.papers)
    return [line[2 : line.index("20")].strip() for line in lines if "20" in line[:10]]


async def test_keys_change_the_shelf_and_the_list_shows_it_by_signs(path: Path) -> None:
    async with reading(path) as reader:
        assert signs(reader) == [""] * 5
        assert not path.exists()
        await reader.press("enter", "asterisk")
        await reader.told("starred: How bees dance")
        await reader.press("j", "m")
        await reader.told("marked read: Tides in narrow bays")
        await reader.settled()
        assert signs(reader) == ["★", "✓", "", "", ""]
        assert "✓ read" in reader.page
        await reader.press("A", "asterisk")
        assert await reader.told("starred") == "starred: 4 of 5 papers"
        await reader.until(lambda: signs(reader) == ["★", "★✓", "★", "★", "★"])
        await reader.press("asterisk")
        assert await reader.told("unstarred") == "unstarred: 5 papers"
        await reader.press("u")
        assert await reader.told("undone") == "undone: unstarred, 5 papers"
        await reader.until(lambda: signs(reader) == ["★", "★✓", "★", "★", "★"])
        await reader.press("9", "u")
        await reader.told("undone: 3 changes")
        await reader.until(lambda: signs(reader) == [""] * 5)
        await reader.press("u")
        await reader.told("nothing to be undone")
        await reader.press("2", "U")
        await reader.told("done again: 2 changes")
        await reader.until(lambda: signs(reader)[:2] == ["★", "✓"])
    async with reading(path) as reader:
        assert signs(reader)[:2] == ["★", "✓"]


async def test_it_is_remembered_when_a_paper_was_opened(path: Path, opened: list[str]) -> None:
    async with reading(path) as reader:
        papers = reader.screen.store
        await reader.press("enter", "enter", "n", "n", "o")
        await reader.told("handed")
        shelf = reader.screen.desk.shelf
        assert shelf
        await reader.until(lambda: shelf.state(papers[2]).opened)
        assert shelf.state(papers[0]).opened
        assert shelf.state(papers[1]).opened is None
        assert opened == [papers[2].url]
        assert signs(reader) == [""] * 5


async def test_letters_behind_a_key_that_opens_a_window_are_typed_there(path: Path) -> None:
    async with reading(path) as reader:
        await reader.press("enter")
        await reader.burst("t", *"sea", "enter", "e", *"bays", "escape", "slash", *"bees")
        await reader.told("noted")
        await reader.until(lambda: "#sea\n¶ bays" in reader.page)
        await reader.answered("bees")


async def test_a_paper_that_stays_open_counts_as_read_if_the_user_wants_that(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with reading(path, read_after=LIMIT_S) as reader:
        await reader.press("enter", "down", "enter")
        timer = reader.screen.reading._timer
        await reader.press("escape", "down")
        assert timer
        assert timer.cancelled()
        monkeypatch.setattr(reader.screen.reading, "_read_after", 0.01)
        await reader.press("enter")
        await reader.until(lambda: "✓" in signs(reader))
        assert signs(reader) == ["", "", "✓", "", ""]
        await reader.press("u")
        await reader.told("nothing to be undone")


async def test_tags_are_completed_counted_added_and_removed(path: Path) -> None:
    shelf = Shelf(path)
    async with reading(path) as reader:
        await reader.press("enter", "space", "space", "t")
        await reader.until(lambda: isinstance(reader.top, TagScreen))
        assert "No tags yet" in reader.text
        await reader.pilot.press(*"to read", "tab")
        await reader.until(lambda: "[x]" in reader.text)
        await reader.pilot.press(*"sea", "enter")
        await reader.told("tagged sea: 2 papers")
        await reader.press("X", "g", "t")
        await reader.until(lambda: isinstance(reader.top, TagScreen) and "[x]" in reader.text)
        assert "to read  2" in reader.text
        await reader.pilot.press(*"TO", "enter")
        await reader.told("no longer tagged to read: How bees dance")
        await reader.until(lambda: "#sea" in reader.page and "#to read" not in reader.page)
        assert signs(reader)[:3] == ["#", "#", ""]
    assert shelf.changed()
    assert shelf.tags() == {"sea": 2, "to read": 1}


async def test_a_note_is_written_kept_shown_and_undone(path: Path) -> None:
    async with reading(path) as reader:
        await reader.press("enter", "e")
        await reader.until(lambda: isinstance(reader.top, NoteScreen))
        await reader.pilot.press(
            *"Read [/] it.", "enter", *"Twice.", "enter", "x", "ctrl+z", "escape"
        )
        await reader.told("noted: How bees dance")
        await reader.until(lambda: "¶ Read [/] it.\nTwice." in reader.page)
        assert "Not so" not in reader.page
        assert signs(reader)[0] == "¶"
        await reader.press("e")
        await reader.until(lambda: isinstance(reader.top, NoteScreen))
        await reader.pilot.press("escape")
        await reader.until(lambda: reader.has_no_window)
        await reader.press("u")
        await reader.told("undone: noted")
        await reader.until(lambda: "Twice" not in reader.page)
    assert list(drafts_folder(path).glob("*")) == []


async def test_the_end_of_the_program_loses_no_note(path: Path) -> None:
    async with reading(path) as reader:
        await reader.press("enter", "e")
        await reader.until(lambda: isinstance(reader.top, NoteScreen))
        await reader.pilot.press(*"half")
    async with reading(path) as reader:
        await reader.told("an unfinished note was kept: How bees dance")
        await reader.until(lambda: "¶ half" in reader.page)


async def test_notes_are_files_too_and_edits_outside_are_taken_in(
    path: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "notes"
    async with reading(path, notes=folder) as reader:
        await reader.press("enter", "e")
        await reader.until(lambda: isinstance(reader.top, NoteScreen))
        await reader.pilot.press(*"Here.", "escape")
        file = folder / "2301.00001 How bees dance.md"
        await reader.until(lambda: file.exists() and "Here." in file.read_text())
        edit(file, file.read_text().replace("Here.", "Outside.").replace("[]", "[sea]"))
        await reader.told("1 note edited outside taken in")
        await reader.until(lambda: "#sea\n¶ Outside." in reader.page)


def edit(path: Path, text: str) -> None:
    """Replace a file as editors do, a little later: some file systems have a slow clock."""
    new, later = path.with_name("new"), time() + 1
    new.write_text(text)
    os.utime(new, (later, later))
    new.replace(path)


async def test_a_change_is_made_even_if_the_program_ends_at_once(path: Path) -> None:
    async with reading(path) as reader:
        await reader.press("enter")
        paper = reader.screen.store[0]
        assert reader.app._driver
        for key in ("asterisk", "q"):
            reader.app._driver.send_message(Key(key, "*" if key == "asterisk" else key))
        while reader.app.is_running:
            await asyncio.sleep(0.002)
    assert Shelf(path).state(paper).is_starred


async def test_the_program_ends_though_windows_were_to_open(path: Path) -> None:
    async with reading(path) as reader:
        await reader.press("enter")
        assert reader.app._driver
        for key in "qt*":
            reader.app._driver.send_message(Key(key, key))
        while reader.app.is_running:
            await asyncio.sleep(0.002)
        await reader.app.push_screen(TagScreen({}, {}, 1))
        assert reader.has_no_window
    assert not Shelf(path).state(reader.screen.store[0]).is_starred


async def test_another_program_is_seen_within_a_second(path: Path) -> None:
    other = Shelf(path)
    async with reading(path) as reader:
        paper = reader.screen.store[0]
        other.star([paper])
        await reader.until(lambda: signs(reader)[0] == "★")
        other.star([paper], on=False)
        await reader.until(lambda: signs(reader)[0] == "")
        await reader.press("enter", "e")
        await reader.until(lambda: isinstance(reader.top, NoteScreen))
        other.note(paper, "Theirs")
        await reader.pilot.press(*"Mine", "escape")
        await reader.told("noted: How bees dance")
    assert Shelf(path).state(paper).note == "Theirs\n\n---\n\nMine"


async def test_no_sign_is_shown_where_the_shelf_has_other_papers_alone(path: Path) -> None:
    shelf = Shelf(path)
    shelf.star([Paper(title="In another file")])
    async with reading(path) as reader:
        await reader.settled()
        assert not reader.screen.desk.has_signs
        assert all(line[2:4] == "20" for line in reader.lines(reader.papers) if "20" in line[:10])
        shelf.star([reader.screen.store[0]])
        await reader.until(lambda: "★" in signs(reader))


async def test_a_damaged_shelf_is_said_and_left_alone(path: Path) -> None:
    path.write_bytes(b"no database at all" * 100)
    async with reading(path) as reader:
        await reader.told("stars, tags and notes can't be saved: ")
        await reader.press("enter", "asterisk")
        assert "in this run alone" in await reader.told("starred")
        await reader.until(lambda: signs(reader)[0] == "★")
        await reader.press("e")
        await reader.until(lambda: isinstance(reader.top, NoteScreen))
        await reader.pilot.press(*"Kept", "escape")
        assert "in this run alone" in await reader.told("noted")
        desk = reader.screen.desk
    desk.wait()
    assert ["Kept" in draft.read_text() for draft in drafts_folder(path).iterdir()] == [True]
    assert path.read_bytes() == b"no database at all" * 100
    assert desk.farewell is not None
    assert desk.farewell.startswith("2 changes can't be saved (")
    (export,) = state_file().parent.glob("shelf-*.json")
    assert f"paperview shelf import {export}" in desk.farewell
    assert "How bees dance" in export.read_text()


def test_an_unexpected_error_in_the_shelfs_thread_loses_no_change(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.write_bytes(b"no database at all" * 100)
    errors: list[Exception] = []
    desk = Desk(lambda: path, lambda _: None, errors.append)
    monkeypatch.setattr(Shelf, "changed", lambda _: 1 / 0)
    desk.was_read(Paper(title="How bees dance"))
    desk.open()
    desk.wait()
    assert [type(error) for error in errors] == [ZeroDivisionError]
    assert str(desk.farewell).startswith("1 change can't be saved (")


def test_a_shelf_that_fails_while_the_program_ends_is_told(
    path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(app: PaperviewApp) -> None:
        app.desk.open()
        app.desk.close()

    monkeypatch.setattr(PaperviewApp, "run", run)
    monkeypatch.setattr(ReaderScreen, "report", lambda *_: None)  # it is closed
    monkeypatch.setattr(Desk, "_work_on", lambda *_: 1 / 0)
    memory = Memory(chosen(), shelf=lambda: path)
    assert run_reader(Request([]), Opened([source(FIVE)], []), memory) == CRASHED
    assert "an unexpected error ended the program (ZeroDivisionError" in capsys.readouterr().err


async def test_very_many_are_changed_only_after_a_question(path: Path) -> None:
    async with reading(path, numbered(1200)) as reader:
        await reader.press("enter", "A", "m")
        await reader.until(lambda: "mark 1,200 papers?" in reader.text)
        await reader.pilot.press("n")
        await reader.until(lambda: reader.has_no_window)
        assert not path.exists()
        await reader.press("m")
        await reader.pilot.press("y")
        await reader.told("marked read: 1,200 papers")


async def test_the_filter_knows_the_shelf_and_follows_it(path: Path) -> None:
    async with reading(path) as reader:
        other = Shelf(path)
        other.star([reader.screen.store[0], reader.screen.store[1]])
        other.tag([reader.screen.store[1]], ["to read"])
        await reader.until(lambda: "to read" in reader.screen.desk.tags())
        await reader.write("is:starred")
        await reader.until(lambda: len(reader.screen.results) == 2)
        other.star([reader.screen.store[2]])  # in another program
        await reader.until(lambda: len(reader.screen.results) == 3)
        await reader.press("enter", "m")
        await reader.press("slash", "escape")
        await reader.write("is:unread tag:to")
        await reader.until(lambda: reader.bar.completion == "is:unread tag:to-read ")
        await reader.until(lambda: "#to read 1" in reader.text)
        await reader.until(lambda: len(reader.screen.results) == 1)
