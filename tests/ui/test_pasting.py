"""Pasting into the filter bar."""

from __future__ import annotations

import pytest
from textual.events import Paste

from tests.ui.corpora import BEES, FIVE, GLASS, IN_PILE, KNOTS, TIDES
from tests.ui.support import Reader, reading, source


async def _paste(reader: Reader, text: str, becomes: str) -> None:
    assert reader.app._driver
    reader.app._driver.send_message(Paste(text))
    await reader.until(lambda: reader.bar.text == becomes)
    await reader.answered(becomes)


async def test_what_is_pasted_becomes_one_line() -> None:
    cases = [
        ("ada", "ada"),
        ("bees\ndance", "bees dance"),
        ("bees\r\ndance\r\n", "bees dance"),
        ("\nada", "ada"),
        ("\n\n  ada \t\n", "ada"),
        ("bees\tdance", "bees dance"),
        ("bees\N{NO-BREAK SPACE}dance", "bees dance"),
        ("bees\x0bdance\x0cada", "bees dance ada"),
        ("\x00bees\x07 dance\x7f", "bees dance"),
        ("\N{ZERO WIDTH NO-BREAK SPACE}be\N{SOFT HYPHEN}es dance", "bees dance"),
        ("\N{LEFT-TO-RIGHT EMBEDDING}ada\N{POP DIRECTIONAL FORMATTING}", "ada"),
        ("bees\N{LINE SEPARATOR}dance\N{PARAGRAPH SEPARATOR}", "bees dance"),
    ]
    async with reading(source(FIVE)) as reader:
        for pasted, becomes in cases:
            await _paste(reader, pasted, becomes)
            # One more paper has "bee", but not "dance": it nearly matches.
            assert reader.ids == ([BEES, GLASS] if becomes == "bees dance" else [BEES]), pasted
            await reader.ask("")


async def test_an_id_is_found_that_is_pasted_with_a_line_end_before_it() -> None:
    async with reading(source(FIVE)) as reader:
        await _paste(reader, f"\n{KNOTS}\n", KNOTS)
        assert reader.ids == [KNOTS]


async def test_a_list_of_ids_is_found() -> None:
    async with reading(source(FIVE)) as reader:
        await _paste(reader, f"{TIDES}\n{KNOTS}\n", f"{TIDES} {KNOTS}")
        assert set(reader.ids) == {TIDES, KNOTS}
        assert reader.said("#note") == ""


async def test_a_reference_is_found_by_the_id_in_it_and_the_bar_says_so() -> None:
    async with reading(source(FIVE), size=(160, 30)) as reader:
        text = f"Doe, J. Something.\n  arXiv preprint arXiv:{TIDES}, 2025."
        await _paste(reader, text, " ".join(text.split()))
        assert reader.ids == [TIDES]
        assert "by id alone" in reader.said("#note")


@pytest.mark.parametrize("keys", [["enter"], ["enter", "enter"]])
async def test_a_paste_into_the_list_or_the_detail_is_a_query(keys: list[str]) -> None:
    async with reading(source(FIVE)) as reader:
        await reader.ask("zebra")
        await reader.press(*keys)
        await _paste(reader, f"{TIDES}\n", TIDES)
        assert reader.ids == [TIDES]
        assert reader.focus == "filter"


async def test_a_paste_of_nothing_changes_nothing() -> None:
    async with reading(source(FIVE)) as reader:
        await _paste(reader, "\n \n", "")
        assert reader.ids == IN_PILE


async def test_a_paste_goes_where_the_cursor_is_and_replaces_what_is_selected() -> None:
    async with reading(source(FIVE)) as reader:
        await reader.ask("bee")
        await _paste(reader, "s\n", "bees")
        await _paste(reader, " dance\n", "bees dance")
        await reader.press("home")
        await _paste(reader, " ada", "adabees dance")
        await reader.press("shift+home")
        await _paste(reader, "how\n", "howbees dance")
