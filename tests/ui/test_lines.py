"""The key line: which hints it shows, and what clicks on them do."""

from collections.abc import Sequence

import pytest
from textual import on
from textual.app import App, ComposeResult

from paperview.keys import table as keys
from paperview.keys.table import Hint
from paperview.ui.dialogs.menus import CopyMenu
from paperview.ui.dialogs.windows import HelpScreen
from paperview.ui.widgets.lines import ActionChosen, KeyLine
from tests.ui.corpora import BEES, FIVE, TIDES
from tests.ui.support import Reader, reading, source


async def click(reader: Reader, hint: str) -> None:
    await reader.click(reader.hints, hint)


async def test_hints_can_be_clicked_while_typing(copied: list[str]) -> None:
    async with reading(source(FIVE)) as reader:
        await reader.ask("tides")
        await click(reader, "copy id")
        await reader.told(TIDES)
        await click(reader, "esc clear")
        await reader.answered("")
        await click(reader, "help")
        assert isinstance(reader.top, HelpScreen)
        await reader.press("escape")
        await click(reader, "enter list")
        assert reader.focus == "list"
        assert copied == [TIDES]


async def test_hints_can_be_clicked_in_the_list(copied: list[str], opened: list[str]) -> None:
    async with reading(source(FIVE), size=(240, 20)) as reader:
        await reader.press("enter")
        await click(reader, "y copy")
        await reader.told(BEES)
        await click(reader, "open")
        await reader.told("/abs/")
        await click(reader, "pdf")
        await reader.told("/pdf/")
        await click(reader, "mark")
        assert "1 marked" in reader.title("session")
        await click(reader, "Y copy…")
        await reader.until(lambda: isinstance(reader.top, CopyMenu))
        await reader.press("escape")
        await click(reader, "sort")
        await reader.until(lambda: reader.title("order") == "oldest first")
        await click(reader, "palette")
        await reader.until(lambda: not reader.has_no_window)
        await reader.press("escape")
        await reader.until(lambda: reader.has_no_window)
        await click(reader, "filter")
        assert reader.focus == "filter"
        assert copied == [BEES]
        assert len(opened) == 2


async def test_hints_can_be_clicked_while_reading() -> None:
    async with reading(source(FIVE), size=(240, 20)) as reader:
        await reader.press("enter", "enter")
        await click(reader, "next")
        assert reader.current == TIDES
        await click(reader, "previous")
        assert reader.current == BEES
        await click(reader, "source")
        assert reader.screen.reading.view.raw
        await click(reader, "authors")
        assert reader.screen.reading.view.all_authors
        await click(reader, "links")
        assert reader.detail._chosen == 0
        await click(reader, "zoom")
        assert reader.detail.region.width == 240
        await click(reader, "esc list")
        assert reader.focus == "list"


@pytest.mark.parametrize("steps", [0, 1])
async def test_quit_can_be_clicked(steps: int) -> None:
    async with reading(source(FIVE), size=(120, 20)) as reader:
        await reader.press(*["enter"] * steps)
        await reader.pilot.click(reader.hints, offset=reader.place_of(reader.hints, "quit"))
        await reader.pilot.pause()
        assert not reader.app.is_running
        assert reader.app.return_code == 0


WIDTHS = range(20, 141)


class Lines(App[None]):
    """The same key line in some widths, one below the other."""

    CSS = "KeyLine { height: 1; padding: 0 1; }"

    def __init__(self, hints: tuple[Hint, ...], widths: Sequence[int]) -> None:
        super().__init__()
        self.widths = widths
        self.hints = hints
        self.chosen: list[str] = []

    def compose(self) -> ComposeResult:
        for width in self.widths:
            line = KeyLine()
            line.styles.width = width
            yield line

    def on_mount(self) -> None:
        for line in self.query(KeyLine):
            line.show(self.hints)

    @on(ActionChosen)
    def note(self, event: ActionChosen) -> None:
        self.chosen.append(event.action)


EVERY_PANE = pytest.mark.parametrize(
    "hints", [keys.READER.typing, keys.READER.browsing, keys.READER.reading]
)


@EVERY_PANE
async def test_hints_are_whole_and_as_many_as_have_room(hints: tuple[Hint, ...]) -> None:
    written = [f"{key} {label}" for key, label, _ in hints]
    room_for = [len("  ".join(written[:count])) + 2 for count in range(1, len(hints) + 1)]
    async with (app := Lines(hints, WIDTHS)).run_test(size=(140, len(WIDTHS))):
        strips = app.screen._compositor.render_strips()
        for width, strip in zip(WIDTHS, strips, strict=True):
            count = sum(needed <= width for needed in room_for)
            assert strip.text.rstrip() == " " + "  ".join(written[:count])


@EVERY_PANE
async def test_a_hint_chooses_its_action_from_its_first_letter_to_its_last(
    hints: tuple[Hint, ...],
) -> None:
    async with (app := Lines(hints, [240])).run_test(size=(240, 1)) as pilot:
        x = 1
        for key, label, action in hints:
            end = x + len(key) + len(label)
            for place, chosen in [(x - 1, []), (x, [action]), (end, [action])]:
                app.chosen.clear()
                await pilot.click(offset=(place, 0))
                assert app.chosen == chosen
            x = end + 3


async def test_hints_come_and_go_with_the_width_of_the_terminal() -> None:
    async with reading(source(FIVE)) as reader:
        await reader.press("enter")
        for width, line in [
            (41, "/ filter  enter read  y copy id  o open"),
            (20, "/ filter"),
            (60, "/ filter  enter read  y copy id  o open  ? help  q quit"),
        ]:
            await reader.resize(width, 20)
            assert reader.key_line == line
