"""`paperview check`, files that can't be opened, mistakes and help: output and exit codes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

import paperview
from paperview.sources import request
from tests.commands.conftest import IDS_NEWEST_FIRST, Call


def test_check_prints_every_problem_and_counts(call: Call, bad: Path, sample: Path) -> None:
    again = sample.with_name("again.txt")
    again.write_bytes(sample.read_bytes())
    assert call("check", bad, sample, again) == (
        1,
        f"{bad}:4: 'soon' is not a date (YYYY-MM-DD); shown without it\n"
        f"{bad}:6: 'none' is not an arXiv id\n"
        f"{bad}:10: the file ends inside a record: no arXiv id follows\n"
        f"{bad}: plain text records, 3 records: 1 paper, 2 problems, 1 shown in part\n"
        f"{sample}: plain text records, 3 records: 3 papers\n"
        f"{again}: plain text records, 3 records: 0 papers, 3 duplicates\n"
        "4 papers, 3 duplicates, 2 problems, 1 shown in part\n",
        "",
    )


def test_check_shows_the_text_concerned_to_people_alone(
    call: Call, bad: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "30")
    _, out, _ = call("check", bad)
    lines = out.splitlines()
    assert lines[1:6:2] == [
        "    arXiv:2005.00005 Created:…",
        "    They. arXiv:none",
        "    And the r",
    ]
    assert lines[2] == f"{bad}:6: 'none' is not an arXiv id"


def test_check_counts_json_lines_too_and_joins_them_by_title(call: Call, tmp_path: Path) -> None:
    mine, theirs = tmp_path / "mine.txt", tmp_path / "theirs.json"
    mine.write_text("How bees dance\nAnn Lee\n\nWe show.\n\nName: lee2020\n")
    record = {"id": "2001.00001", "title": "How Bees Dance", "authors": "A. Lee"}
    lines = [record, {"id": 7}, record, {"title": "How bees dance", "authors": "Ann Lee"}]
    theirs.write_text("\n".join(map(json.dumps, lines)))
    code, out, err = call("check", mine, theirs)
    assert (code, err) == (1, "")
    assert out.splitlines()[-3:] == [
        f"{mine}: plain text records, 1 record: 1 paper",
        f"{theirs}: JSON lines, 4 records: 0 papers, 3 duplicates, 1 problem",
        "1 paper, 3 duplicates, 1 problem",
    ]


def test_check_without_problems_is_exit_code_0(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "one.txt"
    path.write_text("We.\n\narXiv:2001.00001\n")
    assert call("check", path) == (
        0,
        f"{path}: plain text records, 1 record: 1 paper\n1 paper, 0 problems\n",
        "",
    )


def test_check_does_not_say_that_all_is_well_where_a_part_is_missing(
    call: Call, tmp_path: Path
) -> None:
    path = tmp_path / "one.txt"
    path.write_text("We.\n\narXiv:2001.00001\nCreated: soon\n")
    code, out, _ = call("check", path)
    assert (code, out.splitlines()[-1]) == (1, "1 paper, 1 shown in part")


def test_check_tells_what_is_wrong_where_nothing_can_be_read(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "lost.txt"
    path.write_text("We.\n\narXiv:none\n")
    assert call("check", path) == (
        1,
        f"{path}:1: 'none' is not an arXiv id\n"
        f"{path}: plain text records, 1 record: 0 papers, 1 problem\n"
        "0 papers, 1 problem\n",
        "",
    )


def test_check_does_not_call_a_file_of_another_format_right(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "one.txt"
    path.write_text("We.\n\narXiv:2001.00001\n")
    assert call("check", path, "--from", "ris") == (
        1,
        f"{path}: no record in it; it is read as RIS\n"
        f"{path}: RIS, 0 records: 0 papers\n"
        "0 papers, 1 problem\n",
        "",
    )


def test_check_needs_a_file(call: Call) -> None:
    code, out, err = call("check")
    assert (code, out) == (2, "")
    assert err == "paperview check: a FILE is missing; see paperview check --help\n"


@pytest.mark.parametrize("arguments", [("search", ""), ("check",), ()])
def test_without_a_good_file_there_is_one_line_and_exit_code_2(
    arguments: Sequence[str], call: Call, tmp_path: Path
) -> None:
    path = tmp_path / "none.txt"
    assert call(*arguments, path) == (2, "", f"paperview: {path}: no such file; check the name\n")


def test_a_good_file_is_searched_and_checked_though_another_is_bad(
    call: Call, sample: Path, tmp_path: Path
) -> None:
    missing = tmp_path / "none.txt"
    told = f"paperview: {missing}: no such file; check the name\n"
    code, out, err = call("search", "", missing, sample, "--format", "ids")
    assert (code, out.split(), err) == (2, IDS_NEWEST_FIRST, told)
    checked = f"{sample}: plain text records, 3 records: 3 papers\n3 papers, 0 problems\n"
    assert call("check", sample, missing) == (2, checked, told)


def test_seeds_that_are_not_installed_are_told(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(request, "seeds", list)
    code, out, err = call("search", "")
    assert (code, out) == (2, "")
    assert err == (
        "paperview: the papers that come with the program are not installed; name a FILE\n"
    )


@pytest.mark.parametrize(
    "arguments",
    [
        ("--unknown",),
        ("-x",),
        ("search",),
        ("search", "--format"),
        ("search", "x", "--format", "\x1b[31mred"),
        ("search", "x", "--unknown\x1b[31m"),
        ("search", "x", "--lim", "2"),
        ("check", "--unknown"),
        ("\x1b[31m.txt",),
        ("search", "x", "a\nb\x1b]0;t\x07\u202e.txt"),
    ],
)
def test_a_mistake_takes_one_harmless_line(arguments: Sequence[str], call: Call) -> None:
    code, out, err = call(*arguments)
    assert (code, out) == (2, "")
    assert err.startswith("paperview")
    assert err.count("\n") == 1
    assert err.removesuffix("\n").isprintable()


@pytest.mark.parametrize(
    "query",
    ["\x1b[31mzebra", "\x1b]52;c;aGk=\x07", "2003.00003\x9b1m", "quagga\x1b/\u202ez zebra", "\x00"],
)
def test_control_characters_in_a_query_come_out_harmless(
    query: str, call: Call, sample: Path
) -> None:
    code, out, err = call("search", query, sample)
    assert code in (0, 1)
    assert all(line.isprintable() for line in (out + err).splitlines())


@pytest.mark.parametrize("form", ["table", "ids", "jsonl", "text"])
def test_control_characters_in_papers_come_out_harmless(
    form: str, call: Call, tmp_path: Path
) -> None:
    path = tmp_path / "hostile.txt"
    path.write_bytes(
        "A \x1b]0;t\x07 \\char27 ^^[[31m \u202etitle\nAnn \x9bOne\n\nWe\x00 \x1b[2J.\n\n"
        "7 pages\x1b[31m\n\narXiv:2001.00001 - doi: 10.1145/\x1b[31m\nKey: \x1b[31m\n".encode()
    )
    code, out, err = call("search", "title", path, "--format", form)
    assert code == 0
    assert all(line.isprintable() for line in (out + err).splitlines())


@pytest.mark.parametrize("arguments", [("--help",), ("search", "-h"), ("check", "--help")])
def test_help_has_examples_and_exit_codes(arguments: Sequence[str], call: Call) -> None:
    code, out, err = call(*arguments)
    assert (code, err) == (0, "")
    assert out.startswith("usage: paperview")
    assert "paperview search" in out or "Exit code" in out
    assert max(map(len, out.splitlines())) <= 80


def test_the_version_is_printed(call: Call) -> None:
    assert call("--version") == (0, f"paperview {paperview.__version__}\n", "")


def test_the_reader_needs_a_terminal(call: Call, sample: Path) -> None:
    assert call(sample) == (
        2,
        "",
        "paperview: the reader needs a terminal; in scripts use: paperview search QUERY "
        "[FILE ...]\n",
    )


@pytest.mark.parametrize("query", ["author:", "-", "!", '""', "title: "])
def test_a_query_that_says_nothing_is_told(call: Call, query: str) -> None:
    code, out, err = call("search", query)
    assert code == 0
    assert len(out.splitlines()) == 10
    assert len(err.splitlines()) == 1
