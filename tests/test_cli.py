"""The command line: what is printed where, and the exit codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

import paperview
from paperview import cli
from paperview.cli import run
from paperview.loading import read_all
from paperview.search.index import build
from paperview.search.query import parse
from paperview.search.searcher import Searcher
from paperview.sources.files import open_source, seeds
from paperview.store import Store

Called = tuple[int, str, str]
Call = Callable[..., Called]

PILE = """\
Old Things
Ann One, Bob Two

We show the zebra, and the zebra again.

arXiv:2001.00001v2
Created: 2020-01-01

A zebra crosses the road.

12 pages

arXiv:2003.00003 - doi: 10.1145/3
Created: 2020-03-03

New \\'Etude
Çy Three

Nobody shows a thing.

doi: 10.1145/2
Created: 2020-02-02
"""
IDS_NEWEST_FIRST = ["2003.00003", "doi:10.1145/2", "2001.00001"]
BAD = "Zebra.\n\narXiv:2005.00005\nCreated: soon\n\nThey.\n\narXiv:none\n\nAnd the r"


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Call:
    """Call the program in this process; give its exit code, output and errors."""

    def called(*arguments: str | Path) -> Called:
        code = run([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        return code, out, err

    return called


@pytest.fixture
def pile(tmp_path: Path) -> Path:
    path = tmp_path / "pile.txt"
    path.write_text(PILE)
    return path


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    """Make a file with a bad date, a lost record and a cut end."""
    path = tmp_path / "bad.txt"
    path.write_text(BAD)
    return path


def program(*arguments: str | Path, **options: object) -> subprocess.CompletedProcess[str]:
    """Run the program as a user does, without a terminal."""
    command = [sys.executable, "-m", "paperview", *map(str, arguments)]
    settings = {"stdin": subprocess.DEVNULL, "env": os.environ, **options}
    return subprocess.run(  # type: ignore[call-overload, no-any-return]  # options of any kind
        command, capture_output=True, text=True, timeout=30, check=False, **settings
    )


# search


def test_an_empty_query_gives_all_newest_first(call: Call, pile: Path) -> None:
    code, out, err = call("search", "", pile, "--format", "ids")
    assert (code, out.split(), err) == (0, IDS_NEWEST_FIRST, "")


def test_results_come_best_first_with_what_was_forgiven_on_the_error_stream(
    call: Call, pile: Path
) -> None:
    code, out, err = call("search", "zebar", pile, "--format", "ids")
    assert (code, out.split()) == (0, ["2001.00001", "2003.00003"])
    assert err == "paperview: zebar → zebra\n"


def test_the_table_has_a_line_a_paper(call: Call, pile: Path) -> None:
    assert call("search", "", pile) == (
        0,
        "2003.00003        2020-03-03  [A zebra crosses the road.]\n"
        "10.1145/2         2020-02-02  New Étude\n"
        "2001.00001v2      2020-01-01  Old Things\n",
        "",
    )


def test_json_has_the_source_texts(call: Call, pile: Path) -> None:
    code, out, _ = call("search", "title:etude", pile, "--format=jsonl")
    assert code == 0
    (paper,) = map(json.loads, out.splitlines())
    assert paper == {
        "arxiv_id": None,
        "doi": "10.1145/2",
        "title": "New \\'Etude",
        "authors": ["Çy Three"],
        "abstract": "Nobody shows a thing.",
        "comments": None,
        "created": "2020-02-02",
    }


def test_text_is_the_seeds_own_format(call: Call, pile: Path, tmp_path: Path) -> None:
    code, out, _ = call("search", "", pile, "--format", "text")
    assert code == 0
    again = tmp_path / "again.txt"
    again.write_text(out)
    assert set(open_source(again).records()) == set(open_source(pile).records())


def test_nothing_found_is_exit_code_1_and_a_hint(call: Call, pile: Path) -> None:
    code, out, err = call("search", "zebra quagga", pile)
    assert (code, out) == (1, "")
    assert err.startswith("paperview: nothing matches")


def test_files_are_searched_together_and_duplicates_merged(
    call: Call, pile: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.txt"
    other.write_text("We too.\n\narXiv:2001.00001v3\n\nNew.\n\narXiv:2101.00001\n")
    code, out, _ = call("search", "", pile, other, "--format", "ids")
    assert code == 0
    assert sorted(out.split()) == sorted([*IDS_NEWEST_FIRST, "2101.00001"])


@pytest.mark.parametrize("arguments", [("--limit", "2"), ("--limit=2",)])
def test_a_limit_cuts_the_list_not_the_exit_code(
    arguments: Sequence[str], call: Call, pile: Path
) -> None:
    code, out, _ = call("search", *arguments, "", pile, "--format", "ids")
    assert (code, out.split()) == (0, IDS_NEWEST_FIRST[:2])


@pytest.mark.parametrize("limit", ["0", "-1", "x", "1.5", "", "²", "1\x1b[31m"])
def test_a_limit_that_is_no_number_from_1_on_is_a_mistake(limit: str, call: Call) -> None:
    code, out, err = call("search", "x", "--limit", limit)
    assert (code, out) == (2, "")
    assert err.startswith("paperview search: argument --limit: '")
    assert "is not a number from 1 on" in err
    assert err.count("\n") == 1
    assert "\x1b" not in err


def test_a_query_that_begins_with_a_dash_goes_behind_two(call: Call, pile: Path) -> None:
    code, out, err = call("search", "-zebra", pile)
    assert (code, out) == (2, "")
    assert err == (
        "paperview search: there is no option -zebra (a query that begins with - goes behind --); "
        "see paperview search --help\n"
    )
    code, out, _ = call("search", "--format", "ids", "--", "-zebra", pile)
    assert (code, out) == (0, "doi:10.1145/2\n")


def test_options_and_files_may_stand_in_any_order(call: Call, pile: Path, bad: Path) -> None:
    orders = (
        ("search", "--format", "ids", "zebra", pile, bad),
        ("search", "zebra", "--format", "ids", pile, bad),
        ("search", "zebra", pile, "--format", "ids", bad),
        ("search", "zebra", pile, "--format", "ids", "--", bad),
    )
    outputs = {call(*arguments)[:2] for arguments in orders}
    assert len(outputs) == 1
    assert outputs.pop()[0] == 0


def test_problems_in_what_was_read_are_mentioned(call: Call, bad: Path) -> None:
    code, out, err = call("search", "", bad, "--format", "ids")
    assert (code, out) == (0, "2005.00005\n")
    assert err == "paperview: 3 problems in what was read; paperview check FILE says where\n"


def test_a_query_that_is_not_understood_is_told_and_answered(call: Call, pile: Path) -> None:
    code, _, err = call("search", "year:soon zebra", pile)
    assert code in (0, 1)
    assert "year:" in err


# check


def test_check_prints_every_problem_and_counts(call: Call, bad: Path, pile: Path) -> None:
    assert call("check", bad, pile, pile) == (
        1,
        f"{bad}:4: 'soon' is not a date (YYYY-MM-DD); shown without it\n"
        f"{bad}:6: 'none' is not an arXiv id\n"
        f"{bad}:10: the file ends inside a record: no arXiv id follows\n"
        "4 papers, 3 duplicates, 3 problems\n",
        "",
    )


def test_check_without_problems_is_exit_code_0(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "one.txt"
    path.write_text("We.\n\narXiv:2001.00001\n")
    assert call("check", path) == (0, "1 paper, 0 problems\n", "")


def test_check_tells_what_is_wrong_where_nothing_can_be_read(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "lost.txt"
    path.write_text("We.\n\narXiv:none\n")
    assert call("check", path) == (
        1,
        f"{path}:1: 'none' is not an arXiv id\n0 papers, 1 problem\n",
        "",
    )


def test_check_needs_a_file(call: Call) -> None:
    code, out, err = call("check")
    assert (code, out) == (2, "")
    assert err == (
        "paperview check: the following arguments are required: FILE; see paperview check --help\n"
    )


# Files that can't be opened


@pytest.mark.parametrize("arguments", [("search", ""), ("check",), ()])
def test_without_a_good_file_there_is_one_line_and_exit_code_2(
    arguments: Sequence[str], call: Call, tmp_path: Path
) -> None:
    path = tmp_path / "none.txt"
    assert call(*arguments, path) == (2, "", f"paperview: {path}: no such file; check the name\n")


def test_a_good_file_is_searched_and_checked_though_another_is_bad(
    call: Call, pile: Path, tmp_path: Path
) -> None:
    missing = tmp_path / "none.txt"
    told = f"paperview: {missing}: no such file; check the name\n"
    code, out, err = call("search", "", missing, pile, "--format", "ids")
    assert (code, out.split(), err) == (2, IDS_NEWEST_FIRST, told)
    assert call("check", pile, missing) == (2, "3 papers, 0 problems\n", told)


def test_seeds_that_are_not_installed_are_told(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli, "seeds", list)
    code, out, err = call("search", "")
    assert (code, out) == (2, "")
    assert err == (
        "paperview: the papers that come with the program are not installed; name a FILE\n"
    )


# Mistakes and help


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
    ["\x1b[31mzebra", "\x1b]52;c;aGk=\x07", "2003.00003\x9b1m", "x\u202ey/z quagga", "\x00"],
)
def test_control_characters_in_a_query_come_out_harmless(
    query: str, call: Call, pile: Path
) -> None:
    code, out, err = call("search", query, pile)
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
    assert max(map(len, out.splitlines())) <= 100


def test_the_version_is_printed(call: Call) -> None:
    assert call("--version") == (0, f"paperview {paperview.__version__}\n", "")


def test_the_reader_needs_a_terminal(call: Call, pile: Path) -> None:
    assert call(pile) == (
        2,
        "",
        "paperview: the reader needs a terminal; in scripts use: paperview search QUERY "
        "[FILE ...]\n",
    )


# As a process of its own


def test_the_reader_without_a_terminal_is_one_line() -> None:
    done = program()
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("paperview: the reader needs a terminal; ")
    assert done.stderr.count("\n") == 1


def test_output_that_nobody_reads_to_its_end_is_no_mistake() -> None:
    command = f"'{sys.executable}' -m paperview search '' --format text | head -1"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    assert (done.returncode, done.stdout) == (0, "The Llama 3 Herd of Models\n")
    assert done.stderr == ""


def test_a_full_disk_is_told() -> None:
    if not Path("/dev/full").exists():
        pytest.skip("only Linux has a device that is always full")
    command = f"'{sys.executable}' -m paperview search '' > /dev/full"
    done = subprocess.run(
        ["bash", "-c", command], capture_output=True, text=True, timeout=30, check=False
    )
    assert done.returncode == 2
    assert done.stderr == (
        "paperview: can't write the output (No space left on device); check the disk\n"
    )


def test_a_terminal_without_unicode_gets_escapes_and_json_stays_json(pile: Path) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = program("search", "", pile, "--format", "jsonl", env=environment)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout.splitlines()[1])["authors"] == ["Çy Three"]
    done = program("search", "", pile, env=environment)
    assert "New \\xc9tude" in done.stdout


def test_the_order_is_that_of_the_reader(call: Call) -> None:
    store = Store()
    read_all([open_source(path) for path in seeds()], store)
    searcher = Searcher(build(store))
    for query in ("fedrated lern", "edge", "learning -federated"):
        _, out, _ = call("search", query, "--format", "ids")
        numbers = searcher.search(parse(query)).numbers
        assert out.split() == [str(store[number].arxiv_id) for number in numbers]
