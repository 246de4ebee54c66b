"""Regular BibTeX fields are read by one expression as they are read sign by sign."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from paperview.model.paper import Paper
from paperview.sources.formats.bibtex import parser
from paperview.sources.problem import Problem
from tests.sources.formats.bibsupport import read

ENTRY = r"""@article{key,
  title = {On {NMR} and {\"{O}}ther \{ things, as @ usual},
  author = "Doe, Ann and {\"u}ber, {Bo}",
  journal = x # " of " # {Y},
  year = 2000,
  note = {},
}
"""
_PIECES = [" ", ",", "}", "{", '"', "#", "\\", "\n", "=", "@", "{A}", '"B"', "note = ", "jan", "7"]
_PIECES += ["title = {T}", "title = ", "year = 2000", "x", "{x {y} z}", '{"}', "\n@misc{b,"]


def both_ways(text: str) -> tuple[list[Paper | Problem], list[Paper | Problem]]:
    """Read a text as usual, and again without the expression for regular fields."""
    usual = read(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parser, "_REGULAR", dict.fromkeys("{(", re.compile(r"(?!)")))
        return usual, read(text)


@settings(max_examples=400)
@given(st.lists(st.sampled_from(_PIECES), max_size=12).map("".join))
@example(' title = "{" # "}" } note = {x}')
@example('title = "A {"}quoted{"} word"')
@example('title = "{"}, note = {"}"}')
@example("title = {T}}, note = {x}}")
@example("title = {C:\\}, note = {x}")
@example("title = {{{{{{{{T}}}}}}}}")
def test_any_entry_is_read_the_same_sign_by_sign(fields: str) -> None:
    usual, parsed = both_ways(f"@misc{{a, {fields}}}\n@misc{{c, title={{C}}}}")
    assert usual == parsed


@settings(max_examples=400)
@given(
    st.integers(0, len(ENTRY)), st.integers(0, 3), st.text(alphabet='{}()",=#\\ \nx@', max_size=3)
)
def test_a_slip_is_read_the_same_sign_by_sign(place: int, left_out: int, put_in: str) -> None:
    usual, parsed = both_ways(f"{ENTRY[:place]}{put_in}{ENTRY[place + left_out :]}")
    assert usual == parsed
