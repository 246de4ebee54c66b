"""What the program remembers, below everything that the user has written."""

from __future__ import annotations

import pytest

from paperview.settings import load, remembered, settings_file, table
from tests.settings.support import written


def test_a_choice_is_there_the_next_time() -> None:
    assert remembered.remember(load(), table.MARK_READ, 7) is None
    assert remembered.remember(load(), table.NOTES, None) is None
    settings = load()
    assert settings[table.MARK_READ] == 7
    assert settings.origin(table.MARK_READ) == "remembered"
    assert remembered.remember(settings, table.MARK_READ, 8) is None
    assert load()[table.MARK_READ] == 8


def test_what_the_user_has_written_counts_more_and_is_told() -> None:
    path = written("mark_read = 3")
    why = remembered.remember(load(), table.MARK_READ, 7)
    assert why == f"{settings_file()}:1 sets it"
    assert path.read_text(encoding="utf-8") == "mark_read = 3"
    path.unlink()
    assert load()[table.MARK_READ] == 0


def test_a_choice_that_cannot_be_written_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    remembered.file().parent.mkdir(parents=True)
    monkeypatch.setenv("XDG_STATE_HOME", "/dev/null")
    why = remembered.remember(load(), table.MARK_READ, 7)
    assert why is not None
    assert "can't be written" in why


def test_a_line_that_makes_no_sense_is_left_out() -> None:
    remembered.remember(load(), table.MARK_READ, 7)
    with remembered.file().open("a", encoding="utf-8") as file:
        file.write("watch perhaps\nof_tomorrow 3\n\0\n")
    settings = load()
    assert settings[table.MARK_READ] == 7
    assert settings[table.WATCH] is False
    assert settings.problems == ()
