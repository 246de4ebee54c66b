"""Text for terminals whose encoding lacks something: as wide as it was, and as like as may be."""

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from paperview.ui.terminal.encoding import encode
from tests.cases import for_each

ENCODINGS = ("ascii", "iso-8859-1", "koi8-r", "cp437", "iso-8859-15")


@for_each(
    ("text", "encoding", "drawn"),
    [
        ("╭─ filter ─╮", "iso-8859-1", "+- filter -+"),
        ("│ ❯ fed… │", "ascii", "| > fed. |"),
        ("├┤┼╌║", "ascii", "+++-|"),
        ("Gödel · Erdős", "iso-8859-1", "Gödel · Erdos"),
        ("Gödel", "ascii", "Godel"),
        ("“a” – ‘b’", "iso-8859-1", "\"a\" - 'b'"),
        ("→←↑↓", "ascii", "><^v"),
        ("论文", "iso-8859-1", "????"),
        ("▁▌█", "ascii", "_|#"),
        ("a\u0301", "ascii", "a"),
        ("x\ud800y", "utf-8", "x?y"),
        ("│ ö", "utf-8", "│ ö"),
    ],
)
def test_what_an_encoding_lacks_is_drawn_with_what_it_has(
    text: str, encoding: str, drawn: str
) -> None:
    assert encode(text, encoding).decode(encoding) == drawn


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"])), st.sampled_from(ENCODINGS))
def test_no_text_fails_and_letters_keep_their_width(text: str, encoding: str) -> None:
    for letter in text:
        assert cell_len(encode(letter, encoding).decode(encoding)) == cell_len(letter)
