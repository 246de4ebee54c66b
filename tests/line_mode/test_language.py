"""The commands of the line mode: how lines are read."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from paperview.line_mode.language import (
    FOLLOW,
    LETTERS,
    READ,
    Asked,
    Command,
    Mistake,
    Nothing,
    Papers,
    Search,
    export_to,
    parse,
    tags_in,
)
from paperview.text.sanitize import in_one_line
from tests.cases import for_each


def one(number: int) -> Papers:
    return Papers(((number, number),))


@for_each(
    ("line", "asked"),
    [
        ("3", Command(READ, one(3))),
        (" 3 ", Command(READ, one(3))),
        ("3y", Command("y", one(3))),
        ("3 y", Command("y", one(3))),
        ("*3", Command("*", one(3))),
        ("3*", Command("*", one(3))),
        ("1-3y", Command("y", Papers(((1, 3),)))),
        ("3-1y", Command("y", Papers(((1, 3),)))),
        ("1, 4-5*", Command("*", Papers(((1, 1), (4, 5))))),
        ("*1,4", Command("*", Papers(((1, 1), (4, 4))))),
        ("5-m", Command("m", Papers(((5, None),)))),
        ("1-3+", Command("+", Papers(((1, 3),)))),
        ("3Y bibtex", Command("Y", one(3), "bibtex")),
        ("Y c", Command("Y", text="c")),
        ('3t ml "to do" -old', Command("t", one(3), 'ml "to do" -old')),
        (".t ml", Command("t", text="ml")),
        ("3e 2 * 3 = 6", Command("e", one(3), "2 * 3 = 6")),
        (".", Command(READ)),
        (".y", Command("y")),
        ("n", Command("n")),
        ("s", Command("s")),
        ("s newest", Command("s", text="newest")),
        ("l 41", Command("l", text="41")),
        ("! 11", Command("!", text="11")),
        ("S 2", Command("S", text="2")),
        ("S+ my reviews", Command("S+", text="my reviews")),
        ("[2]", Command(FOLLOW, text="2")),
        ("E refs.bib", Command("E", text="refs.bib")),
        ("E ris my refs.txt", Command("E", text="ris my refs.txt")),
        ("E+ refs", Command("E+", text="refs")),
        ("2-E! refs.bib", Command("E!", Papers(((2, None),)), "refs.bib")),
        ("? s", Command("?", text="s")),
        ("!", Command("!")),
        ("-", Command("-")),
    ],
)
def test_what_looks_like_a_command_is_one(line: str, asked: Asked) -> None:
    assert parse(line) == asked


@for_each(
    "query",
    [
        "digital twin",
        "-survey",
        "!survey",
        "+survey",
        "2304.10190",
        "math/0309136",
        "3d vision",
        "5g",
        "3y old children",
        "4m telescope",
        "s wave scattering",
        "S matrix",
        "Y chromosome",
        "E coli genome",
        "t channel",
        "l2 norm",
        "l2",
        "[1] Smith, J. A title.",
        "year:2019..2023",
        "論",
        '"',
        "1234567890123",
        "3 body problem",
        "?gnn",
    ],
)
def test_what_people_search_for_is_a_query(query: str) -> None:
    assert parse(query) == Search(query)
    assert parse(f"/{query}") == Search(query)


@for_each("line", ["2019", "k", "3y", "n", "q", "", "/x"])
def test_a_slash_searches_for_anything(line: str) -> None:
    assert parse(f"/{line}") == Search(line)


@for_each(("line", "said"), [("k", "/k searches"), ("0", "/0 searches")])
def test_a_letter_that_is_no_command_is_told(line: str, said: str) -> None:
    asked = parse(line)
    assert isinstance(asked, Mistake)
    assert said in asked.said


@for_each(("line", "letter"), [("quit", "q"), ("Help", "?"), ("more", "n")])
def test_the_words_of_other_programs_are_searched_for_and_explained(line: str, letter: str) -> None:
    asked = parse(line)
    assert isinstance(asked, Search)
    assert asked.text == line
    assert asked.remark.endswith(letter)


def test_a_query_that_was_perhaps_an_export_says_how_to_export() -> None:
    asked = parse("E refs")
    assert isinstance(asked, Search)
    assert "refs.bib" in asked.remark


_LIKELY = st.text(st.sampled_from("0123456789,-. *+[]/?!=EYSltesnq\"'ab\t"), max_size=12)


@given(st.one_of(st.text(max_size=30), _LIKELY))
def test_no_line_raises_and_nothing_of_one_is_lost(line: str) -> None:
    asked = parse(line)
    written = in_one_line(line)
    match asked:
        case Nothing():
            assert written == ""
        case Search(text):
            assert text == written.removeprefix("/").strip()
        case Mistake(said):
            assert written.split()[0].rstrip("*+") in said or "/" in said
        case Command(letter, papers, text):
            assert letter.rstrip("+!-") in {one.letter for one in LETTERS} or letter == "+"
            assert written.endswith(text) or letter == FOLLOW
            numbers = {str(number) for pair in papers.ranges for number in pair if number}
            rest = written.removesuffix(text)
            digits = {
                str(int(run)) for run in "".join(c if c.isdigit() else " " for c in rest).split()
            }
            assert numbers <= digits or letter == FOLLOW
            assert digits <= numbers or letter in (FOLLOW, "l", "S", "!", "D", "D+", "D-")


@given(st.text(st.sampled_from("0123456789,- "), min_size=1, max_size=20))
def test_rows_of_ranges_are_among_the_papers_and_each_comes_once(line: str) -> None:
    asked = parse(line)
    if isinstance(asked, Command):
        rows = list(asked.papers.rows(50))
        assert len(rows) == len(set(rows))
        assert all(0 <= row < 50 for row in rows)


def test_tags_are_added_and_taken_away() -> None:
    assert tags_in('ml "to do" -old -"very old"') == (["ml", "to do"], ["old", "very old"])
    assert tags_in('"') == (['"'], [])


def test_the_end_of_a_file_name_says_the_form_unless_one_is_named() -> None:
    named = {text: export_to(text) for text in ("a.bib", "ris a.bib", "a b.RIS", "a", "ris")}
    found = {text: one and (one[0].name, one[1]) for text, one in named.items()}
    assert found == {
        "a.bib": ("BibTeX", "a.bib"),
        "ris a.bib": ("RIS", "a.bib"),
        "a b.RIS": ("RIS", "a b.RIS"),
        "a": None,
        "ris": None,
    }
