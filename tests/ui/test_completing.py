"""Completions in the filter bar: shown after the cursor, and accepted with a key."""

from pathlib import Path

import pytest
from textual.events import AppBlur, AppFocus
from textual.widgets import Input

from paperview import index
from paperview.index.fields import Field
from paperview.index.storage.index import Index
from paperview.keys import table as keys
from paperview.library import cache
from paperview.library.search_thread import SearchThread
from paperview.ui.theme import DARK
from tests.ui.corpora import BEES, KNOTS, TIDES
from tests.ui.support import SINGLE, STACKED, Reader, reading, reading_files, source

FIVE = f"""\
How bees dance
Ada Lund, Bo Ek

Honey bees tell each other by a dance where the flowers are.

arXiv:{BEES}
Created: 2023-01-05
Categories: q-bio.PE cs.LG

Tides in narrow bays
Cy Okafor

The moon pulls the water. In narrow bays it rises high.

arXiv:{TIDES}
Created: 2022-12-04
Categories: physics.ao-ph

Knots for sailors
Dee Ito, Cy Okafor, Ann Lindgren-Oberholzer

Eleven knots, drawn step by step.

doi: {KNOTS}
Created: 2022-10-02
Categories: cs.LG
"""


def line(reader: Reader) -> str:
    """Return what is seen in the bar's line, without the prompt and the count."""
    return reader.said("#query")


async def seen_in_line(reader: Reader, seen: str) -> None:
    await reader.until(lambda: line(reader) == seen)


async def typed(reader: Reader, text: str, seen: str) -> None:
    """Type a text and wait until the line is seen so."""
    await reader.pilot.press(*text)
    await seen_in_line(reader, seen)


async def test_a_value_is_completed_behind_the_cursor_and_counts_only_when_taken() -> None:
    async with reading(source(FIVE)) as reader:
        await typed(reader, "author:ok", "author:okafor")
        assert reader.bar.text == "author:ok"
        style = reader.strips_of(reader.screen.query_one("#query"))[0].crop(11, 13)._segments[0]
        assert style.style
        assert style.style.color
        assert style.style.color.name == DARK.variables["quiet"]
        await reader.press("right")
        assert reader.bar.text == "author:okafor "
        await reader.answered("author:okafor ")
        assert reader.ids == [TIDES, KNOTS]


async def test_tab_takes_what_is_completed_and_else_goes_to_the_list() -> None:
    async with reading(source(FIVE)) as reader:
        await typed(reader, "cat:cs", "cat:cs.LG")
        await reader.press("tab")
        assert (reader.bar.text, reader.focus) == ("cat:cs.LG ", "filter")
        await reader.press("tab")
        assert (reader.bar.text, reader.focus) == ("cat:cs.LG ", "list")


async def test_enter_leaves_what_is_completed() -> None:
    async with reading(source(FIVE)) as reader:
        await typed(reader, "cat:cs", "cat:cs.LG")
        await reader.press("enter")
        assert (reader.bar.text, reader.focus) == ("cat:cs", "list")
        assert line(reader) == "cat:cs"


async def test_another_key_completes_something_else_and_the_arrows_move_the_list() -> None:
    async with reading(source(FIVE)) as reader:
        await typed(reader, "cat:", "cat:cs.LG")
        await reader.press("down")
        assert reader.current == TIDES
        seen = [line(reader)]
        for _ in range(3):
            await reader.press("ctrl+space")
            seen.append(line(reader))
        assert seen == ["cat:cs.LG", "cat:physics.ao-ph", "cat:q-bio.PE", "cat:cs.LG"]
        await reader.press("ctrl+@", "right")
        assert reader.bar.text == "cat:physics.ao-ph "


async def test_a_note_makes_room_for_a_longer_completion() -> None:
    async with reading(source(FIVE), size=STACKED) as reader:
        await reader.write("year:soon cat:")
        await reader.until(lambda: line(reader) == "year:soon cat:cs.LG")
        before = reader.said("#note")
        await reader.press("ctrl+space")
        assert line(reader) == "year:soon cat:physics.ao-ph"
        assert 0 < len(reader.said("#note")) < len(before)


async def test_typing_on_keeps_the_completion_that_was_chosen() -> None:
    async with reading(source(FIVE.replace("Dee Ito", "Lisa Ito"))) as reader:
        await typed(reader, "author:l", "author:lindgren")
        await reader.press("ctrl+space")
        assert line(reader) == "author:lisa"
        await typed(reader, "i", "author:lisa")
        await reader.press("ctrl+space")
        assert line(reader) == "author:lindgren"


async def test_where_the_likeliest_is_typed_another_may_be_asked_for() -> None:
    async with reading(source(FIVE.replace("Dee Ito", "Lin Lin"))) as reader:
        await typed(reader, "author:li", "author:lin")
        await typed(reader, "n", "author:lin")
        await reader.until(lambda: not reader.bar.completion)
        await reader.press("ctrl+space")
        assert line(reader) == "author:lindgren"


async def test_names_and_values_are_completed_wherever_a_token_may_stand() -> None:
    cases = [
        ("tides -aut", "tides -author:"),
        ("bees | cat:q", "bees | cat:q-bio.PE"),
        ("!has:ab", "!has:abstract"),
        ("year:", "year:2023"),
        ("au", "au"),
        ("ide", "ide"),
        ("tides", "tides"),
    ]
    async with reading(source(FIVE)) as reader:
        for text, seen in cases:
            await reader.ask(text)
            await seen_in_line(reader, seen)


