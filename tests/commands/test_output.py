"""`paperview search` for scripts and people: orders, counts, fields, NUL, columns, colours."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from paperview.exports import EXPORTS
from paperview.exports.fields import FIELDS
from paperview.index.results import ORDERS
from tests.commands.conftest import IDS_NEWEST_FIRST, Call

NEWEST, NONE, OLDEST = IDS_NEWEST_FIRST
"""The last has the only title but one; the second has no arXiv id."""


@pytest.mark.parametrize(
    ("order", "ids"),
    [
        ("best", [NEWEST, NONE, OLDEST]),
        ("newest", [NEWEST, NONE, OLDEST]),
        ("oldest", [OLDEST, NONE, NEWEST]),
        ("title", [NONE, OLDEST, NEWEST]),
        ("author", [OLDEST, NONE, NEWEST]),
    ],
)
def test_papers_come_in_the_order_that_is_asked_for(
    order: str, ids: list[str], call: Call, sample: Path
) -> None:
    assert order in ORDERS
    sought = ("search", "", sample, "--format", "ids", "--sort", order)
    assert call(*sought) == (0, "".join(f"{one}\n" for one in ids), "")
    assert call(*sought, "--reverse")[1].split() == ids[::-1]
    assert call(*sought, "--reverse", "--limit", "1")[1].split() == ids[-1:]


def test_papers_that_nearly_match_stay_behind_in_every_order(call: Call, sample: Path) -> None:
    sought = ("search", "zebra crosses", sample, "--nearly", "--format", "ids")
    assert call(*sought)[1].split() == [NEWEST, OLDEST]
    for further in (["--reverse"], ["--sort", "oldest"]):
        assert call(*sought, *further)[1].split() == [NEWEST, OLDEST]


def test_a_count_is_a_number_alone(call: Call, sample: Path) -> None:
    assert call("search", "zebra", sample, "--count") == (0, "2\n", "")
    assert call("search", "zebra", sample, "--count", "--limit", "1") == (0, "1\n", "")
    assert call("search", "zebra", sample, "--count", "--null") == (0, "2\0", "")
    code, out, err = call("search", "zebra quagga", sample, "--count")
    assert (code, out) == (1, "0\n")
    assert "--nearly" in err
    assert call("search", "zebra quagga", sample, "--count", "--nearly")[:2] == (0, "2\n")
    code, out, err = call("search", "zebra", sample, "--count", "--format", "ids")
    assert (code, out, err.count("\n")) == (2, "", 1)


def test_fields_are_columns_with_tabs_and_a_line_for_each_paper(call: Call, sample: Path) -> None:
    assert call("search", "", sample, "--fields", "id,year, title,authors,doi") == (
        0,
        f"{NEWEST}\t2020\t\t\t10.1145/3\n"
        f"{NONE}\t2020\tNew Étude\tÇy Three\t10.1145/2\n"
        f"{OLDEST}\t2020\tOld Things\tAnn One; Bob Two\t\n",
        "",
    )
    assert call("search", "", sample, "--fields", "title")[1] == "\nNew Étude\nOld Things\n"


def test_fields_are_the_keys_of_json_lines(call: Call, sample: Path) -> None:
    sought = ("search", "etude", sample, "--format", "jsonl", "--fields")
    code, out, _ = call(*sought, "title,year,arxiv_id,authors")
    assert code == 0
    assert list(json.loads(out).items()) == [
        ("title", "New \\'Etude"),
        ("year", 2020),
        ("arxiv_id", None),
        ("authors", ["Çy Three"]),
    ]
    assert call(*sought, "title", "--format", "ids")[0] == 2


def test_every_field_is_a_clean_column_and_a_key(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "one.bib"
    path.write_text(
        "@article{lee2020, title={A\tB \x1b[31m{$x^2$}}, author={Lee, Ann}, year=2020,\n"
        "abstract={One.\n\nTwo.}, eprint={2001.00001v2}, doi={10.1000/a_b}, keywords={x, y}}\n"
    )
    names = [field.name for field in FIELDS]
    code, out, _ = call("search", "", path, "--fields", ",".join(names))
    cells = dict(zip(names, out.removesuffix("\n").split("\t"), strict=True))
    assert code == 0
    assert out.replace("\t", "").removesuffix("\n").isprintable()
    assert (cells["doi"], cells["abstract"]) == ("10.1000/a_b", "One. Two.")
    assert (cells["version"], cells["sources"]) == ("2", str(path))
    assert cells["title"] == "A B ␛[31mx²"
    out = call("search", "", path, "--format", "jsonl", "--fields", ",".join(names))[1]
    assert list(json.loads(out)) == names


def test_records_end_with_null(call: Call, sample: Path) -> None:
    assert call("search", "", sample, "--format", "ids", "-0")[1] == "".join(
        f"{one}\0" for one in IDS_NEWEST_FIRST
    )
    assert call("search", "etude", sample, "--fields", "title,doi", "--null")[1] == (
        "New Étude\t10.1145/2\0"
    )
    assert call("search", "", sample, "--format", "bibtex", "--null")[1].count("\0") == 3
    out = call("search", "", sample, "--format", "csl", "--null")[1]
    assert len([json.loads(one) for one in out.split("\0")[:-1]]) == 3


def test_every_export_is_a_format(call: Call, sample: Path) -> None:
    for export in EXPORTS:
        assert export.flag
    assert call("search", "", sample, "--format", "pdf") == (
        0,
        f"https://arxiv.org/pdf/{NEWEST}\nhttps://arxiv.org/pdf/{OLDEST}v2\n",
        "paperview: 1 paper left out: no PDF address in the source\n",
    )


def test_a_terminal_gets_columns_that_fit_and_marked_matches(
    call: Call, sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "36")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    _, out, _ = call("search", "zebra", sample)
    assert "\x1b[1;31mzebra\x1b[0m" in out
    assert re.sub(r"\x1b\[[0-9;]*m", "", out).splitlines() == [
        "2001.00001v2  2020-01-01  Old Things",
        "2003.00003    2020-03-03  [A zebra …",
    ]
    for name, value in (("NO_COLOR", "1"), ("TERM", "dumb")):
        with monkeypatch.context() as patch:
            patch.setenv(name, value)
            assert "\x1b" not in call("search", "zebra", sample)[1]
            assert "\x1b" in call("search", "zebra", sample, "--color", "always")[1]
    assert "\x1b" not in call("search", "zebra", sample, "--color", "never")[1]
    assert "\x1b" not in call("search", "zebra", sample, "--format", "ids")[1]


@pytest.mark.parametrize("is_locale", [True, False])
def test_signs_are_ascii_where_that_is_set_or_the_locale_has_no_others(
    call: Call, sample: Path, monkeypatch: pytest.MonkeyPatch, *, is_locale: bool
) -> None:
    query = ("search", "zebar", sample)
    assert "zebar → zebra" in call(*query, "--set", "ascii=false")[2]
    with monkeypatch.context() as patch:
        if is_locale:
            patch.setenv("LC_ALL", "C")
        else:
            patch.setenv("PAPERVIEW_ASCII", "1")
        assert "zebar -> zebra" in call(*query)[2]
        assert "New Étude" in call("search", "etude", sample)[1], "texts of papers stay as they are"
        patch.setattr("sys.stdout.isatty", lambda: True)
        patch.setenv("COLUMNS", "36")
        patch.setenv("NO_COLOR", "1")
        assert call("search", "zebra xylophone", sample)[1].splitlines() == [
            "2 without 'xylophone'",
            "2001.00001v2  2020-01-01  Old Things",
            "2003.00003    2020-03-03  [A zebr...",
        ]


def test_a_terminal_gets_fields_in_columns_too_and_ids_stay_whole(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "two.bib"
    path.write_text(
        "@misc{a, title={Bees 蜂 dance}, author={Lee, Ann}, doi={10.1000/" + "x" * 30 + "}}\n"
        "@misc{b, title={Tides}, author={Longest, Bartholomew}, doi={10.1000/1}}\n"
    )
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setenv("NO_COLOR", "1")
    out = call("search", "", path, "--sort", "title", "--fields", "title,first_author,doi")[1]
    assert out.splitlines() == [
        f"Bees 蜂 dance  Ann Lee              10.1000/{'x' * 15}…",
        "Tides          Bartholomew Longest  10.1000/1",
    ]
    out = call("search", "", path, "--sort", "title", "--fields", "doi,title")[1]
    assert out.splitlines()[0] == f"10.1000/{'x' * 30}  Bees 蜂 dance"
    assert out.splitlines()[1] == f"{'10.1000/1':<32}  Tides"


def test_a_pipe_gets_whole_lines_and_colours_only_if_they_are_asked_for(
    call: Call, sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "20")
    assert "[A zebra crosses the road.]" in call("search", "zebra", sample)[1]
    out = call("search", "zebra crosses", sample, "--color", "always")[1]
    assert (
        re.sub(r"\x1b\[[0-9;]*m", "", out)
        == "2003.00003  2020-03-03  [A zebra crosses the road.]\n"
    )


def test_resolved_papers_end_with_null_and_are_coloured(
    call: Call, sample: Path, tmp_path: Path
) -> None:
    cited = tmp_path / "refs.txt"
    cited.write_text("[1] A. One, B. Two. Old Things. arXiv:2001.00001.\n")
    assert call("resolve", cited, sample, "--null")[:2] == (0, f"{OLDEST}\0")
    assert call("resolve", cited, sample, "--null", "--format", "jsonl")[1].endswith("}\0")
    out = call("resolve", cited, sample, "--format", "table", "--color", "always")[1]
    assert out.startswith("\x1b[36m2001.00001v2  \x1b[0m")
