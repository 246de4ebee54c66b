"""Windows to choose a line from: the palette of commands, and the menu of what to copy."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import ClassVar, TypeAlias

from rich.cells import cell_len
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input

from paperview.exports import MENU, Export
from paperview.index.results import NumberList
from paperview.model.paper import Paper
from paperview.text.ascii import own
from paperview.text.sanitize import clean, counted
from paperview.ui.dialogs.windows import Window
from paperview.ui.render.cells import Line, fit, runs, shown
from paperview.ui.widgets.paper_list import PaperList


class ChoiceList(PaperList):
    """A list whose lines are chosen with Enter or one click, at any size and any length."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "choose", "Choose", show=False)]

    @dataclass
    class Chosen(Message):
        """A line was chosen."""

        number: int

    @property
    def lines_per_row(self) -> int:
        """How many lines a row has."""
        return 1

    def offer(self, count: int, draw: Callable[[int, int], Line], *, otherwise: str = "") -> None:
        """Show other lines, with the cursor on the first one.

        Args:
            count: how many lines there are.
            draw: gives a line from its number and the width in columns.
            otherwise: what an empty list says.
        """
        self.styles.height = max(1, count)
        numbers = range(count)
        self.show(
            NumberList(numbers, numbers),
            lambda number, width, _height: [fit(draw(number, width), width)],
            stay=None,
            otherwise=(otherwise,),
        )

    def action_choose(self) -> None:
        """Choose the line under the cursor."""
        if self.number is not None:
            self.post_message(self.Chosen(self.number))

    def on_click(self, event: events.Click) -> None:
        """Choose the line that was clicked."""
        event.prevent_default()
        row = self._row_at(event)
        if row is not None:
            self.cursor = row
            self.action_choose()


class ChoiceInput(Input):
    """A line to type in, whose keys move a list below it and choose from it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,ctrl+n,ctrl+j", "move(1)", "Next", show=False),
        Binding("up,ctrl+p,ctrl+k", "move(-1)", "Previous", show=False),
        Binding("pagedown", "page(1)", "Page down", show=False),
        Binding("pageup", "page(-1)", "Page up", show=False),
        Binding("ctrl+home", "first", "First", show=False),
        Binding("ctrl+end", "last", "Last", show=False),
    ]

    def __init__(self, choices: ChoiceList, text: str = "", *, placeholder: str = "") -> None:
        """Take the list, and what stands in the line."""
        super().__init__(text, placeholder=placeholder, compact=True)
        self.action_move = choices.action_move
        self.action_page = choices.action_page
        self.action_first = choices.action_first
        self.action_last = choices.action_last
        self._choices = choices

    async def action_submit(self) -> None:
        """Choose the line under the cursor."""
        self._choices.action_choose()


_LONGEST = 200
"""Characters of a text that are looked at for its preview."""


class CopyMenu(Window[Export]):
    """Lists exports with what they would copy; a letter, Enter or a click chooses one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,Y", "dismiss(None)", "Close"),
        # With priority, for the list has letters of its own.
        *(
            Binding(one.key, f"copy({number})", show=False, priority=True)
            for number, one in enumerate(MENU)
        ),
    ]

    def __init__(self, papers: Sequence[Paper]) -> None:
        """Take the papers to copy from."""
        super().__init__()
        self._papers = papers

    def compose(self) -> ComposeResult:
        """Create the window."""
        with Vertical(classes="window", id="copy-window") as window:
            count = len(self._papers)
            window.border_title = "copy" if count == 1 else f"copy from {counted(count, 'paper')}"
            window.border_subtitle = own("letter or enter · esc closes")
            yield ChoiceList()

    def on_mount(self) -> None:
        """List the exports."""
        choices = self.query_one(ChoiceList)
        choices.offer(len(MENU), self._line)
        choices.focus()

    def _line(self, number: int, _width: int) -> Line:
        export = MENU[number]
        text = export.sample(self._papers)
        preview = shown(clean(text.replace("\n", " "))) if text else "none in this source"
        return [
            (f"{export.key}  ", "mark"),
            (f"{export.name:<12} ", "title" if text else "below"),
            (preview[:_LONGEST], "below"),
        ]

    @on(ChoiceList.Chosen)
    def _chosen(self, event: ChoiceList.Chosen) -> None:
        event.stop()
        self._choose(MENU[event.number])

    def action_copy(self, number: int) -> None:
        """Choose an export by its number."""
        self._choose(MENU[number])

    def _choose(self, export: Export) -> None:
        if export.sample(self._papers):
            self.dismiss(export)


