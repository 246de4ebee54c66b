"""Bytes from the keyboard: what can't be read costs itself alone, and the next key arrives."""

from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual.message import Message

from paperview.ui.terminal.keyboard import Keyboard
from tests.cases import for_each

LONG = 10.0
"""Seconds after which nothing is waited for any more."""


def read(*pieces: bytes | float, encoding: str = "utf-8") -> list[Message]:
    """Feed bytes one after the other; a number is so many seconds of silence."""
    keyboard = Keyboard(encoding)
    found: list[Message] = []
    for piece in pieces:
        found += keyboard.read(piece) if isinstance(piece, bytes) else keyboard.expire(piece)
    return found


def typed(*pieces: bytes | float, encoding: str = "utf-8") -> str:
    """Return the text that some bytes type."""
    keys = [event for event in read(*pieces, encoding=encoding) if isinstance(event, events.Key)]
    return "".join(key.character or "" for key in keys if key.is_printable)


def names(*pieces: bytes | float) -> list[str]:
    return [event.key for event in read(*pieces) if isinstance(event, events.Key)]


@for_each(
    "undecodable",
    [
        "é".encode("latin-1"),
        b"\xe1",  # alt+a with a meta key of 8 bits
        "论文".encode("gbk"),
        "論文".encode("shift-jis"),
        "статья".encode("koi8-r"),
        "é".encode()[:1],
        "🎓".encode()[:3],
        b"\xed\xa0\x80",  # a surrogate
        b"\xf4\x90\x80\x80",  # beyond Unicode
        b"\xff\xfe\xc0\x80",
    ],
)
def test_what_is_no_utf_8_is_replaced(undecodable: bytes) -> None:
    text = typed(b"a", undecodable, b"xy")
    assert text.startswith("a")
    assert text.endswith("xy")
    assert "\ufffd" in text


def test_letters_in_the_encoding_of_the_terminal_are_typed() -> None:
    assert typed("Gödel".encode("latin-1"), encoding="iso-8859-1") == "Gödel"
    assert typed("статья".encode("koi8-r"), encoding="koi8-r") == "статья"
    assert typed("论".encode("gbk")[:1], "论".encode("gbk")[1:], encoding="gbk") == "论"
    assert typed("ü".encode()[:1], 0.1, "ü".encode()[1:]) == "ü"


def test_half_a_letter_is_replaced_when_nothing_follows() -> None:
    assert typed(b"\xe9", LONG) == "\ufffd"
    assert typed(b"\xe9", LONG, b"\xa9x") == "\ufffd\ufffdx"


@for_each(
    "sequence",
    [
        b"\x1b[97;1:3u",  # a key is let go
        b"\x1b[1114112u",
        b"\x1b[97;;1114112u",
        b"\x1b[55296u",
        b"\x1b[97;;55296u",
        b"\x1b[" + b"9" * 20 + b"u",
        b"\x1b[" + b"9" * 9000 + b"u",
        b"\x1b[1;" + b"9" * 6000 + b"A",
        b"\x1b[u",
        b"\x1b[;u",
        b"\x1b[::;::;::u",
        b"\x1b[<35;NaN;NaNM",
        b"\x1b[<35;-Infinity;12M",
        b"\x1b[<0;" + b"9" * 5000 + b";1M",
        b"\x1b[<0;-5;-5M",
        b"\x1b[<;;M",
        b"\x1b[M !!",
        b"\x1b[M \xff\xc3",
        b"\x1b[M \xc3\xa9",
        b"\x1b[48;1;1;0;0t",  # sizes that nobody has asked for
        b"\x1b[48;99999;99999;0;0t",
        b"\x1b[?2048;99$y",
        b"\x1b[?1;2c",
        b"\x1b[5;6R",
        b"\x1b]11;rgb:ffff/ffff/ffff\x1b\\",
        b"\x1b]52;c;eHl6\x07",
        b"\x1bP1$r0m\x1b\\",
        b"\x1b_Gi=1;OK\x1b\\",
        b"\x1b[99;99;99X",
        b"\x1b[I\x1b[O",
    ],
)
def test_a_sequence_that_says_nothing_types_nothing(sequence: bytes) -> None:
    for cut in (0, 1, 3, 4):
        assert typed(sequence[:cut], sequence[cut:], b"x") == "x", cut


@for_each(
    "begun",
    [
        b"\x1b",
        b"\x1bO",
        b"\x1b]",
        b"\x1bP",
        b"\x1b[",
        b"\x1b[<35;",
        b"\x1b[1;2",
        b"\x1b]0;title",
        b"\x1bPq#0;2;0;0",
        b"\x1b[M ",
    ],
)
def test_a_sequence_that_does_not_go_on_types_nothing(begun: bytes) -> None:
    assert typed(begun, LONG, b"x") == "x"


