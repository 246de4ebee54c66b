"""Typing in the filter bar: what the list, the bar and the detail say."""

from paperview.ui.widgets.filter_bar import FilterBar
from tests.ui.corpora import BEES, FIVE, GLASS, IN_PILE, KNOTS, TIDES
from tests.ui.support import reading, source


async def test_the_bar_has_the_focus_and_everything_is_listed() -> None:
    async with reading(source(FIVE)) as reader:
        assert reader.focus == "filter"
        assert reader.ids == IN_PILE
        assert reader.current == BEES
        assert reader.said("#count") == "5"
        assert "5 papers · five.txt" in reader.title("session")


async def test_typing_leaves_what_matches_with_the_cursor_on_the_first() -> None:
    async with reading(source(FIVE)) as reader:
        await reader.press("down", "down")
        await reader.write("ada")
        assert reader.ids == [BEES]
        assert reader.current == BEES
        assert reader.lines(reader.papers)[0].startswith("▌ 2023-01  How bees dance")
        assert reader.said("#count").startswith("1 of 5 · ")
        assert reader.detail.border_title == f"arXiv:{BEES}"
        await reader.ask("okafor")
        assert reader.ids == [TIDES, KNOTS]
        await reader.press("down")
        assert reader.current == KNOTS
        await reader.press("space", "+", "c")
        await reader.answered("okafor +c")
        assert reader.current == TIDES


async def test_a_typo_is_told() -> None:
    async with reading(source(FIVE)) as reader:
        await reader.ask("sailros")
        assert reader.ids == [KNOTS]
        assert reader.said("#note") == "sailros → sailors"


async def test_a_typo_beyond_the_usual_is_told_with_doubt() -> None:
    async with reading(source(FIVE)) as reader:
        await reader.ask("tydez")
        assert reader.ids == [TIDES]
        assert reader.said("#note") == "tydez → tides?"


async def test_a_mistake_is_told_and_read_as_plain_words() -> None:
    async with reading(source(FIVE)) as reader:
        await reader.ask("year:soon bees")
        assert "year: needs a date" in reader.said("#note")
        await reader.ask("bees")
        assert reader.said("#note") == "bees → bee"
        assert reader.ids[0] == BEES


async def test_nothing_found_says_what_would_help_and_empties_the_detail() -> None:
    async with reading(source(FIVE)) as reader:
        await reader.ask("bee +zzyzx")
        assert reader.ids == []
        assert reader.current is None
        said = [line for line in reader.lines(reader.papers) if line]
        assert said == ["  Nothing has both.", "  Without +zzyzx: 2 papers."]
        assert "".join(reader.lines(reader.detail)) == ""
        assert reader.detail.border_title == "no paper"
        assert reader.said("#count").startswith("0 of 5")
        await reader.press("down", "pagedown", "enter", "j", "G", "y", "Y", "Z", "space", "r")
        assert reader.current is None


async def test_nothing_found_by_one_word_has_no_hint() -> None:
    async with reading(source(FIVE)) as reader:
        await reader.ask("zzyzx")
        assert [line for line in reader.lines(reader.papers) if line] == ["  Nothing matches."]


async def test_escape_clears_then_leaves_the_bar() -> None:
    async with reading(source(FIVE)) as reader:
        await reader.write("knots")
        assert reader.ids == [KNOTS]
        await reader.press("escape")
        await reader.answered("")
        assert reader.focus == "filter"
        assert reader.ids == IN_PILE
        assert reader.current == KNOTS
        await reader.press("escape")
        await reader.until(lambda: reader.focus == "list")
        assert reader.current == KNOTS


async def test_escape_in_the_list_clears_the_filter() -> None:
    async with reading(source(FIVE)) as reader:
        await reader.write("tides")
        await reader.press("enter", "escape")
        await reader.answered("")
        assert reader.ids == IN_PILE
        assert reader.current == TIDES
        assert reader.focus == "list"


async def test_blanks_alone_are_no_query() -> None:
    async with reading(source(FIVE)) as reader:
        await reader.ask("   ")
        assert reader.ids == IN_PILE
        assert reader.said("#count") == "5"


async def test_a_pasted_address_finds_its_paper() -> None:
    async with reading(source(FIVE)) as reader:
        await reader.ask(f"https://arxiv.org/abs/{GLASS}v3")
        assert reader.ids == [GLASS]
        await reader.ask("10.1000/KNOTS")
        assert reader.ids == [KNOTS]


async def test_a_long_query_leaves_the_count_in_sight() -> None:
    async with reading(source(FIVE), size=(60, 24)) as reader:
        await reader.ask("bee " * 40)
        count = reader.screen.query_one("#count").region
        assert count.right <= 60
        assert reader.said("#count").startswith("2 of 5")
        assert reader.screen.query_one(FilterBar).region.height == 3


async def test_a_slash_is_typed_within_the_filter() -> None:
    async with reading(source(FIVE)) as reader:
        for query in ("10.1000/knots", "math/0309136", "hep-th/9901001", "a/b"):
            await reader.write(query)
            assert reader.bar.text == query
            assert f"❯ {query} " in reader.lines(reader.bar)[0]
            assert reader.focus == "filter"
            if query in IN_PILE:
                assert reader.ids == [query]
            await reader.ask("")


async def test_signs_alone_leave_everything_and_say_so() -> None:
    async with reading(source(FIVE)) as reader:
        for signs in ("👩‍🔬", "🐝", "?!", "∎ —"):
            await reader.ask("tides")
            assert reader.said("#note") == ""
            reader.bar.text = signs
            await reader.until(lambda: reader.said("#note") == "no letters or digits to look for")
            await reader.settled()
            assert reader.ids == IN_PILE, signs
            assert reader.said("#count") == "5"
            assert reader.title("session") == "5 papers · five.txt"
        await reader.ask("tides")
        assert reader.said("#note") == ""
