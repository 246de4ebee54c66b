"""Themes: the program's own two and Textual's."""

import pytest
from rich.color import Color as RichColor
from textual.color import Color
from textual.theme import BUILTIN_THEMES

from paperview.ui.terminal.background import BackgroundColor
from paperview.ui.theme import DARK, LIGHT, OWN, TERMINAL, own_variables
from tests.cases import for_each
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
        for theme in (*(own.name for own in OWN), "textual-light", "nord", "ansi-dark"):
            assert theme in reader.app.available_themes
            reader.app.theme = theme
            await reader.settled()
            parts = ("title", "label", "match", "cursor")
            styles = {
                str(reader.papers.get_component_rich_style(f"paper-list--{part}", partial=True))
                for part in parts
            }
            assert len(styles) == len(parts), theme


@for_each("name", sorted(BUILTIN_THEMES))
def test_the_programs_colours_can_be_seen_in_textuals_themes(name: str) -> None:
    theme = BUILTIN_THEMES[name]
    if theme.ansi:
        return
    own = own_variables(theme, has_colours=True, is_ascii=False)
    background = Color.parse(theme.to_color_system().generate()["background"])
    contrast = [abs(background.brightness - Color.parse(own[one]).brightness) for one in LEGIBLE]
    assert all(Color.parse(own[one]).a == 1 for one in (*LEGIBLE, "cursor", "cursor-still"))
    assert contrast == sorted(contrast)
    assert contrast[0] > 0.02
    assert contrast[1] > 0.07


LEGIBLE = ("hover", "rule", "quiet", "label")
"""From those that are hardly told from the background to letters."""


async def test_the_terminals_own_colours_are_used_as_they_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TEXTUAL_THEME", TERMINAL.name)
    async with reading(source(FIVE)) as reader:
        await reader.ask("bee")
        found = {colour.number for colour in colours(reader) if isinstance(colour, RichColor)}
        assert found == {None, 1, 5, 6, 8}  # the default, red, magenta, cyan and grey


async def test_a_theme_is_chosen_in_the_palette_unless_there_are_no_colours(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for value, theme in (("", LIGHT), ("1", TERMINAL)):
        monkeypatch.setenv("NO_COLOR", value)
        async with reading(source(FIVE)) as reader:
            await reader.press("f2", *"theme", "enter", *"light", "enter")
            await reader.until(lambda: reader.top is reader.screen)
            assert reader.app.theme == theme.name
            toasts = [toast.message for toast in reader.toasts]
            refused = "themes have no effect while NO_COLOR is set"
            assert toasts == [refused if value else f"theme {theme.name}"]


async def test_the_automatic_theme_is_the_one_that_suits_the_terminal() -> None:
    async with reading(source(FIVE)) as reader:
        reader.app.theme = "dracula"
        reader.app.post_message(BackgroundColor(is_light=True))
        await reader.press("f2", *"theme", "enter", *"auto", "enter")
        await reader.told("theme auto")
        assert reader.app.theme == LIGHT.name


async def test_everything_is_told_without_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    """Focus by frames, the cursor by reverse, matches, labels and headings by letters and lines."""
    monkeypatch.setenv("NO_COLOR", "1")
    async with reading(source(FIVE)) as reader:
        await reader.ask("bee")
        assert not colours(reader)
        for pane in (reader.papers, reader.detail):
            pane.focus()
            await reader.settled()
            framed = {one.styles.border_top[0] for one in (reader.papers, reader.detail)}
            assert (pane.styles.border_top[0], framed) == ("heavy", {"heavy", "round"})
        parts = ("title", "label", "match", "cursor", "date")
        styles = {
            str(reader.papers.get_component_rich_style(f"paper-list--{part}", partial=True))
            for part in parts
        }
        assert len(styles) == len(parts)
