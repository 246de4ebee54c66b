"""Text from outside is made harmless, and nothing else happens to it."""

from __future__ import annotations

import string
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from paperview.text.sanitize import clean
from tests.cases import for_each

BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
HARMFUL = st.characters(categories=["Cc", "Cf", "Cs", "Zl", "Zp"])


@given(st.text(st.characters() | HARMFUL))
def test_nothing_is_left_that_a_terminal_could_obey(text: str) -> None:
    cleaned = clean(text)
    assert not [char for char in cleaned if unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp")]
    assert not set(cleaned) & set(BIDI)
    assert cleaned.splitlines() in ([], [cleaned])
    cleaned.encode()


@given(st.text(st.characters() | HARMFUL))
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(st.text(string.ascii_letters + string.digits + string.punctuation + " "))
def test_printable_ascii_stays_as_it_is(text: str) -> None:
    assert clean(text) == text


@given(st.text(st.characters(exclude_categories=["C", "Zl", "Zp"])))
def test_letters_marks_and_symbols_stay_as_they_are(text: str) -> None:
    assert clean(text) == text


@for_each(
    ("text", "cleaned"),
    [
        ("\x1b[31mred\x1b[0m", "␛[31mred␛[0m"),
        ("\x1b]52;c;aGk=\x07", "␛]52;c;aGk=␇"),
        ("bell\x07 null\x00 delete\x7f", "bell␇ null␀ delete␡"),
        ("two\nlines\r\n", "two␊lines␍␊"),
        ("\x9b31m", "\ufffd31m"),
        ("a\tb\x0bc\x0cd\u2028e", "a b c d e"),
        ("abc\u202etxt.exe", "abc\ufffdtxt.exe"),
        ("\ufeffstart \u200eleft\u200f", "start left"),
        ("half \ud83d", "half \ufffd"),
        ("tag\U000e0041", "tag\ufffd"),
    ],
)
def test_what_is_harmful_is_shown_or_left_out(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


def test_joined_emoji_and_combining_marks_stay_whole() -> None:
    text = "👩\u200d🔬 e\u0301 नमस्\u200dते"
    assert clean(text) == text
