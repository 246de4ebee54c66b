"""`paperview diff`: what has changed between two files of papers."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from paperview.cli import run
from paperview.model.paper import Paper
from paperview.model.withdrawal import is_withdrawn
from tests.cases import for_each
from tests.commands.conftest import Call


def record(
    number: int, title: str = "", versions: int = 1, journal: str | None = None, **fields: str
) -> dict[str, object]:
    return {
        "id": f"2101.0000{number}",
        "title": title or f"Title {number} of it",
        "authors": "Ann One",
        "abstract": "We show things.",
        "categories": "cs.LG",
        "versions": [
            {"version": f"v{version + 1}", "created": "Mon, 4 Jan 2021 10:00:00 GMT"}
            for version in range(versions)
        ],
        "journal-ref": journal,
        **fields,
    }


OLD = [record(1), record(2), record(3), record(4), record(5), record(6), record(7)]
NEW = [
    record(1),
    record(2, versions=3),
    record(3, doi="10.1145/3"),
    record(4, comments="This paper has been withdrawn by the author."),
    record(5, categories="cs.LG cs.AI"),
    record(7, title="Another title", journal="J. Things 1 (2021) 2"),
    record(8),
]


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    old, new = tmp_path / "old.json", tmp_path / "new.json"
    for path, records in ((old, OLD), (new, NEW)):
        path.write_text("".join(f"{json.dumps(one)}\n" for one in records))
    return old, new


def test_each_kind_of_change_is_listed_with_what_changed(
    files: tuple[Path, Path], call: Call
) -> None:
    old, new = files
    code, out, err = call("diff", old, new)
    assert code == 1
    assert [line.split("  ")[0] for line in out.splitlines()] == [
        *("revised", "published", "withdrawn", "changed", "revised+published", "new", "gone"),
    ]
    lines = out.splitlines()
    assert lines[0].endswith("(v1 → v3)")
    assert lines[1].endswith("(doi)")
    assert lines[3].endswith("(categories)")
    assert lines[4].endswith("Another title  (title, journal)")
    assert "2101.00006" in lines[6]
    counts = "1 new, 2 revised, 2 published, 1 withdrawn, 1 changed, 1 gone, 1 the same"
    assert err == f"paperview: {old} → {new}: {counts}\n"


def test_problems_in_the_files_are_told(files: tuple[Path, Path], call: Call) -> None:
    old, new = files
    new.write_text(f"{new.read_text()}{{broken\n")
    code, _, err = call("diff", old, new)
    assert code == 1
    assert err.splitlines()[1:] == [
        f"paperview: 1 problem in {new}; paperview check FILE says where"
    ]


def test_other_forms_and_kinds_alone(files: tuple[Path, Path], call: Call) -> None:
    only = ("--only", "new", "--only", "published")
    assert call("diff", *files, "--format", "ids", *only)[1] == (
        "2101.00003\n2101.00007\n2101.00008\n"
    )
    objects = [
        json.loads(line) for line in call("diff", *files, "--format", "jsonl")[1].split("\n")[:-1]
    ]
    assert objects[0] == {
        "id": "2101.00002",
        "title": "Title 2 of it",
        "changes": ["revised"],
        "what": ["v1 → v3"],
    }


def test_json_is_json_whatever_the_encoding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new, printed = tmp_path / "old.json", tmp_path / "new.json", tmp_path / "printed"
    old.write_text(json.dumps(record(1)))
    new.write_text(json.dumps(record(2, title="Étude")))
    with printed.open("w", encoding="ascii", errors="backslashreplace") as output:
        monkeypatch.setattr(sys, "stdout", output)
        run(["diff", str(old), str(new), "--format", "jsonl", "--only", "new"])
    assert json.loads(printed.read_text())["title"] == "Étude"


def test_files_that_say_the_same_do_not_differ(
    files: tuple[Path, Path], call: Call, tmp_path: Path
) -> None:
    old, _ = files
    code, out, err = call("diff", old, old)
    assert (code, out) == (0, "")
    assert err.endswith(": 7 the same\n")
    bib = tmp_path / "refs.bib"
    bib.write_text("@misc{x, title = {{Title} 1 of it}, author = {One, Ann}, year = 2021}")
    out = call("diff", bib, old)[1]  # the same title and author
    assert out.splitlines()[0].startswith("changed     2101.00001")
    assert "title" not in out.splitlines()[0].rpartition("(")[2]


def test_two_papers_of_one_title_with_two_ids_are_two_papers(call: Call, tmp_path: Path) -> None:
    old, new = tmp_path / "old.json", tmp_path / "new.json"
    old.write_text(json.dumps(record(1, title="Deep things of the sea")))
    new.write_text(json.dumps(record(2, title="Deep things of the sea")))
    out = call("diff", old, new)[1]
    assert [line.split()[:2] for line in out.splitlines()] == [
        ["new", "2101.00002v1"],
        ["gone", "2101.00001v1"],
    ]


def test_an_arxiv_id_that_is_there_now_is_a_change(call: Call, tmp_path: Path) -> None:
    entry = "@misc{x, title = {Deep things of the sea}, author = {One, Ann}, year = 2021%s}"
    old, new = tmp_path / "old.bib", tmp_path / "new.bib"
    old.write_text(entry % "")
    new.write_text(entry % ", eprint = {2101.00001}, archivePrefix = {arXiv}")
    code, out, _ = call("diff", old, new)
    assert (code, out.split("  ")[0]) == (1, "changed")
    assert out.endswith("(arXiv id)\n")
    assert call("diff", old, new, "--only", "revised")[:2] == (0, "")


@pytest.mark.parametrize(
    "arguments",
    [["one.json"], ["-", "-"], ["a", "b", "--only", "newer"], ["a", "b", "--format", "bibtex"]],
)
def test_a_mistake_takes_a_line(arguments: list[str], call: Call) -> None:
    code, out, err = call("diff", *arguments)
    assert (code, out) == (2, "")
    assert err.count("\n") == 1


def test_each_file_that_is_missing_is_named(call: Call) -> None:
    code, out, err = call("diff", "missing.json", "lost.json")
    assert (code, out) == (2, "")
    assert [line.split(":")[1].strip() for line in err.splitlines()] == [
        "missing.json",
        "lost.json",
    ]


@for_each(
    ("comments", "abstract", "expected"),
    [
        ("Withdrawn.", "We.", True),
        ("12 pages; withdrawn by the authors", "We.", True),
        ("12 pages (withdrawn)", "We.", True),
        ("withdrawn from the archive", "We.", True),
        ("not withdrawn any more", "We.", False),
        ("supersedes arXiv:1303.0723, which will be withdrawn", "We.", False),
        ("contains arXiv:0807.3859 (now withdrawn); 62 pages", "We.", False),
        ("accepted, then withdrawn from the conference", "We.", False),
        (None, "This paper has been withdrawn due to an error in Lemma 2.", True),
        (None, "The present paper was withdrawn.", True),
        (None, "We study patients who were withdrawn from treatment.", False),
        (None, None, False),
    ],
)
def test_a_withdrawn_paper_says_so(
    comments: str | None, abstract: str | None, *, expected: bool
) -> None:
    assert is_withdrawn(Paper(comments=comments, abstract=abstract)) is expected