_ALIKE = 0.75
"""How much each word typed must resemble one of a command's name, from 0 to 1."""


@dataclass(frozen=True, slots=True)
class Command:
    """A command of the palette."""

    name: str
    run: Callable[[], object]
    """Does it; what it returns is waited for if that is possible."""
    remark: str = ""
    """What stands at its right: the keys that do it too, as they are shown, say."""


class Palette(Window[Command]):
    """Lists commands by their names, those that match best what is typed first.

    Textual's own palette ends the program when its list is empty, in tiny windows, and when keys
    come faster than it closes.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f2", "dismiss(None)", "Close"),
        Binding("tab,shift+tab", "ignore", show=False),
    ]

    def __init__(self, commands: Sequence[Command], *, title: str = "palette") -> None:
        """Set the commands and the window's title."""
        super().__init__()
        self._commands = commands
        self._title = title
        self._found: Sequence[_Found] = ()

    def compose(self) -> ComposeResult:
        """Create the window."""
        with Vertical(classes="window", id="palette-window") as window:
            window.border_title = self._title
            window.border_subtitle = own("enter chooses · esc closes")
            choices = ChoiceList()
            yield ChoiceInput(choices, placeholder=own("type a part of its name …"))
            yield choices

    def on_mount(self) -> None:
        """Offer everything."""
        self._offer("")

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._offer(clean(event.value).strip())

    def _offer(self, text: str) -> None:
        self._found = _best_first(text, self._commands)
        choices = self.query_one(ChoiceList)
        choices.offer(len(self._found), self._line, otherwise="No such command.")

    def _line(self, number: int, width: int) -> Line:
        """Draw a command's name, and its remark at the right where there is room for them."""
        command, spans = self._found[number]
        name, remark = runs(command.name, spans, "title", "match"), command.remark
        room = width - cell_len(command.name)
        return [*name, (f"{remark:>{room}}", "below")] if room >= len(remark) + 2 else name

    @on(ChoiceList.Chosen)
    def _chosen(self, event: ChoiceList.Chosen) -> None:
        if event.number < len(self._found):
            self.dismiss(self._found[event.number][0])

    def action_ignore(self) -> None:
        """Keep the focus in the line to type in."""


_Spans: TypeAlias = Sequence[tuple[int, int]]
_Found: TypeAlias = tuple[Command, _Spans]


def _best_first(text: str, commands: Sequence[Command]) -> list[_Found]:
    """Return the commands that match a text, with the stretches of their names that do."""
    if not text:
        return [(command, ()) for command in commands]
    matches = [(command, *_match(text.casefold(), command.name)) for command in commands]
    matches = [match for match in matches if match[1]]
    matches.sort(key=lambda match: -match[1])
    return [(command, spans) for command, _, spans in matches]


def _match(text: str, name: str) -> tuple[float, _Spans]:
    """Return how well a text matches a name, from 0 to 3, and where.

    The start of a word counts most, then any part, words apart from each other, words with typos,
    and last letters apart from each other.
    """
    folded = name.casefold()
    if len(folded) == len(name) and (start := folded.find(text)) >= 0:
        word_start = f" {folded}".find(f" {text}")
        if word_start >= 0:
            return (3 if word_start == 0 else 2.5), [(word_start, word_start + len(text))]
        return 2, [(start, start + len(text))]
    if all(word in folded for word in text.split()):
        return 1.5, ()
    likeness = min(
        max(SequenceMatcher(None, typed, word).ratio() for word in folded.split())
        for typed in text.split()
    )
    if likeness >= _ALIKE:
        return likeness, ()
    letters = iter(folded)
    are_in_order = all(letter in letters for letter in text.replace(" ", ""))
    return (0.5 if are_in_order else 0), ()
