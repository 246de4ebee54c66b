"""Case, accents and TeX do not count."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperview.search.fold import fold, words
from tests.search.support import found, paper, titled


@pytest.mark.parametrize(
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


def test_words_are_letters_and_digits() -> None:
    assert words("Peer-to-peer: 5G/6G, (P4L) foo_bar's.") == (
        ["peer", "to", "peer", "5g", "6g", "p4l", "foo", "bar", "s"]
    )
    assert words("  ...  ") == []


@given(st.text())
def test_folding_twice_changes_nothing_more_in_words(text: str) -> None:
    assert [fold(word) for word in words(text)] == words(text)


@given(st.text("aéÇçßİıøŁαΩﬁ①②ⅷ文한글́ -"))
def test_case_does_not_count(text: str) -> None:
    assert fold(text) == fold(fold(text))
    assert fold(text) == fold(text.casefold())
