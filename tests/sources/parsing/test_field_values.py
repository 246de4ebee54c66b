"""Placeholders such as `N/A` or `et al.` are no values."""

from __future__ import annotations

from paperview.model.paper import Paper
from paperview.sources.draft import RawRecord
from paperview.sources.parsing.field_values import abstract, says_nothing, without_others
from paperview.sources.parsing.people import clean_names
from tests.cases import for_each


@for_each(
    "others",
    [
        *("et al.", "et al", "Et. al.", "et.al.", "et alii", "[et al.]", "(et al.)", "{et al.}"),
        *("And Others", "and others", "others", "& others", "and 12 others", "and 3 more"),
        *(r"{\it et al.}", r"\emph{et al.}", r"\etal", "several others", "and other authors"),
    ],
)
def test_what_stands_for_other_authors_is_nobody(others: str) -> None:
    assert clean_names(["Ann One", others]) == ("Ann One",)
    assert clean_names([f"Ann One {others}"]) == ("Ann One",)
    assert clean_names([f"Ann One, {others}"]) == ("Ann One",)


@for_each(
    "name",
    [
        *("Pierre Vidal", "A. Al", "Al", "Monet Al", "Jean Et", "J. Carothers", "Brothers"),
        *("Others Club of Rome", "Henry More", "Annet Al-Saud", "The Others Collaboration"),
    ],
)
def test_names_of_people_and_bodies_stay_whole(name: str) -> None:
    assert without_others(name) == name


@for_each(
    "text",
    [
        *("NA", "N/A", "n.a.", "nan", "-", "[No abstract available]", "No abstract."),
        *("Abstract not available.", "There is no abstract available for this article", "Abstract"),
        *("Abstract unavailable", "no abstract provided", "Not available"),
    ],
)
def test_a_remark_that_there_is_no_abstract_is_none(text: str) -> None:
    assert abstract(text) is None


def test_short_abstracts_are_abstracts() -> None:
    for text in ("We show.", "Abstract algebra is not available to us", "No abstract nonsense"):
        assert abstract(text) == text


def test_values_that_say_nothing_are_no_values_and_no_problems() -> None:
    assert all(map(says_nothing, ("NA", "n/a", "-", "", "NaN", "null", "-")))
    assert not any(map(says_nothing, ("0", "Na 12", "A", "nano")))
    record = RawRecord(title="T", doi="N/A", arxiv_id="NA", created="null", abstract="NA")
    assert list(record.records("mine")) == [Paper(title="T", sources=("mine",))]
