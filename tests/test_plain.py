"""The seeds' format in the wild: what can be read is read, the rest is told."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperview.paper import ArxivId, Doi, Paper
from paperview.sources.files import open_source
from paperview.sources.plain import read
from paperview.sources.problem import Problem

FULL = """\
A Title of Five Words
Ann One, Bob van Two, Cy O'Three

We show a thing.

12 pages, 5 figures

arXiv:2304.10190 - doi: 10.1145/3530190.3534809
Created: 2023-04-20
"""
PAPER = Paper(
    arxiv_id=ArxivId("2304.10190"),
    doi=Doi("10.1145/3530190.3534809"),
    title="A Title of Five Words",
    authors=("Ann One", "Bob van Two", "Cy O'Three"),
    abstract="We show a thing.",
    comments="12 pages, 5 figures",
    created=date(2023, 4, 20),
)
LONG = "We show that a thing is so, and that another one is not, whatever was said before. " * 4


def records(text: str) -> list[Paper | Problem]:
    return list(read(dedent(text).split("\n"), "mine.txt"))


def papers(text: str) -> list[Paper]:
    """Read a text in which nothing is wrong."""
    found = records(text)
    assert not [str(record) for record in found if isinstance(record, Problem)]
    return [record for record in found if isinstance(record, Paper)]


def paper(text: str) -> Paper:
    (found,) = papers(text)
    return found


@pytest.mark.parametrize(
    "data",
    [
        FULL.encode(),
        FULL.replace("\n", "\r\n").encode(),
        FULL.replace("\n", "\r").encode(),
        b"\xef\xbb\xbf" + FULL.encode(),
        b"\xef\xbb\xbf" + FULL.replace("\n", "\r\n").encode(),
        FULL.replace("\n", "  \t \n").encode(),
        FULL.replace("\n\n", "\n\n \n\t\n\u00a0\n\n").encode(),
        ("\n\n\n" + FULL + "\n\n\n").encode(),
        FULL.rstrip().encode(),
        FULL.replace("\n\n", "\n\f\n").encode(),
    ],
    ids=["plain", "crlf", "cr", "bom", "bom+crlf", "trailing", "blanks", "around", "end", "feed"],
)
def test_line_ends_marks_and_blanks_do_not_matter(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "mine.txt"
    path.write_bytes(data)
    assert list(open_source(path).records()) == [PAPER]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("arXiv:", "arxiv: "),
        (" - doi: ", " - DOI:"),
        (" - doi: ", "\ndoi: "),
        (" - doi: ", ", doi: "),
        (" - doi: ", " – doi: https://doi.org/"),
        ("arXiv:", "arXiv:https://arxiv.org/abs/"),
        ("Created: ", "created:"),
        ("2023-04-20", "2023-04-20T17:00:01Z"),
        ("\nCreated", "\n\nCreated"),
        ("\nCreated", "\n\n\n\nCreated"),
        ("5 figures\n\n", "5 figures\n"),
        ("thing.\n\n12 pages, 5 figures\n\n", "thing.\n\nComments: 12 pages, 5 figures\n\n"),
        ("arXiv:", "  arXiv:"),
    ],
)
def test_identity_lines_may_look_a_little_different(old: str, new: str) -> None:
    assert old in FULL
    assert paper(FULL.replace(old, new)) == PAPER


@pytest.mark.parametrize(
    ("line", "arxiv_id"),
    [
        ("arXiv:2304.10190v2", ArxivId("2304.10190", 2)),
        ("arXiv:0704.0001", ArxivId("0704.0001")),
        ("arXiv:hep-th/9901001", ArxivId("hep-th/9901001")),
        ("arXiv:hep-th/9901001v3", ArxivId("hep-th/9901001", 3)),
        ("arXiv:math.GT/0309136", ArxivId("math/0309136")),
    ],
)
def test_old_ids_classes_and_versions_are_read(line: str, arxiv_id: ArxivId) -> None:
    assert paper(f"We show.\n\n{line}\nCreated: 2023-04-20").arxiv_id == arxiv_id


def test_a_missing_date_is_missing() -> None:
    first, second = papers("We show.\n\narXiv:2304.00001\n\nThey show.\n\narXiv:2304.00002\n")
    assert (first.abstract, first.created) == ("We show.", None)
    assert (second.abstract, second.created) == ("They show.", None)


def test_a_paper_may_have_a_doi_alone() -> None:
    found = paper("We show.\n\ndoi: 10.1145/1.2\nCreated: 2020-01-02")
    assert (found.arxiv_id, found.doi) == (None, Doi("10.1145/1.2"))
    assert found.created == date(2020, 1, 2)


def test_a_paper_may_have_an_identity_alone() -> None:
    assert papers(
        "arXiv:2304.00001\n\narXiv:2304.00002\nCreated: 2020-01-02\n\ndoi: 10.1145/3"
    ) == [
        Paper(arxiv_id=ArxivId("2304.00001")),
        Paper(arxiv_id=ArxivId("2304.00002"), created=date(2020, 1, 2)),
        Paper(doi=Doi("10.1145/3")),
    ]


def test_further_key_lines_give_their_fields_and_the_rest_is_kept() -> None:
    found = paper(
        """\
        arXiv:2304.10190
        Created: 2023-04-20
        Updated: 2023-05-21
        Categories: cs.NI, cs.LG
        Journal-ref: Phys. Rev. D 12 (2023) 34
        Title: A title
        Authors: Ann One and Bob Two
        Abstract: We show.
        Comments: 12 pages,
          5 figures
        Report number: CERN 12
        License: https://example.org/a:b
        Empty:
        """
    )
    assert found == Paper(
        arxiv_id=ArxivId("2304.10190"),
        created=date(2023, 4, 20),
        updated=date(2023, 5, 21),
        categories=("cs.NI", "cs.LG"),
        journal_ref="Phys. Rev. D 12 (2023) 34",
        title="A title",
        authors=("Ann One", "Bob Two"),
        abstract="We show.",
        comments="12 pages, 5 figures",
        extra=(
            ("Report number", "CERN 12"),
            ("License", "https://example.org/a:b"),
            ("Empty", ""),
        ),
    )


def test_known_key_lines_above_the_text_or_below_a_blank_line_belong_to_their_record() -> None:
    first, second = papers(
        """\
        Title: The first
        Authors: Ann One, Bob Two

        We show.

        arXiv:2304.00001

        Categories: cs.NI

        Title: The second
        They show.

        arXiv:2304.00002
        Created: 2023-04-20
        """.replace("second\n", "second\n\n")
    )
    assert (first.title, first.authors, first.abstract, first.categories) == (
        "The first",
        ("Ann One", "Bob Two"),
        "We show.",
        ("cs.NI",),
    )
    assert (second.title, second.abstract, second.categories) == ("The second", "They show.", ())


@pytest.mark.parametrize(
    "body",
    [
        "We show that a thing is so,\nand Another is not.",
        "Federated Learning (FL) trains networks with\nthe data where they are",
        "We consider the space of pairwise commuting tuples of\nthe compact Lie group G.",
        "A translation from Latin of the\nAstronomia",
        "Does the prior constrain the\nLarge Language Model?",
        "Rejoinder: Monitoring Applications\n[arXiv:0708.0302]",
        "We study.\nIt works.",
        "one line\nin small letters",
    ],
)
def test_an_abstract_of_two_lines_is_no_heading(body: str) -> None:
    found = paper(f"{body}\n\narXiv:2304.10190")
    assert (found.title, found.authors) == (None, ())
    assert found.abstract == body.replace("\n", " ")


@pytest.mark.parametrize(
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
def test_lines_of_authors_are_told_from_prose(line: str, authors: tuple[str, ...]) -> None:
    found = paper(f"A title\n{line}\n\nWe show.\n\narXiv:2304.10190")
    assert (found.title, found.authors, found.abstract) == ("A title", authors, "We show.")


def test_a_long_list_of_authors_may_hold_an_odd_one() -> None:
    line = ", ".join([*(f"Ann Number{number}e" for number in range(600)), ":", "et al"])
    assert len(paper(f"A title\n{line}\n\nWe.\n\narXiv:2304.10190").authors) == 602


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


def test_an_id_at_the_start_of_prose_is_a_mention() -> None:
    text = "arXiv:2201.01144 showed that (a) nothing is so. We show the opposite."
    found = paper(f"{text}\n\narXiv:2304.10190")
    assert (found.arxiv_id, found.abstract) == (ArxivId("2304.10190"), text)


@pytest.mark.parametrize(
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
def test_comments_are_told_from_a_last_paragraph(comments: str) -> None:
    found = paper(f"{LONG}\n\n{comments}\n\narXiv:2304.10190")
    assert (found.abstract, found.comments) == (LONG.strip(), comments)


@pytest.mark.parametrize(
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


def test_records_need_no_blank_line_between_them() -> None:
    found = papers(
        """\
        We show.
        arXiv:2304.00001
        Created: 2023-04-01
        They show
        another thing.
        arXiv:2304.00002
        A Title
        Ann One, Bob Two

        Nobody shows.
        arXiv:2304.00003 - doi: 10.1145/3
        Created: 2023-04-03
        """
    )
    assert [(paper.abstract, paper.title, paper.created) for paper in found] == [
        ("We show.", None, date(2023, 4, 1)),
        ("They show another thing.", None, None),
        ("Nobody shows.", "A Title", date(2023, 4, 3)),
    ]


def test_a_long_file_needs_no_blank_line_at_all() -> None:
    text = "".join(
        f"We.\narXiv:2304.{number:05}\nCreated: 2023-04-01\n" for number in range(1, 3000)
    )
    assert len(papers(text)) == 2999


def test_a_record_without_an_id_is_told_and_the_others_are_read() -> None:
    first, lost, last = records(
        """\
        We show.

        arXiv:2304.00001
        Created: 2023-04-01

        They show.

        7 pages

        Created: 2023-04-02

        Nobody shows.

        arXiv:2304.00003
        """
    )
    assert isinstance(first, Paper)
    assert isinstance(last, Paper)
    assert (first.abstract, last.abstract) == ("We show.", "Nobody shows.")
    assert lost == Problem(
        "mine.txt",
        6,
        "the record has no arXiv id and no DOI",
        "They show.\n7 pages\nCreated: 2023-04-02",
        lost=True,
    )
    assert str(lost) == "mine.txt:6: the record has no arXiv id and no DOI"


@pytest.mark.parametrize(
    ("identity", "reason"),
    [
        ("arXiv:2304.1019", "'2304.1019' is not an arXiv id"),
        ("arXiv:2313.10190", "'2313.10190' is not an arXiv id"),
        ("arXiv:none\nCreated: 2023-04-20", "'none' is not an arXiv id"),
        ("arXiv:\nCreated: 2023-04-20", "the record has no arXiv id and no DOI"),
        ("arXiv:none - doi: none", "'none' is not an arXiv id; 'none' is not a DOI"),
    ],
)
def test_a_record_with_a_bad_id_is_told(identity: str, reason: str) -> None:
    lost, last = records(f"We show.\n\n{identity}\n\nThey show.\n\narXiv:2304.00002")
    assert isinstance(lost, Problem)
    assert (lost.line, lost.reason, lost.lost) == (1, reason, True)
    assert last == Paper(arxiv_id=ArxivId("2304.00002"), abstract="They show.")


@pytest.mark.parametrize(
    ("identity", "line", "reason"),
    [
        ("arXiv:2304.10190\nCreated: 2023-02-30", 4, "'2023-02-30' is not a date (YYYY-MM-DD)"),
        ("arXiv:2304.10190\nCreated: last year", 4, "'last year' is not a date (YYYY-MM-DD)"),
        ("arXiv:2304.10190\nCreated: 2023", 4, "'2023' is not a date (YYYY-MM-DD)"),
        ("arXiv:2304.10190\nCreated: 2023-W16-4", 4, "'2023-W16-4' is not a date (YYYY-MM-DD)"),
        ("arXiv:2304.10190\n\nUpdated: 2023-1-1", 5, "'2023-1-1' is not a date (YYYY-MM-DD)"),
        ("arXiv:2304.10190 - doi: 11.1/2", 3, "'11.1/2' is not a DOI"),
        ("arXiv:2304.10190\ndoi: 10.1/2", 4, "'10.1/2' is not a DOI"),
        ("arXiv:2304.10190 - doi: 10.1145/1 2", 3, "'10.1145/1 2' is not a DOI"),
        ("arXiv:none - doi: 10.1145/1", 3, "'none' is not an arXiv id"),
        ("arXiv:2304.10190 - d", 3, "'- d' behind the id is no DOI"),
        (
            "arXiv:2304.10190 [cs.NI] 20 Apr 2023",
            3,
            "'[cs.NI] 20 Apr 2023' behind the id is no DOI",
        ),
        (
            "arXiv:2304.10190\nCreated: 2023-04-20\nCreated: 2023-04-21",
            5,
            "a second value of 'created': '2023-04-21'",
        ),
        (
            "arXiv:2304.10190 - doi: 10.1145/1\ndoi: 10.1145/2",
            4,
            "a second value of 'doi': '10.1145/2'",
        ),
    ],
)
def test_a_bad_part_is_told_with_its_line_and_the_paper_shown_without_it(
    identity: str, line: int, reason: str
) -> None:
    found, problem, last = records(f"We show.\n\n{identity}\n\nThey show.\n\narXiv:2304.00002")
    assert isinstance(found, Paper)
    assert found.abstract == "We show."
    assert isinstance(problem, Problem)
    assert (problem.line, problem.reason) == (line, f"{reason}; shown without it")
    assert not problem.lost
    assert last == Paper(arxiv_id=ArxivId("2304.00002"), abstract="They show.")


def test_what_is_left_at_the_end_is_told() -> None:
    first, lost = records("We show.\n\narXiv:2304.00001\n\nThey sh")
    assert isinstance(first, Paper)
    assert lost == Problem(
        "mine.txt", 5, "the file ends inside a record: no arXiv id follows", "They sh"
    )


_LINES = (
    "",
    "arXiv:2304.1000{}",
    "arXiv:2304.1000{} - doi: 10.1145/w{}w",
    "arXiv:w{}w",
    "arXiv:",
    "doi: 10.1145/w{}w",
    "Created: 2023-04-0{}",
    "Created: w{}w",
    "Title: w{}w",
    "Authors: w{}w, Ann Xw{}w",
    "Comments: w{}w",
    "Abstract: w{}w",
    "Key: w{}w",
    "  w{}w",
    "We show w{}w.",
    "Ann w{}w, Bob Xw{}w",
    "12 pages w{}w",
)


@given(st.lists(st.sampled_from(_LINES), max_size=14))
def test_nothing_is_dropped_in_silence(templates: list[str]) -> None:
    lines = [line.replace("{}", str(number % 10)) for number, line in enumerate(templates)]
    seen = "\n".join(map(repr, read(lines, "mine.txt")))
    for line in lines:
        for word in line.split():
            if "w" in word and word[0] != "W":
                assert word.strip(",.").removeprefix("arXiv:") in seen
