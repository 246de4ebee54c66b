"""Opening files: what is wrong with one is said in one line that ends in what to do."""

from __future__ import annotations

import gzip
import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard

from paperview.model.paper import ArxivId, Paper
from paperview.sources import opening
from paperview.sources.opening import open_source, seeds
from paperview.sources.problem import Problem, SourceError
from paperview.sources.request import Request
from tests.support import open_text

GOOD = "We show.\n\narXiv:2304.10190\n"
PAPER = Paper(arxiv_id=ArxivId("2304.10190"), abstract="We show.")


def what_is_wrong(path: Path) -> str:
    with pytest.raises(SourceError) as caught:
        open_source(path)
    said = str(caught.value)
    assert said.isprintable()
    assert said.startswith(str(path))
    return said.removeprefix(str(path))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", ": is empty; put records into it, or name another file"),
        (b"\n \r\n\t\n", ": is empty; put records into it, or name another file"),
        (b"\xef\xbb\xbf\n", ": is empty; put records into it, or name another file"),
        (
            b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x02\x00" + bytes(range(256)),
            ": is a picture (PNG)",
        ),
        (
            b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\narXiv:2304.10190\n",
            ": is a PDF; paperview reads lists of papers (BibTeX, RIS, ...), not the papers",
        ),
        (bytes(257) + b"ustar\x0000", ": is a tar archive; unpack it first: tar -xf"),
        (b"\x00\x01\x02text" * 50, ": is a binary file; convert it to plain text (UTF-8)"),
        (
            b"Just a note to myself.\n\nWith two paragraphs.\n",
            ": no papers in it; each record needs a line like 'arXiv:2304.10190'",
        ),
        (
            b"We show.\n\narXiv:none\n",
            ": no papers in it; each record needs a line like 'arXiv:2304.10190'",
        ),
        (
            b"We show.\n\narXiv:none\n\nThey show.\n\narXiv:2304\n",
            ": none of its 2 records can be read; try: paperview check",
        ),
    ],
)
def test_a_file_without_papers_is_told(data: bytes, said: str, tmp_path: Path) -> None:
    path = tmp_path / "mine.txt"
    path.write_bytes(data)
    assert what_is_wrong(path) == said


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    assert what_is_wrong(tmp_path / "none.txt") == ": no such file; check the name"


def test_a_file_in_no_known_format_is_told(tmp_path: Path) -> None:
    path = tmp_path / "notes.xyz"
    path.write_text("Just a note to myself.\n")
    assert what_is_wrong(path).startswith(": is in no known format; if you know it: --from NAME (")


def test_a_device_and_a_socket_are_told(tmp_path: Path) -> None:
    said = ": is a device or socket; name a file of papers"
    assert what_is_wrong(Path(os.devnull)) == said
    path = tmp_path / "s"
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))
        assert what_is_wrong(path) == said


def test_a_file_that_may_not_be_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "mine.txt"
    path.write_text(GOOD)
    path.chmod(0)
    if os.access(path, os.R_OK):  # the superuser reads everything

        def refuse(path: Path, _mode: str) -> bytes:
            raise PermissionError(13, "Permission denied", str(path))

        monkeypatch.setattr(Path, "open", refuse)
    assert what_is_wrong(path) == ": no permission to read it; try: chmod u+r"


def test_what_the_system_says_else_is_told(tmp_path: Path) -> None:
    path = tmp_path / "loop"
    path.symlink_to(path)
    assert what_is_wrong(path) == (
        ": can't be read (Too many levels of symbolic links); check the name"
    )
    with pytest.raises(SourceError, match="check the name"):
        open_source(Path("null\x00byte"))


def test_a_name_with_control_characters_is_shown_harmless(tmp_path: Path) -> None:
    name = "\x1b[31mred\n\u202e.txt"
    with pytest.raises(SourceError) as caught:
        open_source(tmp_path / name)
    assert "␛[31mred␊\ufffd.txt: no such file" in str(caught.value)
    (tmp_path / name).write_text(GOOD + "\narXiv:none\n")
    source = open_text(tmp_path / name)
    assert "\x1b" not in source.name
    problem = list(source.records())[-1]
    assert str(problem).isprintable()


