"""Which records without ids are of one paper: told by title and first author."""

from __future__ import annotations

import pytest

from paperview.model.paper import Paper, PartialDate
from paperview.model.title_key import title_key

BEES = Paper(title="How honey bees dance", authors=("Ann Lund", "Bo Ek"))


@pytest.mark.parametrize(
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


@pytest.mark.parametrize(
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


@pytest.mark.parametrize("title", [None, "", "---", "$$"])
def test_without_a_word_in_its_title_nothing_is_told(title: str | None) -> None:
    assert title_key(Paper(title=title, authors=("Ann Lund",), abstract="We.")) is None


def test_without_an_author_nothing_is_told() -> None:
    assert title_key(Paper(title="Notes of the editor on bees")) is None


@pytest.mark.parametrize(
    ("title", "other"), [("In C", "In C++"), ("Why F#", "Why F"), ("C#", "C++")]
)
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
