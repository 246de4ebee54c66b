"""Files of papers: complete or not there, never over another one, and added to without loss."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from paperview.exports import BY_FLAG, ExportError
from paperview.library.export_file import Mode, ThereError, WriteError, write
from paperview.library.passing_on import copy_of
from paperview.model.dates import PartialDate
from paperview.model.paper import UNREADABLE, ArxivId, Doi, Paper
from paperview.sources.formats import bibtex

BIBTEX, JSON = BY_FLAG["bibtex"], BY_FLAG["jsonl"]
BEES = Paper(
    arxiv_id=ArxivId("2301.00001"),
    title="How bees dance",
    authors=("Ada Lund",),
    created=PartialDate(2023),
)
TIDES = Paper(doi=Doi("10.1000/tides"), title="Tides in narrow bays", authors=("Bo Ek",))
KNOTS = Paper(title="A theory of knots and links", authors=("Cy Three",), name="three")
GLASS = Paper(arxiv_id=ArxivId("2301.00002"), title="Glass", authors=("Di Four",))

MINE = """% my own file
@string{j = "Bees"}
@article{Mine, title={HOW BEES DANCE}, eprint={2301.00001}, author={Lund, A.}, journal=j}

  @book{ x , title = "Tides in Narrow Bays" , doi = {10.1000/TIDES}, author={Ek, B}}