def test_a_name_that_is_no_unicode_is_shown(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt"))
    path.write_text(GOOD)
    assert open_source(path).name.endswith("caf\ufffd.txt")


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress])
def test_a_compressed_file_is_unpacked(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    path = tmp_path / "mine.txt"
    path.write_bytes(pack(GOOD.encode()))
    assert list(open_text(path).records()) == [PAPER]


def test_of_a_compressed_file_that_is_cut_off_what_is_there_is_read(tmp_path: Path) -> None:
    path = tmp_path / "mine.txt"
    path.write_bytes(gzip.compress(GOOD.encode())[:-8])
    problem, paper = open_text(path).records()
    assert paper == PAPER
    assert str(problem) == f"{path}:4: is cut off: unpacked {len(GOOD)} bytes; get it anew"
    assert isinstance(problem, Problem)
    assert problem.lost
    path.write_bytes(gzip.compress(GOOD.encode())[:10])
    assert what_is_wrong(path) == ": is cut off: unpacked 0 bytes; get it anew"


def test_a_text_that_takes_too_much_memory_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "MEMORY_LIMIT", 100_000)
    said = ": holds more than 100.0 kB of text; split it into several files"
    path = tmp_path / "mine.txt"
    path.write_text(GOOD * 4000)
    assert what_is_wrong(path) == said
    path.write_bytes(gzip.compress(GOOD.encode() * 4000))
    assert what_is_wrong(path) == said
    path.write_text(GOOD * 3000)
    assert open_text(path).data == GOOD.encode() * 3000


def test_lines_in_another_encoding_are_read_and_told(tmp_path: Path) -> None:
    path = tmp_path / "mine.txt"
    path.write_bytes(
        "Über\n\narXiv:2304.10190\n\n".encode() + "Café\n\narXiv:2304.10191\n".encode("latin-1")
    )
    problem, first, second = open_text(path).records()
    assert isinstance(first, Paper)
    assert isinstance(second, Paper)
    assert (first.abstract, second.abstract) == ("Über", "Café")
    assert problem == Problem(
        str(path), 5, "byte 0xe9 is not UTF-8; the line is read as Windows-1252", "Café", lost=False
    )


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-16-le", "utf-32"])
def test_other_unicode_is_read(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "mine.txt"
    path.write_bytes(GOOD.replace("\n", "\r\n").encode(encoding))
    assert list(open_text(path).records()) == [PAPER]


def test_a_file_cut_off_within_a_character_is_read(tmp_path: Path) -> None:
    path = tmp_path / "mine.txt"
    path.write_bytes((GOOD + "\nThey caf").encode() + "é".encode()[:1])
    paper, lost = open_text(path).records()
    assert paper == PAPER
    assert "They caf\ufffd" in repr(lost)


def test_control_characters_in_a_text_are_shown_harmless(tmp_path: Path) -> None:
    path = tmp_path / "mine.txt"
    path.write_bytes(
        "A \x1b]0;title\x07 \u202etitle\nAnn \x9bOne\n\nWe\x00 show.\n\n7 pages\x1b[2J\n\n"
        "arXiv:2304.10190 - doi: 10.1145/\x1b[31m\nNote\x1b: x\nKey: \x1bvalue\n".encode()
    )
    for record in open_text(path).records():
        assert repr(record).isprintable()
        assert not any(char in repr(record) for char in "\x00\x07\x1b\x9b\u202e")


def test_good_files_open_and_the_others_are_told(tmp_path: Path) -> None:
    good, bad, last = tmp_path / "good", tmp_path / "bad", tmp_path / "last"
    good.write_text(GOOD)
    bad.write_text("no papers")
    last.write_text(GOOD)
    names = [str(path) for path in (good, tmp_path / "none", bad, last)]
    opened = Request(names).open()
    assert [source.name for source in opened.sources] == [str(good), str(last)]
    assert [error.problem.source for error in opened.errors] == [str(tmp_path / "none"), str(bad)]
    assert [error.problem.line for error in opened.errors] == [0, 0]


def test_a_file_of_problems_alone_opens_for_a_check(tmp_path: Path) -> None:
    path = tmp_path / "mine.txt"
    path.write_text("We show.\n\narXiv:none\n")
    opened = Request([str(path), str(tmp_path / "none")]).open(need_papers=False)
    assert [source.name for source in opened.sources] == [str(path)]
    assert len(opened.errors) == 1


def test_files_are_never_written_to(tmp_path: Path) -> None:
    path = tmp_path / "mine.txt"
    path.write_text(GOOD)
    path.chmod(0o400)
    before = path.stat()
    list(open_text(path).records())
    assert path.stat().st_mtime_ns == before.st_mtime_ns
    assert path.read_text() == GOOD


def test_the_seeds_of_an_installed_package_come_first_and_hidden_files_never(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "src" / "paperview"
    checkout = tmp_path / "seeds"
    for folder in (package, checkout):
        folder.mkdir(parents=True)
    for name in ("b.txt", "a.txt", ".hidden"):
        (checkout / name).write_text(GOOD)
    monkeypatch.setattr(opening, "_PACKAGE", package)
    assert seeds() == [checkout / "a.txt", checkout / "b.txt"]
    (package / "seeds").mkdir()
    (package / "seeds" / "c.txt").write_text(GOOD)
    assert seeds() == [package / "seeds" / "c.txt"]
