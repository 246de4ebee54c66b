"""Any sequence of changes, undo and redo, in two programs at once, against plain dictionaries."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from paperview.shelf import Done, Shelf
from paperview.shelf.entries import State
from tests.shelf.support import paper

PAPERS = 4
TAGS = ("x", "a b")
_MEMORY = Path("/dev/shm")  # noqa: S108 - where forcing a change to disk takes no time

Key = tuple[int, str]
Values = dict[Key, object]


class Step(NamedTuple):
    """One change: the values before and after it."""

    before: Values
    after: Values


class Program:
    """What one of two programs should do, with values that both have in common."""

    def __init__(self, values: Values) -> None:
        self.values = values
        self.undo: list[Step] = []
        self.redo: list[Step] = []

    def change(self, wanted: Values) -> None:
        new = {key: value for key, value in wanted.items() if self.values.get(key) != value}
        if new:
            self.undo.append(Step({key: self.values.get(key) for key in new}, new))
            self.redo.clear()
            self.values |= new

    def revert(self, steps: list[Step], others: list[Step]) -> None:
        if steps:
            before, after = steps.pop()
            back = {
                key: before[key] for key, value in after.items() if self.values.get(key) == value
            }
            others.append(Step({key: self.values.get(key) for key in back}, back))
            self.values |= back


PAPERS_CHOSEN = st.lists(st.integers(0, PAPERS - 1), min_size=1, max_size=3)
ACTIONS = st.one_of(
    st.tuples(st.just("star"), PAPERS_CHOSEN, st.booleans()),
    st.tuples(st.just("read"), PAPERS_CHOSEN, st.booleans()),
    st.tuples(st.just("tag"), PAPERS_CHOSEN, st.sampled_from(TAGS)),
    st.tuples(st.just("untag"), PAPERS_CHOSEN, st.sampled_from(TAGS)),
    st.tuples(st.just("note"), st.integers(0, PAPERS - 1), st.sampled_from(["", "one", "two"])),
    st.tuples(st.sampled_from(["undo", "redo"])),
    st.tuples(st.sampled_from(["undo", "redo"])),
    st.tuples(st.sampled_from(["undo", "redo"])),
    st.tuples(st.just("restart")),
)


def run(shelf: Shelf, program: Program, action: tuple[object, ...]) -> None:
    match action:
        case "star" | "read" as what, list(chosen), on:
            call = shelf.star if what == "star" else shelf.mark_read
            call(map(paper, chosen), on=bool(on))
            program.change({(number, str(what)): on or None for number in chosen})
        case "tag", list(chosen), str(tag):
            shelf.tag(map(paper, chosen), add=[tag])
            program.change({(number, tag): True for number in chosen})
        case "untag", list(chosen), str(tag):
            shelf.tag(map(paper, chosen), remove=[tag])
            program.change({(number, tag): None for number in chosen})
        case "note", int(number), str(text):
            shelf.note(paper(number), text)
            program.change({(number, "note"): text or None})
        case ("undo" | "redo" as what,):
            steps = program.undo, program.redo
            calls: tuple[Callable[[], Done], ...] = (shelf.undo, shelf.redo)
            at = what == "redo"
            calls[at]()
            program.revert(steps[at], steps[not at])


def expected(values: Values, number: int) -> State:
    return State(
        is_starred=bool(values.get((number, "star"))),
        is_read=bool(values.get((number, "read"))),
        tags=tuple(sorted(tag for tag in TAGS if values.get((number, tag)))),
        note=str(values.get((number, "note")) or ""),
    )


@settings(max_examples=30)
@given(st.lists(st.tuples(st.integers(0, 1), ACTIONS), max_size=30))
def test_shelves_of_two_programs_agree_with_a_plain_model(
    actions: list[tuple[int, tuple[object, ...]]],
) -> None:
    with tempfile.TemporaryDirectory(dir=_MEMORY if _MEMORY.exists() else None) as folder:
        path = Path(folder) / "shelf.db"
        values: Values = {}
        shelves, programs = [Shelf(path), Shelf(path)], [Program(values), Program(values)]
        for which, action in actions:
            if action == ("restart",):
                assert shelves[which].close()
                shelves[which], programs[which] = Shelf(path), Program(values)
            else:
                run(shelves[which], programs[which], action)
            shelves[1 - which].changed()
            for shelf in shelves:
                assert shelf.problem is None
                for number in range(PAPERS):
                    assert shelf.state(paper(number)) == expected(values, number)
        for shelf in shelves:
            assert shelf.close()
