"""The window of what could not be read: a list, all of the problem under the cursor, and counts."""

import os
import re
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import pytest
from textual.containers import VerticalScroll
from textual.widget import Widget

from paperview.sources.problem import Problem
from paperview.sources.source import JsonlSource
from paperview.ui.dialogs.problems import ProblemsScreen
from paperview.ui.widgets.paper_list import PaperList
from tests.ui.corpora import FIVE
from tests.ui.support import MIDDLE, SINGLE, WIDE, Reader, reading, reading_files, source

BROKEN = f"{FIVE}\n\nAn abstract whose record is cut off in the mid"
SIZES = [WIDE, MIDDLE, SINGLE]
THROUGH = (
    *(("home", 1), ("j", 2), ("down", 3), ("k", 2), ("up", 1), ("end", 1100)),
    *(("pageup pagedown", 1100), ("g", 1), ("G", 1100), ("home", 1)),
)
"""Keys, and the number of the problem to which they lead."""
MANY = [Problem("mine.txt", n, f"reason {n}", f"text {n}") for n in range(1, 1101)]


async def opened(reader: Reader) -> PaperList:
    """Open the window and return its list."""
    await reader.press("enter", "exclamation_mark")
    assert isinstance(reader.top, ProblemsScreen)
    return reader.top.query_one(PaperList)


def shown_in_full(reader: Reader) -> str:
    """Return what stands below the list, without the ends of lines."""
    return " ".join(reader.lines(reader.top.query_one("#problem", VerticalScroll))).strip()


def first_lines(reader: Reader) -> list[str]:
    return [line.strip("▌ ") for line in reader.lines(reader.top.query_one(PaperList))]


async def test_problems_are_counted_and_listed_with_their_lines() -> None:
    unreadable = Problem("gone.txt", 0, "no such file; check the name")
    async with reading(source(BROKEN), size=WIDE, problems=[unreadable]) as reader:
        assert reader.title("problems") == "! 2 problems"
        await opened(reader)
        rows = [" ".join(line.split()) for line in first_lines(reader)]
        assert rows == [
            "gone.txt no such file; check the name",
            "five.txt:42 the file ends inside a record: no arXiv id follows",
        ]
        assert shown_in_full(reader) == "gone.txt: no such file; check the name"
        await reader.press("j")
        assert "An abstract whose record is cut off in the mid" in shown_in_full(reader)
        await reader.press("escape")
        assert reader.focus == "list"
        await reader.click(reader.title_line, "2 problems")
        await reader.until(lambda: isinstance(reader.top, ProblemsScreen))
        await reader.press("exclamation_mark")
        assert reader.has_no_window


async def test_a_list_of_a_thousand_is_gone_through_with_keys() -> None:
    async with reading(source(FIVE), problems=MANY, size=SIZES[0]) as reader:
        assert reader.title("problems") == "! 1,100 problems"
        problems = await opened(reader)
        for size in SIZES:
            await reader.resize(*size)
            for keys, n in THROUGH:
                await reader.press(*keys.split())
                assert problems.number == n - 1
                assert shown_in_full(reader) == f"mine.txt:{n}: reason {n} text {n}"
                assert any(re.search(rf":{n}(  |$)", line) for line in first_lines(reader))
        await reader.press("pagedown")
        assert 0 < (problems.number or 0) < 40


async def test_a_click_chooses_a_problem() -> None:
    async with reading(source(FIVE), problems=MANY, size=MIDDLE) as reader:
        problems = await opened(reader)
        await reader.click(problems, "mine.txt:4 ")
        assert shown_in_full(reader).startswith("mine.txt:4: ")


