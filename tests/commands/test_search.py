"""`paperview search`: results, order and output formats."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from paperview.commands.check import Checked, print_problems
from paperview.commands.search import Found, Sought, print_results
from paperview.exports import BY_FLAG
from paperview.index.query.parser import parse
from paperview.index.results import Query, Results
from paperview.index.searcher import Searcher
from paperview.index.storage.index import build
from paperview.library import cache
from paperview.library.loader import Loader
from paperview.library.store.store import Store
from paperview.model.paper import Paper
from paperview.sources.formats.snapshot import RecordError
from paperview.sources.jsonl import lazy_records
from paperview.sources.opening import open_source, seeds
from paperview.sources.source import JsonlSource, Opened, Source
from tests.commands.conftest import IDS_NEWEST_FIRST, Call
from tests.library.workers.support import lines
from tests.support import open_text, read_all


def test_an_empty_query_gives_all_newest_first(call: Call, sample: Path) -> None:
    code, out, err = call("search", "", sample, "--format", "ids")
    assert (code, out.split(), err) == (0, IDS_NEWEST_FIRST, "")


def test_results_come_best_first_with_what_was_forgiven_on_the_error_stream(
    call: Call, sample: Path
) -> None:
    code, out, err = call("search", "zebar", sample, "--format", "ids")
    assert (code, out.split()) == (0, ["2001.00001", "2003.00003"])
    assert err == "paperview: zebar → zebra\n"


def test_the_table_has_a_line_a_paper(call: Call, sample: Path) -> None:
    assert call("search", "", sample) == (
        0,
        "2003.00003        2020-03-03  [A zebra crosses the road.]\n"
        "10.1145/2         2020-02-02  New Étude\n"
        "2001.00001v2      2020-01-01  Old Things\n",
        "",
    )


def test_json_has_the_source_texts(call: Call, sample: Path) -> None:
    code, out, _ = call("search", "title:etude", sample, "--format=jsonl")
    assert code == 0
    (paper,) = map(json.loads, out.splitlines())
    assert paper == {
        "arxiv_id": None,
        "version": None,
        "doi": "10.1145/2",
        "name": None,
        "title": "New \\'Etude",
        "authors": ["Çy Three"],
        "abstract": "Nobody shows a thing.",
        "comments": None,
        "categories": [],
        "journal_ref": None,
        "created": "2020-02-02",
        "updated": None,
        "extra": [],
    }


def test_text_is_the_seeds_own_format(call: Call, sample: Path, tmp_path: Path) -> None:
    code, out, _ = call("search", "", sample, "--format", "text")
    assert code == 0
    again = tmp_path / "again.txt"
    again.write_text(out)
    assert set(open_text(again).records()) == set(open_text(sample).records())


def test_nothing_found_is_exit_code_1_and_a_hint(call: Call, sample: Path) -> None:
    code, out, err = call("search", "zebra +quagga", sample)
    assert (code, out) == (1, "")
    assert err.startswith("paperview: nothing has both; without +quagga: 2")


def test_papers_that_nearly_match_are_told_and_printed_only_if_asked_for(
    call: Call, sample: Path
) -> None:
    code, out, err = call("search", "zebra quagga", sample)
    assert (code, out) == (1, "")
    assert err == "paperview: 2 without ‘quagga’; --nearly prints them\n"
    code, out, err = call("search", "zebra quagga", sample, "--nearly", "--format", "ids")
    assert (code, len(out.split())) == (0, 2)
    assert err == "paperview: 2 without ‘quagga’\n"
    code, out, _ = call("search", "zebra quagga", sample, "--nearly", "--limit", "1")
    assert (code, len(out.splitlines())) == (0, 1)


def test_a_terminal_shows_papers_that_nearly_match_below_what_they_lack(
    call: Call, sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "70")
    monkeypatch.setenv("NO_COLOR", "1")
    assert call("search", "old zebra road", sample) == (
        1,
        "2, each without one word\n"
        "2001.00001v2  2020-01-01  Old Things  (no road)\n"
        "2003.00003    2020-03-03  [A zebra crosses the road.]  (no old)\n",
        "",
    )
    assert call("search", "zebra road quagga", sample)[1].splitlines()[0] == "1 without ‘quagga’"
    code, out, err = call("search", "old zebra road", sample, "--format", "ids")
    assert (code, out) == (1, "")
    assert "--nearly prints them" in err


def test_files_are_searched_together_and_duplicates_merged(
    call: Call, sample: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.txt"
    other.write_text("We too.\n\narXiv:2001.00001v3\n\nNew.\n\narXiv:2101.00001\n")
    code, out, _ = call("search", "", sample, other, "--format", "ids")
    assert code == 0
    assert sorted(out.split()) == sorted([*IDS_NEWEST_FIRST, "2101.00001"])


@pytest.mark.parametrize("arguments", [("--limit", "2"), ("--limit=2",)])
def test_a_limit_cuts_the_list_not_the_exit_code(
    arguments: Sequence[str], call: Call, sample: Path
) -> None:
    code, out, _ = call("search", *arguments, "", sample, "--format", "ids")
    assert (code, out.split()) == (0, IDS_NEWEST_FIRST[:2])


@pytest.mark.parametrize("limit", ["0", "-1", "x", "1.5", "", "²", "1\x1b[31m"])
def test_a_limit_that_is_no_number_from_1_on_is_a_mistake(limit: str, call: Call) -> None:
    code, out, err = call("search", "x", "--limit", limit)
    assert (code, out) == (2, "")
    assert err.startswith("paperview search: argument --limit: '")
    assert "is not a number of 1 or more" in err
    assert err.count("\n") == 1
    assert "\x1b" not in err


def test_a_query_that_begins_with_a_dash_goes_behind_two(call: Call, sample: Path) -> None:
    code, out, err = call("search", "-zebra", sample)
    assert (code, out) == (2, "")
    assert err == (
        "paperview search: there is no option -zebra (put a query that begins with - after --); "
        "see paperview search --help\n"
    )
    code, out, err = call("search", "-has:doi", sample)  # argparse takes it for -h
    assert (code, out) == (2, "")
    assert "put a query that begins with - after --" in err
    code, out, _ = call("search", "--format", "ids", "--", "-zebra", sample)
    assert (code, out) == (0, "doi:10.1145/2\n")


def test_options_and_files_may_stand_in_any_order(call: Call, sample: Path, bad: Path) -> None:
    orders = (
        ("search", "--format", "ids", "zebra", sample, bad),
        ("search", "zebra", "--format", "ids", sample, bad),
        ("search", "zebra", sample, "--format", "ids", bad),
        ("search", "zebra", sample, "--format", "ids", "--", bad),
    )
    outputs = {call(*arguments)[:2] for arguments in orders}
    assert len(outputs) == 1
    assert outputs.pop()[0] == 0


def test_problems_in_what_was_read_are_mentioned(call: Call, bad: Path) -> None:
    code, out, err = call("search", "", bad, "--format", "ids")
    assert (code, out) == (0, "2005.00005\n")
    assert err == "paperview: 3 problems in what was read; paperview check FILE says where\n"


def test_a_query_that_is_not_understood_is_told_and_answered(call: Call, sample: Path) -> None:
    code, _, err = call("search", "year:soon zebra", sample)
    assert code in (0, 1)
    assert "year:" in err


def test_a_shelf_that_is_asked_and_can_not_be_read_is_a_mistake(
    call: Call, sample: Path, tmp_path: Path
) -> None:
    shelf = tmp_path / "shelf.db"
    shelf.write_text("no shelf")
    code, out, err = call("search", "is:starred", sample, "--shelf", shelf, "--count")
    assert (code, out) == (2, "0\n")
    assert f"{shelf}: is no shelf" in err
    code, _, err = call("search", "zebra", sample, "--shelf", shelf)
    assert (code, err) == (0, ""), "what nobody asks is not looked at"


def test_the_order_is_that_of_the_reader(call: Call) -> None:
    store = Store()
    read_all([open_text(path) for path in seeds()], store)
    searcher = Searcher(build(store))
    for query in ("fedrated lern", "edge", "learning -federated"):
        _, out, _ = call("search", query, "--format", "ids")
        numbers = searcher.search(parse(query)).numbers
        assert out.split() == [str(store[number].arxiv_id) for number in numbers]


def test_a_query_without_letters_finds_all_and_says_so(call: Call, sample: Path) -> None:
    _, everything, _ = call("search", "", sample)
    code, out, err = call("search", "&", sample)
    assert (code, out) == (0, everything)
    assert err == "paperview: no letters or digits to look for\n"


def test_an_empty_query_tells_of_the_same_problems_each_time(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "papers.json"
    path.write_text('{"id": "2001.00001"}\n{"id": "2001.00002", "title": "Gnus"}\n{"id": 7\n')
    first = call("search", "", path, "--format", "ids")
    assert len(cache.entries()) == 1
    assert first == call("search", "", path, "--format", "ids")
    code, out, err = first
    assert (code, out.split()) == (0, ["2001.00001", "2001.00002"])
    assert err.startswith("paperview: 2 problems in what was read")


@pytest.mark.parametrize("error", [IndexError, MemoryError, TypeError])
def test_a_damaged_index_is_made_anew_without_a_word(
    error: type[Exception], call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "papers.json"
    path.write_text(
        '{"id": "2001.00001", "title": "Gnus"}\n{"id": "2001.00002", "title": "Zebras"}\n'
    )
    wanted = call("search", "gnus", path, "--format", "ids")
    assert wanted == (0, "2001.00001\n", "")
    damaged = cache.entries()[0].path("joined")
    damaged.write_bytes(damaged.read_bytes()[:-1] + b"?")
    search = Searcher.search

    def stumble(searcher: Searcher, query: Query) -> Results:
        if damaged.read_bytes().endswith(b"?"):
            raise error
        return search(searcher, query)

    monkeypatch.setattr(Searcher, "search", stumble)
    assert call("search", "gnus", path, "--format", "ids") == wanted
    assert not damaged.read_bytes().endswith(b"?")


def test_a_damaged_order_is_made_anew_before_anything_is_printed(
    call: Call, tmp_path: Path
) -> None:
    path = tmp_path / "papers.json"
    path.write_text("".join(f'{{"id": "2001.{n:05}", "title": "Gnu {n}"}}\n' for n in range(1, 31)))
    call("search", "gnu", path)
    wanted = call("search", "", path, "--format", "ids")
    damaged = cache.entries()[0].path("order")
    damaged.write_bytes(damaged.read_bytes()[:-4] + b"\xff" * 4)
    assert call("search", "", path, "--format", "ids") == wanted
    assert not damaged.read_bytes().endswith(b"\xff" * 4)


def test_a_file_that_goes_after_it_was_opened_is_a_problem(
    capsys: pytest.CaptureFixture[str], sample: Path, tmp_path: Path
) -> None:
    sources: list[Source] = [JsonlSource("gone.json", tmp_path / "gone.json"), open_text(sample)]
    assert print_results(sources, Sought(""), BY_FLAG["ids"]) == Found(3, is_cut=True)
    out, err = capsys.readouterr()
    assert out.split() == IDS_NEWEST_FIRST
    assert err.startswith("paperview: 1 problem in what was read")
    assert print_problems(Opened(sources, [])) == Checked(1, is_cut=True)
    out, _ = capsys.readouterr()
    assert out.splitlines()[0].startswith("gone.json: can't be read (No such file or directory)")
    assert out.splitlines()[1:] == [
        "gone.json: JSON lines, 0 records: 0 papers, not read to its end",
        f"{sample}: plain text records, 3 records: 3 papers",
        "3 papers, 1 problem",
    ]


def test_all_of_very_many_problems_are_counted(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "bad.txt"
    path.write_text("arXiv:none\n\n" * 1500 + "arXiv:2001.00001\n")
    _, _, err = call("search", "", path)
    assert err.startswith("paperview: 1,500 problems")
    _, out, _ = call("check", path)
    assert len(out.splitlines()) == 1502


def test_without_an_arxiv_id_a_line_of_ids_has_what_there_is(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "mine.txt"
    path.write_text("One.\n\nName: lee2020\n\nTwo.\n\ndoi: 10.1145/2\n\nThree.\n\nName:\n")
    code, out, err = call("search", "", path, "--format", "ids")
    assert (code, out.split()) == (0, ["lee2020", "doi:10.1145/2"])
    assert err == "paperview: 1 paper left out: no ids in the source\n"
    assert len(call("search", "", path)[1].splitlines()) == 3


def test_papers_whose_file_was_changed_are_not_printed_as_others(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "papers.json"
    path.write_bytes(lines(2))

    def read_paper(*_: object) -> None:
        raise RecordError("another line stands there")

    monkeypatch.setattr(lazy_records, "read_paper", read_paper)
    said = "paperview: a paper can't be read any more: its file was changed, or reloaded\n"
    assert call("search", "", path, "--format", "bibtex") == (2, "", said)


@pytest.mark.parametrize("form", ["text", "jsonl"])
def test_what_is_printed_can_be_read_again(call: Call, tmp_path: Path, form: str) -> None:
    path, again = tmp_path / "mine.txt", tmp_path / f"again.{form}"
    path.write_text(
        "How bees dance\nAnn Lee\n\nWe show.\n\nName: lee2020\nCreated: 2020-05\nnote: read\n\n"
        "No title here.\n\nName:\n\nTitle: No abstract\nAuthor: Bo Ek\nName:\n"
    )
    again.write_text(call("search", "", path, "--format", form)[1])
    written, read = (set(load(file)) for file in (path, again))
    assert written == read
    assert len(read) == 3


def load(path: Path) -> list[Paper]:
    """Return all papers of a file."""
    loader = Loader([open_source(path)])
    for _ in loader.steps():
        pass
    papers = list(loader.store)
    loader.close()
    return papers


def test_results_are_written_to_a_file_and_added_to_a_bibliography(
    call: Call, sample: Path, tmp_path: Path
) -> None:
    path = tmp_path / "refs.bib"
    written = ("search", "zebra", sample, "--format", "bibtex", "--output", path)
    assert call(*written) == (0, "", f"paperview: 2 papers written to {path}\n")
    code, out, err = call(*written)
    assert (code, out) == (2, "")
    assert "is there already; --append adds to it, --replace writes over it" in err
    before = path.read_bytes()
    added = ("search", "", sample, "--format", "biblatex", "--output", path, "--append")
    assert call(*added)[2] == f"paperview: {path}: 1 appended, 2 were there\n"
    assert path.read_bytes().startswith(before)
    assert len(call("search", "", path, "--format", "ids")[1].split()) == 3
    assert call(*written, "--replace")[0] == 0
    assert path.read_bytes() == before
    assert call("search", "zyzzyx", sample, "--output", tmp_path / "none.txt")[0] == 1
    assert not (tmp_path / "none.txt").exists()
    assert "--append needs --output" in call("search", "x", sample, "--append")[2]
    code, _, err = call("search", "zebra", sample, "--style", "no-such-style")
    assert (code, "style" in err, err.count("\n")) == (2, True, 1)
