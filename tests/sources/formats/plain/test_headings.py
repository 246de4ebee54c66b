"""Title, authors and comments are distinguished from the abstract in plain text."""

from __future__ import annotations

from paperview.model.paper import ArxivId
from tests.cases import for_each
from tests.sources.formats.plain.support import paper

LONG = "We show that a thing is so, and that another one is not, whatever was said before. " * 4


@for_each(
    "body",
    [
        "We show that a thing is so,\nand Another is not.",
        "Federated Learning (FL) trains networks with\nthe data where they are",
        "We consider the space of pairwise commuting tuples of\nthe compact Lie group G.",
        "A translation from Latin of the\nAstronomia",
        "Does the prior constrain the\nLarge Language Model?",
        "Rejoinder: Monitoring Applications\n[arXiv:0708.0302]",
        "We study.\nIt works.",
        "We consider a graph with these vertices:\nV.",
        "one line\nin small letters",
    ],
)
def test_an_abstract_of_two_lines_is_no_heading(body: str) -> None:
    found = paper(f"{body}\n\narXiv:2304.10190")
    assert (found.title, found.authors) == (None, ())
    assert found.abstract == body.replace("\n", " ")


@for_each(
    ("line", "authors"),
    [
        ("Ann One", ("Ann One",)),
        ("Ann One, Bob Two", ("Ann One", "Bob Two")),
        ("Ann One and Bob Two", ("Ann One", "Bob Two")),
        ("Ann One, Bob Two, and Cy Three", ("Ann One", "Bob Two", "Cy Three")),
        ("Ann One, Bob Two and Cy Three", ("Ann One", "Bob Two", "Cy Three")),
        ("A. One and B. Two and C. Three", ("A. One", "B. Two", "C. Three")),
        ("G. 't Hooft, Ludwig van der Berg", ("G. 't Hooft", "Ludwig van der Berg")),
        ("Sammy One, Jr., Bob Two III", ("Sammy One, Jr.", "Bob Two III")),
        ("Çelebi, Đặng Văn, 王小明", ("Çelebi", "Đặng Văn", "王小明")),
        ("Beno\\^it One, {\\'E}. Two", ("Beno\\^it One", "{\\'E}. Two")),
        ("Ann One (CERN, Geneva), Bob Two (1,2)", ("Ann One (CERN, Geneva)", "Bob Two (1,2)")),
        ("Ann One, the ATLAS Collaboration", ("Ann One", "the ATLAS Collaboration")),
        ("Q. One, Ann B.", ("Q. One", "Ann B.")),
    ],
)
def test_lines_of_authors_are_distinguished_from_prose(line: str, authors: tuple[str, ...]) -> None:
    found = paper(f"A title\n{line}\n\nWe show.\n\narXiv:2304.10190")
    assert (found.title, found.authors, found.abstract) == ("A title", authors, "We show.")


def test_a_long_list_of_authors_may_hold_an_odd_one_and_others_are_nobody() -> None:
    line = ", ".join([*(f"Ann Number{number}e" for number in range(600)), ":", "et al"])
    assert len(paper(f"A title\n{line}\n\nWe.\n\narXiv:2304.10190").authors) == 601


def test_wrapped_lines_are_joined_and_paragraphs_kept() -> None:
    found = paper(
        """\
        We show that a thing
          is so, and that
        another is not.

        It follows that
        nothing else is.

        7 pages, 4 figures. arXiv admin note: text overlap with
        arXiv:2201.01144

        arXiv:2304.10190
        """
    )
    assert found.abstract == (
        "We show that a thing is so, and that another is not.\n\nIt follows that nothing else is."
    )
    assert found.comments == (
        "7 pages, 4 figures. arXiv admin note: text overlap with arXiv:2201.01144"
    )
    assert found.arxiv_id == ArxivId("2304.10190")


@for_each(
    "text",
    [
        "arXiv:2201.01144 showed that (a) nothing is so. We show the opposite.",
        "arXiv: that is - as is well known - what we study.",
        "arXiv:it - so to say - is what we study.",
    ],
)
def test_an_id_at_the_start_of_prose_is_a_mention(text: str) -> None:
    found = paper(f"{text}\n\narXiv:2304.10190")
    assert (found.arxiv_id, found.abstract) == (ArxivId("2304.10190"), text)


@for_each(
    "comments",
    [
        "12 pages, 5 figures, 40 references",
        "12 pages",
        "LaTeX, 9pp",
        "Accepted at a conference.",
        "v2: minor corrections; to appear in a journal.",
        "Code is available at https://example.org/code.",
        "Submitted to the Journal of Things.",
        "In German",
        "PhD thesis, Tbilisi (2016)",
        "ICCV 2025",
    ],
)
def test_a_last_paragraph_may_be_comments(comments: str) -> None:
    found = paper(f"{LONG}\n\n{comments}\n\narXiv:2304.10190")
    assert (found.abstract, found.comments) == (LONG.strip(), comments)


@for_each(
    "last",
    [
        "It follows that nothing else is so.",
        "We publish what we found.",
        "It follows that nothing else is so",
        "On ten data sets our method is the best of all, as we show. " * 8 + "See the 3 figures.",
    ],
)
def test_a_last_paragraph_of_prose_is_part_of_the_abstract(last: str) -> None:
    found = paper(f"We show a thing.\n\n{last}\n\narXiv:2304.10190")
    assert (found.abstract, found.comments) == (f"We show a thing.\n\n{last.strip()}", None)


def test_a_lone_paragraph_is_the_abstract_whatever_it_looks_like() -> None:
    assert paper("12 pages\n\narXiv:2304.10190").abstract == "12 pages"
