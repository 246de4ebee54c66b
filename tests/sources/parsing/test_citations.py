"""Journal references, names and dates that reference managers store in parts."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from paperview.model.dates import PartialDate
from paperview.sources.parsing import citations, dates, people
from paperview.sources.parsing.people import names_in
from tests.cases import for_each


@for_each(
    ("name", "read"),
    [
        ("Shannon,Claude E.", "Claude E. Shannon"),
        ("van de Schoot, Rens", "Rens van de Schoot"),
        ("Phillips, A. J., Jr.", "A. J. Phillips Jr."),
        ("King, Jr, Martin Luther", "Martin Luther King Jr"),
        ("Vollmer, Charles M Jr", "Charles M Vollmer Jr"),
        ("Fanning E.", "E. Fanning"),
        ("van der Berg J.W.", "J.W. van der Berg"),
        ("Catarina Barata", "Catarina Barata"),
        ("World Health Organization,", "World Health Organization"),
        ("Department of Health, London", "Department of Health, London"),
        ("ATLAS Collaboration", "ATLAS Collaboration"),
        ("Adams, Bell, Cole, Dale", "Adams, Bell, Cole, Dale"),
        ("", ""),
    ],
)
def test_names_come_in_reading_order(name: str, read: str) -> None:
    assert people.in_reading_order(name) == read


@for_each(
    ("parts", "line"),
    [
        (("Nature", "3", "2", "125-133", 2021), "Nature 3(2), 125-133 (2021)"),
        (("Nature", "3", "", "e12", 0), "Nature 3, e12"),
        (("Nature", "", "25", "", 2014), "Nature, no. 25 (2014)"),
        (("Nature", "nan", "nan", "No-Specified", 2019), "Nature (2019)"),
        (
            ("Nature", "1", "Adams, A. (1991). What a database put here by mistake.", "", 0),
            "Nature 1",
        ),
        (("Nature", "", "", "xii-xiv", 0), "Nature, xii-xiv"),
        (("", "3", "2", "1", 2021), ""),
    ],
)
def test_a_journal_reference_is_one_line(parts: tuple[str, str, str, str, int], line: str) -> None:
    assert citations.journal_line(*parts) == line


@for_each(
    ("first", "last", "pages"),
    [
        ("379", "423", "379-423"),
        ("034708", "", "034708"),
        ("", "423", "423"),
        ("1395", "1395", "1395"),
        ("125-133", "133", "125-133"),
        ("100364", "nan", "100364"),
        ("No", "Specified", ""),
    ],
)
def test_pages_that_say_nothing_are_left_out(first: str, last: str, pages: str) -> None:
    assert citations.page_range(first, last) == pages


@for_each(
    ("texts", "date"),
    [
        (["2016", "2016/04/19"], PartialDate(2016, 4, 19)),
        (["2017", "2016 Jun"], PartialDate(2016, 6)),
        (["2016-03", "20160419"], PartialDate(2016, 3)),
        (["///", "17 May 2019"], PartialDate(2019, 5, 17)),
        (["in press"], None),
        ([], None),
    ],
)
def test_the_earliest_date_counts_and_the_exact_one(
    texts: list[str], date: PartialDate | None
) -> None:
    assert dates.earliest(texts) == date


@for_each(
    ("line", "names"),
    [
        ("Ann One & Bob Two", ("Ann One", "Bob Two")),
        ("Ann One, Bob Two, & Cy Three", ("Ann One", "Bob Two", "Cy Three")),
        ("Ann One; Bob Two", ("Ann One", "Bob Two")),
        ("Ann One, and Bob Two, and Cy Three", ("Ann One", "Bob Two", "Cy Three")),
        ("A. One (1) and B. Two (2), ((1) X, (2) Y)", ("A. One", "B. Two")),
        ("A. One and B. Two, The Z Team", ("A. One", "B. Two", "The Z Team")),
        ("Ann One [Physics and Astronomy, X]", ("Ann One",)),
        ("Institute of Physics and Chemistry, Ann One", None),
        (r"Ann O\&ne, Bob", (r"Ann O\&ne", "Bob")),
    ],
)
def test_lines_of_authors_are_split_as_people_write_them(
    line: str, names: tuple[str, ...] | None
) -> None:
    assert names_in(line) == (names or ("Institute of Physics and Chemistry", "Ann One"))


@given(st.text(), st.text(), st.text(), st.text())
@settings(max_examples=25)
def test_nothing_raises(one: str, two: str, three: str, four: str) -> None:
    people.in_reading_order(f"{one},{two},{three}")
    people.in_reading_order(one)
    citations.journal_line(one, two, three, citations.page_range(three, four), 2000)
    dates.earliest([one, two])
    names_in(f"{one} and {two} & {three}; {four}")