async def test_y_copies_the_problem_under_the_cursor_and_shift_y_all(copied: list[str]) -> None:
    few = [*MANY[:2], Problem("folder/gone.txt", 0, "no such file")]
    async with reading(source(FIVE), problems=few, size=MIDDLE) as reader:
        await opened(reader)
        await reader.press("j", "y")
        await reader.told("problem mine.txt:2: reason 2")
        await reader.press("Y")
        await reader.told("3 problems mine.txt:1: reason 1")
        assert copied == [
            "mine.txt:2: reason 2\ntext 2",
            "mine.txt:1: reason 1\ntext 1\nmine.txt:2: reason 2\ntext 2\n"
            "folder/gone.txt: no such file",
        ]


async def test_a_long_reason_and_a_long_text_can_be_read_to_their_end() -> None:
    text = " ".join(f"word{n}" for n in range(80))
    long = Problem("five.txt", 7, "one two three four five six seven eight nine ten eleven", text)
    async with reading(source(FIVE), problems=[long]) as reader:
        for size in SIZES:
            await reader.resize(*size)
            problems = await opened(reader)
            window = reader.top.query_one("#problem", VerticalScroll)
            seen = shown_in_full(reader)
            assert "five.txt:7: one two three four" in seen
            assert "nine ten eleven" in seen
            await reader.press("enter")
            assert reader.top.focused is window
            await reader.press("G")
            await reader.until(lambda: "word79" in shown_in_full(reader))
            await reader.press("escape")
            assert problems.has_focus
            await reader.press("escape", "slash")
            assert reader.has_no_window


async def test_files_and_lines_are_told_however_long_the_names_are() -> None:
    name = "/home/somebody/papers/a-very-long-name-of-a-file-学习学习学习学习学习学习学习.txt"
    problems = [Problem(name, 4711, "is wrong"), Problem("b.txt", 8, "is wrong, too")]
    async with reading(source(FIVE), problems=problems) as reader:
        await opened(reader)
        for size in (*SIZES, (30, 10)):
            await reader.resize(*size)
            words = " ".join(first_lines(reader)).split()
            assert re.fullmatch(r"a-very.*….*\.txt:4711", words[0]), size
            assert words[1:] == ["is", "wrong", "b.txt:8", "is", "wrong,", "too"]


async def test_a_narrow_window_gives_place_and_reason_a_line_each() -> None:
    reason = "the closing brace of the field"
    problems = [Problem("deep-learning-and-more.bib", n, reason) for n in (7, 1234)]
    async with reading(source(FIVE), problems=problems, size=SINGLE) as reader:
        problem_list = await opened(reader)
        two = ["deep-learning-and-more.bib:7", reason, "deep-learning-and-more.bib:1234", reason]
        assert first_lines(reader) == two
        await reader.resize(*WIDE)
        assert len(first_lines(reader)) == 2
        await reader.resize(*SINGLE)
        assert first_lines(reader) == two
        await reader.click(problem_list, ":1234")
        assert problem_list.number == 1


NAMED = [
    source(f"arXiv:2401.0000{n}\n\narXiv:none\n", f"a-file-with-a-rather-long-name-{n}.txt")
    for n in range(1, 7)
]


def ends_with(reader: Reader, widget: Widget, end: str) -> bool:
    return reader.lines(widget)[-1].endswith(end)


async def test_of_every_part_of_the_window_all_can_be_seen() -> None:
    text = " ".join(f"word{n}" for n in range(200))
    problem = Problem("b.txt", 8, "is wrong", text)
    async with reading(*NAMED, problems=[problem]) as reader:
        problems = await opened(reader)
        for size in (*SIZES, (30, 10)):
            await reader.resize(*size)
            frame = reader.top.query_one("#problems-window").content_region
            for part, end in (("#results", "1 problem"), ("#problem", "word199")):
                widget = reader.top.query_one(part, VerticalScroll)
                while reader.top.focused is not widget:
                    await reader.press("tab")
                await reader.press("g", "G")
                await reader.until(partial(ends_with, reader, widget, end))
                assert frame.contains_region(widget.region), size
            assert problems.region.height >= 2
            assert frame.contains_region(problems.region)


