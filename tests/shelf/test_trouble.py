"""Shelves that can't be used: one line says why, they stay as they are, and no change is lost."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest

from paperview.shelf import Shelf, close, database
from paperview.shelf.exchange import dumps, loads
from tests.cases import for_each
from tests.shelf.support import paper

NOBODY = 65534


@pytest.fixture
def path() -> Iterator[Path]:
    """Make a shelf with one star, in a folder that every user can reach."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    path = folder / "shelf.db"
    shelf = Shelf(path)
    shelf.star([paper(1)])
    assert shelf.close()
    yield path
    folder.chmod(0o755)
    shutil.rmtree(folder)


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Don't wait long for locks."""
    monkeypatch.setattr(database, "_PATIENCE", 0.05)


@contextmanager
def unprivileged() -> Iterator[None]:
    """Lose the right of root to write everywhere."""
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if is_root:
            os.seteuid(0)


def damage_header(path: Path) -> None:
    path.write_bytes(b"This is no database, but the only copy of a text." * 100)


def damage_pages(path: Path) -> None:
    with path.open("r+b") as file:
        for page in range(1, path.stat().st_size // 4096):
            file.seek(4096 * page)
            file.write(b"\xee" * 2000)


def cut(path: Path) -> None:
    os.truncate(path, 5000)


def execute(*statements: str) -> Callable[[Path], None]:
    def run(path: Path) -> None:
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            for statement in statements:
                connection.execute(statement)

    return run


def replace_by_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def replace_by_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def replace_by_other_database(path: Path) -> None:
    path.unlink()
    execute("CREATE TABLE bookmark (url TEXT)")(path)


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (damage_header, "is no shelf"),
        (damage_pages, "is damaged"),
        (cut, "is damaged"),
        (execute("DROP TABLE value"), "is damaged"),
        (execute("UPDATE value SET time = 'x'"), "is damaged"),
        (execute("PRAGMA user_version = 99"), "was made by a newer paperview (version 99"),
        (replace_by_other_database, "is no shelf, but a database of another program"),
        (replace_by_folder, "is no file"),
        (replace_by_pipe, "is no file"),
    ],
)
def test_a_bad_file_is_named_left_alone_and_used_again_when_it_is_repaired(
    harm: Callable[[Path], None], said: str, path: Path
) -> None:
    good = path.read_bytes()
    harm(path)
    before = path.read_bytes() if path.is_file() else None
    shelf = Shelf(path)
    assert shelf.problem is not None
    assert shelf.problem.startswith(f"{path}: {said}")
    assert shelf.problem.isprintable()
    assert shelf.star([paper(2)]).papers == 1
    shelf.note(paper(2), "kept")
    assert shelf.unsaved == 2
    assert shelf.undo().what == "noted"
    assert shelf.redo().what == "noted"
    assert shelf.state(paper(2)).note == "kept"
    assert not shelf.changed()
    assert not shelf.retry()
    assert len(loads(dumps(shelf.entries).encode()).papers) == 1
    assert (path.read_bytes() if path.is_file() else None) == before
    # Somebody puts a backup in its place.
    with suppress(OSError):
        path.rmdir()
    path.unlink(missing_ok=True)
    path.write_bytes(good)
    assert shelf.retry()
    assert shelf.problem is None
    assert shelf.unsaved == 0
    assert shelf.undo().what == "noted"
    assert shelf.close()
    again = Shelf(path)
    assert again.state(paper(1)).is_starred
    assert again.state(paper(2)).is_starred
    assert not again.state(paper(2)).note


@pytest.mark.parametrize("is_open_before", [False, True])
def test_a_read_only_shelf_is_read_and_saved_when_it_can_be(
    path: Path, *, is_open_before: bool
) -> None:
    shelf = Shelf(path) if is_open_before else None
    if shelf:
        shelf.close()
    path.chmod(0o444)
    path.parent.chmod(0o555)
    with unprivileged():
        shelf = Shelf(path)
        assert shelf.state(paper(1)).is_starred
        assert shelf.problem is not None
        assert shelf.problem == f"{path}: can't be written (Permission denied)"
        assert shelf.is_whole
        shelf.star([paper(2)])
        shelf.star([paper(1)], on=False)
        assert not shelf.retry()
        assert not shelf.close()
    assert Shelf(path).state(paper(1)).is_starred
    assert shelf.retry()
    again = Shelf(path)
    assert again.state(paper(2)).is_starred
    assert not again.state(paper(1)).is_starred


@for_each("folder", ["/dev/null/x", "/proc/x"])
def test_a_folder_that_can_not_be_made_is_named_at_the_first_change(folder: str) -> None:
    shelf = Shelf(Path(folder) / "shelf.db")
    assert shelf.problem is None
    shelf.star([paper(1)])
    assert shelf.problem is not None
    assert shelf.problem.startswith(f"{folder}/shelf.db: can't be opened (")
    assert shelf.state(paper(1)).is_starred


