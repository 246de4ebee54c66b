"""Text in columns: measured, cut and wrapped."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from paperview.text.ascii import use_ascii
from paperview.text.columns import columns, cut, wrapped


def test_wide_and_combining_characters_take_their_columns() -> None:
    assert columns("abc") == 3
    assert columns("論文 e\u0301") == 6


def test_a_text_is_cut_with_an_ellipsis() -> None:
    assert cut("abcdef", 4) == "abc…"
    assert cut("abcd", 4) == "abcd"
    assert cut("論文論文", 5) == "論文…"
    assert cut("abc", 0) == "…"
    use_ascii(True)
    assert [cut("論文論文", width) for width in (8, 7, 6, 2)] == [
        "論文論文",
        "論文...",
        "論...",
        "..",
    ]


def test_lines_are_wrapped_between_words_and_go_on_with_an_indent() -> None:
    assert wrapped("1. one two  three", 8, "   ") == ["1. one", "   two", "   three"]
    assert wrapped("  in a row", 6) == ["  in a", "row"]
    assert wrapped("", 10) == [""]


def test_a_long_word_stays_whole_so_that_an_address_can_be_copied() -> None:
    address = "https://example.org/a-very-long-path"
    assert wrapped(f"see {address} now", 10) == ["see", address, "now"]


def test_text_without_blanks_is_wrapped_between_wide_characters() -> None:
    assert wrapped("論文の検索", 6) == ["論文の", "検索"]
    assert wrapped("GPU論文", 6) == ["GPU論", "文"]


@given(st.text(st.characters(codec="utf-8")), st.integers(1, 90), st.sampled_from(["", "  "]))
def test_no_word_is_lost_and_lines_fit_unless_a_word_does_not(
    text: str, width: int, further: str
) -> None:
    lines = wrapped(text, width, further)
    assert "".join("".join(lines).split()) == "".join(text.split())
    for line in lines:
        assert columns(line) <= width or len(line.split()) <= 1 or further
