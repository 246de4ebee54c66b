"""Shelves of older versions: brought to the newest after a backup, or left as they are."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from paperview.model.paper import Paper
from paperview.shelf import NoteFiles, Shelf, database, keys
from paperview.shelf.exchange import dumps, loads
from tests.shelf.support import paper
from tests.shelf.test_note_files import edit

VERSION = len(database.MIGRATIONS)
NEXT = (*database.MIGRATIONS, ("ALTER TABLE record ADD COLUMN colour TEXT",))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Make a shelf of this version, which is not closed: its last changes are in the log."""
    path = tmp_path / "shelf.db"
    shelf = Shelf(path)
    shelf.star([paper(1)])
    shelf.note(paper(2), "old")
    return path


def version(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def stars(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(
            connection.execute("SELECT count(*) FROM value WHERE name = 'starred'").fetchone()[0]
        )


def test_an_older_shelf_is_copied_before_it_is_changed(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "MIGRATIONS", NEXT)
    shelf = Shelf(path)
    assert shelf.problem is None
    assert shelf.state(paper(1)).is_starred
    assert version(path) == VERSION + 1
    copy = path.with_name(f"shelf.db.version-{VERSION}")
    assert (version(copy), stars(copy)) == (VERSION, 1)
    assert copy.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("trouble", ["migration", "backup"])
def test_a_shelf_that_can_not_be_brought_to_the_newest_version_stays_as_it_is(
    path: Path, trouble: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if trouble == "migration":
        again = "INSERT INTO value SELECT * FROM value"  # fails unless it is empty
        monkeypatch.setattr(database, "MIGRATIONS", (*NEXT, ("DELETE FROM record", again)))
    else:
        monkeypatch.setattr(database, "MIGRATIONS", NEXT)
        path.with_name(f"shelf.db.version-{VERSION}").mkdir()
    shelf = Shelf(path)
    assert shelf.problem is not None
    assert shelf.problem.startswith(f"{path}: can't be brought to version")
    shelf.star([paper(3)])
    assert (version(path), stars(path)) == (VERSION, 1)
    monkeypatch.undo()
    assert shelf.retry()
    assert Shelf(path).state(paper(3)).is_starred


def test_the_program_of_the_older_version_keeps_off_a_newer_shelf_that_it_has_open(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    older = Shelf(path)
    with monkeypatch.context() as patch:
        patch.setattr(database, "MIGRATIONS", NEXT)
        assert Shelf(path).problem is None
    older.star([paper(3)])
    assert older.problem is not None
    assert f"was made by a newer paperview (version {VERSION + 1}" in older.problem
    assert older.state(paper(3)).is_starred
    assert stars(path) == 1


def test_papers_are_known_again_though_their_words_are_folded_differently(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, folder = tmp_path / "shelf.db", tmp_path / "notes"
    one = Paper(title="हिन्दी भाषा का नया इतिहास", authors=("सीता शर्मा",))
    with monkeypatch.context() as patch:
        patch.setattr(database, "MIGRATIONS", database.MIGRATIONS[:1])
        patch.setattr(keys, "title_key", lambda _: "as an older version has it")
        older = Shelf(path)
        older.note(one, "old")
        NoteFiles(folder).sync(older)
        export = dumps(older.entries).encode()
        older.close()
    shelf, other = Shelf(path), Shelf(tmp_path / "other.db")
    other.take_in(loads(export))
    assert [some.state(one).note for some in (shelf, other)] == ["old", "old"]
    (file,) = folder.iterdir()
    edit(file, file.read_text().replace("old", "new"))
    assert NoteFiles(folder).sync(shelf).taken_in == 1
    assert shelf.state(one).note == "new"
    assert list(folder.iterdir()) == [file]


def test_a_record_that_can_not_be_read_hinders_no_migration(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "shelf.db"
    with monkeypatch.context() as patch:
        patch.setattr(database, "MIGRATIONS", database.MIGRATIONS[:1])
        older = Shelf(path)
        older.star([paper(1), paper(2)])
        older.close()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE record SET facts = '{' WHERE keys LIKE '%00002%'")
    assert Shelf(path).state(paper(2)).is_starred
    assert version(path) == VERSION