def test_keys_that_are_told_as_pressed_are_typed() -> None:
    assert typed(b"\x1b[97;1:1u\x1b[98;1:2u\x1b[99;1:3u\x1b[100u") == "abd"
    assert typed(b"\x1b[97:65;2:1;65u\x1b[252;;252u") == "Aü"
    assert names(b"\x1b[1;1:1A\x1b[1;1:3A\x1b[13;1:1u\x1b[97;5:1u") == ["up", "enter", "ctrl+a"]


def test_alt_and_a_letter_type_nothing() -> None:
    pressed = (b"\x1ba", b"\x1bQ", b"\x1b1", b"\x1b/", b"\x1b ", "\x1bü".encode(), b"\x1b[97;3u")
    assert typed(*pressed) == ""
    assert names(*pressed[:3]) == ["alt+a", "alt+shift+q", "alt+1"]
    assert names(b"\x1bb", b"\x1bf", b"\x1b\x7f") == ["ctrl+left", "ctrl+right", "ctrl+w"]


def test_escape_is_a_key_when_nothing_follows() -> None:
    assert names(b"\x1b", LONG, b"x") == ["escape", "x"]
    assert names(b"\x1b", 0.0, b"[A") == ["up"]
    assert names(b"\x1b\x1b", LONG) == ["escape", "escape"]
    assert names(b"\x1b\x1b[A") == ["escape", "up"]


def test_keys_of_all_terminals_are_known() -> None:
    assert names(b"\x1b[A\x1bOA\x1b[1;5A\x1b[5~\x1b[[A\x1bOP\x1b[11~\x1b[7$\x1b[Z\x00") == [
        *("up", "up", "ctrl+up", "pageup", "f1", "f1", "f1", "shift+home", "shift+tab", "ctrl+@")
    ]


def test_the_mouse_is_read() -> None:
    press, release, wheel = read(b"\x1b[<0;5;6M\x1b[<0;5;6m\x1b[<65;5;6M")
    assert isinstance(press, events.MouseDown)
    assert (press.x, press.y) == (4, 5)
    assert isinstance(release, events.MouseUp)
    assert isinstance(wheel, events.MouseScrollDown)


def test_a_paste_is_one_text_whatever_is_in_it() -> None:
    pasted = b"\x1b[200~a\x1b[31mb\r\nq\x1b\x00\xe9\x1b[201~x"
    for cut in range(1, 20):
        paste, key = read(pasted[:cut], pasted[cut:])
        assert isinstance(paste, events.Paste), cut
        assert paste.text == "a\x1b[31mb\r\nq\x1b\ufffd", cut
        assert isinstance(key, events.Key), cut


def test_a_paste_without_an_end_ends_by_itself() -> None:
    paste, key = read(b"\x1b[200~abc\x1b[20", LONG, b"x")
    assert isinstance(paste, events.Paste)
    assert paste.text == "abc\x1b[20"
    assert isinstance(key, events.Key)


def test_sizes_are_believed_of_terminals_that_were_asked_for_them() -> None:
    keyboard = Keyboard("utf-8")
    keyboard.takes_sizes = True
    (size,) = keyboard.read(b"\x1b[48;40;100;800;1000t")
    assert isinstance(size, events.Resize)
    assert size.size == (100, 40)
    assert not list(keyboard.read(b"\x1b[48;0;100;0;0t\x1b[48;99999;99999;1;1t"))


PIECES = st.sampled_from(
    [
        *(b"\x1b", b"\x1b[", b"\x1b]", b"\x1bP", b"\x1bO", b"\x1b[M", b"\x1b\\", b"\x07"),
        *(b"[", b"<", b"M", b"u", b";", b":", b"9", b"~", b"NaN", b"\x1b[200~", b"\x1b[201~"),
        *(b"\xc3", b"\xa9", b"\xff"),
    ]
)


@given(st.lists(PIECES | st.binary(max_size=6), max_size=20))
def test_after_any_bytes_the_next_key_arrives(pieces: list[bytes]) -> None:
    keyboard = Keyboard("utf-8")
    for piece in pieces:
        list(keyboard.read(piece))
    list(keyboard.expire(LONG))
    assert not keyboard.is_waiting
    keys = [event for event in keyboard.read(b"\rx") if isinstance(event, events.Key)]
    assert [key.key for key in keys][-2:] == ["enter", "x"]


@given(st.lists(PIECES | st.binary(max_size=6), max_size=20), st.integers(1, 5))
def test_how_bytes_arrive_makes_no_difference(pieces: list[bytes], size: int) -> None:
    data = b"".join(pieces)
    in_pieces = [data[start : start + size] for start in range(0, len(data), size)]
    assert [repr(event) for event in read(data, LONG)] == [
        repr(event) for event in read(*in_pieces, LONG)
    ]
