"""A file whose texts are full of control sequences: none of them reaches the terminal."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.terminal.support import PROGRAM, Terminal, kinds, terminal

PAYLOADS = [
    "\x1b]0;owned\x07",  # sets the window's title
    "\x1b]52;c;b3duZWQ=\x07",  # writes the clipboard
    "\x1b]8;;https://evil.example\x1b\\x\x1b]8;;\x1b\\",  # a link
    "\x1b[2J\x1b[3J",  # clears the screen and what is above it
    "\x1b[6n\x1b[21t",  # asks the terminal to type something
    "\x1bc\x1b#8\x1b(0",  # resets, fills, changes the letters
    "\x1bP$qm\x1b\\\x1b_Gi=1;AAAA\x1b\\",  # strings for the terminal
    "\x9b2J\x9d0;owned\x9c\x90q\x9c\x85\x84",  # the same with the controls of one byte
    "\x00\x07\x08\x0b\x0c\x0e\x0f\x1a\x7f",
    "\u202eevil\u202c\u2066\u2069\u200e\u200f\u061c\ufeff",  # turns the line around
    "\ufff9a\ufffab\ufffb\U000e0041",  # notes and tags that no one sees
    "[bold]b[/bold] [/] [@click=app.quit]x[/] [link=https://evil.example]y[/link]",
]
UNSEEN = re.compile(
    "[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
CLEAN = "nothing of that kind"


def records(payload: str) -> str:
    return (
        f"The abstract {payload} of it.\n\narXiv:2301.00001\nCreated: 2023-01-05\n"
        f"Title: The title {payload}\nAuthor: Ada {payload}\nAuthor: Bo {payload} Ek\n"
        f"Comments: 3 pages {payload}\nNotes: kept {payload}\nCategories: {payload} cs.LG\n"
        f"Journal-ref: Journal {payload}\n\n"
        f"No title {payload} here.\n\narXiv:2301.00002\nCreated: 2023-01-04\n\n"
        f"Cut off {payload} here.\n"
    )


@pytest.fixture(autouse=True)
def tools(require_tool: Callable[..., None]) -> None:
    require_tool("setsid")


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    """A clean file and one with every payload in every field, and in its name."""
    clean, hostile = tmp_path / "clean.txt", tmp_path / "\x1b]0;owned\x07[bold].txt"
    clean.write_text(records(CLEAN), encoding="utf-8", newline="")
    hostile.write_text(records(" ".join(PAYLOADS)), encoding="utf-8", newline="")
    return str(clean), str(hostile)


def read_through(screen: Terminal) -> bytes:
    """Look at everything there is of a file and quit; return all that was written."""
    screen.read_until("1 problem")
    screen.read_until("The title")
    screen.do("abstr", "1 of 2")
    screen.do("\r", "tags")
    screen.do("\r", "esc")
    screen.send("ranNZ")
    screen.do("Z", "papers")
    screen.do("!", "could not be read")
    screen.do("q", "The title")
    screen.do("Y", "BibTeX")
    screen.do("t", r"\x1b\]52;c;")
    screen.send("q")
    assert screen.end() == 0
    return screen.received


def test_the_reader_writes_no_control_sequence_of_a_file(files: tuple[str, str]) -> None:
    clean, hostile = files
    with terminal(*PROGRAM, clean) as screen:
        usual = kinds(read_through(screen))
    with terminal(*PROGRAM, hostile) as screen:
        written = read_through(screen)
    assert kinds(written) <= usual
    assert_harmless(written)
    assert b"@click" in written


def assert_harmless(written: bytes) -> None:
    for sequence in (
        b"\x1b]0;",
        b"\x1b]8;",
        b"\x1b[2J",
        b"\x1b[3J",
        b"\x1b[6n",
        b"\x07\x08",
        b"\x7f",
    ):
        assert sequence not in written
    assert b"b3duZWQ=" not in re.findall(rb"\x1b\]52;c;([^\x07]*)", written)
    assert not re.search(rb"\xc2[\x80-\x9f]", written)
    assert not UNSEEN.search(written.decode())


@pytest.mark.parametrize("form", ["table", "ids", "jsonl", "text"])
def test_search_writes_no_control_character_of_a_file(form: str, files: tuple[str, str]) -> None:
    _, hostile = files
    query = "title \x1b[2J \x1b]0;owned\x07 nofield:\x9b31m -zzyzx"
    for asked in ("", query) if form == "table" else ("",):  # what is told of a query is the same
        with terminal(*PROGRAM, "search", asked, hostile, "--format", form) as screen:
            assert screen.end() in {0, 1}
            # The table has colours of its own; nothing else has any sequence.
            assert kinds(screen.received) <= ({"CSI m"} if form == "table" else set())
            assert_harmless(screen.received)
            assert screen.received.strip()


def test_check_writes_no_control_character_of_a_file(files: tuple[str, str]) -> None:
    _, hostile = files
    with terminal(*PROGRAM, "check", hostile) as screen:
        assert screen.end() == 1
        assert kinds(screen.received) == set()
        assert_harmless(screen.received)
