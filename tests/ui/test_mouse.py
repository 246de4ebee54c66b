"""The mouse alone: click, double click, wheel, hover, and the panes."""

import pytest
from textual import events

from paperview.ui.app import PaperviewApp
from tests.ui.corpora import BEES, FIVE, GLASS, TIDES, number, numbered
from tests.ui.support import SINGLE, WIDE, Reader, reading, source


async def wheel(reader: Reader, kind: type[events.MouseEvent], times: int) -> None:
    """Turn the wheel over the list."""
    x, y = reader.papers.region.x + 5, reader.papers.region.y + 5
    for _ in range(times):
        event = kind(
            reader.papers, x=x, y=y, delta_x=0, delta_y=1, button=0,
            shift=False, meta=False, ctrl=False, screen_x=x, screen_y=y,
        )  # fmt: skip
        reader.screen._forward_event(event)
        await reader.pilot.pause()


async def test_a_click_selects_and_gives_the_focus() -> None:
    async with reading(source(FIVE)) as reader:
        await reader.click(reader.papers, "Window glass")
        assert reader.current == GLASS
        assert reader.focus == "list"
        assert "Window glass" in reader.page
        await reader.pilot.click(reader.papers, offset=(5, 9))
        assert reader.current == GLASS
        await reader.pilot.click("#query")
        await reader.until(lambda: reader.focus == "filter")
        await reader.click(reader.detail, "no title")
        await reader.until(lambda: reader.focus == "detail")


async def test_a_double_click_opens(opened: list[str]) -> None:
    async with reading(source(FIVE)) as reader:
        await reader.click(reader.papers, "Tides", times=2)
        await reader.told(TIDES)
        assert opened == [f"https://arxiv.org/abs/{TIDES}"]
        assert reader.current == TIDES


async def test_clicks_on_two_papers_are_no_double_click(opened: list[str]) -> None:
    async with reading(source(FIVE)) as reader:
        await reader.click(reader.papers, "Tides")
        await reader.click(reader.papers, "Window")
        assert opened == []


async def test_the_wheel_scrolls_and_leaves_the_cursor() -> None:
    async with reading(source(numbered(60))) as reader:
        await wheel(reader, events.MouseScrollDown, 3)
        assert "Study 1" not in [line[-7:] for line in reader.lines(reader.papers)]
        assert reader.current == number(1)
        top = reader.papers.scroll_offset.y
        assert top > 0
        await reader.click(reader.papers, f"Study {top + 3}")
        assert reader.current == number(top + 3)
        await reader.press("home")
        assert reader.papers.scroll_offset.y == 0
        await wheel(reader, events.MouseScrollDown, 90)
        assert reader.lines(reader.papers)[-1].endswith("Study 60")
        await wheel(reader, events.MouseScrollUp, 90)
        assert reader.lines(reader.papers)[0].endswith("Study 1")
        assert reader.current == number(1)


async def test_the_wheel_scrolls_a_long_detail() -> None:
    long = f"Long\nEva Berg\n\n{'All about it. ' * 400}\n\narXiv:2301.00009\nCreated: 2024-01-01\n"
    async with reading(source(long)) as reader:
        await reader.pilot._post_mouse_events([events.MouseScrollDown], reader.detail, (5, 5))
        assert reader.detail.scroll_offset.y > 0


def grounds(reader: Reader) -> list[object]:
    """Return the colours behind the titles of the first five rows."""
    rows = (list(strip) for strip in reader.strips_of(reader.papers)[:5])
    return [
        next(part.style and part.style.bgcolor for part in row if "20" in part.text) for row in rows
    ]


async def test_the_row_under_the_mouse_lights_up() -> None:
    async with reading(source(FIVE)) as reader:
        before = grounds(reader)
        await reader.pilot.hover(reader.papers, offset=reader.place_of(reader.papers, "Window"))
        lit = grounds(reader)
        assert [place for place in range(5) if lit[place] != before[place]] == [2]
        await reader.pilot.hover("#query")
        await reader.until(lambda: grounds(reader) == before)
        assert reader.current == BEES


@pytest.mark.parametrize(
    ("size", "way"),
    [(SINGLE, "key line"), (SINGLE, "filter"), ((20, 10), "key line"), ((40, 7), "filter")],
)
async def test_the_mouse_alone_reads_in_a_narrow_pane_and_comes_back(
    size: tuple[int, int], way: str, monkeypatch: pytest.MonkeyPatch, opened: list[str]
) -> None:
    monkeypatch.setattr(PaperviewApp, "CLICK_CHAIN_TIME_THRESHOLD", -1)  # no double click
    async with reading(source(FIVE), size=size) as reader:
        for title, number in [("Tides", TIDES), ("Window", GLASS)]:
            await reader.click(reader.papers, title)
            assert reader.current == number
            assert reader.focus == "list"
            await reader.click(reader.papers, title)
            assert reader.current == number
            assert reader.focus == "detail"
            assert not reader.papers.region.area
            assert title in reader.page
            if way == "key line":
                await reader.click(reader.hints, "esc list")
            else:
                await reader.pilot.click("#query")
            await reader.until(lambda: reader.papers.region.area)
            await reader.pilot.pause()
            assert not reader.detail.region.area
            assert any(
                line.startswith("▌") and title in line for line in reader.lines(reader.papers)
            )
            assert reader.focus == ("list" if way == "key line" else "filter")
        assert opened == []


async def test_a_second_click_only_keeps_the_cursor_where_both_panes_are_seen(
    monkeypatch: pytest.MonkeyPatch, opened: list[str]
) -> None:
    monkeypatch.setattr(PaperviewApp, "CLICK_CHAIN_TIME_THRESHOLD", -1)  # no double click
    async with reading(source(FIVE)) as reader:
        for _ in range(2):
            await reader.click(reader.papers, "Tides")
            assert (reader.current, reader.focus) == (TIDES, "list")
        assert opened == []


async def test_rows_of_two_lines_are_clicked_on_either() -> None:
    async with reading(source(FIVE), size=WIDE) as reader:
        await reader.click(reader.papers, "Tides")
        assert reader.current == TIDES
        await reader.click(reader.papers, BEES)
        assert reader.current == BEES
        await reader.pilot.click(reader.papers, offset=(5, 0))
        assert reader.current == BEES


async def test_a_click_on_what_has_just_been_removed_does_nothing() -> None:
    async with reading(source(FIVE)) as reader:
        page = reader.detail.query_one("#page")
        x, y = page.region.x + 2, page.region.y
        assert reader.screen.get_widget_at(x, y)[0] is page
        page_parent = page.parent
        assert page_parent is not None
        page._detach()  # as removing it does, before the next layout
        event = events.MouseDown(
            None, x=x, y=y, delta_x=0, delta_y=0, button=1,
            shift=False, meta=False, ctrl=False, screen_x=x, screen_y=y,
        )  # fmt: skip
        try:
            await reader.app.on_event(event)
        finally:
            page._attach(page_parent)


async def test_what_can_be_clicked_on_the_title_line_is_underlined_under_the_mouse() -> None:
    async with reading(source(FIVE), size=WIDE) as reader:
        line = reader.title_line

        def underlined() -> str:
            drawn = (run for strip in reader.strips_of(line) for run in strip)
            return "".join(run.text for run in drawn if run.style and run.style.underline)

        for away in ((line, reader.place_of(line, "5 papers")), (reader.papers, (5, 5))):
            await reader.pilot.hover(line, offset=reader.place_of(line, "newest first"))
            await reader.until(lambda: underlined() == "newest first")
            await reader.pilot.hover(away[0], offset=away[1])
            await reader.until(lambda: not underlined())
