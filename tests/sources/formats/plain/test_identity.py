"""Plain text: identity lines, key lines and the ends of records."""

from __future__ import annotations

from pathlib import Path

import pytest

from paperview.model.dates import PartialDate
from paperview.model.paper import ArxivId, Doi, Paper
from paperview.sources.formats.plain import looks_like
from paperview.sources.problem import Problem
from tests.cases import for_each
from tests.sources.formats.plain.support import paper, papers, records
from tests.support import open_text

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
    created=PartialDate(2023, 4, 20),
)


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
    assert list(open_text(path).records()) == [PAPER]


@for_each(
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


@for_each(
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
    assert found.created == PartialDate(2020, 1, 2)


def test_a_paper_may_have_an_identity_alone() -> None:
    assert papers(
        "arXiv:2304.00001\n\narXiv:2304.00002\nCreated: 2020-01-02\n\ndoi: 10.1145/3"
    ) == [
        Paper(arxiv_id=ArxivId("2304.00001")),
        Paper(arxiv_id=ArxivId("2304.00002"), created=PartialDate(2020, 1, 2)),
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
        created=PartialDate(2023, 4, 20),
        updated=PartialDate(2023, 5, 21),
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
    assert (first.title, first.authors) == (None, ("Ann One", "Bob Two"))
    assert (first.abstract, first.categories) == ("We show.", ("cs.NI",))
    assert (second.title, second.abstract, second.categories) == ("The second", "They show.", ())


@for_each("key", ["Title", "Authors", "Author"])
def test_a_heading_as_key_line_leaves_the_first_paragraph_to_the_abstract(key: str) -> None:
    found = paper(f"Two Words\nAnn One, Bob Two\n\nWe.\n\narXiv:2304.10190\n{key}: The Real")
    assert found.abstract == "Two Words Ann One, Bob Two\n\nWe."
    assert (found.title, found.authors) == (
        ("The Real", ()) if key == "Title" else (None, ("The Real",))
    )


def test_comments_as_key_line_leave_the_last_paragraph_to_the_abstract() -> None:
    found = paper("We.\n\n12 pages\n\narXiv:2304.10190\nComments:")
    assert (found.comments, found.abstract) == (None, "We.\n\n12 pages")


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
        ("We show.", None, PartialDate(2023, 4, 1)),
        ("They show another thing.", None, None),
        ("Nobody shows.", "A Title", PartialDate(2023, 4, 3)),
    ]


@for_each(
    "identity",
    [
        "arXiv:2304.00001",
        "arXiv:2304.00001\nCreated: 2023-04-01",
        "arXiv:2304.00001\nCreated: 2023-04-01\nComments: 12 pages",
    ],
)
@for_each("line", ["They show.", "https://example.org/they:show", "They:show"])
def test_what_is_no_key_line_begins_the_next_record(identity: str, line: str) -> None:
    first, second = papers(f"We.\n\n{identity}\n{line}\n\narXiv:2304.00002")
    assert (first.arxiv_id, first.comments) == (
        ArxivId("2304.00001"),
        "12 pages" if "Comments" in identity else None,
    )
    assert second.abstract == line


def test_a_date_does_not_go_on_in_the_next_line() -> None:
    first, second = papers(
        "arXiv:2304.00001\nCreated: 2023-04-01\n  They show.\n\narXiv:2304.00002"
    )
    assert (first.created, second.abstract) == (PartialDate(2023, 4, 1), "They show.")


def test_two_ids_below_each_other_are_two_papers() -> None:
    assert len(papers("We.\n\narXiv:2304.00001\narXiv:2304.00002")) == 2


def test_a_long_file_needs_no_blank_line_at_all() -> None:
    text = "".join(
        f"We.\narXiv:2304.{number:05}\nCreated: 2023-04-01\n" for number in range(1, 3000)
    )
    assert len(papers(text)) == 2999


def test_a_paper_may_have_a_name_alone() -> None:
    first, second, third = papers(
        """\
        A Title of Five Words
        Ann One, Bob Two

        We show.

        Name: one2020
        Created: 2020

        They show.

        12 pages

        Name:
        Title: Nobody Shows
        Name: PMID 21553931
        """.replace("Name:\n", "Name:\n\n")
    )
    assert first == Paper(
        name="one2020",
        title="A Title of Five Words",
        authors=("Ann One", "Bob Two"),
        abstract="We show.",
        created=PartialDate(2020),
    )
    assert second == Paper(abstract="They show.", comments="12 pages")
    assert third == Paper(name="PMID 21553931", title="Nobody Shows")


def test_a_name_may_stand_beside_an_id() -> None:
    assert paper("We.\n\narXiv:2304.00001\nName: one2020") == Paper(
        arxiv_id=ArxivId("2304.00001"), name="one2020", abstract="We."
    )


def test_authors_and_a_journal_or_a_date_are_enough_with_a_name() -> None:
    dated = "Name: one2020\nAuthor: Ann One\nCreated: 2020"
    cited = "Name:\nAuthor: Bo\nJournal-ref: J"
    assert papers(f"{dated}\n\n{cited}") == [
        Paper(name="one2020", authors=("Ann One",), created=PartialDate(2020)),
        Paper(authors=("Bo",), journal_ref="J"),
    ]


def test_a_name_without_a_title_or_an_abstract_is_no_paper() -> None:
    (lost,) = records("Name: one2020\nComments: 12 pages")
    assert isinstance(lost, Problem)
    assert lost.lost


def test_a_file_of_named_records_is_detected() -> None:
    assert looks_like(b"We show.\n\nName: one2020\n")
    assert not looks_like(b"name: one\nFull Name: two\n")
