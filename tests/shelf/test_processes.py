"""Two programs at once, and programs that are killed: no confirmed change is lost."""

from __future__ import annotations

from pathlib import Path

from tests.shelf.processes import kill, together


def test_two_programs_change_a_shelf_at_once(tmp_path: Path) -> None:
    together(tmp_path / "shelf.db", 150)


def test_no_confirmed_change_is_lost_when_programs_are_killed(tmp_path: Path) -> None:
    assert kill(tmp_path / "shelf.db", 4) > 4
