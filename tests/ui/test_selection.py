"""ctrl+c: copies what is selected, and quits where nothing is."""

from textual import events

from tests.ui.corpora import BEES, FIVE, TIDES
from tests.ui.support import reading, source


async def test_ctrl_c_copies_what_is_selected_in_the_filter(copied: list[str]) -> None:
    async with reading(source(FIVE)) as reader:
        await reader.write("narrow tides")
        await reader.press(*["shift+left"] * 5, "ctrl+c")
        assert await reader.told("tides") == "selection tides: copied with a test"
        assert copied == ["tides"]
        assert reader.app.is_running
        assert reader.bar.text == "narrow tides"
        assert reader.current == TIDES


async def test_ctrl_c_quits_when_the_selection_is_gone(copied: list[str]) -> None:
    async with reading(source(FIVE)) as reader:
        await reader.write("bays")
        await reader.press("shift+home", "ctrl+c")
        await reader.told("bays")
        await reader.press("end")
        await reader.pilot.press("ctrl+c")
        assert not reader.app.is_running
        assert reader.app.return_code == 0
        assert copied == ["bays"]


async def test_ctrl_c_copies_what_the_mouse_selected_in_the_detail(copied: list[str]) -> None:
    async with reading(source(FIVE)) as reader:
        x, y = reader.place_of(reader.detail, "How bees dance")
        await reader.pilot._post_mouse_events(
            [events.MouseMove, events.MouseDown], reader.detail, (x + 4, y), button=1
        )
        await reader.pilot._post_mouse_events(
            [events.MouseMove, events.MouseUp], reader.detail, (x + 7, y), button=1
        )
        await reader.press("ctrl+c")
        await reader.told("selection")
        assert copied == ["bees"]
        assert reader.current == BEES
        await reader.pilot.press("ctrl+c")
        assert not reader.app.is_running
        assert copied == ["bees"]
