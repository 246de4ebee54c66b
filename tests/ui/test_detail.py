"""The detail: how a paper reads, and the ways to see more of it."""

from textual.style import Style

from paperview.ui.render.styles import MATCH, MATCH_IN_BOLD, QUIET
from tests.ui.corpora import BEES, CROWD, FIVE, GLASS, KNOTS, OLD
from tests.ui.support import Reader, reading, source


def marked(reader: Reader) -> list[str]:
    """Return the stretches of the detail that are marked as matches."""
    content, styles = reader.detail._page.content, (MATCH, MATCH_IN_BOLD)
    return [content.plain[s.start : s.end] for s in content.spans if s.style in styles]


def styled(reader: Reader, text: str) -> list[str | Style]:
    """Return the styles of a stretch of the detail."""
    content = reader.detail._page.content
    start = content.plain.index(text)
    end = start + len(text)
    return [span.style for span in content.spans if span.start <= start and end <= span.end]


async def test_a_paper_reads_from_its_title_to_its_abstract() -> None:
    async with reading(source(FIVE)) as reader:
        assert reader.page.split("\n") == [
            "How bees dance",
            "",
            "Ada Lund, Bo Ek",
            "",
            "2023-01-05 · 3 pages, 2 figures",
            f"arXiv:{BEES}   doi:10.1000/bees",
            "",
            "Honey bees tell each other by a dance where the flowers are. Compare arXiv:2212.00002 "
            "for the sea, https://example.org/bees for films, and arXiv:1207.7214 for something "
            "else.",
        ]
        assert reader.lines(reader.detail)[0] == "How bees dance"
        assert styled(reader, "How bees dance") == ["bold"]


async def test_an_untitled_paper_is_told_from_a_titled_one() -> None:
    async with reading(source(FIVE)) as reader:
        await reader.ask(GLASS)
        assert reader.page.startswith("no title in this source\n\n2022-11-03")
        assert styled(reader, "no title in this source") == [f"italic {QUIET}"]
        await reader.ask("")
        rows = [reader.papers.render_line(line)._segments for line in range(4)]
        styles = {
            next(part.style for part in row if word in part.text)
            for row, word in zip(rows, ("bees", "Tides", "Window", "Knots"), strict=True)
        }
        italic = {style for style in styles if style and style.italic}
        label = next(part.style for part in rows[2] if "Window" in part.text)
        assert italic == {label}


async def test_matched_letters_are_marked_in_every_part() -> None:
    async with reading(source(FIVE)) as reader:
        await reader.ask("danc lund figures flowrs")
        assert marked(reader) == ["danc", "Lund", "figures", "danc", "flowers"]
        await reader.ask("10.1000/bee")
        assert marked(reader) == ["10.1000/bee"]
        await reader.ask("")
        assert marked(reader) == []


async def test_tex_reads_as_text_and_r_shows_the_source() -> None:
    async with reading(source(FIVE)) as reader:
        await reader.ask(f"sorting {OLD}")
        assert reader.page.startswith("On O(n²) sorting of heaps\n")
        assert "α-beads, i.e. by hand." in reader.page
        assert "italic" in styled(reader, "heaps")
        await reader.press("enter", "r")
        assert reader.page.startswith("On $O(n^2)$ sorting of {\\em heaps}\n")
        assert "$\\alpha$-beads, \\ie by hand." in reader.page
        assert marked(reader) == ["sorting", OLD, "sort"]
        await reader.press("enter", "r")
        assert reader.page.startswith("On O(n²) sorting of heaps\n")


async def test_a_shows_all_of_many_authors_and_the_few_again() -> None:
    async with reading(source(CROWD)) as reader:
        assert "Person N008  … 522 more of 530 (a)" in reader.page
        assert "Person N009" not in reader.page
        await reader.press("enter", "a")
        assert "Person N530" in reader.page
        assert "more of" not in reader.page
        await reader.press("enter", "G", "a")
        assert "Person N009" not in reader.page


async def test_an_author_found_among_many_is_shown() -> None:
    async with reading(source(CROWD)) as reader:
        await reader.ask("n417")
        assert "Person N008, … Person N417  … 521 more of 530 (a)" in reader.page
        assert marked(reader) == ["N417"]


async def test_zoom_gives_the_detail_the_whole_width_and_takes_it_back() -> None:
    async with reading(source(FIVE)) as reader:
        before = reader.papers.region, reader.detail.region
        await reader.press("enter", "Z")
        assert not reader.papers.region
        assert reader.detail.region.width == 90
        assert reader.focus == "detail"
        await reader.press("n")
        assert reader.page.startswith("Tides")
        for key in ("Z", "escape"):
            await reader.press(key)
            assert (reader.papers.region, reader.detail.region) == before
            assert reader.focus == "list"
            await reader.press("Z")
        await reader.press("slash")
        assert reader.focus == "filter"


async def test_the_text_keeps_to_a_measure() -> None:
    async with reading(source(FIVE), size=(200, 20)) as reader:
        await reader.press("enter", "Z")
        assert reader.detail.region.width == 200
        assert max(map(len, reader.lines(reader.detail))) <= 90


async def test_missing_parts_are_told() -> None:
    bare = source("arXiv:2305.00001\nCreated: 2023-05-01\nNotes: kept by hand\n")
    async with reading(bare) as reader:
        assert reader.page == (
            "no title in this source\n\n2023-05-01\narXiv:2305.00001\n\n"
            "no abstract in this source\n\nNotes: kept by hand"
        )
        assert "arXiv:2305.00001" in reader.lines(reader.papers)[0]


async def test_a_paper_without_arxiv_id_is_named_by_its_doi() -> None:
    async with reading(source(FIVE)) as reader:
        await reader.ask(KNOTS)
        assert reader.detail.border_title == f"doi:{KNOTS}"
        assert f"\ndoi:{KNOTS}\n" in reader.page
