"""Dates as exact as their sources give them."""

from __future__ import annotations

from paperview.model.dates import PartialDate
from tests.cases import for_each


@for_each("text", ["2019", "2019-05", "2019-05-17", "0001-12-31", "2020-02-29"])
def test_a_date_is_as_exact_as_its_source_has_it(text: str) -> None:
    date = PartialDate.parse(text)
    assert date is not None
    assert str(date) == text


@for_each(
    "text",
    ["", "19", "2019-13", "2019-00", "2019-05-32", "2019-02-29", "2019-05-00", "0000", "2019-5"],
)
def test_a_date_that_does_not_exist_is_none(text: str) -> None:
    assert PartialDate.parse(text) is None
