"""The window of pasted references."""

from __future__ import annotations

from textual.events import Paste
from textual.widgets import Static

from paperview.ui.dialogs.references import ReferencesScreen
from paperview.ui.widgets.filter_bar import is_more_than_query
from paperview.ui.widgets.paper_list import PaperList
from tests.ui.corpora import BEES, FIVE, TIDES
from tests.ui.support import Reader, reading, source

PASTED = f"""\
[1] A. Lund and B. Ek, "How bees dance," Journal of
    Bees, 2023.
[2] N. Nobody, "A paper that is not there," 1999.
[3] Okafor, C. (2022). Tides in narrow bays. J. Sea.
[4] \x1b[31mX. Y. [@click=app.quit]z[/] arXiv:{TIDES}
"""


REFERENCE = 'A. Lund, B. Ek, and C. Fox, "How bees dance," J. Bees, vol. 3, 2023.'


def test_a_reference_is_no_query_but_a_title_is() -> None:
    assert is_more_than_query(PASTED)
    assert is_more_than_query(REFERENCE)
    title = "Tides, currents, and waves: a survey of the coasts of the north in 2019"
    assert not is_more_than_query(title)
    assert not is_more_than_query("(deep | wide) year:2019 author:lund, -tides, -waves, -bays, x")


async def pasted(reader: Reader, text: str) -> ReferencesScreen:
    """Paste a text and wait until all of it is resolved."""
    assert reader.app._driver
    reader.app._driver.send_message(Paste(text))
    await reader.until(lambda: isinstance(reader.top, ReferencesScreen) and reader.top.is_mounted)
    window = reader.top
    assert isinstance(window, ReferencesScreen)
    await reader.until(lambda: " found" in said(reader))
    return window


def said(reader: Reader) -> str:
    """Return the first line of the window."""
    return " ".join(reader.lines(reader.top.query_one("#resolved", Static))).strip()


async def test_a_pasted_list_shows_the_papers_found_and_the_missing_ones_below() -> None:
    async with reading(source(FIVE), size=(120, 36)) as reader:
        await reader.loaded()
        await reader.ask("glass")
        window = await pasted(reader, PASTED)
        assert "3 of 4 references found" in said(reader)
        listed = window.query_one(PaperList)
        await reader.until(lambda: len(reader.lines(listed)) == 4)
        rows = [line.strip("▌ ") for line in reader.lines(listed)]
        assert rows[0].startswith(f"✓ {BEES}  ")
        assert rows[1].startswith(f"✓ {TIDES}  ")
        assert rows[3].startswith("✗ missing")
        assert 'N. Nobody, "A paper that is not there,"' in rows[3]
        await reader.press("escape")
        assert reader.has_no_window
        assert reader.bar.text == "glass"

        await pasted(reader, PASTED)
        await reader.press("enter")
        await reader.until(lambda: set(reader.ids) == {BEES, TIDES})
        assert reader.focus == "list"
        assert len(reader.screen.marks) == 2


async def test_a_long_paste_can_be_a_query_after_all_or_is_too_long() -> None:
    async with reading(source(FIVE), size=(120, 36)) as reader:
        await reader.loaded()
        text = "tides " * 30
        window = await pasted(reader, text)
        assert "0 of 1 reference found" in said(reader)
        hints = str(window.query_one("#references-window").border_subtitle)
        assert "search the text" in hints
        assert "list and mark" not in hints
        await reader.press("slash")
        await reader.until(lambda: reader.bar.text == text.strip())
        assert reader.app._driver
        reader.app._driver.send_message(Paste("Lund, A. (2023). How bees dance.\n" * 300_000))
        await reader.told("too much to paste")
        assert reader.has_no_window
