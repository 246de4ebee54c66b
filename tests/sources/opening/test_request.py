"""What may be named: files, folders, patterns, pipes and standard input; and what changes of it."""

from __future__ import annotations

import gzip
import os
import socket
import zipfile
from pathlib import Path
from threading import Thread

import pytest

from paperview.library.loader import Loader
from paperview.model.paper import Paper
from paperview.sources import opening
from paperview.sources.problem import Problem
from paperview.sources.registry import BY_NAME, JSON_LINES, PLAIN
from paperview.sources.request import STANDARD_INPUT, Request
from paperview.sources.source import JsonlSource, Source, TextSource
from tests.cases import for_each
from tests.library.workers.support import lines
from tests.sources.opening.support import ONE, TWO, errors, names


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make a folder of two files of papers, in one of which there is none, and of others."""
    folder = tmp_path / "papers"
    (folder / "sub").mkdir(parents=True)
    (folder / "sub" / "one.txt").write_text(ONE)
    (folder / "two.txt.gz").write_bytes(gzip.compress(TWO.encode()))
    (folder / "notes.txt").write_text("Nothing.")
    (folder / "paper.pdf").write_bytes(b"%PDF-1.7")
    return folder


def test_a_folder_gives_its_files_of_papers_and_passes_over_the_others(folder: Path) -> None:
    opened = Request([str(folder)]).open()
    assert names(opened) == [f"{folder}/sub/one.txt", f"{folder}/two.txt.gz"]
    assert opened.errors == []
    (error,) = opened.passed_over
    assert str(error).startswith(f"{folder}/notes.txt: looks like no papers")
    assert opened.others == 1


def test_names_are_shown_as_they_were_given(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder.parent)
    with zipfile.ZipFile("all.zip", "w") as archive:
        archive.writestr("sub/refs.txt", TWO)
    request = Request(["papers", "./all.zip", "papers/../papers/sub/one.txt"])
    assert names(request.open()) == [
        "papers/sub/one.txt",
        "papers/two.txt.gz",
        "all.zip:sub/refs.txt",
    ]


@pytest.mark.parametrize(
    ("made", "said"),
    [
        ([], "holds no file whose name ends like those of papers"),
        (["a.pdf"], "holds no file whose name ends like those of papers"),
        (["a.txt", "b.txt"], "no papers in its 2 files; paperview check '{folder}/*' says why"),
    ],
)
def test_a_folder_without_papers_is_told(tmp_path: Path, made: list[str], said: str) -> None:
    for name in made:
        (tmp_path / name).touch()
    opened = Request([str(tmp_path)]).open()
    told = said.format(folder=tmp_path)
    assert (names(opened), errors(opened)) == ([], [f"{tmp_path}: {told}"])


def test_in_a_folder_what_is_broken_is_an_error_and_the_rest_is_opened(folder: Path) -> None:
    (folder / "cut.txt.gz").write_bytes(gzip.compress(ONE.encode())[:12])
    (folder / "cut.zip").write_bytes(b"PK\3\4...")
    (folder / "bad.txt").write_text("arXiv:none\n\n" * 3)
    opened = Request([str(folder)]).open()
    assert len(opened.sources) == 2
    assert [error.removeprefix(str(folder)) for error in errors(opened)] == [
        "/bad.txt: none of its 3 records can be read; try: paperview check",
        "/cut.txt.gz: is cut off: unpacked 1 byte; get it anew",
        "/cut.zip: is cut off or damaged: the list of what is in it is missing; get it anew",
    ]


def test_too_large_a_folder_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("paperview.sources.folders.ENTRIES", 3)
    assert errors(Request([str(folder)]).open()) == [
        f"{folder}: holds more than 3 files; name a folder further down"
    ]


def test_a_pattern_for_which_there_is_too_much_to_look_at_is_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("paperview.sources.folders.ENTRIES", 3)
    request = Request([f"{folder}/**/*.txt"])
    assert errors(request.open()) == [
        f"{folder}/**/*.txt: takes too long to look for; begin the pattern further down"
    ]
    assert request.stamps() == {}


def test_the_same_file_is_opened_once_however_it_is_named(folder: Path) -> None:
    one = folder / "sub" / "one.txt"
    (folder / "link.txt").symlink_to(one)
    os.link(one, folder / "twin.txt")
    request = Request([str(one), str(folder), f"{folder}/*/*.txt", str(one)])
    assert names(request.open()) == [str(one), f"{folder}/two.txt.gz"]


def test_a_pattern_is_expanded(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(folder))
    assert names(Request(["~/**/*.txt"]).open()) == [f"{folder}/sub/one.txt"]
    assert names(Request(["~/sub/one.txt"]).open()) == [f"{folder}/sub/one.txt"]
    assert names(Request([f"{folder}/s*"]).open()) == [f"{folder}/sub/one.txt"]
    assert errors(Request(["~/**/*.bib"]).open()) == [
        "~/**/*.bib: matches no file; check the pattern"
    ]


def test_a_file_whose_name_is_a_pattern_is_that_file(tmp_path: Path) -> None:
    for name in ("a*.txt", "ab.txt"):
        (tmp_path / name).write_text(ONE)
    assert names(Request([f"{tmp_path}/a*.txt"]).open()) == [f"{tmp_path}/a*.txt"]


@for_each("name", ["", "\0", "a\0*", "*" * 300 + ".x", "[!", "~nobody/*.txt"])
def test_odd_names_are_told(name: str) -> None:
    opened = Request([name]).open()
    assert opened.sources == []
    (said,) = errors(opened)
    assert said.isprintable()


def test_what_is_no_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "s"
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))
        opened = Request([os.devnull, str(path), "/dev/zero", str(loop)]).open()
    said = "is a device or socket; name a file of papers"
    assert errors(opened) == [
        f"{os.devnull}: {said}",
        f"{path}: {said}",
        f"/dev/zero: {said}",
        f"{loop}: can't be read (Too many levels of symbolic links); check the name",
    ]


def test_a_format_that_is_named_is_believed(tmp_path: Path) -> None:
    path = tmp_path / "papers.txt"
    path.write_bytes(lines(3))
    assert isinstance(Request([str(path)]).open().sources[0], JsonlSource)
    opened = Request([str(path)], PLAIN).open()
    assert errors(opened) == [
        f"{path}: no papers in it; each record needs a line like 'arXiv:2304.10190'"
    ]
    odd = tmp_path / "odd"
    odd.write_bytes(b"\n\n" + lines(3))
    assert isinstance(Request([str(odd)], JSON_LINES).open().sources[0], JsonlSource)
    assert BY_NAME.get("nothing of the kind") is None


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16", "utf-8-sig"])
def test_json_lines_in_whatever_encoding_are_read(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "papers.jsonl"
    row = '{"id": "2304.00001", "title": "Über Zebras", "authors": "Ann One"}\n'
    path.write_bytes((row + row.replace("00001", "00002")).encode(encoding))
    opened = Request([str(path)]).open()
    assert opened.errors == []
    loader = Loader(opened.sources)
    problems = [problem for growth in loader.steps() for problem in growth.problems]
    assert [paper.title for paper in loader.store] == ["Über Zebras"] * 2
    loader.close()
    told = "byte 0xdc is not UTF-8; the line, like 1 other, is read as Windows-1252"
    assert [problem.reason for problem in problems] == ([told] if encoding == "latin-1" else [])
    assert not any(problem.lost for problem in problems)


def test_memory_has_its_limit_here_too(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "MEMORY_LIMIT", 10)
    (said, _) = errors(Request([str(folder)]).open())
    assert said.endswith("holds more than 10 bytes of text; split it into several files")
    assert STANDARD_INPUT not in said


def test_a_name_too_long_for_the_disk_is_one_error_and_the_others_are_followed(
    tmp_path: Path,
) -> None:
    path = tmp_path / "mine.txt"
    path.write_text(ONE)
    request = Request([str(path), "a" * 300])
    opened = request.open()
    assert [len(opened.sources), len(opened.errors)] == [1, 1]
    assert list(request.stamps()) == [str(path)]


def test_of_a_folder_files_named_xml_are_looked_into(tmp_path: Path) -> None:
    feed = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><id>http://arxiv.org/api/1</id><entry>'
        "<id>http://arxiv.org/abs/2304.00001v1</id><title>Bees</title></entry></feed>"
    )
    (tmp_path / "answer.xml").write_text(feed)
    (tmp_path / "other.xml").write_text("<html/>")
    opened = Request([str(tmp_path)]).open()
    assert names(opened) == [str(tmp_path / "answer.xml")]
    assert [error.problem.source for error in opened.passed_over] == [str(tmp_path / "other.xml")]


def test_a_file_that_begins_with_blanks_alone_is_not_called_empty(tmp_path: Path) -> None:
    path = tmp_path / "mine.bib"
    path.write_text(" \n" * 50_000 + "@article{a, title = {Bees}}\n")
    opened = Request([str(path)]).open()
    assert errors(opened) == [
        f"{path}: begins with 64 KiB of blanks; take them out, or name its format: --from"
    ]


# --- what changes


def test_stamps_tell_of_files_that_change_come_and_go(folder: Path) -> None:
    single = folder.parent / "single.txt"
    single.write_text(ONE)
    pipe = folder.parent / "pipe"
    os.mkfifo(pipe)
    names = [str(folder), str(single), f"{folder.parent}/n*.txt", str(pipe), "-"]
    request = Request(names)
    before = request.stamps()
    one = folder / "sub" / "one.txt"
    assert before.keys() == {
        str(path) for path in (one, folder / "two.txt.gz", folder / "notes.txt", single)
    }
    assert request.stamps() == before
    one.write_text(ONE + TWO)
    changed = request.stamps()
    assert changed.keys() == before.keys()
    assert {path for path in before if changed[path] != before[path]} == {str(one)}
    new = folder / "sub" / "new" / "three.txt"
    new.parent.mkdir()
    new.write_text(ONE)
    matched = folder.parent / "new.txt"
    matched.write_text(ONE)
    (folder / "plot.png").touch()
    single.unlink()
    assert request.stamps().keys() == before.keys() - {str(single)} | {str(new), str(matched)}


def test_the_seeds_have_stamps() -> None:
    request = Request()
    assert request.is_seeds
    assert [Path(path).suffix for path in request.stamps()] == [".txt"]
    assert not Request(["-"]).stamps()


# What files define for each other

STRINGS = '@string{jlt = "J. Light"}\n@string{ann = {One, Ann}}\n'
PAPER = "@article{a, title={T}, author=ann, journal=jlt}\n"


def read_together(folder: Path, *written: str) -> list[Paper]:
    """Read files of these texts in their order, in which nothing is wrong."""
    for number, text in enumerate(written):
        (folder / f"{number}.bib").write_text(text)
    opened = Request([str(folder / f"{number}.bib") for number in range(len(written))]).open()
    assert (opened.errors, opened.passed_over) == ([], [])
    found = [one for source in opened.sources for one in _records(source)]
    assert not [str(one) for one in found if isinstance(one, Problem)]
    return [one for one in found if isinstance(one, Paper)]


def _records(source: Source) -> list[Paper | Problem]:
    assert isinstance(source, TextSource)
    return list(source.records())


def test_abbreviations_are_shared_by_files_opened_together(tmp_path: Path) -> None:
    for written in ([STRINGS, PAPER], [PAPER, STRINGS], [STRINGS, "@misc{b, title={B}}", PAPER]):
        *_, found = sorted(read_together(tmp_path, *written), key=lambda paper: paper.title or "")
        assert (found.authors, found.journal_ref) == (("Ann One",), "J. Light")
    folder = Request([str(tmp_path)]).open()
    assert (len(folder.sources), folder.errors, folder.passed_over) == (3, [], [])
    assert not [
        one for source in folder.sources for one in _records(source) if isinstance(one, Problem)
    ]


@pytest.mark.parametrize(
    ("written", "journal"),
    [
        (['@string{j = "A"}', '@string{j = "B"}', "@article{a, title={T}, journal=j}"], "B"),
        (["@article{a, title={T}, journal=j}", '@string{j = "A"}', '@string{j = "B"}'], "A"),
        (['@string{j = "A"}', '@article{a, title={T}, journal=j} @string{j = "B"}'], "B"),
        (['@string{j = "A"} @string{j = "B"}', "@article{a, title={T}, journal=j}"], "B"),
        (['@string{j = "A"}', "@article{a, title={T}, journal=j}", '@string{j = "B"}'], "A"),
        (['@string{jacm = "A"}', "@article{a, title={T}, journal=JACM}"], "A"),
        (
            ["@article{a, title={T}, journal=jacm}", '@string{jacm = "A"}'],
            "Journal of the ACM",
        ),
        (
            [
                '@string{k = "A"}',
                "@article{a, title={T}, journal=j} @string{j = k # l}",
                '@string{l="B"}',
            ],
            "AB",
        ),
        (
            ['@string{mar = "A"}', "@article{a, title={T}, month=mar, year=2000, journal={J}}"],
            "J (2000)",
        ),
    ],
)
def test_the_nearest_definition_before_counts_and_else_the_nearest_behind(
    tmp_path: Path, written: list[str], journal: str
) -> None:
    (found,) = read_together(tmp_path, *written)
    assert found.journal_ref == journal


def test_abbreviations_are_shared_in_archives_and_through_pipes(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.writestr("papers.bib", PAPER)
        archive.writestr("strings.bib", STRINGS)
    (tmp_path / "papers.bib").write_text(PAPER)
    pipe = tmp_path / "pipe.bib"
    os.mkfifo(pipe)
    for named in ([tmp_path / "all.zip"], [pipe, tmp_path / "papers.bib"]):
        thread = Thread(target=pipe.write_text, args=(STRINGS,))
        thread.start()
        if pipe not in named:
            pipe.read_text()
        opened = Request(list(map(str, named))).open(waits=True)
        thread.join()
        (found,) = [one for source in opened.sources for one in _records(source)]
        assert getattr(found, "journal_ref", "") == "J. Light"


def test_a_file_of_abbreviations_alone_is_refused_where_no_other_one_is_named(
    tmp_path: Path,
) -> None:
    (tmp_path / "strings.bib").write_text(STRINGS)
    for name in (tmp_path / "strings.bib", tmp_path):
        opened = Request([str(name)]).open()
        assert opened.sources == []
        (error,) = errors(opened)
        assert "no papers in it; it defines abbreviations for other files" in error
