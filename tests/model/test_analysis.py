"""Case, accents and TeX do not count."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from paperview.model.analysis import WORD, fold, signed, terms, words
from paperview.tex import to_text
from tests.cases import for_each
from tests.index.support import found, paper, titled


@for_each(
    ("written", "forms"),
    [
        ("celebi", ["Çelebi", "Celebi", "C\u0327elebi", r"\c{C}elebi", r"{\c C}elebi", "ÇELEBİ"]),
        ("poincare", ["Poincaré", "Poincare", "Poincare\u0301", r"Poincar\'e", r"Poincar{\'e}"]),
        ("schrodinger", ["Schrödinger", r"Schr\"odinger", r"Schr{\"o}dinger", "SCHRÖDINGER"]),
        ("lukasz", ["Łukasz", r"{\L}ukasz"]),
        ("strasse", ["Straße", "STRASSE"]),
        ("sorensen", ["Sørensen", r"S{\o}rensen"]),
        ("alpha", ["$\\alpha$", "α", "Α"]),
        ("lambdacdm", ["ΛCDM", r"$\Lambda$CDM"]),
        ("efficient", ["eﬃcient"]),
        ("deep", ["{\\em deep}", "\\textbf{deep}", "ＤＥＥＰ"]),
    ],
)
def test_every_form_finds_every_other(written: str, forms: list[str]) -> None:
    papers = [*titled(*forms), paper("zebra")]
    everything = set(range(len(forms)))
    for form in (written, *(form for form in forms if " " not in form)):
        assert found(papers, f"'{form}") == everything, form
        assert found(papers, form) == everything, form


def test_letters_that_are_no_accents_stay() -> None:
    assert words("한국어") == ["한국어"]
    assert found(titled("한국어", "하나"), "하") == {1}
    assert found(titled("数学 on nets"), "数学") == {0}


@for_each(
    ("text", "same"),
    [
        ("हिन्दी भाषा", ["हिन्दी", "भाषा"]),  # Devanagari: vowel signs count
        ("क्\u200dष \u0958", ["क्ष", "क\u093c"]),  # joiners don't, and each has one form
        ("বাংলা த\u0bbeம\u0bbfழ\u0bcd", ["বাংলা", "தாமிழ்"]),  # Bengali, Tamil
        ("ภาษาไทย ที่", ["ภาษาไทย", "ที่"]),
        ("ພາສາ ខ្មែរ မြန်မာ", ["ພາສາ", "ខ្មែរ", "မြန်မာ"]),  # Lao, Khmer, Burmese
        ("می\u200cخواهم کتاب", ["ميخواهم", "كتاب"]),  # Persian
        ("مُحَمَّد محـــمد", ["محمد", "محمد"]),
        ("أحمد إسلام آب ٱلله مدرسة", ["احمد", "اسلام", "اب", "الله", "مدرسه"]),
        ("שָׁלוֹם בֵּית־סֵפֶר", ["שלום", "בית", "ספר"]),
        ("\u1112\u1161\u11ab\u1100\u116e\u11a8", ["한국"]),
        ("か\u3099っこう ｶﾞｯｺｳ あ゛い", ["がっこう", "ガッコウ", "あ", "い"]),
        ("Vie\u0302\u0323t Nguyễn", ["viet", "nguyen"]),
        ("ısı İSTANBUL", ["isi", "istanbul"]),
        ("ＤＥＥＰ learn\u00ading 1\ufe0f\u20e3", ["deep", "learning", "1"]),
        (r"$\vec{x}y$", ["xy"]),
        (" \u093f \u0e34 ", []),  # marks on nothing
    ],
)
def test_a_mark_belongs_to_the_word_before_it(text: str, same: list[str]) -> None:
    assert words(text) == same
    assert words(f"{AROUND}{text} {AROUND}")[18:-18] == same
    assert words(unicodedata.normalize("NFD", text)) == same
    assert words(unicodedata.normalize("NFC", text)) == same


def test_words_are_letters_and_digits() -> None:
    assert words("Peer-to-peer: 5G/6G, (P4L) foo_bar's.") == (
        ["peer", "to", "peer", "5g", "6g", "p4l", "foo", "bar", "s"]
    )
    assert words("  ...  ") == []


@given(st.text())
def test_folding_twice_changes_nothing_more_in_words(text: str) -> None:
    assert [fold(word) for word in words(text)] == words(text)


@given(st.text("aéÇçßİıøŁαΩﬁ①②ⅷ文한글́ -क\u093f\u093cทำی\u064e\u0654\u200dか\u3099"))
def test_case_does_not_count(text: str) -> None:
    assert fold(text) == fold(fold(text))
    assert fold(text) == fold(text.casefold())


# The quick ways to the words


def plain_words(source: str) -> list[str]:
    """Return the words by their definition."""
    return WORD.findall(fold(to_text(source)))


COMBINED = (
    *("e\u0301", "Å\u0323", "\u0301\u0323", "α\u0345", "x\u20d7y", "か\u3099", "ᄒ\u1161\u11ab"),
    *("하\u11ab", "न\u093c", "א\u05bc\u05b7", "ﬃ", "µ", "½", "ℵ", "²", "١", "\xa0", "…", "\ud800"),
    *("\u093f", "\u0e49", "क\u0940", "\u200d", "\u200c\u093f", "\xad", "ﾞ", "゛", "\u0640"),
)
"""Characters that change each other, that fold to several or to none, half a surrogate pair."""
RUNS = st.lists(st.sampled_from(COMBINED) | st.text(max_size=3), max_size=3).map("".join)
AROUND = "many plain words around few others, " * 3


@given(RUNS | st.text())
def test_words_are_those_found_in_the_folded_text(text: str) -> None:
    for source in (text, f"{AROUND}{text}", f"{AROUND}a{text}b {text}. {AROUND}"):
        assert words(source) == plain_words(source)


@given(st.text("ab1 ~`'-^_.\"\x03\né:/") | st.text(r"ab \${}<>&;~`'-^_.é"))
def test_words_of_a_source_are_those_of_its_text_without_tex(source: str) -> None:
    assert words(source) == plain_words(source)


def test_every_character_that_folding_changes_gives_its_words_between_others() -> None:
    changed = [
        char
        for char in map(chr, range(0x80, 0x20000))
        if fold(char) != char or unicodedata.combining(char)
    ]
    assert len(changed) > 5000
    for char in changed:
        source = f"{AROUND}a{char}b {char}b"
        assert words(source) == plain_words(source), f"U+{ord(char):04X}"


def test_a_text_longer_than_any_paper_gives_its_words() -> None:
    source = ("naïve Bayes and so on, " * 40 + "数学 of ℵ₁, ") * 30
    assert words(source) == plain_words(source)


# Signed terms


@given(st.text('abC +#*/&.("⁺é') | st.text(r"ab +#~`'-^_.é\${}\"<&;") | st.text())
def test_the_signed_terms_of_a_source_are_those_of_its_text(source: str) -> None:
    assert terms(source) == (words(source), [term.text for term in signed(to_text(source))])
