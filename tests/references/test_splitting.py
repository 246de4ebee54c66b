"""Splitting a text into its references."""

from __future__ import annotations

import textwrap

from hypothesis import given
from hypothesis import strategies as st

from paperview.references import references_in
from paperview.references.splitting import split
from tests.cases import for_each

NAMES = ("Ada Lund", "Bo Ek", "Cy van der Okafor", "Dee Itō", "Éva O'Brien", "Al Fox")
WORDS = ("dance", "of", "Bees", "narrow", "tides", "in", "deep", "learning", "glass", "knots", "on")


@st.composite
def references(draw: st.DrawFn) -> str:
    """Give a reference that ends with its year."""
    family, given = draw(st.sampled_from(NAMES)).rsplit(" ", 1)[::-1]
    title = " ".join(draw(st.lists(st.sampled_from(WORDS), min_size=3, max_size=25))).capitalize()
    year = draw(st.integers(1950, 2025))
    return draw(
        st.sampled_from(
            (
                f"{family}, {given[0]}. ({year}). {title}. J. Sea 12, {year % 50}–60.",
                f"{given[0]}. {family}, “{title},” in Proc. Bays, {year}.",
                f"{given} {family}. {year}. {title}.",
            )
        )
    )


LISTS = st.lists(references(), min_size=2, max_size=12)
MARKS = ("[{}] ", "{}. ", "({}) ", "{}) ", "• ", "- ", "{} ")


@given(
    LISTS, st.sampled_from(MARKS), st.integers(40, 90), st.sampled_from((0, 2, 5)), st.booleans()
)
def test_a_marked_list_gives_its_references_back(
    listed: list[str], mark: str, width: int, indent: int, has_blanks: bool
) -> None:
    marked = [f"{mark.format(number)}{text}" for number, text in enumerate(listed, start=1)]
    blocks = [
        textwrap.fill(text, width, subsequent_indent=" " * indent, break_on_hyphens=False)
        for text in marked
    ]
    text = ("\n\n" if has_blanks else "\n").join(blocks)
    found = split(text)
    assert [one.text for one in found] == listed
    lines = text.split("\n")
    starts = [
        i for i, line in enumerate(lines, start=1) if line in {b.split("\n")[0] for b in blocks}
    ]
    assert [one.line for one in found] == starts


@given(LISTS, st.integers(50, 90), st.booleans())
def test_a_list_with_blank_lines_or_hanging_indents_gives_its_references_back(
    listed: list[str], width: int, is_hanging: bool
) -> None:
    indent = " " * 4 if is_hanging else ""
    blocks = [
        textwrap.fill(text, width, subsequent_indent=indent, break_on_hyphens=False)
        for text in listed
    ]
    # Where no line is wrapped, there is no indent to tell by.
    blocks.append(
        textwrap.fill("Fox, A. (1999). " + "Deep glass. " * 12, width, subsequent_indent=indent)
    )
    found = split(("\n" if is_hanging else "\n\n").join(blocks))
    assert [one.text for one in found][:-1] == listed


@given(LISTS)
def test_a_list_of_one_a_line_gives_its_references_back(listed: list[str]) -> None:
    listed = [
        f"{text} {'Retrieved from the sea, many times over. ' * 4}".strip() for text in listed
    ]
    assert [one.text for one in split("\n".join(listed))] == listed


