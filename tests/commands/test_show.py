"""`paperview show`: one paper to read, and what is offered where it is not there."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from paperview.model.paper import ArxivId, Paper
from paperview.shelf import Shelf
from paperview.system import pager, streams
from tests.commands.conftest import Call

BIB = r"""
@article{one2020, title = {Old {$x^2$} Things}, author = {One, Ann and Two, Bob},
  year = 2020, doi = {10.1145/1}, abstract = {We see arXiv:2001.00001 anew.}}
@misc{two2021, title = {New Things}, author = {Three, Cy}, eprint = {2103.00003},
  archivePrefix = {arXiv}, year = 2021}
@book{10.1145/key, title = {Things Without}, year = 2022}
"""


@pytest.fixture
def bib(tmp_path: Path) -> Path:
    path = tmp_path / "refs.bib"
    path.write_text(BIB)
    return path


@pytest.mark.parametrize("wanted", ["one2020", "10.1145/1", "https://doi.org/10.1145/1"])
def test_a_paper_is_printed_to_read_by_each_of_its_names(
    wanted: str, bib: Path, call: Call
) -> None:
    code, out, err = call("show", wanted, bib)
    assert (code, err) == (0, "")
    assert out.startswith("Old x² Things\n\nAuthors: Ann One, Bob Two\nDate: 2020\n")
    assert "We see arXiv:2001.00001 [2] anew.\n" in out
    assert out.endswith("[1] https://doi.org/10.1145/1\n[2] https://arxiv.org/abs/2001.00001\n")
    assert "Old {$x^2$} Things" in call("show", wanted, bib, "--raw")[1]


def test_dates_are_written_as_set(call: Call) -> None:
    out = call("show", "2304.10190", "--set", "dates=day-first")[1]
    assert "Date: 20 Apr 2023\n" in out


def test_a_citation_key_may_look_like_a_doi(bib: Path, call: Call) -> None:
    code, out, err = call("show", "10.1145/key", bib)
    assert (code, err) == (0, "")
    assert out.startswith("Things Without\n")


def test_it_is_printed_in_other_forms(bib: Path, call: Call) -> None:
    assert call("show", "arXiv:2103.00003v2", bib, "--format", "ids") == (0, "2103.00003\n", "")
    assert "@misc{two2021" in call("show", "two2021", bib, "--format", "bibtex")[1]
    code, out, err = call("show", "two2021", bib, "--format", "doi")
    assert (code, out) == (1, "")
    assert err == "paperview: 1 paper left out: no DOI in the source\n"


def test_what_the_user_noted_stands_with_it(bib: Path, call: Call, tmp_path: Path) -> None:
    file = tmp_path / "shelf.sqlite"
    shelf = Shelf(file)
    paper = Paper(title="New Things", arxiv_id=ArxivId.parse("2103.00003"))
    shelf.note(paper, "Check the proof.")
    shelf.close()
    assert "Note: Check the proof.\n" in call("show", "two2021", bib, "--shelf", file)[1]


@pytest.mark.parametrize(
    ("wanted", "meant"),
    [
        ("2103.00004", "2103.00003"),  # a digit
        ("2130.00003", "2103.00003"),  # two swapped
        ("2103.0003", "2103.00003"),  # one missing
        ("one202", "one2020"),
        ("10.1145/11", "doi:10.1145/1"),
    ],
)
def test_a_near_id_is_offered(wanted: str, meant: str, bib: Path, call: Call) -> None:
    code, out, err = call("show", wanted, bib)
    assert (code, out) == (1, "")
    assert err == f"paperview: {wanted}: no such paper; did you mean {meant}?\n"


def test_mistakes_take_a_line(bib: Path, call: Call, tmp_path: Path) -> None:
    code, _, err = call("show", "zebra", bib)
    assert (code, err.count("\n")) == (1, 1)
    assert "paperview search" in err
    assert call("show")[0] == call("show", " ", bib)[0] == 2
    assert call("show", "one2020", bib, "--raw", "--format", "bibtex")[0] == 2
    code, _, err = call("show", "x", tmp_path / "missing.bib")
    assert (code, err.count("\n")) == (2, 1)
    assert call("show", "one2020", bib, "--format", "bibtx")[2].endswith("mean bibtex?\n")


class TestPager:
    TEXT = "".join(f"line {number}\n" for number in range(100))

    @pytest.fixture
    def shown(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        """Make standard output a terminal, and return the file that the pager writes."""
        file = tmp_path / "shown"
        monkeypatch.setenv("PAGER", f"tee {file}")
        monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
        monkeypatch.setattr(streams, "rows", lambda: 24)
        return file

    def test_a_long_text_goes_through_it(self, shown: Path) -> None:
        pager.page(self.TEXT)
        assert shown.read_text() == self.TEXT

    def test_a_text_that_fits_does_not(
        self, shown: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        pager.page("short\n")
        assert not shown.exists()
        assert capsys.readouterr().out == "short\n"

    @pytest.mark.parametrize("command", ["", "cat", "/nowhere/pager", "false"])
    def test_without_one_the_text_is_printed(
        self,
        command: str,
        shown: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        monkeypatch.setenv("PAGER", command)
        pager.page(self.TEXT)
        assert capsys.readouterr().out == self.TEXT
        assert not shown.exists()

    def test_one_that_ends_early_is_no_error(
        self, shown: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("PAGER", "true")
        pager.page(self.TEXT * 10_000)
        assert not shown.exists()
        assert os.environ["PAGER"] == "true"