async def test_enter_reads_the_problem_from_the_counts_too() -> None:
    async with reading(*NAMED, problems=MANY[:3]) as reader:
        await opened(reader)
        counts = reader.top.query_one("#results")
        for size in SIZES:
            await reader.resize(*size)
            while not counts.has_focus:
                await reader.press("tab")
            await reader.press("enter")
            assert reader.top.query_one("#problem").has_focus, size
            assert foot(reader).startswith("esc back")


async def test_in_a_narrow_window_the_text_that_is_read_gets_the_room() -> None:
    async with reading(source(FIVE), problems=MANY, size=SINGLE) as reader:
        problems = await opened(reader)
        text = reader.top.query_one("#problem", VerticalScroll)
        before = text.size.height
        await reader.press("j", "enter")
        await reader.until(lambda: first_lines(reader) == ["mine.txt:2", "reason 2"])
        assert text.size.height > before
        await reader.press("n")
        assert shown_in_full(reader) == "mine.txt:3: reason 3 text 3"
        assert first_lines(reader) == ["mine.txt:3", "reason 3"]
        await reader.press("N", "N")
        assert problems.number == 0
        await reader.press("escape")
        await reader.until(lambda: text.size.height == before)
        await reader.click(problems, "mine.txt:1")
        assert reader.top.focused is text


def foot(reader: Reader) -> str:
    """Return what stands in the lower line of the window's frame."""
    region = reader.top.query_one("#problems-window").region
    return reader.strips[region.bottom - 1].crop(region.x, region.right).text.strip("╰─╯ ")


async def test_the_frame_has_the_keys_that_fit_the_most_useful_ones_first() -> None:
    cases = [
        (120, "esc close  enter read  y copy  Y copy all  tab go round"),
        (40, "esc close  enter read  y copy"),
        (30, "esc close  enter read"),
        (20, "esc close"),
    ]
    async with reading(source(BROKEN), size=(120, 15)) as reader:
        await opened(reader)
        for width, hints in cases:
            await reader.resize(width, 15)
            assert foot(reader) == hints
            await reader.press("enter")
            assert foot(reader).startswith("esc back")
            await reader.resize(120, 15)
            assert foot(reader) == "esc back  n next  N previous  y copy  Y copy all"
            await reader.press("escape")


async def test_the_keys_in_the_frame_can_be_clicked() -> None:
    async def click(part: str) -> None:
        region = reader.top.query_one("#problems-window").region
        line = reader.strips[region.bottom - 1].text
        await reader.pilot.click(offset=(line.index(part), region.bottom - 1))
        await reader.pilot.pause()

    async with reading(source(FIVE), problems=MANY[:3], size=MIDDLE) as reader:
        problems = await opened(reader)
        await click("enter read")
        await click("n next")
        assert problems.number == 1
        await click("y copy")
        await reader.told("problem mine.txt:2: reason 2")
        await click("esc back")
        assert reader.top.focused is problems
        await click("esc close")
        assert reader.has_no_window


async def test_what_became_of_the_records_stands_above() -> None:
    again = source(
        "Once more.\n\narXiv:2301.00001\n\nSoon.\n\narXiv:2302.00001\nCreated: x\n", "b.txt"
    )
    async with reading(source(BROKEN), again, size=WIDE) as reader:
        await opened(reader)
        assert reader.lines(reader.top.query_one("#results"))[:3] == [
            "6 papers, 1 duplicate, 1 problem, 1 shown in part",
            "five.txt: plain text records, 6 records: 5 papers, 1 problem",
            "b.txt: plain text records, 2 records: 1 paper, 1 duplicate, 1 shown in part",
        ]


async def test_a_file_without_records_and_one_that_is_cut_are_problems(tmp_path: Path) -> None:
    gone = JsonlSource("gone.json", tmp_path / "gone.json")
    async with reading(source(FIVE), gone, source("", "none.txt"), size=WIDE) as reader:
        await opened(reader)
        counts = reader.lines(reader.top.query_one("#results"))
        assert counts[0] == "5 papers, 2 problems"
        rows = [" ".join(line.split()) for line in first_lines(reader)]
        assert rows[0].startswith("gone.json can't be read")
        assert rows[1] == "none.txt no record in it; it is read as plain text records"


