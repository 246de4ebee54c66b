"""Numbers and keys in a row: what is pending, and what becomes of it."""

import pytest

from paperview.keys.table import READER
from paperview.ui.pending import Pending

BOUND = {"j", "y", "g", "G", "z z", "z t", "space", "ctrl+f"}


class Typist:
    """Presses keys, and notes what is done with which number."""

    def __init__(self) -> None:
        self.done: list[tuple[int | None, str]] = []
        self.said: list[str] = []
        self.pending = Pending(READER, lambda: None, self.said.append)

    async def press(self, *keys: str) -> list[tuple[int | None, str]]:
        self.done.clear()
        for key in keys:
            await self.pending.press(key, self.run)
        return self.done

    async def run(self, keys: str) -> bool:
        if keys in BOUND:
            self.done.append((self.pending.count, keys))
        return keys in BOUND


async def test_a_number_belongs_to_the_next_key_alone() -> None:
    for typed, done in [
        ("j", [(None, "j")]),
        ("5 j", [(5, "j")]),
        ("1 2 j j", [(12, "j"), (None, "j")]),
        ("1 0 ctrl+f", [(10, "ctrl+f")]),
        ("0 j", [(None, "j")]),
        (" ".join("1234567890") + " j", [(123456789, "j")]),
        ("5 left_shift G", [(5, "G")]),
        # in a row
        ("z z", [(None, "z z")]),
        ("1 2 z z z t", [(12, "z z"), (None, "z t")]),
        ("z q j", [(None, "j")]),
        ("z 5 j", [(None, "j")]),
        ("5 z ctrl+f", [(None, "ctrl+f")]),
        # typed twice
        ("g g", [(None, "g"), (None, "g")]),
        ("1 2 g g g", [(12, "g"), (None, "g")]),
        ("5 g j g", [(5, "g"), (None, "j"), (None, "g")]),
        ("5 g 6 g", [(5, "g"), (6, "g")]),
        ("5 G G", [(5, "G"), (None, "G")]),
        # dropped
        ("5 escape j", [(None, "j")]),
        ("1 z escape z z", [(None, "z z")]),
        ("5 f9 j", [(None, "j")]),
    ]:
        typist = Typist()
        assert await typist.press(*typed.split()) == done, typed
        assert not typist.pending


async def test_a_key_later_on_is_no_part_of_the_one_before(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter((100.0, 100.5, 200.0, 999.0))
    monkeypatch.setattr("paperview.ui.pending.monotonic", lambda: next(clock))
    typist = Typist()
    assert await typist.press("1", "2", "g", "g") == [(12, "g")]
    assert await typist.press("1", "2", "g", "g") == [(12, "g"), (None, "g")]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("5 y", ["y takes no number"]),
        ("5 z q", ["zq takes no number", "5zq means nothing here"]),
        ("z q", ["zq means nothing here"]),
        ("5 j z z escape q", []),
    ],
)
async def test_what_means_nothing_is_said(typed: str, said: list[str]) -> None:
    typist = Typist()
    await typist.press(*typed.split())
    assert typist.said == said
