"""Copying, opening, exporting, and the shelf in the line mode."""

from __future__ import annotations

from pathlib import Path

import pytest

from paperview import system
from paperview.library.history import state_file
from paperview.model.paper import Paper
from paperview.settings import table
from paperview.shelf import Shelf, shelf_file
from tests.line_mode.conftest import Converse


def answers(out: str) -> list[str]:
    """Return what was printed for each line, without the line."""
    return [part.partition("\n")[2].rstrip("\n") for part in out.split("\n> ")[1:]]


def test_papers_are_copied_by_their_numbers_and_in_other_forms(
    converse: Converse, bibliography: Path, clipboard: list[str]
) -> None:
    lines = ("l", "1y", "1-3y", "y", "2", "y", "Y doi", "3Y t", "1,3Y bib", "1Y nothing", "9y", "Y")
    said = answers(converse(*lines, files=(bibliography,)))
    assert said[1] == "arXiv id 2003.00003: copied with xclip"
    assert said[2] == "arXiv id 2003.00003 …: copied with xclip"
    assert said[3] == "which paper? put its number before the letter, or read it first"
    assert said[5] == "no arXiv id in this source"
    assert said[6] == "DOI 10.1145/3530190: copied with xclip"
    assert said[7] == "title Graph networks for traffic: copied with xclip"
    assert said[8].startswith("BibTeX @")
    assert said[9].startswith("nothing is no form\nY copies, by a letter or a name: i arXiv id,")
    assert said[10] == "there are only 3 papers"
    assert said[11].startswith("Y copies, by a letter or a name: i arXiv id,")
    assert clipboard[:4] == [
        "2003.00003",
        "2003.00003\n2001.00001",
        "10.1145/3530190",
        "Graph networks for traffic",
    ]
    assert clipboard[4].count("@") == 2


def test_unread_papers_are_gone_through_one_at_a_time(
    converse: Converse, bibliography: Path
) -> None:
    lines = ("2m", "T", "T", "T", "T", "u", "is:unread", "T")
    said = answers(converse(*lines, files=(bibliography,)))
    assert said[1].startswith("unread: 2 left\n1. A survey of graph learning\n")
    marked, left, title, *_ = said[2].split("\n")
    assert marked == "marked read: A survey of graph learning"
    assert (left, title) == ("unread: 1 left", "3. Graph networks for traffic")
    end = "no unread paper follows in the list"
    assert said[3] == f"marked read: Graph networks for traffic\n{end}"
    assert said[4] == end
    assert said[5] == "undone: marked read, 1 paper"
    assert said[6].startswith("1 of 3 papers\n1. Graph networks for traffic;")
    assert said[7].startswith("unread: 1 left\n1. Graph networks for traffic\n")


def test_without_a_clipboard_the_text_is_printed_in_whole_lines(
    converse: Converse, bibliography: Path
) -> None:
    out = converse("traffic", "1Y bibtex", files=(bibliography,), width=30)
    printed = out.partition("> 1Y bibtex\n")[2]
    assert printed.startswith("BibTeX: no clipboard here: the\ntext is shown to copy by hand\n@")
    assert "  title = {Graph networks for traffic}," in printed.replace("\t", " ")


def test_marked_papers_are_meant_by_a_letter_alone(
    converse: Converse, bibliography: Path, clipboard: list[str]
) -> None:
    lines = ("graph", "1-2+", "phones", "y", "A", "I", "X", "Y title")
    said = answers(converse(*lines, files=(bibliography,)))
    assert said[1] == "2 papers are marked"
    assert said[3] == "arXiv id of 2 marked 2001.00001 …: copied with xclip"
    assert said[4] == "3 papers are marked; the filter shows 1"
    assert said[5] == "2 papers are marked; the filter shows 1"
    assert said[6] == "no paper is marked"
    assert said[7] == "title Federated learning on phones: copied with xclip"  # the only one
    assert clipboard[0] == "2001.00001\n2003.00003"


