"""Entities become the characters they stand for, however they are written; other text stays."""

from __future__ import annotations

from paperview.tex import to_text
from paperview.text.markup import plain
from tests.cases import for_each


@for_each(
    "written",
    [
        *("M&uuml;ller", "M&#252;ller", "M&#xFC;ller", "M&#XFC;ller", "M&#0252;ller"),
        *("M&amp;uuml;ller", "M&amp;amp;uuml;ller", "M&amp;#252;ller"),
        *("M&uumlller", "M&#252ller", "M&#xfcller"),
        *(r"M\&uuml;ller", r"M{\&}uuml;ller", r"M\&{}uuml;ller", r"M{\&}amp;uuml;ller"),
        *(r"M\&\#252;ller", r"M{\&}{\#}252;ller", r"M\&\#xFC;ller"),
    ],
)
def test_one_letter_is_read_in_all_its_spellings(written: str) -> None:
    assert plain(written) == "Müller"


@for_each(
    ("written", "shown"),
    [
        ("Nutrition &Amp; Health", "Nutrition & Health"),
        ("M&UUML;LLER &AMP; S&Oslash;N", "MÜLLER & SØN"),
        ("Smith &amp Sons, 5 &lt 6", "Smith & Sons, 5 < 6"),
        ("O&rsquo;Neil&nbsp;&mdash; 3&#150;4", "O’Neil — 3–4"),
        ("co&shy;operation", "cooperation"),
    ],
)
def test_other_spellings(written: str, shown: str) -> None:
    assert plain(written) == shown


@for_each(
    "text",
    [
        *(
            "AT&T",
            "AT&T; R&D; Q&A;",
            "A&B",
            "J & K",
            r"AT\&T",
            r"R{\&}D; x",
            "B&Bs; Q&As;",
            "P&IN;",
        ),
        *("&nosuch; x&", "?a=1&copy=2&lt=3&amp=4", "cut&copy and &paste", "theory&parallel"),
        *("&#1", "see &#61472; there", "&;", "&#;", "&#x;"),
    ],
)
def test_what_is_no_entity_stays(text: str) -> None:
    assert plain(text) == text


@for_each("number", ["27", "x1b", "155", "x202e", "8232", "x200f", "10", "0"])
def test_no_entity_is_obeyed_by_a_terminal(number: str) -> None:
    shown = to_text(f"a&#{number};b")
    assert shown.replace("\ufffd", "").isprintable()
    assert shown[0] + shown[-1] == "ab"