async def test_nothing_is_completed_within_the_text() -> None:
    async with reading(source(FIVE)) as reader:
        await typed(reader, "cat:cs", "cat:cs.LG")
        await reader.press("left")
        assert line(reader) == "cat:cs"
        await reader.press("right")
        assert line(reader) == "cat:cs.LG"
        await reader.press("shift+home")
        assert line(reader) == "cat:cs"
        await reader.press("tab")
        assert (reader.bar.text, reader.focus) == ("cat:cs", "list")


async def test_back_in_the_bar_it_is_completed_again() -> None:
    async with reading(source(FIVE)) as reader:
        await typed(reader, "cat:cs", "cat:cs.LG")
        await reader.press("enter", "slash")
        assert line(reader) == "cat:cs"
        await reader.press("end")
        assert line(reader) == "cat:cs.LG"


async def test_back_from_another_window_it_is_completed_still() -> None:
    async with reading(source(FIVE)) as reader:
        await typed(reader, "cat:cs", "cat:cs.LG")
        reader.app.post_message(AppBlur())
        await reader.until(lambda: line(reader) == "cat:cs")
        reader.app.post_message(AppFocus())
        await reader.until(lambda: line(reader) == "cat:cs.LG")


async def test_the_key_line_says_what_tab_does() -> None:
    async with reading(source(FIVE), size=(120, 20)) as reader:
        assert "tab next pane" in reader.key_line
        await typed(reader, "has:d", "has:doi")
        await reader.until(lambda: "tab complete  ^space other" in reader.key_line)
        await reader.click(reader.hints, "^space")
        await reader.click(reader.hints, "complete")
        assert reader.bar.text == "has:doi "
        await reader.until(lambda: "tab next pane" in reader.key_line)
        assert "complete" not in reader.key_line


async def test_a_completion_for_an_earlier_text_is_dropped() -> None:
    async with reading(source(FIVE)) as reader:
        await typed(reader, "tides", "tides")
        reader.bar.offer("tide", ["tides in bays"])
        assert line(reader) == "tides"
        reader.bar.offer("tides", ["tides in bays"])
        assert line(reader) == "tides in bays"


async def test_while_the_next_is_looked_up_the_completion_stays(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with reading(source(FIVE)) as reader:
        await typed(reader, "author:o", "author:okafor")

        def nothing_yet(*_: object) -> list[str]:
            return []

        monkeypatch.setattr(reader.bar, "offer", nothing_yet)
        await reader.press("k")
        assert (reader.bar.text, line(reader)) == ("author:ok", "author:okafor")
        await reader.press("x")
        assert line(reader) == "author:okx"


async def test_a_fault_in_looking_up_ends_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> list[str]:
        raise ArithmeticError("no such number")

    monkeypatch.setattr(index, "values_of", fail)

    async def look_up() -> None:
        async with reading(source(FIVE)) as reader:
            reader.bar.text = "author:ok"
            await reader.until(lambda: not reader.app.is_running)

    with pytest.raises(ArithmeticError, match="no such number"):
        await look_up()


async def test_a_damaged_index_in_which_words_are_looked_up_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "papers.json"
    path.write_text('{"id": "2301.00001", "title": "Tides", "authors": "Cy Okafor"}\n')
    async with reading_files(path) as reader:
        await reader.until(lambda: reader.screen.session.is_over)
    async with reading_files(path) as reader:
        await reader.until(lambda: reader.screen.session.is_over)
    values_of = index.values_of
    async with reading_files(path) as reader:
        await reader.until(lambda: reader.screen.session.is_over)
        session = reader.screen.session
        stumbled = session.index

        def stumble(some: Index, field: Field, prefix: str, limit: int) -> list[str]:
            if some is stumbled:
                raise IndexError
            return values_of(some, field, prefix, limit)

        monkeypatch.setattr(index, "values_of", stumble)
        damaged = cache.entries()[0].path("joined")
        damaged.write_bytes(damaged.read_bytes()[:-1] + b"?")
        await typed(reader, "author:ok", "author:ok")
        await reader.until(lambda: reader.screen.session is not session)
        await reader.until(lambda: reader.screen.session.is_over)
        await reader.press("a")
        await seen_in_line(reader, "author:okafor")


async def test_while_there_is_no_index_only_names_are_completed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with reading(source(FIVE)) as reader:
        monkeypatch.setattr(SearchThread, "index", None)
        await typed(reader, "cat", "cat")
        await typed(reader, ":", "cat:")
        await typed(reader, "cs aut", "cat:cs author:")
        assert reader.bar.text == "cat:cs aut"


LONG = "author:lindgren author:lindgren author:lin"


async def test_a_long_completion_is_seen_and_leaves_the_count_in_sight() -> None:
    async with reading(source(FIVE), size=SINGLE) as reader:
        await reader.ask(LONG)
        await reader.until(lambda: line(reader).endswith("author:lindgren"))
        assert reader.said("#count") == "1 of 3"
        assert reader.screen.query_one("#count").region.right <= SINGLE[0]
        assert reader.screen.query_one(Input).cursor_at_end
        await reader.press("backspace", "backspace", "backspace", "e")
        await reader.answered(LONG[:-3] + "e")
        await reader.until(lambda: line(reader).endswith("author:ek"))
        await reader.press("space")
        await reader.until(lambda: line(reader).endswith(" author:e"))


async def test_of_a_completion_without_room_the_beginning_is_seen() -> None:
    async with reading(source(FIVE), size=SINGLE) as reader:
        await reader.ask("tides")
        reader.bar.offer("tides", ["tides" + "0123456789" * 9])
        await reader.pilot.pause()
        assert line(reader).startswith("0123456789012")
        assert reader.screen.query_one("#count").region.right <= SINGLE[0]


def test_completing_has_all_hints_but_the_other_meaning_of_tab() -> None:
    assert set(keys.READER.typing) - set(keys.READER.completing) == {
        ("tab", "next pane", "next_pane")
    }