@misc{three, title={A Theory of Knots and Links}}
@misc{glass, title={Not glass}}"""


def papers(path: Path) -> list[Paper]:
    read = bibtex.read(path.read_bytes().replace(b"\r\n", b"\n"), "x")
    return [one for one in read if isinstance(one, Paper)]


def test_a_file_is_never_written_over_without_being_asked(tmp_path: Path) -> None:
    path = tmp_path / "refs.bib"
    assert str(write(str(path), BIBTEX, [BEES, TIDES], Mode.KEEP)) == f"2 papers written to {path}"
    before = path.read_bytes()
    with pytest.raises(ThereError, match="is there already"):
        write(str(path), BIBTEX, [GLASS], Mode.KEEP)
    assert path.read_bytes() == before
    write(str(path), BIBTEX, [GLASS], Mode.REPLACE)
    assert [paper.title for paper in papers(path)] == ["Glass"]
    assert list(tmp_path.iterdir()) == [path]


def test_what_fails_on_the_way_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "refs.bib"

    def failing() -> Iterator[Paper]:
        yield BEES
        raise OSError(28, "No space left on device")

    for mode in (Mode.KEEP, Mode.REPLACE):
        with pytest.raises(WriteError, match="No space left on device; nothing was written"):
            write(str(path), BIBTEX, failing(), mode)
        assert list(tmp_path.iterdir()) in ([], [path])
        assert not path.exists() or path.read_text() == "mine"
        path.write_text("mine")


def test_a_paper_that_cant_be_read_any_more_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "refs.bib"
    path.write_text("@misc{mine, title={Mine}}\n")
    for mode in (Mode.REPLACE, Mode.APPEND):
        for export in (BIBTEX, BY_FLAG["jsonl"])[: 2 if mode is Mode.REPLACE else 1]:
            with pytest.raises(ExportError, match="its file was changed, or reloaded"):
                write(str(path), export, [BEES, UNREADABLE], mode)
    assert path.read_text() == "@misc{mine, title={Mine}}\n"
    assert list(tmp_path.iterdir()) == [path]
    assert copy_of(BIBTEX, [UNREADABLE], marked=False).text == ""
    assert BIBTEX.sample([UNREADABLE, BEES]) == BIBTEX.sample([BEES])


def test_what_a_killed_program_left_is_removed(tmp_path: Path) -> None:
    path, mine = tmp_path / "refs.bib", tmp_path / ".refs.bib.mine.draft"
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    left = tmp_path / f".refs.bib.{dead.pid}.1.draft"
    running = tmp_path / f".refs.bib.{os.getpid()}.1.draft"
    for draft in (left, running, mine):
        draft.write_text("")
    write(str(path), BIBTEX, [BEES], Mode.KEEP)
    assert set(tmp_path.iterdir()) == {path, running, mine}


def test_a_link_stays_a_link_and_the_rights_stay(tmp_path: Path) -> None:
    path, link = tmp_path / "there" / "refs.bib", tmp_path / "link.bib"
    path.parent.mkdir()
    path.write_text(MINE)
    path.chmod(0o640)
    link.symlink_to(path)
    for mode in (Mode.APPEND, Mode.REPLACE):
        write(str(link), BIBTEX, [GLASS], mode)
        assert link.is_symlink()
        assert path.stat().st_mode & 0o777 == 0o640
    assert [paper.title for paper in papers(path)] == ["Glass"]


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_adding_keeps_what_is_there_and_repeats_nothing(tmp_path: Path, ends: str) -> None:
    path = tmp_path / "refs.bib"
    mine = MINE.replace("\n", ends).encode()
    path.write_bytes(mine)
    written = write(str(path), BIBTEX, [BEES, TIDES, KNOTS, GLASS], Mode.APPEND)
    assert str(written) == f"{path}: 1 appended, 3 were there"
    now = path.read_bytes()
    assert now.startswith(mine)
    assert (b"\r\n" in now[len(mine) :]) == (ends == "\r\n")
    assert [paper.name for paper in papers(path)] == [
        *("Mine", "x", "three", "glass"),
        "four2023glass",
    ]
    assert str(write(str(path), BIBTEX, [GLASS], Mode.APPEND)).endswith("0 appended, 1 was there")
    assert path.read_bytes() == now


def test_a_key_that_is_taken_is_not_given_again(tmp_path: Path) -> None:
    path = tmp_path / "refs.bib"
    path.write_text("@misc{LUND2023how, title={Another work on other things}, author={X Y}}\n")
    write(str(path), BIBTEX, [BEES], Mode.APPEND)
    assert [paper.name for paper in papers(path)] == ["LUND2023how", "lund2023how_2301.00001"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"@misc{a, title={M\xfcller}}\n", ""),
        (b"\xff\xfe@\0m\0i\0s\0c\0{\0a\0,\0}\0", "not in UTF-8"),
        (b"some prose\n", "no bibliography"),
        (b"%PDF-1.5", "is a PDF"),
        (b"@misc{a, title={T},\n note = {never closed\n", "is not closed"),
        (b"", ""),
    ],
)
def test_files_that_can_or_cannot_be_added_to(tmp_path: Path, text: bytes, said: str) -> None:
    path = tmp_path / "refs.bib"
    path.write_bytes(text)
    if said:
        with pytest.raises(WriteError, match=said):
            write(str(path), BIBTEX, [BEES], Mode.APPEND)
        assert path.read_bytes() == text
    else:
        assert write(str(path), BIBTEX, [BEES], Mode.APPEND).written == 1
        assert path.read_bytes().startswith(text)


def test_a_file_that_changes_meanwhile_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "refs.bib"
    path.write_text(MINE)

    def changing() -> Iterator[Paper]:
        path.write_text(f"{MINE}\n@misc{{new, title={{N}}}}\n")
        yield GLASS

    with pytest.raises(WriteError, match="was changed meanwhile"):
        write(str(path), BIBTEX, changing(), Mode.APPEND)
    assert "@misc{new" in path.read_text()
    assert "Glass" not in path.read_text()


def test_other_places_are_refused_in_words(tmp_path: Path) -> None:
    for name, said in {
        str(tmp_path): "is a folder",
        str(
            tmp_path / "no" / "x.bib"
        ): f"there is no folder {tmp_path / 'no'}; nothing was written",
        "/dev/null": "is no file",
    }.items():
        with pytest.raises(WriteError, match=said):
            write(name, BIBTEX, [BEES], Mode.REPLACE)
    path = tmp_path / "x.jsonl"
    path.write_text("{}")
    with pytest.raises(WriteError, match="only to a bibliography"):
        write(str(path), JSON, [BEES], Mode.APPEND)


def test_papers_without_what_is_written_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "ids.txt"
    written = write(str(path), BY_FLAG["ids"], [BEES, Paper(title="No id")], Mode.KEEP)
    assert str(written) == f"1 paper written to {path}; 1 had nothing to write"
    assert path.read_text() == "2301.00001\n"
