"""The orders that `s` goes through."""

from tests.ui.corpora import BEES, FIVE, GLASS, IN_PILE, KNOTS, OLD, TIDES
from tests.ui.support import reading, source

BY_DATE_UP = IN_PILE[::-1]
BY_TITLE = [BEES, KNOTS, OLD, TIDES, GLASS]
BY_AUTHOR = [OLD, KNOTS, BEES, TIDES, GLASS]


async def test_s_goes_through_the_orders_and_the_cursor_stays_on_its_paper() -> None:
    async with reading(source(FIVE)) as reader:
        assert reader.title("order") == "newest first"
        await reader.press("enter", "j", "j", "j")
        for order, ids in [
            ("oldest first", BY_DATE_UP),
            ("by title", BY_TITLE),
            ("by first author", BY_AUTHOR),
            ("newest first", IN_PILE),
        ]:
            await reader.press("s")
            await reader.listed(ids)
            assert reader.title("order") == order
            assert reader.current == KNOTS
            place = ids.index(KNOTS)
            assert reader.lines(reader.papers)[place].startswith("▌ 2022-10  Knots")


async def test_an_order_is_kept_for_the_next_query() -> None:
    async with reading(source(FIVE)) as reader:
        await reader.ask("bee")
        assert reader.title("order") == "best match first"
        await reader.press("enter", "s")
        await reader.until(lambda: reader.title("order") == "newest first")
        assert reader.ids == [BEES, GLASS]
        await reader.press("s")
        await reader.listed([GLASS, BEES])
        await reader.press("slash")
        await reader.ask("cy okafor")
        assert reader.ids == [KNOTS, TIDES]
        assert reader.title("order") == "oldest first"


async def test_a_click_on_the_order_goes_to_the_next() -> None:
    async with reading(source(FIVE)) as reader:
        await reader.click(reader.title_line, "newest first")
        await reader.listed(BY_DATE_UP)
        assert reader.title("order") == "oldest first"
