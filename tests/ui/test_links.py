"""Links in the detail, by mouse and by keys."""

from datetime import date, timedelta

import pytest

from paperview.sources.source import TextSource
from tests.ui.corpora import BEES, FIVE, IN_PILE, TIDES, number
from tests.ui.support import Reader, reading, source

ABS = f"https://arxiv.org/abs/{BEES}"
FILMS = "https://example.org/bees"
OUTSIDE = "https://arxiv.org/abs/1207.7214"


async def test_a_click_on_an_id_in_the_store_goes_to_its_paper_and_b_back(
    opened: list[str],
) -> None:
    async with reading(source(FIVE)) as reader:
        await reader.click(reader.detail, TIDES)
        assert reader.current == TIDES
        assert reader.page.startswith("Tides in narrow bays")
        await reader.press("enter", "b")
        await reader.settled()
        assert reader.current == BEES
        assert opened == []


async def test_a_link_to_an_id_that_two_papers_have_shows_both(opened: list[str]) -> None:
    text = "".join(
        f"{title}\n{author}\n\n{abstract}\n\n{name}\n\n"
        for title, author, abstract, name in [
            ("Growth of barley in spring", "Bo Ahn", "On barley.", f"arXiv:{TIDES}"),
            ("Decay of wheat in autumn", "Di Cid", "On wheat.", f"arXiv:{TIDES}"),
            ("What was said of grain", "Ed Fox", f"See arXiv:{TIDES} too.", f"arXiv:{BEES}"),
        ]
    )
    async with reading(source(text)) as reader:
        await reader.ask("grain")
        await reader.click(reader.detail, TIDES)
        await reader.settled()
        assert reader.page.startswith("Growth of barley in spring")
        assert len(reader.ids) == 2
        assert opened == []


async def test_a_click_on_an_address_opens_it(opened: list[str]) -> None:
    async with reading(source(FIVE)) as reader:
        for text, address in [(FILMS, FILMS), ("1207.7214", OUTSIDE), (f"arXiv:{BEES}", ABS)]:
            await reader.click(reader.detail, text)
            await reader.told(address)
            assert opened.pop() == address
        await reader.click(reader.detail, "doi:10.1000/bees"[4:])
        await reader.told("https://doi.org/10.1000/bees")
        assert reader.current == BEES


async def test_a_click_beside_the_links_opens_nothing(opened: list[str]) -> None:
    async with reading(source(FIVE)) as reader:
        await reader.click(reader.detail, "Honey")
        await reader.click(reader.detail, "films")
        assert opened == []
        assert reader.current == BEES


async def test_l_and_h_choose_a_link_and_enter_follows_it(opened: list[str]) -> None:
    async with reading(source(FIVE)) as reader:
        await reader.press("enter", "enter", "enter")
        assert opened == []
        for key, link in [
            ("l", f"arXiv:{BEES}"),
            ("l", "10.1000/bees"),
            ("l", f"arXiv:{TIDES}"),
            ("l", FILMS),
            ("l", "arXiv:1207.7214"),
            ("l", f"arXiv:{BEES}"),
            ("h", "arXiv:1207.7214"),
            ("h", FILMS),
        ]:
            await reader.press(key)
            assert reader.chosen_link == link
        await reader.press("enter")
        await reader.told(FILMS)
        assert opened == [FILMS]
        await reader.press("h", "enter")
        await reader.settled()
        assert reader.current == TIDES
        assert reader.focus == "detail"
        await reader.press("b")
        await reader.settled()
        assert reader.current == BEES


async def test_a_link_to_a_paper_that_the_filter_hides(opened: list[str]) -> None:
    async with reading(source(FIVE)) as reader:
        await reader.ask("flowers")
        assert reader.ids == [BEES]
        await reader.click(reader.detail, TIDES)
        await reader.answered(f"arXiv:{TIDES}")
        assert reader.ids == [TIDES]
        assert reader.current == TIDES
        await reader.press("escape" if reader.focus == "detail" else "enter")
        await reader.press("b")
        await reader.answered("flowers")
        assert reader.ids == [BEES]
        assert reader.current == BEES
        await reader.press("b")
        assert reader.current == BEES
        assert opened == []


async def test_b_leads_back_through_all_links_followed() -> None:
    ring = "\n".join(
        f"Ring {n}\nEva Berg\n\nOn to arXiv:2305.0000{n % 3 + 1} from here.\n\n"
        f"arXiv:2305.0000{n}\nCreated: 2023-05-0{9 - n}\n"
        for n in (1, 2, 3)
    )
    async with reading(source(ring)) as reader:
        await reader.press("enter", "enter")
        await reader.press("l", "l", "enter", "l", "l", "enter")
        assert reader.current == "2305.00003"
        await reader.press("b")
        assert reader.current == "2305.00002"
        await reader.press("b", "b")
        assert reader.current == "2305.00001"


async def test_b_leads_to_the_very_paper_among_several_found() -> None:
    async with reading(source(FIVE)) as reader:
        await reader.ask("-tides")
        assert reader.ids == [number for number in IN_PILE if number != TIDES]
        await reader.press("enter", "j", "k", "enter", "l", "l", "l", "enter")
        await reader.answered(f"arXiv:{TIDES}")
        assert reader.current == TIDES
        await reader.press("b")
        await reader.answered("-tides")
        assert reader.current == BEES


@pytest.fixture
def chain() -> TextSource:
    """Forty papers, each of which leads to the one that stands twenty rows further on."""
    records = (
        f"Link {n}\nEva Berg\n\nOn to arXiv:{number(n % 40 + 20)} from here.\n\n"
        f"arXiv:{number(n)}\nCreated: {date(2023, 6, 1) - timedelta(days=n)}\n"
        for n in range(1, 41)
    )
    return source("\n".join(records))


def row_of_cursor(reader: Reader) -> tuple[int, str]:
    """Return the line of the list on which the cursor is seen, and what it says."""
    lines = enumerate(reader.lines(reader.papers))
    return next((place, line) for place, line in lines if line.startswith("▌"))


async def test_b_goes_back_to_a_row_far_down(chain: TextSource) -> None:
    async with reading(chain) as reader:
        await reader.press("enter", *"j" * 16, "enter", "l", "l")
        assert reader.chosen_link == f"arXiv:{number(37)}"
        await reader.press("enter")
        assert reader.current == number(37)
        await reader.press("b")
        assert reader.current == number(17)
        assert row_of_cursor(reader)[1].endswith("Link 17")
        assert reader.page.startswith("Link 17\n")
        assert reader.focus == "detail"


async def test_b_goes_back_to_a_row_far_down_and_its_filter(chain: TextSource) -> None:
    async with reading(chain) as reader:
        await reader.ask("link -title:37")
        await reader.press("enter", *"j" * 16, "enter", "l", "l", "enter")
        await reader.answered(f"arXiv:{number(37)}")
        assert reader.ids == [number(37)]
        await reader.press("b")
        await reader.answered("link -title:37")
        assert len(reader.ids) == 39
        assert reader.current == number(17)
        assert row_of_cursor(reader)[1].endswith("Link 17")
        assert reader.page.startswith("Link 17\n")