@for_each(
    ("text", "expected"),
    [
        ("", []),
        (" \n\n\t\n", []),
        ("...\n---", []),
        (
            "1706.03762\nhep-th/9711200\n10.1000/knots",
            ["1706.03762", "hep-th/9711200", "10.1000/knots"],
        ),
        ("How bees dance\nTides in narrow bays", ["How bees dance", "Tides in narrow bays"]),
        ("[1] A. Lund, How bees dan-\nce, 2001.", ["A. Lund, How bees dance, 2001."]),
        ("[1] A. Lund, Lennard-\nJones, 2001.", ["A. Lund, Lennard-Jones, 2001."]),
        ("[1] A. Lund, dan\xad\nce, 2001.", ["A. Lund, dance, 2001."]),
        ("[1] See https://doi.org/10.1000/\nknots", ["See https://doi.org/10.1000/knots"]),
        ("[1]\nA. Lund, 2001.\n[2]\nB. Ek, 2002.", ["A. Lund, 2001.", "B. Ek, 2002."]),
        ("bees dance.\n[2] B. Ek.\n[3] C. Ito", ["bees dance.", "B. Ek.", "C. Ito"]),
        (
            "A. Lund, Bees.\n[Online] a.org\n\nB. Ek, Tides.\n[Online] b.org",
            ["A. Lund, Bees. [Online] a.org", "B. Ek, Tides. [Online] b.org"],
        ),
        ("[Lun01] A. Lund.\n[Ek+02] B. Ek.", ["A. Lund.", "B. Ek."]),
        ("1. A. Lund, J. Sea,\n2001. 3.\n2. B. Ek", ["A. Lund, J. Sea, 2001. 3.", "B. Ek"]),
        ("[1] eﬃcient ﬂows", ["efficient flows"]),
        ("[1] A\x1b[31mred\x07", ["A [31mred"]),
        (
            "We cite [1].\n1. Start\n\n7 References\n[1] A. Lund.\n[2] B. Ek.\n\nA Appendix\nText.",
            ["A. Lund.", "B. Ek."],
        ),
        (
            "REFERENCES\n[1] A. Lund, How\n\nSea 5\n3\n\fSea 6\n\nbees dance.\n[2] B. Ek.\n4\n",
            ["A. Lund, How bees dance.", "B. Ek."],
        ),
        (
            "Lund, A. (2001). How bees dance at night and\nfly. J. Sea, 1.\nEk, B. (2002). Tides.",
            [
                "Lund, A. (2001). How bees dance at night and fly. J. Sea, 1.",
                "Ek, B. (2002). Tides.",
            ],
        ),
    ],
)
def test_what_lists_look_like(text: str, expected: list[str]) -> None:
    assert [one.text for one in split(text)] == expected


@given(st.text(alphabet=st.sampled_from("[]1.2-a B,\n\f\t\xad(•é\x1b\u202e"), max_size=200))
def test_any_text_is_split_without_losing_a_letter(text: str) -> None:
    found = references_in(text)
    assert all(one.text.isprintable() and 1 <= one.line <= text.count("\n") + 1 for one in found)


def test_records_are_read_by_the_readers_of_their_format() -> None:
    bibtex = "@article{x, title={How {B}ees dance}, author={Lund, Ada and Ek, Bo}, year=2001}\n"
    ris = "TY  - JOUR\nAU  - Lund, Ada\nTI  - How bees dance\nPY  - 2001\nER  - \n"
    for text in (bibtex, ris):
        (one,) = references_in(text)
        assert "How Bees dance" in one.text or "How bees dance" in one.text
        assert one.line == 1


@for_each(
    ("text", "texts"),
    [
        ("0704.0001, hep-th/9901001 and 10.1000/x", ["0704.0001", "hep-th/9901001", "10.1000/x"]),
        ("[3] see 0704.0001v2 [gr-qc], 0704.0002.", ["see 0704.0001v2 [gr-qc]", "0704.0002."]),
        (
            "A. Lund, hep-th/9901001 (old); B. Ek, Tides, arXiv:0704.0002.",
            ["A. Lund, hep-th/9901001 (old)", "B. Ek, Tides, arXiv:0704.0002."],
        ),
        (
            "A. Lund, 10.1000/x, arXiv:0704.0002 [0704.0002v1]",
            ["A. Lund, 10.1000/x, arXiv:0704.0002 [0704.0002v1]"],
        ),
        (
            "A. Lund, Tides, 10.1000/x, erratum 10.1000/y",
            ["A. Lund, Tides, 10.1000/x, erratum 10.1000/y"],
        ),
    ],
)
def test_an_entry_that_names_several_papers_by_ids_is_as_many_references(
    text: str, texts: list[str]
) -> None:
    assert split(text) == [(1, one) for one in texts]
