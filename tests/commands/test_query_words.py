"""Several words of `paperview search`: which are the query, and which are files."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from paperview.commands.query_words import told_apart
from tests.cases import for_each
from tests.commands.conftest import IDS_NEWEST_FIRST, Call

TOLD = {
    # words: the query and the files
    "fedrated lern": ("fedrated lern", []),
    "fedrated lern mine.txt": ("fedrated lern", ["mine.txt"]),
    "fedrated lern mine.txt ./papers -": ("fedrated lern", ["mine.txt", "./papers", "-"]),
    "fedrated lern missing.bib": ("fedrated lern", ["missing.bib"]),
    "fedrated '*.txt'": ("fedrated", ["*.txt"]),
    "'' mine.txt": ("", ["mine.txt"]),
    "deep 2.0 year:2019..2023": ("deep 2.0 year:2019..2023", []),
    "smith 10.1000/182": ("smith 10.1000/182", []),
    "gnu arXiv:hep-th/9901001": ("gnu arXiv:hep-th/9901001", []),
    "what is attention?": ("what is attention?", []),
    "tag:to* [2019]": ("tag:to* [2019]", []),
    "'digital twin' edge": ("digital twin edge", []),
    "node.js": ("node.js", []),
    "node.js mine.txt": ("node.js", ["mine.txt"]),
    "papers mine.txt": ("papers", ["mine.txt"]),
    # what follows -- is no option, and a file if there are words before it
    "-- -survey mine.txt": ("-survey", ["mine.txt"]),
    "-- deep -survey": ("deep -survey", []),
    "deep papers -- mine.txt": ("deep papers", ["mine.txt"]),
    "deep -- papers": ("deep", ["papers"]),
    "deep mine.txt -- papers": ("deep", ["mine.txt", "papers"]),
    "deep -- -mine.txt": ("deep", ["-mine.txt"]),
}
DOUBTFUL = {
    # words: the query, the files, and how else it could have been meant
    "deep papers": ("deep", ["papers"], "taken for the folder", "search 'deep papers'"),
    "deep learning notes": (
        "deep learning",
        ["notes"],
        "taken for the file",
        "search 'deep learning notes'",
    ),
    "deep papers notes": ("deep", ["papers", "notes"], "for files", "search 'deep papers notes'"),
    "deep 'n*s'": ("deep", ["n*s"], "taken for", "search 'deep n*s'"),
    "papers": ("papers", [], "searched for", "paperview search '' papers"),
    "papers deep": ("papers deep", [], "searched for", "paperview search deep papers"),
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Go to a folder with some files."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.txt").write_text("We show.\n\narXiv:2001.00001\n")
    (tmp_path / "notes").write_text("We too.\n\narXiv:2001.00002\n")
    (tmp_path / "papers").mkdir()


def _split(line: str) -> tuple[list[str], list[str]]:
    before, _, behind = f" {line} ".partition(" -- ")
    return shlex.split(before), shlex.split(behind)


@for_each("line", TOLD)
def test_the_last_words_that_are_or_look_like_files_are_files(line: str) -> None:
    assert told_apart(*_split(line)) == (*TOLD[line], "")


@for_each("line", DOUBTFUL)
def test_what_may_be_a_word_or_a_file_is_told(line: str) -> None:
    query, files, *said = DOUBTFUL[line]
    told = told_apart(*_split(line))
    assert (told.query, told.files) == (query, files)
    assert all(part in told.remark for part in said)


def test_where_an_option_names_the_files_all_words_are_the_query() -> None:
    assert told_apart(["deep", "papers"], ["-survey"], ["mine.txt"])[:2] == (
        "deep papers -survey",
        ["mine.txt"],
    )
    assert "searched for" in told_apart(["mine.txt"], [], ["papers"]).remark
    assert told_apart(["node.js", "deep"], [], ["papers"]).remark == ""


def test_several_words_find_what_they_find_in_quotes(call: Call, sample: Path) -> None:
    wanted = call("search", "old zebra", sample, "--format", "ids")
    assert wanted[1].split() == ["2001.00001"]
    for words in (
        ("old", "zebra", sample),
        ("old", "zebra", "--", sample),
        ("old", "--in", sample, "zebra"),
        ("--in", sample, "--", "old", "zebra"),
    ):
        assert call("search", "--format", "ids", *words) == wanted
    again = call("search", "", "--in", sample, "--in", "mine.txt", "--format", "ids")
    assert (again[0], set(again[1].split())) == (0, set(IDS_NEWEST_FIRST))


def test_a_word_that_was_taken_for_a_file_is_told_and_the_search_goes_on(call: Call) -> None:
    code, out, err = call("search", "too", "notes", "--format", "ids")
    assert (code, out) == (0, "2001.00002\n")
    assert err == (
        "paperview: notes: taken for the file; to search for the word: "
        "paperview search 'too notes'\n"
    )