async def test_of_files_that_were_not_opened_the_counts_say_nothing() -> None:
    again, gone = source(FIVE, "again.txt"), Problem("gone.txt", 0, "no such file")
    async with reading(source(FIVE), again, problems=[gone], size=WIDE) as reader:
        await opened(reader)
        counts = reader.lines(reader.top.query_one("#results"))
        assert counts[0] == "5 papers, 5 duplicates"


@pytest.mark.parametrize(
    ("size", "said"), [(MIDDLE, "reading standard input, 30 bytes"), (SINGLE, "30 bytes read")]
)
async def test_while_nothing_has_come_yet_there_are_no_problems_so_far(
    size: tuple[int, int], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    end, beginning = os.pipe()
    os.write(beginning, b"Bees dance.\n\narXiv:2301.00001\n"[:30])
    with os.fdopen(end) as pipe:
        monkeypatch.setattr(sys, "stdin", pipe)
        async with reading_files(Path("-"), size=size, until_loaded=False) as reader:
            await reader.until(lambda: said in reader.text)
            await reader.press("enter", "exclamation_mark")
            await reader.until(lambda: "No problems so far." in reader.text)
            await reader.press("enter")
            await reader.until(lambda: reader.has_no_window)
            os.close(beginning)
            await reader.loaded()
            assert "1 paper · " in reader.title("session")


async def test_files_of_one_name_are_told_apart() -> None:
    sources = (source("arXiv:none", "a/mine.txt"), source(FIVE, "b/mine.txt"))
    async with reading(*sources, size=WIDE) as reader:
        await opened(reader)
        lines = reader.lines(reader.top.query_one("#results"))
        assert [line.partition(":")[0] for line in lines[1:3]] == ["a/mine.txt", "b/mine.txt"]


async def test_of_very_many_problems_it_is_told_that_some_are_not_listed() -> None:
    async with reading(source(f"{FIVE}\n" + "arXiv:none\n\n" * 1234), size=MIDDLE) as reader:
        assert reader.title("problems") == "! 1,234 problems"
        problems = await opened(reader)
        assert "234 more problems than here: paperview check lists them" in reader.text
        await reader.press("G")
        assert problems.number == 999


async def test_without_problems_nothing_is_counted() -> None:
    async with reading(source(FIVE)) as reader:
        for size in SIZES:
            await reader.resize(*size)
            assert not reader.title("problems")
            await reader.press("enter", "exclamation_mark")
            assert "Everything was read." in reader.text
            assert "five.txt: plain text records, 5" in reader.text
            await reader.press("y", "Y", "j")
            await reader.press("q")
            assert reader.has_no_window
            await reader.press("exclamation_mark", "enter", "slash")
            assert reader.has_no_window


HOSTILE = "[/] [red]x[/red] [@click=app.quit]y[/] \\[z] {text} $text"


async def test_what_a_problem_says_is_no_markup() -> None:
    problems: Sequence[Problem] = [Problem("[/].txt", 1, HOSTILE, f"{HOSTILE}\n\U0001f469\u200d")]
    async with reading(source(FIVE, "[/].txt"), problems=problems) as reader:
        await opened(reader)
        for size in SIZES:
            await reader.resize(*size)
            for part in ("[/].txt:1:", "[@click=app.quit]y[/]", "{text} $text"):
                assert part in shown_in_full(reader), size
            assert "\u200d" not in reader.text


async def test_without_problems_the_result_is_shown_in_full_on_a_narrow_screen() -> None:
    async with reading(source(FIVE), size=SINGLE) as reader:
        await reader.press("enter", "exclamation_mark")
        said = " ".join(reader.lines(reader.top.query_one("#results", VerticalScroll)))
        assert " ".join(said.split()) == "five.txt: plain text records, 5 records: 5 papers"
