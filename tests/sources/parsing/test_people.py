"""Names of authors in lines and in lists."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from paperview.sources.parsing.people import given_names, names_in
from paperview.sources.parsing.subjects import in_field
from tests.cases import for_each


@for_each(
    "line",
    [
        *("One, Ann; Two, Bo; Three, Cy", "One, Ann; Two, Bo; Three, Cy;"),
        "One, Ann and Two, Bo and Three, Cy",
        *("Ann One; Bo Two; Cy Three", "Ann One, Bo Two; Cy Three", "Ann One, Bo Two and Cy Three"),
        *("One, Ann; Two, Bo; Three, Cy; et al.", "One, Ann (X); Two, Bo (Y, Z); Three, Cy"),
    ],
)
def test_lines_of_three_authors_however_they_are_written(line: str) -> None:
    assert names_in(line) == ("Ann One", "Bo Two", "Cy Three")


@for_each(
    ("line", "names"),
    [
        ("One, A., Two, B. C., & Three, D.", ("A. One", "B. C. Two", "D. Three")),
        ("One, A.; Two, B., Jr.", ("A. One", "B. Two Jr.")),
        ("de la Cruz, Ana María; von Neumann, John", ("Ana María de la Cruz", "John von Neumann")),
        ("One, Ann; ATLAS Collaboration", ("Ann One", "ATLAS Collaboration")),
        ("Institute of Rain, The; One, Ann", ("Institute of Rain, The", "Ann One")),
        ("One, Ann and ATLAS Collaboration", ("Ann One", "ATLAS Collaboration")),
        ("Einstein, Albert", ("Albert Einstein",)),
        ("Knuth, Donald E.", ("Donald E. Knuth",)),
        # These are as arXiv writes them.
        ("D. V. One, H. Two", ("D. V. One", "H. Two")),
        ("E. One, V. Two, A. Three, W. Four", ("E. One", "V. Two", "A. Three", "W. Four")),
        ("Suharto, B. K. Two", ("Suharto", "B. K. Two")),
        ("V.A.One, and G.C.Two", ("V.A.One", "G.C.Two")),
        ("Wei Li, Bo", ("Wei Li", "Bo")),
        ("Ann One, the X team and the Y team", ("Ann One", "the X team", "the Y team")),
        ("X Collaboration: A. One, B. Two", ("X Collaboration", "A. One", "B. Two")),
    ],
)
def test_last_names_may_come_first(line: str, names: tuple[str, ...]) -> None:
    assert names_in(line) == names


def test_signs_of_html_do_not_keep_a_name_turned_round() -> None:
    assert given_names(["O&#39;Neil, Pat", "M&uuml;ller, Hans"]) == ("Pat O'Neil", "Hans Müller")
    assert given_names([{"name": "O&#39;Neil, Pat"}]) == ("Pat O'Neil",)


@for_each(
    "value",
    [
        *("One, Ann; Two, Bo", ["Ann One", "Bo Two"], ["One, Ann", "Two, Bo"]),
        [{"name": "Ann One"}, {"name": "Two, Bo"}],
        [{"given": "Ann", "family": "One"}, {"firstName": "Bo", "lastName": "Two"}],
        [{"first": "Ann", "last": "One", "name": "x"}, {"first_name": "Bo", "last_name": "Two"}],
        [["One", "Ann", ""], ["Two", "Bo"]],
        [{"author": {"display_name": "Ann One"}}, {"author": "Two, Bo"}, None],
    ],
)
def test_names_are_read_in_any_form(value: object) -> None:
    assert given_names(value) == ("Ann One", "Bo Two")


def test_what_tells_no_names_is_none() -> None:
    assert given_names(5) is None
    assert given_names([{"id": 5}]) is None
    assert given_names({"name": "Ann One"}) == ("Ann One",)
    assert given_names([]) == ()


@given(st.text(alphabet="AaBb,;.&-() and", max_size=40))
def test_no_line_raises_and_no_word_is_lost(line: str) -> None:
    for name in names_in(line):
        assert name == name.strip()
        assert name


@for_each(
    ("field", "names", "texts"),
    [
        ("cs.LG stat.ML", ("cs.LG", "stat.ML"), ()),
        ("cs.LG, stat.ML; math.OC", ("cs.LG", "stat.ML", "math.OC"), ()),
        (["hep-ph math.CO", "cs.LG"], ("hep-ph", "math.CO", "cs.LG"), ()),
        (["x.y", "z"], ("x.y", "z"), ()),
        ("Machine Learning; Statistics", (), ("Machine Learning", "Statistics")),
        ("Machine Learning (cs.LG); Optimization (math.OC)", ("cs.LG", "math.OC"), ()),
        (["cs.LG", "Computer Science - Learning"], ("cs.LG",), ("Computer Science - Learning",)),
        (None, (), ()),
    ],
)
def test_categories_are_distinguished_from_words(
    field: str | list[str] | None, names: tuple[str, ...], texts: tuple[str, ...]
) -> None:
    assert in_field(field) == (names, texts)
