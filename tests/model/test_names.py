"""Surnames, suffixes, and lines of authors."""

from __future__ import annotations

from paperview.model.names import authors_line, surname
from tests.cases import for_each


@for_each(
    ("name", "expected"),
    [
        ("Ann One", "One"),
        ("Bob van der Two", "Two"),
        ("Cy Three Jr.", "Three"),
        ("Cy Three, Jr.", "Three"),
        ("Cy Three III", "Three"),
        ("Plato", "Plato"),
        ("Jr.", "Jr."),
        ("", ""),
    ],
)
def test_the_surname_is_the_last_word_without_suffixes(name: str, expected: str) -> None:
    assert surname(name) == expected


def test_many_authors_are_shortened() -> None:
    assert authors_line(("A. One", "B. Two", "C. Three")) == "A. One, B. Two, C. Three"
    assert authors_line(("A. {\\'O}ne", "B", "C", "D")) == "A. Óne et al."
    assert authors_line(("A", "B"), most=1) == "A et al."
    assert authors_line(()) == ""
