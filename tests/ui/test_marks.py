"""Marking papers: ranges, all results, the others, none."""

from time import process_time

from paperview.index.results import NumberList
from paperview.library.marks import Marks
from paperview.library.store.store import Store
from paperview.model.paper import Paper
from tests.ui.corpora import FIVE, numbered
from tests.ui.support import Reader, reading, source


def signs(reader: Reader) -> str:
    """Return the signs of the marks in the list's first rows, with a dot where there is none."""
    lines = reader.lines(reader.papers)
    return "".join(line[1].replace(" ", ".") for line in lines if len(line) > 1)


def count(reader: Reader) -> str:
    return reader.title("session").rpartition("marked")[0].rpartition("·")[2].strip()


async def test_a_range_is_stretched_kept_and_taken_back() -> None:
    async with reading(source(numbered(12))) as reader:
        await reader.press("enter", "j", "space", "j", "V")
        assert signs(reader) == ".+.+........"
        assert "esc unmark" in reader.key_line
        await reader.press("j", "j", "k", "V", "j")
        assert signs(reader) == ".+.++......."
        assert "esc unmark" not in reader.key_line
        await reader.press("V", "g")
        assert signs(reader) == "++++++......"
        await reader.press("escape")
        assert signs(reader) == ".+.++......."
        await reader.press("shift+down", "shift+down", "shift+down", "shift+up")
        assert signs(reader) == "+++++......."
        await reader.press("j", "j", "j", "j", "shift+down")
        assert signs(reader) == "+++++.++...."
        await reader.press("k", "k", "V", "G", "y")
        assert (await reader.told("marked")).startswith("arXiv id of 12 marked")
        await reader.press("g")  # the action has ended the range
        assert count(reader) == "12"


async def test_a_click_with_shift_marks_up_to_there() -> None:
    async with reading(source(numbered(12))) as reader:
        await reader.press("enter", "j")
        await reader.pilot.click(reader.papers, offset=(9, 6), shift=True)
        await reader.settled()
        assert signs(reader) == ".+++++......"
        await reader.click(reader.papers, "Study 11")
        assert signs(reader) == ".+++++......"


async def test_all_results_the_others_and_none() -> None:
    async with reading(source(numbered(12))) as reader:
        await reader.ask("study +1")
        shown = len(reader.ids)
        await reader.press("enter", "A")
        await reader.told(f"{shown} papers are marked")
        await reader.press("slash")
        await reader.ask("")
        await reader.press("enter", "I")
        await reader.told(f"{12 - shown} papers are marked")
        assert count(reader) == str(12 - shown)
        await reader.press("X")
        await reader.told(f"{12 - shown} papers unmarked")
        assert signs(reader) == "." * 12


async def test_a_range_goes_on_over_papers_that_nearly_match() -> None:
    async with reading(source(FIVE)) as reader:
        await reader.ask("bays moon bees")
        rows = len(reader.screen.listed.shown)
        assert rows > len(reader.screen.results) == 0
        await reader.press("enter", "V", "G")
        assert count(reader) == str(rows)
        await reader.press("X", "A")
        await reader.told("marked")
        assert count(reader) == str(rows)


def test_a_million_marks_at_once_are_cheap() -> None:
    store, marks = Store(), Marks()
    store.add(Paper(title="One"))
    numbers = NumberList(range(0, 2_000_000, 2))

    class Million(Store):
        end = 2_000_000

    began = process_time()
    marks.add(numbers, Million())
    assert len(marks) == 1_000_000
    assert 4 in marks
    assert 5 not in marks
    marks.invert(NumberList(range(2_000_000)), Million())
    assert len(marks.numbers()) == 1_000_000
    assert marks.numbers()[:2].tolist() == [1, 3]
    assert process_time() - began < 5  # as a set of numbers with fingerprints it takes minutes
