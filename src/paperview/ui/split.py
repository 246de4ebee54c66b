"""How the list and the detail share the screen: set, changed by keys and mouse, remembered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar

from paperview.settings import Setting, Settings, remembered, table
from paperview.text.sanitize import clean
from paperview.ui.widgets.panes import Panes

T = TypeVar("T")

AUTO, BESIDE, STACKED = "auto", "side-by-side", "stacked"
_NEVER: Final = 10**6
_WAYS: Final = {
    AUTO: [(0, "-single"), (50, "-stacked"), (80, "-wide")],
    BESIDE: [(0, "-single"), (50, "-wide"), (_NEVER, "-stacked")],
    STACKED: [(0, "-single"), (50, "-stacked"), (_NEVER, "-wide")],
}
"""The class of the screen from some width on, in columns."""
_STEP: Final = 5


class Split:
    """The sizes of the panes, and which way they stand."""

    def __init__(self, panes: Panes, settings: Settings, say: Callable[[str], object]) -> None:
        """Take the panes, what the user has set, and what takes remarks."""
        self._panes = panes
        self._settings = settings
        self._say = say
        self._way = settings[table.PANES_SPLIT]
        panes.resize(settings[table.PANES_WIDTH], is_stacked=False)
        panes.resize(settings[table.PANES_HEIGHT], is_stacked=True)

    @property
    def breakpoints(self) -> list[tuple[int, str]]:
        """The screen's classes, by its width."""
        return _WAYS[self._way]

    def classes(self, width: int) -> dict[str, bool]:
        """Return for each class whether the screen has it at a width."""
        fitting = max(one for one in self.breakpoints if one[0] <= width)
        return {name: name == fitting[1] for _, name in self.breakpoints}

    def turn(self) -> bool:
        """Stack the panes that stand beside each other, or the other way round, if both show."""
        if not self._can_change():
            return False
        self._way = BESIDE if self._panes.is_stacked else STACKED
        self._keep(table.PANES_SPLIT, self._way)
        return True

    def grow(self, steps: int) -> None:
        """Give the list more room, or less."""
        if self._can_change():
            self._panes.change(self._panes.percent + steps * _STEP)

    def make_usual(self) -> None:
        """Give the panes their usual sizes."""
        if self._can_change():
            self._panes.make_usual()

    def _can_change(self) -> bool:
        """Return whether there is something to share; say so if not."""
        if not self._panes.shows_both:
            self._say("only one of list and detail is shown here")
        return self._panes.shows_both

    def keep(self, size: Panes.Resized) -> None:
        """Remember a size that the user has chosen."""
        setting = table.PANES_HEIGHT if size.is_stacked else table.PANES_WIDTH
        self._keep(setting, size.percent)

    def _keep(self, setting: Setting[T], value: T) -> None:
        if why_not := remembered.remember(self._settings, setting, value):
            self._say(f"in this run alone: {clean(why_not)}")
