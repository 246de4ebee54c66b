"""Every size of the terminal: what is shown where, and that no change of it does harm."""

import random
import re
from itertools import product

from paperview.ui.render import wording
from tests.ui.corpora import BEES, FIVE, TIDES, numbered
from tests.ui.support import MIDDLE, SINGLE, STACKED, WIDE, Reader, reading, source


def rows(reader: Reader) -> int:
    """Return how many numbered papers are seen in the list."""
    return sum("Study" in line for line in reader.lines(reader.papers))


async def test_panes_stand_where_there_is_room() -> None:
    async with reading(source(numbered(60))) as reader:
        for size, papers, side_by_side, both in [
            (WIDE, 15, True, True),
            (MIDDLE, 17, True, True),
            (STACKED, 7, False, True),
            (SINGLE, 12, False, False),
            ((30, 10), 7, False, False),
            ((20, 5), 4, False, False),
        ]:
            await reader.resize(*size)
            listed, detail = reader.papers.region, reader.detail.region
            assert rows(reader) == papers
            assert bool(detail.area) == both
            assert (listed.y == detail.y) == side_by_side
            assert all(len(strip.text) == strip.cell_length == size[0] for strip in reader.strips)
            await reader.press("enter", "g", "enter")
            assert "Study 1" in "".join(reader.lines(reader.detail))
            assert bool(reader.papers.region.area) == both
            await reader.press("slash")
            await reader.write("59")
            assert "Study 59" in "".join(reader.lines(reader.papers))
            await reader.ask("")


async def test_in_a_narrow_pane_the_count_is_kept_and_the_time_left_out() -> None:
    async with reading(source(FIVE), size=SINGLE) as reader:
        await reader.ask("bee")
        assert reader.said("#count") == "2 of 5"
        assert reader.title("session") == "5 papers · five.txt"


async def test_the_time_comes_and_goes_with_the_room_for_it() -> None:
    async with reading(source(FIVE)) as reader:
        await reader.ask("bee")
        for width, has_time in [(60, True), (59, False), (90, True), (30, False), (120, True)]:
            await reader.resize(width, 20)
            time = r" · \d+\.\d ms" if has_time else ""
            assert re.fullmatch(f"2 of 5{time}", reader.said("#count")), width


SLIPS = "fedrated lerning"
LEARNING = "Federated learning of hives.\n\narXiv:2301.00001\n"


async def test_a_note_takes_no_room_from_the_query() -> None:
    async with reading(source(LEARNING), size=(120, 24)) as reader:
        await reader.write(SLIPS)
        for width, note in [
            (120, "fedrated → federated · lerning → learning"),
            (80, "fedrated → federated · lerning → learning"),
            (60, "→ federated · learning"),
            (40, ""),
        ]:
            await reader.resize(width, 24)
            assert reader.said("#note") == note
            assert reader.said("#query") == SLIPS


async def test_of_a_note_without_room_a_sign_takes_the_prompts_place() -> None:
    queries = (
        ("lerning year:20x is:good author:cy", "!"),
        ("lerning of hives federated learning", "→"),
        ("federated learning of hives", "❯"),
    )
    async with reading(source(LEARNING), size=(60, 24)) as reader:
        for width, (query, sign) in product((60, 50), queries):
            await reader.resize(width, 24)
            await reader.ask(query)
            assert reader.said("#note") == ""
            assert reader.said("#prompt") == sign
            assert reader.said("#count").startswith(f"{len(reader.ids)} of 1")
            assert reader.said("#query") == query


async def test_the_sign_of_a_note_gives_way_to_it_where_there_is_room() -> None:
    async with reading(source(LEARNING), size=(20, 5)) as reader:
        await reader.ask("lerning")
        assert reader.said("#prompt") == "→"
        await reader.resize(120, 24)
        assert reader.said("#prompt") == "❯"
        assert reader.said("#note") == "lerning → learning"


async def test_a_note_is_shortened_and_goes_as_the_query_grows() -> None:
    async with reading(source(LEARNING), size=(80, 24)) as reader:
        await reader.press("f4")  # what nearly matches would be counted too
        notes = []
        for words in range(1, 10):
            query = " ".join(["year:soon", *["hives"] * words])
            await reader.ask(query)
            assert reader.said("#query") == query
            notes.append(reader.said("#note"))
        assert notes[0] == "year: needs a date or dates, as 2022, 2022-05 o…"
        assert {note[-1:] for note in notes} == {"…", ""}
        assert [len(note) for note in notes] == sorted(map(len, notes), reverse=True)
        assert notes[-1] == ""
        await reader.ask("year:soon hives")
        await reader.resize(120, 24)
        assert reader.said("#note") == "year: needs a date or dates, as 2022, 2022-05 or 2019..2023"
        await reader.resize(40, 24)
        assert reader.said("#note") == ""


