"""A source that is still being read: what there is can be used, and that more comes is told."""

from collections.abc import Iterator
from threading import Event

import pytest

from paperview.index.query.parser import parse
from paperview.index.results import NumberList, Order, Results
from paperview.library.session import Answered
from paperview.model.paper import Paper
from paperview.sources.problem import Problem
from paperview.sources.source import TextSource
from tests.ui.corpora import FIVE, TIDES, number, numbered
from tests.ui.support import DEADLINE_S, Reader, reading, source


class Gated(TextSource):
    """A source that hands out as many records as it is told to."""

    __slots__ = ("opened",)

    def records(self) -> Iterator[Paper | Problem]:
        for place, record in enumerate(TextSource.records(self)):
            if (place + 1) in GATES:
                assert GATES[place + 1].wait(DEADLINE_S)
            yield record


GATES: dict[int, Event] = {}
"""Before which records to wait, and for what."""


@pytest.fixture
def growing(monkeypatch: pytest.MonkeyPatch) -> Iterator[TextSource]:
    """A source of 100 papers, of which 4 are read at once and 40 behind the first gate.

    Those that come later are listed above and below those that are there.
    """
    monkeypatch.setattr("paperview.library.loader.BATCH", 40)
    monkeypatch.setattr("paperview.library.loader.FIRST_INDEX", 10)
    GATES.update({5: Event(), 45: Event()})
    order = [*range(50, 54), *range(30, 50), *range(54, 74), *range(1, 30), *range(74, 101)]
    records = "\n".join(numbered(1, n) for n in order)
    yield Gated("many.txt", records.encode())
    open_gates()


def open_gates() -> None:
    for gate in GATES.values():
        gate.set()


async def grown(reader: Reader, count: int) -> None:
    await reader.until(lambda: f"{count} papers" in reader.title("session"))
    await reader.settled()


async def more_listed(reader: Reader, count: int) -> None:
    await reader.until(lambda: len(reader.ids) > count)
    await reader.settled()


async def test_the_title_line_says_that_more_comes(growing: TextSource) -> None:
    async with reading(growing, until_loaded=False) as reader:
        await grown(reader, 4)
        assert reader.title("session") == "4 papers so far, reading · many.txt"
        open_gates()
        await reader.loaded()
        assert reader.title("session") == "100 papers · many.txt"
        assert reader.said("#count") == "100"


async def test_the_cursor_stays_on_its_paper_and_its_line(growing: TextSource) -> None:
    async with reading(growing, until_loaded=False) as reader:
        await grown(reader, 4)
        assert reader.current == number(50)
        await reader.press("down")
        assert reader.lines(reader.papers)[1].startswith("▌ 2023-04  Study 51")
        for step in (GATES[5], GATES[45]):
            step.set()
            await more_listed(reader, len(reader.ids))
            assert reader.current == number(51)
            assert reader.lines(reader.papers)[1].startswith("▌ 2023-04  Study 51")
        await reader.loaded()
        assert reader.ids[0] == number(1)


async def test_a_query_is_answered_over_what_there_is_and_again(growing: TextSource) -> None:
    async with reading(growing, until_loaded=False) as reader:
        await grown(reader, 4)
        reader.bar.text = "study"
        await reader.pilot.pause()
        assert reader.said("#count") == "indexing …"
        GATES[5].set()
        await reader.answered("study")
        assert reader.said("#count").startswith("10 of 10 so far")
        await reader.press("down", "down")
        chosen = reader.current
        open_gates()
        await reader.until(lambda: len(reader.screen.results) == 100)
        await reader.settled()
        assert reader.said("#count").startswith("100 of 100 · ")
        assert reader.current == chosen


async def test_an_answer_that_took_long_begins_with_its_first_paper(growing: TextSource) -> None:
    async with reading(growing, until_loaded=False) as reader:
        await grown(reader, 4)
        await reader.press(*"study", "down", "down")
        assert reader.current == number(52)
        GATES[5].set()
        await reader.answered("study")
        assert reader.current == reader.ids[0]


