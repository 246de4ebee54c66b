"""Bytes that a terminal may send and that are no text of its encoding: the reader goes on."""

import os
from collections.abc import Callable

import pytest

from tests.terminal.support import PROGRAM, terminal


@pytest.fixture(autouse=True)
def tools(require_tool: Callable[..., None]) -> None:
    require_tool("setsid")


def test_bytes_that_are_no_text_and_unknown_sequences_cost_nothing_else() -> None:
    with terminal(*PROGRAM) as screen:
        screen.read_until("2107.03832")
        screen.do("fed", "3 of 10")
        screen.do(b"\xe9", "\ufffd")
        screen.send(b"\x1ba\x1bq\x1b1\x1b[97;1:3u\x1b[1114112u\x1b[M \xff\xc3\x1b[<35;NaN;NaNM")
        screen.do("\x1b[200~论文".encode("gbk") + b"\x1b[201~", "\ufffd\ufffd")
        screen.do("\x15", "title, author")
        screen.do("per\x1bxino", "1 of 10")
        screen.send("\x11")
        assert screen.end() == 0
        assert "Traceback" not in screen.text


def test_a_terminal_that_knows_latin_1_alone_is_typed_and_drawn_in_it() -> None:
    with terminal(*PROGRAM, env={**os.environ, "PYTHONIOENCODING": "iso-8859-1"}) as screen:
        screen.read_until("2107.03832")
        screen.read_until("-----")
        screen.do("ö".encode("latin-1"), b"\xf6")
        screen.send("\x11")
        assert screen.end() == 0
        assert all(byte < 0x80 or byte >= 0xA0 for byte in screen.received)
