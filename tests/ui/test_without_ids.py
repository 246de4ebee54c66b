"""Papers that have neither an arXiv id nor a DOI, and papers of several sources, on the screen."""

from paperview.ui.render.styles import MATCH
from paperview.ui.widgets.paper_list import PaperList
from tests.ui.corpora import FIVE
from tests.ui.support import SINGLE, SMALL, STACKED, WIDE, Reader, reading, source

MINE = """\
Knots for sailors
Dee Ito

Eleven knots, drawn step by step.

Name: ito2019knots
Created: 2019
url: https://example.org/knots

Only an abstract is known of this one.

Name:
Created: 2018-05

Bends and hitches
Cy Okafor

More knots.

Name: PMID 21553931
"""


def rows(reader: Reader) -> list[str]:
    return [line.strip("▌ ") for line in reader.lines(reader.screen.query_one(PaperList)) if line]


def matched(reader: Reader) -> str:
    """Return the letters that the list highlights, which alone are bold there."""
    strips = reader.strips_of(reader.papers)
    bold = (part.text for strip in strips for part in strip if part.style and part.style.bold)
    return "".join(bold).strip()


async def test_they_are_listed_by_title_name_and_date() -> None:
    async with reading(source(MINE), size=WIDE) as reader:
        assert [" ".join(row.split()) for row in rows(reader)] == [
            "2019 Knots for sailors",
            "ito2019knots · Dee Ito",
            "2018-05 Only an abstract is known of this one.",
            "Bends and hitches",
            "PMID 21553931 · Cy Okafor",
        ]
        await reader.press("enter", "s")
        await reader.press("s")
        await reader.until(lambda: "by title" in reader.text)
        await reader.until(lambda: rows(reader)[0] == "Bends and hitches")


async def test_the_detail_has_the_name_in_the_place_of_an_id() -> None:
    async with reading(source(MINE)) as reader:
        for size in (WIDE, SMALL, STACKED, SINGLE):
            await reader.resize(*size)
            assert reader.page.split("\n")[4:6] == ["2019", "ito2019knots"]
            assert "url: https://example.org/knots" in reader.page
            assert "from " not in reader.page
            await reader.press("enter", "j")
            assert reader.page.split("\n")[2:4] == ["2018-05", "no id in this source"]
            await reader.press("k", "slash")


async def test_they_are_found_by_their_name_which_is_highlighted() -> None:
    async with reading(source(MINE), size=WIDE) as reader:
        for query in ("ito2019knots", "id:ito2019", "ITO2019K"):
            await reader.ask(query)
            assert len(reader.screen.results) == 1
            page = reader.detail._page.content
            marked = [page.plain[s.start : s.end] for s in page.spans if s.style == MATCH]
            assert marked == ["ito2019knots"[: len(query.removeprefix("id:"))]]
            assert "ito2019knots" in rows(reader)[1]


async def test_a_name_is_found_beside_an_id() -> None:
    text = "Bees.\n\narXiv:2301.00001\nName: lund2023\nalso: PMID 7\n"
    async with reading(source(text), size=WIDE) as reader:
        assert "arXiv:2301.00001   lund2023" in reader.page
        for query, marked in (
            ("lund2023", "lund2023"),
            ("PMID 7", "PMID7"),
            ("id:pmid7", "PMID 7"),
        ):
            await reader.ask(query)
            assert len(reader.screen.results) == 1
            assert rows(reader)[1].endswith("lund2023 PMID 7")
            assert matched(reader) == marked


async def test_copying_says_that_there_is_no_id(copied: list[str]) -> None:
    async with reading(source(MINE)) as reader:
        await reader.press("enter", "y")
        await reader.told("no arXiv id in this source")
        await reader.press("Y", "n")
        await reader.told("name ito2019knots: copied")
        await reader.press("Y", "b")
        await reader.told("BibTeX")
        assert copied[0] == "ito2019knots"
        assert copied[1].startswith("@misc{ito2019knots,")


async def test_opening_leads_to_the_address_of_the_source_or_says_there_is_none(
    opened: list[str],
) -> None:
    async with reading(source(MINE)) as reader:
        await reader.press("enter", "o")
        await reader.told("handed to a-browser: https://example.org/knots")
        await reader.press("p")
        await reader.told("no PDF: the paper has no arXiv id")
        await reader.press("j", "o")
        await reader.told("no address in this source: no arXiv id, no DOI, no link")
        await reader.press("k", "space", "space", "o")
        await reader.told("handed to a-browser: https://example.org/knots; 1 without an address")
        assert opened == ["https://example.org/knots"] * 2


async def test_of_several_files_the_detail_says_which_ones_a_paper_is_from() -> None:
    again = "How Bees Dance\nA. Lund\n\nName: lund2023\n\nTitle: Another\nName:\n"
    async with reading(source(FIVE), source(again, "my/refs.txt"), size=WIDE) as reader:
        assert reader.page.split("\n")[-1] == "from five.txt, refs.txt"
        assert "lund2023" in reader.page
        await reader.press("enter", "j")
        assert reader.page.split("\n")[-1] == "from five.txt"
