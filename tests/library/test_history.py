"""Useful queries are remembered, recalled and shared between programs."""

from __future__ import annotations

import fcntl
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from paperview.library import history
from paperview.library.history import MOST, History, state_file


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "state" / "history"


def kept_in(file: Path) -> History:
    return History(lambda: file)


def all_of(queries: History) -> list[str]:
    """Return all queries, the newest first, as going through them gives them."""
    found: list[str] = []
    text = queries.recall("-", "", -1)
    while text not in (*found[-1:], "-"):
        found.append(text)
        text = queries.recall(text, "", -1)
    return found


def test_queries_are_gone_through_from_the_newest_and_back_to_what_was_typed() -> None:
    queries = History()
    for query in ("bees", "tides", "bays"):
        queries.remember(query)
    text = "x"
    went = [text := queries.recall(text, "", step) for step in (-1, -1, -1, -1, 1, 1, 1, 1)]
    assert went == ["bays", "tides", "bees", "bees", "tides", "bays", "x", "x"]


def test_only_those_that_begin_so_are_gone_through() -> None:
    queries = History()
    for query in ("Bees", "tides", "bays", "b"):
        queries.remember(query)
    assert queries.recall("b", "b", -1) == "bays"
    assert queries.recall("bays", "bays", -1) == "Bees"
    assert queries.recall("Bees", "Bees", -1) == "Bees"
    assert queries.recall("Bees", "", 9) == "b"
    assert queries.recall("zebra", "zebra", -1) == "zebra"


def test_what_is_typed_in_between_begins_anew() -> None:
    queries = History()
    queries.remember("bees")
    queries.remember("tides")
    assert queries.recall("", "", -1) == "tides"
    assert queries.recall("t", "t", -1) == "tides"
    assert queries.recall("tides", "tides", 1) == "t"


def test_a_query_used_again_becomes_the_newest_and_is_there_once() -> None:
    queries = History()
    for query in ("bees", "tides", " bees ", "", "  "):
        queries.remember(query)
    assert all_of(queries) == ["bees", "tides"]


def test_the_file_is_not_looked_for_before_it_is_needed(file: Path) -> None:
    file.parent.mkdir()
    queries = kept_in(file)
    file.write_text("bees\n")
    assert all_of(queries) == ["bees"]


def test_queries_are_there_in_the_next_run(file: Path) -> None:
    first = kept_in(file)
    for query in ("bees", "tides", "Çelebi ∧ 'x", "bees"):
        first.remember(query)
    assert all_of(kept_in(file)) == all_of(first) == ["bees", "Çelebi ∧ 'x", "tides"]
    assert file.read_text() == "bees\ntides\nÇelebi ∧ 'x\nbees\n"


def test_nobody_else_may_read_them(file: Path) -> None:
    kept_in(file).remember("bees")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_two_programs_add_to_the_same_file(file: Path) -> None:
    one, other = kept_in(file), kept_in(file)
    one.remember("bees")
    other.remember("tides")
    one.remember("bays")
    assert all_of(kept_in(file)) == ["bays", "tides", "bees"]


def test_harm_in_the_file_is_made_harmless(file: Path) -> None:
    file.parent.mkdir()
    file.write_bytes(b"bees\x1b[31m\r\n\n  \n\xff\xfe\nti\x00des\n" + b"x" * 5000 + b"\nlast")
    assert all_of(kept_in(file)) == ["last", "ti␀des", "��", "bees␛[31m"]


def test_a_very_long_query_is_not_kept(file: Path) -> None:
    queries = kept_in(file)
    queries.remember("x" * 5000)
    assert all_of(queries) == []
    assert not file.exists()


def test_the_oldest_are_forgotten(file: Path) -> None:
    queries = kept_in(file)
    for number in range(MOST + 2):
        queries.remember(f"query {number}")
    assert len(all_of(queries)) == len(all_of(kept_in(file))) == MOST
    assert all_of(kept_in(file))[-1] == "query 2"


@pytest.fixture
def long_file(file: Path) -> Path:
    file.parent.mkdir()
    file.write_text("".join(f"query {number % 700}\n" for number in range(5 * MOST)))
    return file


NEWEST = "query 399"
"""The last in the long file."""


