"""Themes: the program's own two and Textual's."""

from textual.theme import BUILTIN_THEMES

from paperview.ui.theme import DARK, LIGHT
from tests.ui.corpora import FIVE
from tests.ui.support import Reader, reading, source


def colours(reader: Reader) -> set[object]:
    """Return every colour on the screen."""
    styles = (part.style for strip in reader.strips for part in strip if part.style)
    return {colour for style in styles for colour in (style.color, style.bgcolor) if colour}


async def test_a_change_of_theme_changes_every_colour() -> None:
    async with reading(source(FIVE)) as reader:
        assert reader.app.theme == DARK.name
        await reader.ask("bee")
        text, dark = reader.text, colours(reader)
        for theme in (LIGHT.name, "dracula"):
            reader.app.theme = theme
            await reader.pilot.pause()
            assert reader.text == text
            assert not colours(reader) & dark
        reader.app.theme = DARK.name
        await reader.pilot.pause()
        assert colours(reader) == dark


async def test_the_cursor_a_match_and_a_label_are_told_apart() -> None:
    async with reading(source(FIVE)) as reader:
        await reader.ask("bee")
        for theme in (DARK.name, LIGHT.name, "textual-light", "nord", "ansi-dark"):
            assert theme in {DARK.name, LIGHT.name, *BUILTIN_THEMES}
            reader.app.theme = theme
            await reader.settled()
            parts = ("title", "label", "match", "cursor")
            styles = {
                str(reader.papers.get_component_rich_style(f"paper-list--{part}", partial=True))
                for part in parts
            }
            assert len(styles) == len(parts), theme
