"""Combining marks belong to the letter before them."""

from __future__ import annotations

import re
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from paperview.text.combining import OF_WORD, UNCOUNTED, is_alphabetic, is_of_word, letters
from tests.cases import for_each

KNOWN = [
    char
    for char in map(chr, (*range(0x80, 0x20000), *range(0xE0000, 0xE0200)))
    if unicodedata.category(char) not in ("Cn", "Co", "Cs")
]


def test_the_table_has_all_marks_and_else_letters_and_what_is_unseen() -> None:
    listed = set(re.findall(f"[{OF_WORD}]", "".join(KNOWN)))
    marks = {char for char in KNOWN if unicodedata.category(char)[0] == "M"}
    assert marks <= listed
    assert {char for char in listed if not is_of_word(char)} == set("\xad\u200c\u200d")


def test_no_letter_but_the_tatweel_is_uncounted() -> None:
    uncounted = re.findall(f"[{UNCOUNTED}]", "".join(KNOWN))
    assert [char for char in uncounted if char.isalnum()] == ["\u0640"]


@for_each(
    ("text", "parts"),
    [
        ("हिन्दी", ["हि", "न्", "दी"]),
        ("ที่นี่", ["ที่", "นี่"]),
        ("e\u0301a", ["e\u0301", "a"]),
        ("\u1112\u1161\u11ab\u1100\u116e\u11a8", ["\u1112\u1161\u11ab", "\u1100\u116e\u11a8"]),
        ("ｶﾞｯ", ["ｶﾞ", "ｯ"]),
        ("می\u200cخ", ["م", "ی\u200c", "خ"]),
        ("\u0301a", ["\u0301", "a"]),
    ],
)
def test_marks_stay_with_their_letter(text: str, parts: list[str]) -> None:
    assert letters(text) == parts


@given(st.text() | st.text("aé́हिन्दीที่"))
def test_letters_make_up_the_text(text: str) -> None:
    assert "".join(letters(text)) == text


def test_numbers_and_signs_are_no_letters() -> None:
    assert is_alphabetic("हिन्दी")
    assert is_alphabetic("word")
    assert not is_alphabetic("ที่2")
    assert not is_alphabetic("a-b")
    assert not is_alphabetic("")
    assert not is_alphabetic("\u0301")
