"""What is imported or compiled late works as if it had been there at once."""

from __future__ import annotations

import re

import pytest

from paperview import index
from paperview.lazy import lazy_names, lazy_pattern


def test_a_lazy_pattern_is_used_like_a_compiled_one() -> None:
    words = lazy_pattern("[a-z]+", re.IGNORECASE)
    assert words.findall("Two words") == ["Two", "words"]
    assert words.sub("x", "a b") == "x x"
    assert words.pattern == "[a-z]+"
    number = lazy_pattern(rb"\d+")
    match = number.search(b"arXiv 2304")
    assert match is not None
    assert match.group() == b"2304"


def test_a_wrong_pattern_fails_when_it_is_used() -> None:
    wrong = lazy_pattern("(")
    with pytest.raises(re.error):
        wrong.match("")


def test_a_lazy_package_gives_its_names_and_no_others() -> None:
    assert index.Index is index.Index
    with pytest.raises(AttributeError, match="no attribute 'Indx'"):
        lazy_names("paperview.index", {"Index": "storage.index"})("Indx")