async def test_another_order_of_what_there_is_says_so(growing: TextSource) -> None:
    async with reading(growing, until_loaded=False) as reader:
        GATES[5].set()
        await grown(reader, 44)
        await reader.press("enter", "s")
        await reader.until(lambda: len(reader.ids) == 10)
        await reader.listed(sorted(reader.ids, reverse=True))
        assert reader.title("order") == "oldest first"
        assert reader.said("#count") == "10 so far"
        assert "so far" in reader.title("session")
        open_gates()
        await reader.listed([number(n) for n in range(100, 0, -1)])
        assert reader.said("#count") == "100"


async def test_what_is_under_the_cursor_can_be_copied_meanwhile(
    growing: TextSource, copied: list[str]
) -> None:
    async with reading(growing, until_loaded=False) as reader:
        await grown(reader, 4)
        await reader.press("ctrl+y")
        await reader.told(number(50))
        assert copied == [number(50)]


async def test_an_answer_to_an_older_query_is_dropped() -> None:
    async with reading(source(FIVE)) as reader:
        old = parse("bee")
        await reader.ask("tides")
        stale = Results(query=old, numbers=NumberList([0, 2]), searched=5)
        reader.screen.report(Answered(reader.screen.session, (old, Order.BEST), stale))
        await reader.pilot.pause()
        assert reader.ids == [TIDES]
        assert reader.said("#count").startswith("1 of 5")


async def test_a_broken_record_late_in_the_file_is_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("paperview.library.loader.BATCH", 10)
    broken = f"{numbered(30)}\nNo id here.\n\nCreated: 2023-01-01\n"
    async with reading(source(broken)) as reader:
        assert reader.title("problems") == "! 1 problem"
        assert reader.title("session") == "30 papers · five.txt"


async def test_files_are_counted_and_read_together() -> None:
    first, second = source(numbered(3), "a.txt"), source(numbered(3, start=2), "b.txt")
    async with reading(first, second) as reader:
        assert reader.title("session") == "4 papers · 2 files"
        assert reader.ids == [number(n) for n in (1, 2, 3, 4)]


async def test_the_detail_stays_where_it_was_scrolled_with_its_link(growing: TextSource) -> None:
    async with reading(growing, size=(60, 12), until_loaded=False) as reader:
        await grown(reader, 4)
        await reader.press("enter", "enter", "j", "j", "l")
        seen = reader.lines(reader.detail)
        assert reader.detail.scroll_offset.y > 0
        assert reader.chosen_link == f"arXiv:{number(50)}"
        for step in (GATES[5], GATES[45]):
            step.set()
            await more_listed(reader, len(reader.ids))
            assert reader.lines(reader.detail) == seen
            assert reader.chosen_link == f"arXiv:{number(50)}"
            assert reader.focus == "detail"


async def test_a_paper_to_go_to_waits_for_the_answer_to_its_query(growing: TextSource) -> None:
    open_gates()
    async with reading(growing) as reader:
        reader.screen.listing.go_to(7, "study")
        reader.screen.listing.show(reader.screen.results, Order.BEST)
        await reader.answered("study")
        assert reader.papers.number == 7


async def test_no_problems_so_far(growing: TextSource) -> None:
    async with reading(growing, until_loaded=False) as reader:
        await reader.press("enter", "exclamation_mark")
        assert "No problems so far." in reader.text
        await reader.press("escape", "exclamation_mark")
        open_gates()


async def test_problems_that_come_while_they_are_looked_at_are_listed(growing: TextSource) -> None:
    bad = Gated("bad.txt", growing.data + b"\nA record without end.\n")
    async with reading(bad, until_loaded=False) as reader:
        await grown(reader, 4)
        await reader.press("enter", "exclamation_mark")
        await reader.until(lambda: "No problems so far." in reader.text)
        open_gates()
        await reader.until(lambda: "the file ends inside a record" in reader.text)
        await reader.press("escape")
        assert reader.focus == "list"
