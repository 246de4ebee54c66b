"""Notes as Markdown files: both ways, the newer change counts, nothing is lost."""

import os
import time
from dataclasses import replace
from pathlib import Path

import pytest

from paperview.model.paper import ArxivId, Doi, Paper
from paperview.shelf import Shelf
from paperview.shelf.keys import keys_of
from paperview.shelf.note_files import NoteFiles

BEES = Paper(arxiv_id=ArxivId.parse("2301.00001"), title='How "bees" dance: a film')
KNOTS = Paper(doi=Doi.parse("10.1000/knots"), title="Knots")
LOOSE = Paper(title="A paper without an id", authors=("Eva Berg",))


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look at the folder at each call."""
    monkeypatch.setattr("paperview.shelf.note_files._INTERVAL", 0)


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "shelf.db")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "notes"


def edit(path: Path, text: str, seconds: float = 1) -> None:
    """Change a file so many seconds from now."""
    path.write_text(text)
    changed = time.time() + seconds
    os.utime(path, (changed, changed))


def test_notes_are_written_with_front_matter_and_follow_the_shelf(
    shelf: Shelf, folder: Path
) -> None:
    files = NoteFiles(folder)
    shelf.star([KNOTS])
    shelf.note(BEES, "Read *this*.\n\nTwice.")
    shelf.tag([BEES], ["to read", "sea"])
    shelf.note(LOOSE, "Lost?")
    assert files.sync(shelf).problem is None
    assert (
        sorted(path.name for path in folder.iterdir())[0] == "2301.00001 How bees dance a film.md"
    )
    (bees,) = folder.glob("2301*")
    assert bees.read_text() == (
        '---\nid: arXiv:2301.00001\ntitle: "How \\"bees\\" dance: a film"\n'
        "tags: [sea, to read]\n---\n\nRead *this*.\n\nTwice.\n"
    )
    assert len(list(folder.iterdir())) == 2
    shelf.undo()
    shelf.note(BEES, "Once.")
    files.sync(shelf)
    assert bees.read_text().endswith("---\n\nOnce.\n")


def test_what_is_edited_outside_is_taken_in_with_its_tags(shelf: Shelf, folder: Path) -> None:
    shelf.note(BEES, "Old.")
    shelf.tag([BEES], ["sea"])
    NoteFiles(folder).sync(shelf)
    (path,) = folder.iterdir()
    text = "---\nid: arXiv:2301.00001\naliases:\n- bees\ntags:\n- 'a b'\n- c\n---\nNew.\n"
    edit(path, text)
    (folder / "mine.md").write_text("---\nid: 20230101\n---\nNothing to do with papers.\n")
    edit(folder / "k.md", "---\nid: doi:10.1000/knots\ntitle: Knots\n---\nTie.\n")
    files = NoteFiles(folder)
    assert files.sync(shelf).taken_in == 2
    assert (shelf.state(BEES).note, shelf.state(BEES).tags) == ("New.", ("a b", "c"))
    assert shelf.state(KNOTS).note == "Tie."
    shelf.note(BEES, "Newer.")
    shelf.note(BEES, "Newest.")
    edit(folder / "k.md", (folder / "k.md").read_text(), 0)
    assert files.sync(shelf).taken_in == 0
    assert "aliases:\n- bees\n" in path.read_text()
    assert "tags: [a b, c]" in path.read_text()
    loose = keys_of(LOOSE)[0].partition(":")[2]
    (folder / f"{loose} A paper without an id.md").write_text("Mine.\n")
    files.sync(shelf)
    shelf.note(LOOSE, "Its own file.")
    files.sync(shelf)
    assert (folder / f"{loose} A paper without an id.md").read_text() == "Mine.\n"
    assert "Its own" in (folder / f"{loose} A paper without an id 2.md").read_text()
    assert path.read_text().endswith("Newest.\n")
    assert (folder / "mine.md").read_text().endswith("Nothing to do with papers.\n")


def test_what_was_not_read_is_not_overwritten(
    shelf: Shelf, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = NoteFiles(folder)
    shelf.note(BEES, "Old.")
    files.sync(shelf)
    (path,) = folder.iterdir()
    shelf.note(BEES, "From the shelf.")
    write = Path.write_text

    def edited_meanwhile(target: Path, *args: str, **kwargs: str) -> int:
        if target.suffix == ".new":
            edit(path, path.read_text().replace("Old.", "From outside."))
        return write(target, *args, **kwargs)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_text", edited_meanwhile)
        files.sync(shelf)
    assert "From outside." in path.read_text()
    assert files.sync(shelf).taken_in == 1
    assert shelf.state(BEES).note == "From outside."
    shelf.undo()
    assert shelf.state(BEES).note == "From the shelf."


def test_a_file_that_is_gone_takes_no_note_with_it(shelf: Shelf, folder: Path) -> None:
    files = NoteFiles(folder)
    shelf.note(BEES, "Stay.")
    files.sync(shelf)
    next(folder.iterdir()).unlink()
    shelf.star([BEES])
    files.sync(shelf)
    assert shelf.state(BEES).note == "Stay."
    assert next(folder.iterdir()).read_text().endswith("Stay.\n")


def test_tags_and_titles_of_any_signs_come_back_as_they_were(shelf: Shelf, folder: Path) -> None:
    (folder / "A folder.md").mkdir(parents=True)
    tags = ["#h", "'s'", "- x", "[l]", 'a "q", b', "c,d", "x: y", "ü"]
    titles = ("\U0001d400" * 90, "../../etc: [a], 'b'")
    papers = [replace(BEES, arxiv_id=ArxivId.parse(f"2301.0000{n}"), title=one)
              for n, one in enumerate(titles, 1)]  # fmt: skip
    for one in papers:
        shelf.note(one, "---\nid: other\n---\nTail.")
        shelf.tag([one], tags)
    assert "A folder.md" in str(NoteFiles(folder).sync(shelf).problem)
    for path in folder.glob("2301*.md"):
        edit(path, path.read_text())
    assert NoteFiles(folder).sync(shelf).taken_in == 0
    assert len(list(folder.glob("2301*.md"))) == 2
    assert [shelf.state(one).tags for one in papers] == [tuple(tags)] * 2


def test_words_with_vowel_signs_are_whole_in_the_name_of_a_file(shelf: Shelf, folder: Path) -> None:
    shelf.note(replace(BEES, title="हिन्दी: भाषा_1/2"), "Here.")
    NoteFiles(folder).sync(shelf)
    assert [path.name for path in folder.iterdir()] == ["2301.00001 हिन्दी भाषा_1 2.md"]


def test_a_folder_that_can_not_be_written_is_said(shelf: Shelf, folder: Path) -> None:
    folder.write_text("no folder")
    shelf.note(BEES, "Stay.")
    assert str(folder) in str(NoteFiles(folder).sync(shelf).problem)


def test_no_byte_of_an_older_or_an_old_fashioned_file_is_lost(shelf: Shelf, folder: Path) -> None:
    folder.mkdir()
    bees = folder / "bees.md"
    edit(bees, "---\nid: arXiv:2301.00001\n---\nWritten elsewhere.\n", -10)
    knots = folder / "knots.md"
    knots.write_bytes("---\nid: doi:10.1000/knots\n---\nGödel’s\n".encode("cp1252"))
    shelf.note(BEES, "Newer.")
    NoteFiles(folder).sync(shelf)
    assert shelf.state(BEES).note == "Newer."
    assert bees.read_text().endswith("Newer.\n")
    assert (folder / "bees.md.~1~").read_text().endswith("Written elsewhere.\n")
    assert shelf.state(KNOTS).note == "Gödel’s\n".strip()
    shelf.tag([KNOTS], ["sea"])
    shelf.note(BEES, "Newest.")
    NoteFiles(folder).sync(shelf)
    assert knots.read_text().endswith("Gödel’s\n")
