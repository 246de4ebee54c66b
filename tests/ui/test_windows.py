"""The window of help over the screen; that of problems has tests of its own."""

from textual.containers import VerticalScroll
from textual.widgets import Static

from paperview.keys.table import READER
from paperview.ui.dialogs.windows import HelpScreen
from paperview.ui.help import sections
from tests.ui.corpora import BEES, FIVE
from tests.ui.support import Reader, reading, source

HELP = sections(READER)


async def test_help_tells_of_every_key_and_of_the_filter() -> None:
    async with reading(source(FIVE), size=(120, 90)) as reader:
        await reader.press("f1")
        assert isinstance(reader.top, HelpScreen)
        seen = " ".join(reader.text.split())
        for heading, lines in HELP:
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
    async with reading(source(FIVE), size=(40, 12)) as reader:
        await reader.press("f1")
        seen = entries(reader)
        assert seen >= {"Whiletypinginthefilter", "tothelist"}
        await reader.press(*"j" * 15)
        assert "Whiletypinginthefilter" not in entries(reader)
        assert "Inthelistandthedetail" in entries(reader)
        await reader.press("end")
        assert "anid,aDOIoranarXivaddress:thatpaper" in entries(reader)
        await reader.press("k", "home")
        assert entries(reader) == seen


async def test_all_of_the_help_can_be_scrolled_to_on_a_small_screen() -> None:
    async with reading(source(FIVE), size=(40, 20)) as reader:
        await reader.press("f1")
        seen = entries(reader)
        window = reader.top.query_one(VerticalScroll)
        while window.scroll_offset.y < window.max_scroll_y:
            window.scroll_relative(y=window.size.height - 4, animate=False, immediate=True)
            await reader.pilot.pause()
            seen |= entries(reader)
        told = [text for heading, lines in HELP for text in (heading, *sum(lines, ()))]
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
    async with reading(source(FIVE), size=(40, 12)) as reader:
        await reader.press("f1")
        await reader.press("end")
        await reader.until(lambda: "2304.10190" in reader.text)
