"""Opening pages in the browser."""

import pytest

from paperview import system
from paperview.system.clipboard import Outcome, Way
from paperview.ui.dialogs.windows import ByHandScreen
from tests.ui.corpora import BEES, FIVE, GLASS, KNOTS, TIDES, numbered
from tests.ui.support import reading, source

ABS, PDF = "https://arxiv.org/abs/", "https://arxiv.org/pdf/"


async def test_o_opens_the_abs_page_and_p_the_pdf(opened: list[str]) -> None:
    async with reading(source(FIVE)) as reader:
        await reader.press("enter", "o")
        assert await reader.told("/abs/") == f"handed to a-browser: {ABS}{BEES}"
        await reader.press("p")
        assert await reader.told("/pdf/") == f"handed to a-browser: {PDF}{BEES}"
        await reader.press("j", "j", "enter", "o")
        await reader.told(GLASS)
        assert opened == [ABS + BEES, PDF + BEES, f"{ABS}{GLASS}v2"]


async def test_a_paper_without_arxiv_id_leads_where_its_doi_does(opened: list[str]) -> None:
    async with reading(source(FIVE)) as reader:
        await reader.ask(KNOTS)
        await reader.press("enter", "o")
        await reader.told("doi.org")
        await reader.press("p")
        await reader.told("no PDF: the paper has no arXiv id")
        assert opened == [f"https://doi.org/{KNOTS}"]


async def test_all_marked_papers_are_opened_up_to_ten(opened: list[str]) -> None:
    async with reading(source(numbered(12))) as reader:
        await reader.press("enter", "space", "space", "o")
        await reader.told("handed")
        assert len(opened) == 2
        await reader.press(*["space"] * 9, "o")
        await reader.told("11 pages at once are too many")
        assert len(opened) == 2


async def test_nothing_to_open(opened: list[str]) -> None:
    async with reading(source(FIVE)) as reader:
        await reader.ask("zzyzx")
        await reader.press("enter", "o", "p")
        await reader.told("no paper to open")
        assert opened == []


async def test_without_a_browser_the_addresses_are_copied(
    monkeypatch: pytest.MonkeyPatch, copied: list[str]
) -> None:
    taken = [BEES]
    monkeypatch.setattr(
        system, "open_address", lambda url: "x" if any(one in url for one in taken) else None
    )
    async with reading(source(FIVE)) as reader:
        await reader.press("enter", "space", "space", "o")
        said = await reader.told("not opened")
        assert said == f"some were not opened; address {ABS}{TIDES}: copied with a test"
        assert copied == [ABS + TIDES]
        taken.clear()
        await reader.press("o")
        said = await reader.told("no browser")
        assert said == f"no browser here; address {ABS}{BEES} …: copied with a test"
        assert copied[1:] == [f"{ABS}{BEES}\n{ABS}{TIDES}"]


async def test_of_marked_papers_without_a_pdf_the_others_are_opened(opened: list[str]) -> None:
    async with reading(source(FIVE)) as reader:
        await reader.press("enter", *["space"] * 5, "p")
        assert (await reader.told("handed")).endswith("; 1 without an arXiv id: no PDF")
        assert len(opened) == 4


async def test_a_fault_while_opening_ends_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_url: str) -> str | None:
        raise ArithmeticError("no such number")

    monkeypatch.setattr(system, "open_address", fail)

    async def open_one() -> None:
        async with reading(source(FIVE)) as reader:
            await reader.press("enter", "o")
            await reader.until(lambda: not reader.app.is_running)

    with pytest.raises(ArithmeticError, match="no such number"):
        await open_one()


async def test_without_a_browser_or_clipboard_a_window_shows_the_address(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(system, "open_address", lambda _url: None)
    monkeypatch.setattr(system, "copy", lambda *_: Outcome(Way.NONE, False, "no clipboard"))
    async with reading(source(FIVE)) as reader:
        await reader.press("enter", "o")
        await reader.until(lambda: isinstance(reader.top, ByHandScreen))
        await reader.pilot.pause()
        shown = "\n".join(reader.lines(reader.top.query_one("#by-hand-text")))
        assert ABS + BEES in shown
        assert "no browser here" in reader.text
        assert not reader.toasts
        await reader.press("q")
        assert reader.has_no_window
