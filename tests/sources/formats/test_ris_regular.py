"""Regular RIS, which is read by one expression: as line by line, and up to a length."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from paperview.model.paper import Paper
from paperview.sources.formats import ris
from paperview.sources.problem import Problem

TABBED = "U1\t- x\n"
"""A line that says nothing, but for which the record is read line by line."""
_LINES = ["AU  - One, Ann", "AU  - Two, B.; Three, C.", "TI  - A title", "T2  - Nature", "TI  -"]
_LINES += ["AB  - We show", "  that it goes on", "", "AB  - \tWe  ", "PY  - 2019", "N1  - ER - x"]
_LINES += ["DO  - 10.1000/1", "XX  - unknown", "1A  - unknown", "KW  -a", "KW b", " AB  - c"]


def read(text: str) -> list[Paper | Problem]:
    return list(ris.read(text.encode(), "mine.ris"))


def told(text: str) -> list[Paper | str]:
    """Return papers, and of problems the reasons alone."""
    return [one if isinstance(one, Paper) else one.reason for one in read(text)]


@settings(max_examples=300)
@given(st.lists(st.sampled_from(_LINES) | st.text(max_size=8), max_size=12))
@example(["AB  - We show", "  that it goes on"])
@example(["more of the type", "TI  - A title"])
@example(["TI  -", "on the next line", "", "and behind an empty one", "AU  - One, Ann"])
def test_any_record_is_read_as_line_by_line(lines: list[str]) -> None:
    record = "TY  - JOUR\n" + "".join(f"{line}\n" for line in lines if "\r" not in line)
    assert told(f"{record}ER  - \n") == told(f"{record}{TABBED}ER  - \n")


def test_a_record_that_is_too_long_is_refused_and_what_follows_is_read() -> None:
    record = "TY  - JOUR\nTI  - {}\nER  - \n"
    long = record.format("Long " * 3_000_000)
    first, problem, last = read(f"{record.format('A')}{long}{record.format('C')}")
    assert isinstance(first, Paper)
    assert isinstance(last, Paper)
    assert (first.title, last.title) == ("A", "C")
    assert isinstance(problem, Problem)
    assert (problem.line, problem.lost) == (4, True)
    assert problem.reason == "is longer than 10,000,000 bytes"
    assert problem.text.startswith("TY - JOUR TI - Long Long")


def test_long_text_between_records_makes_none_too_long() -> None:
    record = "TY  - JOUR\nTI  - A\nER  - \n"
    between = "Some remark here. \n" * 1_000_000
    assert [type(one) for one in read(f"{record}{between}{record}")] == [Paper, Paper]
