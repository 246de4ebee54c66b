"""Unreadable parts of plain text are reported with their lines, and nothing is dropped."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from paperview.model.dates import PartialDate
from paperview.model.paper import ArxivId, Paper
from paperview.sources.formats.plain import read_lines
from paperview.sources.problem import Problem
from tests.cases import for_each
from tests.sources.formats.plain.support import records


def test_a_record_without_an_id_is_reported_and_the_others_are_read() -> None:
    first, lost, last = records(
        """\
        We show.

        arXiv:2304.00001
        Created: 2023-04-01

        They show.

        7 pages

        Created: 2023-04-02

        Nobody shows.

        arXiv:2304.00003
        """
    )
    assert isinstance(first, Paper)
    assert isinstance(last, Paper)
    assert (first.abstract, last.abstract) == ("We show.", "Nobody shows.")
    assert lost == Problem(
        "mine.txt",
        6,
        "the record has no arXiv id and no DOI",
        "They show.\n7 pages\nCreated: 2023-04-02",
        lost=True,
    )
    assert str(lost) == "mine.txt:6: the record has no arXiv id and no DOI"


@for_each(
    ("identity", "reason"),
    [
        ("arXiv:2304.1019", "'2304.1019' is not an arXiv id"),
        ("arXiv:2313.10190", "'2313.10190' is not an arXiv id"),
        ("arXiv:none\nCreated: 2023-04-20", "'none' is not an arXiv id"),
        ("arXiv:\nCreated: 2023-04-20", "the record has no arXiv id and no DOI"),
        ("arXiv:none - doi: none", "'none' is not an arXiv id; 'none' is not a DOI"),
    ],
)
def test_a_record_with_a_bad_id_is_reported(identity: str, reason: str) -> None:
    lost, last = records(f"We show.\n\n{identity}\n\nThey show.\n\narXiv:2304.00002")
    assert isinstance(lost, Problem)
    assert (lost.line, lost.reason, lost.lost) == (1, reason, True)
    assert last == Paper(arxiv_id=ArxivId("2304.00002"), abstract="They show.")


@for_each(
    ("identity", "line", "reason"),
    [
        ("arXiv:2304.10190\nCreated: 2023-02-30", 4, "'2023-02-30' is not a date (YYYY-MM-DD)"),
        ("arXiv:2304.10190\nCreated: last year", 4, "'last year' is not a date (YYYY-MM-DD)"),
        ("arXiv:2304.10190\nCreated: 2023-13", 4, "'2023-13' is not a date (YYYY-MM-DD)"),
        ("arXiv:2304.10190\nCreated: 2023-W16-4", 4, "'2023-W16-4' is not a date (YYYY-MM-DD)"),
        ("arXiv:2304.10190\n\nUpdated: 2023-1-1", 5, "'2023-1-1' is not a date (YYYY-MM-DD)"),
        ("arXiv:2304.10190 - doi: 11.1/2", 3, "'11.1/2' is not a DOI"),
        ("arXiv:2304.10190\ndoi: 10.1/2", 4, "'10.1/2' is not a DOI"),
        ("arXiv:2304.10190 - doi: 10.1145/1 2", 3, "'10.1145/1 2' is not a DOI"),
        ("arXiv:none - doi: 10.1145/1", 3, "'none' is not an arXiv id"),
        ("arXiv:2304.10190 - d", 3, "'- d' behind the id is no DOI"),
        (
            "arXiv:2304.10190 [cs.NI] 20 Apr 2023",
            3,
            "'[cs.NI] 20 Apr 2023' behind the id is no DOI",
        ),
        (
            "arXiv:2304.10190 published later\nCreated: 2023-04-20",
            3,
            "'published later' behind the id is no DOI",
        ),
        (
            "arXiv:2304.10190\nCreated: 2023-04-20\nCreated: 2023-04-21",
            5,
            "a second value of 'created': '2023-04-21'",
        ),
        (
            "arXiv:2304.10190 - doi: 10.1145/1\ndoi: 10.1145/2",
            4,
            "a second value of 'doi': '10.1145/2'",
        ),
    ],
)
def test_a_bad_part_is_reported_with_its_line_and_the_paper_shown_without_it(
    identity: str, line: int, reason: str
) -> None:
    found, problem, last = records(f"We show.\n\n{identity}\n\nThey show.\n\narXiv:2304.00002")
    assert isinstance(found, Paper)
    assert found.abstract == "We show."
    assert isinstance(problem, Problem)
    assert (problem.line, problem.reason) == (line, f"{reason}; shown without it")
    assert not problem.lost
    assert last == Paper(arxiv_id=ArxivId("2304.00002"), abstract="They show.")


def test_key_lines_that_the_record_above_has_already_are_another_record() -> None:
    first, lost = records("arXiv:2304.10190\nCreated: 2023-04-20\n\nCreated: 2023-04-21")
    assert first == Paper(arxiv_id=ArxivId("2304.10190"), created=PartialDate(2023, 4, 20))
    assert isinstance(lost, Problem)
    assert (lost.line, lost.reason) == (4, "the record has no arXiv id and no DOI")


def test_what_is_left_at_the_end_is_reported() -> None:
    first, lost = records("We show.\n\narXiv:2304.00001\n\nThey sh")
    assert isinstance(first, Paper)
    assert lost == Problem(
        "mine.txt", 5, "the file ends inside a record: no arXiv id follows", "They sh"
    )


_LINES = (
    "",
    "arXiv:2304.1000{}",
    "arXiv:2304.1000{} - doi: 10.1145/w{}w",
    "arXiv:w{}w",
    "arXiv:",
    "doi: 10.1145/w{}w",
    "Created: 2023-04-0{}",
    "Created: w{}w",
    "Title: w{}w",
    "Authors: w{}w, Ann Xw{}w",
    "Comments: w{}w",
    "Abstract: w{}w",
    "Key: w{}w",
    "  w{}w",
    "We show w{}w.",
    "Ann w{}w, Bob Xw{}w",
    "12 pages w{}w",
)


@settings(max_examples=80)
@given(st.lists(st.sampled_from(_LINES), max_size=14))
@example([_LINES[7], _LINES[3], _LINES[1], _LINES[9]])
def test_nothing_is_dropped_in_silence(templates: list[str]) -> None:
    lines = [line.replace("{}", str(number % 10)) for number, line in enumerate(templates)]
    seen = "\n".join(map(repr, read_lines(lines, "mine.txt")))
    for line in lines:
        for word in line.split():
            if "w" in word and word[0] != "W":
                assert word.strip(",.").removeprefix("arXiv:") in seen
