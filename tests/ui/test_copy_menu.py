"""The menu of what else can be copied."""

from paperview.ui.dialogs.menus import ChoiceList, CopyMenu
from tests.ui.corpora import BEES, FIVE, GLASS, KNOTS, TIDES
from tests.ui.support import Reader, reading, source


async def menu(reader: Reader, query: str = "") -> list[str]:
    """Open the menu for the first paper that a query finds, and return its lines."""
    await reader.ask(query)
    await reader.press("enter")
    await reader.press("Y")
    assert isinstance(reader.top, CopyMenu)
    lines = reader.lines(reader.top.query_one(ChoiceList))
    return [line[2:] for line in lines]  # without the cursor's bar


async def test_the_menu_shows_what_each_piece_is() -> None:
    async with reading(source(FIVE)) as reader:
        lines = await menu(reader)
        assert lines[:5] == [
            f"i  arXiv id     {BEES}",
            f"a  abs address  https://arxiv.org/abs/{BEES}",
            f"p  PDF address  https://arxiv.org/pdf/{BEES}",
            "d  DOI          10.1000/bees",
            "t  title        How bees dance",
        ]
        assert lines[5].startswith("c  citation     Ada Lund, Bo Ek, “How bees dance”")
        assert lines[6].startswith("b  BibTeX       @")


async def test_a_letter_chooses(copied: list[str]) -> None:
    async with reading(source(FIVE)) as reader:
        pieces = {
            "i": BEES,
            "a": f"https://arxiv.org/abs/{BEES}",
            "p": f"https://arxiv.org/pdf/{BEES}",
            "d": "10.1000/bees",
            "t": "How bees dance",
        }
        for key, text in pieces.items():
            await menu(reader)
            await reader.press(key)
            await reader.told(f" {text}: copied")
            assert reader.has_no_window
        assert copied == list(pieces.values())


async def test_citation_and_bibtex(copied: list[str]) -> None:
    async with reading(source(FIVE)) as reader:
        await menu(reader)
        await reader.press("c")
        await reader.told("citation")
        await reader.press("Y")
        await reader.press("b")
        await reader.told("BibTeX")
        assert copied[0].startswith("Ada Lund, Bo Ek, “How bees dance”, arXiv:2301.00001")
        assert copied[1].startswith("@")
        assert "title = {" in copied[1]


async def test_enter_chooses_the_highlighted(copied: list[str]) -> None:
    async with reading(source(FIVE)) as reader:
        await menu(reader)
        await reader.press("j", "j", "k", "enter")
        await reader.told("abs address")
        assert copied == [f"https://arxiv.org/abs/{BEES}"]


async def test_a_click_chooses(copied: list[str]) -> None:
    async with reading(source(FIVE)) as reader:
        await menu(reader)
        await reader.click(reader.top.query_one(ChoiceList), "DOI")
        await reader.told("DOI 10.1000/bees")
        assert copied == ["10.1000/bees"]


async def test_what_a_paper_lacks_cannot_be_chosen(copied: list[str]) -> None:
    async with reading(source(FIVE)) as reader:
        lines = await menu(reader, GLASS)
        assert [line for line in lines if "none in this source" in line] == [
            "d  DOI          none in this source",
            "t  title        none in this source",
            "n  name         none in this source",
        ]
        await reader.press("d", "t")
        assert isinstance(reader.top, CopyMenu)
        await reader.click(reader.top.query_one(ChoiceList), "title")
        assert isinstance(reader.top, CopyMenu)
        await reader.press("escape")
        assert reader.has_no_window
        assert copied == []


async def test_a_paper_known_by_its_doi() -> None:
    async with reading(source(FIVE)) as reader:
        lines = await menu(reader, KNOTS)
        assert sum("none in this source" in line for line in lines) == 4
        assert f"d  DOI          {KNOTS}" in lines


async def test_a_piece_of_all_marked_papers(copied: list[str]) -> None:
    async with reading(source(FIVE)) as reader:
        await reader.press("enter", "space", "space")
        await reader.press("Y")
        assert "copy from 2 papers" in reader.text
        await reader.press("t")
        assert (await reader.told("title")).startswith("title of 2 marked How bees dance …:")
        await reader.press("Y")
        await reader.press("a")
        await reader.told("abs address of 2 marked")
        assert copied == [
            "How bees dance\nTides in narrow bays",
            f"https://arxiv.org/abs/{BEES}\nhttps://arxiv.org/abs/{TIDES}",
        ]


async def test_no_paper_no_menu() -> None:
    async with reading(source(FIVE)) as reader:
        await reader.ask("zzyzx")
        await reader.press("enter", "Y")
        assert reader.has_no_window