async def test_below_100_columns_a_note_is_more_than_the_time() -> None:
    async with reading(source(LEARNING), size=(90, 20)) as reader:
        for query, is_timed in (("hives", True), (SLIPS, False), ("hives", True)):
            await reader.ask(query)
            assert ("ms" in reader.said("#count")) == is_timed


async def test_what_can_be_typed_is_said_in_whole_words() -> None:
    async with reading(source(FIVE)) as reader:
        for width, said in (
            (90, "title, author, words of the abstract …"),
            (40, "title, author, words …"),
            (20, "type …"),
        ):
            await reader.resize(width, 20)
            assert reader.said("#query") == said


async def test_the_title_line_cuts_no_word_and_gives_up_the_least_useful_first() -> None:
    async with reading(source(f"{FIVE}\n\narXiv:none\n")) as reader:
        title = reader.title_line
        news = "refs.bib changed · f5 reloads"
        for width, said in (
            (100, "paperview  5 papers · five.txt  {news}  ! 1 problem  newest first"),
            (80, "5 papers · five.txt  {news}  ! 1 problem  newest first"),
            (72, "5 papers · five.txt  {news}  ! 1 problem"),
            (58, "5 papers  {news}  ! 1 problem"),
            (47, "5  {news}  ! 1 problem"),
            (40, "5  {news}  ! 1"),
        ):
            await reader.resize(width, 20)
            title.show(
                ("5 papers · five.txt", "5 papers", "5"),
                "",
                news,
                ("! 1 problem", "! 1"),
                "newest first",
            )
            await reader.pilot.pause()
            assert re.sub("  +", "  ", reader.lines(title)[0]) == said.format(news=news)


async def test_marks_are_told_where_a_file_has_changed_however_narrow() -> None:
    assert wording.opened("refs.bib", 17, 2, is_whole=False, has_bar=True) == (
        "17 papers so far · refs.bib · 2 marked",
        "17 papers so far · 2 marked",
        "17 so far · 2 marked",
    )
    async with reading(source(FIVE), size=SINGLE) as reader:
        await reader.press("enter", "space")
        assert reader.title("session") == "5 papers · five.txt · 1 marked"


async def test_zoom_works_in_every_arrangement() -> None:
    async with reading(source(FIVE), size=STACKED) as reader:
        await reader.press("enter", "Z")
        assert not reader.papers.region.area
        for size in (WIDE, SINGLE, STACKED):
            await reader.resize(*size)
            assert reader.detail.region.width == size[0]
        await reader.press("escape")
        assert reader.papers.region.area
        assert reader.focus == "list"


async def test_what_has_the_focus_stays_in_sight_when_the_terminal_shrinks() -> None:
    async with reading(source(FIVE), size=WIDE) as reader:
        for keys, pane in [(("enter",), "list"), (("enter",), "detail"), (("slash",), "filter")]:
            await reader.press(*keys)
            for size in (SINGLE, WIDE, (20, 5), STACKED, WIDE):
                await reader.resize(*size)
                assert reader.focus == pane
                assert reader.screen.focused is not None
                assert reader.screen.focused.region.area


async def test_the_cursor_stays_on_its_paper_in_sight() -> None:
    async with reading(source(numbered(60)), size=WIDE) as reader:
        await reader.press("enter", *"j" * 30)
        chosen = reader.current
        for size in (MIDDLE, (20, 5), SINGLE, WIDE):
            await reader.resize(*size)
            assert reader.current == chosen
            assert any(line.startswith("▌") for line in reader.lines(reader.papers))


WILD = [
    *("down", "up", "pagedown", "enter", "slash", "tab", "escape", "Z", "space", "G", "g", "n"),
    *("ctrl+d", "b", "e", "backspace", "f1", "a", "s", "Y", "j", "l", "r", "ctrl+n", "end"),
]


async def test_resizing_at_any_moment_does_no_harm() -> None:
    chance = random.Random(2)  # noqa: S311 - a test's own dice
    async with reading(source(FIVE + "\n" + numbered(40)), size=WIDE) as reader:
        for _ in range(10):
            key = chance.choice(WILD)
            await reader.burst(key)
            size = (chance.randint(20, 200), chance.randint(5, 60))
            await reader.resize(*size)
            assert [strip.cell_length for strip in reader.strips] == [size[0]] * size[1]
        await reader.resize(*WIDE)
        await reader.press("escape", "escape", "escape", "slash")
        await reader.ask("dance")
        assert reader.ids == [BEES]
        assert TIDES in reader.page
