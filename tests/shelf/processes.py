"""Programs that change one shelf at once, and programs that are killed while they change one.

python -m tests.shelf.processes kills TIMES
python -m tests.shelf.processes together CHANGES
"""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from paperview.shelf import Shelf, database
from tests.conftest import ROOT
from tests.shelf.support import paper

PAPERS = 40
_SLOWEST = 0.4
"""Seconds after which a program is killed at the latest."""


def change(path: Path, first: int, count: int, *, tells: bool) -> None:
    """Make numbered changes; say the number of each when it is confirmed."""
    database._PATIENCE = 60  # on a slow disk the changes of another program take very long
    shelf = Shelf(path)
    for number in range(first, first + count):
        one = paper(number % PAPERS)
        if number % 3:
            shelf.note(one, str(number))
        else:
            shelf.tag([one], add=[str(number)])
        assert shelf.problem is None, shelf.problem
        if tells:
            print(number, flush=True)  # noqa: T201 - what the parent waits for
    shelf.close()


def started(path: Path, first: int, count: int, *, tells: bool) -> subprocess.Popen[str]:
    """Start a program that changes a shelf."""
    arguments = ["change", str(path), str(first), str(count), str(int(tells))]
    return subprocess.Popen(
        [sys.executable, "-m", "tests.shelf.processes", *arguments],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )


def kill(path: Path, times: int) -> int:
    """Kill programs at random moments while they change a shelf; return how many changes it took.

    After each, all changes that were confirmed are there, and the database is sound.
    """
    done = 0
    """The number of the first change that was not confirmed."""
    tags: set[int] = set()
    notes: dict[int, int] = {}
    moments = random.Random(times)  # noqa: S311 - nothing secret
    for _ in range(times):
        program = started(path, done, 10_000, tells=True)
        assert program.stdout is not None
        assert program.stdout.readline() == f"{done}\n"  # it works now
        time.sleep(moments.uniform(0, _SLOWEST))
        program.kill()
        rest = program.communicate()[0].split("\n")
        told = [int(line) for line in rest[:-1]]
        last = max(told, default=done)
        for number in range(done, last + 2):  # and one that may be there
            is_sure = number <= last
            if not is_sure and not _is_there(path, number):
                break
            done = number + 1
            if number % 3:
                notes[number % PAPERS] = number
            else:
                tags.add(number)
        _check(path, tags, notes)
    return done


def _is_there(path: Path, number: int) -> bool:
    with closing(Shelf(path)) as shelf:
        state = shelf.state(paper(number % PAPERS))
    return state.note == str(number) if number % 3 else str(number) in state.tags


def _check(path: Path, tags: set[int], notes: dict[int, int]) -> None:
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    with closing(Shelf(path)) as shelf:
        assert shelf.problem is None
        states = [shelf.state(paper(number)) for number in range(PAPERS)]
    assert {int(tag) for state in states for tag in state.tags} == tags
    assert {n: int(state.note) for n, state in enumerate(states) if state.note} == notes


def together(path: Path, count: int) -> float:
    """Change a shelf in two programs at once, so many times each; return how long it took."""
    begin = time.perf_counter()
    programs = [started(path, first, count, tells=True) for first in (0, 1_000_000)]
    told = [program.communicate()[0].split() for program in programs]
    seconds = time.perf_counter() - begin
    assert [program.returncode for program in programs] == [0, 0]
    assert [len(some) for some in told] == [count, count]
    shelf = Shelf(path)
    tags = {int(tag) for number in range(PAPERS) for tag in shelf.state(paper(number)).tags}
    numbers = [*range(count), *range(1_000_000, 1_000_000 + count)]
    assert tags == {number for number in numbers if number % 3 == 0}
    last: dict[int, dict[bool, int]] = {}
    for number in filter(lambda number: number % 3, numbers):
        last.setdefault(number % PAPERS, {})[number < count] = number
    for number, notes in last.items():
        assert int(shelf.state(paper(number)).note) in notes.values()
    assert shelf.close()
    return seconds


def main() -> None:
    """Do what the command line says."""
    match sys.argv[1:]:
        case ["change", path, first, count, tells]:
            change(Path(path), int(first), int(count), tells=tells == "1")
        case ["kills", times]:
            with tempfile.TemporaryDirectory(dir=ROOT.parent) as folder:
                changes = kill(Path(folder) / "shelf.db", int(times))
            print(f"{times} kills: each of {changes:,} changes is there")  # noqa: T201
        case ["together", count]:
            with tempfile.TemporaryDirectory(dir=ROOT.parent) as folder:
                seconds = together(Path(folder) / "shelf.db", int(count))
            print(f"2 x {count} changes in {seconds:.1f} s")  # noqa: T201
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main()
