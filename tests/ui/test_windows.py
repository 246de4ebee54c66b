"""The windows over the screen: problems and help."""

from textual.containers import VerticalScroll
from textual.widgets import Static

from paperview.sources.problem import Problem
from paperview.ui import keys
from paperview.ui.screens.help import HelpScreen
from paperview.ui.screens.problems import ProblemsScreen
from tests.ui.piles import BEES, PILE
from tests.ui.support import MIDDLE, WIDE, Reader, reading, source

BROKEN = f"{PILE}\n\nAn abstract whose record is cut off in the mid"


async def test_problems_are_counted_and_listed_with_their_lines() -> None:
    unreadable = Problem("gone.txt", 0, "no such file; check the name")
    async with reading(source(BROKEN), size=WIDE, problems=[unreadable]) as reader:
        assert reader.said("#problems") == "! 2 problems"
        await reader.press("enter", "exclamation_mark")
        assert isinstance(reader.top, ProblemsScreen)
        assert "gone.txt: no such file; check the name" in reader.text
        assert "pile.txt:42: the file ends inside a record" in reader.text
        assert "An abstract whose record is cut off in the mid" in reader.text
        await reader.press("escape")
        assert reader.focus == "list"
        await reader.pilot.click("#problems")
        await reader.until(lambda: isinstance(reader.top, ProblemsScreen))
        await reader.press("exclamation_mark")
        assert reader.has_no_window


async def test_a_long_reason_is_read_in_full_on_a_small_screen() -> None:
    problem = Problem("pile.txt", 7, "one two three four five six seven eight nine ten eleven")
    async with reading(source(PILE), problems=[problem], size=(40, 15)) as reader:
        await reader.press("enter", "exclamation_mark")
        seen = " ".join(reader.text.replace("│", " ").split())
        assert "pile.txt:7: one two three four" in seen
        assert "nine ten eleven" in seen


async def test_without_problems_nothing_is_counted() -> None:
    async with reading(source(PILE)) as reader:
        assert not reader.screen.query_one("#problems").display
        await reader.press("enter", "exclamation_mark")
        assert "Everything was read." in reader.text
        await reader.press("q")
        assert reader.has_no_window


async def test_a_long_list_of_problems_scrolls() -> None:
    many = [Problem("mine.txt", n, f"reason {n}") for n in range(1, 1101)]
    async with reading(source(PILE), problems=many, size=MIDDLE) as reader:
        assert reader.said("#problems") == "! 1,100 problems"
        await reader.press("enter", "exclamation_mark")
        assert "mine.txt:1: reason 1\n" in "\n".join(reader.text.replace("│", "\n").split("  "))
        await reader.press("j", "j", "j")
        assert "mine.txt:1: reason 1 " not in reader.text
        await reader.press("end")
        assert "and 100 more: paperview check lists them" in reader.text


async def test_help_tells_of_every_key_and_of_the_filter() -> None:
    async with reading(source(PILE), size=(100, 60)) as reader:
        await reader.press("f1")
        assert isinstance(reader.top, HelpScreen)
        seen = " ".join(reader.text.split())
        for heading, lines in keys.HELP:
            assert heading in seen
            for key, meaning in lines:
                assert f"{' '.join(key.split())} {meaning}" in seen
        await reader.press("escape")
        assert reader.focus == "filter"
        await reader.press("enter", "question_mark")
        assert isinstance(reader.top, HelpScreen)
        await reader.press("question_mark")
        assert reader.focus == "list"
        assert reader.current == BEES


async def test_help_scrolls_on_a_small_screen() -> None:
    async with reading(source(PILE), size=(40, 12)) as reader:
        await reader.press("f1")
        seen = entries(reader)
        assert seen >= {"Whiletypinginthefilter", "tothelist"}
        await reader.press(*"j" * 14)
        assert "Whiletypinginthefilter" not in entries(reader)
        assert "Inthelistandthedetail" in entries(reader)
        await reader.press("end")
        assert "anid,aDOIoranarXivaddress:thatpaper" in entries(reader)
        await reader.press("k", "home")
        assert entries(reader) == seen


async def test_all_of_the_help_can_be_scrolled_to_on_a_small_screen() -> None:
    async with reading(source(PILE), size=(40, 20)) as reader:
        await reader.press("f1")
        seen = entries(reader)
        window = reader.top.query_one(VerticalScroll)
        while window.scroll_offset.y < window.max_scroll_y:
            window.scroll_relative(y=window.size.height - 4, animate=False, immediate=True)
            await reader.pilot.pause()
            seen |= entries(reader)
        told = [text for heading, lines in keys.HELP for text in (heading, *sum(lines, ()))]
        assert seen == {"".join(text.split()) for text in told}


def entries(reader: Reader) -> set[str]:
    """Return which headings, keys and meanings are seen in full in the window, without blanks."""
    view, strips = reader.top.query_one(VerticalScroll).content_region, reader.strips
    seen = set()
    for region in (text.region for text in reader.top.query(Static)):
        if view.contains_region(region):
            lines = strips[region.y : region.bottom]
            seen.add("".join(line.crop(region.x, region.right).text for line in lines))
    return {"".join(text.split()) for text in seen}


async def test_no_key_is_torn_apart_in_the_help_on_a_small_screen() -> None:
    async with reading(source(PILE), size=(40, 12)) as reader:
        await reader.press("f1")
        await reader.press("end")
        await reader.until(lambda: "2304.10190" in reader.text)