@pytest.mark.parametrize("mode", ["NORMAL", "EXCLUSIVE"])
def test_changes_wait_in_memory_while_another_program_holds_the_lock(path: Path, mode: str) -> None:
    shelf = Shelf(path)
    if mode == "EXCLUSIVE":  # which keeps others from reading, too
        shelf.close()
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute(f"PRAGMA locking_mode = {mode}")
        other.execute("BEGIN IMMEDIATE")
        if mode == "EXCLUSIVE":
            other.execute("UPDATE value SET change = change")
            shelf = Shelf(path)
        shelf.star([paper(2)])
        assert shelf.problem == f"{path}: is locked by another program"
        assert shelf.state(paper(2)).is_starred
        assert not shelf.retry()
        other.execute("ROLLBACK")
    assert shelf.close()
    again = Shelf(path)
    assert again.state(paper(1)).is_starred
    assert again.state(paper(2)).is_starred


def test_changes_wait_in_memory_while_the_disk_is_full(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = database._opened
    is_full = True

    def small(path: Path, how: str) -> sqlite3.Connection:
        connection = opened(path, how)
        if is_full:
            connection.execute("PRAGMA max_page_count = 20")
        return connection

    monkeypatch.setattr(database, "_opened", small)
    shelf = Shelf(path)
    shelf.note(paper(2), "small")
    assert shelf.problem is None
    shelf.note(paper(3), "x" * 1_000_000)
    assert shelf.problem == f"{path}: can't be written: the disk is full"
    shelf.star([paper(4)])
    assert len(shelf.state(paper(3)).note) == 1_000_000
    assert Shelf(path).state(paper(2)).note == "small"
    is_full = False
    assert shelf.close()
    again = Shelf(path)
    assert len(again.state(paper(3)).note) == 1_000_000
    assert again.state(paper(4)).is_starred


def test_a_drive_without_shared_memory_has_no_log_and_works_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = database._opened
    monkeypatch.setattr(
        database, "_opened", lambda path, how: opened(path, f"{how}&vfs=unix-dotfile")
    )
    path = tmp_path / "shelf.db"
    one, two = Shelf(path), Shelf(path)
    one.star([paper(1)])
    assert two.changed()
    two.note(paper(1), "seen")
    assert one.changed()
    assert one.state(paper(1)).note == "seen"
    assert not path.with_name("shelf.db-wal").exists()
    assert Shelf(path).state(paper(1)) == two.state(paper(1))


def test_a_shelf_that_is_removed_or_replaced_meanwhile_loses_nothing(path: Path) -> None:
    copy = path.with_name("copy.db")
    shutil.copy(path, copy)
    shelf = Shelf(path)
    shelf.star([paper(2)])
    for file in path.parent.glob("shelf.db*"):
        file.unlink()
    shelf.star([paper(3)])
    assert all(Shelf(path).state(paper(number)).is_starred for number in (1, 2, 3))
    other = Shelf(copy)
    other.note(paper(9), "theirs")
    assert other.close()
    for file in path.parent.glob("shelf.db*"):
        file.unlink()
    copy.rename(path)
    assert shelf.changed()
    assert shelf.state(paper(9)).note == "theirs"
    assert Shelf(path).state(paper(3)).is_starred


def test_what_can_not_be_saved_is_exported_before_the_file_is_tried_again(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.write_bytes(b"no database" * 100)
    shelf, other = Shelf(path), Shelf(path)
    shelf.star([paper(2)])
    other.star([paper(3)])
    exports: list[Path] = []
    retry = Shelf.retry

    def tried(shelf: Shelf) -> bool:
        exports.extend(tmp_path.glob("shelf-*.json"))
        return retry(shelf)

    monkeypatch.setattr(Shelf, "retry", tried)
    assert f"1 change can't be saved ({path}: is no shelf" in str(close(shelf, tmp_path))
    assert "arxiv" in exports[0].read_text()
    exports[0].unlink()
    path.unlink()
    assert close(other, tmp_path) is None
    assert not exports[-1].exists()
    assert Shelf(path).state(paper(3)).is_starred


def test_it_is_exported_to_where_temporary_files_are_if_the_folder_takes_nothing_either(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.write_bytes(b"no database" * 100)
    temporary, folder = tmp_path / "temporary", tmp_path / "file" / "state"
    folder.parent.touch()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    shelf = Shelf(path)
    shelf.star([paper(2)])
    told = close(shelf, folder)
    (export,) = temporary.iterdir()
    assert told is not None
    assert told.endswith(f"; later: paperview shelf import {export}")
    assert "arxiv" in export.read_text()
    assert export.stat().st_mode & 0o777 == 0o600
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    assert str(close(shelf, folder)).endswith(", nor be kept elsewhere (Not a directory)")


def test_ten_thousand_tags_and_a_long_note(path: Path) -> None:
    shelf = Shelf(path)
    tags = [f"tag {number}" for number in range(10_000)]
    note = "A long line of a note. \U0001f600\n" * 40_000
    shelf.tag([paper(2)], tags)
    shelf.note(paper(2), note)
    assert shelf.problem is None
    again = Shelf(path)
    assert set(again.state(paper(2)).tags) == set(tags)
    assert again.state(paper(2)).note == note
    assert len(again.tags()) == 10_000


def test_damaged_facts_leave_the_keys(path: Path) -> None:
    execute("UPDATE record SET facts = '['")(path)
    shelf = Shelf(path)
    assert shelf.state(paper(1)).is_starred
    assert len(loads(dumps(shelf.entries).encode()).papers) == 1
