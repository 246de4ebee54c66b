"""Copying: what reaches the clipboard, and what the toast says of it."""

import pytest
from textual.widgets._toast import Toast

from paperview import clipboard
from paperview.clipboard import Outcome, Way
from paperview.ui.screens.by_hand import ByHandScreen
from tests.ui.piles import BEES, GLASS, KNOTS, OLD, PILE, TIDES
from tests.ui.support import Reader, reading, source


async def test_y_copies_the_id_under_the_cursor(copied: list[str]) -> None:
    async with reading(source(PILE)) as reader:
        await reader.press("enter", "j", "y")
        assert await reader.told(TIDES) == f"arXiv id {TIDES}: copied with a test"
        await reader.press("enter", "n", "y")
        await reader.told(GLASS)
        assert copied == [TIDES, GLASS]


async def test_ctrl_y_copies_while_typing(copied: list[str]) -> None:
    async with reading(source(PILE)) as reader:
        await reader.write("sorting")
        await reader.press("ctrl+y")
        await reader.told(OLD)
        assert copied == [OLD]
        assert reader.focus == "filter"
        assert reader.bar.text == "sorting"


async def test_a_paper_without_arxiv_id_says_so(copied: list[str]) -> None:
    async with reading(source(PILE)) as reader:
        await reader.ask("knots")
        await reader.press("ctrl+y")
        await reader.told("no arXiv id in this source")
        await reader.ask("zzyzx")
        await reader.press("ctrl+y")
        await reader.told("no paper to copy from")
        assert copied == []


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        (Outcome(Way.TOOL, True, "copied with xclip"), "copied with xclip"),
        (Outcome(Way.TMUX, True, "in tmux's buffer (paste: prefix ])"), "in tmux's buffer"),
        (Outcome(Way.TERMINAL, False, "sent, which may refuse it"), "sent, which may refuse it"),
    ],
)
async def test_the_toast_says_which_way_it_went(
    outcome: Outcome, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clipboard, "copy", lambda *_: outcome)
    async with reading(source(PILE), toasts=True) as reader:
        await reader.press("ctrl+y")
        assert (await reader.told(said)).startswith(f"arXiv id {BEES}: ")
        await reader.until(lambda: said in seen(reader))


def seen(reader: Reader) -> str:
    """Return what is seen of the toasts."""
    return " ".join(line for toast in reader.top.query(Toast) for line in reader.lines(toast))


async def test_without_a_clipboard_a_window_shows_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    nowhere = Outcome(Way.NONE, False, "no clipboard here: the text is shown to copy by hand")
    monkeypatch.setattr(clipboard, "copy", lambda *_: nowhere)
    async with reading(source(PILE)) as reader:
        await reader.press("ctrl+y")
        await reader.until(lambda: isinstance(reader.top, ByHandScreen))
        await reader.pilot.pause()
        assert nowhere.message in reader.text
        assert BEES in "\n".join(reader.lines(reader.top.query_one("#by-hand-text")))
        assert not reader.toasts
        await reader.press("escape")
        assert reader.has_no_window
        assert reader.focus == "filter"


async def test_a_long_text_can_be_copied_by_hand_from_a_small_screen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(clipboard, "copy", lambda *_: Outcome(Way.NONE, False, "none"))
    async with reading(source(PILE), size=(40, 15)) as reader:
        await reader.press("enter", "Y")
        await reader.press("c")
        await reader.until(lambda: isinstance(reader.top, ByHandScreen))
        await reader.pilot.pause()
        shown = " ".join(reader.lines(reader.top.query_one("#by-hand-text")))
        assert "Ada Lund, Bo Ek" in shown
        assert "10.1000/bees (2023)." in shown


async def marked(reader: Reader) -> None:
    """Mark the bees, the knots and the old paper."""
    await reader.press("enter", "space", "j", "j", "space", "space")


async def test_marked_papers_are_counted_shown_and_copied_together(copied: list[str]) -> None:
    async with reading(source(PILE)) as reader:
        await marked(reader)
        assert "3 marked" in reader.said("#pile")
        rows = [line for line in reader.lines(reader.papers) if "20" in line[:8]]
        assert [row[1] for row in rows] == ["*", " ", " ", "*", "*"]
        await reader.press("y")
        assert (
            await reader.told("marked") == f"arXiv id of 2 of 3 marked {BEES}: copied with a test"
        )
        assert copied == [f"{BEES}\n{OLD}"]


async def test_marks_outlive_a_filter(copied: list[str]) -> None:
    async with reading(source(PILE)) as reader:
        await marked(reader)
        await reader.ask("tides")
        await reader.press("ctrl+y")
        await reader.told(BEES)
        assert copied == [f"{BEES}\n{OLD}"]
        assert "3 marked" in reader.said("#pile")


async def test_escape_takes_all_marks_away(copied: list[str]) -> None:
    async with reading(source(PILE)) as reader:
        await marked(reader)
        await reader.press("escape")
        assert "marked" not in reader.said("#pile")
        assert not any("*" in line for line in reader.lines(reader.papers))
        await reader.press("g", "y")
        await reader.told(BEES)
        assert copied == [BEES]


async def test_space_unmarks_a_marked_paper() -> None:
    async with reading(source(PILE)) as reader:
        await reader.press("enter", "space", "k", "space")
        assert "marked" not in reader.said("#pile")
        assert reader.current == TIDES


async def test_a_doi_is_no_arxiv_id_among_marked_papers(copied: list[str]) -> None:
    async with reading(source(PILE)) as reader:
        await reader.ask(KNOTS)
        await reader.press("enter", "space", "y")
        await reader.told("no arXiv id in this source")
        assert copied == []
