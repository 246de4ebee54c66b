"""A window to tag papers: it completes the tags that exist, and says how often they are used."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input

from paperview.text.ascii import own
from paperview.text.sanitize import clean, counted
from paperview.ui.dialogs.menus import ChoiceInput, ChoiceList
from paperview.ui.dialogs.windows import Window
from paperview.ui.render.cells import Line, shown


class TagChoice(NamedTuple):
    """A tag to add to all papers, or to remove from them."""

    name: str
    is_added: bool
    goes_on: bool
    """Whether another tag follows."""


class TagScreen(Window[TagChoice]):
    """Lists tags, those of the papers first; what is typed narrows the list or names a new one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Close"),
        Binding("tab", "choose(True)", "Choose and go on", show=False),
    ]

    def __init__(self, tags: Mapping[str, int], having: Mapping[str, int], papers: int) -> None:
        """Take what there is.

        Args:
            tags: all tags with their number of papers.
            having: the tags of the papers that are to be tagged, with their number.
            papers: how many are to be tagged.
        """
        super().__init__()
        self._tags = tags
        self._having = having
        self._papers = papers
        self._offered: list[str] = []
        self._new = ""
        """The text typed, if it is no tag yet."""

    def compose(self) -> ComposeResult:
        """Create the window."""
        with Vertical(classes="window", id="tag-window") as window:
            window.border_title = f"tags of {counted(self._papers, 'paper')}"
            window.border_subtitle = own("enter adds/removes · tab more · esc")
            choices = ChoiceList()
            yield ChoiceInput(choices, placeholder=own("a tag, new or old …"))
            yield choices

    def on_mount(self) -> None:
        """Offer all tags."""
        self._offer("")

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._offer(" ".join(clean(event.value).split()))

    def _offer(self, text: str) -> None:
        folded = text.casefold()
        found = [name for name in self._tags if folded in name.casefold()]
        found.sort(key=lambda name: (not name.casefold().startswith(folded), not self._has(name)))
        self._new = text if text and text not in self._tags else ""
        # Second to a tag that begins so: the one may be meant, or the other.
        at = 1 if found and found[0].casefold().startswith(folded) else 0
        self._offered = [*found[:at], *filter(None, [self._new]), *found[at:]]
        otherwise = "No tags yet: type one."
        self.query_one(ChoiceList).offer(len(self._offered), self._line, otherwise=otherwise)

    def _has(self, name: str) -> bool:
        return self._having.get(name, 0) > 0

    def _line(self, number: int, _width: int) -> Line:
        name = self._offered[number]
        if name == self._new:
            return [("new  ", "mark"), (shown(name), "title")]
        having = self._having.get(name, 0)
        sign = "[x]" if having == self._papers else "[-]" if having else "[ ]"
        return [(f"{sign}  ", "mark"), (shown(name), "title"), (f"  {self._tags[name]:,}", "below")]

    @on(ChoiceList.Chosen)
    def _chosen(self, event: ChoiceList.Chosen) -> None:
        event.stop()
        self.action_choose()

    def action_choose(self, goes_on: bool = False) -> None:
        """Add the tag under the cursor, or remove it where all the papers have it."""
        number = self.query_one(ChoiceList).number
        if number is not None and number < len(self._offered):
            name = self._offered[number]
            is_added = self._having.get(name, 0) < self._papers
            self.dismiss(TagChoice(name, is_added, goes_on))
