"""A screen on some lines of the terminal: where it is drawn, and where it is after a resize."""

import os
import pty

import pytest

from paperview.commands.pick import Height
from paperview.ui.terminal.inline import Inline
from tests.cases import for_each

SIZE = (80, 24)
ENTER, LEAVE = "\x1b[?1049h", "\x1b[?1049l"


def begun(answer: str, *, lines: int = 10, typed: str = "") -> tuple[Inline, bytes]:
    """Begin on a terminal that says where its cursor is."""
    master, slave = pty.openpty()
    try:
        os.write(master, f"{typed[:1]}{answer}{typed[1:]}".encode())
        inline = Inline(Height(lines))
        return inline, inline.begin(slave, slave, SIZE)
    finally:
        os.close(master)
        os.close(slave)


@for_each(
    ("answer", "above", "room", "left"),
    [
        ("\x1b[3;1R", 2, "\x1b[3;1H\x1b[J\x1b[24;1H", "\x1b[3;1H"),
        ("\x1b[3;7R", 3, "\x1b[4;1H\x1b[J\x1b[24;1H", "\x1b[3;7H"),
        ("\x1b[20;1R", 14, "\x1b[20;1H\x1b[J\x1b[24;1H\n\n\n\n\n", "\x1b[15;1H"),
        ("\x1b[24;9R", 14, "\x1b[24;1H" + 10 * "\n", "\x1b[14;9H"),
    ],
)
def test_the_screen_begins_at_the_cursor_where_there_is_room(
    answer: str, above: int, room: str, left: str
) -> None:
    inline, typed = begun(answer, typed="ab")
    assert (inline.above, inline.size, typed) == (above, (80, 10), b"ab")
    assert inline.placed(ENTER) == f"{room}\x1b[{above + 1};1H"
    assert inline.placed("\x1b[1;1Hx\n\x1b[2;5Hy") == f"\x1b[{above + 1};1Hx\n\x1b[{above + 2};5Hy"
    assert inline.placed(f"\x1b[0m{LEAVE}") == f"\x1b[0m\x1b[{above + 1};1H\x1b[J{left}"


def test_after_a_resize_the_screen_is_where_the_cursor_has_moved_with_it() -> None:
    inline, _ = begun("\x1b[24;1R")
    inline.placed("\x1b[1;1Hx\x1b[2;5Hy")  # leaves the cursor on the second line
    assert inline.ask() == "\x1b[6n"
    inline.placed("\x1b[4;1Hz")  # drawn before the answer, which came late
    inline.resize((80, 18), 18)
    assert (inline.above, inline.size) == (8, (80, 10))
    assert inline.placed(ENTER) == "\x1b[17;1H\x1b[J\x1b[18;1H" + 8 * "\n" + "\x1b[9;1H"
    inline.ask()
    inline.resize((80, 30), 15)
    assert inline.above == 14
    inline.ask()
    inline.resize((80, 6), 1)
    assert (inline.above, inline.size) == (0, (80, 6))


def test_a_terminal_that_does_not_answer_has_the_screen_at_its_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("paperview.ui.terminal.inline._PATIENCE", 0.01)
    inline, typed = begun("", typed="ab")
    assert (inline.above, inline.answers, typed) == (14, False, b"ab")
    inline.resize((80, 30), None)
    assert inline.above == 20