def test_a_file_that_has_grown_too_long_is_made_shorter(long_file: Path) -> None:
    before = all_of(History(lambda: long_file))
    assert before[0] == NEWEST
    assert len(long_file.read_text().splitlines()) == MOST
    assert all_of(kept_in(long_file)) == before
    assert list(long_file.parent.iterdir()) == [long_file]
    assert stat.S_IMODE(long_file.stat().st_mode) == 0o600


def test_a_link_to_the_file_stays_one(long_file: Path, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(long_file)
    assert all_of(kept_in(link))[0] == NEWEST
    assert link.is_symlink()
    assert len(long_file.read_text().splitlines()) == MOST


def test_while_another_program_adds_to_it_the_file_is_left_long(long_file: Path) -> None:
    with long_file.open("a") as adding:
        fcntl.flock(adding, fcntl.LOCK_SH)
        assert all_of(kept_in(long_file))[0] == NEWEST
        assert len(long_file.read_text().splitlines()) == 5 * MOST


def test_a_line_is_not_added_to_a_file_that_was_replaced_meanwhile(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other program puts the shorter file in place between the opening and the locking."""
    monkeypatch.setattr(history, "_PATIENCE", 30)
    queries = kept_in(file)
    queries.remember("bees")
    is_locked = history._is_locked

    def replaced_before(opened: int, shared: bool) -> bool:
        monkeypatch.setattr(history, "_is_locked", is_locked)
        new = file.with_name("new")
        new.write_text("bees\n")
        new.replace(file)
        return is_locked(opened, shared)

    monkeypatch.setattr(history, "_is_locked", replaced_before)
    queries.remember("tides")
    assert file.read_text() == "bees\ntides\n"


def test_a_lock_that_stays_does_not_hold_the_screen_up(file: Path) -> None:
    queries = kept_in(file)
    queries.remember("bees")
    with file.open("a") as replacing:
        fcntl.flock(replacing, fcntl.LOCK_EX)
        queries.remember("tides")
    assert all_of(queries) == ["tides", "bees"]
    assert file.read_text() == "bees\n"


def test_where_there_are_no_locks_queries_are_kept_all_the_same(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_locks(_file: int, _how: int) -> None:
        raise OSError("no locks here")

    monkeypatch.setattr(fcntl, "flock", no_locks)
    kept_in(file).remember("bees")
    assert all_of(kept_in(file)) == ["bees"]


@pytest.mark.parametrize("kind", ["a folder", "in a file", "unwritable"])
def test_what_can_not_be_kept_is_there_for_this_run(
    kind: str, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if kind == "a folder":
        file.mkdir(parents=True)
    elif kind == "in a file":
        file.parent.write_text("mine")
    else:
        monkeypatch.setattr(os, "open", _denied)
    queries = kept_in(file)
    queries.remember("bees")
    queries.remember("tides")
    assert all_of(queries) == ["tides", "bees"]


def _denied(*_: object) -> int:
    raise PermissionError("not here")


_WRITER = """
import sys
from pathlib import Path
from paperview.library import history
history._TOO_MANY_LINES = 60
history._PATIENCE = 30
for number in range(100):
    history.History(lambda: Path(sys.argv[1])).remember(f"{sys.argv[2]} {number}")
"""


def test_programs_at_the_same_time_lose_no_line(file: Path) -> None:
    """Each reads the file anew for each line, so that it is made shorter again and again."""
    names = ["one", "two", "three", "four"]
    writers = [subprocess.Popen([sys.executable, "-c", _WRITER, file, name]) for name in names]
    assert [writer.wait(60) for writer in writers] == [0, 0, 0, 0]
    found = all_of(kept_in(file))
    assert sorted(found) == sorted(f"{name} {number}" for name in names for number in range(100))


def test_the_file_is_in_the_folder_for_state(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert state_file() == tmp_path / "paperview" / "history"
    monkeypatch.delenv("XDG_STATE_HOME")
    assert state_file().is_relative_to(Path.home())


def test_a_line_feed_that_was_taken_away_is_put_back(tmp_path: Path) -> None:
    file = tmp_path / "history"
    file.write_text("author:perino")
    History(lambda: file).remember("graph")
    assert file.read_text() == "author:perino\ngraph\n"
