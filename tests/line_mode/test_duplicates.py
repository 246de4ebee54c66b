"""Possible duplicates in the line mode: listed, read, merged and kept apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from paperview.shelf import Shelf, shelf_file
from tests.line_mode.conftest import Converse
from tests.line_mode.test_acting import answers

_PAIR = """\
@article{{preprint{0},
  title = {{Window panes and bees of kind {1}}}, author = {{Ada Lund}}, year = 2022,
  eprint = {{2210.{0:05}}}, eprinttype = {{arxiv}}
}}
@article{{journal{0},
  title = {{Window panes and bees of kind {1}}}, author = {{A. Lund}}, year = 2023,
  doi = {{10.1000/panes{0}}}
}}
"""
_KINDS = ["ash", "beech", "cedar", "elm", "fir", "hazel", "larch", "maple", "oak", "pine", "rowan"]


@pytest.fixture
def twice(tmp_path: Path) -> Path:
    """Write a file with eleven pairs."""
    path = tmp_path / "twice.bib"
    path.write_text("".join(_PAIR.format(number, kind) for number, kind in enumerate(_KINDS, 1)))
    return path


def test_pairs_are_listed_read_and_settled(converse: Converse, twice: Path) -> None:
    lines = ("D 1", "D", "D 11", "D+ 1", "D- 2", "D 3", "D", "D", "u", "D")
    said = answers(converse(*lines, files=(twice,)))
    assert said[0] == "D looks for pairs first"
    listed = said[1].split("\n")
    assert listed[:4] == [
        "11 pairs of possible duplicates",
        "1. same title, preprint and journal:",
        "   Window panes and bees of kind ash; Ada Lund, 2022; arXiv:2210.00001",
        "   Window panes and bees of kind ash; A. Lund, 2023; doi:10.1000/panes1",
    ]
    assert listed[-1] == "1 more: D"
    assert said[2] == "there is no pair 11 in the list"
    assert said[3] == "merged: 2 papers"
    assert said[4] == "kept apart: 2 papers"
    assert "Id: arXiv:2210.00003" in said[5]
    assert "DOI: 10.1000/panes3" in said[5]
    assert said[6].startswith("11. same title")
    assert said[7].startswith("9 pairs of possible duplicates\n1. ")
    assert said[8] == "undone: kept apart"
    assert said[9].startswith("10 pairs")
    assert Shelf(shelf_file()).entries.papers()


def test_a_pair_is_either_merged_or_kept_apart(converse: Converse, twice: Path) -> None:
    lines = ("D", "D+", "D-", "D+ 1", "D- 1", "D+ 1", "u", "D- 1", "D+ 1")
    said = answers(converse(*lines, files=(twice,)))
    settled = "pair 1 is settled already"
    assert said[1:3] == ["which pair? put its number after the letter, as in D+ 2"] * 2
    assert said[3:6] == ["merged: 2 papers", settled, settled]
    assert said[6:] == ["undone: merged, 1 paper", "kept apart: 2 papers", settled]


def test_pairs_are_looked_for_again_after_a_reload(converse: Converse, twice: Path) -> None:
    said = answers(converse("D", "R", "D+ 1", "D", files=(twice,)))
    assert said[2] == "D looks for pairs first"
    assert said[3].startswith("11 pairs")


def test_it_is_said_that_looking_takes_long_and_that_not_all_was_compared(
    converse: Converse, twice: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("paperview.line_mode.duplicates._MANY", 21)
    monkeypatch.setattr("paperview.library.duplicates._MOST_PAIRS", 2)
    (said,) = answers(converse("D", files=(twice,)))
    looking, found, *_ = said.split("\n")
    assert looking == "looking among 22 papers …"
    assert found.endswith(" of possible duplicates; only 2 candidates were compared")


def test_without_duplicates_that_is_said(converse: Converse, bibliography: Path) -> None:
    assert answers(converse("D", files=(bibliography,))) == ["0 pairs of possible duplicates"]
