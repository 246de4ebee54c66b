"""Authors' names in quotes."""

from __future__ import annotations

import pytest

from paperview.index.fields import Field
from paperview.index.highlight import highlight
from tests.index.support import found, paper, search

PAPERS = [
    paper(authors=["Yann LeCun", "Wei Zhang"]),
    paper(authors=["Y. LeCun"]),
    paper(authors=["Yann Zhang", "Anna LeCun"]),
    paper(authors=["Li Wei"]),
    paper(authors=["Wei Li"]),
    paper("Yann LeCun", "by Yann LeCun", authors=["Geoffrey E. Hinton"]),
    paper(authors=["Y. L. Zhao"]),
    paper(authors=["Jean-Pierre Serre"]),
    paper(authors=["Müller"]),
    paper(authors=["John E. Roberts"]),
    paper(authors=["Ellis J"]),
]


@pytest.mark.parametrize(
    ("name", "numbers"),
    [
        ("Yann LeCun", {0, 1}),
        ("LeCun, Yann", {0, 1}),
        ("LeCun Y", {0, 1}),
        ("LeCun Y.", {0, 1}),
        ("Y. LeCun", {0, 1}),
        ("A. LeCun", {2}),
        ("LeCun, Z", set()),
        ("Lee, Y", set()),  # not Y. L. Zhao, nor any other whose initial is L
        ("Wei Li", {3, 4}),
        ("Li Wei", {3, 4}),
        ("Li, W.", {3, 4}),
        ("Geoffrey Hinton", {5}),
        ("Hinton, G. E.", {5}),
        ("Hinton, Gerald", set()),
        ("Yann Yann LeCun", set()),
        ("Serre, J.-P.", {7}),
        ("Wei Wei", set()),
        ("Zhang LeCun", set()),
        ("lecun", {0, 1, 2}),
        ("Muller", {8}),
        ("Ellis, John", {10}),
        ("J. Roberts", {9}),
        ("John Edward Roberts", {9}),
        ("Wei Lim", set()),
        ("Y Z", {2, 6}),
        ("LeCun et al.", {0, 1, 2}),
        ("Yann LeCun, et al", {0, 1}),
        ("LeCun, Y. and Zhang, W.", {0}),
        ("Wei Zhang & LeCun", {0}),
        ("Y. LeCun; W. Zhang", {0}),
        ("LeCun and Zhang", {0, 2}),
        ("and", set()),
        ("LeCun and others", {0, 1, 2}),
    ],
)
def test_a_name_is_one_authors_in_any_order_and_with_initials(name: str, numbers: set[int]) -> None:
    assert found(PAPERS, f'author:"{name}"') == numbers
    assert found(PAPERS, f'-author:"{name}"') == set(range(len(PAPERS))) - numbers


def test_only_the_author_who_is_meant_is_highlighted() -> None:
    text = "Yann Zhang, Y. LeCun, Anna LeCun, Yann A. LeCun"
    terms = search(PAPERS, 'author:"LeCun, Yann"').tokens
    spans = highlight(text, terms, Field.AUTHORS).spans
    assert [text[start:end] for start, end in spans] == ["Y", "LeCun", "Yann", "LeCun"]


def test_a_name_is_found_in_one_paper_of_many() -> None:
    papers = [*[paper(authors=["Yann Zhang", "Anna LeCun"])] * 6000, paper(authors=["Y LeCun"])]
    assert found(papers, 'author:"Yann LeCun"') == {6000}
