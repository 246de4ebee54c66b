"""`paperview pick`: what it prints, and with which exit code. Its screen has its own tests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from paperview.commands import pick
from paperview.commands.exit_codes import FOUND, INTERRUPTED, NOTHING
from paperview.commands.pick import Picked, Wish
from paperview.exports import BY_FLAG
from paperview.library.memory import Memory
from paperview.model.paper import ArxivId, Doi, Paper
from paperview.sources.request import Request
from paperview.sources.source import Opened
from paperview.system import streams
from tests.cases import for_each
from tests.commands.conftest import SAMPLE, Call

KNOWN, UNKNOWN = Paper(title="Bees", arxiv_id=ArxivId.parse("2001.00001v2")), Paper(title="Tides")


class Screen:
    """A screen on which some papers are picked at once."""

    def __init__(self, *papers: Paper) -> None:
        self.picked = Picked(FOUND if papers else INTERRUPTED, papers)
        self.is_open = False

    @contextmanager
    def __call__(
        self, _request: Request, _opened: Opened, memory: Memory, wish: Wish
    ) -> Iterator[Picked]:
        self.memory, self.wish = memory, wish
        yield self.picked


@pytest.fixture
def mine(tmp_path: Path) -> str:
    path = tmp_path / "mine.txt"
    path.write_text(SAMPLE)
    return str(path)


def test_the_papers_picked_are_printed_in_the_form_that_is_asked_for(
    capsys: pytest.CaptureFixture[str],
) -> None:
    screen = Screen(KNOWN, KNOWN)
    assert pick.run(["--query", "bees\n", "+m"], screen) == FOUND
    assert capsys.readouterr().out == "2001.00001\n2001.00001\n"
    assert screen.wish == Wish("bees", False, "ids")
    pick.run(["--print0", "--format", "csl"], screen)
    first, second, end = capsys.readouterr().out.split("\0")
    assert (first[0], second[-1], end) == ("{", "}", "")
    assert screen.wish == Wish("", True, "CSL-JSON")


@for_each(
    ("height", "lines"),
    [("15", 15), ("40%", 20), ("3", 8), ("10%", 8), ("99", 50), ("100%", None)],
)
def test_the_height_is_in_lines_or_a_share_of_the_terminal(height: str, lines: int | None) -> None:
    screen = Screen()
    pick.run(["--height", height], screen)
    wanted = screen.wish.height
    assert (wanted and wanted.lines(50)) == lines


def test_a_paper_without_an_id_is_told_and_not_passed_over(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert pick.run([], Screen(KNOWN, UNKNOWN)) == FOUND
    out, err = capsys.readouterr()
    assert (out, err) == ("2001.00001\n", "paperview: 1 paper left out: no ids in the source\n")
    assert pick.run([], Screen(UNKNOWN)) == NOTHING
    assert capsys.readouterr().out == ""


def test_without_a_choice_nothing_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert pick.run(["--format", "html"], Screen()) == INTERRUPTED
    assert capsys.readouterr().out == ""


def test_what_needs_no_choice_needs_no_terminal(call: Call, mine: str) -> None:
    only, none, several = ["-q", "etude"], ["-q", "xylophone"], ["-q", "zebra"]
    assert call("pick", "-1", *only, mine) == (0, "doi:10.1145/2\n", "")
    assert call("pick", "--exit-0", "--select-1", *none, mine) == (1, "", "")
    needed = "paperview: the picker needs a terminal; in scripts use: paperview search QUERY"
    for arguments in (["-0", *only], ["-1", *none], ["-1", "-0", *several], []):
        code, out, err = call("pick", *arguments, mine)
        assert (code, out) == (2, "")
        assert err.startswith(needed)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--format", "bibtx"], "'bibtx' is not a format; did you mean bibtex?"),
        (["--style", "nowhere.csl"], "there is no file nowhere.csl"),
        (["--selct-1"], "there is no option --selct-1; did you mean --select-1?"),
        (["big", "bees"], "big: no such file; for a query: paperview pick --query 'big bees'"),
        (["+x"], "there is no option +x"),
        (["--height", "0"], "'0' is not a height such as 15 or 40%"),
        (["--height=~40%"], "'~40%' is not a height"),
        (["missing.bib"], "missing.bib: no such file; check the name"),
    ],
)
def test_a_mistake_takes_one_line(arguments: list[str], told: str, call: Call) -> None:
    code, out, err = call("pick", *arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert told in err


def test_a_terminal_that_obeys_nothing_is_refused(
    call: Call, mine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "dumb")
    code, _, err = call("pick", mine)
    assert (code, err.count("\n")) == (2, 1)
    assert "the terminal can't show the picker (TERM=dumb)" in err


@pytest.mark.parametrize("flag", BY_FLAG)
def test_every_form_of_search_can_be_picked(flag: str, capsys: pytest.CaptureFixture[str]) -> None:
    paper = replace(KNOWN, name="bees2020", doi=Doi("10.1000/1"))
    assert pick.run(["--format", flag], Screen(paper)) == FOUND
    out = capsys.readouterr().out
    assert any(text in out for text in ("Bees", "bees2020", "10.1000/1", "2001.00001"))


def test_output_that_is_closed_ends_quietly(
    call: Call, mine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: str) -> None:
        raise streams.OutputError(BrokenPipeError())

    monkeypatch.setattr(streams, "write", broken)
    assert call("pick", "-1", "-q", "etude", mine) == (0, "", "")
