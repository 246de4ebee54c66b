"""Searching, listing and reading in the line mode, as whole transcripts."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from paperview.library.load_state import Growth
from paperview.library.loader import Loader
from paperview.library.page import Page
from paperview.library.session import CacheFailed, Session
from paperview.line_mode import papers as papers_module
from paperview.settings import table
from paperview.text.columns import columns
from tests.line_mode.conftest import Converse


def test_a_search_is_listed_a_paper_is_read_and_its_links_are_followed(
    converse: Converse, bibliography: Path
) -> None:
    assert (
        converse("graph", "1", "[2]", "[1]", "2", "+", "graph traffic zzz", files=(bibliography,))
        == """\
3 papers in three.bib. ? lists the commands.
> graph
2 of 3 papers
1. Graph networks for traffic; Ann One, Bob Two, Cy Three, 2020;
   arXiv:2001.00001
2. A survey of graph learning; Eve Five, Fay Six, 2022; arXiv:2003.00003
> 1
1. Graph networks for traffic

Authors: Ann One, Bob Two, Cy Three
Date: 2020
Id: arXiv:2001.00001 [1]
Name: one

We forecast traffic, as others do (arXiv:2003.00003 [2]). Code:
https://example.org/code [3].
> [2]
A survey of graph learning

Authors: Eve Five, Fay Six
Date: 2022
Id: arXiv:2003.00003 [1]
Name: three

no abstract in this source
> [1]
no browser here; address: no clipboard here: the text is shown to copy by hand
https://arxiv.org/abs/2003.00003
> 2
2. A survey of graph learning

Authors: Eve Five, Fay Six
Date: 2022
Id: arXiv:2003.00003 [1]
Name: three

no abstract in this source
> +
this is the last
> graph traffic zzz
0 of 3 papers
1 without ‘zzz’:
1. Graph networks for traffic; Ann One, Bob Two, Cy Three, 2020;
   arXiv:2001.00001