def test_pages_are_handed_to_the_browser(
    converse: Converse, bibliography: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []

    def take(url: str) -> str:
        opened.append(url)
        return "w3m"

    monkeypatch.setattr(system, "open_address", take)
    said = answers(converse("l", "1p", "2o", "2p", "1", "o", files=(bibliography,)))
    assert said[1] == "handed to w3m: https://arxiv.org/pdf/2003.00003"
    assert said[2] == "handed to w3m: https://doi.org/10.1145/3530190"
    assert said[3] == "no PDF: the paper has no arXiv id"
    assert said[5] == "handed to w3m: https://arxiv.org/abs/2003.00003"
    assert opened[-1] == "https://arxiv.org/abs/2003.00003"


def test_papers_are_exported_and_no_file_is_overwritten_unasked(
    converse: Converse, bibliography: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    lines = ("graph", "E out.bib", "2E out.bib", "E+ out.bib", "phones", "E+ out.bib")
    more = ("1E! out.bib", "E out", "1E out", "1E ris out.txt", "E", "quagga", "E new.bib")
    said = answers(converse(*lines, *more, files=(bibliography,)))
    assert said[1] == "2 papers written to out.bib"
    there = "out.bib is there already; E+ out.bib adds to it, E! out.bib writes over it"
    assert said[2].replace("\n", " ") == there
    assert said[3] == "out.bib: 0 appended, 2 were there"
    assert said[5] == "out.bib: 1 appended, 0 were there"
    assert said[6] == "1 paper written to out.bib"
    assert said[7].startswith("searching for it; to export, name a file such as out.bib")
    assert said[8].startswith("there are only 0") or said[8] == "no paper is listed"
    assert said[10].startswith("E needs a file: .txt, .bib")
    assert said[12] == "no paper to export"
    assert (tmp_path / "out.bib").read_text().count("@") == 1
    assert not (tmp_path / "new.bib").exists()


def test_stars_read_marks_tags_and_notes_are_on_the_shelf_and_undone(
    converse: Converse, bibliography: Path
) -> None:
    lines = ("l", "1,3*", "*1", "2m", '1-t ml "to do"', "2t -ml", "2t", "1e why?", "1e because")
    more = ("is:starred", "l", "u", "u", "U", "tag:to-do", "M", "y", "M", "perhaps", "2-e x")
    out = converse(*lines, *more, files=(bibliography,))
    said = [" ".join(one.split()) for one in answers(out)]
    assert said[1] == "starred: 2 papers"
    assert said[2] == "unstarred: A survey of graph learning"
    assert said[3] == "marked read: Federated learning on phones"
    assert said[4] == "tagged ml, to do: 3 papers"
    assert said[5] == "no longer tagged ml: Federated learning on phones"
    assert said[6] == "tags: to do in use: to do 3, ml 2"
    assert said[7:9] == ["noted: A survey of graph learning"] * 2
    assert said[9] == (
        "1 of 3 papers 1. Graph networks for traffic; Ann One, Bob Two, Cy Three, 2020; "
        "arXiv:2001.00001; starred; tags ml, to do"
    )
    assert said[11:14] == ["undone: noted, 1 paper"] * 2 + ["done again: noted, 1 paper"]
    assert said[15] == "mark 3 papers read, all that match?"
    assert said[16] == "marked read: 2 of 3 papers"
    assert said[18] == "nothing is changed"
    assert said[19] == "a note is on one paper, and not on 2"
    shelf = Shelf(shelf_file())
    states = [shelf.entries.state(entry) for entry in shelf.entries.papers()]
    shelf.close()
    assert [state.is_read for state in states] == [True] * 3
    assert sorted(state.note for state in states) == ["", "", "why?"]


def test_very_many_papers_are_changed_after_a_question_alone(
    converse: Converse, tmp_path: Path
) -> None:
    file = tmp_path / "many.bib"
    file.write_text("".join(f"@misc{{k{n}, title={{Paper {n}}}}}\n" for n in range(1001)))
    said = answers(converse("l", "1-m", "n", "1m", files=(file,)))
    assert said[1] == "mark 1,001 papers?"
    assert said[2] == "nothing is changed"
    assert said[3].startswith("marked read: Paper ")


def test_a_paper_counts_as_read_after_a_while(
    converse: Converse, bibliography: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    times = iter((0.0, 4.0, 10.0, 16.0))
    monkeypatch.setattr("paperview.line_mode.reading.monotonic", lambda: next(times))
    out = converse("l", "1", "2", "is:read", files=(bibliography,), settings=[(table.MARK_READ, 5)])
    assert out.endswith(
        "1 of 3 papers\n1. Federated learning on phones; Di Four, 2021; doi:10.1145/3530190; read\n"
    )


def test_filters_are_saved_listed_and_used(converse: Converse, bibliography: Path) -> None:
    lines = ("S", "S+ all", "graph -survey", "S+ mine", "phones", "S+ mine", "n", "S", "S 1", "S 2")
    said = answers(converse(*lines, files=(bibliography,)))
    assert said[0] == "no saved filters; S+ name saves the query"
    assert said[1] == "there is no query to save: all papers are listed"
    assert said[3] == "filter saved: mine"
    assert said[5] == "replace mine: graph -survey?"
    assert said[6] == "nothing is changed"
    assert said[7] == "1. mine: graph -survey\nS 1 searches for the first"
    assert said[8].startswith("graph -survey\n1 of 3 papers\n1. Graph networks")
    assert said[9] == "there is no saved filter 2; S lists them"


def test_queries_that_found_something_are_remembered_and_nothing_else(
    converse: Converse, bibliography: Path
) -> None:
    converse("graph", "1", "1y", "quaggaquagga", "/phones", files=(bibliography,))
    assert state_file().read_text() == "graph\nphones\n"


def test_a_note_is_written_in_the_editor_or_stays_as_it_was(
    converse: Converse, bibliography: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write(file: Path, command: str) -> None:
        assert command == ""
        file.write_text(f"{file.read_text()}written\n")

    monkeypatch.setenv("EDITOR", "some")
    monkeypatch.setattr(system, "failure_to_edit", write)
    out = converse("l", "1e", "1", files=(bibliography,))
    assert "> 1e\nnoted: A survey of graph learning\n" in out
    assert "Note: written\n" in out
    monkeypatch.setattr(system, "failure_to_edit", lambda *_: "some can't be started")
    out = converse("l", "1e", files=(bibliography,))
    assert out.endswith("> 1e\nthe note stays as it was: some can't be started\n")
    monkeypatch.delenv("EDITOR")
    monkeypatch.setenv("TERM", "dumb")
    out = converse("l", "1e", files=(bibliography,))
    assert "this terminal has no editor: set $EDITOR, or add a line: 3e words" in out


def test_a_note_is_for_the_paper_read_last_whatever_is_marked(
    converse: Converse, bibliography: Path
) -> None:
    said = answers(converse("l", "1-2+", "3", ".e see", files=(bibliography,)))
    assert said[3] == "noted: Graph networks for traffic"


def test_a_note_that_a_killed_program_had_not_finished_is_told(
    converse: Converse, bibliography: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = Paper(title="Graph networks for traffic")
    monkeypatch.setattr("paperview.shelf.recover", lambda *_: [paper])
    out = converse(files=(bibliography,))
    assert out.startswith("an unfinished note was kept: Graph networks for traffic\n3 papers")


def test_changes_that_cannot_be_saved_say_so(
    converse: Converse, bibliography: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = shelf_file()
    file.parent.mkdir(parents=True)
    file.write_text("this is no shelf")
    with pytest.raises(AssertionError, match="can't be saved"):  # the farewell
        converse("l", "1*", files=(bibliography,))
    out = " ".join(capsys.readouterr().out.split())
    assert out.startswith("stars, tags and notes can't be saved: ")
    assert "starred: A survey of graph learning (in this run alone: " in out
    assert file.read_text() == "this is no shelf"
