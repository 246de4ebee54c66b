"""Changed files are reported once they are stable, from a background thread."""

from __future__ import annotations

from pathlib import Path
from queue import Queue
from threading import Event
from time import monotonic

import pytest

from paperview.library import watcher
from paperview.library.watcher import Changes, Watcher
from paperview.sources.request import Request
from paperview.sources.source import Stamp

PATIENCE = 30.0


class Disk:
    """Files that change when a test says so, and a follower that is moved on by hand."""

    def __init__(self, **files: int) -> None:
        self.files = files
        self.told: list[Changes] = []
        self.follower = Watcher(self.stamps, self.stamps(), self.tell, print)

    def stamps(self) -> dict[str, Stamp]:
        return {name: (time, 1, 1) for name, time in self.files.items()}

    def tell(self) -> None:
        self.told.append(self.follower.changes)

    def look(self, times: int = 2) -> list[Changes]:
        """Look some times; return what was told since this was done last."""
        for _ in range(times):
            self.follower.look()
        told, self.told = self.told, []
        return told


def test_a_change_is_told_once() -> None:
    disk = Disk(a=1, b=1, c=1)
    assert disk.look() == []
    disk.files = {"a": 2, "b": 1, "d": 1}
    (changes,) = disk.look()
    assert changes == Changes(changed=("a",), new=("d",), gone=("c",))
    assert disk.look() == []


def test_a_file_that_is_being_written_is_not_told_before_it_is_still() -> None:
    disk = Disk(a=1)
    for time in range(2, 9):
        disk.files["a"] = time
        assert disk.look(1) == []
    assert disk.look(1) == [Changes(changed=("a",))]


def test_a_file_that_is_gone_for_a_moment_is_not_told() -> None:
    disk = Disk(a=1)
    disk.files = {}
    assert disk.look(1) == []
    disk.files = {"a": 1}
    assert disk.look() == []


def test_a_change_back_is_told_as_none() -> None:
    disk = Disk(a=1)
    disk.files = {}
    assert disk.look() == [Changes(gone=("a",), is_all_gone=True)]
    disk.files = {"a": 1}
    assert disk.look() == [Changes()]


def test_what_was_opened_anew_counts_from_then_on() -> None:
    disk = Disk(a=1)
    disk.files["a"] = 2
    assert disk.look() != []
    disk.follower.opened(disk.stamps())
    assert disk.follower.changes == Changes()
    assert disk.look() == []
    disk.files["a"] = 1
    assert disk.look() == [Changes(changed=("a",))]


def test_what_is_seen_while_files_are_opened_anew_is_looked_at_again() -> None:
    """A look may take long, and what it brings may be older than what was opened meanwhile."""
    disk = Disk(a=1)
    disk.files["a"] = 2
    disk.look(1)
    old = disk.stamps()

    def look_slowly() -> dict[str, Stamp]:
        disk.files["a"] = 3
        disk.follower.opened(disk.stamps())
        return old

    disk.follower._look = look_slowly
    disk.follower.look()
    assert disk.told == []
    assert disk.follower.changes == Changes()
    disk.follower._look = disk.stamps
    assert disk.look() == []


def test_files_on_a_disk(tmp_path: Path) -> None:
    for name in "abc":
        (tmp_path / name).write_text(name)
    request = Request([str(tmp_path / name) for name in "abcd"])
    before = request.stamps()
    (tmp_path / "a").write_text("longer")
    new = tmp_path / "new"
    new.write_text("b")
    new.replace(tmp_path / "b")
    (tmp_path / "c").unlink()
    (tmp_path / "d").write_text("d")
    changes = Changes.between(before, request.stamps())
    names = [[Path(path).name for path in some] for some in (changes.changed, changes.new)]
    assert names == [["a", "b"], ["d"]]
    assert [Path(path).name for path in changes.gone] == ["c"]


def test_a_look_that_takes_long_keeps_nobody_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watcher, "INTERVAL", 0.001)
    is_looking, may_go_on = Event(), Event()

    def look() -> dict[str, Stamp]:
        is_looking.set()
        may_go_on.wait(PATIENCE)
        return {}

    follower = Watcher(look, {"a": (1, 1, 1)}, lambda: None, print)
    started = monotonic()
    follower.start()
    assert is_looking.wait(PATIENCE)
    assert follower.changes == Changes()
    follower.opened({})
    follower.stop()
    assert monotonic() - started < PATIENCE
    may_go_on.set()


def test_files_that_are_looked_at_slowly_again_and_again_are_looked_at_less_often(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = 0.0
    durations = iter((0, 2, 0, 3, 3, 0))
    rests: list[float] = []

    def look() -> dict[str, Stamp]:
        nonlocal now
        now += next(durations)
        return {}

    def wait(rest: float) -> bool:
        rests.append(rest)
        return len(rests) > 6

    follower = Watcher(look, {}, lambda: None, print)
    monkeypatch.setattr(watcher, "monotonic", lambda: now)
    monkeypatch.setattr(follower._stopped, "wait", wait)
    follower._run()
    assert rests == [1, 1, 1, 1, 1, 60, 1]


def test_a_fault_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watcher, "INTERVAL", 0.001)
    faults: Queue[Exception] = Queue()

    def fail() -> dict[str, Stamp]:
        raise ArithmeticError("no such number")

    Watcher(fail, {}, lambda: None, faults.put).start()
    assert isinstance(faults.get(timeout=PATIENCE), ArithmeticError)
