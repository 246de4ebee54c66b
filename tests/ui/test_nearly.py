"""The list where papers that nearly match follow those that match."""

from __future__ import annotations

import pytest

from tests.ui.support import reading, source

PAPERS = "\n\n".join(
    f"{title}.\n\narXiv:2301.0000{number}"
    for number, title in enumerate(
        ("Zebra horse goats", "Zebra horse", "Horse goats", "Zebra cows", "A pig"),
        1,
    )
)


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (40, 15)])
async def test_the_cursor_passes_over_the_line_between_the_groups(size: tuple[int, int]) -> None:
    async with reading(source(PAPERS), size=size) as reader:
        await reader.ask("zebra horse goats")
        assert "2 more, each without one word" in reader.text
        assert len(reader.ids) == 3
        wide = size[0] >= 50
        assert reader.said("#count").startswith("1 of 5 · 2 nearly" if wide else "1 of 5 ~2")
        await reader.press("enter")
        seen = [reader.current]
        for _ in range(3):
            await reader.press("j")
            seen.append(reader.current)
        assert seen == [*reader.ids, reader.ids[-1]]
        assert "without goats" in reader.text or "no goats" in reader.text
        await reader.press("g")
        await reader.click(reader.papers, "2 more")
        assert reader.current == reader.ids[0]
        left, top = reader.place_of(reader.papers, "2 more")
        await reader.pilot.click(reader.papers, offset=(left, top + 1))
        assert reader.current == reader.ids[1]
        await reader.resize(60, 20)
        assert reader.current == reader.ids[1]
        assert "2 more, each without one word" in reader.text


async def test_the_line_between_the_groups_is_as_long_as_there_is_room_and_never_cut() -> None:
    texts = {"2 more, each without one word", "2 more without one word"}
    async with reading(source(PAPERS), size=(36, 15)) as reader:
        await reader.ask("zebra horse goats")
        found = set()
        for width in range(36, 26, -1):
            await reader.resize(width, 15)
            (line,) = (line for line in reader.lines(reader.papers) if "2 more" in line)
            found.add(line.strip(" ─▌"))
        assert found == texts


async def test_what_nearly_matches_can_be_left_out() -> None:
    async with reading(source(PAPERS)) as reader:
        await reader.ask("zebra horse goats")
        await reader.press("f4")
        assert len(reader.ids) == 1
        assert "nearly" not in reader.said("#count")
        await reader.ask("horse goats cows")
        assert reader.ids == []
        assert "f4" in reader.text
        await reader.press("f4")
        assert len(reader.ids) == 2


async def test_all_results_are_those_that_match_unless_there_are_none() -> None:
    async with reading(source(PAPERS)) as reader:
        await reader.ask("zebra horse goats")
        await reader.press("enter", "A")
        assert len(reader.screen.marks) == 1
        await reader.press("X")
        await reader.ask("horse goats cows")
        await reader.press("enter", "A")
        assert len(reader.screen.marks) == 2


LEADING = "\n\n".join(
    [
        "Fields.\nA. One\n\nGoats and a cow; then a horse. At last zebras.\n\narXiv:2302.00001",
        "A zebra, a goat and a cow.\nA. Two\n\nWe count.\n\narXiv:2302.00002",
        *(f"Horse.\nA. Three\n\nWe ride.\n\narXiv:2302.000{number}" for number in range(10, 30)),
    ]
)


async def test_a_title_that_is_probably_meant_leads_under_a_line_of_its_own() -> None:
    async with reading(source(LEADING), size=(160, 36)) as reader:
        await reader.ask("zebra goat cow horse")
        assert reader.ids == ["2302.00002", "2302.00001"]
        assert "1 without ‘horse’, the rest in the title" in reader.text
        assert "1 with all words" in reader.text
        assert reader.said("#count").startswith("1 of 22 · 1 nearly")
        await reader.press("f4")
        assert reader.ids == ["2302.00001"]
        assert "with all words" not in reader.text
