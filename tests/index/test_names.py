"""Authors' names in quotes."""

from __future__ import annotations

from paperview.index.fields import Field
from paperview.index.highlight import highlight
from tests.cases import for_each
from tests.index.support import found, order, paper, search

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


@for_each(
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


AUTHORS = [
    paper("Convolutional networks", authors=["Yann LeCun", "Wei Zhang"]),
    paper("Convolutional networks", authors=["Pierre LeCun"]),
    paper("Convolutional LeCun networks"),
    paper("Convolutional networks", authors=["Wei Zhang", "Y. LeCun"]),
    paper("Convolutional networks", authors=["Anna Yu"]),
    paper("Visualizing data", authors=["Laurens van der Maaten", "Geoffrey E. Hinton"]),
    paper("Trees", authors=["Jean-Pierre Serre"]),
    paper("Trees", authors=["Denis Serre", "Pascal Juhl"]),
    paper("Numbers", authors=["Paul Erd\u0151s"]),
    paper("Walks", authors=["Kevin O\u2019Brien"]),
    paper("Data", authors=["Emmanuel M\u00fcller"]),
    paper("Plants", authors=["John Smith"], created="2019"),
    paper("Plants", authors=["Jane Doe", "Adam Smith"], created="2020"),
]


@for_each(
    ("text", "best"),
    [
        *((form, [0, 3]) for form in ("y. lecun", "lecun y", "lecun, y.", "y lecun convolutional")),
        ("lecun, yann", [0]),
        ("p lecun convolutional", [1]),
        ("convolutional lecun, p.", [1]),
        *((form, [5]) for form in ("van der maaten", "l. van der maaten", "maaten l data")),
        *((form, [5]) for form in ("g. e. hinton", "hinton ge", "hinton, g.e.", "hinton g e data")),
        *((form, [6]) for form in ("J.-P. Serre", "jp serre", "serre jp", "serre j p trees")),
        *((form, [8]) for form in ("erdos", "Erd\u0151s p", "erdoes")),
        *((form, [9]) for form in ("o'brien", "obrien", "O\u2019Brien, K.", "k obrien")),
        *((form, [10]) for form in ("m\u00fcller", "mueller", "muller", "e. mueller")),
        ("smith j", [11]),
        ("smith a plants", [12]),
        ("LeCun et al.", [0, 1]),
        ("LeCun et a", [0, 1]),
        *((form, [11]) for form in ("[Smith2019]", "smith2019plants", "Smith et al. plants")),
    ],
)
def test_an_author_with_the_name_as_people_write_it_comes_first(text: str, best: list[int]) -> None:
    assert sorted(order(AUTHORS, text)[: len(best)]) == best


def test_a_particle_may_be_a_word_of_its_own_or_not() -> None:
    papers = [paper(authors=[name]) for name in ("Yann LeCun", "Yann Le Cun", "Kevin O'Brien")]
    for text in ("yann le cun", "LeCun, Y.", "le cun, yann"):
        assert found(papers, f'author:"{text}"') == {0, 1}
    assert found(papers, 'author:"le cun"') == {0, 1}
    assert found(papers, 'author:"kevin obrien"') == {2}
    assert found([paper(authors=["Le O. Smith"])], 'author:"smith leonard"') == set()
    spans = highlight("Y. LeCun", search(papers, 'author:"le cun"').tokens, Field.AUTHORS).spans
    assert spans == ((3, 8),)


def test_first_authors_come_before_later_ones() -> None:
    papers = [paper("Plants", authors=["Adam Smith", "Jane Doe"]), *AUTHORS[-2:]]
    assert order(papers, "smith plants")[-1] == order(papers, "author:smith")[-1] == 2
    assert order(papers, "smith a plants") == [0, 2, 1]
    assert order(papers, 'author:"Smith, A." plants') == [0, 2]


def test_a_letter_beside_a_surname_need_not_be_in_a_paper() -> None:
    assert found(AUTHORS, "q. lecun") == found(AUTHORS, "lecun")
    assert found(AUTHORS, "'q lecun") == found(AUTHORS, "q AND lecun") == set()
    assert found(AUTHORS, "author:(y lecun)") == {0, 1, 3}
