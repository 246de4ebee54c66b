"""What may be named: files, folders, patterns, pipes and standard input; and what changes of it."""

from __future__ import annotations

import gzip
import os
import socket
import sys
import zipfile
from contextlib import suppress
from pathlib import Path
from threading import Thread

import pytest

from paperview.loading.loader import Loader
from paperview.sources.detect import JSON_LINES, PLAIN, by_name
from paperview.sources.opening import request as opening
from paperview.sources.opening import texts
from paperview.sources.opening.files import FiledSource, PipedSource, Source
from paperview.sources.opening.request import Opened, Request
from tests.indexing.support import lines

ONE = "We show one.\n\narXiv:2304.00001\n"
TWO = "We show two.\n\narXiv:2304.00002\n"


def names(opened: Opened) -> list[str]:
    return [source.name for source in opened.sources]


def errors(opened: Opened) -> list[str]:
    return [str(error) for error in opened.errors]


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
    monkeypatch.setattr("paperview.sources.opening.folders.ENTRIES", 3)
    assert errors(Request([str(folder)]).open()) == [
        f"{folder}: holds more than 3 files; name a folder further down"
    ]


def test_a_pattern_for_which_there_is_too_much_to_look_at_is_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("paperview.sources.opening.folders.ENTRIES", 3)
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


@pytest.mark.parametrize("name", ["", "\0", "a\0*", "*" * 300 + ".x", "[!", "~nobody/*.txt"])
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
    assert isinstance(Request([str(path)]).open().sources[0], FiledSource)
    opened = Request([str(path)], PLAIN).open()
    assert errors(opened) == [
        f"{path}: no papers in it; each record needs a line like 'arXiv:2304.10190'"
    ]
    odd = tmp_path / "odd"
    odd.write_bytes(b"\n\n" + lines(3))
    assert isinstance(Request([str(odd)], JSON_LINES).open().sources[0], FiledSource)
    assert by_name("nothing of the kind") is None


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


# --- pipes


@pytest.fixture
def fed(tmp_path: Path) -> Path:
    """Make a named pipe, into which somebody may write."""
    path = tmp_path / "fed"
    os.mkfifo(path)
    return path


def feed(path: Path, data: bytes) -> Thread:
    thread = Thread(target=path.write_bytes, args=(data,), daemon=True)
    thread.start()
    return thread


def test_a_pipe_is_read_whatever_comes_through_it(fed: Path) -> None:
    for data in (ONE.encode(), gzip.compress(ONE.encode()), ONE.encode("utf-16")):
        thread = feed(fed, data)
        (source,) = Request([str(fed)]).open().sources
        assert isinstance(source, Source)
        assert (source.name, source.data) == (str(fed), ONE.encode())
        thread.join(timeout=10)


def test_a_pipe_is_read_once_and_opened_as_often_as_wanted(fed: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text(TWO)
    request = Request([str(fed), str(other), str(fed)])
    thread = feed(fed, ONE.encode())
    first = request.open()
    thread.join(timeout=10)
    other.write_text(TWO + "\n" + ONE)
    second = request.open()
    assert names(first) == names(second) == [str(fed), str(other)]
    assert first.sources[0] is second.sources[0]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty; put records into it, or name another file"),
        (b"y\n" * 100_000, "is in no known format; if it is: --from NAME ("),
        (bytes(100_000), "is a binary file; convert it to plain text (UTF-8)"),
        (gzip.compress(b"x", mtime=0)[:9], "is cut off: unpacked 0 bytes; get it anew"),
        (b"arXiv:none\n", "no papers in it; each record needs a line like"),
    ],
)
def test_a_pipe_without_papers_is_told(fed: Path, data: bytes, said: str) -> None:
    def write() -> None:
        with suppress(BrokenPipeError):  # which is what ends an endless one
            fed.write_bytes(data)

    thread = Thread(target=write, daemon=True)
    thread.start()
    (told,) = errors(Request([str(fed)]).open())
    assert told.startswith(f"{fed}: {said}")
    thread.join(timeout=10)
    assert not thread.is_alive()


def test_what_is_still_coming_is_opened_by_its_beginning_and_waited_for_if_wanted(
    fed: Path,
) -> None:
    long = (ONE * 5000).encode()
    thread = feed(fed, long)
    request = Request([str(fed)])
    (piped,) = request.open().sources
    assert isinstance(piped, PipedSource)
    assert piped.format is PLAIN
    (whole,) = request.open(waits=True).sources
    assert isinstance(whole, Source)
    assert whole.data == long
    assert request.open().sources == [whole]
    thread.join(timeout=10)


def test_json_lines_that_come_through_a_pipe_are_put_into_a_file(fed: Path) -> None:
    thread = feed(fed, lines(1000))
    (source,) = Request([str(fed)]).open(waits=True).sources
    assert isinstance(source, FiledSource)
    assert (source.name, source.grows) == (str(fed), True)
    with source.open() as stream:
        assert b"".join(iter(lambda: stream.read(1 << 16) or b"", b"")) == lines(1000)
    thread.join(timeout=10)


def test_standard_input_that_is_no_pipe_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    (said,) = errors(Request(["-"]).open())
    assert said == "standard input: is closed; send papers through a pipe"


def test_names_of_standard_input_are_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "one.txt"
    path.write_text(ONE)
    with path.open() as file:
        monkeypatch.setattr(sys, "stdin", file)
        request = Request(["-", "/dev/stdin", "-"])
        assert request.reads_standard_input
        assert names(request.open()) == ["standard input"]
    assert not Request([str(path)]).reads_standard_input


def test_memory_has_its_limit_here_too(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "MEMORY_LIMIT", 10)
    (said, _) = errors(Request([str(folder)]).open())
    assert said.endswith("holds more than 10 bytes of text; split it into several files")
    assert opening.STANDARD_INPUT not in said


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
