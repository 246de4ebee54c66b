"""Which records of one id, or of one title and first author, are of one work."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import permutations

from paperview.model.dates import PartialDate
from paperview.model.identity import (
    Evidence,
    evidence,
    same_titled,
    same_works,
    stand_apart,
    title_key,
)
from paperview.model.paper import ArxivId, Doi, Paper
from tests.cases import for_each

BEES = Paper(title="How honey bees dance", authors=("Ann Lund", "Bo Ek"))


def count(*records: Paper) -> int:
    """Return how many works there are of one id, in whatever order the records come."""
    counts = {len(set(same_works([evidence(one) for one in some]))) for some in _orders(records)}
    assert len(counts) == 1
    return counts.pop()


def count_titled(*records: Paper) -> int:
    """Return the same for records of one title and first author without ids."""
    counts = {len(set(same_titled([evidence(one) for one in some]))) for some in _orders(records)}
    assert len(counts) == 1
    return counts.pop()


def _orders(records: tuple[Paper, ...]) -> Iterable[tuple[Paper, ...]]:
    return permutations(records) if len(records) < 6 else (records, records[::-1])


@for_each(
    "title",
    [
        "HOW HONEY BEES DANCE",
        "How {H}oney bees dance.",
        "How <i>honey</i> bees dance",
        "How h\\'oney bees dance",
        "How honey-bees dance",
        "How honeybees dance",
        "How honey bees dance: a survey",
        "How honey bees dance (extended abstract)",
        "How honey bees dance and why",
        "How honey bees",
    ],
)
def test_a_title_written_otherwise_is_that_of_the_same_work(title: str) -> None:
    assert count(BEES, Paper(title=title, authors=("Cy Okafor",))) == 1
    assert count(BEES, Paper(title=title)) == 1


@for_each(
    "author",
    [
        *("Ann Lund", "A. Lund", "A. B. Lund", "Lund, Ann", "Lund, A.", "Lund, Jr., Ann"),
        *("ANN LUND", "Lund Ann", "Änn Lünd", "{Ann} Lund"),
    ],
)
def test_another_title_of_an_arxiv_paper_by_the_same_author_is_of_the_same_work(
    author: str,
) -> None:
    other = Paper(title="Wie Honigbienen tanzen", authors=(author,))
    assert count(replace(BEES, arxiv_id=ArxivId("2301.00001")), other) == 1
    assert count(BEES, replace(other, title="How bees and wasps dance")) == 1


def test_another_title_altogether_by_the_same_author_is_of_another_work() -> None:
    assert count(BEES, replace(BEES, title="Smoothing of firing rates")) == 2
    assert count(BEES, replace(BEES, title="How to smooth the rates of bees")) == 2


@for_each("names", permutations(("Yann LeCun", "LeCun, Y.", "Y. Le Cun")))
def test_a_surname_of_several_words_may_be_written_as_one(names: tuple[str, ...]) -> None:
    records = [Paper(title=f"{n} titles so far", authors=(name,)) for n, name in enumerate(names)]
    assert count(*records) == 1


def test_authors_in_another_order_are_the_same() -> None:
    assert count(BEES, Paper(title="Bees", authors=("Bo Ek", "Ann Lund"))) == 1


@for_each(
    ("title", "author"),
    [
        ("Tides in narrow bays", "Cy Okafor"),
        ("Tides in narrow bays", "Bo Ek"),
        ("Tides in narrow bays", "Cy Lund"),
        ("Tides in narrow bays", "Ann Li"),
        ("Tides in narrow bays", "ATLAS Collaboration"),
        ("How honey bees dance, part II", "Cy Okafor"),
        ("How honey bees dance: a comment", "Cy Okafor"),
        ("How honey bees dance 2", "Cy Okafor"),
    ],
)
def test_another_title_by_another_author_is_of_another_work(title: str, author: str) -> None:
    assert count(BEES, Paper(title=title, authors=(author,))) == 2
    assert count(BEES, Paper(title="Tides in narrow bays")) == 2


@for_each("authors", [(), ("ATLAS Collaboration",), ("Lund",), ("Anonymous",), ("others",)])
def test_what_lacks_a_title_or_an_author_is_of_the_only_work_there_is(
    authors: tuple[str, ...],
) -> None:
    bare = Paper(abstract="We.", authors=authors)
    assert count(BEES, bare, bare) == 1
    assert count(Paper(title=BEES.title), Paper(authors=BEES.authors)) == 1


def test_what_fits_two_works_links_them_not_and_belongs_to_neither() -> None:
    other = Paper(title="Tides in narrow bays", authors=("Cy Okafor",))
    bare = Paper(abstract="We.")
    assert count(BEES, other, bare) == 3
    assert count(BEES, other, bare, bare) == 3
    assert count(BEES, replace(BEES, title="Bees that dance"), other, bare) == 3


def test_a_book_links_its_chapters_not() -> None:
    book = Paper(title="Neural data analysis", authors=("Bo Ek",))
    chapters = [
        Paper(title=f"Neural data analysis: {rest}", authors=(author,))
        for rest, author in (("spike trains", "Ada Bell"), ("smoothing", "Ben Carr"))
    ]
    assert count(book, *chapters) == 3
    assert count(book, chapters[0]) == 1


def test_short_titles_tell_nothing_without_a_common_author() -> None:
    preface = Paper(title="Preface", authors=("Ann Lund",))
    assert count(preface, Paper(title="Preface", authors=("Cy Okafor",))) == 2
    assert count(preface, Paper(title="PREFACE", authors=("Bo Ek", "A. Lund"))) == 1
    assert count(preface, Paper(title="Preface")) == 1


def test_chapters_by_one_author_are_told_apart_by_their_pages() -> None:
    first = Paper(title="Spikes", authors=("Ada Bell",), journal_ref="Neural Data, 3-20 (2013)")
    second = replace(first, title="Smooth rates", journal_ref="Neural Data, 21-40 (2013)")
    unknown = replace(first, title="Trains of spikes", journal_ref=None)
    assert count(first, second) == 2
    assert count(first, replace(second, journal_ref=None)) == 2
    assert count(first, second, unknown) == 2
    assert count(first, replace(first, title="Other", journal_ref="Neur. D., 3-20")) == 1


def test_volumes_and_editions_of_one_id_are_works_of_their_own() -> None:
    volumes = [replace(BEES, extra=(("volume", number),)) for number in ("1", "2")]
    assert count(*volumes) == 2
    assert count(volumes[0], replace(BEES, extra=(("Volume", "I"),)), BEES) == 1
    assert count(*volumes, BEES) == 3
    editions = [replace(BEES, extra=(("edition", text),)) for text in ("3", "3rd ed.", "Third")]
    assert count(*editions) == 1


def test_papers_with_two_arxiv_ids_are_two_whatever_their_doi() -> None:
    one, other = (
        replace(BEES, arxiv_id=ArxivId(f"2301.0000{n}"), doi=Doi("10.1000/a")) for n in (1, 2)
    )
    assert count(one, other) == 2
    assert count(one, other, BEES) == 2
    assert count(one, replace(other, title="Erratum"), BEES) == 2
    assert count(one, other, Paper(abstract="We.")) == 3


COLUMN = Paper(title="A site report", authors=("Ann Lund",))


def published(ref: str | None = None, year: int = 0, *extra: tuple[str, str]) -> Paper:
    return replace(
        COLUMN, journal_ref=ref, created=PartialDate(year) if year else None, extra=extra
    )


BOOK = ("type", "book")


@for_each(
    ("first", "second", "apart"),
    [
        (published("TUGboat 2(3), 32", 1981), published("TUGboat 3(1), 32", 1982), True),
        (published("TUGboat 2(3), 2", 1981), published("TUGboat 3(2), 2", 1981), True),
        (published("TUGboat 2(3), 32 (1981)", 1981), published("TUGBOAT 2 (3), 32"), False),
        (published("TUGboat 2(3), 32 (1981)", 1981), published("TUGboat 2, 32", 1990), False),
        (published("TUGboat 2(3), 32"), published("TUGboat (1983)"), False),
        (published("TUGboat 2(3), 32"), published("Journal 3(1), 1"), False),
        (published("TUGboat 2(3), 32", 1981), published("Journal 3(1), 1", 1982), False),
        (published("Proc. of X", 2001), published("J. of X 2, 3-40", 2003), True),
        (published("TUGboat 2(3), 32"), published(), False),
        (published(None, 2014), published("J. of X 2, 3-40", 2017), False),
        (published("arXiv:1401.00001", 2014), published("J. of X 2, 3-40", 2017), False),
        (published("Course", 2001), published("Course", 2011), True),
        (published(None, 2001), published(None, 2011), True),
        (published("Wiley", 1968, BOOK), published("Wiley", 1971, BOOK), True),
        (published("Wiley", 1968, BOOK), published("Wiley", 1968, BOOK), False),
        (published("Wiley", 1968, BOOK), published("J. Wiley & Sons", 1968, BOOK), False),
        (published("Wiley", 0, ("volume", "1")), published("Wiley", 0, ("volume", "II")), True),
        (published("Wiley", 0, ("edition", "2")), published("Wiley", 0, ("edition", "3")), True),
        (
            published("Wiley", 0, ("number-of-pages", "xiv+509")),
            published("Wiley", 0, ("number-of-pages", "626 pp.")),
            True,
        ),
    ],
)
def test_one_title_and_author_at_two_places_or_times(
    first: Paper, second: Paper, apart: bool
) -> None:
    both = evidence(first), evidence(second)
    assert stand_apart(*both) is stand_apart(*reversed(both)) is apart
    assert count_titled(first, second) == 1 + apart


def test_a_volume_that_is_not_named_is_none_of_several() -> None:
    volumes = [published("Wiley", 0, ("volume", number)) for number in ("1", "2")]
    assert count_titled(published("Wiley"), volumes[0]) == 1
    assert count_titled(published("Wiley"), *volumes) == 3


def test_one_place_in_a_journal_is_that_of_one_work_though_another_is_mistyped() -> None:
    right = published("J. of X 2, 3-40", 2001), published("J. of X 2, 3-40")
    assert count_titled(*right, published("J. of X 2, 340", 2001), published()) == 3


@for_each(
    "paper",
    [
        lambda n: Paper(title=f"Title {n} of a chapter", authors=(f"A Lund{n}",)),
        lambda n: Paper(title=f"Title {n} of a chapter", authors=("Ann Lund",)),
        lambda n: replace(BEES, title=f"Title {n}", journal_ref=f"Book, {n}-{n + 1}"),
        lambda n: Paper(title="Preface", authors=(f"A Lund{n}",)),
        lambda n: Paper(title="Title" + " and so on" * (n % 50), authors=(f"A Lund{n}",)),
        lambda _: Paper(abstract="We."),
    ],
)
def test_thousands_of_records_under_one_id_are_not_compared_each_with_each(
    paper: object,
) -> None:
    assert callable(paper)
    few, many = ([evidence(paper(n)) for n in range(size)] for size in (250, 2000))
    assert _calls(many) < 12 * _calls(few)


def _calls(records: Sequence[Evidence]) -> int:
    """Return how many functions are called: what the machine does besides does not matter."""
    calls = 0

    def count(*_: object) -> None:
        nonlocal calls
        calls += 1

    sys.setprofile(count)
    try:
        same_works(records)
    finally:
        sys.setprofile(None)
    return calls


# Blocking keys of records without ids


@for_each(
    ("title", "author"),
    [
        ("How Honey Bees Dance", "Ann Lund"),
        ("{How} {H}oney--bees dance.", "A. Lund"),
        ("How h\\'oney bees dance", "{\\'A}nn Lund"),
        ("How höney: bees dance", "Lund, Ann"),
        ("How honey bees dance", "Ann Lund, Jr."),
        ("How honey bees dance", "A. B. Lund"),
    ],
)
def test_they_are_one_paper_however_title_and_author_are_written(title: str, author: str) -> None:
    assert title_key(Paper(title=title, authors=(author,))) == title_key(BEES)


@for_each(
    ("title", "authors"),
    [
        ("How honey bees dance", ("Bo Ek", "Ann Lund")),
        ("How honey bees dance", ("Cy Lund",)),
        ("How honey bees dance", ("Ann Lundberg",)),
        ("How honey bees dance", ()),
        ("How bees dance", ("Ann Lund",)),
        ("How honey bees dance II", ("Ann Lund",)),
        ("How honey bees dan", ("Ann Lund",)),
    ],
)
def test_they_are_two_papers_if_title_or_first_author_differ(
    title: str, authors: tuple[str, ...]
) -> None:
    assert title_key(Paper(title=title, authors=authors)) != title_key(BEES)


def test_a_title_of_one_word_needs_the_year_too() -> None:
    def key(title: str, year: int | None) -> str | None:
        created = PartialDate(year) if year else None
        return title_key(Paper(title=title, authors=("Ann Lund",), created=created))

    assert key("Editorial", 2019) != key("Editorial", 2020)
    assert key("Editorial", 2019) == key("EDITORIAL", 2019)
    assert key("How bees dance", 2019) == key("How bees dance", 2020) == key("How bees dance", None)


@for_each("title", [None, "", "---", "$$"])
def test_without_a_word_in_its_title_nothing_is_told(title: str | None) -> None:
    assert title_key(Paper(title=title, authors=("Ann Lund",), abstract="We.")) is None


def test_without_an_author_nothing_is_told() -> None:
    assert title_key(Paper(title="Notes of the editor on bees")) is None


@for_each(("title", "other"), [("In C", "In C++"), ("Why F#", "Why F"), ("C#", "C++")])
def test_signs_that_belong_to_a_word_count(title: str, other: str) -> None:
    found = {
        title_key(Paper(title=f"{one} and bees", authors=("Ann Lund",))) for one in (title, other)
    }
    assert len(found) == 2


def test_a_title_of_two_words_needs_the_year_too() -> None:
    reviews = [
        Paper(title="Book Review", authors=("Ann Lund",), created=PartialDate(year))
        for year in (1980, 2020)
    ]
    assert len(set(map(title_key, reviews))) == 2
