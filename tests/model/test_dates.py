"""Dates as exact as their sources give them."""

from __future__ import annotations

import pytest

from paperview.model.dates import PartialDate


@pytest.mark.parametrize("text", ["2019", "2019-05", "2019-05-17", "0001-12-31", "2020-02-29"])
def test_a_date_is_as_exact_as_its_source_has_it(text: str) -> None:
    date = PartialDate.parse(text)
    assert date is not None
    assert str(date) == text


@pytest.mark.parametrize(
    "text",
    ["", "19", "2019-13", "2019-00", "2019-05-32", "2019-02-29", "2019-05-00", "0000", "2019-5"],
)
def test_a_date_that_does_not_exist_is_none(text: str) -> None:
    assert PartialDate.parse(text) is None
