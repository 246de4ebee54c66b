"""Matched letters in the list."""

from rich.style import Style

from tests.ui.corpora import FIVE
from tests.ui.support import WIDE, Reader, reading, source


def lit(reader: Reader) -> list[list[str]]:
    """Return for each line of the list the stretches drawn in the style of a match."""
    match = reader.papers.get_component_rich_style("paper-list--match", partial=True)
    strips = (reader.papers.render_line(y) for y in range(reader.papers.size.height))
    found = [[part.text for part in strip if is_in(match, part.style)] for strip in strips]
    return [texts for texts in found if texts]


def is_in(match: Style, style: Style | None) -> bool:
    return style is not None and (style.color, style.bold) == (match.color, match.bold)


async def test_the_letters_of_title_author_and_abstract_are_marked() -> None:
    async with reading(source(FIVE), size=WIDE) as reader:
        assert lit(reader) == []
        await reader.ask("danc")
        assert lit(reader) == [["danc"]]
        await reader.ask("lund danc")
        assert lit(reader) == [["danc"], ["Lund"]]
        await reader.ask("sailros")
        assert lit(reader) == [["sailors"]]
        await reader.ask("notice")
        assert lit(reader) == [["notice"]]


async def test_where_rows_have_one_line_the_match_stands_in_it() -> None:
    async with reading(source(FIVE), size=(120, 20)) as reader:
        await reader.ask("danc ada")
        assert lit(reader) == [["danc", "Ada"]]
        await reader.ask("notice")
        assert lit(reader) == [["notice"]]
        assert "…" in reader.lines(reader.papers)[0]