"""
    )


def test_what_was_forgiven_and_what_is_missing_is_told(
    converse: Converse, bibliography: Path
) -> None:
    out = converse("fedrated", "phones quagga", "w", "-", "2020..", files=(bibliography,))
    forgiven, nothing, without, _, _ = out.split("\n> ")[1:]
    assert "1 of 3 papers\nfedrated → federated\n1. Federated learning" in forgiven
    assert "0 of 3 papers\n1 without ‘quagga’:\n1. Federated learning" in nothing
    assert without == "w\npapers that lack a word are left out, where few match"


def test_signs_are_ascii_where_the_user_wants_that(converse: Converse, bibliography: Path) -> None:
    lines = ("fedrated", "phones quagga")
    out = converse(*lines, files=(bibliography,), settings=[(table.ASCII, True)])
    assert "\nfedrated -> federated\n" in out
    assert "\n1 without 'quagga':\n" in out


def test_papers_are_listed_ten_at_a_time_and_sorted(converse: Converse, tmp_path: Path) -> None:
    file = tmp_path / "many.bib"
    file.write_text(
        "".join(f"@misc{{k{n}, title={{Paper number {n}}}, year={1990 + n}}}\n" for n in range(24))
    )
    out = converse("l", "n", "n", "n", "N", "s oldest", "l 24", "l 25", "25", "24", files=(file,))
    first, second, third, no_more, back, oldest, last, beyond, unlisted, read = (
        part.split("\n") for part in out.removesuffix("\n").split("\n> ")[1:]
    )
    assert first[1] == "24 papers, newest first"
    assert first[2] == "1. Paper number 23; 2013; k23"
    assert first[-1] == "14 more: n"
    assert second[1].startswith("11. Paper number 13")
    assert second[-1] == "4 more: n"
    assert third[-1].startswith("24. Paper number 0;")
    assert no_more[1:] == ["there are no more"]
    assert back[1].startswith("11. ")
    assert oldest[1:3] == ["24 papers, oldest first", "1. Paper number 0; 1990; k0"]
    assert last[1:] == ["24. Paper number 23; 2013; k23"]
    assert beyond[1:] == ["there are only 24 papers"]
    assert unlisted[1:] == ["25 is not listed; the last is 24. /25 searches for it"]
    assert read[1] == "24. Paper number 23"


def test_a_number_that_was_not_listed_is_told_and_not_searched_for(
    converse: Converse, bibliography: Path
) -> None:
    out = converse("2020", "/2020", "k", "5-", "quit", "l", "3-1", files=(bibliography,))
    assert "> 2020\n2020 is not listed. /2020 searches for it\n" in out
    assert "> /2020\n2 of 3 papers\n1. Graph networks" in out
    assert "> k\nk is no command; ? lists them, /k searches for it\n" in out
    assert "> 5-\n5 is not listed; the last is 2. /5 searches for it\n" in out
    assert "> quit\nsearching for quit; the command is q\n0 of 3 papers\n" in out


def test_a_range_of_papers_is_read_with_all_authors_or_as_in_the_source(
    converse: Converse, bibliography: Path
) -> None:
    out = converse("l", "1-3", "2r", files=(bibliography,))
    read = out.partition("> 1-3\n")[2]
    assert [line for line in read.split("\n") if line[:2] in ("1.", "2.", "3.")] == [
        "1. A survey of graph learning",
        "2. Federated learning on phones",
        "3. Graph networks for traffic",
        "2. Federated learning on phones",
    ]
    assert "Many phones learn α together." in read
    assert "Many phones learn $\\alpha$ together." in read.partition("> 2r")[2]


def test_a_long_list_of_authors_is_shortened_unless_asked_for(
    converse: Converse, tmp_path: Path
) -> None:
    file = tmp_path / "group.bib"
    names = " and ".join(f"Ann{n} Author{n}" for n in range(12))
    file.write_text(f"@misc{{group, title={{Together}}, author={{{names}}}}}\n")
    out = converse("l", "1", "1a", files=(file,))
    short, long = out.split("> 1\n")[1].split("> 1a\n")
    assert "and 4 more (a lists all)" in short
    assert "Author11" not in short
    assert "Author11" in long


@pytest.mark.parametrize("width", [20, 40, 80])
def test_lines_are_wrapped_to_the_terminal_and_hold_nothing_that_controls_it(
    converse: Converse, tmp_path: Path, width: int
) -> None:
    file = tmp_path / "hostile.txt"
    file.write_bytes(
        "A \x1b]0;t\x07 \u202etitle \x9b1m\nAnn \x1b[2JOne\n\n"
        "We\x00 \x1b[2J. 論文論文論文論文論文論文論文\n\n"
        "arXiv:2001.00001 - doi: 10.1145/3\nKey: \x1b[31m\n".encode()
    )
    lines = (
        "title",
        "1",
        "1y",
        "1Y bibtex",
        "1e a\x1bb",
        "1t x\x07y",
        "1",
        "?",
        "!",
        "=",
        "\x1b[A",
    )
    out = converse(*lines, files=(file,), width=width)
    printed = [line for line in out.split("\n") if not line.startswith("> ")]
    assert all(line.isprintable() for line in printed)
    for line in printed:
        assert columns(line) <= width or " " not in line.strip() or "=" in line, line


def test_a_script_gets_answers_about_all_papers_and_no_prompt(
    converse: Converse, bibliography: Path
) -> None:
    assert converse("phones", "1y", files=(bibliography,), is_typed=False) == (
        "1 of 3 papers\n"
        "1. Federated learning on phones; Di Four, 2021; doi:10.1145/3530190\n"
        "no arXiv id in this source\n"
    )


def test_while_files_are_read_answers_are_about_what_is_there_and_say_so(
    converse: Converse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "large.bib"
    file.write_text(
        "".join(f"@misc{{k{n}, title={{Paper {n} is odd}}, year={1990}}}\n" for n in range(2300))
    )
    gate = Event()
    steps = Loader._steps

    def slow(self: Loader) -> Iterator[Growth]:
        for growth in steps(self):
            if growth.is_whole:
                assert gate.wait(20)
            yield growth

    monkeypatch.setattr(Loader, "_steps", slow)
    monkeypatch.setattr(papers_module, "_MOMENT", 0.01)
    monkeypatch.setattr(papers_module, "_PATIENCE", 0.01)

    def read_all() -> None:
        gate.set()
        for thread in threading.enumerate():
            if thread.name == "loading":
                thread.join()
        monkeypatch.setattr(papers_module, "_PATIENCE", 60)

    out = converse("odd", "l", files=(file,), before={"l": read_all})
    greeting, so_far, again = out.split("\n> ")
    assert "papers in large.bib so far, reading" in greeting
    assert so_far.startswith("odd\n2,000 of 2,000 papers so far (reading)\n1. Paper ")
    told = "l\nall is read now: 2,300 papers; l lists again\n2,300 of 2,300 papers\n"
    assert again.startswith(told)


def test_ctrl_c_ends_a_search_and_the_list_stays(
    converse: Converse, bibliography: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask = papers_module.OpenPapers._wait

    def interrupt() -> None:
        def raising(*_: object) -> None:
            monkeypatch.setattr(papers_module.OpenPapers, "_wait", ask)
            raise KeyboardInterrupt

        monkeypatch.setattr(papers_module.OpenPapers, "_wait", raising)

    out = converse("graph", "phones", "1", files=(bibliography,), before={"phones": interrupt})
    assert "> phones\ninterrupted; the list stays as it was\n> 1\n1. Graph networks" in out


def test_files_that_have_changed_are_reloaded_and_marks_stay(
    converse: Converse, bibliography: Path
) -> None:
    def change() -> None:
        text = bibliography.read_text().replace("A survey of", "Another survey of")
        bibliography.write_text(f"@misc{{new, title={{Newest graph}}, year=2024}}\n{text}")

    lines = ("graph", "1+", "2", "R", "y", "=")
    out = converse(*lines, files=(bibliography,), before={"R": change})
    reloaded = out.partition("> R\n")[2]
    assert reloaded.startswith("reloaded: 4 papers\n3 of 4 papers\n")
    assert "Another survey of graph learning" in reloaded
    assert "2001.00001; marked" in reloaded
    assert "arXiv id of 1 marked" in reloaded.partition("> y\n")[2]
    assert "1 paper is marked" in reloaded.partition("> =\n")[2]


def test_files_that_are_gone_leave_the_papers_as_they_were(
    converse: Converse, bibliography: Path
) -> None:
    out = converse("graph", "R", "1", files=(bibliography,), before={"R": bibliography.unlink})
    assert "> R\nnot reloaded:" in out
    assert "> 1\n1. Graph networks" in out


def test_a_damaged_cache_is_told_and_the_line_is_done_after_a_reload(
    converse: Converse, bibliography: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    start, starts = Session.start, []

    def start_damaged(self: Session) -> None:
        start(self)
        starts.append(self)
        if len(starts) == 1:
            self._report(CacheFailed(self))

    monkeypatch.setattr(Session, "start", start_damaged)
    out = converse("graph", files=(bibliography,))
    assert "the index in the cache is damaged; the files are read again" in out
    assert "2. A survey of graph" in out


def test_an_error_of_a_damaged_cache_is_no_crash_and_any_other_is(
    converse: Converse, bibliography: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fails = [True]

    def damaged(*arguments: Any) -> Page:  # noqa: ANN401 - as given
        if fails and fails.pop():
            raise ValueError("damaged")
        return Page(*arguments)

    monkeypatch.setattr("paperview.line_mode.reading.Page", damaged)
    with pytest.raises(ValueError, match="damaged"):
        converse("l", "1", files=(bibliography,))
    fails.append(True)
    monkeypatch.setattr(Session, "failed", lambda self, _: self._report(CacheFailed(self)))
    out = converse("l", "1", files=(bibliography,))
    told = "> 1\nthe index in the cache is damaged; the files are read again\nreloaded: 3 papers\n"
    assert told in out
    assert out.endswith("no abstract in this source\n")


def test_problems_are_listed_ten_at_a_time(
    converse: Converse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    file = Path("bad.txt")
    file.write_text(
        "".join(f"Nothing {n}.\n\narXiv:none{n}\n\n" for n in range(12))
        + "We.\n\narXiv:2001.00001\n"
    )
    out = converse("!", "! 11", "! 13", files=(file,))
    assert out.startswith("1 paper in bad.txt. ? lists the commands.\n12 problems: !\n")
    first, rest, beyond = out.split("\n> ")[1:]
    assert "'none0' is not an arXiv id" in first.replace("\n", " ")
    assert first.endswith("2 more: ! 11")
    assert "\n11. " in rest
    assert beyond == "! 13\nthere are only 12 problems\n"


def test_every_command_of_the_help_is_there(converse: Converse) -> None:
    out = converse("?")
    assert "3Y bibtex: copy something else" in out
    assert "[2]: follow link 2" in out


def test_papers_look_and_are_ordered_as_the_user_has_set(
    converse: Converse, bibliography: Path
) -> None:
    settings = [
        (table.LIST_ORDER, "oldest"),
        (table.LIST_AUTHORS, 1),
        (table.PAGE_AUTHORS, 2),
        (table.DATES, "day-first"),
        (table.WATCH, True),
    ]
    text = bibliography.read_text().replace("year = 2020", "date = {2020-05-17}")
    bibliography.write_text(text)
    out = converse("l", "1", files=(bibliography,), settings=settings)
    assert "> l\n3 papers, oldest first\n1. Graph networks for traffic; Ann One et al., 2020" in out
    assert "Authors: Ann One, Bob Two, and 1 more (a lists all)\nDate: 17 May 2020\n" in out
