"""What a terminal answers when it is asked for its background."""

from __future__ import annotations

from paperview.ui.terminal.background import background_in
from paperview.ui.terminal.keyboard import Keyboard
from tests.cases import for_each

WHITE = b"\x1b]11;rgb:ffff/ffff/ffff\x1b\\"


@for_each(
    ("colour", "is_light"),
    [
        ("rgb:ffff/ffff/ffff", True),
        ("rgb:fa/f8/f4", True),
        ("rgba:ffff/ffff/dddd/8000", True),
        ("#fdf6e3", True),
        ("rgb:0000/0000/0000", False),
        ("rgb:15/18/1d", False),
        ("#002b36", False),
    ],
)
@for_each("end", ["\x07", "\x1b\\"])
def test_a_colour_is_light_or_dark(colour: str, is_light: bool, end: str) -> None:
    answer = background_in(f"\x1b]11;{colour}{end}")
    assert answer is not None
    assert answer.is_light is is_light


@for_each(
    "sequence",
    [
        "\x1b]11;?\x07",
        "\x1b]11;rgb:\x07",
        "\x1b]11;rgb:f/f\x07",
        "\x1b]10;rgb:f/f/f\x07",
        "\x1b]11;#\x07",
        "\x1b]11;rgb:g/g/g\x07",
        "\x1b]11;rgb://\x07",
    ],
)
def test_anything_else_says_nothing(sequence: str) -> None:
    assert background_in(sequence) is None


@for_each("place", range(1, len(WHITE)))
def test_an_answer_in_two_parts_is_no_keys(place: int) -> None:
    keyboard = Keyboard("utf-8")
    found = [*keyboard.read(WHITE[:place]), *keyboard.read(WHITE[place:])]
    assert [type(one).__name__ for one in found] == ["BackgroundColor"]
